"""/people: everybody of an organisation, as its team sees them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from mentoring.desk.groups import PeopleGroup
from mentoring.messages.base import Message, declare
from mentoring.messages.pairing import Named
from mentoring.messages.pairing_desk import Desk
from mentoring.portrait import Portrait
from mentoring.taps_people import Noted
from storage.words import DuoState, Role


class Status(StrEnum):
    """Where somebody stands, as the team says it."""

    WELCOMING = "welcoming"  # followed the link and has not finished the welcome
    WAITING = "waiting"  # a mentee; number: whole days
    ASKED = "asked"  # a mentee in an open proposal
    EXPECTED = "expected"  # a mentee whose mentor has still to join: a duo that ran before Tandem
    FINISHED = "finished"  # a mentee whose duo is over, and who looks for no other mentor
    IN_DUO = "in_duo"  # number: of duos
    ROOM = "room"  # a mentor without a duo; number: of free places
    NO_ROOM = "no_room"  # a mentor without a duo who has no room now
    WORKING = "working"  # of the team
    BY_PHONE = "by_phone"
    READING = "reading"  # of the federation
    INVITED = "invited"  # until when the link works
    LINK_EXPIRED = "link_expired"  # since when it does not


@dataclass(frozen=True, slots=True)
class PersonLine:
    """One of the list. `is_invited`: the id is an invitation's, else a membership's."""

    id: int
    is_invited: bool
    who: Named
    role: Role
    status: Status
    number: int = 0
    until: datetime | None = None
    unreachable: bool = False


@dataclass(frozen=True, slots=True)
class Spot:
    """Where in the list somebody was: see mentoring/taps_people.py."""

    group: PeopleGroup = PeopleGroup.ALL
    page: int = 0
    text: str = ""


@declare("people.list")
class PeopleFound(Message):
    """A page of people. `searched`: what was looked for, None where nothing was.

    `can_turn`: the search fits into the buttons of further pages.
    """

    organisation_id: int
    organisation: str | None
    people: tuple[PersonLine, ...]
    spot: Spot
    total: int
    pages: int
    searched: str | None = None
    can_turn: bool = True
    other_desks: tuple[Desk, ...] = ()


@declare("people.groups")
class PeopleCounts(Message):
    """How many are in each group."""

    organisation_id: int
    organisation: str | None
    counts: tuple[tuple[PeopleGroup, int], ...]


@declare("people.whom")
class WhomToFind(Message):
    """Asks for a name, a label or a reference. `again`: what was written had nothing to look for in it."""

    organisation_id: int
    organisation: str | None
    again: bool = False


# -- one person -------------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Partner:
    """Somebody they are in a live duo with."""

    duo_id: int
    who: Named
    state: DuoState


@declare("people.card")
class PersonFacts(Message):
    """Everything the team knows of one person in one role."""

    membership_id: int
    organisation_id: int
    organisation: str
    role: Role
    who: Named
    language: str
    since: datetime
    status: Status
    number: int
    portrait: Portrait
    spot: Spot
    reference: str | None = None
    waiting_since: datetime | None = None
    partners: tuple[Partner, ...] = ()
    unreachable_since: datetime | None = None
    looked_after_by: str | None = None
    places: int | None = None  # a mentor's free ones
    has_no_room: bool = False  # a mentor of whom the team or they themselves said so
    open_points: int | None = None  # of the organisation's list, for mentors
    is_self: bool = False  # the reader's own other role
    reader_leads: bool = False
    changed_meanwhile: bool = False  # somebody else was faster: this is how it stands now


@declare("people.gone")
class PersonGone(Message):
    """They are no longer part of the organisation."""

    organisation_id: int
    who: Named


@declare("people.ask-note")
class WhichNote(Message):
    """Asks for another label or reference; `now`: the present one."""

    membership_id: int
    what: Noted
    who: Named
    now: str | None


@declare("people.note-not-usable")
class NoteNotUsable(Message):
    limit: int  # characters


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody of the team to choose. `is_now`: who it is at present."""

    membership_id: int
    name: str
    is_now: bool = False
    is_away: bool = False


@dataclass(frozen=True, slots=True)
class Choice:
    """A page of the team."""

    colleagues: tuple[Colleague, ...]
    page: int = 0
    pages: int = 1
    seen: int = 0  # see mentoring/desk/looking_after.py


@declare("people.whose")
class WhoseIsPerson(Message):
    """Asks who looks after that person."""

    membership_id: int
    who: Named
    choice: Choice = field(default_factory=lambda: Choice(()))


@declare("people.yours-now")
class PersonIsYours(Message):
    """To somebody of the team: from now on they look after that person. `by`: who arranged it."""

    membership_id: int
    organisation: str
    who: Named
    role: Role
    by: str


@declare("people.not-yours")
class PersonIsTheirs(Message):
    """To somebody of the team: a colleague looks after that person now."""

    membership_id: int
    organisation: str
    who: Named
    role: Role
    colleague: str


# -- leaving ----------------------------------------------------------------------------------------------------------
@declare("people.ask-removal")
class ReallyRemove(Message):
    """Asks; or says what has to be done first, where a duo still runs (`partners`)."""

    membership_id: int
    organisation: str
    who: Named
    role: Role
    partners: tuple[Partner, ...] = ()
    proposals: int = 0


@declare("people.removed")
class PersonRemoved(Message):
    """A toast."""


@declare("desk.place-ended")
class PlaceEnded(Message):
    """To the person: the organisation has ended their place with it. `contact` may be empty."""

    organisation: str
    contact: str
    role: Role


# -- somebody who was invited -----------------------------------------------------------------------------------------
@declare("people.invited")
class InvitedFacts(Message):
    """An invitation that nobody used yet. `partner`: with whom a duo that runs already will begin here."""

    invitation_id: int
    organisation_id: int
    organisation: str
    role: Role
    label: str | None
    reference: str | None
    language: str
    made_at: datetime
    expires_at: datetime
    has_expired: bool
    spot: Spot
    looked_after_by: str | None = None
    partner: Named | None = None


@declare("people.ask-take-back")
class ReallyTakeBack(Message):
    """Asks whether the link shall no longer work."""

    invitation_id: int
    role: Role
    label: str | None
