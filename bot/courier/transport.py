"""The line to Telegram: python-telegram-bot's ExtBot over aiohttp. Measured in docs/decisions: ten times httpcore."""

from __future__ import annotations

import logging
from dataclasses import dataclass

import httpx
from httpx_aiohttp import AiohttpTransport
from telegram.ext import ExtBot
from telegram.request import HTTPXRequest

from bot.courier.limits import Limits, Pass

Bot = ExtBot[Pass]


@dataclass(frozen=True)
class Line:
    """The bot to call with, and the connections below it."""

    bot: Bot
    request: HTTPXRequest

    async def close(self) -> None:
        await self.request.shutdown()


def open_line(token: str, api_url: str, limits: Limits, parallel: int) -> Line:
    """Asks nothing of Telegram yet."""
    _keep_logs_clean()
    connections = httpx.Limits(max_connections=parallel + 8, keepalive_expiry=60)
    request = HTTPXRequest(
        connection_pool_size=parallel + 8,
        connect_timeout=10,
        read_timeout=20,
        write_timeout=20,
        pool_timeout=30,
        media_write_timeout=60,
        httpx_kwargs={"transport": AiohttpTransport(limits=connections)},
    )
    bot: Bot = ExtBot(
        token,
        base_url=f"{api_url.rstrip('/')}/bot",
        request=request,
        get_updates_request=request,  # never used here; a second pool would be idle
        rate_limiter=limits,
    )
    return Line(bot, request)


def _keep_logs_clean() -> None:
    """These libraries log addresses (with the token in them) and parameters (with names and texts)."""
    for name in ("httpx", "httpcore", "aiohttp", "telegram"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
