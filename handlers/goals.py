"""After the first meeting: going on together, and the goals of a duo."""

from __future__ import annotations

from collections.abc import Awaitable

from aiogram import F, Router
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from handlers.filters import Known, Tapped
from mentoring.actor import Actor
from mentoring.effects import Edit, Effects, Reply
from mentoring.errors import NotFoundError, OutOfDateError
from mentoring.messages.base import Message as Declared
from mentoring.messages.first_meeting import WriteGoal
from mentoring.messages.system import OutOfDate, WritePlease
from mentoring.sessions import goals
from mentoring.sessions.first_meeting import answer_go_on
from mentoring.taps_goals import ChangeGoal, GoOnTogether, NoteGoal, OpenGoal, RemoveGoal, ShowGoals
from mentoring.work import Work

router = Router(name="goals")
router.message.filter(Known())
router.callback_query.filter(Known())

_DUO, _GOAL = "duo", "goal"


class GoalDialogue(StatesGroup):
    new = State()  # a goal is asked for, as a text
    other_words = State()


@router.callback_query(Tapped(GoOnTogether))
async def on_go_on(_query: CallbackQuery, tap: GoOnTogether, actor: Actor, work: Work) -> Effects:
    return [Edit(await answer_go_on(actor, work, tap.duo_id, yes=tap.yes))]


@router.callback_query(Tapped(ShowGoals))
async def on_goals(_query: CallbackQuery, tap: ShowGoals, actor: Actor, work: Work, state: FSMContext) -> Effects:
    await _stop_asking(state)
    return [Edit(await goals.goal_list(actor, work, tap.duo_id))]


@router.callback_query(Tapped(OpenGoal))
async def on_goal(_query: CallbackQuery, tap: OpenGoal, actor: Actor, work: Work, state: FSMContext) -> Effects:
    await _stop_asking(state)
    return [Edit(await goals.one_goal(actor, work, tap.goal_id))]


@router.callback_query(Tapped(RemoveGoal))
async def on_remove(_query: CallbackQuery, tap: RemoveGoal, actor: Actor, work: Work, state: FSMContext) -> Effects:
    await _stop_asking(state)
    return [Edit(await goals.remove_goal(actor, work, tap.goal_id))]


@router.callback_query(Tapped(NoteGoal))
async def on_note(_query: CallbackQuery, tap: NoteGoal, actor: Actor, work: Work, state: FSMContext) -> Effects:
    asked = await goals.goal_question(actor, work, tap.duo_id)
    if isinstance(asked, WriteGoal):
        await state.set_state(GoalDialogue.new)
        await state.set_data({_DUO: tap.duo_id})
    return [Edit(asked)]


@router.callback_query(Tapped(ChangeGoal))
async def on_other_words(
    _query: CallbackQuery, tap: ChangeGoal, actor: Actor, work: Work, state: FSMContext
) -> Effects:
    asked = await goals.change_question(actor, work, tap.goal_id)
    await state.set_state(GoalDialogue.other_words)
    await state.set_data({_GOAL: tap.goal_id})
    return [Edit(asked)]


@router.message(GoalDialogue.new, F.text & ~F.text.startswith("/"))
async def on_new_goal(message: Message, actor: Actor, work: Work, state: FSMContext) -> Effects:
    duo_id = (await state.get_data())[_DUO]
    return await _written(state, goals.note_goal(actor, work, duo_id, message.text or ""))


@router.message(GoalDialogue.other_words, F.text & ~F.text.startswith("/"))
async def on_new_words(message: Message, actor: Actor, work: Work, state: FSMContext) -> Effects:
    goal_id = (await state.get_data())[_GOAL]
    return await _written(state, goals.change_goal(actor, work, goal_id, message.text or ""))


@router.message(GoalDialogue(), ~F.text.startswith("/"))
async def on_something_else_than_words(_message: Message) -> Effects:
    return [Reply(WritePlease())]


async def _written(state: FSMContext, saving: Awaitable[Declared]) -> Effects:
    """What was written is saved. Where the goal or the duo is gone meanwhile, nothing is asked for any more."""
    try:
        shown = await saving
    except (NotFoundError, OutOfDateError):
        shown = OutOfDate()
    await state.clear()
    return [Reply(shown)]


async def _stop_asking(state: FSMContext) -> None:
    """Another button of the goals was tapped while one was asked for: a text is no goal any more."""
    if (await state.get_state() or "").startswith("GoalDialogue:"):
        await state.clear()
