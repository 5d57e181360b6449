"""A bot that ends itself with SIGKILL at a named point; run in a process of its own by test_crash.

The points are set from outside by wrapping the stages of a real process: nothing of what runs is replaced.
"""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from bot.clocks import RealClock
from bot.logs import set_up_logs
from bot.process import Options, Process
from storage.database import Database, Store
from storage.sealing import Vault

POINTS = (
    "updates fetched",
    "attempts counted",
    "update marked, nothing handled",
    "handled, not committed",
    "committed, not acknowledged",
    "rows claimed",
    "rows prepared",
    "about to send",
    "sent, not marked",
    "marked",
)
KEY, LOOKUP = b"k" * 32, b"l" * 32


@dataclass(frozen=True)
class Plan:
    """Where to die, and at which time of passing there."""

    point: str
    passing: int
    token: str
    api_url: str
    database_url: str


class Fuse:
    """Counts how often the point is passed and ends the process there: at once, without any cleaning up."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._passed = 0

    def at(self, point: str) -> None:
        if point != self._plan.point:
            return
        self._passed += 1
        if self._passed >= self._plan.passing:
            os.kill(os.getpid(), signal.SIGKILL)


class FusedDatabase(Database):
    """A database that passes points around the commit of transactions which handle an update."""

    fuse: Fuse

    @asynccontextmanager
    async def write(self, chat_lookup: bytes | None = None) -> AsyncIterator[Store]:
        async with super().write(chat_lookup) as store:
            yield store
            if chat_lookup is not None:
                self.fuse.at("handled, not committed")
        if chat_lookup is not None:
            self.fuse.at("committed, not acknowledged")


def run(plan: Plan) -> None:
    """The child's main: runs until it kills itself or is killed."""
    set_up_logs("console", 50)
    asyncio.run(_run(plan))


async def _run(plan: Plan) -> None:
    fuse = Fuse(plan)
    database = FusedDatabase(plan.database_url, Vault([KEY], LOOKUP))
    database.fuse = fuse
    database.claim_file()
    process = Process(Options(token=plan.token, api_url=plan.api_url, messages_per_second=0), database, RealClock())
    await process.start()
    assert process.intake is not None
    assert process.courier is not None
    _light(process.intake.receiver, "count", fuse, before="updates fetched", after="attempts counted")
    courier = process.courier
    _light(courier, "claim", fuse, after="rows claimed", if_any=True)
    _light(courier, "prepare", fuse, after="rows prepared", if_any=True)
    _light(courier, "send", fuse, before="about to send", after="sent, not marked")
    _light(courier, "mark", fuse, after="marked", if_any_given=True)
    courier._ledger._mark = courier.mark  # the ledger holds the method as it was
    _light_update_mark(process, fuse)
    await asyncio.Event().wait()


def _light(
    part: Any,
    stage: str,
    fuse: Fuse,
    *,
    before: str = "",
    after: str = "",
    if_any: bool = False,
    if_any_given: bool = False,
) -> None:
    real: Callable[..., Awaitable[Any]] = getattr(part, stage)

    async def wrapped(*arguments: Any, **named: Any) -> Any:
        if before:
            fuse.at(before)
        result = await real(*arguments, **named)
        if after and not (if_any and not result) and not (if_any_given and not arguments[0]):
            fuse.at(after)
        return result

    setattr(part, stage, wrapped)


def _light_update_mark(process: Process, fuse: Fuse) -> None:
    """Passes a point between the mark of the update and its handling: a middleware just before the dialogue's."""
    assert process.intake is not None

    async def pass_by(handler: Callable[..., Awaitable[Any]], event: Any, data: dict[str, Any]) -> Any:
        fuse.at("update marked, nothing handled")
        return await handler(event, data)

    process.intake.dispatcher.update.outer_middleware(pass_by)
