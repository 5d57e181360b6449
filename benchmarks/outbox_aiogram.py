"""aiogram's `Bot.send_message` without an outbox: in a plain loop, and as a job of APScheduler for each message.

Neither remembers anything: what is not sent when the process ends is lost, nothing is tried again, nothing waits for
the morning, nobody looks once more whether a message still has its reason, and the texts are ready beforehand.
"""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.types import InlineKeyboardMarkup
from apscheduler.events import EVENT_JOB_ERROR, EVENT_JOB_EXECUTED, EVENT_JOB_MISSED
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from benchmarks.outbox_meter import TOKEN, Meter, Ready, Result, Send, forget_arrivals, read_ready, send_all

_DROPPED = (EVENT_JOB_MISSED, EVENT_JOB_ERROR)


async def at_once(api_url: str, ready: Path, parallel: int) -> Result:
    """So many calls at once; one: one after the other."""
    async with _bot(api_url) as send:
        return await send_all(api_url, send, read_ready(ready), parallel)


async def scheduled(api_url: str, ready: Path) -> tuple[Result, int]:
    """A job for each message, all for the same moment and as they come; the meter runs from then. And how many dropped.

    A job that begins more than a second late is dropped (misfire_grace_time).
    """
    logging.getLogger("apscheduler").setLevel(logging.CRITICAL)  # it would write a line for each
    messages = read_ready(ready)
    ended: Counter[int] = Counter()
    done = asyncio.Event()

    def note(event: Any) -> None:
        ended[event.code] += 1
        if ended.total() == len(messages):
            done.set()

    async with _bot(api_url) as send:
        await forget_arrivals(api_url)
        scheduler = AsyncIOScheduler(timezone=UTC)
        scheduler.add_listener(note, EVENT_JOB_EXECUTED | EVENT_JOB_MISSED | EVENT_JOB_ERROR)
        scheduler.start()
        moment = datetime.now(UTC) + timedelta(seconds=1 + len(messages) / 1000)
        for message in messages:
            scheduler.add_job(send, "date", run_date=moment, args=(message,))
        await asyncio.sleep((moment - datetime.now(UTC)).total_seconds())
        meter = Meter()
        await done.wait()
        dropped = sum(ended[code] for code in _DROPPED)
        result = meter.result(len(messages) - dropped)
        scheduler.shutdown()
    return result, dropped


@asynccontextmanager
async def _bot(api_url: str) -> AsyncIterator[Send]:
    bot = Bot(TOKEN, session=AiohttpSession(api=TelegramAPIServer.from_base(api_url)))

    async def send(message: Ready) -> None:
        buttons = InlineKeyboardMarkup(**message.keyboard) if message.keyboard else None
        await bot.send_message(message.chat_id, message.text, parse_mode="HTML", reply_markup=buttons)

    async with bot:
        yield send
