from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.date import DateTrigger

from bot.clocks import StandingClock
from mentoring.work import Work
from scheduler.runner import JobRunner
from scheduler.table import JOBS, Job, daily, every
from scheduler.works import WorkFactory
from storage import backlog, delivery, outbox
from storage.database import Database
from storage.tables import JobState, Visitor
from storage.words import Call, Priority

BRUSSELS = ZoneInfo("Europe/Brussels")


class Recorder:
    """A job that remembers when it ran."""

    def __init__(self) -> None:
        self.ran: list[datetime] = []
        self.happened = asyncio.Event()

    async def __call__(self, open_work: WorkFactory, now: datetime) -> int:
        async with open_work() as work:
            work.store.session.add(Visitor(chat_lookup=work.cause.encode()))
        self.ran.append(now)
        self.happened.set()
        return 3


async def failing(open_work: WorkFactory, _now: datetime) -> int:
    async with open_work() as work:
        work.store.session.add(Visitor(chat_lookup=b"half"))
        await work.store.session.flush()
        raise ZeroDivisionError


def runner_of(database: Database, clock: StandingClock, jobs: Sequence[Job]) -> JobRunner:
    return JobRunner(database, clock, clock, jobs)


async def state_of(database: Database, name: str) -> JobState | None:
    async with database.read() as store:
        return await store.session.get(JobState, name)


async def test_a_run_is_noted_with_what_was_due(database: Database, clock: StandingClock) -> None:
    job = Job("rows.count", every(minutes=10), Recorder())
    runner = runner_of(database, clock, [job])
    clock.advance_to(clock.now() + timedelta(minutes=10))
    assert await runner.run_due(clock.now()) == ["rows.count"]
    state = await state_of(database, "rows.count")
    assert state is not None
    assert (state.last_run_at, state.last_due, state.failures) == (clock.now(), 3, 0)


async def test_a_job_that_fails_is_noted_rolled_back_and_stops_no_other(
    database: Database, clock: StandingClock
) -> None:
    recorder = Recorder()
    jobs = [Job("a.fails", every(minutes=10), failing), Job("b.works", every(minutes=10), recorder)]
    runner = runner_of(database, clock, jobs)
    for _ in range(2):
        clock.advance_to(clock.now() + timedelta(minutes=10))
        await runner.run_due(clock.now())
    failed = await state_of(database, "a.fails")
    assert failed is not None
    assert (failed.failures, failed.last_error) == (2, "ZeroDivisionError")
    assert len(recorder.ran) == 2
    async with database.read() as store:
        assert await store.session.get(Visitor, b"half") is None


async def test_a_success_ends_the_count_of_failures(sqlite_database: Database, clock: StandingClock) -> None:
    answers = iter([failing, Recorder()])

    async def mends_itself(open_work: WorkFactory, now: datetime) -> int:
        return await next(answers)(open_work, now)

    runner = runner_of(sqlite_database, clock, [Job("a.mends", every(minutes=10), mends_itself)])
    counts = []
    for _ in range(2):
        clock.advance_to(clock.now() + timedelta(minutes=10))
        await runner.run_due(clock.now())
        state = await state_of(sqlite_database, "a.mends")
        assert state is not None
        counts.append((state.failures, state.last_error))
    assert counts == [(1, "ZeroDivisionError"), (0, None)]


async def test_each_batch_of_a_run_has_a_cause_of_its_own(sqlite_database: Database, clock: StandingClock) -> None:
    causes: list[str] = []

    async def two_batches(open_work: WorkFactory, _now: datetime) -> int:
        for _ in range(2):
            async with open_work() as work:
                causes.append(work.cause)
        return 2

    runner = runner_of(sqlite_database, clock, [Job("a.batches", every(minutes=10), two_batches)])
    for _ in range(2):
        clock.advance_to(clock.now() + timedelta(minutes=10))
        await runner.run_due(clock.now())
    assert len(set(causes)) == 4
    assert all(cause.startswith("job:a.batches:") for cause in causes)


async def test_jobs_run_in_the_order_of_their_firings_and_once_for_many(
    sqlite_database: Database, clock: StandingClock
) -> None:
    jobs = [
        Job("late", daily(hour=20, minute=0), Recorder()),
        Job("early", daily(hour=12, minute=0), Recorder()),
        Job("often", every(minutes=10), Recorder()),
        Job("never", DateTrigger(datetime(2020, 1, 1, tzinfo=UTC), timezone=UTC), Recorder()),
    ]
    runner = runner_of(sqlite_database, clock, jobs)
    clock.advance_to(clock.now() + timedelta(days=3))
    assert await runner.run_due(clock.now()) == ["often", "early", "late"]
    assert await runner.run_due(clock.now()) == []


async def test_walking_from_firing_to_firing_misses_none(sqlite_database: Database, clock: StandingClock) -> None:
    often, nightly = Recorder(), Recorder()
    jobs = [Job("often", every(minutes=10), often), Job("nightly", daily(hour=1, minute=40), nightly)]
    runner = runner_of(sqlite_database, clock, jobs)
    start = clock.now()
    while (firing := await runner.next_firing(clock.now())) is not None and firing <= start + timedelta(days=1):
        clock.advance_to(firing)
        await runner.run_due(clock.now())
    assert often.ran == [start + timedelta(minutes=10 * n) for n in range(1, 145)]
    assert nightly.ran == [datetime(2026, 3, 4, 1, 40, tzinfo=UTC)]


async def test_jobs_and_due_messages_happen_in_the_order_of_programme_time(
    sqlite_database: Database, clock: StandingClock
) -> None:
    start, heard = clock.now(), []

    async def speak(work: Work, minutes: int) -> None:
        due = start + timedelta(minutes=minutes)
        row = outbox.NewRow(
            dedupe_key=f"row:{minutes}",
            call=Call.SEND,
            priority=Priority.REPLY,
            due_at=due,
            params={},
            person_id=1,
            created_at=start,
        )
        await outbox.add(work.store, row)

    async def talks(open_work: WorkFactory, now: datetime) -> int:
        heard.append(("job", now))
        async with open_work() as work:
            await speak(work, int((now - start).total_seconds() / 60) + 5)
        return 1

    runner = runner_of(sqlite_database, clock, [Job("talks", every(minutes=10), talks)])
    end = start + timedelta(minutes=26)
    while True:
        async with sqlite_database.read() as store:
            moments = [await backlog.next_due(store, clock.now()), await runner.next_firing(clock.now())]
        step = min(moment for moment in moments if moment is not None)
        if step > end:
            break
        clock.advance_to(step)
        await runner.run_due(step)
        async with sqlite_database.write() as store:
            lease = timedelta(minutes=1)
            rows = await delivery.claim(store, owner="x", now=step, real_now=step, lease=lease, limit=9)
            heard.extend(("row", row.due_at) for row in rows)
    minutes = [(what, int((when - start).total_seconds() / 60)) for what, when in heard]
    assert minutes == [("job", 10), ("row", 15), ("job", 20), ("row", 25)]


async def test_stopping_what_never_started_is_no_error(sqlite_database: Database, clock: StandingClock) -> None:
    runner = runner_of(sqlite_database, clock, [])
    runner.stop()
    await runner.finished()
    assert await runner.next_firing(clock.now()) is None


def firings(job: Job, start: datetime, days: int) -> list[datetime]:
    found = []
    moment = job.next_firing(start)
    while moment is not None and moment < start + timedelta(days=days):
        found.append(moment)
        moment = job.next_firing(moment)
    return found


@pytest.mark.parametrize("job", JOBS, ids=lambda job: job.name)
@pytest.mark.parametrize("night", [datetime(2026, 10, 24, 12, tzinfo=UTC), datetime(2026, 3, 28, 12, tzinfo=UTC)])
def test_no_job_of_the_table_fires_twice_or_not_at_all_when_the_clocks_change(job: Job, night: datetime) -> None:
    usual = firings(job, datetime(2026, 6, 1, 12, tzinfo=UTC), 1)
    assert usual
    assert [moment - night for moment in firings(job, night, 1)] == [
        moment - datetime(2026, 6, 1, 12, tzinfo=UTC) for moment in usual
    ]


def test_half_past_two_in_brussels_would_fire_twice_in_the_october_night() -> None:
    local = Job("local", CronTrigger(hour=2, minute=30, timezone=BRUSSELS), failing)
    assert len(firings(local, datetime(2026, 10, 24, 12, tzinfo=UTC), 1)) == 2


def test_the_names_of_the_table_are_unique_and_its_triggers_have_no_jitter() -> None:
    names = [job.name for job in JOBS]
    assert len(set(names)) == len(names)
    assert [job.name for job in JOBS if getattr(job.trigger, "jitter", None)] == []
