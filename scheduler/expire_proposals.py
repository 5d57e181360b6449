"""`proposals.expire`: closes the proposals that were not answered in time."""

from __future__ import annotations

from datetime import datetime
from importlib import import_module
from importlib.util import find_spec

from scheduler.works import WorkFactory

_BATCH = 100


async def run(open_work: WorkFactory, now: datetime) -> int:  # noqa: ARG001 - the work knows the time
    if find_spec("mentoring.pairing") is None:
        return 0
    expire_proposals = import_module("mentoring.pairing").expire_proposals
    total = 0
    while True:
        async with open_work() as work:
            expired: int = await expire_proposals(work, _BATCH)
        total += expired
        if expired < _BATCH:
            return total
