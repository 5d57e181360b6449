"""`python -m bot run`: everything in one process."""

from __future__ import annotations

import asyncio
import signal

import structlog

from bot.clocks import RealClock
from bot.commands.failures import CommandError
from bot.logs import set_up_logs
from bot.process import Process
from bot.settings import Settings, load_settings
from storage import migrate
from storage.database import Database

log = structlog.get_logger()


def main() -> None:
    """Runs until SIGTERM or SIGINT, then drains: what is in hand is finished, nothing new is taken."""
    settings = load_settings()
    set_up_logs(settings.log_format)
    asyncio.run(_run(settings))


async def _run(settings: Settings) -> None:
    database = Database(settings.database_url, settings.vault())
    try:
        database.claim_file()
        await _ready_schema(database, settings.database_url)
        process = Process.of(settings, database, RealClock())
        await process.start()
        await _until_told(process)
        await process.stop()
    finally:
        await database.close()


async def _ready_schema(database: Database, url: str) -> None:
    """An embedded file is brought up to date by itself; a shared database is migrated on purpose."""
    if await migrate.current(url) == migrate.head():
        return
    if database.is_postgres:
        raise CommandError("The database is not up to date. Run `python -m bot migrate` first.")
    await migrate.upgrade(url)


async def _until_told(process: Process) -> None:
    told = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, told.set)
    async with asyncio.TaskGroup() as waiting:
        stop = waiting.create_task(told.wait())
        broken = waiting.create_task(process.supervisor.failed.wait())
        await asyncio.wait({stop, broken}, return_when=asyncio.FIRST_COMPLETED)
        stop.cancel()
        broken.cancel()
    log.info("stopping", failed=process.supervisor.failed.is_set())
