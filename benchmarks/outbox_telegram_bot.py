"""python-telegram-bot's `send_message` as it comes, with its AIORateLimiter, without an outbox.

It remembers as little as the others (benchmarks/outbox_aiogram.py).
"""

from __future__ import annotations

import logging
from pathlib import Path

from telegram import InlineKeyboardMarkup
from telegram.ext import AIORateLimiter, Application

from benchmarks.outbox_meter import TOKEN, Ready, Result, read_ready, send_all

_NEVER_BINDING = 1_000_000


async def at_once(api_url: str, ready: Path, parallel: int, *, limits: bool) -> Result:
    """`limits`: those that the limiter comes with, 30 a second; else some that never bind."""
    logging.getLogger("httpx").setLevel(logging.WARNING)
    limiter = AIORateLimiter() if limits else AIORateLimiter(_NEVER_BINDING, 1, _NEVER_BINDING, 1)
    made = Application.builder().token(TOKEN).base_url(f"{api_url}/bot").updater(None).rate_limiter(limiter).build()

    async def send(message: Ready) -> None:
        buttons = InlineKeyboardMarkup(message.keyboard["inline_keyboard"]) if message.keyboard else None
        await made.bot.send_message(message.chat_id, message.text, parse_mode="HTML", reply_markup=buttons)

    async with made:
        return await send_all(api_url, send, read_ready(ready), parallel, warm_up=0 if limits else 100)
