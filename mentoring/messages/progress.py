"""The steps of a job seeker: noted, confirmed, taken back; and the progress of a duo."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from mentoring.messages.base import Message, Policy, declare
from mentoring.messages.pairing import Named
from mentoring.milestones import Milestone
from storage.words import Priority, Question, Role


@dataclass(frozen=True, slots=True)
class StepLine:
    """A step that was reached. `text`: one in own words, where the reader may see them."""

    step_id: int
    milestone: Milestone
    on_day: date
    text: str | None = None
    is_confirmed: bool = False
    other_year: bool = False  # not this year: the year is told


@dataclass(frozen=True, slots=True)
class Progress:
    """The reader's own answers to one question, the first and the last (1 to 5)."""

    question: Question
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class DuoChoice:
    duo_id: int
    name: str


@declare("progress.which")
class WhichDuo(Message):
    """Of which duo? For somebody with several."""

    duos: tuple[DuoChoice, ...]


@declare("progress.none")
class NoProgressYet(Message):
    """The reader is in no duo now."""


@declare("progress.card")
class ProgressCard(Message):
    """How far a duo has come. `held`: meetings, `held_by_both`: of which both said so. `to_confirm`: by the reader.

    `progress` is the reader's own, for the job seeker alone: nobody else sees what they answered.
    """

    duo_id: int
    name: str
    to: Role
    weeks: int
    held: int
    held_by_both: int
    goals: tuple[str, ...]
    steps: tuple[StepLine, ...]
    total_steps: int
    to_confirm: tuple[StepLine, ...] = ()
    progress: tuple[Progress, ...] = ()


@declare("progress.steps")
class StepList(Message):
    """A page of the job seeker's steps, newest first."""

    duo_id: int
    name: str
    to: Role
    steps: tuple[StepLine, ...]
    total: int
    page: int
    pages: int


# -- noting one -------------------------------------------------------------------------------------------------------
@declare("progress.kinds")
class WhichStep(Message):
    """`name`: the job seeker, where the reader is the mentor."""

    duo_id: int
    name: str
    to: Role


@declare("progress.when")
class WhenWasStep(Message):
    """Today, or when? `days`: all that can be tapped, newest first, where it was another day. `text`: in own words."""

    duo_id: int
    milestone: Milestone
    today: date
    days: tuple[date, ...] = ()
    text: str | None = None


@declare("progress.write-day")
class WriteTheStepDay(Message):
    duo_id: int
    milestone: Milestone


@declare("progress.write")
class WriteStep(Message):
    """Asks for a step in own words, as a text."""

    duo_id: int


class Told(StrEnum):
    """What has just happened to a step that is shown."""

    NOTED = "noted"
    CONFIRMED = "confirmed"  # by the reader
    THERE = "there"  # it was noted before
    TOO_LATE = "too_late"  # to take it back
    NOTHING = "nothing"


@declare("progress.step")
class OneStep(Message):
    """A step as it stands. `can_undo`: the reader noted it less than a day ago. `asks_on`: whether the duo goes on is
    asked of the job seeker, who found something.
    """

    duo_id: int
    name: str
    to: Role
    step: StepLine
    told: Told = Told.NOTHING
    can_undo: bool = False
    can_confirm: bool = False
    asks_on: bool = False


@declare("progress.taken-back")
class StepTakenBack(Message):
    """A step that is no longer noted, to whoever took it back or comes too late to confirm it."""

    duo_id: int


@declare("progress.withdrawn", Policy(priority=Priority.REPLY))
class StepWithdrawn(Message):
    """To the other one, who had heard of the step."""

    name: str
    milestone: Milestone
    text: str | None = None


@declare("progress.wish")
class WishNoted(Message):
    """The job seeker has said whether the duo goes on: the team hears of it. `until`: about so long it goes on."""

    name: str
    organisation: str
    goes_on: bool
    until: date | None = None


@declare("progress.four-weeks")
class FourMoreWeeks(Message):
    """To the mentor: the job seeker found something and would like to go on about so long."""

    name: str
    until: date


@declare("progress.desk-found", Policy(priority=Priority.DIGEST, waits_for_morning=True))
class FoundWorkAtDesk(Message):
    """To the team: what the job seeker found, and what they wish for their duo."""

    duo_id: int
    seeker: Named
    mentor: Named
    milestone: Milestone
    on_day: date
    goes_on: bool


@declare("progress.desk-settled", Policy(priority=Priority.DIGEST, waits_for_morning=True))
class SettledAtDesk(Message):
    """To the team, four weeks after the job seeker found something and went on: the duo can say goodbye."""

    duo_id: int
    seeker: Named
    mentor: Named
    milestone: Milestone
    on_day: date


# -- what could not be read -------------------------------------------------------------------------------------------
@declare("progress.to-come")
class StepToCome(Message):
    """A step cannot be noted for a day to come."""


@declare("progress.long-ago")
class StepTooLongAgo(Message):
    """More than a year before the duo began."""


@declare("progress.too-long")
class StepTooLong(Message):
    """More than 80 characters."""


@declare("progress.unreadable")
class StepNotUsable(Message):
    """Nothing to read in it."""
