"""Outbox rows in bulk: due ones that can be claimed and opened, and future ones to stand beside them."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import Any

import asyncpg

from storage.database import Database
from storage.ids import new_id
from storage.sealing import Vault
from storage.words import Priority

NOW = datetime(2026, 3, 3, 11, tzinfo=UTC)
_PARAMS = '{"duo_id":123456789012345678,"partner":"Amina","starts_at":"2026-03-04T17:00:00+00:00"}'
_PRIORITIES = (Priority.REMINDER, Priority.CHECK_IN, Priority.DIGEST)
_COLUMNS = (
    "id",
    "dedupe_key",
    "call",
    "kind",
    "params_sealed",
    "person_id",
    "chat_key",
    "guard",
    "priority",
    "state",
    "error",
    "due_at",
    "attempts",
    "takeovers",
    "created_at",
)


def keys() -> Vault:
    return Vault([b"k" * 32], b"l" * 32)


def due_rows(count: int, people: int) -> Iterator[tuple[Any, ...]]:
    """Rows that fell due in the last minutes, for as many people as there are rows, as far as there are people."""
    vault = keys()
    for number in range(count):
        row_id = new_id()
        params = vault.seal(_PARAMS, "outbox", "params_sealed", row_id)
        yield _row(row_id, number % people, NOW - timedelta(milliseconds=number % 100_000), params)


def future_rows(count: int, people: int) -> Iterator[tuple[Any, ...]]:
    """Rows that fall due within the coming year, evenly over the same people."""
    length = len(keys().seal(_PARAMS, "outbox", "params_sealed", 1))
    params = os.urandom(length)  # never opened
    step = timedelta(days=365) / max(count, 1)
    for number in range(count):
        yield _row(new_id(), number * 7919 % people, NOW + timedelta(hours=1) + number * step, params)


def _row(row_id: int, person: int, due_at: datetime, params: bytes) -> tuple[Any, ...]:
    priority = int(_PRIORITIES[row_id % 3])
    chat = f"person:{person}"
    guard = f"session:{row_id}"  # a session and its reminders are written together, so their ids lie together
    return (
        row_id,
        f"session:{row_id}:reminder:day-before",
        "send",
        "session.reminder",
        params,
        person,
        chat,
        guard,
        priority,
        "pending",
        "",
        due_at,
        0,
        0,
        NOW - timedelta(days=1),
    )


async def insert(database: Database, rows: Iterator[tuple[Any, ...]]) -> None:
    """COPY on PostgreSQL, followed by VACUUM ANALYZE, as autovacuum would by itself; one transaction on SQLite."""
    if not database.is_postgres:
        _insert_sqlite(str(database.url.database), rows)
        return
    url = database.url.set(drivername="postgresql").render_as_string(hide_password=False)
    connection = await asyncpg.connect(url)
    try:
        await connection.copy_records_to_table("outbox", records=rows, columns=_COLUMNS)
        await connection.execute("VACUUM (ANALYZE) outbox")
    finally:
        await connection.close()


def _insert_sqlite(path: str, rows: Iterator[tuple[Any, ...]]) -> None:
    statement = f"INSERT INTO outbox ({', '.join(_COLUMNS)}) VALUES ({', '.join('?' * len(_COLUMNS))})"
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.executemany(statement, (tuple(map(_plain, row)) for row in rows))
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _plain(value: Any) -> Any:
    return f"{value.replace(tzinfo=None):%Y-%m-%d %H:%M:%S.%f}" if isinstance(value, datetime) else value
