"""Who leads: one process among many on PostgreSQL runs jobs and courier, the others stand by.

A session-level advisory lock on a connection of its own: PostgreSQL gives it back by itself when that connection ends,
however it ends (PostgreSQL's documentation, "Explicit Locking", "Advisory Locks").
"""

from __future__ import annotations

import asyncio
from typing import Any

import structlog
from sqlalchemy import text
from sqlalchemy.engine import URL
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine
from sqlalchemy.pool import NullPool

log = structlog.get_logger()
_LOCK = 0x7A6D_1EAD
_PATIENCE_SECONDS = 5.0


class Leader:
    """The leader's lock. `lost` is set when the connection that held it has ended: stop leading at once."""

    def __init__(self, url: URL) -> None:
        self._engine = create_async_engine(url, poolclass=NullPool, isolation_level="AUTOCOMMIT")
        self._connection: AsyncConnection | None = None
        self.lost: asyncio.Event = asyncio.Event()

    async def acquire(self) -> None:
        """Waits until this process leads. Cancelling it gives up the place in the queue.

        Raises what connecting raises.
        """
        self.lost.clear()
        connection = await self._engine.connect()
        try:
            await connection.execute(text("SELECT pg_advisory_lock(:key)"), {"key": _LOCK})
        except BaseException:
            await connection.invalidate()
            await connection.close()
            raise
        (await _driver(connection)).add_termination_listener(self._ended)
        self._connection = connection

    @property
    def leads(self) -> bool:
        return self._connection is not None and not self.lost.is_set()

    async def release(self) -> None:
        """Lets another process lead."""
        connection, self._connection = self._connection, None
        if connection is not None:
            if not self.lost.is_set():
                (await _driver(connection)).remove_termination_listener(self._ended)
            await connection.close()

    async def check(self) -> None:
        """Asks the server, to notice a connection that died without a word; `lost` is set where it did."""
        if self._connection is None:
            return
        try:
            async with asyncio.timeout(_PATIENCE_SECONDS):
                await self._connection.execute(text("SELECT 1"))
        except (OSError, TimeoutError, SQLAlchemyError) as error:
            log.warning("the leader's connection is dead", error=type(error).__name__)
            self.lost.set()

    def _ended(self, _connection: object) -> None:
        self.lost.set()


async def _driver(connection: AsyncConnection) -> Any:
    return (await connection.get_raw_connection()).driver_connection
