"""/start, with a link or without one, and everything from people we do not know."""

from __future__ import annotations

from typing import Any

from aiogram import Router
from aiogram.filters import BaseFilter, CommandObject
from aiogram.fsm.context import FSMContext
from aiogram.types import Message

from handlers import welcome
from handlers.filters import Command
from handlers.reconnect import ask_for_name
from mentoring import invitations, people, reconnect, visitors
from mentoring.actor import Actor
from mentoring.answering import open_questions
from mentoring.effects import Effects, Reply
from mentoring.errors import LinkNotValidError, TooManyTriesError
from mentoring.messages.arrival import LinkNotValid, Stranger, TooManyLinks, WelcomeBack
from mentoring.reachability import start_instead
from mentoring.work import Work
from storage.words import MembershipState

router = Router(name="start")


class Unknown(BaseFilter):
    """Only people we do not know."""

    async def __call__(self, _event: Any, actor: Actor | None) -> bool:
        return actor is None


@router.message(Command("start"))
async def on_start(
    message: Message, command: CommandObject, actor: Actor | None, work: Work, state: FSMContext
) -> Effects:
    assert message.from_user is not None
    if actor is not None:
        await start_instead(actor, work)
    token = (command.args or "").strip()
    if token:
        followed = await reconnect.follow(actor, work, token, message.from_user.id)
        if followed is not None:
            return await ask_for_name(followed, state)
        return await _follow(token, message.from_user.id, message.from_user.language_code, work, state)
    if actor is None:
        return await _greet(message.from_user.id, work)
    return await _go_on(actor, work, state)


async def _follow(token: str, user_id: int, phone_language: str | None, work: Work, state: FSMContext) -> Effects:
    """The errors are caught here, not in the table of errors: the count of wrong links must outlast them."""
    try:
        actor, membership = await invitations.redeem(work, token, user_id, phone_language)
    except LinkNotValidError:
        return [Reply(LinkNotValid())]
    except TooManyTriesError:
        return [Reply(TooManyLinks())] if await visitors.tell_to_wait(work, user_id) else []
    if membership.state in {MembershipState.WELCOMING, MembershipState.BY_PHONE}:
        return await welcome.begin(actor, membership, work, state)
    return await _go_on(actor, work, state)


async def _go_on(actor: Actor, work: Work, state: FSMContext) -> Effects:
    """Back into the welcome where one is unfinished, else a greeting and what is next; open proposals come again."""
    asked = await open_questions(actor, work)
    effects = await welcome.resume(actor, work, state)
    if effects is not None:
        return [*asked, *effects]
    await state.clear()
    name = people.name_of(work.store.vault, actor.person)
    return [Reply(WelcomeBack(name=name, standings=await people.standings(work, actor))), *asked]


async def _greet(user_id: int, work: Work) -> Effects:
    return [Reply(Stranger())] if await visitors.greet_once(work, user_id) else []


@router.message(Unknown())
async def on_stranger(message: Message, work: Work) -> Effects:
    """One polite message ever, then silence."""
    assert message.from_user is not None
    return await _greet(message.from_user.id, work)


@router.edited_message(Unknown())
@router.message_reaction(Unknown())
@router.my_chat_member(Unknown())
@router.callback_query(Unknown())
async def on_anything_else_of_strangers(_event: Any) -> Effects:
    """Nothing to say; a tap gets its empty answer all the same."""
    return []
