"""The process's own little HTTP server: the webhook, and what a supervisor asks (health, readiness, metrics)."""

from __future__ import annotations

import asyncio
import hmac
import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from bot.intake.receiver import chat_of
from storage.database import Database

_MAX_UPDATE_BYTES = 2 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Webhook:
    """Telegram's secret, and what handles an update up to its commit."""

    secret: str
    take: Callable[[Mapping[str, Any]], Awaitable[None]]


class HttpServer:
    """Serves /telegram, /healthz, /readyz and /metrics. Telegram gets its 200 only after the commit.

    `has_failed` and `why_not_ready` (empty: it is) are asked of the process each time.
    """

    def __init__(
        self,
        database: Database,
        host: str,
        port: int,
        *,
        webhook: Webhook | None,
        why_not_ready: Callable[[], str],
        has_failed: Callable[[], bool],
    ) -> None:
        self._database = database
        self._webhook = webhook
        self._why_not_ready = why_not_ready
        self._has_failed = has_failed
        self._host = host
        self._port = port
        self._chats: dict[int, asyncio.Lock] = {}
        self._runner: web.AppRunner | None = None

    async def start(self) -> None:
        app = web.Application(client_max_size=_MAX_UPDATE_BYTES)
        app.add_routes(
            [
                web.post("/telegram", self._update),
                web.get("/healthz", self._health),
                web.get("/readyz", self._ready),
                web.get("/metrics", self._metrics),
            ]
        )
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=10)
        await self._runner.setup()
        await web.TCPSite(self._runner, self._host, self._port).start()

    async def stop(self) -> None:
        """Answers what is in hand, then closes."""
        if self._runner is not None:
            await self._runner.cleanup()

    async def _update(self, request: web.Request) -> web.Response:
        given = request.headers.get("X-Telegram-Bot-Api-Secret-Token", "")
        if self._webhook is None or not hmac.compare_digest(given.encode(), self._webhook.secret.encode()):
            return web.Response(status=404)
        try:
            raw = json.loads(await request.read())
            int(raw["update_id"])
        except (ValueError, KeyError, TypeError):
            return web.Response(status=400)
        async with self._in_turn(chat_of(raw)):
            await self._webhook.take(raw)
        return web.Response()

    def _in_turn(self, chat: int) -> asyncio.Lock:
        """One update of a chat at a time in this process; the database's lock sees to other processes."""
        for idle in [key for key, lock in self._chats.items() if not lock.locked()] if len(self._chats) > 1000 else []:
            del self._chats[idle]
        return self._chats.setdefault(chat, asyncio.Lock())

    async def _health(self, _request: web.Request) -> web.Response:
        failed = self._has_failed()
        return web.Response(status=503 if failed else 200, text="a part has failed\n" if failed else "ok\n")

    async def _ready(self, _request: web.Request) -> web.Response:
        try:
            async with asyncio.timeout(2), self._database.read() as store:
                await store.session.execute(text("SELECT 1"))
        except (SQLAlchemyError, OSError, TimeoutError):
            return web.Response(status=503, text="the database does not answer\n")
        why_not = self._why_not_ready()
        return web.Response(status=503 if why_not else 200, text=f"{why_not or 'ready'}\n")

    async def _metrics(self, _request: web.Request) -> web.Response:
        return web.Response(body=generate_latest(), headers={"Content-Type": CONTENT_TYPE_LATEST})
