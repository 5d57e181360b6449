"""`sessions.ask` and `sessions.settle`: asks whether people met, and settles what was answered."""

from __future__ import annotations

from datetime import datetime

from mentoring.sessions import asking
from scheduler.works import WorkFactory

_BATCH = 10  # small: on SQLite everybody else waits for a batch's commit
next_ask = asking.next_ask_at
next_settle = asking.next_settle_at


async def ask(open_work: WorkFactory, now: datetime) -> int:  # noqa: ARG001 - the work knows the time
    total = 0
    while True:
        async with open_work() as work:
            asked = await asking.ask_met(work, _BATCH)
        total += asked
        if asked < _BATCH:
            return total


async def settle(open_work: WorkFactory, now: datetime) -> int:  # noqa: ARG001 - the work knows the time
    total = 0
    while True:
        async with open_work() as work:
            settled = await asking.settle(work, _BATCH)
        total += settled
        if settled < _BATCH:
            return total
