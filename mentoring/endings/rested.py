"""How long a duo has rested since it got under way: its review and its closing come as much later."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlmodel import col, select

from mentoring.work import Work
from storage.tables import Duo, DuoPause

_EVER = datetime.min.replace(tzinfo=UTC)


async def rested(work: Work, duo_id: int, since: datetime = _EVER) -> timedelta:
    """All its pauses together, of what was `since` then; the one that goes on up to now."""
    return (await rested_by_duo(work, [duo_id], since)).get(duo_id, timedelta())


async def rested_by_duo(work: Work, duo_ids: Any, since: datetime = _EVER) -> dict[int, timedelta]:
    """The same of these duos (ids, or a query of them), in one statement. Who never rested is not in it."""
    statement = (
        select(DuoPause, Duo.under_way_since)
        .join(Duo, col(Duo.id) == col(DuoPause.duo_id))
        .where(col(DuoPause.duo_id).in_(duo_ids))
    )
    spans: dict[int, timedelta] = {}
    for pause, under_way_since in (await work.store.session.execute(statement)).all():
        begins = max(pause.begins_at, since, under_way_since or _EVER)
        span = max((pause.ends_at or work.now) - begins, timedelta())
        spans[pause.duo_id] = spans.get(pause.duo_id, timedelta()) + span
    return spans
