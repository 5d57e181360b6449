"""The welcome as a conversation: one message that is edited from question to question."""

from __future__ import annotations

from typing import Any

from aiogram import F, Router
from aiogram.filters import BaseFilter
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from handlers.filters import Known, Tapped
from locales.questions import page_of
from mentoring import general_commands, welcome
from mentoring.actor import Actor
from mentoring.effects import Edit, Effects, RemoveButtons, Reply, Toast
from mentoring.messages.base import Message as Declared
from mentoring.messages.system import OutOfDate, TapPlease, WritePlease
from mentoring.messages.welcome import WhichName
from mentoring.steps import Step
from mentoring.taps_welcome import (
    Agree,
    ChangeMind,
    ChooseCapacity,
    GoBack,
    GoOn,
    ShowData,
    SpeakLanguage,
    TakeOfferedName,
    ToggleOption,
    TurnOptions,
)
from mentoring.work import Work
from storage.tables import Membership
from storage.words import MembershipState

router = Router(name="welcome")
router.message.filter(Known())
router.callback_query.filter(Known())

_WORDS = F.text & ~F.text.startswith("/")
_NO_COMMAND = ~F.text.startswith("/")
_MEMBERSHIP, _TELEGRAM_NAME = "membership", "telegram_name"


class WelcomeDialogue(StatesGroup):
    name = State()  # a text is asked for
    tapping = State()  # a tap is asked for


class Asked(BaseFilter):
    """A tap on a button of the question that is open now; other buttons of the welcome are from before."""

    async def __call__(self, _query: CallbackQuery, tap: Any, actor: Actor, work: Work) -> bool:
        return welcome.is_asking(actor, work, tap.membership_id, tap.step)


class Unwelcomed(BaseFilter):
    """Somebody who is past the welcome in no role: it is under way, goes by phone, or they left."""

    async def __call__(self, _message: Message, actor: Actor) -> bool:
        return all(membership.state != MembershipState.READY for membership in actor.memberships)


# -- for /start --------------------------------------------------------------------------------------------------------
async def begin(actor: Actor, membership: Membership, work: Work, state: FSMContext) -> Effects:
    """Asks the first question of that membership, or the one where it stopped."""
    if membership.state in {MembershipState.READY, MembershipState.LEFT}:
        return [Reply(await general_commands.help_card(actor, work))]
    return [Reply(await _ask(actor, work, membership.id, state))]


async def resume(actor: Actor, work: Work, state: FSMContext) -> Effects | None:
    """The open question once more, as a new message; None where nobody is in a welcome.

    Who goes by phone in every role is asked once more whether to go on here; who left hears whom to ask.
    """
    if all(membership.state == MembershipState.LEFT for membership in actor.memberships):
        return [Reply(await general_commands.left_line(actor, work))]
    open_ones = [membership.id for membership in welcome.unfinished(actor)]
    if not open_ones and not any(m.state == MembershipState.READY for m in actor.memberships):
        open_ones = [membership.id for membership in welcome.by_phone(actor)]
    if not open_ones:
        return None
    last = (await state.get_data()).get(_MEMBERSHIP)
    return [Reply(await _ask(actor, work, last if last in open_ones else open_ones[0], state))]


# -- taps --------------------------------------------------------------------------------------------------------------
@router.callback_query(Tapped(SpeakLanguage), Asked())
async def on_language(query: CallbackQuery, tap: SpeakLanguage, actor: Actor, work: Work, state: FSMContext) -> Effects:
    await welcome.choose_language(actor, work, tap.membership_id, tap.language)
    return await _next(query, actor, work, tap.membership_id, state)


@router.callback_query(Tapped(ShowData), Asked())
async def on_data(_query: CallbackQuery, tap: ShowData, actor: Actor, work: Work, state: FSMContext) -> Effects:
    if tap.open:
        return [Edit(await welcome.more_about_data(actor, work, tap.membership_id))]
    return [Edit(await _ask(actor, work, tap.membership_id, state))]


@router.callback_query(Tapped(Agree), Asked())
async def on_agreement(query: CallbackQuery, tap: Agree, actor: Actor, work: Work, state: FSMContext) -> Effects:
    if tap.agrees:
        await welcome.agree(actor, work, tap.membership_id)
        return await _next(query, actor, work, tap.membership_id, state)
    await welcome.refuse(actor, work, tap.membership_id)
    await state.clear()
    return [Edit(await welcome.phone_line(actor, work, tap.membership_id))]


@router.callback_query(Tapped(ChangeMind))
async def on_change_of_mind(
    _query: CallbackQuery, tap: ChangeMind, actor: Actor, work: Work, state: FSMContext
) -> Effects:
    return [Edit(await _ask(actor, work, tap.membership_id, state))]


@router.callback_query(Tapped(TakeOfferedName), Asked())
async def on_offered_name(
    query: CallbackQuery, tap: TakeOfferedName, actor: Actor, work: Work, state: FSMContext
) -> Effects:
    await welcome.take_offered_name(actor, work, tap.membership_id, query.from_user.first_name)
    return await _next(query, actor, work, tap.membership_id, state)


@router.callback_query(Tapped(ToggleOption), Asked())
async def on_option(_query: CallbackQuery, tap: ToggleOption, actor: Actor, work: Work, state: FSMContext) -> Effects:
    await welcome.toggle(actor, work, tap.membership_id, tap.question, tap.option)
    page = page_of(tap.question, tap.option)
    return [Edit(await _ask(actor, work, tap.membership_id, state, page=page))]


@router.callback_query(Tapped(TurnOptions), Asked())
async def on_other_page(
    _query: CallbackQuery, tap: TurnOptions, actor: Actor, work: Work, state: FSMContext
) -> Effects:
    return [Edit(await _ask(actor, work, tap.membership_id, state, page=tap.page))]


@router.callback_query(Tapped(ChooseCapacity), Asked())
async def on_capacity(
    query: CallbackQuery, tap: ChooseCapacity, actor: Actor, work: Work, state: FSMContext
) -> Effects:
    await welcome.choose_capacity(actor, work, tap.membership_id, tap.duos)
    return await _next(query, actor, work, tap.membership_id, state)


@router.callback_query(Tapped(GoOn), Asked())
async def on_going_on(query: CallbackQuery, tap: GoOn, actor: Actor, work: Work, state: FSMContext) -> Effects:
    await welcome.go_on(actor, work, tap.membership_id, tap.step)
    return await _next(query, actor, work, tap.membership_id, state)


@router.callback_query(Tapped(GoBack), Asked())
async def on_going_back(query: CallbackQuery, tap: GoBack, actor: Actor, work: Work, state: FSMContext) -> Effects:
    await welcome.go_back(actor, work, tap.membership_id, tap.step)
    return await _next(query, actor, work, tap.membership_id, state)


@router.callback_query(
    Tapped(SpeakLanguage, ShowData, Agree, TakeOfferedName, ToggleOption, TurnOptions, ChooseCapacity, GoOn, GoBack)
)
async def on_button_from_before(
    _query: CallbackQuery, tap: Any, actor: Actor, work: Work, state: FSMContext
) -> Effects:
    """An earlier question was tapped: nothing changes, and the open one is shown in its place."""
    if actor.membership(tap.membership_id).state in {MembershipState.READY, MembershipState.LEFT}:
        return [Toast(OutOfDate()), RemoveButtons()]
    return [Toast(OutOfDate()), Edit(await _ask(actor, work, tap.membership_id, state))]


# -- texts -------------------------------------------------------------------------------------------------------------
@router.message(WelcomeDialogue.name, _WORDS)
async def on_name(message: Message, actor: Actor, work: Work, state: FSMContext) -> Effects:
    membership_id = (await state.get_data())[_MEMBERSHIP]
    if not welcome.is_asking(actor, work, membership_id, Step.NAME):  # answered meanwhile, in another topic
        await state.clear()
        return await resume(actor, work, state) or [Reply(OutOfDate())]
    await welcome.give_name(actor, work, membership_id, message.text or "")
    return await _shown(actor, work, membership_id, state)


@router.message(WelcomeDialogue.name, _NO_COMMAND)
async def on_something_else_than_a_name(_message: Message) -> Effects:
    return [Reply(WritePlease())]


@router.message(WelcomeDialogue.tapping, _NO_COMMAND)
async def on_text_instead_of_a_tap(_message: Message) -> Effects:
    return [Reply(TapPlease())]


@router.message(Unwelcomed(), _NO_COMMAND)
async def on_message_before_the_welcome(_message: Message, actor: Actor, work: Work, state: FSMContext) -> Effects:
    """They write, but no question is open in this dialogue: it was left, or they go by phone, or they left."""
    return [Reply(await unwelcomed_line(actor, work, state))]


async def unwelcomed_line(actor: Actor, work: Work, state: FSMContext) -> Declared:
    """What to say to somebody who is past the welcome in no role."""
    if open_ones := welcome.unfinished(actor):
        return await _ask(actor, work, open_ones[0].id, state)
    if phoned := welcome.by_phone(actor):
        return await welcome.phone_line(actor, work, phoned[0].id)
    return await general_commands.left_line(actor, work)


# -- showing -----------------------------------------------------------------------------------------------------------
async def _next(query: CallbackQuery, actor: Actor, work: Work, membership_id: int, state: FSMContext) -> Effects:
    """In the tapped message: the open question, or the end."""
    await state.update_data({_TELEGRAM_NAME: query.from_user.first_name})
    first, *others = await _shown(actor, work, membership_id, state)
    assert isinstance(first, Reply)
    return [Edit(first.message), *others]


async def _shown(actor: Actor, work: Work, membership_id: int, state: FSMContext) -> Effects:
    """The open question; at the end what was told, what happens next, and the welcome of another role if any."""
    if actor.membership(membership_id).state != MembershipState.READY:
        return [Reply(await _ask(actor, work, membership_id, state))]
    await state.clear()
    summary, following = await welcome.closing(actor, work, membership_id)
    another = await resume(actor, work, state)
    return [Reply(summary), Reply(following), *(another or [])]


async def _ask(actor: Actor, work: Work, membership_id: int, state: FSMContext, *, page: int = 0) -> Declared:
    """The open question, and the dialogue set for its answer."""
    data = await state.get_data()
    asked = await welcome.question(actor, work, membership_id, telegram_name=data.get(_TELEGRAM_NAME), page=page)
    await state.set_state(WelcomeDialogue.name if isinstance(asked, WhichName) else WelcomeDialogue.tapping)
    await state.update_data({_MEMBERSHIP: membership_id})
    return asked
