"""Verdicts are gathered and marked in batches: at once when nothing else is under way, else fifty or 20 ms together."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence

import structlog

from bot.courier.verdicts import Verdict

log = structlog.get_logger()
_FULL = 50
_GATHER_SECONDS = 0.02
_PAUSE_SECONDS = 1.0
Mark = Callable[[Sequence[Verdict]], Awaitable[None]]


class Ledger:
    """Between sending and marking. What cannot be marked now (the database is away) is marked later, never dropped."""

    def __init__(self, mark: Mark) -> None:
        self._mark = mark
        self._verdicts: list[Verdict] = []
        self._under_way = 0
        self._changed = asyncio.Event()
        self._marked = asyncio.Event()

    def expect(self, count: int) -> None:
        """So many verdicts are to come."""
        self._under_way += count

    def add(self, verdict: Verdict) -> None:
        self._under_way -= 1
        self._verdicts.append(verdict)
        self._changed.set()

    @property
    def is_empty(self) -> bool:
        return not self._verdicts and not self._under_way

    async def progress(self, seconds: float) -> None:
        """Returns after the next marks, or after so many seconds."""
        self._marked.clear()
        await _either(self._marked, seconds)

    async def keep(self) -> None:
        """Marks until cancelled."""
        while True:
            await self._changed.wait()
            while self._under_way and len(self._verdicts) < _FULL:
                self._changed.clear()
                if not await _either(self._changed, _GATHER_SECONDS):
                    break
            self._changed.clear()
            await self._write_down()

    async def _write_down(self) -> None:
        batch, self._verdicts = self._verdicts, []
        if not batch:
            return
        try:
            await self._mark(batch)
        except Exception as error:  # noqa: BLE001 - whatever keeps the database away, the verdicts stay
            log.error("marks not written", rows=len(batch), error=type(error).__name__)  # noqa: TRY400
            self._verdicts = batch + self._verdicts
            await asyncio.sleep(_PAUSE_SECONDS)
            self._changed.set()
            return
        self._marked.set()


async def _either(event: asyncio.Event, seconds: float) -> bool:
    """Whether the event came within so many seconds."""
    try:
        async with asyncio.timeout(seconds):
            await event.wait()
    except TimeoutError:
        return False
    return True
