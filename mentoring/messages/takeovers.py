"""Duos that ran before Tandem: what the two hear, and the team's screens (their kinds begin with `takeover.desk`)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from mentoring.called import Called
from mentoring.messages.base import Message, Policy, declare
from mentoring.messages.pairing import Named
from storage.words import Priority, Role

# As urgent as what is relayed: the greeting has to be there before the partner's first words.
_BEFORE_THE_FIRST_WORDS = Policy(priority=Priority.RELAY)
_FROM_THE_CLOCK = Policy(priority=Priority.DIGEST, waits_for_morning=True, rests=True)


class HalfState(StrEnum):
    """How far one side of such a duo is."""

    READY = "ready"
    WELCOMING = "welcoming"  # followed the link, has not finished the welcome
    INVITED = "invited"  # has a link that can be used
    NO_LINK = "no-link"  # the link has expired or was revoked
    BY_PHONE = "by-phone"
    LEFT = "left"


@dataclass(frozen=True, slots=True)
class Half:
    """One side as the team sees it. `until`: how long the link can be used, where one waits."""

    who: Named
    state: HalfState
    membership_id: int | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class TakeoverView:
    """`is_stuck`: both are here, and still it cannot begin: one account for both sides, or the mentee is taken."""

    takeover_id: int
    organisation_id: int
    seeker: Half
    mentor: Half
    since: date
    duo_id: int | None = None
    is_dropped: bool = False
    is_stuck: bool = False


# -- the two -----------------------------------------------------------------------------------------------------------
@declare("takeover.greeting", _BEFORE_THE_FIRST_WORDS)
class TakenOver(Message):
    """Both are here: where what they write goes. `open_name`: without topics, whose line stays open."""

    name: str
    duo_id: int
    thread_id: int
    open_name: Called | None = None


@declare("takeover.partner-awaited")
class PartnerAwaited(Message):
    """What happens next, to the first of the two who joins. `to` is who reads it.

    Only to mentors: `mentees` is how many they still wait for, `names` their first names where all have told one, and
    `goes_on` whether a duo with another mentee has just begun here.
    """

    to: Role
    organisation: str
    mentees: int = 1
    names: tuple[str, ...] = ()
    goes_on: bool = False


@declare("takeover.goes-on")
class GoesOnHere(Message):
    """What happens next, to the second."""

    partner: str
    in_topic: bool = False


# -- the team ----------------------------------------------------------------------------------------------------------
@declare("takeover.desk-begun")
class BegunAtDesk(Message):
    """Both are here, the duo goes on in Tandem."""

    organisation_id: int
    duo_id: int
    seeker: Named
    mentor: Named
    since: date


@declare("takeover.desk-stuck")
class StuckAtDesk(Message):
    """It cannot begin as it stands: one of them wants the phone, or both links led to one account."""

    takeover: TakeoverView


@declare("takeover.desk-no-link", _FROM_THE_CLOCK)
class LinkGone(Message):
    """A link was not used in time, or a colleague has taken it back."""

    takeover: TakeoverView
    taken_back: bool = False


@declare("takeover.desk-card")
class TakeoverCard(Message):
    """One of them, with what can be done."""

    takeover: TakeoverView
    now: datetime


@declare("takeover.desk-drop")
class ReallyDrop(Message):
    takeover: TakeoverView


@declare("takeover.desk-list")
class TakeoverList(Message):
    """Those that have not begun, oldest first."""

    organisation_id: int
    takeovers: tuple[TakeoverView, ...]
    total: int
    page: int
    pages: int


# -- taking one over by taps -------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Choice:
    """Somebody of the other role; `duos` is how many run, or are to begin here."""

    membership_id: int
    who: Named
    duos: int = 0


@declare("takeover.desk-choose")
class ChoosePartner(Message):
    """Who is the partner? `role` is that of the person, the choices have the other one."""

    membership_id: int
    organisation_id: int
    role: Role
    who: Named
    choices: tuple[Choice, ...]
    total: int
    page: int
    pages: int


@declare("takeover.desk-since")
class AskStart(Message):
    """Since when? `days` are one tap away, newest first; `seeker_id` and `mentor_id` only where both are here."""

    seeker: Named
    mentor: Named
    days: tuple[date, ...]
    seeker_id: int | None = None
    mentor_id: int | None = None


@declare("takeover.desk-write-day")
class WriteStart(Message):
    """Asks for the day as a text."""

    seeker: Named
    mentor: Named


@declare("takeover.desk-sure")
class ConfirmTakeover(Message):
    """Before it is done, both being here already."""

    seeker_id: int
    mentor_id: int
    seeker: Named
    mentor: Named
    since: date


@declare("takeover.desk-label")
class AskLabel(Message):
    """The team's private label for whoever is to be invited in that role."""

    role: Role


@dataclass(frozen=True, slots=True)
class ToInvite:
    """Somebody to be invited: label and language of the text to forward; None: they are here already."""

    who: Named
    language: str | None = None


@declare("takeover.desk-invite")
class ConfirmInvitations(Message):
    """Before the invitations are made: whom, in which language (a tap changes it), since when."""

    seeker: ToInvite
    mentor: ToInvite
    since: date
    languages: tuple[str, ...]


@declare("takeover.start-in-future")
class StartInFuture(Message):
    """A duo that already runs cannot begin on a day to come."""


@declare("takeover.start-too-long-ago")
class StartTooLongAgo(Message):
    """More than ten years: surely a slip."""
