"""The sandbox's time, and the port through which a demo lets it travel."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Protocol

from sandbox.errors import ControlError

log = logging.getLogger(__name__)
RUN_STEP = 0.25  # real seconds between two steps of a running clock
FASTEST = 1_000_000


class ProgrammePort(Protocol):
    """What a programme that lives in the same process hands over, so that its time can be moved from outside."""

    async def settle(self, timeout: float) -> None:  # noqa: ASYNC109  the contract names it
        """Return when every update is handled and nothing due is unsent. TimeoutError after `timeout` seconds."""

    async def advance(self, to: datetime) -> datetime:
        """Move programme time to `to`; what falls due on the way happens in order. Returns the new now."""
        ...


def real_now() -> datetime:
    """The wall clock: the sandbox's time when it stands alone."""
    return datetime.now(UTC)  # noqa: TID251  the one place where real time comes in


class SandboxClock:
    """Now, and how fast it runs. `run` is 0 when programme time stands still (or is real time)."""

    def __init__(self, now: Callable[[], datetime], changed: Callable[[], None]) -> None:
        self.now = now
        self.port: ProgrammePort | None = None
        self.run = 0.0
        self._changed = changed
        self._moving = asyncio.Lock()
        self._told = asyncio.Event()

    def needs_port(self) -> ProgrammePort:
        """The port, or 409: real time cannot be moved."""
        if self.port is None:
            raise ControlError(409, "This sandbox runs on real time, so its clock cannot be moved.")
        return self.port

    async def advance(self, to: datetime) -> None:
        """Travel to `to`. 400 when that lies in the past."""
        port = self.needs_port()
        async with self._moving:
            if to < self.now():
                raise ControlError(400, "Time only moves forward.")
            await port.advance(to)
        self._changed()

    def set_run(self, factor: float) -> None:
        """From now on, a real second is `factor` seconds of programme time; 0 stops."""
        self.needs_port()
        if not 0 <= factor <= FASTEST:
            raise ControlError(400, f"run is a factor between 0 and {FASTEST}.")
        self.run = factor
        self._told.set()
        self._changed()

    async def keep_running(self) -> None:
        """The background task behind `run`: moves programme time in small steps, for as long as it is wanted."""
        while True:
            await self._told.wait()
            self._told.clear()
            last = time.monotonic()
            while self.run > 0 and self.port is not None:
                await asyncio.sleep(RUN_STEP)
                last = await self._step(self.port, last)

    async def _step(self, port: ProgrammePort, last: float) -> float:
        elapsed = time.monotonic() - last
        try:
            async with self._moving:
                await port.advance(self.now() + timedelta(seconds=elapsed * self.run))
        except Exception:
            log.exception("time stops, because the programme failed on the way")
            self.run = 0
        self._changed()
        return last + elapsed
