"""Somebody blocks the bot, or comes back."""

from __future__ import annotations

from aiogram import Router
from aiogram.filters import KICKED, MEMBER, ChatMemberUpdatedFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import ChatMemberUpdated

from handlers import welcome
from handlers.filters import Known
from mentoring.actor import Actor
from mentoring.answering import open_questions
from mentoring.effects import Effects, Reply
from mentoring.reachability import blocked, came_back, in_a_moment
from mentoring.sessions.board import catch_up
from mentoring.welcome import unfinished
from mentoring.work import Work

router = Router(name="reachability")
router.my_chat_member.filter(Known())


@router.my_chat_member(ChatMemberUpdatedFilter(KICKED))
async def on_blocked(_event: ChatMemberUpdated, actor: Actor, work: Work) -> Effects:
    await blocked(actor, work)
    return []


@router.my_chat_member(ChatMemberUpdatedFilter(MEMBER))
async def on_back(_event: ChatMemberUpdated, actor: Actor, work: Work, state: FSMContext) -> Effects:
    await came_back(actor, work)
    await catch_up(work, actor.person.id)
    asked = await open_questions(actor, work)
    if unfinished(actor):
        asked += [effect for effect in await welcome.resume(actor, work, state) or [] if isinstance(effect, Reply)]
    return [*in_a_moment(actor, work, asked)]
