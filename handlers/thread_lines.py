"""Whose line is open, without topics: /chats, and a tap to write to somebody else. Works while a question waits."""

from __future__ import annotations

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from handlers.filters import Command, Known, Tapped
from mentoring.actor import Actor
from mentoring.effects import Effects, Reply
from mentoring.lines import chats, open_line, switch_line
from mentoring.taps_thread import OpenLine, SwitchLine
from mentoring.work import Work

router = Router(name="thread-lines")
router.message.filter(Known())
router.callback_query.filter(Known())


@router.message(Command("chats"))
async def on_chats(_message: Message, actor: Actor, work: Work) -> Effects:
    return [Reply(await chats(actor, work))]


@router.callback_query(Tapped(OpenLine))
async def on_open_line(
    _query: CallbackQuery, tap: OpenLine, actor: Actor, work: Work, raw_state: str | None
) -> Effects:
    return await open_line(actor, work, tap.thread_id, question_waits=raw_state is not None)


@router.callback_query(Tapped(SwitchLine))
async def on_switch_line(
    _query: CallbackQuery, tap: SwitchLine, actor: Actor, work: Work, raw_state: str | None
) -> Effects:
    return await switch_line(actor, work, tap.thread_id, question_waits=raw_state is not None)
