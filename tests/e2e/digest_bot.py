"""A bot at half past eight of a Monday that ends itself with SIGKILL at a named point; run by test_digest_crash.

As in crash_bot, the points are set from outside by wrapping the stages of a real process. Its programme time stands
still at that moment; the job is late by a minute, so that it runs as soon as the bot is there.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any

from bot.clocks import StandingClock
from bot.logs import set_up_logs
from bot.process import Options, Process
from storage.database import Database, Store
from storage.sealing import Vault
from tests.e2e.crash_bot import KEY, LOOKUP, Fuse, Plan

MORNING = datetime(2026, 11, 23, 7, 30, tzinfo=UTC)  # 08:30 in Brussels, a Monday
WRITTEN, COMMITTED = "digests written, not committed", "digests committed"
CLAIMED, PREPARED = "rows claimed", "rows prepared"
SENDING, SENT, MARKED = "about to send", "sent, not marked", "marked"


class MorningDatabase(Database):
    """A database that passes points around the commit of whatever writes messages without a chat: the job."""

    fuse: Fuse

    @asynccontextmanager
    async def write(self, chat_lookup: bytes | None = None) -> AsyncIterator[Store]:
        async with super().write(chat_lookup) as store:
            yield store
            is_job = chat_lookup is None and store.outbox_grew
            if is_job:
                self.fuse.at(WRITTEN)
        if is_job:
            self.fuse.at(COMMITTED)


def run(plan: Plan) -> None:
    """The child's main: runs until it kills itself or is killed."""
    set_up_logs("console", 50)
    asyncio.run(_run(plan))


async def _run(plan: Plan) -> None:
    fuse = Fuse(plan)
    database = MorningDatabase(plan.database_url, Vault([KEY], LOOKUP))
    database.fuse = fuse
    if not database.is_postgres:
        database.claim_file()
    options = Options(token=plan.token, api_url=plan.api_url, messages_per_second=0)
    process = Process(options, database, StandingClock(MORNING))
    began = process.supervisor.start

    def start(work: Any, name: str) -> Any:
        if name == "courier":  # it is made and has not begun yet
            _light_courier(process, fuse)
        return began(work, name)

    process.supervisor.start = start  # type: ignore[method-assign]
    await process.start()
    await asyncio.Event().wait()


def _light_courier(process: Process, fuse: Fuse) -> None:
    courier = process.courier
    assert courier is not None
    _light(courier, "claim", fuse, after=CLAIMED)
    _light(courier, "prepare", fuse, after=PREPARED)
    _light(courier, "send", fuse, before=SENDING, after=SENT)
    _light(courier, "mark", fuse, after=MARKED)
    courier._ledger._mark = courier.mark  # the ledger holds the method as it was


def _light(part: Any, stage: str, fuse: Fuse, *, before: str = "", after: str = "") -> None:
    """Passes the points of a stage only where it has digests in hand."""
    real: Callable[..., Awaitable[Any]] = getattr(part, stage)

    async def wrapped(*arguments: Any, **named: Any) -> Any:
        if before and _has_digest(arguments):
            fuse.at(before)
        result = await real(*arguments, **named)
        if after and _has_digest((result, *arguments)):
            fuse.at(after)
        return result

    setattr(part, stage, wrapped)


def _has_digest(values: Any) -> bool:
    """Whether a row of a digest is among rows, letters or verdicts."""
    for value in values:
        if isinstance(value, list | tuple) and not hasattr(value, "_fields"):
            if _has_digest(value):
                return True
        elif getattr(getattr(value, "row", value), "kind", "") == "morning.digest":
            return True
    return False
