"""/profile: what people told, and changing it."""

from __future__ import annotations

from aiogram import F, Router
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from handlers.filters import Command, Known, Tapped
from handlers.welcome import unwelcomed_line
from locales.questions import page_of
from mentoring import profile_changes
from mentoring.actor import Actor
from mentoring.effects import Edit, Effects, Reply
from mentoring.messages.system import WritePlease
from mentoring.taps_welcome import (
    ChangeAnswers,
    ChangeCapacity,
    ChangeName,
    OpenProfile,
    SetCapacity,
    ToggleAnswer,
)
from mentoring.work import Work

router = Router(name="profile")
router.message.filter(Known())
router.callback_query.filter(Known())

_MEMBERSHIP = "membership"


class ProfileDialogue(StatesGroup):
    name = State()  # a text is asked for


@router.message(Command("profile"))
async def on_profile(_message: Message, actor: Actor, work: Work, state: FSMContext) -> Effects:
    if not profile_changes.hats_with_answers(actor):
        return [Reply(await unwelcomed_line(actor, work, state))]
    return [Reply(await profile_changes.overview(actor, work))]


@router.callback_query(Tapped(OpenProfile))
async def on_card(_query: CallbackQuery, tap: OpenProfile, actor: Actor, work: Work, state: FSMContext) -> Effects:
    await _stop_asking(state)
    return [Edit(await profile_changes.card(actor, work, tap.membership_id))]


@router.callback_query(Tapped(ChangeAnswers))
async def on_change(_query: CallbackQuery, tap: ChangeAnswers, actor: Actor, work: Work, state: FSMContext) -> Effects:
    await _stop_asking(state)
    return [Edit(await profile_changes.question(actor, work, tap.membership_id, tap.question, tap.page))]


@router.callback_query(Tapped(ToggleAnswer))
async def on_toggle(_query: CallbackQuery, tap: ToggleAnswer, actor: Actor, work: Work, state: FSMContext) -> Effects:
    await _stop_asking(state)
    await profile_changes.toggle(actor, work, tap.membership_id, tap.question, tap.option)
    page = page_of(tap.question, tap.option)
    return [Edit(await profile_changes.question(actor, work, tap.membership_id, tap.question, page))]


@router.callback_query(Tapped(ChangeCapacity))
async def on_change_capacity(
    _query: CallbackQuery, tap: ChangeCapacity, actor: Actor, work: Work, state: FSMContext
) -> Effects:
    await _stop_asking(state)
    return [Edit(await profile_changes.capacity_question(actor, work, tap.membership_id))]


@router.callback_query(Tapped(SetCapacity))
async def on_capacity(_query: CallbackQuery, tap: SetCapacity, actor: Actor, work: Work, state: FSMContext) -> Effects:
    await _stop_asking(state)
    await profile_changes.set_capacity(actor, work, tap.membership_id, tap.duos)
    return [Edit(await profile_changes.card(actor, work, tap.membership_id))]


@router.callback_query(Tapped(ChangeName))
async def on_change_name(
    _query: CallbackQuery, tap: ChangeName, actor: Actor, work: Work, state: FSMContext
) -> Effects:
    asked = await profile_changes.name_question(actor, work, tap.membership_id)
    await state.set_state(ProfileDialogue.name)
    await state.set_data({_MEMBERSHIP: tap.membership_id})
    return [Edit(asked)]


@router.message(ProfileDialogue.name, F.text & ~F.text.startswith("/"))
async def on_new_name(message: Message, actor: Actor, work: Work, state: FSMContext) -> Effects:
    membership_id = (await state.get_data())[_MEMBERSHIP]
    await profile_changes.rename(actor, work, membership_id, message.text or "")
    await state.clear()
    return [Reply(await profile_changes.card(actor, work, membership_id))]


@router.message(ProfileDialogue.name, ~F.text.startswith("/"))
async def on_something_else_than_a_name(_message: Message) -> Effects:
    return [Reply(WritePlease())]


async def _stop_asking(state: FSMContext) -> None:
    """Another button of the profile was tapped while a name was asked for: a text is no name any more."""
    if await state.get_state() == ProfileDialogue.name.state:
        await state.clear()
