"""getUpdates, asked so that Telegram forgets an update only after its commit."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Mapping
from typing import Any

import structlog

from bot.intake.api import ApiError, RawApi
from bot.intake.receiver import Receiver, chat_of
from bot.supervisor import Supervisor

log = structlog.get_logger()

ALLOWED_UPDATES = ["message", "edited_message", "callback_query", "my_chat_member", "message_reaction"]
_LONG_POLL_SECONDS = 25
_BATCH = 100


class Poller:
    """Different chats in parallel, one chat in order. The offset moves only over a handled prefix."""

    def __init__(self, api: RawApi, receiver: Receiver, supervisor: Supervisor) -> None:
        self._api = api
        self._receiver = receiver
        self._supervisor = supervisor
        self._offset: int | None = None
        self._open: dict[int, bool] = {}  # update id -> handled, in the order Telegram gave them
        self._queues: dict[int, deque[tuple[Mapping[str, Any], str, int]]] = {}
        self._changed = asyncio.Condition()
        self._failing_since: float | None = None  # of the loop's clock

    @property
    def failing_seconds(self) -> float:
        """For how long Telegram has not been heard; 0 while it is."""
        return 0.0 if self._failing_since is None else asyncio.get_running_loop().time() - self._failing_since

    async def run(self) -> None:
        """Polls until cancelled; waits out network trouble and Telegram's refusals."""
        pause = 0.5
        while True:
            try:
                await self._ask()
                pause, self._failing_since = 0.5, None
            except ApiError as error:
                self._fails()
                log.warning("getUpdates refused", code=error.code, description=error.description)
                await asyncio.sleep(error.retry_after or (5 if error.code in {401, 404, 409} else pause))
            except (OSError, TimeoutError) as error:
                self._fails()
                log.warning("getUpdates failed", error=type(error).__name__)
                await asyncio.sleep(pause)
                pause = min(pause * 2, 15)

    def _fails(self) -> None:
        if self._failing_since is None:
            self._failing_since = asyncio.get_running_loop().time()

    async def finished(self) -> None:
        """After `run` was cancelled: returns when every update in hand is handled, and Telegram was told so."""
        await self.until_idle()
        self._advance()
        if self._offset is not None:
            await self._api.call("getUpdates", offset=self._offset, timeout=0, limit=1)

    async def until_idle(self) -> None:
        """Returns when no update is in hand."""
        async with self._changed:
            await self._changed.wait_for(lambda: self.is_idle)

    @property
    def is_idle(self) -> bool:
        return all(self._open.values())

    async def _ask(self) -> None:
        waiting = any(not handled for handled in self._open.values())
        updates = await self._api.call(
            "getUpdates",
            offset=self._offset,
            timeout=0 if waiting else _LONG_POLL_SECONDS,
            limit=_BATCH,
            allowed_updates=ALLOWED_UPDATES,
        )
        fresh = [update for update in updates if update["update_id"] not in self._open]
        if fresh:
            counted = await self._receiver.count([update["update_id"] for update in fresh])
            self._open.update({update["update_id"]: False for update in fresh})
            for update in fresh:
                self._enqueue(update, *counted[update["update_id"]])
        await self._until_the_prefix_moves()

    def _enqueue(self, update: Mapping[str, Any], state: str, attempts: int) -> None:
        chat = chat_of(update)
        queue = self._queues.get(chat)
        if queue is not None:
            queue.append((update, state, attempts))
            return
        self._queues[chat] = deque([(update, state, attempts)])
        self._supervisor.start(self._work_off(chat), f"chat of update {update['update_id']}")

    async def _work_off(self, chat: int) -> None:
        queue = self._queues[chat]
        try:
            while queue:
                update, state, attempts = queue.popleft()
                await self._receiver.handle(update, state, attempts)
                self._open[update["update_id"]] = True
                async with self._changed:
                    self._changed.notify_all()
        finally:
            del self._queues[chat]

    async def _until_the_prefix_moves(self) -> None:
        """With updates in hand it asks again only when the oldest is done: earlier would bring the same again."""
        async with self._changed:
            await self._changed.wait_for(lambda: not self._open or self._advance())

    def _advance(self) -> bool:
        """Moves the offset over what is handled from the front. True: it moved, or nothing is open."""
        moved = False
        for update_id in sorted(self._open):
            if not self._open[update_id]:
                break
            del self._open[update_id]
            self._offset = update_id + 1
            moved = True
        return moved
