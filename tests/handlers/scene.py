"""Plays people against the real dispatcher, transaction by transaction, without Telegram.

    scene = await Scene.open(tmp_path)
    await scene.says(ANNA, "/start abc")
    assert isinstance(scene.last(ANNA), WelcomeLanguage)
    await scene.taps(ANNA, ChooseLanguage("nl"))

What leaves through the outbox is read from its rows; what goes straight out is caught at aiogram's session.
"""

from __future__ import annotations

import json
from collections.abc import AsyncGenerator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from aiogram import Bot, Dispatcher
from aiogram.client.default import DefaultBotProperties
from aiogram.client.session.base import BaseSession
from aiogram.methods import TelegramMethod
from sqlalchemy import create_engine, select

from bot.clocks import StandingClock
from bot.intake.direct import Direct
from bot.intake.receiver import Receiver
from bot.intake.unit import BotFacts, Dialogues, UnitOfWork
from handlers.routing import build_router
from locales.rendering import Rendered, load_all, render
from mentoring.messages.base import Message, from_params
from mentoring.taps import Tap
from mentoring.work import Work
from storage.database import Database
from storage.sealing import Vault
from storage.tables import Outbox, Person, metadata
from storage.words import Call
from tests.databases import no_waiting_for_the_disk

START = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)  # a Tuesday


@cache
def _empty_database() -> bytes:
    """A SQLite file with all tables: made once, copied for each scene."""
    engine = create_engine("sqlite://")
    metadata.create_all(engine)
    with closing(engine.raw_connection()) as connection:
        assert connection.driver_connection is not None
        content: bytes = connection.driver_connection.serialize()
    engine.dispose()
    return content


class RecordingSession(BaseSession):
    """Answers every call with success and remembers it."""

    def __init__(self) -> None:
        super().__init__()
        self.calls: list[TelegramMethod[Any]] = []

    async def make_request(self, bot: Bot, method: TelegramMethod[Any], timeout: int | None = None) -> Any:  # noqa: ASYNC109 - aiogram's signature
        self.calls.append(method)
        return True

    async def close(self) -> None:
        pass

    async def stream_content(self, *args: Any, **kwargs: Any) -> AsyncGenerator[bytes, None]:
        yield b""


@dataclass
class Scene:
    database: Database
    clock: StandingClock
    receiver: Receiver
    session: RecordingSession
    facts: BotFacts
    update_id: int = 1000
    message_ids: dict[int, int] = field(default_factory=dict)
    phone_languages: dict[int, str] = field(default_factory=dict)

    @classmethod
    async def open(cls, folder: Path, *, topics: bool = False) -> Scene:
        load_all()
        (folder / "scene.db").write_bytes(_empty_database())
        database = Database(f"sqlite:///{folder}/scene.db", Vault([b"k" * 32], b"l" * 32))
        no_waiting_for_the_disk(database)
        clock = StandingClock(START)
        session = RecordingSession()
        bot = Bot("123456:" + "A" * 35, session=session, default=DefaultBotProperties(parse_mode="HTML"))
        facts = BotFacts(id=123456, username="tandem_bot", has_topics=topics)
        dispatcher = Dispatcher(disable_fsm=True)
        dispatcher.update.outer_middleware(UnitOfWork(database, clock, clock, facts))
        dispatcher.update.outer_middleware(Dialogues())
        dispatcher.include_router(build_router())
        direct = Direct(bot, database, clock, clock)
        return cls(database, clock, Receiver(bot, dispatcher, database, clock, clock, direct), session, facts)

    async def close(self) -> None:
        await self.database.close()

    def work(self, store: Any, cause: str = "test") -> Work:
        """A unit of work for arranging things with use cases inside `async with scene.database.write() as store`."""
        return Work(
            store,
            self.clock.now(),
            self.clock.now(),
            cause,
            has_topics=self.facts.has_topics,
            bot_username="tandem_bot",
        )

    def advance(self, span: timedelta) -> None:
        self.clock.advance_to(self.clock.now() + span)

    # -- what people do ------------------------------------------------------------------------------------------
    async def says(self, user: int, text: str | None = None, *, topic: int | None = None, **content: Any) -> int:
        """A message; `content` holds other fields of it (photo=[...], reply_to_message=...). Returns its message id."""
        message = self._message(user, topic) | ({"text": text} if text is not None else {}) | content
        if text is not None and text.startswith("/"):
            message["entities"] = [{"type": "bot_command", "offset": 0, "length": len(text.split()[0])}]
        await self.feed({"message": message})
        return int(message["message_id"])

    async def taps(self, user: int, tap: Tap | str, *, on: int = 1, topic: int | None = None) -> None:
        """A tap on a button of a message of the bot's (any message: what counts is the data)."""
        message = self._message(user, topic) | {"message_id": on, "from": self._bot(), "text": "x"}
        data = tap if isinstance(tap, str) else tap.pack()
        query = {
            "id": str(self.update_id),
            "from": self._user(user),
            "chat_instance": "1",
            "message": message,
            "data": data,
        }
        await self.feed({"callback_query": query})

    async def feed(self, event: dict[str, Any], update_id: int | None = None) -> None:
        self.update_id += 1
        number = update_id or self.update_id
        self.session.calls.clear()
        counted = await self.receiver.count([number])
        await self.receiver.handle({"update_id": number, **event}, *counted[number])

    # -- what people see -----------------------------------------------------------------------------------------
    async def rows(self, user: int | None = None) -> list[Outbox]:
        """The outbox rows, oldest first, of everybody or of one person (also a stranger)."""
        async with self.database.read() as store:
            rows = (await store.session.execute(select(Outbox).order_by(Outbox.id))).scalars().all()
            if user is None:
                return list(rows)
            lookup = self.database.vault.lookup("user", user)
            people = select(Person.id).where(Person.user_lookup == lookup)
            person_id = (await store.session.execute(people)).scalar_one_or_none()
            stranger = "chat:" + self.database.vault.lookup("chat", user).hex()
            return [row for row in rows if row.person_id == person_id is not None or row.chat_key == stranger]

    async def messages(self, user: int) -> list[Message]:
        """The declared messages that were posted to them, cards and their changes too, oldest first."""
        rows = [row for row in await self.rows(user) if row.call in {Call.SEND, Call.CARD}]
        return [from_params(row.kind, json.loads(row.open(self.database.vault, "params") or "{}")) for row in rows]

    async def last(self, user: int) -> Message:
        return (await self.messages(user))[-1]

    def edits(self) -> list[str]:
        """The texts that tapped messages became in the last update."""
        return [call.text for call in self.session.calls if type(call).__name__ == "EditMessageText"]

    def toasts(self) -> list[str]:
        """The toasts of the last update."""
        return [c.text for c in self.session.calls if type(c).__name__ == "AnswerCallbackQuery" and c.text]

    @staticmethod
    def rendered(message: Message, language: str = "en") -> Rendered:
        return render(message, language, ZoneInfo("Europe/Brussels"))

    # -- building updates ----------------------------------------------------------------------------------------
    def _user(self, user: int) -> dict[str, Any]:
        return {
            "id": user,
            "is_bot": False,
            "first_name": f"P{user}",
            "language_code": self.phone_languages.get(user, "fr"),
        }

    def _bot(self) -> dict[str, Any]:
        return {"id": self.facts.id, "is_bot": True, "first_name": "Tandem", "username": self.facts.username}

    def _message(self, user: int, topic: int | None) -> dict[str, Any]:
        number = self.message_ids[user] = self.message_ids.get(user, 100) + 1
        message = {
            "message_id": number,
            "date": int(self.clock.now().timestamp()),
            "chat": {"id": user, "type": "private", "first_name": f"P{user}"},
            "from": self._user(user),
        }
        return message | ({"message_thread_id": topic, "is_topic_message": True} if topic else {})
