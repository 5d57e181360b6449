"""`sessions.repeat`, on both databases."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select
from sqlmodel import col

from bot.clocks import StandingClock
from mentoring.sessions.series import next_repetition, repeat_due
from mentoring.work import Work
from scheduler import repeat_sessions
from scheduler.runner import JobRunner
from scheduler.table import JOBS
from scheduler.works import works_of
from storage.database import Database
from storage.tables import DuoSession, Outbox, SessionSeries, SessionSide
from storage.words import Call, DuoState
from tests.scheduler.duos import Pair, Town
from tests.storage.plans import plans

WEEK = timedelta(days=7)
BRUSSELS = ZoneInfo("Europe/Brussels")
FIRST = datetime(2026, 3, 5, 17, tzinfo=UTC)  # Thursday, 18:00 in Brussels
_ONLY = tuple(job for job in JOBS if job.name == "sessions.repeat")


@pytest.fixture
def town(database: Database, clock: StandingClock) -> Town:
    """On a Tuesday at noon in Brussels, the third of March."""
    return Town(database, clock)


async def weekly(town: Town, pair: Pair) -> int:
    """That duo meets every Thursday at 18:00 in Brussels; the current meeting is on the fifth of March."""
    async with town.work() as work:
        series = SessionSeries(
            duo_id=pair.id,
            weekday=3,
            minute=18 * 60,
            time_zone="Europe/Brussels",
            last_date="2026-03-05",
            next_at=FIRST,
            started_by=pair.seeker.person_id,
            created_at=town.now,
        )
        work.store.session.add(series)
        return series.id


async def made(town: Town) -> list[datetime]:
    async with town.database.read() as store:
        found = select(DuoSession.starts_at).order_by(col(DuoSession.starts_at), col(DuoSession.id))
        return list((await store.session.execute(found)).scalars())


async def run(town: Town) -> int:
    works = works_of("sessions.repeat", town.database, town.clock, town.clock)
    return await repeat_sessions.run(works, town.now)


async def test_over_half_a_year_each_week_has_one_meeting_at_the_same_local_hour(town: Town) -> None:
    await weekly(town, await town.pair())
    runner, end, firings = JobRunner(town.database, town.clock, jobs=_ONLY), town.now + 26 * WEEK, 0
    while (firing := await runner.next_firing(town.now)) is not None and firing <= end:
        town.clock.advance_to(firing)
        await runner.run_due(firing)
        firings += 1

    starts = await made(town)
    assert firings == 26, "it runs only when one is due"
    assert len(starts) == len(set(starts)) == 26
    assert {start.astimezone(BRUSSELS).strftime("%w %H:%M") for start in starts} == {"4 18:00"}
    async with town.database.read() as store:
        sides = (await store.session.execute(select(SessionSide))).scalars().all()
        rows = (await store.session.execute(select(Outbox).where(col(Outbox.call) == Call.CARD))).scalars().all()
    assert len(sides) == 2 * 26
    assert len({row.params_sealed for row in rows}) == len(rows) >= 2 * 26


async def test_many_series_are_made_in_one_run_and_only_what_is_due(town: Town) -> None:
    pairs = [await town.pair(number) for number in range(1, 4)]
    for pair in pairs:
        await weekly(town, pair)
    town.clock.advance_to(FIRST - timedelta(seconds=1))
    assert await run(town) == 0
    town.clock.advance_to(FIRST)
    assert await run(town) == 3
    assert await run(town) == 0

    assert await made(town) == [FIRST + WEEK] * 3


async def test_after_an_outage_of_months_one_meeting_is_made_and_it_is_to_come(town: Town) -> None:
    await weekly(town, await town.pair())
    town.advance(timedelta(days=100))
    assert await run(town) == 1

    (start,) = await made(town)
    assert town.now < start <= town.now + WEEK


async def test_a_clock_that_jumps_ahead_and_back_makes_nothing_twice(town: Town) -> None:
    await weekly(town, await town.pair())
    ahead = FIRST + timedelta(days=1)
    async with town.database.write() as store:
        assert await repeat_due(Work(store, ahead, ahead, "job:ahead"), 100) == 1
    town.clock.advance_to(FIRST + timedelta(minutes=5))
    assert await run(town) == 0

    assert await made(town) == [FIRST + WEEK]


async def test_two_runs_at_once_make_one_meeting(town: Town) -> None:
    await weekly(town, await town.pair())
    town.clock.advance_to(FIRST)
    async with asyncio.timeout(30):
        counts = await asyncio.gather(*(run(town) for _ in range(4)))

    assert sum(counts) == 1
    assert await made(town) == [FIRST + WEEK]


@pytest.mark.parametrize("state", [DuoState.PAUSED, DuoState.ENDED, DuoState.COMPLETED])
async def test_a_duo_that_does_not_run_gets_none(town: Town, state: DuoState) -> None:
    pair = await town.pair()
    series_id = await weekly(town, pair)
    await town.change_duo(pair, state=state)
    town.clock.advance_to(FIRST)
    assert await run(town) == 1

    assert await made(town) == []
    async with town.database.read() as store:
        series = await store.session.get(SessionSeries, series_id)
        assert series is not None
        assert series.next_at == (FIRST + WEEK if state is DuoState.PAUSED else None)
        assert (series.ended_at is None) is (state is DuoState.PAUSED)


async def test_what_is_due_is_found_by_its_index(town: Town) -> None:
    await weekly(town, await town.pair())
    async with town.database.read() as store:
        assert await next_repetition(store) == FIRST
    for ask in (next_repetition, lambda store: repeat_due(Work(store, town.now, town.now, "test"), 100)):
        plan, *_ = await plans(town.database, ask)
        if not town.database.is_postgres:  # PostgreSQL reads a table of a few rows as a whole, and is right to
            assert "ix_session_series_next" in str(plan), plan
