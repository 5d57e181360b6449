"""What the two of a duo hear of its pauses and its end, and the question half a year later."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from mentoring.messages.base import Message, Policy, declare
from mentoring.milestones import Milestone
from storage.words import Group, Outcome, Priority, Role

NEWS = Policy()  # somebody of the team has just done this (docs/decisions/quiet-hours.md)
FROM_THE_CLOCK = Policy(waits_for_morning=True, rests=True)


# -- pauses ------------------------------------------------------------------------------------------------------------
@declare("endings.rests", NEWS)
class DuoRests(Message):
    """`until`: the day on which it goes on. `changed`: another than before. `meeting`: the next, which stays."""

    name: str
    until: date
    changed: bool = False
    meeting: datetime | None = None


@declare("endings.goes-on", FROM_THE_CLOCK)
class DuoGoesOn(Message):
    """The pause is over."""

    name: str
    meeting: datetime | None = None


# -- goodbyes ----------------------------------------------------------------------------------------------------------
@declare("endings.well-done", NEWS)
class WellFinished(Message):
    """The good end. `steps`: of the job seeker, the latest last; `total_steps` counts all. `duo_id`: where the seeker
    may look for another mentor with one tap.
    """

    to: Role
    name: str
    organisation: str
    weeks: int
    held: int
    steps: tuple[Milestone, ...] = ()
    total_steps: int = 0
    outcome: Outcome = Outcome.OTHER
    duo_id: int | None = None


@declare("endings.stops-here", NEWS)
class StopsHere(Message):
    """It ended early; no reason, no blame. `duo_id`: as above."""

    to: Role
    name: str
    organisation: str
    duo_id: int | None = None
    has_no_room: bool = False  # a mentor without time: gets no proposals


@declare("endings.another-mentor", NEWS)
class AnotherMentor(Message):
    """To the seeker, before the proposal: who is proposed, and why."""

    old: str
    new: str
    organisation: str


@declare("endings.handed-over", NEWS)
class ThanksToMentor(Message):
    """To the mentor whose mentee goes on with another one."""

    name: str
    organisation: str


@declare("endings.last-questions", NEWS)
class LastQuestions(Message):
    """To the seeker, after a good end: the six questions for the last time, if they like."""

    check_in_id: int


@declare("endings.once-more", NEWS)
class OnceMore(Message):
    """To both, before the proposal: they know each other."""

    name: str
    organisation: str


@declare("endings.looks-again")
class LooksAgain(Message):
    """To the seeker: the team looks for another mentor."""

    organisation: str


# -- half a year later -------------------------------------------------------------------------------------------------
@declare(
    "endings.where-now",
    Policy(
        priority=Priority.CHECK_IN,
        expires_after=timedelta(days=7),
        waits_for_morning=True,
        rests=True,
        counts=True,
        group=Group.CHECK_INS,
    ),
)
class WhereAreYou(Message):
    """To the seeker, six months after the end."""

    duo_id: int
    mentor: str
    organisation: str


@declare("endings.where-noted")
class WhereNoted(Message):
    outcome: Outcome
    organisation: str


@declare("endings.where-skipped")
class WhereSkipped(Message):
    organisation: str
