"""Three messages a rolling week that Tandem begins, whatever asks for one."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text, update

from bot.clocks import StandingClock
from mentoring.contact import WEEKLY_LIMIT, begun_lately, has_room, may_begin
from mentoring.messages.base import Message, declare
from mentoring.work import Work
from storage.database import Database, Store
from storage.sealing import Vault
from storage.tables import Outbox
from storage.words import OutboxState
from tests.databases import no_waiting_for_the_disk
from tests.handlers.people import Made, make_person
from tests.scheduler.duos import DAY, Begun, Town
from tests.storage.plans import fill, plans

NOON = datetime(2026, 3, 3, 11, tzinfo=UTC)
HOUR = timedelta(hours=1)


@declare("test.answer")
class Answer(Message):
    """What answers somebody."""


@pytest.fixture
def town(database: Database, clock: StandingClock) -> Town:
    return Town(database, clock)


async def post(town: Town, who: Made, message: Message, **more: object) -> None:
    async with town.work() as work:
        await work.post(who.person_id, message, **more)  # type: ignore[arg-type]


async def counted(town: Town, who: Made) -> int:
    async with town.work() as work:
        return (await begun_lately(work, [who.person_id]))[who.person_id]


async def test_what_counts_is_begun_by_tandem_and_on_its_way_or_sent_within_seven_days(town: Town) -> None:
    anna, other = await make_person(town, 1), await make_person(town, 2)
    await post(town, anna, Answer())
    await post(town, other, Begun())
    await post(town, anna, Begun())
    assert await counted(town, anna) == 1
    town.advance(2 * DAY)
    await town.deliver()
    town.advance(7 * DAY - HOUR)
    assert await counted(town, anna) == 1
    town.advance(HOUR)
    assert await counted(town, anna) == 0


async def test_what_waits_counts_from_when_it_was_written_and_what_never_left_does_not(town: Town) -> None:
    anna = await make_person(town, 1)
    await post(town, anna, Begun(), due_at=town.now + 30 * DAY)
    assert await counted(town, anna) == 1
    for state in (OutboxState.SENDING, OutboxState.CANCELLED, OutboxState.FAILED):
        async with town.database.write() as store:
            await store.session.execute(update(Outbox).values(state=state, done_at=town.now))
        assert await counted(town, anna) == (state is OutboxState.SENDING)


async def test_many_people_are_counted_at_once_and_nobody_is_forgotten(town: Town) -> None:
    people = [await make_person(town, number) for number in range(1, 6)]
    for number, who in enumerate(people):
        for _ in range(number):
            await post(town, who, Begun())
    async with town.work() as work:
        counts = await begun_lately(work, {who.person_id for who in people})
        assert await begun_lately(work, []) == {}
    assert [counts[who.person_id] for who in people] == [0, 1, 2, 3, 4]


def test_three_fit_into_a_week() -> None:
    assert [has_room(begun) for begun in range(5)] == [True, True, True, False, False]


async def test_two_who_ask_at_once_do_not_both_get_the_last_place(
    postgres_database: Database, clock: StandingClock
) -> None:
    town = Town(postgres_database, clock)
    anna = await make_person(town, 1)
    for _ in range(2):
        await post(town, anna, Begun())

    async def begin() -> None:
        async with town.work() as work:
            if await may_begin(work, anna.person_id):
                await work.post(anna.person_id, Begun())

    async with asyncio.TaskGroup() as group, town.work() as work:
        assert await may_begin(work, anna.person_id)
        group.create_task(begin())
        await one_waits(town)
        await work.post(anna.person_id, Begun())
    assert await counted(town, anna) == WEEKLY_LIMIT


async def one_waits(town: Town) -> None:
    """Returns when somebody waits for their turn to count."""
    waits = text("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")
    async with asyncio.timeout(10), town.database.read() as store:
        while (await store.session.execute(waits)).scalar_one() == 0:
            pass


# hours until the next one asks; for how long what it writes then waits in the outbox (a night, a rest day)
DEMAND = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 40)), min_size=5, max_size=40)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(demand=DEMAND)
def test_in_no_rolling_week_do_more_than_three_leave(
    demand: list[tuple[int, int]], sqlite_template: Path, tmp_path: Path, vault: Vault
) -> None:
    path = tmp_path / "week.db"
    path.write_bytes(sqlite_template.read_bytes())

    async def play() -> tuple[int, int]:
        database = Database(f"sqlite:///{path}", vault)
        no_waiting_for_the_disk(database)
        town = Town(database, StandingClock(NOON))
        try:
            anna = await make_person(town, 1)
            for hours, waits in demand:
                town.advance(hours * HOUR)
                await town.deliver(on_time=True)
                async with town.work() as work:
                    if await may_begin(work, anna.person_id):
                        await work.post(anna.person_id, Begun(), due_at=town.now + waits * HOUR)
            town.advance(3 * DAY)
            await town.deliver(on_time=True)
            return await town.most_in_a_week(anna), len(await town.rows(anna))
        finally:
            await database.close()

    most, written = asyncio.run(play())
    assert most <= WEEKLY_LIMIT
    assert written >= min(WEEKLY_LIMIT, len(demand))  # and what fits is let through


async def test_counting_reads_what_these_people_got_and_nothing_else(database: Database) -> None:
    await fill(database, 20_000)

    async def count(store: Store) -> None:
        await begun_lately(Work(store, NOON, NOON, "test"), [17, 18, 19])

    *_, plan = await plans(database, count)
    assert "ix_outbox_person" in str(plan)
    assert "Seq Scan" not in str(plan)
    assert "SCAN outbox" not in str(plan)
