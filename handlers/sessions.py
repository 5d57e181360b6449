"""The meetings of a duo: /sessions, the card, confirming, changing, weekly ones."""

from __future__ import annotations

from datetime import datetime, timedelta

from aiogram import F, Router
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from handlers.errors import line_for
from handlers.filters import Command, Known, Tapped
from mentoring.actor import Actor
from mentoring.effects import Edit, Effects, RemoveButtons, Reply, Toast
from mentoring.errors import ChangedMeanwhileError, NotFoundError, OutOfDateError
from mentoring.messages.base import Message as Declared
from mentoring.messages.session_changes import CancelDone
from mentoring.messages.session_planning import SessionSaved
from mentoring.messages.sessions import ChangedMeanwhile
from mentoring.messages.system import WritePlease
from mentoring.sessions import answering, changing, listing, series
from mentoring.sessions.board import is_card
from mentoring.taps_sessions import (
    AskToCancel,
    ConfirmSession,
    EndWeekly,
    JustCancel,
    ListSessions,
    ListTeamSessions,
    RepeatWeekly,
    ShowSession,
)
from mentoring.work import Work

router = Router(name="sessions")
router.message.filter(Known())
router.callback_query.filter(Known())


class CancelDialogue(StatesGroup):
    word = State()  # a word to the other, or none


# After that, a text is more likely meant for the partner than to cancel the meeting: then it is asked once more.
_STILL_MEANT = timedelta(hours=1)
_OURS = ("PlanningDialogue:", "CancelDialogue:")


async def stop_asking(state: FSMContext) -> None:
    """Another button about meetings was tapped while a text was asked for: what is written next is no answer."""
    if (await state.get_state() or "").startswith(_OURS):
        await state.clear()


async def as_it_stands(query: CallbackQuery | None, actor: Actor, work: Work, session_id: int) -> Effects:
    """Somebody was faster, or the button is old: said, and shown with what can be done now."""
    shown = await answering.session_card(actor, work, session_id)
    if query is None:
        return [Reply(ChangedMeanwhile()), Reply(shown)]
    told = Toast(ChangedMeanwhile(), alert=True)
    if await _on_card(query, actor, work):
        return [told]
    has_file = isinstance(query.message, Message) and query.message.document is not None
    return [told, Reply(shown) if has_file else Edit(shown)]  # news with a calendar file cannot become a text


async def if_away(said: Declared, actor: Actor, work: Work) -> Effects:
    """After "I ask them now", "I tell them": that they cannot be reached."""
    if not isinstance(said, SessionSaved | CancelDone):
        return []
    away = await answering.partner_away(actor, work, said.facts.duo_id)
    return [Reply(away)] if away else []


# -- the list ---------------------------------------------------------------------------------------------------------
@router.message(Command("sessions"))
async def on_sessions(message: Message, actor: Actor, work: Work, state: FSMContext) -> Effects:
    await stop_asking(state)
    topic_id = message.message_thread_id if message.is_topic_message else None
    return [Reply(await listing.overview(actor, work, topic_id))]


@router.callback_query(Tapped(ListSessions))
async def on_list(_query: CallbackQuery, tap: ListSessions, actor: Actor, work: Work, state: FSMContext) -> Effects:
    await stop_asking(state)
    return [Edit(await listing.own_list(actor, work, tap.duo_id, tap.page))]


@router.callback_query(Tapped(ListTeamSessions))
async def on_team_list(_query: CallbackQuery, tap: ListTeamSessions, actor: Actor, work: Work) -> Effects:
    return [Edit(await listing.team_list(actor, work, tap.page))]


@router.callback_query(Tapped(ShowSession))
async def on_show(_query: CallbackQuery, tap: ShowSession, actor: Actor, work: Work, state: FSMContext) -> Effects:
    await stop_asking(state)
    return [Edit(await answering.session_card(actor, work, tap.session_id, is_listed=True))]


# -- answers ----------------------------------------------------------------------------------------------------------
@router.callback_query(Tapped(ConfirmSession))
async def on_confirm(query: CallbackQuery, tap: ConfirmSession, actor: Actor, work: Work) -> Effects:
    try:
        gathering = await changing.confirm_session(actor, work, tap.session_id, tap.sequence)
    except ChangedMeanwhileError:
        return await as_it_stands(query, actor, work, tap.session_id)
    return [Toast(answering.you_come(gathering)), *await _without_buttons(query, actor, work)]


@router.callback_query(Tapped(AskToCancel))
async def on_ask_to_cancel(
    query: CallbackQuery, tap: AskToCancel, actor: Actor, work: Work, state: FSMContext
) -> Effects:
    await stop_asking(state)
    try:
        question = await answering.cancel_question(actor, work, tap.session_id, tap.sequence)
    except ChangedMeanwhileError:
        return await as_it_stands(query, actor, work, tap.session_id)
    await _ask_for_word(state, work, tap.session_id, tap.sequence)
    return [Reply(question)]


@router.callback_query(Tapped(JustCancel))
async def on_just_cancel(query: CallbackQuery, tap: JustCancel, actor: Actor, work: Work, state: FSMContext) -> Effects:
    await stop_asking(state)
    try:
        said = await answering.cancel(actor, work, tap.session_id, tap.sequence, None)
    except ChangedMeanwhileError:
        return await as_it_stands(query, actor, work, tap.session_id)
    return [Edit(said), *await if_away(said, actor, work)]


@router.message(CancelDialogue.word, F.text & ~F.text.startswith("/"))
async def on_word(message: Message, actor: Actor, work: Work, state: FSMContext) -> Effects:
    data = await state.get_data()
    try:
        if work.now - datetime.fromisoformat(data["asked_at"]) > _STILL_MEANT:
            question = await answering.cancel_question(actor, work, data["session"], data["sequence"])
            await _ask_for_word(state, work, data["session"], data["sequence"])
            return [Reply(question)]
        said = await answering.cancel(actor, work, data["session"], data["sequence"], message.text)
        effects: Effects = [Reply(said), *await if_away(said, actor, work)]
    except ChangedMeanwhileError:
        effects = await as_it_stands(None, actor, work, data["session"])
    except (NotFoundError, OutOfDateError) as error:
        effects = [Reply(line_for(error))]
    await state.clear()
    return effects


async def _ask_for_word(state: FSMContext, work: Work, session_id: int, sequence: int) -> None:
    await state.set_state(CancelDialogue.word)
    await state.set_data({"session": session_id, "sequence": sequence, "asked_at": work.now.isoformat()})


@router.message(CancelDialogue.word, ~F.text.startswith("/"))
async def on_something_else_than_a_word(_message: Message) -> Effects:
    return [Reply(WritePlease())]


# -- weekly -----------------------------------------------------------------------------------------------------------
@router.callback_query(Tapped(RepeatWeekly))
async def on_weekly(query: CallbackQuery, tap: RepeatWeekly, actor: Actor, work: Work) -> Effects:
    try:
        started = await series.start_series(actor, work, tap.session_id)
    except ChangedMeanwhileError:
        return await as_it_stands(query, actor, work, tap.session_id)
    return [Toast(started, alert=True)]


@router.callback_query(Tapped(EndWeekly))
async def on_end_weekly(query: CallbackQuery, tap: EndWeekly, actor: Actor, work: Work) -> Effects:
    ended = await series.end_series(actor, work, tap.series_id)
    return [Toast(ended, alert=True), *await _without_buttons(query, actor, work)]


async def _on_card(query: CallbackQuery, actor: Actor, work: Work) -> bool:
    return await is_card(work, actor.person.id, query.message.message_id if query.message else None)


async def _without_buttons(query: CallbackQuery, actor: Actor, work: Work) -> Effects:
    """News has done its work once it is answered; a card is brought up to date by itself."""
    return [] if await _on_card(query, actor, work) else [RemoveButtons()]
