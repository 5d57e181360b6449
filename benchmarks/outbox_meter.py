"""What the contestants have in common: the meter, ready messages, and workers who send them."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.outbox_stub import ask

TOKEN = "123456:benchmark"


@dataclass(frozen=True)
class Ready:
    """A message that only has to be sent. `keyboard` as the Bot API writes it."""

    chat_id: int
    text: str
    keyboard: dict[str, Any] | None


Send = Callable[[Ready], Awaitable[Any]]


@dataclass(frozen=True)
class Result:
    """`cpu` is processor seconds of the contestant's process, all threads; `peak_mb` the most memory it ever held."""

    messages: int
    seconds: float
    cpu: float
    peak_mb: float

    @property
    def rate(self) -> float:
        """Messages a second."""
        return self.messages / self.seconds

    @property
    def cpu_per_thousand(self) -> float:
        return self.cpu / self.messages * 1000

    @property
    def load(self) -> float:
        """The share of one core."""
        return self.cpu / self.seconds


class Meter:
    """Runs from when it is made."""

    def __init__(self) -> None:
        self._began, self._cpu = time.perf_counter(), time.process_time()

    def result(self, messages: int) -> Result:
        """What was spent until now."""
        return Result(
            messages, time.perf_counter() - self._began, time.process_time() - self._cpu, peak_memory() / 1024
        )


async def forget_arrivals(api_url: str) -> None:
    """What was sent to warm up does not count at the Bot API either."""
    await asyncio.to_thread(ask, api_url, "reset")


def read_ready(path: Path) -> list[Ready]:
    """The messages that `benchmarks/outbox_wave.py` wrote there."""
    return [Ready(**message) for message in json.loads(path.read_text())]


async def send_all(api_url: str, send: Send, messages: Sequence[Ready], parallel: int, warm_up: int = 100) -> Result:
    """So many workers, who take one message after the other; before the meter runs they send some to warm up."""
    await _send(send, messages[:warm_up], parallel)
    await forget_arrivals(api_url)
    meter = Meter()
    await _send(send, messages, parallel)
    return meter.result(len(messages))


async def _send(send: Send, messages: Iterable[Ready], parallel: int) -> None:
    waiting = iter(messages)

    async def work() -> None:
        for message in waiting:
            await send(message)

    async with asyncio.TaskGroup() as group:
        for _ in range(parallel):
            group.create_task(work())


def peak_memory() -> int:
    """The most that this process held, in KiB: VmHWM, because ru_maxrss also knows what the parent held."""
    status = Path("/proc/self/status")
    if not status.exists():
        return 0
    (line,) = (line for line in status.read_text().splitlines() if line.startswith("VmHWM:"))
    return int(line.split()[1])
