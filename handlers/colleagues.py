"""/colleagues: the team, deputies, absences, roles."""

from __future__ import annotations

from datetime import date

from aiogram import F, Router
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from handlers.errors import line_for
from handlers.filters import Command, Known, Staff, Tapped
from locales.written_times import read_written_day
from mentoring.actor import Actor
from mentoring.desk import absences, roles
from mentoring.desk.team import colleague_card, team
from mentoring.effects import Edit, Effects, Reply
from mentoring.errors import (
    NotADateError,
    NotFoundError,
    OutOfDateError,
    PastTimeError,
    ProgrammeError,
    TooFarAheadError,
)
from mentoring.messages.colleagues import DayNotUsable, DayProblem
from mentoring.messages.system import WritePlease
from mentoring.taps_colleagues import (
    AskAbsence,
    AskDeputy,
    AskGiveAll,
    AskLeave,
    AskRole,
    ColleagueCard,
    Colleagues,
    ColleaguesPage,
    EraseAbsence,
    GiveAll,
    LeaveTeam,
    NoteAbsence,
    ReallyGiveAll,
    SetDeputy,
    SetRole,
    WriteAbsence,
)
from mentoring.work import Work

router = Router(name="colleagues")
router.message.filter(Known())
router.callback_query.filter(Known())


class AbsenceDialogue(StatesGroup):
    first = State()  # data: membership
    last = State()  # data: membership, first day


# -- the team ---------------------------------------------------------------------------------------------------------
@router.message(Command("colleagues"), Staff())
async def on_colleagues(_message: Message, actor: Actor, work: Work, state: FSMContext) -> Effects:
    await _stop_asking(state)
    return [Reply(await team(actor, work))]


@router.callback_query(Tapped(Colleagues))
async def on_list(_query: CallbackQuery, tap: Colleagues, actor: Actor, work: Work) -> Effects:
    return [Edit(await team(actor, work, tap.organisation_id))]


@router.callback_query(Tapped(ColleaguesPage))
async def on_page(_query: CallbackQuery, tap: ColleaguesPage, actor: Actor, work: Work) -> Effects:
    return [Edit(await team(actor, work, tap.organisation_id, tap.page))]


@router.callback_query(Tapped(ColleagueCard))
async def on_card(_query: CallbackQuery, tap: ColleagueCard, actor: Actor, work: Work, state: FSMContext) -> Effects:
    await _stop_asking(state)
    return [Edit(await colleague_card(actor, work, tap.membership_id))]


# -- absences ---------------------------------------------------------------------------------------------------------
@router.callback_query(Tapped(AskAbsence))
async def on_absence(_query: CallbackQuery, tap: AskAbsence, actor: Actor, work: Work, state: FSMContext) -> Effects:
    await _stop_asking(state)
    return [Edit(await absences.ask_absence(actor, work, tap.membership_id))]


@router.callback_query(Tapped(NoteAbsence))
async def on_days(_query: CallbackQuery, tap: NoteAbsence, actor: Actor, work: Work, state: FSMContext) -> Effects:
    """The buttons of an old message may offer days that have passed: they are offered anew."""
    await _stop_asking(state)
    first, last = absences.read_day(tap.first), absences.read_day(tap.last)
    try:
        await absences.note_absence(actor, work, tap.membership_id, first, last)
    except (PastTimeError, NotADateError, TooFarAheadError):
        return [Edit(await absences.ask_absence(actor, work, tap.membership_id, passed=True))]
    return [Edit(await colleague_card(actor, work, tap.membership_id))]


@router.callback_query(Tapped(WriteAbsence))
async def on_write(_query: CallbackQuery, tap: WriteAbsence, actor: Actor, work: Work, state: FSMContext) -> Effects:
    question = await absences.ask_first_day(actor, work, tap.membership_id)
    await state.set_state(AbsenceDialogue.first)
    await state.set_data({"membership": tap.membership_id})
    return [Edit(question)]


@router.message(AbsenceDialogue.first, F.text & ~F.text.startswith("/"))
async def on_first_day(message: Message, actor: Actor, work: Work, state: FSMContext) -> Effects:
    membership_id = (await state.get_data())["membership"]
    try:
        first = read_written_day(message.text or "", await absences.today_at(work, membership_id))
        question = await absences.ask_last_day(actor, work, membership_id, first)
    except (NotADateError, PastTimeError, TooFarAheadError) as error:
        return [Reply(DayNotUsable(membership_id=membership_id, problem=_problem(error)))]
    except (NotFoundError, OutOfDateError) as error:  # no longer of that team
        await state.clear()
        return [Reply(line_for(error))]
    await state.set_state(AbsenceDialogue.last)
    await state.update_data(first=first.isoformat())
    return [Reply(question)]


@router.message(AbsenceDialogue.last, F.text & ~F.text.startswith("/"))
async def on_last_day(message: Message, actor: Actor, work: Work, state: FSMContext) -> Effects:
    data = await state.get_data()
    membership_id, first = data["membership"], date.fromisoformat(data["first"])
    try:
        last = read_written_day(message.text or "", first)  # a weekday is the one that follows the first day
        await absences.note_absence(actor, work, membership_id, first, last)
    except (NotADateError, PastTimeError, TooFarAheadError) as error:
        problem = DayProblem.BEFORE_FIRST if isinstance(error, PastTimeError) else _problem(error)
        return [Reply(DayNotUsable(membership_id=membership_id, problem=problem))]
    except (NotFoundError, OutOfDateError) as error:  # no longer of that team
        await state.clear()
        return [Reply(line_for(error))]
    await state.clear()
    return [Reply(await colleague_card(actor, work, membership_id))]


@router.message(AbsenceDialogue(), ~F.text.startswith("/"))
async def on_something_else_than_text(_message: Message) -> Effects:
    return [Reply(WritePlease())]


@router.callback_query(Tapped(EraseAbsence))
async def on_erase(_query: CallbackQuery, tap: EraseAbsence, actor: Actor, work: Work) -> Effects:
    membership_id = await absences.erase_absence(actor, work, tap.absence_id)
    return [Edit(await colleague_card(actor, work, membership_id))]


# -- deputies and handing over ----------------------------------------------------------------------------------------
@router.callback_query(Tapped(AskDeputy))
async def on_ask_deputy(_query: CallbackQuery, tap: AskDeputy, actor: Actor, work: Work) -> Effects:
    return [Edit(await absences.ask_deputy(actor, work, tap.membership_id, tap.page))]


@router.callback_query(Tapped(SetDeputy))
async def on_deputy(_query: CallbackQuery, tap: SetDeputy, actor: Actor, work: Work) -> Effects:
    await absences.set_deputy(actor, work, tap.membership_id, tap.deputy_id)
    return [Edit(await colleague_card(actor, work, tap.membership_id))]


@router.callback_query(Tapped(AskGiveAll))
async def on_ask_give(_query: CallbackQuery, tap: AskGiveAll, actor: Actor, work: Work) -> Effects:
    return [Edit(await roles.ask_give_all(actor, work, tap.membership_id, tap.page))]


@router.callback_query(Tapped(ReallyGiveAll))
async def on_really_give(_query: CallbackQuery, tap: ReallyGiveAll, actor: Actor, work: Work) -> Effects:
    return [Edit(await roles.really_give_all(actor, work, tap.membership_id, tap.colleague_id))]


@router.callback_query(Tapped(GiveAll))
async def on_give(_query: CallbackQuery, tap: GiveAll, actor: Actor, work: Work) -> Effects:
    return [Edit(await roles.give_all(actor, work, tap.membership_id, tap.colleague_id))]


# -- roles ------------------------------------------------------------------------------------------------------------
@router.callback_query(Tapped(AskRole))
async def on_ask_role(_query: CallbackQuery, tap: AskRole, actor: Actor, work: Work) -> Effects:
    return [Edit(await roles.ask_role(actor, work, tap.membership_id, tap.role))]


@router.callback_query(Tapped(SetRole))
async def on_role(_query: CallbackQuery, tap: SetRole, actor: Actor, work: Work) -> Effects:
    membership_id = await roles.set_role(actor, work, tap.membership_id, tap.role)
    return [Edit(await colleague_card(actor, work, membership_id))]


@router.callback_query(Tapped(AskLeave))
async def on_ask_leave(_query: CallbackQuery, tap: AskLeave, actor: Actor, work: Work) -> Effects:
    return [Edit(await roles.ask_leave(actor, work, tap.membership_id))]


@router.callback_query(Tapped(LeaveTeam))
async def on_leave(_query: CallbackQuery, tap: LeaveTeam, actor: Actor, work: Work) -> Effects:
    return [Edit(await roles.leave_team(actor, work, tap.membership_id))]


def _problem(error: ProgrammeError) -> DayProblem:
    if isinstance(error, PastTimeError):
        return DayProblem.PAST
    return DayProblem.TOO_FAR if isinstance(error, TooFarAheadError) else DayProblem.NO_DAY


async def _stop_asking(state: FSMContext) -> None:
    """Another button of /colleagues was tapped while a day was asked for."""
    if await state.get_state() in AbsenceDialogue:
        await state.clear()
