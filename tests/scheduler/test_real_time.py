"""The runner on real time: a wall clock and rests of our own, so that no test sleeps and the clock may jump."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest
from apscheduler.triggers.date import DateTrigger

from bot.clocks import RealClock
from scheduler.runner import JobRunner
from scheduler.table import Job, daily, every
from scheduler.works import WorkFactory
from storage.database import Database
from storage.tables import JobState

NOON = datetime(2026, 3, 3, 12, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


class WallClock:
    """What people see on the wall: it passes as the runner rests, and jumps when told."""

    def __init__(self, start: datetime = NOON) -> None:
        self.time = start

    def now(self) -> datetime:
        return self.time


class Log:
    """A job that notes when it ran by the wall."""

    def __init__(self) -> None:
        self.ran: list[datetime] = []

    async def __call__(self, _open_work: WorkFactory, now: datetime) -> int:
        self.ran.append(now)
        return 1


class World:
    """Lets a runner rest without sleeping; after so much has passed, the clock jumps, and later all ends."""

    def __init__(self, database: Database, jobs: Sequence[Job], start: datetime = NOON) -> None:
        self.clock = WallClock(start)
        self.runner = JobRunner(database, self.clock, jobs=jobs, rest=self._rest)
        self.passed = timedelta()
        self._jumps: list[tuple[timedelta, timedelta]] = []
        self._end = timedelta()

    async def live(self, length: timedelta, *, jump: timedelta = timedelta(), after: timedelta = timedelta()) -> None:
        self._end = self.passed + length
        if jump:
            self._jumps.append((self.passed + after, jump))
        async with asyncio.timeout(30):
            await self.runner.run()

    async def _rest(self, seconds: float) -> None:
        await self.runner.finished()
        step = timedelta(seconds=seconds)
        self.passed += step
        self.clock.time += step
        while self._jumps and self.passed >= self._jumps[0][0]:
            self.clock.time += self._jumps.pop(0)[1]
        if self.passed >= self._end:
            self.runner.stop()


async def last_run(database: Database, name: str) -> datetime | None:
    async with database.read() as store:
        state = await store.session.get(JobState, name)
    return state.last_run_at if state else None


async def test_a_job_fires_at_each_firing_of_its_trigger(sqlite_database: Database) -> None:
    often, hourly = Log(), Log()
    world = World(sqlite_database, [Job("often", every(minutes=10), often), Job("hourly", every(minutes=60), hourly)])
    await world.live(HOUR + MINUTE)
    assert often.ran == [NOON + MINUTE * n for n in range(10, 61, 10)]
    assert hourly.ran == [NOON + HOUR]
    assert await last_run(sqlite_database, "hourly") == NOON + HOUR


@pytest.mark.parametrize("jump", [2 * HOUR, DAY], ids=["two hours", "a day"])
async def test_after_a_jump_forward_what_became_due_runs_soon_and_once(
    sqlite_database: Database, jump: timedelta
) -> None:
    hourly, nightly = Log(), Log()
    jobs = [Job("hourly", every(minutes=60), hourly), Job("nightly", daily(hour=13, minute=30), nightly)]
    world = World(sqlite_database, jobs)
    await world.live(20 * MINUTE, jump=jump, after=10 * MINUTE)
    expected = NOON + 10 * MINUTE + jump
    for ran in (hourly.ran, nightly.ran):
        assert len(ran) == 1
        assert timedelta(0) <= ran[0] - expected <= timedelta(seconds=5)


@pytest.mark.parametrize("jump", [2 * HOUR, DAY], ids=["two hours", "a day"])
async def test_after_a_jump_back_jobs_go_on_at_their_next_firings_and_none_runs_at_once(
    sqlite_database: Database, jump: timedelta
) -> None:
    often, nightly = Log(), Log()
    jobs = [Job("often", every(minutes=10), often), Job("nightly", daily(hour=11, minute=0), nightly)]
    world = World(sqlite_database, jobs)
    await world.live(HOUR, jump=-jump, after=35 * MINUTE)
    there = NOON + 30 * MINUTE - jump
    assert often.ran == [NOON + MINUTE * n for n in (10, 20, 30)] + [there + MINUTE * n for n in (10, 20)]
    assert nightly.ran == []


async def test_a_small_correction_of_the_clock_fires_nothing_again(sqlite_database: Database) -> None:
    often = Log()
    world = World(sqlite_database, [Job("often", every(minutes=10), often)])
    await world.live(25 * MINUTE, jump=timedelta(seconds=-30), after=10 * MINUTE + timedelta(seconds=10))
    assert often.ran == [NOON + 10 * MINUTE, NOON + 20 * MINUTE]


async def test_what_should_have_fired_while_nobody_ran_fires_once_at_the_start(database: Database) -> None:
    async with database.write() as store:
        store.session.add(JobState(name="nightly", last_run_at=NOON - 2 * DAY))
        store.session.add(JobState(name="fresh", last_run_at=NOON - MINUTE))
    missed, fresh, unknown = Log(), Log(), Log()
    evening = daily(hour=20, minute=0)
    jobs = [Job("nightly", evening, missed), Job("fresh", evening, fresh), Job("unknown", evening, unknown)]
    await World(database, jobs).live(MINUTE)
    assert (missed.ran, fresh.ran, unknown.ran) == ([NOON], [], [])


async def test_a_last_run_that_lies_ahead_because_the_clock_was_wrong_stops_nothing(sqlite_database: Database) -> None:
    async with sqlite_database.write() as store:
        store.session.add(JobState(name="often", last_run_at=NOON + 3 * DAY))
    often = Log()
    await World(sqlite_database, [Job("often", every(minutes=10), often)]).live(25 * MINUTE)
    assert often.ran == [NOON + 10 * MINUTE, NOON + 20 * MINUTE]


async def test_a_job_that_is_still_running_is_not_started_beside_itself_and_holds_up_no_other(
    sqlite_database: Database,
) -> None:
    began, may_end, others = 0, asyncio.Event(), Log()

    async def slow(_open_work: WorkFactory, _now: datetime) -> int:
        nonlocal began
        began += 1
        await may_end.wait()
        return 1

    clock = WallClock()

    async def rest(_seconds: float) -> None:
        await asyncio.sleep(0)  # the others' turn
        clock.time += 10 * MINUTE
        if len(others.ran) >= 3:
            runner.stop()
            may_end.set()

    jobs = [Job("slow", every(minutes=10), slow), Job("other", every(minutes=10), others)]
    runner = JobRunner(sqlite_database, clock, jobs=jobs, rest=rest)
    async with asyncio.timeout(30):
        await runner.run()
    assert began == 1
    assert len(others.ran) >= 3


async def test_stopping_ends_the_rest_at_once_and_waits_for_what_runs(sqlite_database: Database) -> None:
    began, may_end, ended = asyncio.Event(), asyncio.Event(), []

    async def slow(open_work: WorkFactory, _now: datetime) -> int:
        async with open_work():
            began.set()
            await may_end.wait()
            ended.append(True)
        return 1

    clock = RealClock()
    soon = DateTrigger(clock.now() + timedelta(milliseconds=20), timezone=UTC)
    runner = JobRunner(sqlite_database, clock, jobs=[Job("slow", soon, slow)])
    async with asyncio.timeout(5), asyncio.TaskGroup() as group:
        group.create_task(runner.run())
        await began.wait()
        runner.stop()
        may_end.set()
        await runner.finished()
    assert ended == [True]
    assert await last_run(sqlite_database, "slow") is not None
