"""The one place that starts background tasks: what fails is logged, told to whoever waits, and never lost silently."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any

import structlog

log = structlog.get_logger()


class Supervisor:
    """Owns the process's background tasks. `failed` is set with the first task that ends in an error."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[Any]] = set()
        self.failed: asyncio.Event = asyncio.Event()
        self.error: BaseException | None = None

    def start(self, work: Coroutine[Any, Any, Any], name: str) -> asyncio.Task[Any]:
        task = asyncio.create_task(work, name=name)  # noqa: TID251 - the one supervised place
        self._tasks.add(task)
        task.add_done_callback(self._ended)
        return task

    def _ended(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        if task.cancelled():
            return
        error = task.exception()
        if error is not None:
            log.error("task failed", task=task.get_name(), error=type(error).__name__, exc_info=error)
            self.error = self.error or error
            self.failed.set()

    async def stop(self) -> None:
        """Cancels what still runs and waits for it."""
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
