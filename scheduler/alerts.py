"""`alerts.due`: tells the lead of alerts that nobody takes, and brings back those that were snoozed."""

from __future__ import annotations

from datetime import datetime

from mentoring.alerts.due import next_due_alert, see_to_due_alerts
from scheduler.works import WorkFactory

_BATCH = 100
next_due = next_due_alert


async def run(open_work: WorkFactory, now: datetime) -> int:  # noqa: ARG001 - the work knows the time
    total = 0
    while True:
        async with open_work() as work:
            due = await see_to_due_alerts(work, _BATCH)
        total += due
        if due < _BATCH:
            return total
