"""A job that knows its next due moment fires in travelling time only where it finds something to do."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.clocks import StandingClock
from scheduler.runner import JobRunner
from scheduler.table import Job, daily, every
from scheduler.works import WorkFactory
from storage.database import Database, Store

MINUTE = timedelta(minutes=1)


class Errands:
    """A job whose due moments are given. `does` False: it runs, and what is due stays due."""

    def __init__(self, *due: datetime, does: bool = True) -> None:
        self.due = sorted(due)
        self.does = does
        self.ran: list[datetime] = []
        self.looks = 0

    async def next_due(self, _store: Store) -> datetime | None:
        self.looks += 1
        return self.due[0] if self.due else None

    async def run(self, _open_work: WorkFactory, now: datetime) -> int:
        self.ran.append(now)
        done = [moment for moment in self.due if moment <= now] if self.does else []
        self.due = [moment for moment in self.due if moment not in done]
        return len(done)

    def job(self, name: str = "errands", *, minutes: int = 1) -> Job:
        return Job(name, every(minutes=minutes), self.run, self.next_due)


async def travel(runner: JobRunner, clock: StandingClock, to: datetime) -> int:
    """Moves from firing to firing as the demo does; returns the number of steps."""
    steps = 0
    while (firing := await runner.next_firing(clock.now())) is not None and firing <= to:
        clock.advance_to(firing)
        await runner.run_due(firing)
        steps += 1
    clock.advance_to(to)
    await runner.run_due(to)
    return steps


async def test_half_a_year_of_a_job_that_looks_every_minute_takes_a_step_for_each_thing_that_is_due(
    sqlite_database: Database, clock: StandingClock
) -> None:
    start = clock.now()
    errands = Errands(start + timedelta(days=1, seconds=30), start + timedelta(days=90), start + timedelta(days=400))
    runner = JobRunner(sqlite_database, clock, jobs=[errands.job()])
    assert await travel(runner, clock, start + timedelta(days=182)) == 2
    assert errands.ran == [start + timedelta(days=1, minutes=1), start + timedelta(days=90)]
    assert errands.looks < 10


async def test_it_fires_at_its_trigger_not_at_the_moment_that_is_due(
    sqlite_database: Database, clock: StandingClock
) -> None:
    start = clock.now()  # 11:00 UTC
    errands = Errands(start + timedelta(minutes=61))
    runner = JobRunner(sqlite_database, clock, jobs=[errands.job(minutes=60)])
    clock.advance_to(start + timedelta(minutes=62))  # the trigger fired at 12:00, when nothing was due
    assert await runner.run_due(clock.now()) == []
    assert await runner.next_firing(clock.now()) == start + timedelta(hours=2)


async def test_what_is_due_already_fires_at_the_next_firing(sqlite_database: Database, clock: StandingClock) -> None:
    start = clock.now()
    errands = Errands(start - timedelta(days=3), start)
    runner = JobRunner(sqlite_database, clock, jobs=[errands.job()])
    assert await runner.next_firing(start) == start + MINUTE
    assert await travel(runner, clock, start + timedelta(days=1)) == 1
    assert errands.ran == [start + MINUTE]


async def test_what_stays_due_fires_once_a_firing_and_time_moves_on(
    sqlite_database: Database, clock: StandingClock
) -> None:
    start = clock.now()
    stuck = Errands(start - timedelta(days=3), does=False)
    runner = JobRunner(sqlite_database, clock, jobs=[stuck.job()])
    assert await travel(runner, clock, start + timedelta(minutes=5, seconds=30)) == 5
    assert stuck.ran == [start + MINUTE * n for n in range(1, 6)]
    assert await runner.run_due(clock.now()) == []


async def test_a_job_with_nothing_to_do_does_not_run_and_others_run_as_ever(
    sqlite_database: Database, clock: StandingClock
) -> None:
    idle, plain = Errands(), Errands()
    jobs = [idle.job("idle"), Job("plain", daily(hour=12, minute=0), plain.run)]
    runner = JobRunner(sqlite_database, clock, jobs=jobs)
    clock.advance_to(clock.now() + timedelta(days=1))
    assert await runner.run_due(clock.now()) == ["plain"]
    assert (idle.ran, len(plain.ran)) == ([], 1)


async def test_what_a_job_makes_due_for_another_is_seen_on_the_way(
    sqlite_database: Database, clock: StandingClock
) -> None:
    start = clock.now()
    second = Errands()

    async def first(_open_work: WorkFactory, now: datetime) -> int:
        second.due.append(now + timedelta(hours=5))
        return 1

    jobs = [Job("first", daily(hour=12, minute=0), first), second.job("second")]
    runner = JobRunner(sqlite_database, clock, jobs=jobs)
    await travel(runner, clock, start + timedelta(days=1))
    assert second.ran == [start + timedelta(hours=6)]
