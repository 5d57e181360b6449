"""Which updates were seen and handled. Attempts are counted in a transaction of their own, before handling."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Table, select
from sqlalchemy.dialects import postgresql, sqlite

from storage.database import Store
from storage.tables import HandledUpdate
from storage.words import UpdateState

_updates: Table = HandledUpdate.__table__  # type: ignore[attr-defined]


async def count_attempts(store: Store, update_ids: Sequence[int], real_now: datetime) -> dict[int, tuple[str, int]]:
    """Counts one more attempt for each update that is not done; returns (state, attempts) of all of them."""
    if not update_ids:
        return {}
    dialect = postgresql if store.is_postgres else sqlite
    rows = [{"update_id": i, "state": UpdateState.SEEN, "attempts": 1, "seen_at": real_now} for i in update_ids]
    statement = dialect.insert(_updates).values(rows)
    await store.session.execute(
        statement.on_conflict_do_update(
            index_elements=["update_id"],
            set_={"attempts": _updates.c.attempts + 1},
            where=_updates.c.state == UpdateState.SEEN,
        )
    )
    found = await store.session.execute(
        select(_updates.c.update_id, _updates.c.state, _updates.c.attempts).where(_updates.c.update_id.in_(update_ids))
    )
    return {row.update_id: (row.state, row.attempts) for row in found}


async def mark_done(store: Store, update_id: int, state: UpdateState, real_now: datetime) -> bool:
    """Notes that the update takes effect in this transaction. False: it had its effect before, do nothing."""
    dialect = postgresql if store.is_postgres else sqlite
    statement = (
        dialect.insert(_updates)
        .values(update_id=update_id, state=state, attempts=1, seen_at=real_now)
        .on_conflict_do_update(
            index_elements=["update_id"], set_={"state": state}, where=_updates.c.state == UpdateState.SEEN
        )
        .returning(_updates.c.update_id)
    )
    return (await store.session.execute(statement)).scalar_one_or_none() is not None


async def attempts_of(store: Store, update_id: int) -> int:
    found = await store.session.execute(select(_updates.c.attempts).where(_updates.c.update_id == update_id))
    return int(found.scalar_one_or_none() or 0)


async def forget_before(store: Store, moment: datetime, limit: int = 1000) -> int:
    """Deletes marks older than that (real time); Telegram keeps an update for 24 hours at most."""
    old = select(_updates.c.update_id).where(_updates.c.seen_at < moment).limit(limit)
    result = await store.session.execute(_updates.delete().where(_updates.c.update_id.in_(old)))
    return int(result.rowcount)  # type: ignore[attr-defined]


__all__ = ["attempts_of", "count_attempts", "forget_before", "mark_done"]
