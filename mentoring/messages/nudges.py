"""Nudges to mentors, and a job interview that is coming up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from mentoring.messages.base import Message, Policy, declare
from mentoring.milestones import Milestone
from storage.words import Group, Priority, Role

# It leaves as soon as it is written (mentoring/nudges/sending.py waits for the moment); the rest is for an outage.
_NUDGE = Policy(
    priority=Priority.CHECK_IN,
    expires_after=timedelta(days=3),
    waits_for_morning=True,
    rests=True,
    counts=True,
    group=Group.NUDGES,
)
_ASKED_FOR = Policy(
    priority=Priority.REMINDER, expires_after=timedelta(days=1), waits_for_morning=True, group=Group.REMINDERS
)
# The partner's word, as mentoring/nudges/telling.py carries it: it takes no place of the week and does not grow old.
_STEP = Policy(priority=Priority.REPLY, waits_for_morning=True, rests=True, group=Group.NUDGES)


@declare("nudge.nothing-planned", _NUDGE)
class NothingPlanned(Message):
    """To the mentor: it is ten days since they met, and no next meeting is planned."""

    duo_id: int
    name: str


@declare("nudge.all-is-well")
class AllIsWellNoted(Message):
    """The mentor said that nothing planned is fine: nothing is said about it for a while."""

    name: str


@declare("nudge.congratulate", _STEP)
class Congratulate(Message):
    """A step was noted by the other one. `to` the seeker it is their own step, to the mentor the seeker's.

    `step_id`: it waits for the reader's yes. `text`: one in own words.
    """

    nudge_id: int
    name: str
    milestone: Milestone
    to: Role
    step_id: int | None = None
    text: str | None = None


@dataclass(frozen=True, slots=True)
class StepToTell:
    """`text`: one in own words."""

    milestone: Milestone
    text: str | None = None


@declare("nudge.steps", _STEP)
class StepsReached(Message):
    """Several steps were noted by the other one since the last time. `nudge_id`: the first one's."""

    nudge_id: int
    duo_id: int
    name: str
    to: Role
    steps: tuple[StepToTell, ...]


@declare("nudge.interview-soon", _NUDGE)
class InterviewSoon(Message):
    """To the mentor: the seeker has a job interview that day."""

    nudge_id: int
    name: str
    day: date


@declare("nudge.after-interview", _NUDGE)
class AfterInterview(Message):
    """To the mentor: the seeker had a job interview that day."""

    name: str
    day: date


class Word(StrEnum):
    """Ready-made lines for the partner."""

    WELL_DONE = "well_done"
    GOOD_LUCK = "good_luck"


@declare("nudge.word")
class WarmWord(Message):
    """Into the partner's thread: the other one thinks of them."""

    name: str
    word: Word


@declare("nudge.word-sent")
class WarmWordSent(Message):
    """To whoever sent it."""

    name: str
    word: Word


@declare("interview.which-day")
class WhichInterviewDay(Message):
    """`passed`: the day on an old button has passed meanwhile."""

    duo_id: int
    days: tuple[date, ...]
    passed: bool = False


@declare("interview.tell")
class TellOfInterview(Message):
    """Shall the mentor hear of it?"""

    duo_id: int
    day: date
    mentor: str


@declare("interview.noted")
class InterviewNoted(Message):
    """`mentor` is told, by that name; None: only the seeker is reminded."""

    duo_id: int
    day: date
    mentor: str | None


@declare("interview.own", _ASKED_FOR)
class OwnInterview(Message):
    """To the seeker, the evening before."""

    day: date


@declare("interview.forgotten")
class InterviewForgotten(Message):
    """Nothing more is said about it."""
