"""What still waits in the outbox: whether something can go now, when the next can, and how much is left."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Table, func, literal_column, or_, select, union_all

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
    waiting = select(func.min(_outbox.c.not_before)).where(
        PENDING, _outbox.c.due_at <= now, _outbox.c.not_before > real_now
    )
    held = select(func.min(_hold.c.until)).where(_hold.c.until > real_now)
    found = (
        await store.session.execute(
            select(
                _anything_ready(now, real_now).exists().label("ready"),
                waiting.scalar_subquery().label("waiting"),
                held.scalar_subquery().label("held"),
            )
        )
    ).one()
    return Outlook(bool(found.ready), min((it for it in (found.waiting, found.held) if it is not None), default=None))


def _anything_ready(now: datetime, real_now: datetime) -> Any:
    ready = select(_outbox.c.id).where(
        PENDING,
        _outbox.c.due_at <= now,
        or_(_outbox.c.not_before.is_(None), _outbox.c.not_before <= real_now),
        _outbox.c.chat_key.not_in(select(_hold.c.chat_key).where(_hold.c.until > real_now)),
        _not_everybody_held(real_now),
    )
    looks = (ready.where(is_one).order_by(_outbox.c.due_at).limit(1).subquery() for is_one in _EACH_PRIORITY)
    return union_all(*(select(look.c.id) for look in looks)).limit(1)


def _not_everybody_held(real_now: datetime) -> Any:
    return ~select(_hold.c.chat_key).where(_hold.c.chat_key == EVERYBODY, _hold.c.until > real_now).exists()


async def unsent(store: Store, now: datetime) -> int:
    """How many rows are due by programme time and neither sent nor given up."""
    due = [
        select(func.count().label("rows")).select_from(_outbox).where(PENDING, is_one, _outbox.c.due_at <= now)
        for is_one in _EACH_PRIORITY
    ]
    carried = select(func.count().label("rows")).select_from(_outbox).where(SENDING)
    counts = union_all(carried, *due).subquery()
    return int((await store.session.execute(select(func.sum(counts.c.rows)))).scalar_one())


async def next_due(store: Store, after: datetime) -> datetime | None:
    """The next programme moment after `after` at which a pending row falls due."""
    firsts = [
        select(func.min(_outbox.c.due_at).label("due_at")).where(PENDING, is_one, _outbox.c.due_at > after)
        for is_one in _EACH_PRIORITY
    ]
    first = union_all(*firsts).subquery()
    moment: datetime | None = (await store.session.execute(select(func.min(first.c.due_at)))).scalar_one_or_none()
    return moment
