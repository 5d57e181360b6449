"""What there is to see of duos, read for a batch at once: a fixed number of statements however many duos it has.

Message content is nowhere: of a message there is only who wrote at which quarter of an hour.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Select, Table, and_, case, extract, func, or_, select, union_all

from storage.database import Store
from storage.tables import (
    CheckIn,
    CheckInAnswer,
    Duo,
    DuoEvent,
    DuoPause,
    DuoSession,
    Membership,
    MessageMap,
    Person,
    SessionSide,
    Thread,
)
from storage.words import Answer, CheckInState, Met, Noticed, Question, Role, SessionState

MESSAGES = timedelta(days=30)  # longer ago nothing is known: storage/retention.py
MEETINGS = timedelta(weeks=10)
EVENTS = timedelta(weeks=26)  # nothing that happened before it weighs any more
ACTS = timedelta(weeks=10)  # signs by a tap, of which there are many; the last one is kept in `duo.ladder`
ROUNDS = 20  # the last ones of each side

_duo: Table = Duo.__table__  # type: ignore[attr-defined]
_membership: Table = Membership.__table__  # type: ignore[attr-defined]
_person: Table = Person.__table__  # type: ignore[attr-defined]
_thread: Table = Thread.__table__  # type: ignore[attr-defined]
_map: Table = MessageMap.__table__  # type: ignore[attr-defined]
_session: Table = DuoSession.__table__  # type: ignore[attr-defined]
_part: Table = SessionSide.__table__  # type: ignore[attr-defined]
_round: Table = CheckIn.__table__  # type: ignore[attr-defined]
_answer: Table = CheckInAnswer.__table__  # type: ignore[attr-defined]
_event: Table = DuoEvent.__table__  # type: ignore[attr-defined]
_pause: Table = DuoPause.__table__  # type: ignore[attr-defined]
_QUARTER = 900  # seconds: every time zone of today is a whole number of quarters from UTC
_PAIR = (Role.SEEKER, Role.MENTOR)
_ACTS = (Noticed.ACTED, Noticed.WAS_HERE)


@dataclass(frozen=True, slots=True)
class SideRow:
    """`here_since`: from then on that side could be seen here; None without a thread."""

    person_id: int
    unreachable_since: datetime | None
    here_since: datetime | None


@dataclass(slots=True)
class MeetingRow:
    """`coming` and `met` by side; a side without a row of its own is left out."""

    state: SessionState
    starts_at: datetime
    minutes: int
    coming: dict[Role, Answer] = field(default_factory=dict)
    met: dict[Role, Met] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RoundRow:
    """`answered_at`: of the first face, None without any. `face`: to the question how the duo goes, 0 for none."""

    role: Role
    number: int
    state: CheckInState
    asked_at: datetime
    answered_at: datetime | None
    face: int


@dataclass(frozen=True, slots=True)
class EventRow:
    kind: Noticed
    person_id: int | None
    at: datetime


@dataclass(slots=True)
class Rows:
    """All of one duo, oldest first."""

    sides: dict[Role, SideRow] = field(default_factory=dict)
    wrote: list[tuple[int, datetime]] = field(default_factory=list)  # (person, a quarter of an hour in which they did)
    meetings: list[MeetingRow] = field(default_factory=list)
    last_held_at: datetime | None = None
    rounds: list[RoundRow] = field(default_factory=list)
    events: list[EventRow] = field(default_factory=list)
    pauses: list[tuple[datetime, datetime | None]] = field(default_factory=list)


async def read_rows(store: Store, duo_ids: Collection[int], now: datetime, *, rounds: int = ROUNDS) -> dict[int, Rows]:
    """What there is to see of these duos at that moment of programme time, in seven statements; `rounds` of each side.

    A moment of long ago reaches as much further back, and still up to today.
    """
    found = {duo_id: Rows() for duo_id in duo_ids}
    if found:
        await _sides(store, found)
        await _messages(store, found, now - MESSAGES)
        await _meetings(store, found, now - MEETINGS)
        await _last_held(store, found)
        await _rounds(store, found, rounds)
        await _events(store, found, now)
        await _pauses(store, found)
    return found


async def _sides(store: Store, found: dict[int, Rows]) -> None:
    for row in await store.session.execute(union_all(*(_side(role, found) for role in _PAIR))):
        side = SideRow(row.person_id, row.unreachable_since, row.created_at)
        found[row.duo_id].sides[Role(row.role)] = side


def _side(role: Role, found: dict[int, Rows]) -> Select[Any]:
    own = _duo.c.seeker_id if role is Role.SEEKER else _duo.c.mentor_id
    columns = (_duo.c.id.label("duo_id"), _membership.c.role, _person.c.id.label("person_id"))
    return (
        select(*columns, _person.c.unreachable_since, _thread.c.created_at)
        .join(_membership, _membership.c.id == own)
        .join(_person, _person.c.id == _membership.c.person_id)
        .outerjoin(_thread, and_(_thread.c.duo_id == _duo.c.id, _thread.c.person_id == _person.c.id))
        .where(_duo.c.id.in_(found))
    )


async def _messages(store: Store, found: dict[int, Rows], since: datetime) -> None:
    """Which quarters of an hour somebody wrote in: enough for the days of any time zone, and few rows."""
    second = extract("epoch", _map.c.created_at)
    quarter = (second - second % _QUARTER).label("quarter")
    statement = (
        select(_map.c.conversation_id, _map.c.source_person_id, quarter)
        .where(_map.c.conversation_id.in_(found), _map.c.created_at >= since)
        .distinct()
    )
    for duo_id, person_id, began in await store.session.execute(statement):
        found[duo_id].wrote.append((person_id, datetime.fromtimestamp(int(began), UTC)))


async def _meetings(store: Store, found: dict[int, Rows], since: datetime) -> None:
    statement = (
        select(
            *(_session.c.id, _session.c.duo_id, _session.c.state, _session.c.starts_at, _session.c.minutes),
            *(_part.c.role, _part.c.coming, _part.c.met),
        )
        .outerjoin(_part, and_(_part.c.session_id == _session.c.id, _part.c.role.in_(_PAIR)))
        .where(_session.c.duo_id.in_(found), _session.c.starts_at >= since)
        .order_by(_session.c.starts_at, _session.c.id)
    )
    known: dict[int, MeetingRow] = {}
    for row in await store.session.execute(statement):
        meeting = known.get(row.id)
        if meeting is None:
            meeting = known[row.id] = MeetingRow(SessionState(row.state), row.starts_at, row.minutes)
            found[row.duo_id].meetings.append(meeting)
        if row.role is not None:
            meeting.coming[Role(row.role)], meeting.met[Role(row.role)] = Answer(row.coming), Met(row.met)


async def _last_held(store: Store, found: dict[int, Rows]) -> None:
    held = (_session.c.duo_id.in_(found), _session.c.state == SessionState.HELD)
    statement = select(_session.c.duo_id, func.max(_session.c.starts_at)).where(*held).group_by(_session.c.duo_id)
    for duo_id, last in await store.session.execute(statement):
        found[duo_id].last_held_at = last


async def _rounds(store: Store, found: dict[int, Rows], last: int) -> None:
    face = func.max(case((_answer.c.question == Question.DUO, _answer.c.value), else_=0))
    own = (_round.c.id, _round.c.duo_id, _round.c.role, _round.c.number, _round.c.state, _round.c.asked_at)
    # the threads are named by their duo as well, or PostgreSQL reads all of them
    of_these = (_round.c.duo_id.in_(found), _thread.c.duo_id.in_(found))
    statement = (
        select(*own, func.min(_answer.c.answered_at).label("answered_at"), face.label("face"))
        .join(_thread, _thread.c.id == _round.c.thread_id)
        .outerjoin(_answer, _answer.c.check_in_id == _round.c.id)
        .where(*of_these, _round.c.number > _thread.c.check_ins_asked - last)
        .group_by(*own)
        .order_by(_round.c.duo_id, _round.c.role, _round.c.number)
    )
    for row in await store.session.execute(statement):
        state, role = CheckInState(row.state), Role(row.role)
        found[row.duo_id].rounds.append(
            RoundRow(role, row.number, state, row.asked_at, row.answered_at, int(row.face or 0))
        )


async def _events(store: Store, found: dict[int, Rows], now: datetime) -> None:
    of_late = or_(_event.c.kind.not_in(_ACTS), _event.c.at >= now - ACTS)
    statement = (
        select(_event.c.duo_id, _event.c.kind, _event.c.person_id, _event.c.at)
        .where(_event.c.duo_id.in_(found), _event.c.at >= now - EVENTS, of_late)
        .order_by(_event.c.at, _event.c.id)
    )
    for duo_id, kind, person_id, at in await store.session.execute(statement):
        found[duo_id].events.append(EventRow(Noticed(kind), person_id, at))


async def _pauses(store: Store, found: dict[int, Rows]) -> None:
    statement = (
        select(_pause.c.duo_id, _pause.c.begins_at, _pause.c.ends_at)
        .where(_pause.c.duo_id.in_(found), or_(_pause.c.ends_at.is_(None), _pause.c.ends_at > _pause.c.begins_at))
        .order_by(_pause.c.begins_at, _pause.c.id)
    )
    for duo_id, begins_at, ends_at in await store.session.execute(statement):
        found[duo_id].pauses.append((begins_at, ends_at))
