"""Telegram's flood limits, kept before it has to ask: 1 a second in a chat, 20 a minute in a group, one rate overall.

Source: the Bot API FAQ, "My bot is hitting limits". Short bursts in a chat are allowed; their size is not documented.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from telegram.ext import BaseRateLimiter

from mentoring.clock import Clock

_EVERYTHING = "*"
_DUST = 1e-6  # what floating point leaves over
_FORGET_AFTER = timedelta(minutes=2)
_PRUNE_ABOVE = 5_000
Sleep = Callable[[float], Awaitable[None]]
Answer = bool | dict[str, Any] | list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Rate:
    """`per_second` in the long run, `burst` at once."""

    per_second: float
    burst: float


CHAT = Rate(1.0, 4)
GROUP = Rate(20 / 60, 3)


@dataclass(slots=True)
class Bucket:
    level: float  # may go below nothing: what was sent anyway
    at: datetime


@dataclass(frozen=True, slots=True)
class Pass:
    """Handed to a call as its `rate_limit_args`: the chat's key, and whether its place was taken already."""

    chat_key: str
    taken: bool = False


class Limits(BaseRateLimiter[Pass]):
    """Tokens for everything and for each chat. The courier claims only as much as can go out at once, and takes the
    tokens then, so that nothing urgent waits behind what was claimed before; here the second call of a row waits.

    `per_second` 0: no limit at all, also none per chat (a local Bot API server, the sandbox without limits).
    """

    def __init__(self, per_second: float, real_clock: Clock, sleep: Sleep = asyncio.sleep) -> None:
        self._overall = Rate(per_second, max(1.0, per_second / 5))
        self._clock = real_clock
        self._sleep = sleep
        self._buckets: dict[str, Bucket] = {}

    async def initialize(self) -> None:
        """Nothing to prepare."""

    async def shutdown(self) -> None:
        """Nothing to give back."""

    def room(self, most: int) -> int:
        """How many calls can go out now, `most` at most."""
        if not self._overall.per_second:
            return most
        return min(most, int(self._level(_EVERYTHING, self._overall) + _DUST))

    def closed(self) -> list[str]:
        """The chats to which nothing can go out now."""
        return [key for key in self._buckets if key != _EVERYTHING and self._level(key, _rate(key)) < 1 - _DUST]

    def take(self, chat_key: str) -> None:
        """Counts one call to that chat."""
        if not self._overall.per_second:
            return
        now = self._clock.now()
        for key, rate in ((_EVERYTHING, self._overall), (chat_key, _rate(chat_key))):
            self._buckets[key] = Bucket(self._level(key, rate) - 1, now)
        if len(self._buckets) > _PRUNE_ABOVE:
            self._buckets = {key: it for key, it in self._buckets.items() if now - it.at < _FORGET_AFTER}

    def opens_in(self) -> float | None:
        """Seconds until something that is closed now opens; None where all is open."""
        if not self._overall.per_second:
            return None
        waits = [self._wait(key, self._overall if key == _EVERYTHING else _rate(key)) for key in self._buckets]
        return min((wait for wait in waits if wait > 0), default=None)

    async def process_request(
        self,
        callback: Callable[..., Coroutine[Any, Any, Answer]],
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: Pass | None,
    ) -> Answer:
        """The library's hook. A refusal (RetryAfter) goes up: the courier writes it down, so that it outlives us."""
        del endpoint
        if rate_limit_args is not None and not rate_limit_args.taken:
            await self._wait_for(rate_limit_args.chat_key)
        chat = data.get("chat_id")
        if isinstance(chat, int) and chat < 0:
            await self._wait_for(f"group:{chat}")
        return await callback(*args, **kwargs)

    async def _wait_for(self, key: str) -> None:
        while self._overall.per_second:
            wait = max(self._wait(key, _rate(key)), self._wait(_EVERYTHING, self._overall))
            if wait <= 0:
                break
            await self._sleep(wait)
        self.take(key)

    def _level(self, key: str, rate: Rate) -> float:
        bucket = self._buckets.get(key)
        if bucket is None:
            return rate.burst
        passed = abs((self._clock.now() - bucket.at).total_seconds())  # a clock that is set back closes nothing
        return min(rate.burst, bucket.level + passed * rate.per_second)

    def _wait(self, key: str, rate: Rate) -> float:
        missing = 1 - self._level(key, rate)
        return 0.0 if missing <= _DUST else missing / rate.per_second


def _rate(key: str) -> Rate:
    return GROUP if key.startswith("group:") else CHAT
