"""Server-sent events: the page hears that something changed, and asks again."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

KEEP_ALIVE = 15.0  # seconds
BACKLOG = 1000


class Events:
    """Passes every event on to all who listen. A listener who does not keep up misses the oldest."""

    def __init__(self) -> None:
        self._listeners: set[asyncio.Queue[str | None]] = set()

    def publish(self, kind: str, data: dict[str, Any]) -> None:
        """`kind` is chat, state, clock, call or fault."""
        block = f"event: {kind}\ndata: {json.dumps(data)}\n\n"
        for queue in self._listeners:
            if queue.full():
                queue.get_nowait()
            queue.put_nowait(block)

    def close(self) -> None:
        """End every stream."""
        for queue in self._listeners:
            if queue.full():
                queue.get_nowait()
            queue.put_nowait(None)

    async def listen(self) -> AsyncIterator[str]:
        """Blocks of an event stream, with a comment when nothing happened for a while."""
        queue: asyncio.Queue[str | None] = asyncio.Queue(BACKLOG)
        self._listeners.add(queue)
        try:
            yield ": here\n\n"
            while True:
                try:
                    async with asyncio.timeout(KEEP_ALIVE):
                        block = await queue.get()
                except TimeoutError:
                    block = ": still here\n\n"
                if block is None:
                    return
                yield block
        finally:
            self._listeners.discard(queue)
