"""`proposals.expire`: closes the proposals that were not answered in time."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func
from sqlmodel import col, select

from mentoring.pairing import expire_proposals
from scheduler.works import WorkFactory
from storage.database import Store
from storage.tables import Duo
from storage.words import DuoState

_BATCH = 100


async def run(open_work: WorkFactory, now: datetime) -> int:  # noqa: ARG001 - the work knows the time
    total = 0
    while True:
        async with open_work() as work:
            expired = await expire_proposals(work, _BATCH)
        total += expired
        if expired < _BATCH:
            return total


async def next_due(store: Store) -> datetime | None:
    """When the next proposal is over that nobody answered."""
    soonest = select(func.min(col(Duo.expires_at))).where(col(Duo.state) == DuoState.PROPOSED)
    moment: datetime | None = (await store.session.execute(soonest)).scalar_one()
    return moment
