"""`sessions.repeat`: makes the next meeting of each weekly series whose current one has begun."""

from __future__ import annotations

from datetime import datetime

from mentoring.sessions.series import next_repetition, repeat_due
from scheduler.works import WorkFactory

_BATCH = 100
next_due = next_repetition


async def run(open_work: WorkFactory, now: datetime) -> int:  # noqa: ARG001 - the work knows the time
    total = 0
    while True:
        async with open_work() as work:
            made = await repeat_due(work, _BATCH)
        total += made
        if made < _BATCH:
            return total
