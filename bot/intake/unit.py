"""One update, one transaction: opened, marked, handled and committed here, and nowhere else."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

from aiogram import BaseMiddleware
from aiogram.dispatcher.event.bases import UNHANDLED
from aiogram.dispatcher.middlewares.user_context import EVENT_CONTEXT_KEY, EventContext
from aiogram.fsm.context import FSMContext
from aiogram.fsm.storage.base import StorageKey
from aiogram.fsm.strategy import FSMStrategy, apply_strategy
from aiogram.types import TelegramObject, Update
from sqlmodel import col, select

from bot.intake.dialogue import TransactionStorage
from bot.intake.groups import is_a_groups
from handlers.errors import line_for
from locales.languages import offered_language
from mentoring.actor import load_actor
from mentoring.clock import Clock
from mentoring.effects import Effect, Effects, Reply, Toast
from mentoring.errors import NotFoundError, OutOfDateError, ProgrammeError
from mentoring.reachability import heard_from
from mentoring.work import Work
from storage.database import Database, Store
from storage.tables import LineSide, Thread
from storage.updates import mark_done
from storage.words import UpdateState

_ALBUM_ID_LENGTH = 40  # Telegram's have about 17 digits; a dedupe key has its limit
STRATEGY = FSMStrategy.USER_IN_TOPIC
_GONE = (NotFoundError, OutOfDateError)  # what was asked about is: what is written next is no answer any more


@dataclass
class BotFacts:
    """What getMe says of the bot."""

    id: int
    username: str
    has_topics: bool

    def topics_changed(self, has_topics: bool) -> None:
        """The courier found out, while it sent, that topics were turned on or off."""
        self.has_topics = has_topics


@dataclass(frozen=True)
class Outcome:
    """What is left to do after the commit: the direct effects, and who they are for."""

    update_id: int
    chat_id: int
    user_id: int
    person_id: int | None
    language: str
    zone: ZoneInfo
    directs: tuple[Effect, ...] = field(default=())
    thread_id: int | None = None  # the thread in whose topic the update came


class UnitOfWork(BaseMiddleware):
    """Opens the transaction, notes the update, lets it be handled, writes the replies, commits."""

    def __init__(self, database: Database, clock: Clock, real_clock: Clock, facts: BotFacts) -> None:
        self._database = database
        self._clock = clock
        self._real_clock = real_clock
        self._facts = facts

    async def __call__(
        self,
        handler: Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]],
        event: TelegramObject,
        data: dict[str, Any],
    ) -> Outcome | None:
        """The outcome after the commit; None where the update had its effect before, or is nobody's."""
        assert isinstance(event, Update)
        context: EventContext = data[EVENT_CONTEXT_KEY]
        lookup = self._database.vault.lookup("chat", context.chat_id or context.user_id or 0)
        async with self._database.write(lookup) as store:
            if not await mark_done(store, event.update_id, UpdateState.HANDLED, self._real_clock.now()):
                return None
            if not _is_a_persons(context) and not is_a_groups(event):
                return None
            return await self._handle(handler, event, data, store)

    async def _handle(
        self, handler: Callable[..., Awaitable[Any]], update: Update, data: dict[str, Any], store: Store
    ) -> Outcome:
        context: EventContext = data[EVENT_CONTEXT_KEY]
        assert context.user is not None
        now = self._clock.now()
        actor = await load_actor(store, context.user.id)
        if actor is not None and update.my_chat_member is None and _is_a_persons(context):
            heard_from(actor)
        work = Work(
            store=store,
            now=now,
            real_now=self._real_clock.now(),
            cause=f"update:{update.update_id}",
            has_topics=self._facts.has_topics,
            bot_username=self._facts.username,
        )
        dialogue = TransactionStorage(store, now)
        data.update(actor=actor, work=work, dialogue=dialogue)
        person_id = actor.person.id if actor else None
        language = actor.person.language if actor else offered_language(context.user.language_code)
        zone = ZoneInfo(actor.person.time_zone if actor else "Europe/Brussels")
        effects, failed = await self._run(handler, update, data, dialogue)
        if actor is None:
            actor = await load_actor(store, context.user.id)  # a stranger may have become somebody just now
        if actor is not None and not failed:
            person_id, language, zone = actor.person.id, actor.person.language, ZoneInfo(actor.person.time_zone)
        thread_id = await self._thread_of(store, person_id, context.thread_id)
        directs: list[Effect] = []
        for effect in effects if _is_a_persons(context) else ():  # in a group nothing is answered to one of them
            if not isinstance(effect, Reply):
                directs.append(effect)
            elif person_id is not None:
                await work.post(
                    person_id,
                    effect.message,
                    thread_id=thread_id,
                    guard=effect.guard,
                    key=effect.key or _once_an_album(update, person_id, effect),
                    expires_at=effect.expires_at,
                    not_before=effect.not_before,
                )
            else:
                await work.post_to_chat(context.user.id, language, effect.message)
        sender = context.user.id
        return Outcome(update.update_id, sender, sender, person_id, language, zone, tuple(directs), thread_id)

    async def _run(
        self, handler: Callable[..., Awaitable[Any]], update: Update, data: dict[str, Any], dialogue: TransactionStorage
    ) -> tuple[Effects, bool]:
        """Runs the handler in a savepoint: a programme error undoes what it did, but not the mark."""
        work: Work = data["work"]
        try:
            async with work.store.session.begin_nested():
                result = await handler(update, data)
        except ProgrammeError as error:
            dialogue.forget_loaded()
            if isinstance(error, _GONE) and _is_an_answer(update) and "state" in data:
                await data["state"].clear()
            line = line_for(error)
            return ([Toast(line, alert=True)] if update.callback_query else [Reply(line)]), True
        return ([] if result is UNHANDLED or result is None else list(result)), False

    async def _thread_of(self, store: Store, person_id: int | None, topic_id: int | None) -> int | None:
        """The thread or line whose topic the update came from, so that the answer lands there too."""
        if person_id is None or topic_id is None or not self._facts.has_topics:
            return None
        statement = select(Thread.id).where(col(Thread.person_id) == person_id, col(Thread.topic_id) == topic_id)
        thread_id = (await store.session.execute(statement)).scalars().first()
        if thread_id is not None:
            return thread_id
        line = select(LineSide.id).where(col(LineSide.person_id) == person_id, col(LineSide.topic_id) == topic_id)
        return (await store.session.execute(line)).scalars().first()


class Dialogues(BaseMiddleware):
    """Gives handlers `state` and `raw_state` on the update's own transaction."""

    async def __call__(
        self,
        handler: Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]],
        event: TelegramObject,
        data: dict[str, Any],
    ) -> Any:
        context: EventContext = data[EVENT_CONTEXT_KEY]
        assert context.chat_id is not None
        assert context.user_id is not None
        chat_id, user_id, thread_id = apply_strategy(STRATEGY, context.chat_id, context.user_id, context.thread_id)
        key = StorageKey(bot_id=data["bot"].id, chat_id=chat_id, user_id=user_id, thread_id=thread_id)
        state = FSMContext(storage=data["dialogue"], key=key)
        data.update(state=state, raw_state=await state.get_state())
        return await handler(event, data)


def _is_an_answer(update: Update) -> bool:
    """Written, and no command: in a dialogue, what was asked for."""
    return update.message is not None and not (update.message.text or "").startswith("/")


def _once_an_album(update: Update, person_id: int, reply: Reply) -> str | None:
    """A key for the answer to a part of an album: its parts are updates of their own, but were sent in one go."""
    message = update.message
    if message is None or message.media_group_id is None:
        return None
    return f"album:{person_id}:{message.media_group_id[:_ALBUM_ID_LENGTH]}:{reply.message.kind}"


def _is_a_persons(context: EventContext) -> bool:
    """Somebody's own, in their private chat. Service messages of what the bot itself did have the bot as sender."""
    if context.user is None or context.chat is None:
        return False
    return context.chat.type == "private" and not context.user.is_bot
