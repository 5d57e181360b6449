"""`duos.idle`: finds the duos that have planned nothing for too long."""

from __future__ import annotations

from datetime import datetime

from mentoring.nudges.idle import find_idle, next_idle
from scheduler.works import WorkFactory

_BATCH = 100
next_due = next_idle


async def run(open_work: WorkFactory, now: datetime) -> int:  # noqa: ARG001 - the work knows the time
    total = 0
    while True:
        async with open_work() as work:
            found = await find_idle(work, _BATCH)
        total += found
        if found < _BATCH:
            return total
