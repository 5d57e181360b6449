"""`waiting.alert`: tells the team who has waited for long. `takeovers.links`: which links nobody used in time."""

from __future__ import annotations

from datetime import datetime

from mentoring.takeovers_open import next_link_gone, tell_of_links_gone
from mentoring.waiting_news import flag_long_waits, next_long_wait
from scheduler.works import WorkFactory

_BATCH = 100
next_due = next_long_wait
next_link = next_link_gone


async def run(open_work: WorkFactory, now: datetime) -> int:  # noqa: ARG001 - the work knows the time
    total = 0
    while True:
        async with open_work() as work:
            flagged = await flag_long_waits(work, _BATCH)
        total += flagged
        if flagged < _BATCH:
            return total


async def links(open_work: WorkFactory, now: datetime) -> int:  # noqa: ARG001 - the work knows the time
    total = 0
    while True:
        async with open_work() as work:
            told = await tell_of_links_gone(work, _BATCH)
        total += told
        if told < _BATCH:
            return total
