"""`python -m bot run`: everything in one process."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from typing import Any

import structlog

from bot.clocks import RealClock
from bot.commands.failures import CommandError
from bot.doctor import check_keys
from bot.logs import set_up_logs
from bot.settings import Settings, load_settings
from bot.supervisor import Supervisor
from storage import migrate
from storage.database import Database
from storage.leader import Leader

log = structlog.get_logger()
_CHECK_SECONDS = 10.0


def main() -> None:
    """Runs until SIGTERM or SIGINT, then drains: what is in hand is finished, nothing new is taken."""
    settings = load_settings()
    set_up_logs(settings.log_format)
    asyncio.run(_run(settings))


async def _run(settings: Settings) -> None:
    told = _told_to_stop()
    database = Database(settings.database_url, settings.vault())
    try:
        database.claim_file()
        await _ready_schema(database, settings.database_url)
        await _right_keys(database)
        from bot.process import Process  # takes seconds: what was wrong until here is said at once

        async with _leading(database, told) as lost:
            if told.is_set():
                return
            process = Process.of(settings, database, RealClock())
            try:
                await process.start()
                await _first_of(told.wait(), lost.wait(), process.supervisor.failed.wait())
                log.info("stopping", lost_lead=lost.is_set(), failed=process.supervisor.failed.is_set())
            finally:
                await process.stop()
            if lost.is_set() or process.supervisor.failed.is_set():
                raise CommandError("A part has failed; the log says which. Start Tandem again.")
    finally:
        await database.close()


def _told_to_stop() -> asyncio.Event:
    told = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, told.set)
    return told


async def _ready_schema(database: Database, url: str) -> None:
    """An embedded file is brought up to date by itself; a shared database is migrated on purpose."""
    if await migrate.current(url) == migrate.head():
        return
    if database.is_postgres:
        raise CommandError("The database is not up to date. Run `python -m bot migrate` first.")
    await migrate.upgrade(url)


async def _right_keys(database: Database) -> None:
    """With other keys nobody would be recognised, and everybody met anew: better not to start."""
    found = await check_keys(database)
    if found.verdict == "fault":
        raise CommandError(f"The keys do not fit this database: {found.detail}. {found.remedy}")


@asynccontextmanager
async def _leading(database: Database, told: asyncio.Event) -> AsyncIterator[asyncio.Event]:
    """On PostgreSQL one process works and others stand by; yields the event that it leads no more."""
    if not database.is_postgres:
        yield asyncio.Event()  # the file's lock has settled it
        return
    leader = Leader(database.url)
    log.info("standing by until no other process leads")
    await _first_of(told.wait(), leader.acquire())
    supervisor = Supervisor()
    supervisor.start(_watch(leader), "leader")
    try:
        yield leader.lost
    finally:
        await supervisor.stop()
        await leader.release()


async def _watch(leader: Leader) -> None:
    while not leader.lost.is_set():
        await asyncio.sleep(_CHECK_SECONDS)
        await leader.check()


async def _first_of(*waits: Coroutine[Any, Any, Any]) -> None:
    """Returns when the first of them has ended, or raises what it raised; the others are cancelled."""
    supervisor = Supervisor()
    tasks = [supervisor.start(wait, "waiting") for wait in waits]
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            task.result()
    finally:
        await supervisor.stop()
