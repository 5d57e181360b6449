"""Telegram's flood limits, in real time. Source: the Bot API FAQ ("My bot is hitting limits"), paid broadcasts."""

from __future__ import annotations

import math
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

from sandbox.errors import too_many_requests

CLEAN_ABOVE = 5000


@dataclass(frozen=True)
class Rate:
    """`per_second` in the long run, `burst` at once."""

    per_second: float
    burst: int


CHAT = Rate(1, 5)  # "short bursts" are allowed, their size is not documented
GROUP_MESSAGES, GROUP_WINDOW = 20, 60.0  # seconds
OVERALL = Rate(30, 30)
PAID = Rate(1000, 1000)


@dataclass
class FloodLimits:
    """Buckets of one bot. `monotonic` gives real seconds."""

    enabled: bool = True
    monotonic: Callable[[], float] = time.monotonic
    _full_at: dict[int | str, float] = field(default_factory=dict)  # when each bucket has drained
    _groups: dict[int, deque[float]] = field(default_factory=dict)  # when the latest messages went

    def spend(self, chat_id: int, *, paid: bool = False) -> None:
        """Count one message. Raises `ApiError` 429 with the seconds to wait; a refused message counts nothing."""
        if not self.enabled:
            return
        now = self.monotonic()
        overall = ("paid", PAID) if paid else ("free", OVERALL)
        buckets: list[tuple[int | str, Rate]] = [(chat_id, CHAT), overall]
        levels = {key: max(self._full_at.get(key, now), now) + 1 / rate.per_second for key, rate in buckets}
        wait = max(levels[key] - now - rate.burst / rate.per_second for key, rate in buckets)
        if chat_id < 0:
            wait = max(wait, self._group_wait(chat_id, now))
        if wait > 1e-6:
            raise too_many_requests(max(1, math.ceil(wait)))
        self._full_at.update(levels)
        if chat_id < 0:
            self._groups.setdefault(chat_id, deque(maxlen=GROUP_MESSAGES)).append(now)
        if len(self._full_at) > CLEAN_ABOVE:
            self._full_at = {key: level for key, level in self._full_at.items() if level > now}

    def _group_wait(self, chat_id: int, now: float) -> float:
        """Seconds until the window has room again: never more than 20 within any minute."""
        sent = self._groups.get(chat_id)
        return sent[0] + GROUP_WINDOW - now if sent and len(sent) == GROUP_MESSAGES else 0.0
