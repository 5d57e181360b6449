"""What the team sees of its organisation's settings, and what a lead is asked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from mentoring.messages.base import Message, declare
from mentoring.messages.pairing_desk import Desk
from mentoring.organisation.numbers import Part, Refusal, Setting


@declare("organisation.card")
class OrganisationSettings(Message):
    """How everything stands. `next_pause`: the one that runs or comes next. `leads`: the reader may change it."""

    organisation_id: int
    name: str
    contact: str
    languages: tuple[str, ...]
    time_zone: str
    weekday: int
    minute: int
    spread: int
    changed_numbers: int  # how many thresholds are not the programme's
    next_pause: tuple[date, date] | None
    today: date
    leads: bool
    other_desks: tuple[Desk, ...] = ()


@dataclass(frozen=True)
class Number:
    """A setting and its number."""

    setting: Setting
    value: int


@declare("organisation.numbers")
class NumberList(Message):
    """The settings of one part, in order. `next_question`: when the weekly question comes next, where it was moved."""

    organisation_id: int
    part: Part
    numbers: tuple[Number, ...]
    leads: bool
    has_own: bool  # one of them is not the programme's
    next_question: datetime | None = None


@declare("organisation.ask-usual")
class ReallyUsual(Message):
    """What would be set back, with the programme's numbers."""

    organisation_id: int
    part: Part
    numbers: tuple[Number, ...]


@declare("organisation.number")
class NumberCard(Message):
    """One setting, and the numbers on offer."""

    organisation_id: int
    number: Number
    leads: bool
    refusal: Refusal | None = None


@declare("organisation.which-number")
class WhichNumber(Message):
    """Asks for the number as a text; `refusal`: why the last one was not kept."""

    organisation_id: int
    number: Number
    refusal: Refusal | None = None
