"""What storage costs on this machine. Slow: `pytest -m slow -s tests/storage/test_costs.py` prints the figures."""

from __future__ import annotations

import sqlite3
from collections.abc import Awaitable, Callable
from contextlib import closing
from pathlib import Path
from time import perf_counter

import pytest
from sqlalchemy import text

from storage import delivery, outbox
from storage.database import Database
from storage.words import Priority
from tests.storage.plans import fill
from tests.storage.rows import LEASE, NOON, REAL, new_row, sent
from tests.storage.test_outbox_plans import QUESTIONS

pytestmark = pytest.mark.slow
ROWS = 200_000


async def timed(action: Callable[[], Awaitable[object]], times: int = 30) -> float:
    """The best of so many goes, in milliseconds: what it costs, without what else the machine does."""
    taken = []
    for _ in range(times):
        began = perf_counter()
        await action()
        taken.append((perf_counter() - began) * 1000)
    return min(taken)


def say(database: Database, what: str, milliseconds: float) -> None:
    print(f"\n{'PostgreSQL' if database.is_postgres else 'SQLite':<10} {what:<40} {milliseconds:8.2f} ms", end="")  # noqa: T201


async def test_looking_costs_the_same_beside_many_rows_that_are_done_or_to_come(database: Database) -> None:
    few: dict[str, float] = {}
    for rows in (100, ROWS):
        if rows == ROWS:
            async with database.write() as store:
                await store.session.execute(text("DELETE FROM outbox"))
        await fill(database, rows)
        for name, ask in QUESTIONS.items():

            async def look(ask: Callable[..., Awaitable[object]] = ask) -> None:
                async with database.write() as store:
                    await ask(store)

            cost = await timed(look)
            say(database, f"{name}, {rows} rows", cost)
            if rows == ROWS:
                assert cost < few[name] * 3 + 2
            few[name] = cost


@pytest.mark.parametrize("backlog", [0, 20_000])
async def test_claiming_and_marking_beside_a_backlog(database: Database, backlog: int) -> None:
    async with database.write() as store:
        for number in range(backlog):
            row = new_row(f"digest {number}", person_id=number % 5000 + 10_000, priority=Priority.DIGEST)
            await outbox.add(store, row)
    async with database.write() as store:
        for number in range(1500):
            await outbox.add(store, new_row(f"row {number}", person_id=number, priority=Priority.RELAY))

    async def carry() -> None:
        async with database.write() as store:
            rows = await delivery.claim(
                store, owner="one", now=NOON, real_now=REAL, lease=LEASE, limit=50, one_per_chat=True
            )
        assert len(rows) == 50
        async with database.write() as store:
            await delivery.mark(store, "one", [sent(row) for row in rows], NOON)

    cost = await timed(carry)
    say(database, f"claim and mark 50, {backlog} less urgent", cost)
    assert cost < 500


@pytest.mark.parametrize("synchronous", ["FULL", "NORMAL"])
def test_what_a_commit_costs_on_sqlite(tmp_path: Path, synchronous: str) -> None:
    with closing(sqlite3.connect(tmp_path / "a.db", isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute(f"PRAGMA synchronous={synchronous}")
        connection.execute("CREATE TABLE a (b)")
        taken = []
        for number in range(1000):
            began = perf_counter()
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("INSERT INTO a VALUES (?)", (number,))
            connection.execute("COMMIT")
            taken.append((perf_counter() - began) * 1000)
    print(f"\nSQLite     commit, synchronous={synchronous:<20} {min(taken):8.3f} ms", end="")  # noqa: T201
    assert min(taken) < 100
