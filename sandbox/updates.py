"""Updates that wait for the bot: kept until confirmed, fetched by long polling, one poller at a time."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sandbox.errors import ApiError
from sandbox.facts import LONGEST_POLL, NOT_BY_DEFAULT, RETENTION_HOURS, UPDATE_TYPES

FIRST_UPDATE = 730_000_001
RETENTION = timedelta(hours=RETENTION_HOURS)
OTHER_POLLER = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
WEBHOOK_SET = (
    "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
)
BY_WEBHOOK = "Conflict: terminated by setWebhook request"


@dataclass(frozen=True)
class Pending:
    """An update that the bot has not confirmed. `lane` is the chat: a chat's updates keep their order."""

    update_id: int
    lane: int
    born: datetime
    body: dict[str, Any]


class UpdateQueue:
    """All pending updates, oldest first."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._pending: dict[int, Pending] = {}
        self._next_id = FIRST_UPDATE
        self._allowed = frozenset(UPDATE_TYPES) - NOT_BY_DEFAULT
        self._allowed_as_set: list[str] | None = None
        self._changed = asyncio.Event()
        self._poller: object | None = None
        self._ended_by: str = OTHER_POLLER
        self._closed = False

    def add(self, kind: str, payload: dict[str, Any], lane: int) -> int | None:
        """Queue an update, unless the bot did not ask for this kind. Returns its id."""
        if kind not in self._allowed:
            return None
        update_id = self._next_id
        self._next_id += 1
        self._pending[update_id] = Pending(update_id, lane, self._now(), {"update_id": update_id, kind: payload})
        self.notify()
        return update_id

    def allow(self, kinds: list[str] | None) -> None:
        """Set `allowed_updates`: None keeps what was set before, empty means the default, unknown names are ignored."""
        if kinds is None:
            return
        known = frozenset(kinds) & frozenset(UPDATE_TYPES)
        self._allowed = known or frozenset(UPDATE_TYPES) - NOT_BY_DEFAULT
        self._allowed_as_set = sorted(known) or None

    @property
    def allowed(self) -> list[str] | None:
        """As getWebhookInfo shows it: absent for the default."""
        return self._allowed_as_set

    def pending(self) -> list[Pending]:
        """What is not confirmed and younger than a day."""
        oldest = self._now() - RETENTION
        for update_id in [item.update_id for item in self._pending.values() if item.born < oldest]:
            del self._pending[update_id]
        return list(self._pending.values())

    def confirm(self, update_id: int) -> None:
        """The bot has this one."""
        if self._pending.pop(update_id, None) is not None:
            self.notify()

    def confirm_below(self, offset: int) -> None:
        """The bot has all before `offset`."""
        for update_id in [number for number in self._pending if number < offset]:
            del self._pending[update_id]
        self.notify()

    def drop(self) -> None:
        """Forget everything that waits."""
        self._pending.clear()
        self.notify()

    def notify(self) -> None:
        """Wake everybody who waits for a change."""
        self._changed.set()
        self._changed = asyncio.Event()

    async def change(self, timeout: float) -> bool:  # noqa: ASYNC109  the wait ends by itself, nothing is cancelled
        """Wait for the next change, at most `timeout` seconds. False when there was none."""
        try:
            async with asyncio.timeout(max(timeout, 0)):
                await self._changed.wait()
        except TimeoutError:
            return False
        return True

    async def all_confirmed(self, timeout: float) -> None:  # noqa: ASYNC109
        """Return when nothing waits. TimeoutError otherwise."""
        deadline = time.monotonic() + timeout
        while self.pending():
            if not await self.change(deadline - time.monotonic()):
                raise TimeoutError

    async def poll(self, offset: int, limit: int, timeout: int, allowed: list[str] | None) -> list[dict[str, Any]]:  # noqa: ASYNC109
        """`getUpdates`. A newer poll ends an older one that still waits, which then gets 409."""
        self.allow(allowed)
        self.end_poll(OTHER_POLLER)
        me = self._poller = object()
        if offset > 0:
            self.confirm_below(offset)
        elif offset < 0:
            numbers = [item.update_id for item in self.pending()]
            self.confirm_below(numbers[max(len(numbers) + offset, 0)] if numbers else 0)
        deadline = time.monotonic() + min(max(timeout, 0), LONGEST_POLL)
        try:
            while not self.pending() and not self._closed and await self.change(deadline - time.monotonic()):
                if self._poller is not me:
                    raise ApiError(409, self._ended_by)
            return [item.body for item in self.pending()[:limit]]
        finally:
            if self._poller is me:
                self._poller = None

    def end_poll(self, reason: str) -> None:
        """Whoever polls now gets 409 with this reason."""
        if self._poller is not None:
            self._poller = None
            self._ended_by = reason
            self.notify()

    def close(self) -> None:
        """The server stops: polls end empty."""
        self._closed = True
        self.notify()
