"""The organisation's pauses: from the school calendar by taps, or other days as a text. Part of /organisation."""

from __future__ import annotations

from aiogram import Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from handlers.filters import Tapped
from handlers.organisation_dialogue import TEXT, OrganisationDialogue, answered, ask, stop_asking
from locales.written_spans import read_written_days
from locales.written_times import read_written_day
from mentoring.actor import Actor
from mentoring.effects import Edit, Effects
from mentoring.errors import NotADateError, PastTimeError
from mentoring.messages.base import Message as Said
from mentoring.messages.organisation_pauses import DaysFault, WhichDays, WhichLastDay
from mentoring.organisation import breaks
from mentoring.taps_organisation import (
    AddSchoolHoliday,
    EndPauseToday,
    PauseCard,
    RemovePause,
    ShowPauses,
    ShowSchoolHolidays,
    WriteDays,
    WriteLastDay,
)
from mentoring.work import Work

router = Router(name="organisation-pauses")


@router.callback_query(Tapped(ShowPauses))
async def on_pauses(_query: CallbackQuery, tap: ShowPauses, actor: Actor, work: Work, state: FSMContext) -> Effects:
    await stop_asking(state)
    return [Edit(await breaks.pauses(actor, work, tap.organisation_id))]


@router.callback_query(Tapped(PauseCard))
async def on_pause(_query: CallbackQuery, tap: PauseCard, actor: Actor, work: Work, state: FSMContext) -> Effects:
    await stop_asking(state)
    return [Edit(await breaks.pause_card(actor, work, tap.pause_id))]


@router.callback_query(Tapped(ShowSchoolHolidays))
async def on_school_holidays(_query: CallbackQuery, tap: ShowSchoolHolidays, actor: Actor, work: Work) -> Effects:
    return [Edit(await breaks.school_holidays(actor, work, tap.organisation_id, tap.community))]


@router.callback_query(Tapped(AddSchoolHoliday))
async def on_school_holiday(_query: CallbackQuery, tap: AddSchoolHoliday, actor: Actor, work: Work) -> Effects:
    return [Edit(await breaks.add_school_holiday(actor, work, tap.organisation_id, tap.holiday))]


@router.callback_query(Tapped(RemovePause))
async def on_remove(_query: CallbackQuery, tap: RemovePause, actor: Actor, work: Work) -> Effects:
    return [Edit(await breaks.remove_pause(actor, work, tap.pause_id))]


@router.callback_query(Tapped(EndPauseToday))
async def on_end_today(_query: CallbackQuery, tap: EndPauseToday, actor: Actor, work: Work) -> Effects:
    return [Edit(await breaks.end_today(actor, work, tap.pause_id))]


# -- days as a text ----------------------------------------------------------------------------------------------------
@router.callback_query(Tapped(WriteDays))
async def on_write_days(
    _query: CallbackQuery, tap: WriteDays, actor: Actor, work: Work, state: FSMContext, raw_state: str | None
) -> Effects:
    asked = await breaks.days_question(actor, work, tap.organisation_id)
    return await ask(asked, state, raw_state, OrganisationDialogue.days, {"organisation_id": tap.organisation_id})


@router.message(OrganisationDialogue.days, TEXT)
async def on_days(message: Message, actor: Actor, work: Work, state: FSMContext) -> Effects:
    organisation_id = (await state.get_data())["organisation_id"]
    return await answered(_add_days(message.text or "", actor, work, organisation_id), WhichDays, state)


async def _add_days(text: str, actor: Actor, work: Work, organisation_id: int) -> Said:
    try:
        days = read_written_days(text, await breaks.day_there(actor, work, organisation_id))
    except (NotADateError, PastTimeError) as error:
        return await breaks.days_question(actor, work, organisation_id, _fault(error))
    return await breaks.add_days(actor, work, organisation_id, *days)


@router.callback_query(Tapped(WriteLastDay))
async def on_write_last_day(
    _query: CallbackQuery, tap: WriteLastDay, actor: Actor, work: Work, state: FSMContext, raw_state: str | None
) -> Effects:
    asked = await breaks.last_day_question(actor, work, tap.pause_id)
    data = {"organisation_id": asked.organisation_id, "pause_id": tap.pause_id}
    return await ask(asked, state, raw_state, OrganisationDialogue.last_day, data)


@router.message(OrganisationDialogue.last_day, TEXT)
async def on_last_day(message: Message, actor: Actor, work: Work, state: FSMContext) -> Effects:
    data = await state.get_data()
    return await answered(_set_last_day(message.text or "", actor, work, data), WhichLastDay, state)


async def _set_last_day(text: str, actor: Actor, work: Work, data: dict[str, int]) -> Said:
    try:
        day = read_written_day(text, await breaks.day_there(actor, work, data["organisation_id"]))
    except (NotADateError, PastTimeError) as error:
        return await breaks.last_day_question(actor, work, data["pause_id"], _fault(error))
    return await breaks.set_last_day(actor, work, data["pause_id"], day)


def _fault(error: Exception) -> DaysFault:
    return DaysFault.PAST if isinstance(error, PastTimeError) else DaysFault.NOT_DAYS
