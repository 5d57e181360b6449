"""`checkins.remind`: reminds once of the weekly questions that stayed open."""

from __future__ import annotations

from datetime import datetime

from mentoring.check_ins.reminding import next_reminder, remind_due
from scheduler.works import WorkFactory

_BATCH = 100
next_due = next_reminder


async def run(open_work: WorkFactory, now: datetime) -> int:  # noqa: ARG001 - the work knows the time
    total = 0
    while True:
        async with open_work() as work:
            due = await remind_due(work, _BATCH)
        total += due
        if due < _BATCH:
            return total
