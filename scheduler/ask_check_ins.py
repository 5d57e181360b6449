"""`checkins.ask`: asks the weekly questions whose moment has come."""

from __future__ import annotations

from datetime import datetime

from mentoring.check_ins.asking import ask_due, next_question
from scheduler.works import WorkFactory

_BATCH = 100
next_due = next_question


async def run(open_work: WorkFactory, now: datetime) -> int:  # noqa: ARG001 - the work knows the time
    total = 0
    while True:
        async with open_work() as work:
            due = await ask_due(work, _BATCH)
        total += due
        if due < _BATCH:
            return total
