"""`lines.remind`: reminds the team of people who wait for its answer."""

from __future__ import annotations

from datetime import datetime

from mentoring.team_lines.waiting import next_line_reminder, remind_lines
from scheduler.works import WorkFactory

_BATCH = 100
next_due = next_line_reminder


async def run(open_work: WorkFactory, now: datetime) -> int:  # noqa: ARG001 - the work knows the time
    total = 0
    while True:
        async with open_work() as work:
            due = await remind_lines(work, _BATCH)
        total += due
        if due < _BATCH:
            return total
