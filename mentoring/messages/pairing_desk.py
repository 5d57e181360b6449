"""The coordinator's screens before a proposal: who waits, and which mentors fit a mentee."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from mentoring.matching import Reason
from mentoring.messages.base import Message, declare
from mentoring.messages.pairing import Named
from mentoring.portrait import Portrait
from storage.words import DuoState


@dataclass(frozen=True, slots=True)
class WaitingSeeker:
    membership_id: int
    who: Named
    days: int  # whole days of waiting
    by_phone: bool = False  # prefers no Telegram


@dataclass(frozen=True, slots=True)
class Desk:
    """Another organisation that the same coordinator works for."""

    organisation_id: int
    name: str


@dataclass(frozen=True, slots=True)
class SuggestedMentor:
    membership_id: int
    who: Named
    reasons: tuple[Reason, ...]


@declare("pairing.desk-waiting")
class WaitingList(Message):
    """Who waits, longest first, one page of it. `organisation` is told only where there are several desks."""

    organisation_id: int
    organisation: str | None
    seekers: tuple[WaitingSeeker, ...]
    total: int
    page: int
    pages: int
    running_duos: int
    free_places: int  # how many more duos the mentors can have
    open_proposals: int
    other_desks: tuple[Desk, ...]
    to_come: int = 0  # duos that ran before, of which somebody has yet to join


@declare("pairing.desk-seeker")
class SeekerCard(Message):
    """A waiting seeker, with the mentors that fit. `next_skip` leads to other mentors, None: there are no others.

    `by_phone`: prefers no Telegram, so that no proposal can be sent, and no mentors are suggested.
    """

    seeker_id: int
    organisation_id: int
    portrait: Portrait
    label: str | None
    waiting_since: datetime
    days: int
    unreachable: bool
    suggestions: tuple[SuggestedMentor, ...]
    next_skip: int | None
    page: int
    organisation: str | None = None  # only for people who work for several
    by_phone: bool = False


@declare("pairing.desk-taken")
class SeekerTaken(Message):
    """A seeker who does not wait: already in a proposal or a duo."""

    organisation_id: int
    duo_id: int
    state: DuoState
    seeker: Named
    mentor: Named
