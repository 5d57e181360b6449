"""`duos.empty`: 24 months after its end, only figures are left of a duo."""

from __future__ import annotations

from datetime import datetime

from mentoring.closed_duos import empty_closed, next_due
from scheduler.works import WorkFactory

_BATCH = 20  # emptying a duo and erasing its people touches many tables

__all__ = ["next_due", "run"]


async def run(open_work: WorkFactory, now: datetime, at_once: int = _BATCH) -> int:  # noqa: ARG001 - the work knows the time
    total = 0
    while True:
        async with open_work() as work:
            emptied = await empty_closed(work, at_once)
        total += emptied
        if emptied < at_once:
            return total
