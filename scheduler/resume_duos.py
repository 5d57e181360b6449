"""`duos.resume`: takes paused duos on when their day has come."""

from __future__ import annotations

from datetime import datetime

from mentoring.endings.pausing import next_resumption, resume_due
from scheduler.works import WorkFactory

_BATCH = 50
next_due = next_resumption


async def run(open_work: WorkFactory, now: datetime) -> int:  # noqa: ARG001 - the work knows the time
    total = 0
    while True:
        async with open_work() as work:
            done = await resume_due(work, _BATCH)
        total += done
        if done < _BATCH:
            return total
