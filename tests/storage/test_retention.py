from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from bot.clocks import StandingClock
from scheduler import expire_data
from scheduler.works import works_of
from storage import holds, relays, retention
from storage.database import Database
from storage.delivery import Outcome
from storage.tables import ChatHold, DialogueState, HandledUpdate, MessageMap, Outbox, Row, Visitor
from storage.words import Call, Failure, OutboxState
from tests.storage.rows import NOON, REAL, add, add_duo, claim, mark, row_of, sent

DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)


async def expire(database: Database, later: timedelta, limit: int = 500) -> int:
    async with database.write() as store:
        return await retention.expire(store, NOON + later, REAL + later, limit)


async def count(database: Database, table: type[Row]) -> int:
    async with database.read() as store:
        return int((await store.session.execute(select(func.count()).select_from(table))).scalar_one())


async def write_one_of_each(database: Database) -> None:
    async with database.write() as store:
        duo = await add_duo(store)
        await relays.remember_copies(
            store, outbox_id=1, conversation_id=duo.id, sender=1, recipient=2, message_ids=[1], now=NOON
        )
        store.session.add(HandledUpdate(update_id=1, seen_at=REAL))
        store.session.add(DialogueState(key=b"k", updated_at=NOON))
        store.session.add(Visitor(chat_lookup=b"stranger", wrong_links=3, wrong_since=NOON))
    await add(database, "done")
    await mark(database, *map(sent, await claim(database)))


@pytest.mark.parametrize("table", [MessageMap, HandledUpdate, DialogueState, Outbox, Visitor], ids=lambda t: t.__name__)
async def test_rows_go_after_thirty_days_and_not_before(database: Database, table: type[Row]) -> None:
    await write_one_of_each(database)
    await expire(database, 30 * DAY)
    assert await count(database, table) == 1
    await expire(database, 30 * DAY + SECOND)
    assert await count(database, table) == 0


async def test_what_still_has_to_be_sent_stays_however_old(database: Database) -> None:
    await add(database, "pending", person_id=1)
    await add(database, "carried", person_id=2)
    await claim(database, limit=1)
    await expire(database, 365 * DAY)
    assert await count(database, Outbox) == 2


async def test_the_text_of_an_edit_goes_after_a_day_whatever_became_of_it(database: Database) -> None:
    waiting = await add(database, "waiting", call=Call.EDIT, person_id=1)
    failed = await add(database, "failed", call=Call.EDIT, person_id=2)
    other = await add(database, "other", person_id=3)
    [row] = [row for row in await claim(database) if row.id == failed]
    await mark(database, Outcome(row, OutboxState.FAILED, failure=Failure.REJECTED))
    await expire(database, DAY)
    assert (await row_of(database, waiting)).params_sealed is not None
    await expire(database, DAY + SECOND)
    assert (await row_of(database, waiting)).params_sealed is None
    assert (await row_of(database, failed)).params_sealed is None
    assert (await row_of(database, other)).params_sealed is not None


async def test_a_greeted_stranger_is_not_greeted_again_but_the_count_goes(database: Database) -> None:
    async with database.write() as store:
        store.session.add(Visitor(chat_lookup=b"s", greeted_at=NOON, wrong_links=3, wrong_since=NOON))
    await expire(database, 31 * DAY)
    async with database.read() as store:
        visitor = await store.session.get_one(Visitor, b"s")
        assert (visitor.greeted_at, visitor.wrong_links, visitor.wrong_since) == (NOON, 0, None)
    assert await expire(database, 62 * DAY) == 0


async def test_holds_that_are_over_go(database: Database) -> None:
    async with database.write() as store:
        await holds.hold(store, "person:1", REAL + SECOND)
    await expire(database, timedelta(0))
    assert await count(database, ChatHold) == 1
    await expire(database, SECOND)
    assert await count(database, ChatHold) == 0


async def test_the_job_erases_everything_in_batches(database: Database) -> None:
    async with database.write() as store:
        for number in range(1200):
            store.session.add(HandledUpdate(update_id=number + 1, seen_at=REAL))
    assert await expire(database, 31 * DAY, limit=100) == 100
    clock, real_clock = StandingClock(NOON + 31 * DAY), StandingClock(REAL + 31 * DAY)
    open_work = works_of("data.expire", database, clock, real_clock)
    assert await expire_data.run(open_work, clock.now()) == 1100
    assert await count(database, HandledUpdate) == 0
