"""Runs the table of jobs: on real time, or in the demo whenever programme time was moved."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from sqlalchemy import select

from mentoring.clock import Clock
from scheduler.table import JOBS, Job
from scheduler.works import works_of
from storage.database import Database
from storage.tables import JobState

log = structlog.get_logger()


class JobRunner:
    """Runs each job in its own transactions and notes in `job_state` how it went; a job that fails stops no other.

    Either `start` (real time) or `run_due` (whoever moves `clock` calls it), never both. `real_clock` is what leases
    and handled updates go by; without it, it is `clock`.
    """

    def __init__(
        self, database: Database, clock: Clock, real_clock: Clock | None = None, jobs: Sequence[Job] = JOBS
    ) -> None:
        self._database = database
        self._clock = clock
        self._real_clock = real_clock or clock
        self._jobs = jobs
        self._ran_until = clock.now()
        self._running = 0
        self._idle = asyncio.Event()
        self._idle.set()
        self._scheduler: AsyncIOScheduler | None = None

    def start(self) -> None:
        """Begins to fire on real time; what should have fired since it last ran, fires at once."""
        # What is late runs late, and once: due work is rows, so nothing is lost by joining firings.
        defaults = {"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
        self._scheduler = AsyncIOScheduler(timezone=UTC, job_defaults=defaults)
        for job in self._jobs:
            self._scheduler.add_job(self._run, job.trigger, args=[job], id=job.name)
        self._scheduler.add_job(self._catch_up, id="catch up")
        self._scheduler.start()

    def stop(self) -> None:
        """Fires nothing more; what runs goes on, see `finished`."""
        if self._scheduler is not None:
            self._scheduler.pause()

    async def finished(self) -> None:
        """After `stop`: waits for what runs. Cancelling this wait rolls the running jobs back."""
        try:
            await self._idle.wait()
        finally:
            if self._scheduler is not None:
                self._scheduler.shutdown(wait=False)
                self._scheduler = None

    async def next_firing(self, after: datetime) -> datetime | None:
        """When the next job fires after that programme moment and, as far as it can tell, finds something to do."""
        return min((moment for moment, _ in await self._firings(after)), default=None)

    async def run_due(self, now: datetime) -> list[str]:
        """Runs what has fired since the last call (or since this was made) up to and with `now`; returns the names.

        In the order of their firings; a job that fired several times meanwhile runs once, one that has nothing to do
        does not run.
        """
        due = [(moment, job) for moment, job in await self._firings(self._ran_until) if moment <= now]
        self._ran_until = max(self._ran_until, now)
        for _, job in sorted(due, key=lambda pair: pair[0]):
            await self._run(job)
        return [job.name for _, job in sorted(due, key=lambda pair: pair[0])]

    async def _firings(self, after: datetime) -> list[tuple[datetime, Job]]:
        async with self._database.read() as store:
            firings = [(await job.next_useful_firing(store, after), job) for job in self._jobs]
        return [(moment, job) for moment, job in firings if moment is not None]

    async def _run(self, job: Job) -> None:
        self._running += 1
        self._idle.clear()
        try:
            await self._run_and_note(job)
        finally:
            self._running -= 1
            if not self._running:
                self._idle.set()

    async def _run_and_note(self, job: Job) -> None:
        now, began = self._clock.now(), self._real_clock.now()
        due: int | None = None
        try:
            due = await job.function(works_of(job.name, self._database, self._clock, self._real_clock), now)
        except Exception as error:  # whatever it is, the next firing tries again
            log.exception("job failed", job=job.name, error=type(error).__name__)
        took_ms = round((self._real_clock.now() - began).total_seconds() * 1000)
        try:
            await self._note(job.name, now, due, took_ms)
        except Exception as error:  # a note must not stop the clock
            log.exception("job not noted", job=job.name, error=type(error).__name__)

    async def _note(self, name: str, now: datetime, due: int | None, took_ms: int) -> None:
        async with self._database.write() as store:
            state = await store.session.get(JobState, name, with_for_update=True)
            if state is None:
                state = JobState(name=name)
                store.session.add(state)
            state.last_run_at = now
            state.last_due = due or 0
            state.last_took_ms = took_ms
            state.failures = 0 if due is not None else (state.failures or 0) + 1

    async def _catch_up(self) -> None:
        now = self._clock.now()
        async with self._database.read() as store:
            states = (await store.session.execute(select(JobState))).scalars().all()
        last_runs = {state.name: state.last_run_at for state in states}
        for job in self._jobs:
            last_run = last_runs.get(job.name)
            firing = job.next_firing(last_run) if last_run else None
            if firing is not None and firing <= now:
                await self._run(job)
