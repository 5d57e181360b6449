"""/colleagues: the team of an organisation looks after itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from mentoring.messages.base import Message, declare
from mentoring.messages.pairing_desk import Desk
from mentoring.messages.people import Choice
from storage.words import Role


@dataclass(frozen=True, slots=True)
class ColleagueLine:
    """One of the team. `away_until`: the last day of an absence that is on now."""

    membership_id: int
    name: str
    role: Role
    duos: int
    people: int
    away_until: date | None = None
    is_self: bool = False


@declare("colleagues.list")
class TeamFound(Message):
    """Who works there, leads first. `own_id`: the reader's own membership."""

    organisation_id: int
    organisation: str
    own_id: int
    colleagues: tuple[ColleagueLine, ...]
    page: int
    pages: int
    total: int
    other_desks: tuple[Desk, ...] = ()


@dataclass(frozen=True, slots=True)
class Away:
    """An absence, first and last day included."""

    absence_id: int
    first: date
    last: date


@declare("colleagues.card")
class ColleagueFacts(Message):
    """One of the team. `may_change`: it is the reader, or the reader leads.

    `stands_in`: without a deputy, who is in charge while they are away; None where nobody else is there.
    """

    membership_id: int
    organisation_id: int
    organisation: str
    name: str
    role: Role
    duos: int
    people: int
    deputy: str | None
    absences: tuple[Away, ...]
    is_self: bool
    may_change: bool
    reader_leads: bool
    stands_in: str | None = None


class DayProblem(StrEnum):
    """Why a day cannot be noted."""

    NO_DAY = "no_day"
    PAST = "past"
    BEFORE_FIRST = "before_first"
    TOO_FAR = "too_far"


@declare("colleagues.ask-absence")
class WhenAway(Message):
    """Offers today and this week. `passed`: the days of the tapped button have passed. `stands_in`: to whom goes what
    comes in then; None where nobody else is there.
    """

    membership_id: int
    name: str
    is_self: bool
    today: date
    week_ends: date
    passed: bool = False
    stands_in: str | None = None


@declare("colleagues.first-day")
class WhichFirstDay(Message):
    membership_id: int


@declare("colleagues.last-day")
class WhichLastDay(Message):
    membership_id: int
    first: date


@declare("colleagues.day-problem")
class DayNotUsable(Message):
    """The question stays open."""

    membership_id: int
    problem: DayProblem


@declare("colleagues.away-noted")
class AwayNoted(Message):
    """To somebody of whom a lead noted that they are away."""

    organisation: str
    first: date
    last: date
    by: str


@declare("colleagues.stand-in")
class YouStandIn(Message):
    """To a deputy: the colleague is away on these days."""

    organisation: str
    colleague: str
    first: date
    last: date


@declare("colleagues.ask-deputy")
class WhichDeputy(Message):
    membership_id: int
    name: str
    is_self: bool
    choice: Choice
    has_deputy: bool


@declare("colleagues.deputy-now")
class YouAreDeputy(Message):
    """To somebody who was named as a deputy."""

    organisation: str
    colleague: str
    by: str


# -- handing over -----------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Load:
    """How much somebody looks after. `meetings`: planned ones of duos to which they came along."""

    duos: int = 0
    people: int = 0
    invitations: int = 0
    takeovers: int = 0
    meetings: int = 0


@declare("colleagues.ask-give")
class ToWhomAll(Message):
    membership_id: int
    name: str
    is_self: bool
    load: Load
    choice: Choice


@declare("colleagues.really-give")
class ReallyAll(Message):
    membership_id: int
    colleague_id: int
    name: str
    colleague: str
    load: Load


@declare("colleagues.came-over")
class CameOver(Message):
    """To whoever looks after it from now on. `has_left`: the colleague is no longer of the team."""

    organisation_id: int
    organisation: str
    colleague: str
    load: Load
    has_left: bool


@declare("colleagues.handed-on")
class HandedOn(Message):
    """To whoever looked after it until now; also the answer to whoever arranged it."""

    organisation: str
    name: str
    colleague: str
    load: Load
    is_self: bool


# -- roles ------------------------------------------------------------------------------------------------------------
@declare("colleagues.ask-role")
class ReallyRole(Message):
    membership_id: int
    name: str
    organisation: str
    role: Role
    is_self: bool


@declare("colleagues.role-now")
class YourRoleNow(Message):
    """To somebody whose role a lead changed."""

    organisation: str
    role: Role
    by: str


@declare("colleagues.ask-leave")
class ReallyLeave(Message):
    """`heir`: who looks after everything from then on."""

    membership_id: int
    name: str
    organisation: str
    is_self: bool
    load: Load
    heir: str


@declare("colleagues.left")
class TeamLeft(Message):
    """To whoever left the team. `by`: a lead who arranged it."""

    organisation: str
    by: str | None


@declare("colleagues.last-lead")
class LastLead(Message):
    """Somebody has to lead: first another lead."""


@declare("colleagues.last-of-team")
class LastOfTeam(Message):
    """Somebody has to be there: first another colleague."""
