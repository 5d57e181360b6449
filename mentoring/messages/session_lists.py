"""What /sessions shows: a person's own meetings, and those that the team has to think of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from mentoring.messages.base import Message, declare
from storage.words import Answer, Place, SessionKind, SessionState


@dataclass(frozen=True, slots=True)
class Entry:
    """A meeting in a list. `name`: with whom. `waiting`: who has not answered, the reader left out."""

    session_id: int
    starts_at: datetime
    kind: SessionKind
    place: Place
    where: str | None
    state: SessionState
    name: str
    own: Answer = Answer.YES
    waiting: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DuoMeetings:
    """What comes and what was, of one duo. `kind`: what its next meeting would be. `is_seeker`: the reader is."""

    duo_id: int
    name: str
    kind: SessionKind
    coming: tuple[Entry, ...]
    past: tuple[Entry, ...]
    is_seeker: bool


@declare("session.list")
class SessionList(Message):
    """The reader's own. With several duos each is a block; `only` shows one of them. `has_team`: also of the team."""

    duos: tuple[DuoMeetings, ...]
    only: bool
    page: int = 0
    pages: int = 1
    has_team: bool = False


@dataclass(frozen=True, slots=True)
class Unmet:
    """A duo of which no first meeting is planned. `name`: both names."""

    duo_id: int
    name: str
    since: datetime


@declare("session.team-list")
class TeamList(Message):
    """What waits for a first meeting, and the meetings to which the reader comes along. `has_own`: has duos too."""

    unmet: tuple[Unmet, ...]
    coming: tuple[Entry, ...]
    page: int
    pages: int
    has_own: bool
