"""/progress: how far a duo has come, and the steps of its job seeker. Only a text is waited for."""

from __future__ import annotations

from collections.abc import Awaitable

from aiogram import F, Router
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from handlers.errors import line_for
from handlers.filters import Command, Known, Tapped
from locales.written_times import read_started_day
from mentoring.actor import Actor
from mentoring.effects import Edit, Effects, Reply, Toast
from mentoring.errors import NotFoundError, OutOfDateError
from mentoring.messages.base import Message as Declared
from mentoring.messages.progress import WhenWasStep, WriteStep
from mentoring.messages.system import WritePlease
from mentoring.milestones import Milestone
from mentoring.progress import card, found_work, milestones, picture
from mentoring.sessions.aims import read_day, written_day
from mentoring.taps_progress import (
    AfterFoundWork,
    ConfirmStep,
    NoteStep,
    OpenStep,
    OtherStepDay,
    OwnStepDay,
    ShowPicture,
    ShowProgress,
    ShowSteps,
    StepDay,
    StepDone,
    StepKinds,
    UndoStep,
    WriteStepDay,
)
from mentoring.work import Work

router = Router(name="progress")
router.message.filter(Known())
router.callback_query.filter(Known())

_DUO, _KIND, _DAY, _WORDS = "duo", "kind", "day", "words"


class StepDialogue(StatesGroup):
    day = State()  # a day further back is asked for, as a text
    words = State()  # a step in own words
    when = State()  # these are written, and when it was is asked for: tapped or written


# -- what there is ----------------------------------------------------------------------------------------------------
@router.message(Command("progress"))
async def on_progress(message: Message, actor: Actor, work: Work, state: FSMContext) -> Effects:
    await _stop_asking(state)
    topic_id = message.message_thread_id if message.is_topic_message else None
    return [Reply(await card.overview(actor, work, topic_id))]


@router.callback_query(Tapped(ShowProgress))
async def on_card(_query: CallbackQuery, tap: ShowProgress, actor: Actor, work: Work, state: FSMContext) -> Effects:
    await _stop_asking(state)
    return [Edit(await card.progress_card(actor, work, tap.duo_id))]


@router.callback_query(Tapped(ShowPicture))
async def on_picture(_query: CallbackQuery, tap: ShowPicture, actor: Actor, work: Work) -> Effects:
    return [Toast(await picture.ask_picture(actor, work, tap.duo_id))]


@router.callback_query(Tapped(ShowSteps))
async def on_steps(_query: CallbackQuery, tap: ShowSteps, actor: Actor, work: Work, state: FSMContext) -> Effects:
    await _stop_asking(state)
    return [Edit(await card.step_list(actor, work, tap.duo_id, tap.page))]


@router.callback_query(Tapped(OpenStep))
async def on_step(_query: CallbackQuery, tap: OpenStep, actor: Actor, work: Work) -> Effects:
    return [Edit(await milestones.one_step(actor, work, tap.step_id))]


# -- noting one -------------------------------------------------------------------------------------------------------
@router.callback_query(Tapped(NoteStep))
async def on_note(_query: CallbackQuery, tap: NoteStep, actor: Actor, work: Work, state: FSMContext) -> Effects:
    await _stop_asking(state)
    return [Reply(await milestones.which_step(actor, work, tap.duo_id))]


@router.callback_query(Tapped(StepKinds))
async def on_kinds(_query: CallbackQuery, tap: StepKinds, actor: Actor, work: Work, state: FSMContext) -> Effects:
    await _stop_asking(state)
    return [Edit(await milestones.which_step(actor, work, tap.duo_id))]


@router.callback_query(Tapped(StepDay))
async def on_kind(_query: CallbackQuery, tap: StepDay, actor: Actor, work: Work, state: FSMContext) -> Effects:
    await _stop_asking(state)
    if tap.milestone is Milestone.OWN:
        return await _ask_for_step(actor, work, state, tap.duo_id)
    return [Edit(await milestones.when_was(actor, work, tap.duo_id, tap.milestone))]


@router.callback_query(Tapped(OwnStepDay))
async def on_own_when(_query: CallbackQuery, tap: OwnStepDay, actor: Actor, work: Work, state: FSMContext) -> Effects:
    words = await _words(state, tap.duo_id, Milestone.OWN)
    if words is None:
        return await _ask_for_step(actor, work, state, tap.duo_id)
    shown = await milestones.when_was(actor, work, tap.duo_id, Milestone.OWN, words)
    await _ask_on(state, shown)
    return [Edit(shown)]


@router.callback_query(Tapped(OtherStepDay))
async def on_other_day(
    _query: CallbackQuery, tap: OtherStepDay, actor: Actor, work: Work, state: FSMContext
) -> Effects:
    words = await _words(state, tap.duo_id, tap.milestone)
    shown = await milestones.when_was(actor, work, tap.duo_id, tap.milestone, words, another=True)
    await _stop_asking(state)
    await _ask_on(state, shown)
    return [Edit(shown)]


@router.callback_query(Tapped(WriteStepDay))
async def on_write_day(
    _query: CallbackQuery, tap: WriteStepDay, actor: Actor, work: Work, state: FSMContext
) -> Effects:
    asked = await milestones.write_day(actor, work, tap.duo_id, tap.milestone)
    words = await _words(state, tap.duo_id, tap.milestone)
    await state.set_state(StepDialogue.day)
    await state.set_data({_DUO: tap.duo_id, _KIND: tap.milestone.value, _WORDS: words})
    return [Edit(asked)]


@router.callback_query(Tapped(StepDone))
async def on_done(_query: CallbackQuery, tap: StepDone, actor: Actor, work: Work, state: FSMContext) -> Effects:
    words = await _words(state, tap.duo_id, tap.milestone)
    await _stop_asking(state)
    shown = await milestones.step_done(actor, work, tap.duo_id, tap.milestone, read_day(tap.day), words)
    await _ask_on(state, shown, tap.day)
    if words is not None:
        await state.set_data({_DUO: tap.duo_id, _WORDS: words})  # for a second tap, which notes nothing more
    return [Edit(shown)]


@router.message(StateFilter(StepDialogue.day, StepDialogue.when), F.text & ~F.text.startswith("/"))
async def on_written_day(message: Message, actor: Actor, work: Work, state: FSMContext) -> Effects:
    data = await state.get_data()
    day = read_started_day(message.text or "", card.today_of(actor, work))
    noted = milestones.step_done(actor, work, data[_DUO], Milestone(data[_KIND]), day, data.get(_WORDS))
    return await _written(state, noted, written_day(day))


@router.message(StepDialogue.words, F.text & ~F.text.startswith("/"))
async def on_words(message: Message, actor: Actor, work: Work, state: FSMContext) -> Effects:
    """Then when it was is asked for, where it is not known yet."""
    data, text = await state.get_data(), message.text or ""
    if not data.get(_DAY):
        return await _written(state, milestones.when_was(actor, work, data[_DUO], Milestone.OWN, text))
    day = read_day(data[_DAY])
    return await _written(state, milestones.record_milestone(actor, work, data[_DUO], Milestone.OWN, day, text))


@router.message(StepDialogue(), ~F.text.startswith("/"))
async def on_something_else_than_words(_message: Message) -> Effects:
    return [Reply(WritePlease())]


# -- afterwards -------------------------------------------------------------------------------------------------------
@router.callback_query(Tapped(ConfirmStep))
async def on_confirm(_query: CallbackQuery, tap: ConfirmStep, actor: Actor, work: Work) -> Effects:
    return [Edit(await milestones.confirm_milestone(actor, work, tap.step_id))]


@router.callback_query(Tapped(UndoStep))
async def on_undo(_query: CallbackQuery, tap: UndoStep, actor: Actor, work: Work) -> Effects:
    return [Edit(await milestones.undo_milestone(actor, work, tap.step_id))]


@router.callback_query(Tapped(AfterFoundWork))
async def on_wish(_query: CallbackQuery, tap: AfterFoundWork, actor: Actor, work: Work) -> Effects:
    return [Edit(await found_work.after_found_work(actor, work, tap.step_id, goes_on=tap.goes_on))]


async def _written(state: FSMContext, noting: Awaitable[Declared], day: str = "") -> Effects:
    """What was written is noted. Other words mend what is wrong with them; where the duo is gone, nothing is asked."""
    try:
        shown = await noting
    except (NotFoundError, OutOfDateError) as error:
        await state.clear()
        return [Reply(line_for(error))]
    await state.clear()
    await _ask_on(state, shown, day)
    return [Reply(shown)]


async def _ask_for_step(actor: Actor, work: Work, state: FSMContext, duo_id: int) -> Effects:
    asked = await milestones.write_step(actor, work, duo_id)
    await _ask_on(state, asked)
    return [Edit(asked)]


async def _ask_on(state: FSMContext, shown: Declared, day: str = "") -> None:
    """What is written next answers what is shown: the words of a step, or when it was."""
    if isinstance(shown, WriteStep):
        await state.set_state(StepDialogue.words)
        await state.set_data({_DUO: shown.duo_id, _DAY: day})
    elif isinstance(shown, WhenWasStep) and shown.text is not None:
        await state.set_state(StepDialogue.when)
        await state.set_data({_DUO: shown.duo_id, _KIND: shown.milestone.value, _WORDS: shown.text})


async def _words(state: FSMContext, duo_id: int, milestone: Milestone) -> str | None:
    """The own words that were written before, for a step of that duo."""
    data = await state.get_data()
    words: str | None = data.get(_WORDS)
    return words if milestone is Milestone.OWN and data.get(_DUO) == duo_id else None


async def _stop_asking(state: FSMContext) -> None:
    """Another button about steps was tapped while a text was asked for: what is written next is none."""
    if (await state.get_state() or "").startswith("StepDialogue:"):
        await state.clear()
