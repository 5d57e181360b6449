"""`waiting.erase`: announces and erases those who were in no duo for six months."""

from __future__ import annotations

from datetime import datetime

from mentoring.waiting_end import end_waiting, next_end
from scheduler.works import WorkFactory

_BATCH = 50  # erasing somebody touches many tables
next_due = next_end


async def run(open_work: WorkFactory, now: datetime, at_once: int = _BATCH) -> int:  # noqa: ARG001 - the work knows the time
    total, last_id = 0, 0
    while True:
        async with open_work() as work:
            batch = await end_waiting(work, at_once, last_id)
        total, last_id = total + batch.acted, batch.last_id
        if batch.looked_at < at_once:
            return total
