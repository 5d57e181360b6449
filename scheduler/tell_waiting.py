"""`waiting.news`: says to whoever waits for a duo that the team is still looking."""

from __future__ import annotations

from datetime import datetime

from mentoring.waiting_news import next_news, send_news
from scheduler.works import WorkFactory

_BATCH = 100
next_due = next_news


async def run(open_work: WorkFactory, now: datetime) -> int:  # noqa: ARG001 - the work knows the time
    total = 0
    while True:
        async with open_work() as work:
            told = await send_news(work, _BATCH)
        total += told
        if told < _BATCH:
            return total
