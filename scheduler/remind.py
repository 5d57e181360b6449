"""`sessions.remind`: reminds people of what is planned."""

from __future__ import annotations

from datetime import datetime

from mentoring.sessions.reminders import next_reminder_at, send_reminders
from scheduler.works import WorkFactory

_BATCH = 20  # small: on SQLite everybody else waits for a batch's commit
next_due = next_reminder_at


async def run(open_work: WorkFactory, now: datetime) -> int:  # noqa: ARG001 - the work knows the time
    total = 0
    while True:
        async with open_work() as work:
            reminded = await send_reminders(work, _BATCH)
        total += reminded
        if reminded < _BATCH:
            return total
