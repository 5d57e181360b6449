"""Reactions: a standard emoji shows on the other side's message."""

from __future__ import annotations

from collections.abc import Iterable

from aiogram import Router
from aiogram.types import MessageReactionUpdated, ReactionTypeEmoji
from aiogram.types.reaction_type_union import ReactionTypeUnion

from handlers.filters import Known
from mentoring.actor import Actor
from mentoring.effects import Effects
from mentoring.reactions import relay_reaction
from mentoring.work import Work

router = Router(name="thread-reactions")
router.message_reaction.filter(Known())


@router.message_reaction()
async def on_reaction(reaction: MessageReactionUpdated, actor: Actor, work: Work) -> Effects:
    before, after = emoji_of(reaction.old_reaction), emoji_of(reaction.new_reaction)
    if before != after:
        await relay_reaction(actor, work, reaction.message_id, after)
    return []


def emoji_of(reactions: Iterable[ReactionTypeUnion]) -> str | None:
    """The first standard emoji; a bot can set no other kind, and only one."""
    return next((one.emoji for one in reactions if isinstance(one, ReactionTypeEmoji)), None)
