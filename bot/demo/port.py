"""What the sandbox is handed in the demo: wait until all is quiet, and move programme time."""

from __future__ import annotations

import asyncio
from datetime import datetime

from bot.clocks import StandingClock
from bot.demo.life import Life
from bot.process import Process
from storage import backlog


class DemoPort:
    """Implements the sandbox's programme port over a process whose clock stands still unless moved."""

    def __init__(self, process: Process, clock: StandingClock, life: Life | None = None) -> None:
        """`life`: who answers on the way."""
        self._process = process
        self._clock = clock
        self._travelling = asyncio.Lock()
        self._life = life

    async def settle(self, timeout: float) -> None:  # noqa: ASYNC109 - the port's own contract
        """Returns when every update in hand is handled, every chore done, nothing due unsent. Raises TimeoutError."""
        process = self._process
        assert process.intake is not None
        assert process.courier is not None
        assert process.chores is not None
        async with asyncio.timeout(timeout):
            while True:
                await process.intake.poller.until_idle()
                await process.chores.idle()
                await process.courier.idle()
                if process.intake.poller.is_idle:
                    return

    def wake(self) -> None:
        """What has been posted beside the bot goes out."""
        assert self._process.courier is not None
        self._process.courier.wake()

    async def advance(self, to: datetime) -> datetime:
        """Moves from one thing that falls due to the next, lets each happen, and ends at that moment."""
        async with self._travelling:
            while (step := await self._next_step(to)) is not None:
                self._clock.advance_to(step)
                await self._happen()
            self._clock.advance_to(to)
            await self._happen()
            return self._clock.now()

    async def _next_step(self, to: datetime) -> datetime | None:
        now = self._clock.now()
        async with self._process.database.read() as store:
            due = await backlog.next_due(store, now)
        lives = self._life.next_at() if self._life else None
        moments = (due, await self._process.jobs.next_firing(now), max(lives, now) if lives else None)
        step = min((moment for moment in moments if moment is not None), default=None)
        return step if step is not None and step <= to else None

    async def _happen(self) -> None:
        await self._process.jobs.run_due(self._clock.now())
        self.wake()
        await self.settle(60)
        if self._life and await self._life.live(self._clock.now()):
            self.wake()
            await self.settle(60)
