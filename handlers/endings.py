"""A duo rests, goes on, ends, is handed over, begins again: the team's taps; and what a mentee answers afterwards."""

from __future__ import annotations

from aiogram import F, Router
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from handlers.errors import line_for
from handlers.filters import Known, Tapped
from locales.written_times import read_day, read_written_day
from mentoring.actor import Actor
from mentoring.effects import Edit, Effects, Reply
from mentoring.endings import ending, follow_up, handover, pausing
from mentoring.errors import NotADateError, NotFoundError, OutOfDateError, PastTimeError
from mentoring.messages.base import Message as Said
from mentoring.messages.endings import PauseFault, PauseUntilWhen, WhichPauseDay
from mentoring.messages.system import WritePlease
from mentoring.taps_endings import (
    DoHandOver,
    DoPairAgain,
    EndDuo,
    EndEarly,
    EndFor,
    FinishAs,
    FinishDuo,
    HandOver,
    HandOverTo,
    LookAgain,
    PairAgain,
    PauseDuo,
    PauseUntil,
    RatherNot,
    ReallyEnd,
    ReallyFinish,
    ResumeDuo,
    WhereNow,
    WritePauseDay,
)
from mentoring.work import Work

router = Router(name="endings")
router.message.filter(Known())
router.callback_query.filter(Known())


class PauseDialogue(StatesGroup):
    day = State()  # data: duo, seen


# -- ending ------------------------------------------------------------------------------------------------------------
@router.callback_query(Tapped(EndDuo))
async def on_end(_query: CallbackQuery, tap: EndDuo, actor: Actor, work: Work, state: FSMContext) -> Effects:
    await _stop_asking(state)
    return [Edit(await ending.ask_how(actor, work, tap.duo_id))]


@router.callback_query(Tapped(FinishDuo))
async def on_finish(_query: CallbackQuery, tap: FinishDuo, actor: Actor, work: Work) -> Effects:
    return [Edit(await ending.ask_outcome(actor, work, tap.duo_id))]


@router.callback_query(Tapped(ReallyFinish))
async def on_outcome(_query: CallbackQuery, tap: ReallyFinish, actor: Actor, work: Work) -> Effects:
    return [Edit(await ending.confirm_finish(actor, work, tap.duo_id, tap.outcome))]


@router.callback_query(Tapped(FinishAs))
async def on_finish_as(_query: CallbackQuery, tap: FinishAs, actor: Actor, work: Work) -> Effects:
    return [Edit(await ending.complete_duo(actor, work, tap.duo_id, tap.outcome))]


@router.callback_query(Tapped(EndEarly))
async def on_early(_query: CallbackQuery, tap: EndEarly, actor: Actor, work: Work) -> Effects:
    return [Edit(await ending.ask_reason(actor, work, tap.duo_id))]


@router.callback_query(Tapped(ReallyEnd))
async def on_reason(_query: CallbackQuery, tap: ReallyEnd, actor: Actor, work: Work) -> Effects:
    return [Edit(await ending.confirm_end(actor, work, tap.duo_id, tap.reason))]


@router.callback_query(Tapped(EndFor))
async def on_end_for(_query: CallbackQuery, tap: EndFor, actor: Actor, work: Work) -> Effects:
    return [Edit(await ending.end_duo(actor, work, tap.duo_id, tap.reason))]


# -- pausing -----------------------------------------------------------------------------------------------------------
@router.callback_query(Tapped(PauseDuo))
async def on_pause(_query: CallbackQuery, tap: PauseDuo, actor: Actor, work: Work, state: FSMContext) -> Effects:
    await _stop_asking(state)
    return [Edit(await pausing.ask_pause(actor, work, tap.duo_id))]


@router.callback_query(Tapped(PauseUntil))
async def on_until(_query: CallbackQuery, tap: PauseUntil, actor: Actor, work: Work, state: FSMContext) -> Effects:
    await _stop_asking(state)
    try:
        until = read_day(tap.day)
    except NotADateError as error:
        raise NotFoundError from error
    return [Edit(await pausing.pause_duo(actor, work, tap.duo_id, until, tap.seen))]


@router.callback_query(Tapped(WritePauseDay))
async def on_write_day(
    _query: CallbackQuery, tap: WritePauseDay, actor: Actor, work: Work, state: FSMContext
) -> Effects:
    asked = await pausing.ask_pause_day(actor, work, tap.duo_id)
    if isinstance(asked, WhichPauseDay):
        await state.set_state(PauseDialogue.day)
        await state.set_data({"duo": tap.duo_id, "seen": tap.seen})
    return [Edit(asked)]


@router.message(PauseDialogue.day, F.text & ~F.text.startswith("/"))
async def on_day(message: Message, actor: Actor, work: Work, state: FSMContext) -> Effects:
    data = await state.get_data()
    try:
        shown = await _pause(message.text or "", actor, work, data["duo"], data["seen"])
    except (NotFoundError, OutOfDateError) as error:  # no longer of that team
        await state.clear()
        return [Reply(line_for(error))]
    if not isinstance(shown, WhichPauseDay):
        await state.clear()
    return [Reply(shown)]


async def _pause(text: str, actor: Actor, work: Work, duo_id: int, seen: int) -> Said:
    """A day that cannot be is asked for once more, as a text."""
    try:
        until = read_written_day(text, await pausing.today_there(actor, work, duo_id))
    except NotADateError:
        return await pausing.ask_pause_day(actor, work, duo_id, PauseFault.NO_DAY)
    except PastTimeError:
        return await pausing.ask_pause_day(actor, work, duo_id, PauseFault.PAST)
    shown = await pausing.pause_duo(actor, work, duo_id, until, seen)
    if isinstance(shown, PauseUntilWhen) and shown.fault is not PauseFault.CHANGED:
        return await pausing.ask_pause_day(actor, work, duo_id, shown.fault)
    return shown


@router.message(PauseDialogue(), ~F.text.startswith("/"))
async def on_something_else_than_text(_message: Message) -> Effects:
    return [Reply(WritePlease())]


@router.callback_query(Tapped(ResumeDuo))
async def on_resume(_query: CallbackQuery, tap: ResumeDuo, actor: Actor, work: Work, state: FSMContext) -> Effects:
    await _stop_asking(state)
    return [Edit(await pausing.resume_duo(actor, work, tap.duo_id))]


# -- another mentor, or once more --------------------------------------------------------------------------------------
@router.callback_query(Tapped(HandOver))
async def on_hand_over(_query: CallbackQuery, tap: HandOver, actor: Actor, work: Work) -> Effects:
    return [Edit(await handover.ask_mentor(actor, work, tap.duo_id, tap.skip))]


@router.callback_query(Tapped(HandOverTo))
async def on_hand_over_to(_query: CallbackQuery, tap: HandOverTo, actor: Actor, work: Work) -> Effects:
    return [Edit(await handover.confirm_handover(actor, work, tap.duo_id, tap.mentor_id))]


@router.callback_query(Tapped(DoHandOver))
async def on_do_hand_over(_query: CallbackQuery, tap: DoHandOver, actor: Actor, work: Work) -> Effects:
    return [Edit(await handover.hand_over(actor, work, tap.duo_id, tap.mentor_id))]


@router.callback_query(Tapped(PairAgain))
async def on_again(_query: CallbackQuery, tap: PairAgain, actor: Actor, work: Work) -> Effects:
    return [Edit(await handover.confirm_again(actor, work, tap.duo_id))]


@router.callback_query(Tapped(DoPairAgain))
async def on_do_again(_query: CallbackQuery, tap: DoPairAgain, actor: Actor, work: Work) -> Effects:
    return [Edit(await handover.pair_again(actor, work, tap.duo_id))]


@router.callback_query(Tapped(LookAgain))
async def on_look_again(_query: CallbackQuery, tap: LookAgain, actor: Actor, work: Work) -> Effects:
    return [Edit(await handover.look_again(actor, work, tap.duo_id))]


# -- half a year later -------------------------------------------------------------------------------------------------
@router.callback_query(Tapped(WhereNow))
async def on_where(_query: CallbackQuery, tap: WhereNow, actor: Actor, work: Work) -> Effects:
    return [Edit(await follow_up.note_where(actor, work, tap.duo_id, tap.outcome))]


@router.callback_query(Tapped(RatherNot))
async def on_rather_not(_query: CallbackQuery, tap: RatherNot, actor: Actor, work: Work) -> Effects:
    return [Edit(await follow_up.skip_where(actor, work, tap.duo_id))]


async def _stop_asking(state: FSMContext) -> None:
    """Another button was tapped while a day was asked for: what is written next is no answer any more."""
    if await state.get_state() in PauseDialogue:
        await state.clear()
