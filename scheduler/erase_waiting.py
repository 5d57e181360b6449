"""`waiting.erase`: announces and erases those who were in no duo for six months.

`waiting.adopt`: sets the clock for those by phone or in the middle of the welcome who have none.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime

from mentoring.waiting_end import Batch, end_waiting, find_forgotten, next_end
from mentoring.work import Work
from scheduler.works import WorkFactory

_BATCH = 50  # erasing somebody touches many tables
next_due = next_end


async def run(open_work: WorkFactory, now: datetime, at_once: int = _BATCH) -> int:  # noqa: ARG001 - the work knows the time
    return await _in_batches(open_work, end_waiting, at_once)


async def find_new(open_work: WorkFactory, now: datetime, at_once: int = _BATCH) -> int:  # noqa: ARG001 - as above
    return await _in_batches(open_work, find_forgotten, at_once)


async def _in_batches(open_work: WorkFactory, look: Callable[[Work, int, int], Awaitable[Batch]], at_once: int) -> int:
    total, last_id = 0, 0
    while True:
        async with open_work() as work:
            batch = await look(work, at_once, last_id)
        total, last_id = total + batch.acted, batch.last_id
        if batch.looked_at < at_once:
            return total
