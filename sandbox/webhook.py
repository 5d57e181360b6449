"""Delivery by webhook: chats in parallel, one chat in order, again and again until the bot answers 2xx."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import aiohttp

from sandbox.updates import Pending, UpdateQueue

LONGEST_PAUSE = 60.0
ANSWER_WITHIN = 60.0
SUCCESS = range(200, 300)
Answer = Callable[[dict[str, Any]], Awaitable[None]]


@dataclass
class Settings:
    """What setWebhook was told."""

    url: str = ""
    secret_token: str | None = None
    max_connections: int = 40
    ip_address: str | None = None
    has_custom_certificate: bool = False
    last_error_date: datetime | None = None
    last_error_message: str | None = None


class Webhook:
    """Carries the updates of a queue to an address. `answer` does the method call that an HTTP answer may contain."""

    def __init__(self, queue: UpdateQueue, now: Callable[[], datetime], answer: Answer) -> None:
        self.settings = Settings()
        self.first_pause = 1.0  # seconds before the first repetition; each further one doubles
        self._queue = queue
        self._now = now
        self._answer = answer
        self._lanes: set[int] = set()
        self._reset = asyncio.Event()

    @property
    def active(self) -> bool:
        """Whether an address is set."""
        return bool(self.settings.url)

    def set(self, settings: Settings) -> None:
        """A new address, or none. What is being tried for the old one ends."""
        self.settings = settings
        self._reset.set()
        self._reset = asyncio.Event()
        self._queue.notify()

    def info(self) -> dict[str, Any]:
        """`WebhookInfo`."""
        settings = self.settings
        info: dict[str, Any] = {
            "url": settings.url,
            "has_custom_certificate": settings.has_custom_certificate,
            "pending_update_count": len(self._queue.pending()),
        }
        if settings.url:
            info["max_connections"] = settings.max_connections
            info["ip_address"] = settings.ip_address or "127.0.0.1"
        if settings.last_error_date is not None:
            info["last_error_date"] = int(settings.last_error_date.timestamp())
            info["last_error_message"] = settings.last_error_message
        if self._queue.allowed is not None:
            info["allowed_updates"] = self._queue.allowed
        return info

    async def run(self) -> None:
        """The background task: one courier a chat that has something pending."""
        timeout = aiohttp.ClientTimeout(total=ANSWER_WITHIN)
        async with aiohttp.ClientSession(timeout=timeout) as session, asyncio.TaskGroup() as couriers:
            while True:
                if self.active:
                    slots = asyncio.Semaphore(self.settings.max_connections)
                    for lane in {item.lane for item in self._queue.pending()} - self._lanes:
                        self._lanes.add(lane)
                        couriers.create_task(self._carry(session, lane, slots))
                await self._queue.change(LONGEST_PAUSE)

    async def _carry(self, session: aiohttp.ClientSession, lane: int, slots: asyncio.Semaphore) -> None:
        settings, pause = self.settings, self.first_pause
        try:
            while self.settings is settings and settings.url:
                item = next((item for item in self._queue.pending() if item.lane == lane), None)
                if item is None:
                    return
                async with slots:
                    delivered = await self._deliver(session, settings, item)
                if delivered:
                    self._queue.confirm(item.update_id)
                    pause = self.first_pause
                else:
                    await self._rest(pause)
                    pause = min(pause * 2, LONGEST_PAUSE)
        finally:
            self._lanes.discard(lane)
            self._queue.notify()

    async def _rest(self, pause: float) -> None:
        """Wait before the next try, less when the address changes."""
        try:
            async with asyncio.timeout(pause):
                await self._reset.wait()
        except TimeoutError:
            return

    async def _deliver(self, session: aiohttp.ClientSession, settings: Settings, item: Pending) -> bool:
        headers = {"X-Telegram-Bot-Api-Secret-Token": settings.secret_token} if settings.secret_token else {}
        body = json.dumps(item.body, ensure_ascii=False).encode()
        headers["Content-Type"] = "application/json"
        try:
            async with session.post(settings.url, data=body, headers=headers, allow_redirects=False) as response:
                answer = await response.read()
                status, reason = response.status, response.reason
        except (aiohttp.ClientError, TimeoutError, ValueError) as error:
            self._failed(settings, "Read timeout expired" if isinstance(error, TimeoutError) else "Connection refused")
            return False
        if status not in SUCCESS:
            self._failed(settings, f"Wrong response from the webhook: {status} {reason}")
            return False
        await self._do(answer)
        return True

    async def _do(self, answer: bytes) -> None:
        """An answer may itself be a call: `{"method": "sendMessage", ...}`."""
        try:
            call = json.loads(answer)
        except (ValueError, RecursionError):
            return
        if isinstance(call, dict) and isinstance(call.get("method"), str):
            await self._answer(call)

    def _failed(self, settings: Settings, message: str) -> None:
        settings.last_error_date = self._now()
        settings.last_error_message = message
