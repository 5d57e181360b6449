"""`nudges.send`: sends the nudges that are due, to people who have room for them."""

from __future__ import annotations

from datetime import datetime

from mentoring.nudges.sending import next_nudge, send_nudges
from scheduler.works import WorkFactory

_BATCH = 100
next_due = next_nudge


async def run(open_work: WorkFactory, now: datetime) -> int:  # noqa: ARG001 - the work knows the time
    total = 0
    while True:
        async with open_work() as work:
            sent = await send_nudges(work, _BATCH)
        total += sent
        if sent < _BATCH:
            return total
