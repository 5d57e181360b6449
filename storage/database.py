"""The database: one place where transactions begin and end.

SQLite: one writer connection that begins with BEGIN IMMEDIATE, and a separate pool of read-only connections.
PostgreSQL: an ordinary pool, and an advisory lock per chat. See docs/decisions/sqlite-and-postgresql.md.
"""

from __future__ import annotations

import fcntl
import os
import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from sqlalchemy import event, make_url, text
from sqlalchemy.engine import URL
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, create_async_engine
from sqlalchemy.pool import AsyncAdaptedQueuePool

from storage.sealing import Vault
from storage.sqlite_file import check_folder, file_of

OUTBOX_CHANNEL = "tandem_outbox"
_READERS = 4


class DatabaseBusyError(Exception):
    """Another process works on this SQLite file."""


@dataclass
class Store:
    """One transaction: its session, the vault, and what has to be told once it is committed."""

    session: AsyncSession
    vault: Vault
    is_postgres: bool
    outbox_grew: bool = False
    chores_grew: bool = False
    after_commit: list[Callable[[], None]] = field(default_factory=list)


class Database:
    """Opens transactions. `write()` commits on leaving and rolls back on an error; nothing else ever commits."""

    def __init__(self, url: str, vault: Vault) -> None:
        self.url = async_url(url)
        self.vault = vault
        self.is_postgres = self.url.get_backend_name() == "postgresql"
        self.wakers: list[Callable[[], None]] = []  # called when the outbox grew
        self.chore_wakers: list[Callable[[], None]] = []
        self._writer = _postgres_engine(self.url) if self.is_postgres else _sqlite_writer(self.url)
        self._reader = self._writer if self.is_postgres else _sqlite_reader(self.url)
        self._lock_file: IO[str] | None = None

    @asynccontextmanager
    async def write(self, chat_lookup: bytes | None = None) -> AsyncIterator[Store]:
        """A transaction that may write. With a chat's fingerprint, no other process works for that chat meanwhile."""
        async with AsyncSession(self._writer, expire_on_commit=False, autoflush=True) as session:
            store = Store(session, self.vault, self.is_postgres)
            await session.connection()  # SQLite: takes the write lock now, not at the first write
            if self.is_postgres and chat_lookup is not None:
                await session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _lock_key(chat_lookup)})
            yield store
            if store.outbox_grew and self.is_postgres:
                await session.execute(text(f"NOTIFY {OUTBOX_CHANNEL}"))
            await session.commit()
        if store.outbox_grew:
            for wake in self.wakers:
                wake()
        if store.chores_grew:
            for wake in self.chore_wakers:
                wake()
        for tell in store.after_commit:
            tell()

    @asynccontextmanager
    async def read(self) -> AsyncIterator[Store]:
        """A transaction that only reads; on SQLite the connection itself refuses to write."""
        async with AsyncSession(self._reader, expire_on_commit=False) as session:
            yield Store(session, self.vault, self.is_postgres)

    @property
    def engine(self) -> AsyncEngine:
        return self._writer

    def claim_file(self) -> None:
        """Keeps every other process off this SQLite file until `close` or the end of the process.

        Raises DatabaseBusyError, and DatabaseFolderError where it could not be made. Does nothing on PostgreSQL.
        """
        path = file_of(self.url)
        if path is None:
            return
        check_folder(self.url)
        lock_file = Path(f"{path}.lock.pid").open("a+")  # noqa: SIM115 - held as long as the database is
        try:
            fcntl.flock(lock_file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            lock_file.seek(0)
            owner = lock_file.read().strip()
            lock_file.close()
            raise DatabaseBusyError(owner) from error
        lock_file.seek(0)
        lock_file.truncate()
        lock_file.write(str(os.getpid()))
        lock_file.flush()
        self._lock_file = lock_file

    async def close(self) -> None:
        await self._writer.dispose()
        if self._reader is not self._writer:
            await self._reader.dispose()
        if self._lock_file is not None:
            self._lock_file.close()
            self._lock_file = None


def async_url(url: str) -> URL:
    """The URL with the async driver of its database. Raises sqlalchemy's ArgumentError or ValueError."""
    parsed = make_url(url)
    backend = parsed.get_backend_name()
    if backend == "sqlite":
        return parsed.set(drivername="sqlite+aiosqlite")
    if backend in {"postgresql", "postgres"}:
        return parsed.set(drivername="postgresql+asyncpg")
    raise ValueError(f"{backend}: neither sqlite nor postgresql")


def _postgres_engine(url: URL) -> AsyncEngine:
    # Values stay out of error messages, and so out of the logs.
    return create_async_engine(url, pool_size=10, max_overflow=10, pool_pre_ping=True, hide_parameters=True)


def _sqlite_writer(url: URL) -> AsyncEngine:
    engine = create_async_engine(
        url, poolclass=AsyncAdaptedQueuePool, pool_size=1, max_overflow=0, pool_timeout=60, hide_parameters=True
    )

    @event.listens_for(engine.sync_engine, "connect")
    def prepare(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # the driver shall not begin transactions by itself
        _pragmas(connection, "journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=5000")

    @event.listens_for(engine.sync_engine, "begin")
    def begin(connection: Any) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    @event.listens_for(engine.sync_engine, "invalidate")
    def let_go(connection: Any, _record: Any, _error: BaseException | None) -> None:
        # Whoever is cancelled in the middle of a statement loses the connection. Closing alone would keep the lock
        # as long as anything, such as the error on its way, holds a cursor that was not read to its end.
        with suppress(sqlite3.Error):
            connection.rollback()

    return engine


def _sqlite_reader(url: URL) -> AsyncEngine:
    engine = create_async_engine(
        url, poolclass=AsyncAdaptedQueuePool, pool_size=_READERS, max_overflow=0, hide_parameters=True
    )

    @event.listens_for(engine.sync_engine, "connect")
    def prepare(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        _pragmas(connection, "query_only=ON", "busy_timeout=5000")

    @event.listens_for(engine.sync_engine, "begin")
    def begin(connection: Any) -> None:
        connection.exec_driver_sql("BEGIN")

    return engine


def _pragmas(connection: Any, *pragmas: str) -> None:
    cursor = connection.cursor()
    for pragma in pragmas:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _lock_key(chat_lookup: bytes) -> int:
    return int.from_bytes(chat_lookup[:8], "big", signed=True)
