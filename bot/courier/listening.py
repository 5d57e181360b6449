"""PostgreSQL tells of new rows that another process wrote (LISTEN), on a connection of its own."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress

import asyncpg
import structlog
from sqlalchemy.engine import URL

from storage.database import OUTBOX_CHANNEL

log = structlog.get_logger()
_FIRST_PAUSE, _LONGEST_PAUSE = 0.5, 30.0
_ALIVE_SECONDS = 60.0


async def listen(url: URL, wake: Callable[[], None]) -> None:
    """Wakes on every notice until cancelled; connects again whenever the connection is lost."""
    pause = _FIRST_PAUSE
    while True:
        try:
            await _listen_once(url, wake)
        except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError, TimeoutError) as error:
            log.warning("not listening for new messages", error=type(error).__name__)
            await asyncio.sleep(pause)
            pause = min(_LONGEST_PAUSE, pause * 2)
        else:
            pause = _FIRST_PAUSE


async def _listen_once(url: URL, wake: Callable[[], None]) -> None:
    """Returns when a connection that worked is lost."""
    connection = await asyncpg.connect(url.set(drivername="postgresql").render_as_string(hide_password=False))
    lost = asyncio.Event()
    try:
        connection.add_termination_listener(lambda _: lost.set())
        await connection.add_listener(OUTBOX_CHANNEL, lambda *_: wake())
        wake()  # for what was written while nobody listened
        while not lost.is_set():
            with suppress(TimeoutError):
                async with asyncio.timeout(_ALIVE_SECONDS):
                    await lost.wait()
            if not lost.is_set():
                await connection.execute("SELECT 1", timeout=10)  # a cut cable says nothing by itself
    finally:
        with suppress(Exception):
            await connection.close(timeout=2)
