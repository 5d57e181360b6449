"""Runs the table of jobs: on real time, or in the demo whenever programme time was moved."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from datetime import datetime, timedelta

import structlog
from sqlalchemy import select

from mentoring.clock import Clock
from scheduler.table import JOBS, Job
from scheduler.works import works_of
from storage.database import Database
from storage.tables import JobState

log = structlog.get_logger()
_LONGEST_REST = 5.0  # seconds: so long a jump of the clock may stay unnoticed
_CORRECTION = timedelta(minutes=1)  # a clock set back by less fires nothing again

Rest = Callable[[float], Awaitable[None]]
Firing = tuple[datetime, Job]


class JobRunner:
    """Runs each job in its own transactions and notes in `job_state` how it went; a job that fails stops no other.

    Either `run` (real time) or `run_due` (whoever moves `clock` calls it), never both. `real_clock` is what leases
    and handled updates go by; without it, it is `clock`. `rest` waits so many seconds, or until `stop`.
    """

    def __init__(
        self,
        database: Database,
        clock: Clock,
        real_clock: Clock | None = None,
        jobs: Sequence[Job] = JOBS,
        rest: Rest | None = None,
    ) -> None:
        self._database = database
        self._clock = clock
        self._real_clock = real_clock or clock
        self._jobs = jobs
        self._rest = rest or self._rest_until_stopped
        self._fired_until = {job.name: clock.now() for job in jobs}
        self._running: set[str] = set()
        self._idle, self._stopping = asyncio.Event(), asyncio.Event()
        self._idle.set()

    # --- on real time

    async def run(self) -> None:
        """Fires until `stop` and returns when what runs has ended; cancelling it rolls that back.

        What is late runs late, once, and not beside itself. That goes for what should have fired while nobody ran, and
        for a clock that jumps forward; where it jumps back, triggers count from there.
        """
        await self._recall_last_runs()
        try:
            async with asyncio.TaskGroup() as group:
                while not self._stopping.is_set():
                    for job in self._fired(self._clock.now()):
                        self._begin(job)
                        group.create_task(self._run(job), name=f"job: {job.name}")
                    await self._rest(self._seconds_to_rest())
        finally:
            self._idle.set()

    def stop(self) -> None:
        """Fires nothing more; what runs goes on, see `finished`."""
        self._stopping.set()

    async def finished(self) -> None:
        """Waits for what runs."""
        await self._idle.wait()

    async def _recall_last_runs(self) -> None:
        async with self._database.read() as store:
            states = (await store.session.execute(select(JobState))).scalars().all()
        for state in states:
            if state.name in self._fired_until and state.last_run_at is not None:
                self._fired_until[state.name] = min(state.last_run_at, self._clock.now())

    def _fired(self, now: datetime) -> list[Job]:
        """What has fired since it fired last and is not running, in the order of the firings."""
        fired: list[Firing] = []
        ahead = max(self._fired_until.values(), default=now) - now
        if ahead > _CORRECTION:
            log.warning("the clock was set back", seconds=round(ahead.total_seconds()))
            self._fired_until = {name: min(moment, now) for name, moment in self._fired_until.items()}
        for job in self._jobs:
            firing = job.next_firing(self._fired_until[job.name])
            if firing is not None and firing <= now:
                self._fired_until[job.name] = now
                fired.append((firing, job))
        return [job for _, job in sorted(fired, key=_moment) if job.name not in self._running]

    def _seconds_to_rest(self) -> float:
        now = self._clock.now()
        firings = [job.next_firing(self._fired_until[job.name]) for job in self._jobs]
        until_next = ((firing - now).total_seconds() for firing in firings if firing is not None)
        return min(_LONGEST_REST, max(0.001, min(until_next, default=_LONGEST_REST)))

    async def _rest_until_stopped(self, seconds: float) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._stopping.wait()

    # --- where time travels

    async def next_firing(self, after: datetime) -> datetime | None:
        """When the next job fires after that programme moment and, as far as it can tell, finds something to do."""
        async with self._database.read() as store:
            moments = [await job.next_useful_firing(store, after) for job in self._jobs]
        return min((moment for moment in moments if moment is not None), default=None)

    async def run_due(self, now: datetime) -> list[str]:
        """Runs what has fired since the last call (or since this was made) up to and with `now`; returns the names.

        In the order of their firings; a job that fired several times meanwhile runs once, one that has nothing to do
        does not run.
        """
        due: list[Firing] = []
        async with self._database.read() as store:
            for job in self._jobs:
                firing = await job.next_useful_firing(store, self._fired_until[job.name])
                if firing is not None and firing <= now:
                    due.append((firing, job))
                self._fired_until[job.name] = max(self._fired_until[job.name], now)
        for _, job in sorted(due, key=_moment):
            self._begin(job)
            await self._run(job)
        return [job.name for _, job in sorted(due, key=_moment)]

    # --- one run

    def _begin(self, job: Job) -> None:
        self._running.add(job.name)
        self._idle.clear()

    async def _run(self, job: Job) -> None:
        try:
            await self._run_and_note(job)
        finally:
            self._running.discard(job.name)
            if not self._running:
                self._idle.set()

    async def _run_and_note(self, job: Job) -> None:
        now, began = self._clock.now(), asyncio.get_running_loop().time()
        due, failed = 0, ""
        try:
            due = await job.function(works_of(job.name, self._database, self._clock, self._real_clock), now)
        except Exception as error:  # whatever it is, the next firing tries again
            failed = type(error).__name__
            log.exception("job failed", job=job.name, error=failed)
        took_ms = round((asyncio.get_running_loop().time() - began) * 1000)
        try:
            await self._note(job.name, now, due, took_ms, failed)
        except Exception as error:  # a note must not stop the clock
            log.exception("job not noted", job=job.name, error=type(error).__name__)

    async def _note(self, name: str, now: datetime, due: int, took_ms: int, failed: str) -> None:
        async with self._database.write() as store:
            state = await store.session.get(JobState, name, with_for_update=True)
            if state is None:
                state = JobState(name=name)
                store.session.add(state)
            state.last_run_at = now
            state.last_due = due
            state.last_took_ms = took_ms
            state.failures = (state.failures or 0) + 1 if failed else 0
            state.last_error = failed[:64] or None


def _moment(firing: Firing) -> datetime:
    return firing[0]
