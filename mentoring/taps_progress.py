"""Buttons of /progress and of the steps of a job seeker; codes begin with y. Days as in buttons: `20261124`."""

from __future__ import annotations

from mentoring.milestones import Milestone
from mentoring.taps import Tap, tap


@tap("yp")
class ShowProgress(Tap):
    """How far that duo has come, in place; what was being written is left."""

    duo_id: int


@tap("yl")
class ShowSteps(Tap):
    """A page of the steps, newest first."""

    duo_id: int
    page: int


@tap("yx")
class ShowPicture(Tap):
    """The same as a picture, which comes by itself."""

    duo_id: int


@tap("ys")
class OpenStep(Tap):
    """One step, with what can be done about it."""

    step_id: int


# -- noting one -------------------------------------------------------------------------------------------------------
@tap("yr")
class NoteStep(Tap):
    """Which step was it? As a message of its own: the tapped one may be a greeting or a list, which stays."""

    duo_id: int


@tap("yi")
class StepKinds(Tap):
    """The same in place."""

    duo_id: int


@tap("yw")
class StepDay(Tap):
    """It was that one: when? Of a step in own words, these first."""

    duo_id: int
    milestone: Milestone


@tap("yv")
class OwnStepDay(Tap):
    """Back to when it was, of the step in own words that was written just now."""

    duo_id: int


@tap("yo")
class OtherStepDay(Tap):
    """Not today and not yesterday: the days before."""

    duo_id: int
    milestone: Milestone


@tap("yt")
class WriteStepDay(Tap):
    """A day further back: the next text is it."""

    duo_id: int
    milestone: Milestone


@tap("yd")
class StepDone(Tap):
    """Notes it on that day; own words that were not written yet are asked for first."""

    duo_id: int
    milestone: Milestone
    day: str


# -- afterwards -------------------------------------------------------------------------------------------------------
@tap("yc")
class ConfirmStep(Tap):
    """The other of the two says that it is so."""

    step_id: int


@tap("yu")
class UndoStep(Tap):
    """Takes it back, for a day, whoever noted it."""

    step_id: int


@tap("yg")
class AfterFoundWork(Tap):
    """The job seeker found something: the duo goes on while they settle in, or says goodbye."""

    step_id: int
    goes_on: bool
