"""`duos.follow_up`: asks job seekers half a year after the end of their duo how it went on."""

from __future__ import annotations

from datetime import datetime

from mentoring.endings.follow_up import ask_due, next_follow_up
from scheduler.works import WorkFactory

_BATCH = 50
next_due = next_follow_up


async def run(open_work: WorkFactory, now: datetime) -> int:  # noqa: ARG001 - the work knows the time
    total = 0
    while True:
        async with open_work() as work:
            done = await ask_due(work, _BATCH)
        total += done
        if done < _BATCH:
            return total
