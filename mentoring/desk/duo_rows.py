"""Which rows belong to a group of /duos, and what a line tells of each. A page is one query, its meetings another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func
from sqlalchemy.orm import aliased
from sqlmodel import col, select

from mentoring.desk.duo_levels import level_shown
from mentoring.desk.groups import DuoGroup
from mentoring.messages.duos import DuoLine, Telling
from mentoring.pairs import Pair, Side
from mentoring.sessions.core import OPEN_STATES
from mentoring.work import Work
from storage.tables import Duo, DuoSession, Membership, Person
from storage.words import DuoState, Level, SessionState

RUNNING = tuple(state for state in DuoState if state.is_running)
OVER = (DuoState.COMPLETED, DuoState.ENDED)
LEVELS = {DuoGroup.URGENT: Level.URGENT, DuoGroup.AT_RISK: Level.AT_RISK, DuoGroup.WATCH: Level.WATCH}
SEEKER, SEEKING = aliased(Membership), aliased(Person)
MENTOR, MENTORING = aliased(Membership), aliased(Person)


def duos_of(
    group: DuoGroup, organisation_id: int, now: datetime, own: Sequence[int]
) -> tuple[ColumnElement[bool], ...]:
    """The duos of that group; those that are expected are rows of another table. `own`: the actor's memberships."""
    here = col(Duo.organisation_id) == organisation_id
    running = (here, col(Duo.state).in_(RUNNING))
    planned = select(DuoSession.id).where(
        col(DuoSession.duo_id) == col(Duo.id),
        col(DuoSession.state).in_(OPEN_STATES),
        col(DuoSession.starts_at) > now,
    )
    groups: dict[DuoGroup, tuple[ColumnElement[bool], ...]] = {
        DuoGroup.MINE: (*running, col(Duo.coordinator_id).in_(own)),
        **{group: (*running, level_shown() == level) for group, level in LEVELS.items()},
        DuoGroup.PAUSED: (here, col(Duo.state) == DuoState.PAUSED),
        DuoGroup.IDLE: (here, col(Duo.state) == DuoState.ACTIVE, ~planned.exists()),
        DuoGroup.UNMET: (*running, col(Duo.met_at).is_(None)),
        DuoGroup.ENDED: (here, col(Duo.state).in_(OVER)),
    }
    return groups.get(group, running)


async def count_levels(work: Work, organisation_id: int) -> dict[DuoGroup, int]:
    """How many running duos are at each level that is not well, in one statement."""
    running = (col(Duo.organisation_id) == organisation_id, col(Duo.state).in_(RUNNING))
    each = select(level_shown().label("level")).where(*running).subquery()
    statement = select(each.c.level, func.count()).group_by(each.c.level)
    found = {str(level): int(number) for level, number in (await work.store.session.execute(statement)).all()}
    return {group: found.get(level, 0) for group, level in LEVELS.items()}


async def count_duos(work: Work, where: Sequence[ColumnElement[bool]]) -> int:
    return int((await work.store.session.execute(select(func.count(col(Duo.id))).where(*where))).scalar_one())


def with_pair() -> Select[Any]:
    """Duos with both their sides, and their levels as they are shown."""
    statement: Select[Any] = select(Duo, SEEKER, SEEKING, MENTOR, MENTORING, level_shown())  # type: ignore[call-overload]
    return (
        statement.join(SEEKER, col(SEEKER.id) == col(Duo.seeker_id))
        .join(SEEKING, col(SEEKING.id) == col(SEEKER.person_id))
        .join(MENTOR, col(MENTOR.id) == col(Duo.mentor_id))
        .join(MENTORING, col(MENTORING.id) == col(MENTOR.person_id))
    )


async def lines_of(work: Work, statement: Select[Any]) -> list[DuoLine]:
    rows = (await work.store.session.execute(statement)).all()
    pairs = [(duo, Pair(Side(seeker, a), Side(mentor, b)), Level(level)) for duo, seeker, a, mentor, b, level in rows]
    meetings = await meetings_of(work, [duo.id for duo, _, _ in pairs])
    return [_line(work, duo, pair, level, meetings.get(duo.id, Meetings())) for duo, pair, level in pairs]


@dataclass(frozen=True, slots=True)
class Meetings:
    """Of a duo: the next one planned, the last one held, and how many were held."""

    next: datetime | None = None
    last: datetime | None = None
    held: int = 0


async def meetings_of(work: Work, duo_ids: Sequence[int]) -> dict[int, Meetings]:
    """By duo; those without any are left out."""
    is_next = col(DuoSession.state).in_(OPEN_STATES) & (col(DuoSession.starts_at) > work.now)
    is_held = col(DuoSession.state) == SessionState.HELD
    statement = (
        select(
            DuoSession.duo_id,
            func.min(case((is_next, col(DuoSession.starts_at)))),
            func.max(case((is_held, col(DuoSession.starts_at)))),
            func.count(case((is_held, 1))),
        )
        .where(col(DuoSession.duo_id).in_(duo_ids))
        .group_by(col(DuoSession.duo_id))
    )
    found = (await work.store.session.execute(statement)).all()
    return {duo_id: Meetings(next_, last, held) for duo_id, next_, last, held in found}


def _line(work: Work, duo: Duo, pair: Pair, level: Level, meetings: Meetings) -> DuoLine:
    telling, moment = telling_of(duo, meetings)
    vault = work.store.vault
    shown = level if DuoState(duo.state).is_running else Level.WELL
    return DuoLine(duo.id, pair.seeker.named(vault), pair.mentor.named(vault), telling, moment, level=shown)


def telling_of(duo: Duo, meetings: Meetings) -> tuple[Telling, datetime | None]:
    """The one fact to tell first, with its moment."""
    if not DuoState(duo.state).is_running:
        return Telling.ENDED, duo.closed_at
    if duo.state == DuoState.PAUSED:
        return Telling.PAUSED, None
    if meetings.next is not None:
        return Telling.NEXT, meetings.next
    if meetings.last is not None:
        return Telling.LAST, meetings.last
    if duo.met_at is not None:
        return Telling.NONE_HERE, None
    return Telling.UNMET, duo.started_at or duo.proposed_at
