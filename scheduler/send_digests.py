"""`digests.send`: the team's morning, at 08:30 of each working day where the organisation is."""

from __future__ import annotations

from datetime import datetime

from mentoring.digest.sending import TellGroup, next_digest, schedule_new, send_due
from mentoring.team_group.today import tell_group
from scheduler.works import WorkFactory

_BATCH = 100
next_due = next_digest
TELL_GROUP: TellGroup = tell_group


async def run(open_work: WorkFactory, now: datetime) -> int:  # noqa: ARG001 - the work knows the time
    """One organisation a transaction: the digests of a big one are not held up, or undone, by another's."""
    async with open_work() as work:
        await schedule_new(work, _BATCH)
    total = 0
    while True:
        async with open_work() as work:
            sent = await send_due(work, 1, TELL_GROUP)
        total += sent
        if not sent:
            return total
