"""Which updates a handler is for."""

from __future__ import annotations

from typing import Any

from aiogram import Bot
from aiogram.filters import BaseFilter
from aiogram.filters import Command as AiogramCommand
from aiogram.types import CallbackQuery, Message

from mentoring.actor import Actor
from mentoring.taps import NotATapError, Tap, read_tap


class Tapped(BaseFilter):
    """A tap on a button of one of these kinds; the handler gets it as `tap`."""

    def __init__(self, *kinds: type[Tap]) -> None:
        self._kinds = kinds

    async def __call__(self, query: CallbackQuery) -> bool | dict[str, Any]:
        try:
            found = read_tap(query.data or "")
        except NotATapError:
            return False
        return {"tap": found} if isinstance(found, self._kinds) else False


class Command(AiogramCommand):
    """A text that begins with this command, however it is capitalised and whichever bot it names.

    aiogram's own reads captions as well, and asks Telegram for the bot's name: a file called "/help" is a file, and
    nothing goes over the network within a transaction.
    """

    def __init__(self, word: str) -> None:
        super().__init__(word, ignore_case=True, ignore_mention=True)

    async def __call__(self, message: Message, bot: Bot) -> bool | dict[str, Any]:
        return await super().__call__(message, bot) if message.text else False


class Known(BaseFilter):
    """Only people we know; strangers are answered elsewhere."""

    async def __call__(self, _event: Any, actor: Actor | None) -> bool:
        return actor is not None


class ReadsReports(BaseFilter):
    """Coordinators, leads and the federation, past their welcome."""

    async def __call__(self, _event: Any, actor: Actor | None) -> bool:
        return actor is not None and (actor.is_staff or actor.reads_federation)


class Staff(BaseFilter):
    """Only coordinators and leads past their welcome."""

    async def __call__(self, _event: Any, actor: Actor | None) -> bool:
        return actor is not None and actor.is_staff
