"""/report: figures of a period."""

from __future__ import annotations

from aiogram import F, Router
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from handlers.errors import line_for
from handlers.filters import Command, Known, ReadsReports, Tapped
from locales.report_days import read_report_days
from mentoring.actor import Actor
from mentoring.effects import Edit, Effects, Reply
from mentoring.errors import NotADateError, NotFoundError
from mentoring.messages.base import Message as Said
from mentoring.messages.reports import WhichReportDays
from mentoring.messages.system import WritePlease
from mentoring.reports import desk
from mentoring.reports.periods import PeriodFault
from mentoring.taps_reports import ReportAs, ReportOn, Reports, WriteReportDays
from mentoring.work import Work

router = Router(name="reports")
router.message.filter(Known())
router.callback_query.filter(Known())


class ReportDialogue(StatesGroup):
    days = State()  # data: organisation (None: the federation)


@router.message(Command("report"), ReadsReports())
async def on_report(_message: Message, actor: Actor, work: Work, state: FSMContext) -> Effects:
    await _stop_asking(state)
    return [Reply(await desk.first_question(actor, work))]


@router.callback_query(Tapped(Reports))
async def on_reports(_query: CallbackQuery, tap: Reports, actor: Actor, work: Work, state: FSMContext) -> Effects:
    """A new message: the report that was tapped stays."""
    await _stop_asking(state)
    return [Reply(await desk.which_period(actor, work, tap.organisation_id))]


@router.callback_query(Tapped(ReportOn))
async def on_period(_query: CallbackQuery, tap: ReportOn, actor: Actor, work: Work, state: FSMContext) -> Effects:
    await _stop_asking(state)
    return [Edit(await desk.report_on(actor, work, tap.organisation_id, tap.when))]


@router.callback_query(Tapped(ReportAs))
async def on_form(_query: CallbackQuery, tap: ReportAs, actor: Actor, work: Work) -> Effects:
    return [Reply(await desk.report_as(actor, work, tap.organisation_id, tap.first, tap.last, tap.form))]


# -- other days as a text ----------------------------------------------------------------------------------------------
@router.callback_query(Tapped(WriteReportDays))
async def on_write_days(
    _query: CallbackQuery, tap: WriteReportDays, actor: Actor, work: Work, state: FSMContext
) -> Effects:
    question = await desk.which_days(actor, work, tap.organisation_id)
    await state.set_state(ReportDialogue.days)
    await state.set_data({"organisation": tap.organisation_id})
    return [Edit(question)]


@router.message(ReportDialogue.days, F.text & ~F.text.startswith("/"))
async def on_days(message: Message, actor: Actor, work: Work, state: FSMContext) -> Effects:
    organisation_id = (await state.get_data())["organisation"]
    try:
        shown = await _report_on(message.text or "", actor, work, organisation_id)
    except NotFoundError as error:  # no longer of that team
        await state.clear()
        return [Reply(line_for(error))]
    if not isinstance(shown, WhichReportDays):
        await state.clear()
    return [Reply(shown)]


async def _report_on(text: str, actor: Actor, work: Work, organisation_id: int | None) -> Said:
    try:
        days = read_report_days(text, await desk.today_at(actor, work, organisation_id))
    except NotADateError:
        return await desk.which_days(actor, work, organisation_id, PeriodFault.NOT_DAYS)
    return await desk.report_between(actor, work, organisation_id, *days)


@router.message(ReportDialogue(), ~F.text.startswith("/"))
async def on_something_else_than_text(_message: Message) -> Effects:
    return [Reply(WritePlease())]


async def _stop_asking(state: FSMContext) -> None:
    """Another button of /report was tapped while days were asked for: a text is no answer any more."""
    if await state.get_state() in ReportDialogue:
        await state.clear()
