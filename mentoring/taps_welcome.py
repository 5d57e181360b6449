"""Buttons of the welcome and of the profile. Each names the membership it is about, a claim like all else."""

from __future__ import annotations

from mentoring.profile import Question
from mentoring.steps import Step
from mentoring.taps import Tap, tap


# -- the welcome: each belongs to one step, and is out of date when the welcome stands elsewhere -----------------------
@tap("wl")
class SpeakLanguage(Tap):
    membership_id: int
    language: str

    @property
    def step(self) -> Step:
        return Step.LANGUAGE


@tap("wd")
class ShowData(Tap):
    """`open`: all about the data; else the short card again."""

    membership_id: int
    open: bool

    @property
    def step(self) -> Step:
        return Step.AGREEMENT


@tap("wa")
class Agree(Tap):
    membership_id: int
    agrees: bool

    @property
    def step(self) -> Step:
        return Step.AGREEMENT


@tap("wf")
class TakeOfferedName(Tap):
    """The first name that was told before, or the one on Telegram."""

    membership_id: int

    @property
    def step(self) -> Step:
        return Step.NAME


@tap("wo")
class ToggleOption(Tap):
    membership_id: int
    question: Question
    option: str

    @property
    def step(self) -> Step:
        return Step(self.question.value)


@tap("wp")
class TurnOptions(Tap):
    """Another page of options."""

    membership_id: int
    question: Question
    page: int

    @property
    def step(self) -> Step:
        return Step(self.question.value)


@tap("wc")
class ChooseCapacity(Tap):
    membership_id: int
    duos: int

    @property
    def step(self) -> Step:
        return Step.CAPACITY


@tap("wx")
class GoOn(Tap):
    """To the next question: skipped, or done with this one."""

    membership_id: int
    step: Step


@tap("wb")
class GoBack(Tap):
    membership_id: int
    step: Step


@tap("wm")
class ChangeMind(Tap):
    """Somebody who wanted the phone would like to go on here after all."""

    membership_id: int


# -- the profile, after the welcome -----------------------------------------------------------------------------------
@tap("wr")
class OpenProfile(Tap):
    """The card; what was changed is saved already."""

    membership_id: int


@tap("wrn")
class ChangeName(Tap):
    membership_id: int


@tap("wrq")
class ChangeAnswers(Tap):
    membership_id: int
    question: Question
    page: int


@tap("wro")
class ToggleAnswer(Tap):
    membership_id: int
    question: Question
    option: str


@tap("wrc")
class ChangeCapacity(Tap):
    membership_id: int


@tap("wrd")
class SetCapacity(Tap):
    membership_id: int
    duos: int
