"""How a job gets its transactions."""

from __future__ import annotations

import itertools
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import datetime
from typing import Protocol

from mentoring.clock import Clock
from mentoring.work import Work
from storage.database import Database
from storage.ids import new_id


class WorkFactory(Protocol):
    """Opens a unit of work: one transaction, committed on leaving, rolled back on an error. One a batch."""

    def __call__(self) -> AbstractAsyncContextManager[Work]: ...


JobFunction = Callable[[WorkFactory, datetime], Awaitable[int]]
"""Does what is due at that programme moment, in batches; returns how many were due."""


def works_of(job: str, database: Database, clock: Clock, real_clock: Clock) -> WorkFactory:
    """The factory of one run of a job. Each of its works has a cause of its own: `job:NAME:RUN.BATCH`."""
    run_id = new_id()
    batches = itertools.count(1)

    @asynccontextmanager
    async def open_work() -> AsyncIterator[Work]:
        cause = f"job:{job}:{run_id}.{next(batches)}"
        async with database.write() as store:
            yield Work(store, clock.now(), real_clock.now(), cause)

    return open_work
