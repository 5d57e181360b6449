"""What nobody else understood."""

from __future__ import annotations

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from mentoring.effects import Effects, Reply, Toast
from mentoring.messages.system import OutOfDate, UnknownCommand

router = Router(name="fallback")


@router.callback_query()
async def on_unknown_button(_query: CallbackQuery) -> Effects:
    """A button of an older version, or callback data nobody made."""
    return [Toast(OutOfDate())]


@router.message()
async def on_anything_else(message: Message) -> Effects:
    return [Reply(UnknownCommand())] if (message.text or "").startswith("/") else []
