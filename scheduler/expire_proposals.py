"""`proposals.expire`: closes the proposals that were not answered in time."""

from __future__ import annotations

from datetime import datetime

from mentoring.pairing import expire_proposals
from scheduler.works import WorkFactory

_BATCH = 100


async def run(open_work: WorkFactory, now: datetime) -> int:  # noqa: ARG001 - the work knows the time
    total = 0
    while True:
        async with open_work() as work:
            expired = await expire_proposals(work, _BATCH)
        total += expired
        if expired < _BATCH:
            return total
