"""`duos.review`: reviews the duos whose level time alone could have changed. `duos.adopt`: finds those not yet seen."""

from __future__ import annotations

from datetime import datetime

from mentoring.signals.probes import tell
from mentoring.signals.review import adopt, next_review, review_due
from scheduler.works import WorkFactory

_BATCH = 100
next_due = next_review
TELL = tell  # who does what a review finds to do


async def run(open_work: WorkFactory, now: datetime) -> int:  # noqa: ARG001 - the work knows the time
    total = 0
    while True:
        async with open_work() as work:
            reviewed = await review_due(work, _BATCH, TELL)
        total += reviewed
        if reviewed < _BATCH:
            return total


async def find_new(open_work: WorkFactory, now: datetime) -> int:  # noqa: ARG001 - as above
    total = 0
    while True:
        async with open_work() as work:
            found = await adopt(work, _BATCH)
        total += found
        if found < _BATCH:
            return total
