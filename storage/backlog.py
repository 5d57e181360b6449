"""What still waits in the outbox: whether something can go now, when the next can, and how much is left."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Select, Table, bindparam, func, literal_column, or_, select, union_all

from storage.columns import Instant
from storage.database import Store
from storage.holds import EVERYBODY
from storage.outbox import PENDING, SENDING
from storage.tables import ChatHold, Outbox
from storage.words import Priority

_outbox: Table = Outbox.__table__  # type: ignore[attr-defined]
_hold: Table = ChatHold.__table__  # type: ignore[attr-defined]
# The index of what goes next begins with the priority: a question about due times looks into it once for each.
_EACH_PRIORITY = [_outbox.c.priority == literal_column(str(int(priority))) for priority in Priority]


@dataclass(frozen=True, slots=True)
class Outlook:
    """`ready`: a row could be claimed now, chats that are busy left aside.

    `wake`: when, in real time, a due row that waits (back-off, hold, album) can go; None: nothing waits.
    """

    ready: bool
    wake: datetime | None


async def look(store: Store, now: datetime, real_now: datetime) -> Outlook:
    """What comes next, in one statement, which needs no write lock."""
    moments = {"now": now, "real_now": real_now}
    found = (await store.session.execute(_look_statement(), moments)).one()
    wakes = [moment for moment in (found.waiting, found.held) if moment is not None]
    return Outlook(bool(found.ready), min(wakes, default=None))


@lru_cache
def _look_statement() -> Select[Any]:
    """Made once: to put it together costs more than to ask it."""
    now, real_now = (bindparam(name, type_=Instant) for name in ("now", "real_now"))
    holds = select(_hold.c.chat_key).where(_hold.c.until > real_now)
    ready = select(_outbox.c.id).where(
        PENDING,
        _outbox.c.due_at <= now,
        or_(_outbox.c.not_before.is_(None), _outbox.c.not_before <= real_now),
        _outbox.c.chat_key.not_in(holds),
        ~holds.where(_hold.c.chat_key == EVERYBODY).exists(),
    )
    looks = (ready.where(is_one).order_by(_outbox.c.due_at).limit(1).subquery() for is_one in _EACH_PRIORITY)
    waiting = select(func.min(_outbox.c.not_before)).where(
        PENDING, _outbox.c.due_at <= now, _outbox.c.not_before > real_now
    )
    held = select(func.min(_hold.c.until)).where(_hold.c.until > real_now)
    anything = union_all(*(select(one.c.id) for one in looks)).limit(1).exists()
    return select(
        anything.label("ready"), waiting.scalar_subquery().label("waiting"), held.scalar_subquery().label("held")
    )


async def unsent(store: Store, now: datetime) -> int:
    """How many rows are due by programme time and neither sent nor given up."""
    due = [
        select(func.count().label("rows")).select_from(_outbox).where(PENDING, is_one, _outbox.c.due_at <= now)
        for is_one in _EACH_PRIORITY
    ]
    carried = select(func.count().label("rows")).select_from(_outbox).where(SENDING)
    counts = union_all(carried, *due).subquery()
    return int((await store.session.execute(select(func.sum(counts.c.rows)))).scalar_one())


@dataclass(frozen=True, slots=True)
class Queued:
    """How many rows of a priority are due and wait, and since when the first of them is due, in programme time."""

    rows: int
    oldest: datetime


async def queue(store: Store, now: datetime) -> dict[int, Queued]:
    """What is due and not claimed, by priority; one of which nothing waits is left out."""
    waiting = (
        select(_outbox.c.priority, func.count().label("rows"), func.min(_outbox.c.due_at).label("oldest"))
        .where(PENDING, is_one, _outbox.c.due_at <= now)
        .group_by(_outbox.c.priority)
        for is_one in _EACH_PRIORITY
    )
    found = await store.session.execute(union_all(*waiting))
    return {row.priority: Queued(row.rows, row.oldest) for row in found}


async def next_due(store: Store, after: datetime) -> datetime | None:
    """The next programme moment after `after` at which a pending row falls due."""
    firsts = [
        select(func.min(_outbox.c.due_at).label("due_at")).where(PENDING, is_one, _outbox.c.due_at > after)
        for is_one in _EACH_PRIORITY
    ]
    first = union_all(*firsts).subquery()
    moment: datetime | None = (await store.session.execute(select(func.min(first.c.due_at)))).scalar_one_or_none()
    return moment
