"""Takes updates from polling or a webhook, each with its deadline and its counted attempts."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any

import structlog
from aiogram import Bot, Dispatcher
from aiogram.exceptions import TelegramAPIError
from aiogram.types import Update
from pydantic import ValidationError
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError

from bot.intake.direct import Direct
from bot.intake.unit import Outcome
from locales.languages import offered_language
from mentoring.actor import load_actor
from mentoring.clock import Clock
from mentoring.messages.system import SomethingWentWrong
from mentoring.work import Work
from storage import updates
from storage.database import Database
from storage.words import UpdateState

log = structlog.get_logger()

DEADLINE_SECONDS = 20.0
MAX_ATTEMPTS = 3
_DATABASE_AWAY = (OperationalError, InterfaceError, ConnectionError)


class Receiver:
    """Handles raw updates. Returning means: it had its effect, or was recorded as skipped; it may be acknowledged."""

    def __init__(
        self, bot: Bot, dispatcher: Dispatcher, database: Database, clock: Clock, real_clock: Clock, direct: Direct
    ) -> None:
        self._bot = bot
        self._dispatcher = dispatcher
        self._database = database
        self._clock = clock
        self._real_clock = real_clock
        self._direct = direct

    async def take(self, raw: Mapping[str, Any]) -> None:
        """One update from the webhook: counted and handled."""
        counted = await self.count([int(raw["update_id"])])
        await self.handle(raw, *counted[int(raw["update_id"])])

    async def count(self, update_ids: Sequence[int]) -> dict[int, tuple[str, int]]:
        """Counts an attempt for each, in a transaction of its own: a crash while handling leaves its trace."""
        while True:
            try:
                async with self._database.write() as store:
                    return await updates.count_attempts(store, update_ids, self._real_clock.now())
            except _DATABASE_AWAY as error:
                log.warning("database away", error=type(error).__name__)
                await asyncio.sleep(1)

    async def handle(self, raw: Mapping[str, Any], state: str, attempts: int) -> None:
        """Handles one counted update, again if it fails, at most MAX_ATTEMPTS times over all processes."""
        update_id = int(raw["update_id"])
        if state != UpdateState.SEEN:
            return
        while attempts <= MAX_ATTEMPTS:
            try:
                async with asyncio.timeout(DEADLINE_SECONDS):
                    await self._try(raw)
            except _DATABASE_AWAY as error:
                if isinstance(error, DBAPIError) and not error.connection_invalidated and attempts >= MAX_ATTEMPTS:
                    break
                log.warning("database away", update=update_id, error=type(error).__name__)
                await asyncio.sleep(1)
            except ValidationError:
                log.warning("update not understood", update=update_id)
                break
            except Exception as error:
                log.exception("update failed", update=update_id, attempt=attempts, error=type(error).__name__)
            else:
                return
            attempts += 1
            if attempts <= MAX_ATTEMPTS:
                await self.count([update_id])
        await self._skip(raw)

    async def _try(self, raw: Mapping[str, Any]) -> None:
        update = Update.model_validate(raw, context={"bot": self._bot})
        outcome = await self._dispatcher.feed_update(self._bot, update)
        if isinstance(outcome, Outcome):
            await self._direct.carry_out(update.callback_query, outcome)

    async def _skip(self, raw: Mapping[str, Any]) -> None:
        """Records it without its content, and tells the person that something went wrong; a tap is answered."""
        update_id = int(raw["update_id"])
        await self._say_sorry(raw, update_id)
        query_id = _part(raw, "callback_query", "id")
        if isinstance(query_id, str):
            with suppress(TelegramAPIError):
                await self._bot.answer_callback_query(query_id)

    async def _say_sorry(self, raw: Mapping[str, Any], update_id: int) -> None:
        user = _sender(raw)
        async with self._database.write() as store:
            if not await updates.mark_done(store, update_id, UpdateState.SKIPPED, self._real_clock.now()):
                return
            log.error("update skipped", update=update_id)
            if user is None:
                return
            work = Work(store, self._clock.now(), self._real_clock.now(), f"update:{update_id}:skipped")
            actor = await load_actor(store, user[0])
            if actor is not None:
                await work.post(actor.person.id, SomethingWentWrong())
            else:
                await work.post_to_chat(user[0], offered_language(user[1]), SomethingWentWrong())


def _sender(raw: Mapping[str, Any]) -> tuple[int, str | None] | None:
    """Who wrote or tapped in a private chat: (user id, phone language). Trusts no shape: nothing was checked."""
    for name in ("message", "edited_message", "callback_query"):
        user_id, language = _part(raw, name, "from", "id"), _part(raw, name, "from", "language_code")
        kind = _part(raw, name, "chat", "type") or _part(raw, name, "message", "chat", "type") or "private"
        if isinstance(user_id, int) and kind == "private":
            return user_id, language if isinstance(language, str) else None
    return None


def chat_of(raw: Mapping[str, Any]) -> int:
    """Which chat an update belongs to, for the order within a chat; 0 for those of none."""
    for name in ("message", "edited_message", "callback_query", "my_chat_member", "message_reaction"):
        for place in (("chat",), ("message", "chat"), ("from",)):
            chat_id = _part(raw, name, *place, "id")
            if isinstance(chat_id, int):
                return chat_id
    return 0


def _part(of: Any, *names: str) -> Any:
    """What stands under these names, one within the other; None where nothing does."""
    for name in names:
        of = of.get(name) if isinstance(of, Mapping) else None
    return of
