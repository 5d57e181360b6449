"""The team's group in Telegram: the bot comes and goes, /today is answered; everything else there is not for us.

Taps and the settings are in private chats, as all others.
"""

from __future__ import annotations

from aiogram import F, Router
from aiogram.filters import JOIN_TRANSITION, LEAVE_TRANSITION, ChatMemberUpdatedFilter
from aiogram.types import CallbackQuery, ChatMemberUpdated, Message

from handlers.filters import Known, Tapped
from locales.languages import offered_language
from mentoring.actor import Actor
from mentoring.effects import Edit, Effects
from mentoring.taps_team_group import GroupCard, LinkGroup, RefuseGroup, UnlinkGroup
from mentoring.team_group import letting_go, linking, today
from mentoring.team_group.links import Group
from mentoring.work import Work

router = Router(name="team_group")
_in_group = Router(name="in the group")
_in_private = Router(name="about the group")
router.include_router(_in_group)
router.include_router(_in_private)
_in_group.my_chat_member.filter(F.chat.type != "private")
_in_group.message.filter(F.chat.type != "private")
_in_private.callback_query.filter(Known())


# -- in the group: nothing is ever answered but what use cases post there; nobody else's handlers see it ---------------
@_in_group.my_chat_member(ChatMemberUpdatedFilter(JOIN_TRANSITION))
async def on_added(event: ChatMemberUpdated, actor: Actor | None, work: Work) -> Effects:
    language = actor.person.language if actor is not None else offered_language(event.from_user.language_code)
    group = Group(event.chat.id, event.chat.title or "", is_public=event.chat.username is not None)
    await linking.added(actor, work, group, language)
    return []


@_in_group.my_chat_member(ChatMemberUpdatedFilter(LEAVE_TRANSITION))
async def on_removed(event: ChatMemberUpdated, work: Work) -> Effects:
    await letting_go.lost(work, event.chat.id)
    return []


@_in_group.my_chat_member()
async def on_other_rights(_event: ChatMemberUpdated) -> Effects:
    return []


@_in_group.message(F.migrate_to_chat_id)
async def on_moved(message: Message, work: Work) -> Effects:
    assert message.migrate_to_chat_id is not None
    await letting_go.moved(work, message.chat.id, message.migrate_to_chat_id)
    return []


@_in_group.message(F.text)
async def on_written(message: Message, actor: Actor | None, work: Work) -> Effects:
    if actor is not None and today.is_asked(message.text or "", work.bot_username):
        await today.post_today(actor, work, message.chat.id)
    return []


@_in_group.message()
async def on_anything_else(_message: Message) -> Effects:
    return []


# -- in private chats --------------------------------------------------------------------------------------------------
@_in_private.callback_query(Tapped(LinkGroup))
async def on_link(_query: CallbackQuery, tap: LinkGroup, actor: Actor, work: Work) -> Effects:
    return [Edit(await linking.link(actor, work, tap.organisation_id, tap.chat, tap.seal))]


@_in_private.callback_query(Tapped(RefuseGroup))
async def on_refuse(_query: CallbackQuery, tap: RefuseGroup, actor: Actor, work: Work) -> Effects:
    return [Edit(await linking.refuse(actor, work, tap.chat, tap.seal))]


@_in_private.callback_query(Tapped(GroupCard))
async def on_card(_query: CallbackQuery, tap: GroupCard, actor: Actor, work: Work) -> Effects:
    return [Edit(await letting_go.card(actor, work, tap.organisation_id))]


@_in_private.callback_query(Tapped(UnlinkGroup))
async def on_unlink(_query: CallbackQuery, tap: UnlinkGroup, actor: Actor, work: Work) -> Effects:
    return [Edit(await letting_go.unlink(actor, work, tap.organisation_id))]
