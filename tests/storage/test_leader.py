from __future__ import annotations

import asyncio

from sqlalchemy import text

from bot.supervisor import Supervisor
from storage.database import Database
from storage.leader import Leader


async def test_one_leads_and_the_next_takes_over_when_it_lets_go(postgres_database: Database) -> None:
    first, second = Leader(postgres_database.url), Leader(postgres_database.url)
    await first.acquire()
    waiting = Supervisor().start(second.acquire(), "waits to lead")
    await _until_somebody_waits(postgres_database)
    assert (first.leads, second.leads, waiting.done()) == (True, False, False)
    await first.release()
    async with asyncio.timeout(5):
        await waiting
    assert (first.leads, second.leads) == (False, True)
    await second.release()


async def test_a_leader_whose_connection_ends_knows_it_and_the_next_takes_over(postgres_database: Database) -> None:
    first, second = Leader(postgres_database.url), Leader(postgres_database.url)
    await first.acquire()
    waiting = Supervisor().start(second.acquire(), "waits to lead")
    await _until_somebody_waits(postgres_database)
    async with postgres_database.write() as store:
        await store.session.execute(
            text("SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND granted")
        )
    async with asyncio.timeout(5):
        await waiting
        await first.lost.wait()
    assert (first.leads, second.leads) == (False, True)
    await first.check()
    await first.release()
    await second.release()


async def test_who_gives_up_waiting_leaves_the_lock_to_others(postgres_database: Database) -> None:
    first, second, third = (Leader(postgres_database.url) for _ in range(3))
    await first.acquire()
    waiting = Supervisor().start(second.acquire(), "waits to lead")
    await _until_somebody_waits(postgres_database)
    waiting.cancel()
    await asyncio.gather(waiting, return_exceptions=True)
    await first.release()
    async with asyncio.timeout(5):
        await third.acquire()
    await third.check()
    assert (second.leads, third.leads) == (False, True)
    await third.release()


async def _until_somebody_waits(database: Database) -> None:
    waiting = text("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")
    async with asyncio.timeout(5):
        while True:
            async with database.read() as store:
                if (await store.session.execute(waiting)).scalar_one():
                    return
