"""How long a duo has rested."""

from __future__ import annotations

from datetime import timedelta

from sqlmodel import col, select

from mentoring.work import Work
from storage.tables import DuoPause


async def rested(work: Work, duo_id: int) -> timedelta:
    """All its pauses together, the one that goes on up to now."""
    found = await work.store.session.execute(select(DuoPause).where(col(DuoPause.duo_id) == duo_id))
    spans = [(pause.ends_at or work.now) - pause.begins_at for pause in found.scalars()]
    return sum(spans, timedelta())
