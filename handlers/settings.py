"""/settings: language, quiet hours, zone, what to leave out. It leaves a question that is open as it is."""

from __future__ import annotations

from aiogram import F, Router
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from handlers.filters import Command, Known, Tapped
from handlers.welcome import unwelcomed_line
from mentoring import settings
from mentoring.actor import Actor
from mentoring.effects import Edit, Effects, Reply, Toast
from mentoring.general_commands import language_choice
from mentoring.messages.settings import QuestionOpen
from mentoring.messages.system import WritePlease
from mentoring.taps_settings import (
    AskQuietFrom,
    AskQuietTo,
    SetQuietHours,
    SetZone,
    ShowLanguages,
    ShowQuietHours,
    ShowReceived,
    ShowSettings,
    ShowZones,
    SwitchGroup,
    WriteZone,
)
from mentoring.work import Work

router = Router(name="settings")
router.message.filter(Known())
router.callback_query.filter(Known())


class SettingsDialogue(StatesGroup):
    zone = State()  # a city is asked for


@router.message(Command("settings"))
async def on_settings(_message: Message, actor: Actor, work: Work, state: FSMContext) -> Effects:
    if not settings.has_settings(actor):
        return [Reply(await unwelcomed_line(actor, work, state))]
    return [Reply(settings.card(actor, work))]


@router.callback_query(Tapped(ShowSettings))
async def on_card(_query: CallbackQuery, actor: Actor, work: Work, state: FSMContext) -> Effects:
    await _stop_asking(state)
    return [Edit(settings.card(actor, work))]


@router.callback_query(Tapped(ShowLanguages))
async def on_languages(_query: CallbackQuery, actor: Actor, work: Work, state: FSMContext) -> Effects:
    await _stop_asking(state)
    return [Edit(await language_choice(actor, work))]


# -- quiet hours -------------------------------------------------------------------------------------------------------
@router.callback_query(Tapped(ShowQuietHours))
async def on_quiet_hours(_query: CallbackQuery, actor: Actor, state: FSMContext) -> Effects:
    await _stop_asking(state)
    return [Edit(settings.quiet_hours(actor))]


@router.callback_query(Tapped(SetQuietHours))
async def on_hours(_query: CallbackQuery, tap: SetQuietHours, actor: Actor, work: Work, state: FSMContext) -> Effects:
    await _stop_asking(state)
    return [Edit(await settings.set_quiet_hours(actor, work, tap.quiet_from, tap.quiet_to))]


@router.callback_query(Tapped(AskQuietFrom))
async def on_from(_query: CallbackQuery, actor: Actor, state: FSMContext) -> Effects:
    await _stop_asking(state)
    return [Edit(settings.quiet_from(actor))]


@router.callback_query(Tapped(AskQuietTo))
async def on_to(_query: CallbackQuery, tap: AskQuietTo, actor: Actor, state: FSMContext) -> Effects:
    await _stop_asking(state)
    return [Edit(settings.quiet_to(actor, tap.quiet_from))]


# -- zone --------------------------------------------------------------------------------------------------------------
@router.callback_query(Tapped(ShowZones))
async def on_zones(_query: CallbackQuery, actor: Actor, state: FSMContext) -> Effects:
    await _stop_asking(state)
    return [Edit(settings.zone_choice(actor))]


@router.callback_query(Tapped(SetZone))
async def on_zone(_query: CallbackQuery, tap: SetZone, actor: Actor, work: Work, state: FSMContext) -> Effects:
    await _stop_asking(state)
    return [Edit(await settings.set_zone(actor, work, tap.zone))]


@router.callback_query(Tapped(WriteZone))
async def on_write_zone(_query: CallbackQuery, actor: Actor, state: FSMContext, raw_state: str | None) -> Effects:
    """Not while another text is asked for: its answer would be taken for a city."""
    if raw_state not in {None, SettingsDialogue.zone.state}:
        return [Toast(QuestionOpen(), alert=True)]
    asked = settings.zone_question(actor)
    await state.set_state(SettingsDialogue.zone)
    return [Edit(asked)]


@router.message(SettingsDialogue.zone, F.text & ~F.text.startswith("/"))
async def on_city(message: Message, actor: Actor, work: Work, state: FSMContext) -> Effects:
    shown = await settings.write_zone(actor, work, message.text or "")
    await state.clear()
    return [Reply(shown)]


@router.message(SettingsDialogue.zone, ~F.text.startswith("/"))
async def on_something_else_than_a_city(_message: Message) -> Effects:
    return [Reply(WritePlease())]


# -- what somebody receives --------------------------------------------------------------------------------------------
@router.callback_query(Tapped(ShowReceived))
async def on_received(_query: CallbackQuery, actor: Actor, work: Work, state: FSMContext) -> Effects:
    await _stop_asking(state)
    return [Edit(await settings.received(actor, work))]


@router.callback_query(Tapped(SwitchGroup))
async def on_switch(_query: CallbackQuery, tap: SwitchGroup, actor: Actor, work: Work, state: FSMContext) -> Effects:
    await _stop_asking(state)
    return [Edit(await settings.switch(actor, work, tap.group, on=tap.on))]


async def _stop_asking(state: FSMContext) -> None:
    """Another button of the settings was tapped while a city was asked for: a text is no city any more."""
    if await state.get_state() == SettingsDialogue.zone.state:
        await state.clear()
