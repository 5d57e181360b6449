"""`data.expire`: erases what has been kept for as long as it may be."""

from __future__ import annotations

from datetime import datetime

from scheduler.works import WorkFactory
from storage import retention


async def run(open_work: WorkFactory, now: datetime) -> int:
    total = 0
    while True:
        async with open_work() as work:
            erased = await retention.expire(work.store, now, work.real_now)
        total += erased
        if not erased:
            return total
