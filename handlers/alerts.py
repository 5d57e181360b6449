"""What the team does about an alert, and the contacts it has with a duo."""

from __future__ import annotations

from aiogram import F, Router
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from handlers.errors import line_for
from handlers.filters import Known, Tapped
from mentoring.actor import Actor
from mentoring.alerts import contacts, deeds
from mentoring.desk.duo_card import duo_card
from mentoring.effects import Edit, Effects, Reply
from mentoring.errors import NotFoundError
from mentoring.messages.alerts import NoteWanted
from mentoring.messages.duos import DuoSpot
from mentoring.messages.system import WritePlease
from mentoring.taps_alerts import (
    LeaveNote,
    MeetElsewhere,
    MoreOfDuo,
    NoteCall,
    NoteContact,
    OpenAlert,
    SettleAlert,
    ShowDeeds,
    SnoozeAlert,
    TakeAlert,
)
from mentoring.work import Work

router = Router(name="alerts")
router.message.filter(Known())
router.callback_query.filter(Known())
_SAME_TEXT = 3  # seconds within which a phone sends the parts of a text that is too long for one message


class NoteDialogue(StatesGroup):
    note = State()  # data: duo; too_long: when such a text came last, in seconds since 1970


# -- the alert ---------------------------------------------------------------------------------------------------------
@router.callback_query(Tapped(OpenAlert))
async def on_alert(_query: CallbackQuery, tap: OpenAlert, actor: Actor, work: Work, state: FSMContext) -> Effects:
    await _stop_asking(state)
    return [Reply(await deeds.show_alert(actor, work, tap.alert_id))]


@router.callback_query(Tapped(TakeAlert))
async def on_take(_query: CallbackQuery, tap: TakeAlert, actor: Actor, work: Work, state: FSMContext) -> Effects:
    await _stop_asking(state)
    return [Edit(await deeds.take(actor, work, tap.alert_id, tap.seen))]


@router.callback_query(Tapped(SnoozeAlert))
async def on_snooze(_query: CallbackQuery, tap: SnoozeAlert, actor: Actor, work: Work, state: FSMContext) -> Effects:
    await _stop_asking(state)
    return [Edit(await deeds.snooze(actor, work, tap.alert_id, tap.days, tap.seen))]


@router.callback_query(Tapped(SettleAlert))
async def on_settle(_query: CallbackQuery, tap: SettleAlert, actor: Actor, work: Work, state: FSMContext) -> Effects:
    await _stop_asking(state)
    return [Edit(await deeds.settle_alert(actor, work, tap.alert_id, tap.seen))]


# -- the duo -----------------------------------------------------------------------------------------------------------
@router.callback_query(Tapped(MoreOfDuo))
async def on_more(_query: CallbackQuery, tap: MoreOfDuo, actor: Actor, work: Work, state: FSMContext) -> Effects:
    await _stop_asking(state)
    spot = DuoSpot(tap.group, tap.page, tap.text)
    return [Edit(await duo_card(actor, work, tap.duo_id, spot, more=True))]


@router.callback_query(Tapped(MeetElsewhere))
async def on_elsewhere(
    _query: CallbackQuery, tap: MeetElsewhere, actor: Actor, work: Work, state: FSMContext
) -> Effects:
    await _stop_asking(state)
    return [Edit(await contacts.set_elsewhere(actor, work, tap.duo_id, is_so=tap.is_so))]


@router.callback_query(Tapped(ShowDeeds))
async def on_deeds(_query: CallbackQuery, tap: ShowDeeds, actor: Actor, work: Work, state: FSMContext) -> Effects:
    await _stop_asking(state)
    return [Edit(await contacts.deeds(actor, work, tap.duo_id, tap.page))]


# -- notes -------------------------------------------------------------------------------------------------------------
@router.callback_query(Tapped(NoteContact))
async def on_note(_query: CallbackQuery, tap: NoteContact, actor: Actor, work: Work, state: FSMContext) -> Effects:
    asked = await contacts.ask_note(actor, work, tap.duo_id)
    if isinstance(asked, NoteWanted):
        await state.set_state(NoteDialogue.note)
        await state.set_data({"duo": tap.duo_id})
    return [Edit(asked)]


@router.callback_query(Tapped(NoteCall))
async def on_call(_query: CallbackQuery, tap: NoteCall, actor: Actor, work: Work, state: FSMContext) -> Effects:
    await _stop_asking(state)
    return [Edit(await contacts.note_call(actor, work, tap.duo_id, tap.how, tap.asked))]


@router.callback_query(Tapped(LeaveNote))
async def on_leave(_query: CallbackQuery, tap: LeaveNote, actor: Actor, work: Work, state: FSMContext) -> Effects:
    await _stop_asking(state)
    return [Edit(await duo_card(actor, work, tap.duo_id))]


@router.message(NoteDialogue.note, F.text & ~F.text.startswith("/"))
async def on_note_text(message: Message, actor: Actor, work: Work, state: FSMContext) -> Effects:
    data, at = await state.get_data(), int(message.date.timestamp())
    if at - data.get("too_long", 0) < _SAME_TEXT:  # the rest of it: one word for all of them
        return []
    try:
        shown = await contacts.note(actor, work, data["duo"], message.text or "")
    except NotFoundError as error:  # no longer of that team
        await state.clear()
        return [Reply(line_for(error))]
    if isinstance(shown, NoteWanted):
        await state.set_data(data | {"too_long": at if shown.length else 0})
    else:
        await state.clear()
    return [Reply(shown)]


@router.message(NoteDialogue(), ~F.text.startswith("/"))
async def on_something_else_than_text(_message: Message) -> Effects:
    return [Reply(WritePlease())]


async def _stop_asking(state: FSMContext) -> None:
    """Another button was tapped while a note was asked for: what is written next is no note any more."""
    if await state.get_state() in NoteDialogue:
        await state.clear()
