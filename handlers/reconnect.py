"""Somebody comes back with another phone or account."""

from __future__ import annotations

from typing import Any

from aiogram import Router
from aiogram.filters import BaseFilter, StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from handlers import welcome
from handlers.filters import Command, Known, Tapped
from mentoring import reconnect, reconnect_links
from mentoring.actor import Actor
from mentoring.answering import open_questions
from mentoring.effects import Edit, Effects, Reply
from mentoring.messages.system import Cancelled, WritePlease
from mentoring.taps_reconnect import DropReconnect, LeaveReconnect, NewPhone, NotThem, StopReconnect
from mentoring.work import Work

router = Router(name="reconnect")


class ComingBack(StatesGroup):
    """Asked for their first name. The data: the link that they followed."""

    name = State()


class _Stranger(BaseFilter):
    """Somebody may have become known while the question was open: then it is no longer asked."""

    async def __call__(self, _event: Any, actor: Actor | None) -> bool:
        return actor is None


def _no_command(message: Message) -> bool:
    return not (message.text or "").startswith("/")


# -- whoever follows the link ----------------------------------------------------------------------------------------
async def ask_for_name(followed: reconnect.Followed, state: FSMContext) -> Effects:
    """What /start with a reconnect link leads to."""
    if followed.asked is not None:
        await state.set_state(ComingBack.name)
        await state.set_data({"invitation_id": followed.asked})
    return [Reply(followed.message)]


@router.message(StateFilter(ComingBack.name), _Stranger(), _no_command)
async def on_name(message: Message, work: Work, state: FSMContext) -> Effects:
    assert message.from_user is not None
    if message.text is None:
        return [Reply(WritePlease())]
    asked = await state.get_data()
    named = await reconnect.say_name(work, asked["invitation_id"], message.from_user.id, message.text)
    if not named.goes_on:
        await state.clear()
    if named.actor is None:
        return [Reply(named.message)] if named.message is not None else []
    return [
        *await open_questions(named.actor, work),
        *(await welcome.resume(named.actor, work, state) or []),
    ]


@router.message(Command("cancel"), StateFilter(ComingBack.name), _Stranger())
async def on_cancel(_message: Message, state: FSMContext) -> Effects:
    await state.clear()
    return [Reply(Cancelled())]


@router.callback_query(Tapped(LeaveReconnect))
async def on_leave(_query: CallbackQuery, state: FSMContext, raw_state: str | None) -> Effects:
    """An old button leaves other dialogues alone."""
    if raw_state == ComingBack.name.state:
        await state.clear()
    return [Edit(Cancelled())]


@router.callback_query(Tapped(StopReconnect), Known())
async def on_stop(_query: CallbackQuery, tap: StopReconnect, actor: Actor, work: Work) -> Effects:
    return await reconnect_links.stop_link(actor, work, tap.invitation_id)


# -- the team --------------------------------------------------------------------------------------------------------
@router.callback_query(Tapped(NewPhone), Known())
async def on_new_phone(_query: CallbackQuery, tap: NewPhone, actor: Actor, work: Work) -> Effects:
    return await reconnect_links.new_phone(actor, work, tap.membership_id)


@router.callback_query(Tapped(DropReconnect), Known())
async def on_drop(_query: CallbackQuery, tap: DropReconnect, actor: Actor, work: Work) -> Effects:
    return await reconnect_links.drop_link(actor, work, tap.invitation_id)


@router.callback_query(Tapped(NotThem), Known())
async def on_not_them(_query: CallbackQuery, tap: NotThem, actor: Actor, work: Work) -> Effects:
    return await reconnect_links.not_them(actor, work, tap.invitation_id)
