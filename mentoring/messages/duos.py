"""/duos: the duos of an organisation, as its team sees them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from mentoring.desk.groups import DuoGroup
from mentoring.messages.base import Message, declare
from mentoring.messages.pairing import Named
from mentoring.messages.pairing_desk import Desk
from mentoring.messages.people import Choice
from mentoring.messages.probes import Move
from mentoring.messages.progress import StepLine
from mentoring.signals.reasons import Reason
from storage.words import Deed, DuoState, EndReason, Level, Outcome, Role, SessionKind


class Telling(StrEnum):
    """The one fact that a line of the list tells, the first that is so."""

    ENDED = "ended"  # since when
    PAUSED = "paused"
    NEXT = "next"  # their next meeting
    UNMET = "unmet"  # nothing planned and never met; since when they are a duo
    NONE_HERE = "none_here"  # nothing planned; they met before Tandem, and no meeting was told of here yet
    LAST = "last"  # nothing planned; when they met last
    EXPECTED = "expected"  # who has not joined yet


@dataclass(frozen=True, slots=True)
class DuoLine:
    """One of the list. `is_expected`: the id is that of a duo that began before Tandem and waits for people.

    `level` is told where the duo is not well.
    """

    id: int
    seeker: Named
    mentor: Named
    telling: Telling
    moment: datetime | None = None
    joining: int = 0  # how many of the two have not joined yet
    is_expected: bool = False
    level: Level = Level.WELL


@dataclass(frozen=True, slots=True)
class DuoSpot:
    """Where in the list somebody was."""

    group: DuoGroup = DuoGroup.ALL
    page: int = 0
    text: str = ""


@declare("duos.list")
class DuosFound(Message):
    """A page of duos; the rest as in PeopleFound."""

    organisation_id: int
    organisation: str | None
    duos: tuple[DuoLine, ...]
    spot: DuoSpot
    total: int
    pages: int
    searched: str | None = None
    can_turn: bool = True
    other_desks: tuple[Desk, ...] = ()


@declare("duos.groups")
class DuoCounts(Message):
    """How many are in each group."""

    organisation_id: int
    organisation: str | None
    counts: tuple[tuple[DuoGroup, int], ...]


@declare("duos.which")
class WhichDuoToFind(Message):
    """Asks for a name, a label or a reference. `again`: what was written had nothing to look for in it."""

    organisation_id: int
    organisation: str | None
    again: bool = False


@dataclass(frozen=True, slots=True)
class Answering:
    """One side of a duo: how many of the last weekly questions were answered; numbers only, never an answer."""

    membership_id: int
    who: Named
    asked: int = 0
    answered: int = 0
    unreachable_since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Signs:
    """Why a duo is not well. `asked`: whom Tandem has asked of late how it goes, and on which day.

    `move` is one thing the team could do next, with `whom` (None: both).
    """

    level: Level
    since: datetime
    reasons: tuple[Reason, ...] = ()
    asked: tuple[tuple[Role, date], ...] = ()
    move: Move = Move.ASK_BOTH
    whom: Role | None = None


@dataclass(frozen=True, slots=True)
class AlertFacts:
    """The open alert of a duo. `is_mine`: whoever reads has taken it. `seen`: as in mentoring/taps_alerts.py."""

    alert_id: int
    seen: int
    taken_by: str | None = None
    taken_at: datetime | None = None
    is_mine: bool = False
    snoozed_until: date | None = None
    lead_knows: bool = False


@dataclass(frozen=True, slots=True)
class DeedLine:
    """Something the team did. `by`: None for the clock. `note` is what was written, on the card its beginning.

    `went_on`: of a handover, whether a duo with another mentor has begun since.
    """

    at: datetime
    deed: Deed
    by: str | None = None
    note: str | None = None
    went_on: bool = False


@declare("duos.card")
class DuoFacts(Message):
    """Everything the team knows about a duo. `ahead`: the mid-term review or the closing moment, and its day.

    `last_meeting` was told of here; `has_met` without one: they met before Tandem, or in an earlier duo.

    `steps`: the mentee's newest ones, without words of their own, of `total_steps`. `deeds`: the newest of
    `total_deeds`. `elsewhere_until`: so long silence says nothing, because they mostly meet elsewhere. `more`: with
    the buttons of what is done less often.
    """

    duo_id: int
    organisation_id: int
    organisation: str
    seeker: Answering
    mentor: Answering
    state: DuoState
    since: datetime
    weeks: int
    spot: DuoSpot
    looked_after_by: str | None = None
    next_meeting: datetime | None = None
    last_meeting: datetime | None = None
    has_met: bool = False
    held: int = 0
    goals: int = 0
    closed_at: datetime | None = None
    ahead: SessionKind | None = None
    ahead_on: date | None = None
    changed_meanwhile: bool = False
    paused_until: date | None = None
    outcome: Outcome | None = None
    end_reason: EndReason | None = None
    mentor_has_no_room: bool = False  # it ended because the mentor had no time, and that is still so
    can_look_again: bool = False  # its mentee looks for no mentor now, and may again
    can_pair_again: bool = False
    steps: tuple[StepLine, ...] = ()
    total_steps: int = 0
    signs: Signs | None = None
    alert: AlertFacts | None = None
    deeds: tuple[DeedLine, ...] = ()
    total_deeds: int = 0
    elsewhere_until: date | None = None
    more: bool = False


@declare("duos.whose")
class WhoseIsDuo(Message):
    """Asks who looks after that duo."""

    duo_id: int
    seeker: Named
    mentor: Named
    choice: Choice = field(default_factory=lambda: Choice(()))


@declare("duos.yours-now")
class DuoIsYours(Message):
    """To somebody of the team: from now on they look after that duo. `by`: who arranged it."""

    duo_id: int
    organisation: str
    seeker: Named
    mentor: Named
    by: str


@declare("duos.not-yours")
class DuoIsTheirs(Message):
    """To somebody of the team: a colleague looks after that duo now."""

    duo_id: int
    organisation: str
    seeker: Named
    mentor: Named
    colleague: str
