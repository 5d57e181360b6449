"""`duos.prompt`: reminds duos of their goals, the review at mid-term and the closing moment."""

from __future__ import annotations

from datetime import datetime

from mentoring.sessions.prompts import next_prompt_at, prompt_duos
from scheduler.works import WorkFactory

_BATCH = 20  # small: on SQLite everybody else waits for a batch's commit
next_due = next_prompt_at


async def run(open_work: WorkFactory, now: datetime) -> int:  # noqa: ARG001 - the work knows the time
    total = 0
    while True:
        async with open_work() as work:
            prompted = await prompt_duos(work, _BATCH)
        total += prompted
        if prompted < _BATCH:
            return total
