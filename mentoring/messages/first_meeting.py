"""After the first meeting: do they go on, what would they like to reach; and later the review and the closing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from mentoring.messages.base import Message, Policy, declare
from mentoring.messages.pairing import Named
from storage.words import Group, Priority, Role

# The other one has just said that they met: it can wait for the morning, and for Monday.
_AFTER_NEWS = Policy(priority=Priority.REMINDER, expires_after=timedelta(days=14), waits_for_morning=True, rests=True)
_PROMPT = Policy(
    priority=Priority.CHECK_IN,
    expires_after=timedelta(days=7),
    waits_for_morning=True,
    rests=True,
    counts=True,
    group=Group.NUDGES,
)


@dataclass(frozen=True, slots=True)
class GoalLine:
    """A goal in its own words."""

    goal_id: int
    text: str


@declare("first.go-on")
class GoOnNow(Message):
    """Do you go on together? To who has just said that they met."""

    duo_id: int
    name: str


@declare("first.go-on-other", _AFTER_NEWS)
class GoOn(Message):
    """The same question to the other one."""

    duo_id: int
    name: str


@declare("first.yes")
class GoesOnNoted(Message):
    """They go on. `goals`: how many the duo has. `both`: the other said so too."""

    duo_id: int
    name: str
    goals: int
    both: bool


@declare("first.unsure")
class UnsureNoted(Message):
    """They are not sure: the team calls them, the other one hears nothing of it."""

    duo_id: int
    organisation: str


@declare("first.under-way")
class UnderWay(Message):
    """To both: both go on, and a goal is noted."""

    name: str
    organisation: str


@declare("first.desk-unsure", Policy(priority=Priority.URGENT))
class UnsureAtDesk(Message):
    """To the team at once: one of a duo is not sure whether to go on. `role` is theirs."""

    who: Named
    role: Role
    other: Named


@declare("first.desk-sure")
class SureAtDesk(Message):
    """To the team: who was not sure would like to go on after all."""

    who: Named
    other: Named


@declare("first.desk-under-way", Policy(priority=Priority.DIGEST, waits_for_morning=True))
class UnderWayAtDesk(Message):
    """To the team: both go on and have goals."""

    seeker: Named
    mentor: Named


@declare("goals.list")
class GoalList(Message):
    """The goals of a duo as they stand, with what can be done about them."""

    duo_id: int
    name: str
    goals: tuple[GoalLine, ...]


@declare("goals.news")
class GoalNews(Message):
    """To the other one: the goals were changed by `name`."""

    duo_id: int
    name: str
    goals: tuple[GoalLine, ...]


@declare("goals.write")
class WriteGoal(Message):
    """Asks for a goal, as a text. `text` is how the one to change stands."""

    duo_id: int
    text: str | None = None


@declare("goals.one")
class OneGoal(Message):
    """One goal, to change or to remove."""

    duo_id: int
    goal: GoalLine


@declare("goals.too-long")
class GoalTooLong(Message):
    """More than 200 characters."""


@declare("goals.unreadable")
class GoalNotUsable(Message):
    """Nothing to read in it."""


@declare("prompt.goals", _PROMPT)
class PromptGoals(Message):
    """Both go on, and no goal was noted in a week."""

    duo_id: int
    name: str


@declare("prompt.midterm", _PROMPT)
class PromptMidterm(Message):
    """Half of the time has passed: a short review together?"""

    duo_id: int
    name: str


@declare("prompt.closing", _PROMPT)
class PromptClosing(Message):
    """The months are over: a closing moment together?"""

    duo_id: int
    name: str
