"""Tandem's courier, from due rows to marked ones: as fast as it goes, and at a steady pace."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta

from benchmarks.outbox_meter import TOKEN, Meter, Result, forget_arrivals
from benchmarks.outbox_wave import NOON, fill, open_database
from bot.clocks import RealClock, StandingClock
from bot.courier import Courier
from locales.rendering import load_all
from mentoring.clock import Clock
from storage import migrate
from storage.database import Database

_WARM_UP = 100
_PARALLEL = 200  # as the courier has it


class NoonClock:
    """Runs like real time, from a Tuesday noon on."""

    def __init__(self) -> None:
        self._began = time.monotonic()

    def now(self) -> datetime:
        return NOON + timedelta(seconds=time.monotonic() - self._began)


async def wave(url: str, api_url: str, rows: int, parallel: int) -> Result:
    """All rows are due at once; the meter runs from the courier's start until the last row is marked."""
    load_all()
    await migrate.upgrade(url)
    database = open_database(url)
    try:
        await fill(database, _WARM_UP, lambda _: NOON)
        async with _carrying(database, api_url, StandingClock(NOON), parallel) as courier:
            await courier.idle()
        await fill(database, rows, lambda _: NOON)
        await forget_arrivals(api_url)
        meter = Meter()
        async with _carrying(database, api_url, StandingClock(NOON), parallel) as courier:
            await courier.idle()
            return meter.result(rows)
    finally:
        await database.close()


async def steady(url: str, api_url: str, rows_a_second: float, seconds: float, *, wake_each: bool) -> Result:
    """Rows fall due evenly, and the meter runs as long as they do.

    `wake_each`: the courier is woken for each row, as by a commit; else it finds them by itself.
    """
    load_all()
    await migrate.upgrade(url)
    database = open_database(url)
    try:
        await fill(database, _WARM_UP, lambda _: NOON)
        async with _carrying(database, api_url, StandingClock(NOON), _PARALLEL) as courier:
            await courier.idle()
        rows = round(rows_a_second * seconds)
        await fill(database, rows, lambda number: NOON + timedelta(seconds=1 + number / rows_a_second))
        await forget_arrivals(api_url)
        clock, last_due = NoonClock(), NOON + timedelta(seconds=1 + rows / rows_a_second)
        async with _carrying(database, api_url, clock, _PARALLEL) as courier:
            await asyncio.sleep(0.95)  # it has started, and nothing is due yet
            meter = Meter()
            for _ in range(rows):
                await asyncio.sleep(1 / rows_a_second)
                if wake_each:
                    courier.wake()
            # the sleeps may have been a little shorter than the rows' moments
            await asyncio.sleep(max(0.0, (last_due - clock.now()).total_seconds() + 0.01))
            await courier.idle()
            return meter.result(rows)
    finally:
        await database.close()


@asynccontextmanager
async def _carrying(database: Database, api_url: str, clock: Clock, parallel: int) -> AsyncIterator[Courier]:
    courier = Courier(
        database,
        token=TOKEN,
        api_url=api_url,
        clock=clock,
        real_clock=RealClock(),
        messages_per_second=0,
        has_topics=False,
        parallel=parallel,
    )
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(courier.run())
            yield courier
            await courier.drain()
    finally:
        await courier.close()
