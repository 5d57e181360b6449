"""Planning and moving a session: day, time, place. Buttons carry what was chosen; only a text is waited for."""

from __future__ import annotations

from collections.abc import Awaitable

from aiogram import F, Router
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from handlers.errors import line_for
from handlers.filters import Known, Tapped
from handlers.sessions import as_it_stands, if_away, stop_asking
from locales.written_times import read_written_day, read_written_time
from mentoring.actor import Actor
from mentoring.effects import Edit, Effects, Reply
from mentoring.errors import (
    ChangedMeanwhileError,
    PastTimeError,
    ProgrammeError,
    SkippedHourError,
    TooFarAheadError,
)
from mentoring.messages.base import Message as Declared
from mentoring.messages.session_planning import WhereExactly, WriteTheDay, WriteTheTime
from mentoring.messages.system import WritePlease
from mentoring.sessions import picker
from mentoring.sessions.aims import Aim, checked_minute, move, other_place, plan, read_aim, read_day
from mentoring.sessions.places import spot_of
from mentoring.sessions.planning import Spot
from mentoring.taps_sessions import (
    ChangePlace,
    ChooseDay,
    ChoosePlace,
    ChooseTime,
    MoveSession,
    PlanSession,
    SamePlace,
    ShowDays,
    WithoutAddress,
    WriteDay,
    WriteTime,
)
from mentoring.work import Work
from storage.words import Place

router = Router(name="session-planning")
router.message.filter(Known())
router.callback_query.filter(Known())


class PlanningDialogue(StatesGroup):
    day = State()  # a day is asked for as a text
    time = State()
    where = State()  # an address or a link


# -- where it begins: a message of its own, since the tapped one may be a card ----------------------------------------
@router.callback_query(Tapped(PlanSession))
async def on_plan(_query: CallbackQuery, tap: PlanSession, actor: Actor, work: Work, state: FSMContext) -> Effects:
    await stop_asking(state)
    return [Reply(await picker.which_day(actor, work, plan(tap.duo_id, tap.kind)))]


@router.callback_query(Tapped(MoveSession))
async def on_move(query: CallbackQuery, tap: MoveSession, actor: Actor, work: Work, state: FSMContext) -> Effects:
    await stop_asking(state)
    aim = move(tap.session_id, tap.sequence)
    return await _asked(query, actor, work, aim, picker.which_day(actor, work, aim), anew=True)


@router.callback_query(Tapped(ChangePlace))
async def on_change_place(
    query: CallbackQuery, tap: ChangePlace, actor: Actor, work: Work, state: FSMContext
) -> Effects:
    await stop_asking(state)
    aim = other_place(tap.session_id, tap.sequence)
    return await _asked(query, actor, work, aim, picker.which_place(actor, work, aim), anew=True)


# -- the buttons of the picker ----------------------------------------------------------------------------------------
@router.callback_query(Tapped(ShowDays))
async def on_days(query: CallbackQuery, tap: ShowDays, actor: Actor, work: Work, state: FSMContext) -> Effects:
    await stop_asking(state)
    aim = read_aim(tap.subject, tap.way)
    return await _asked(query, actor, work, aim, picker.which_day(actor, work, aim, tap.week))


@router.callback_query(Tapped(ChooseDay))
async def on_day(query: CallbackQuery, tap: ChooseDay, actor: Actor, work: Work, state: FSMContext) -> Effects:
    await stop_asking(state)
    aim, day = read_aim(tap.subject, tap.way), read_day(tap.day)
    return await _asked(query, actor, work, aim, picker.which_time(actor, work, aim, day))


@router.callback_query(Tapped(ChooseTime))
async def on_time(query: CallbackQuery, tap: ChooseTime, actor: Actor, work: Work, state: FSMContext) -> Effects:
    await stop_asking(state)
    aim, day, minute = read_aim(tap.subject, tap.way), read_day(tap.day), checked_minute(tap.minute)
    taken = picker.take_time(actor, work, aim, day, minute, anyway=tap.anyway)
    return await _asked(query, actor, work, aim, taken)


@router.callback_query(Tapped(SamePlace))
async def on_same_place(query: CallbackQuery, tap: SamePlace, actor: Actor, work: Work, state: FSMContext) -> Effects:
    await stop_asking(state)
    aim, day, minute = read_aim(tap.subject, tap.way), read_day(tap.day), checked_minute(tap.minute)
    return await _asked(query, actor, work, aim, picker.take_same_place(actor, work, aim, day, minute))


@router.callback_query(Tapped(ChoosePlace))
async def on_place(query: CallbackQuery, tap: ChoosePlace, actor: Actor, work: Work, state: FSMContext) -> Effects:
    await stop_asking(state)
    aim, day, minute = read_aim(tap.subject, tap.way), read_day(tap.day), checked_minute(tap.minute)
    effects = await _asked(query, actor, work, aim, picker.take_place(actor, work, aim, day, minute, tap.place))
    if _asks(effects, WhereExactly):
        await state.set_state(PlanningDialogue.where)
        await state.set_data({**_data(aim), "day": tap.day, "minute": minute, "place": tap.place.value})
    return effects


@router.callback_query(Tapped(WithoutAddress))
async def on_no_address(
    query: CallbackQuery, tap: WithoutAddress, actor: Actor, work: Work, state: FSMContext
) -> Effects:
    await stop_asking(state)
    aim, day, minute = read_aim(tap.subject, tap.way), read_day(tap.day), checked_minute(tap.minute)
    return await _asked(query, actor, work, aim, picker.save(actor, work, aim, day, minute, Spot(tap.place)))


# -- what is written --------------------------------------------------------------------------------------------------
@router.callback_query(Tapped(WriteDay))
async def on_write_day(query: CallbackQuery, tap: WriteDay, actor: Actor, work: Work, state: FSMContext) -> Effects:
    await stop_asking(state)
    aim = read_aim(tap.subject, tap.way)
    effects = await _asked(query, actor, work, aim, picker.write_day(actor, work, aim))
    if _asks(effects, WriteTheDay):
        await state.set_state(PlanningDialogue.day)
        await state.set_data(_data(aim))
    return effects


@router.callback_query(Tapped(WriteTime))
async def on_write_time(query: CallbackQuery, tap: WriteTime, actor: Actor, work: Work, state: FSMContext) -> Effects:
    await stop_asking(state)
    aim, day = read_aim(tap.subject, tap.way), read_day(tap.day)
    effects = await _asked(query, actor, work, aim, picker.write_time(actor, work, aim, day))
    if _asks(effects, WriteTheTime):
        await state.set_state(PlanningDialogue.time)
        await state.set_data({**_data(aim), "day": tap.day})
    return effects


@router.message(PlanningDialogue.day, F.text & ~F.text.startswith("/"))
async def on_written_day(message: Message, actor: Actor, work: Work, state: FSMContext) -> Effects:
    aim = _aim(await state.get_data())
    day = read_written_day(message.text or "", picker.today_of(actor, work))
    made = _asked(None, actor, work, aim, picker.which_time(actor, work, aim, day))
    return await _written(state, made, PastTimeError, TooFarAheadError)


@router.message(PlanningDialogue.time, F.text & ~F.text.startswith("/"))
async def on_written_time(message: Message, actor: Actor, work: Work, state: FSMContext) -> Effects:
    data = await state.get_data()
    aim, day, minute = _aim(data), read_day(data["day"]), read_written_time(message.text or "")
    made = _asked(None, actor, work, aim, picker.take_time(actor, work, aim, day, minute))
    has_passed = day < picker.today_of(actor, work)  # asked yesterday: no time of that day is left
    return await _written(state, made, *(() if has_passed else (PastTimeError, SkippedHourError)))


@router.message(PlanningDialogue.where, F.text & ~F.text.startswith("/"))
async def on_written_place(message: Message, actor: Actor, work: Work, state: FSMContext) -> Effects:
    data = await state.get_data()
    aim, spot = _aim(data), spot_of(Place(data["place"]), message.text or "")
    saved = picker.save(actor, work, aim, read_day(data["day"]), data["minute"], spot)
    return await _written(state, _asked(None, actor, work, aim, saved))


@router.message(PlanningDialogue(), ~F.text.startswith("/"))
async def on_something_else_than_text(_message: Message) -> Effects:
    return [Reply(WritePlease())]


async def _written(state: FSMContext, made: Awaitable[Effects], *mended: type[ProgrammeError]) -> Effects:
    """What follows from a text. `mended`: by other words, which are still waited for; else the question is over, and
    what is written next goes to the partner again.
    """
    try:
        effects = await made
    except ProgrammeError as error:
        if isinstance(error, mended):
            raise
        effects = [Reply(line_for(error))]
    await state.clear()
    return effects


async def _asked(
    query: CallbackQuery | None,
    actor: Actor,
    work: Work,
    aim: Aim,
    made: Awaitable[Declared],
    *,
    anew: bool = False,
) -> Effects:
    """What follows, in place of the tapped message; how the meeting stands, where it has changed meanwhile."""
    try:
        message = await made
    except ChangedMeanwhileError:
        return await as_it_stands(query, actor, work, aim.subject)
    shown: Effects = [Reply(message) if anew or query is None else Edit(message)]
    return [*shown, *await if_away(message, actor, work)]


def _asks(effects: Effects, kind: type[Declared]) -> bool:
    """Whether that question is asked now, and not said instead how the meeting stands."""
    return any(isinstance(effect, Edit) and isinstance(effect.message, kind) for effect in effects)


def _data(aim: Aim) -> dict[str, object]:
    return {"subject": aim.subject, "way": aim.way}


def _aim(data: dict[str, object]) -> Aim:
    return read_aim(int(str(data["subject"])), str(data["way"]))
