from __future__ import annotations

import asyncio
import os
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from storage import outbox
from storage.database import OUTBOX_CHANNEL, Database, DatabaseBusyError, async_url
from storage.tables import JobState, Organisation
from tests.conftest import opened
from tests.storage.rows import REAL, add, claim, new_row


class DeliberateError(Exception):
    pass


async def job_of(database: Database, name: str) -> JobState | None:
    async with database.read() as store:
        return await store.session.get(JobState, name)


async def test_leaving_commits_and_an_error_leaves_nothing(database: Database) -> None:
    async with database.write() as store:
        store.session.add(JobState(name="kept"))

    async def fail() -> None:
        async with database.write() as store:
            store.session.add(JobState(name="lost"))
            await outbox.add(store, new_row("lost"))
            await store.session.flush()
            raise DeliberateError

    with pytest.raises(DeliberateError):
        await fail()
    assert await job_of(database, "kept") is not None
    assert await job_of(database, "lost") is None
    assert await claim(database) == []


async def test_who_waits_for_the_outbox_is_woken_after_the_commit_and_only_when_it_grew(database: Database) -> None:
    seen: list[int] = []
    told: list[str] = []
    database.wakers.append(lambda: seen.append(len(told)))
    async with database.write() as store:
        await outbox.add(store, new_row("a"))
        store.after_commit.append(lambda: told.append("after"))
        assert (seen, told) == ([], [])
    assert (len(seen), told) == (1, ["after"])
    async with database.write() as store:
        store.session.add(JobState(name="no"))
        await outbox.add(store, new_row("a"))  # was there already
    assert len(seen) == 1

    async def fail() -> None:
        async with database.write() as store:
            await outbox.add(store, new_row("b"))
            store.after_commit.append(lambda: told.append("never"))
            raise DeliberateError

    with pytest.raises(DeliberateError):
        await fail()
    assert (len(seen), told) == (1, ["after"])


async def test_a_commit_on_postgresql_wakes_the_other_processes(postgres_database: Database) -> None:
    heard = asyncio.Event()
    async with postgres_database.engine.connect() as listening:
        driver = (await listening.get_raw_connection()).driver_connection
        assert driver is not None

        def hear(*_: object) -> None:
            heard.set()

        await driver.add_listener(OUTBOX_CHANNEL, hear)
        await add(postgres_database, "a")
        async with asyncio.timeout(5):
            await heard.wait()
        await driver.remove_listener(OUTBOX_CHANNEL, hear)


async def test_the_write_lock_is_taken_at_the_beginning(sqlite_database: Database) -> None:
    path = sqlite_database.url.database
    async with sqlite_database.write():
        with (
            closing(sqlite3.connect(str(path), timeout=0)) as other,
            pytest.raises(sqlite3.OperationalError, match="locked"),
        ):
            other.execute("BEGIN IMMEDIATE")


async def test_a_second_writer_waits_for_the_first_and_readers_do_not(sqlite_database: Database) -> None:
    order: list[str] = []
    async with asyncio.TaskGroup() as group, sqlite_database.write() as store:

        async def second() -> None:
            async with sqlite_database.write():
                order.append("second")

        group.create_task(second())
        store.session.add(JobState(name="a"))
        await store.session.flush()
        assert await job_of(sqlite_database, "a") is None  # a reader sees what is committed
        order.append("first")
    assert order == ["first", "second"]


_SLOW = """
    WITH RECURSIVE numbers(n) AS (SELECT begun() UNION ALL SELECT n + 1 FROM numbers WHERE n < 200000)
    SELECT n FROM numbers ORDER BY -n
"""


async def test_who_is_stopped_in_a_statement_lets_go_of_the_write_lock_at_once(sqlite_database: Database) -> None:
    begun, loop = asyncio.Event(), asyncio.get_running_loop()

    def begin() -> int:
        loop.call_soon_threadsafe(begun.set)
        return 1

    async def work() -> None:
        try:
            async with sqlite_database.write() as store:
                connection = await (await store.session.connection()).get_raw_connection()
                assert connection.driver_connection is not None
                await connection.driver_connection.create_function("begun", 0, begin)
                await store.session.execute(text(_SLOW))
        except asyncio.CancelledError:  # the error holds the cursor; a second writer would wait five seconds for it
            async with sqlite_database.write() as store:
                store.session.add(JobState(name="afterwards"))
            raise

    async with asyncio.TaskGroup() as group:
        task = group.create_task(work())
        await begun.wait()
        task.cancel()
    assert task.cancelled()
    assert await job_of(sqlite_database, "afterwards") is not None


async def test_a_reading_connection_cannot_write_on_sqlite(sqlite_database: Database) -> None:
    async with sqlite_database.read() as store:
        with pytest.raises(DBAPIError, match="readonly"):
            await store.session.execute(text("INSERT INTO chat_hold VALUES ('a', '2026-07-01')"))


@pytest.mark.parametrize(("pragma", "value"), [("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1)])
async def test_the_writer_is_set_up_to_lose_nothing(sqlite_database: Database, pragma: str, value: object) -> None:
    async with sqlite_database.write() as store:
        assert (await store.session.execute(text(f"PRAGMA {pragma}"))).scalar_one() == value


async def test_one_chat_is_worked_for_by_one_process_at_a_time(postgres_database: Database, postgres_url: str) -> None:
    order: list[str] = []
    async with opened(postgres_url, postgres_database.vault) as other, asyncio.TaskGroup() as group:

        async def work(chat: bytes, name: str) -> None:
            async with other.write(chat):
                order.append(name)

        async with postgres_database.write(b"the same chat"):
            group.create_task(work(b"the same chat", "same"))
            async with asyncio.timeout(5):
                await work(b"other chat", "other")
                waits = text("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")
                while True:
                    async with other.read() as store:
                        if (await store.session.execute(waits)).scalar_one():
                            break
            order.append("first")
    assert order == ["other", "first", "same"]


_SECOND = """
import sys
from storage.database import Database, DatabaseBusyError
from storage.sealing import Vault
database = Database(sys.argv[1], Vault([b"e" * 32], b"l" * 32))
try:
    database.claim_file()
except DatabaseBusyError as error:
    print("busy", error)
else:
    print("free")
"""


async def _second_process(url: str) -> str:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", _SECOND, url, stdout=asyncio.subprocess.PIPE, cwd=Path(__file__).parents[2]
    )
    out, _ = await process.communicate()
    return out.decode().strip()


async def test_a_second_process_on_the_same_sqlite_file_is_refused(sqlite_database: Database, sqlite_url: str) -> None:
    sqlite_database.claim_file()
    assert await _second_process(sqlite_url) == f"busy {os.getpid()}"
    await sqlite_database.close()
    assert await _second_process(sqlite_url) == "free"


async def test_the_same_file_under_another_name_is_refused_too(
    sqlite_database: Database, sqlite_url: str, tmp_path: Path
) -> None:
    sqlite_database.claim_file()
    (tmp_path / "other.db").symlink_to(tmp_path / "tandem.db")
    other = sqlite_url.replace("tandem.db", "other.db")
    async with opened(other, sqlite_database.vault) as second:
        with pytest.raises(DatabaseBusyError):
            second.claim_file()


async def test_claiming_a_postgresql_database_is_no_matter(postgres_database: Database) -> None:
    postgres_database.claim_file()
    postgres_database.claim_file()


@pytest.mark.parametrize("url", ["mysql://host/name", "nonsense", ""])
def test_other_databases_are_refused(url: str) -> None:
    with pytest.raises(Exception, match=r"mysql|parse|URL"):
        async_url(url)


@pytest.mark.parametrize("scheme", ["postgresql", "postgresql+asyncpg", "sqlite", "sqlite+aiosqlite"])
def test_the_driver_is_chosen_here(scheme: str) -> None:
    assert async_url(f"{scheme}:///name").drivername in {"postgresql+asyncpg", "sqlite+aiosqlite"}


async def test_values_stay_out_of_error_messages(database: Database) -> None:
    async def add_twice() -> None:
        for _ in range(2):
            async with database.write() as store:
                store.session.add(Organisation(name="twice", contact="Amina's secret", created_at=REAL))

    with pytest.raises(DBAPIError) as caught:
        await add_twice()
    assert "Amina" not in str(caught.value)
