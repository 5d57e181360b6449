from __future__ import annotations

import asyncio
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, inspect, text

from storage import migrate
from storage.database import Database
from storage.tables import metadata


def differences(connection: Connection) -> list[object]:
    return list(compare_metadata(MigrationContext.configure(connection, opts=migrate.CONTEXT_OPTIONS), metadata))


def tables(connection: Connection) -> set[str]:
    return set(inspect(connection).get_table_names()) - {"alembic_version"}


async def test_the_migrated_schema_is_what_the_tables_say(database: Database) -> None:
    async with database.engine.connect() as connection:
        assert await connection.run_sync(differences) == []
        assert await connection.run_sync(tables) == set(metadata.tables)


async def test_indexes_are_the_ones_that_the_tables_declare_to_the_letter(database: Database) -> None:
    migrated = await _index_definitions(database)
    async with database.engine.begin() as connection:
        await connection.run_sync(metadata.drop_all)
        await connection.run_sync(metadata.create_all)
    declared = await _index_definitions(database)
    assert migrated == declared
    assert len(declared) >= 20


async def _index_definitions(database: Database) -> set[str]:
    query = (
        "SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'"
        if database.is_postgres
        else "SELECT sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
    )
    async with database.engine.connect() as connection:
        return {row[0] for row in await connection.execute(text(query)) if "alembic_version" not in row[0]}


@pytest.mark.parametrize("step", migrate.steps())
async def test_each_step_goes_up_and_down_and_up_again(database_url: str, step: str) -> None:
    await migrate.downgrade(database_url, "base")
    await migrate.upgrade(database_url, step)
    assert await migrate.current(database_url) == step
    await migrate.downgrade(database_url, "-1")
    await migrate.upgrade(database_url, step)
    assert await migrate.current(database_url) == step


async def test_all_the_way_down_leaves_an_empty_database(database_url: str, database: Database) -> None:
    await migrate.downgrade(database_url, "base")
    assert await migrate.current(database_url) is None
    async with database.engine.connect() as connection:
        assert await connection.run_sync(tables) == set()


async def test_upgrades_that_start_together_take_turns(database_url: str) -> None:
    await migrate.downgrade(database_url, "base")
    async with asyncio.TaskGroup() as group:
        for _ in range(3):
            group.create_task(migrate.upgrade(database_url))
    assert await migrate.current(database_url) == migrate.head()


@pytest.mark.slow
async def test_processes_that_start_together_take_turns(database_url: str) -> None:
    await migrate.downgrade(database_url, "base")
    program = "import asyncio, sys; from storage import migrate; asyncio.run(migrate.upgrade(sys.argv[1]))"
    starts = [asyncio.create_subprocess_exec(sys.executable, "-c", program, database_url) for _ in range(3)]
    processes = await asyncio.gather(*starts)
    assert await asyncio.gather(*(process.wait() for process in processes)) == [0, 0, 0]
    assert await migrate.current(database_url) == migrate.head()


async def test_a_step_that_fails_leaves_nothing_behind(database_url: str, database: Database) -> None:
    await migrate.downgrade(database_url, "base")
    async with database.engine.begin() as connection:
        await connection.execute(text("CREATE TABLE job_state (name TEXT)"))  # in the way of the last table of 0001
    with pytest.raises(Exception, match="job_state"):
        await migrate.upgrade(database_url)
    async with database.engine.connect() as connection:
        assert await connection.run_sync(tables) == {"job_state"}


async def test_a_step_that_breaks_references_on_sqlite_is_rolled_back(sqlite_url: str) -> None:
    with closing(sqlite3.connect(sqlite_url.removeprefix("sqlite:///"))) as careless:
        careless.execute(
            "INSERT INTO thread (id, duo_id, person_id, membership_id, partner_person_id, created_at)"
            " VALUES (1, 404, 404, 404, 404, '2026-01-01')"
        )
        careless.commit()
    with pytest.raises(migrate.BrokenReferencesError, match="thread"):
        await migrate.upgrade(sqlite_url)


async def test_asking_where_a_missing_file_stands_does_not_make_it(tmp_path: Path) -> None:
    path = tmp_path / "not-there.db"
    assert await migrate.current(f"sqlite:///{path}") is None
    assert list(tmp_path.iterdir()) == []  # noqa: ASYNC240 - after the fact


async def test_sqlite_keeps_a_write_ahead_log_after_the_migration(sqlite_database: Database) -> None:
    async with sqlite_database.read() as store:
        assert (await store.session.execute(text("PRAGMA journal_mode"))).scalar_one() == "wal"
