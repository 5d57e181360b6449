"""Somebody blocks the bot, or comes back."""

from __future__ import annotations

from aiogram import Router
from aiogram.filters import KICKED, MEMBER, ChatMemberUpdatedFilter
from aiogram.types import ChatMemberUpdated

from handlers.filters import Known
from mentoring.actor import Actor
from mentoring.effects import Effects
from mentoring.reachability import blocked, came_back
from mentoring.work import Work

router = Router(name="reachability")
router.my_chat_member.filter(Known())


@router.my_chat_member(ChatMemberUpdatedFilter(KICKED))
async def on_blocked(_event: ChatMemberUpdated, actor: Actor, work: Work) -> Effects:
    await blocked(actor, work)
    return []


@router.my_chat_member(ChatMemberUpdatedFilter(MEMBER))
async def on_back(_event: ChatMemberUpdated, actor: Actor, work: Work) -> Effects:
    await came_back(actor, work)
    return []
