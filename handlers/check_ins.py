"""The weekly question: a face, a skip, a note."""

from __future__ import annotations

from aiogram import F, Router
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from handlers.filters import Known, Tapped
from mentoring.actor import Actor
from mentoring.check_ins import answering, notes, rhythm
from mentoring.effects import Edit, Effects, Reply
from mentoring.errors import TextTooLongError
from mentoring.messages.check_ins import NoteTooLong, NoteWanted
from mentoring.messages.system import WritePlease
from mentoring.taps_check_ins import (
    AnswerAgain,
    AskAgain,
    ChooseFace,
    SetRhythm,
    ShowRhythm,
    ShowThanks,
    SkipCheckIn,
    WithoutNote,
    WriteNote,
)
from mentoring.work import Work

router = Router(name="check-ins")
router.message.filter(Known())
router.callback_query.filter(Known())

_CHECK_IN = "check_in"
_NO_COMMAND = ~F.text.startswith("/")


class NoteDialogue(StatesGroup):
    text = State()  # the note to the team is asked for


# -- the question ------------------------------------------------------------------------------------------------------
@router.callback_query(Tapped(ChooseFace))
async def on_face(_query: CallbackQuery, tap: ChooseFace, actor: Actor, work: Work, state: FSMContext) -> Effects:
    await _stop_asking(state)
    return [Edit(await answering.answer_check_in(actor, work, tap.check_in_id, tap.question, tap.value))]


@router.callback_query(Tapped(SkipCheckIn))
async def on_skip(_query: CallbackQuery, tap: SkipCheckIn, actor: Actor, work: Work, state: FSMContext) -> Effects:
    await _stop_asking(state)
    return [Edit(await answering.skip_check_in(actor, work, tap.check_in_id))]


@router.callback_query(Tapped(AnswerAgain))
async def on_answering_again(
    _query: CallbackQuery, tap: AnswerAgain, actor: Actor, work: Work, state: FSMContext
) -> Effects:
    await _stop_asking(state)
    return [Edit(await answering.show_again(actor, work, tap.check_in_id))]


@router.callback_query(Tapped(AskAgain))
async def on_question_chosen(
    _query: CallbackQuery, tap: AskAgain, actor: Actor, work: Work, state: FSMContext
) -> Effects:
    await _stop_asking(state)
    return [Edit(await answering.ask_again(actor, work, tap.check_in_id, tap.question))]


@router.callback_query(Tapped(ShowThanks))
async def on_thanks(_query: CallbackQuery, tap: ShowThanks, actor: Actor, work: Work, state: FSMContext) -> Effects:
    await _stop_asking(state)
    return [Edit(await answering.show_thanks(actor, work, tap.check_in_id))]


# -- the note ----------------------------------------------------------------------------------------------------------
@router.callback_query(Tapped(WriteNote))
async def on_note_wanted(_query: CallbackQuery, tap: WriteNote, actor: Actor, work: Work, state: FSMContext) -> Effects:
    asked = await notes.note_question(actor, work, tap.check_in_id)
    if isinstance(asked, NoteWanted):
        await state.set_state(NoteDialogue.text)
        await state.set_data({_CHECK_IN: tap.check_in_id})
    return [Edit(asked)]


@router.callback_query(Tapped(WithoutNote))
async def on_no_note(_query: CallbackQuery, tap: WithoutNote, actor: Actor, work: Work, state: FSMContext) -> Effects:
    await _stop_asking(state)
    return [Edit(await answering.show_thanks(actor, work, tap.check_in_id))]


@router.message(NoteDialogue.text, F.text & _NO_COMMAND)
async def on_note(message: Message, actor: Actor, work: Work, state: FSMContext) -> Effects:
    check_in_id = (await state.get_data())[_CHECK_IN]
    try:
        kept = await notes.keep_note(actor, work, check_in_id, message.text or "")
    except TextTooLongError:
        return [Reply(NoteTooLong(limit=notes.LONGEST_NOTE))]
    await state.clear()
    return [Reply(kept)]


@router.message(NoteDialogue.text, _NO_COMMAND)
async def on_something_else_than_a_note(_message: Message) -> Effects:
    return [Reply(WritePlease())]


# -- how often ---------------------------------------------------------------------------------------------------------
@router.callback_query(Tapped(ShowRhythm))
async def on_rhythm(_query: CallbackQuery, tap: ShowRhythm, actor: Actor, work: Work) -> Effects:
    return [Edit(await rhythm.check_in_rhythm(actor, work, tap.thread_id))]


@router.callback_query(Tapped(SetRhythm))
async def on_rhythm_chosen(_query: CallbackQuery, tap: SetRhythm, actor: Actor, work: Work) -> Effects:
    return [Edit(await rhythm.set_check_in_weeks(actor, work, tap.thread_id, tap.weeks))]


async def _stop_asking(state: FSMContext) -> None:
    """Another button was tapped while a note was asked for: a text is for the partner again."""
    if await state.get_state() == NoteDialogue.text.state:
        await state.clear()
