"""`lists.forget`: what a list of people says is erased after a day that nobody carried it out."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func
from sqlmodel import col, select

from mentoring.lists.forgetting import FORGOTTEN_AFTER, forget_lists, is_open
from scheduler.works import WorkFactory
from storage.database import Store
from storage.tables import IntakeList

_BATCH = 100


async def run(open_work: WorkFactory, now: datetime) -> int:  # noqa: ARG001 - the work knows the time
    total = 0
    while True:
        async with open_work() as work:
            forgotten = await forget_lists(work, _BATCH)
        total += forgotten
        if forgotten < _BATCH:
            return total


async def next_due(store: Store) -> datetime | None:
    """When the oldest list is forgotten that is neither done nor left."""
    oldest = select(func.min(col(IntakeList.created_at))).where(is_open())
    moment: datetime | None = (await store.session.execute(oldest)).scalar_one()
    return moment + FORGOTTEN_AFTER if moment is not None else None
