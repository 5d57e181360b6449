"""What mentors tap on nudges; an interview that is coming up."""

from __future__ import annotations

from aiogram import Router
from aiogram.types import CallbackQuery

from handlers.filters import Known, Tapped
from mentoring.actor import Actor
from mentoring.effects import Edit, Effects, Reply
from mentoring.nudges import congratulate, idle, interviews
from mentoring.taps_nudges import (
    AllIsWell,
    ForgetInterview,
    InterviewOn,
    NoteInterview,
    OtherInterviewDay,
    PlanInterview,
    SendWarmWord,
)
from mentoring.work import Work

router = Router(name="nudges")
router.message.filter(Known())
router.callback_query.filter(Known())


@router.callback_query(Tapped(AllIsWell))
async def on_all_is_well(_query: CallbackQuery, tap: AllIsWell, actor: Actor, work: Work) -> Effects:
    return [Edit(await idle.all_is_well(actor, work, tap.duo_id))]


@router.callback_query(Tapped(SendWarmWord))
async def on_warm_word(_query: CallbackQuery, tap: SendWarmWord, actor: Actor, work: Work) -> Effects:
    return [Edit(await congratulate.send_warm_word(actor, work, tap.nudge_id))]


@router.callback_query(Tapped(PlanInterview))
async def on_interview(_query: CallbackQuery, tap: PlanInterview, actor: Actor, work: Work) -> Effects:
    """A new message: the tapped one may be the list of meetings, which stays."""
    return [Reply(await interviews.which_day(actor, work, tap.duo_id))]


@router.callback_query(Tapped(OtherInterviewDay))
async def on_other_day(_query: CallbackQuery, tap: OtherInterviewDay, actor: Actor, work: Work) -> Effects:
    return [Edit(await interviews.which_day(actor, work, tap.duo_id))]


@router.callback_query(Tapped(InterviewOn))
async def on_day(_query: CallbackQuery, tap: InterviewOn, actor: Actor, work: Work) -> Effects:
    return [Edit(await interviews.on_day(actor, work, tap.duo_id, tap.day))]


@router.callback_query(Tapped(NoteInterview))
async def on_note(_query: CallbackQuery, tap: NoteInterview, actor: Actor, work: Work) -> Effects:
    return [Edit(await interviews.note_interview(actor, work, tap.duo_id, tap.day, tells=tap.tells))]


@router.callback_query(Tapped(ForgetInterview))
async def on_forget(_query: CallbackQuery, tap: ForgetInterview, actor: Actor, work: Work) -> Effects:
    return [Edit(await interviews.forget_interview(actor, work, tap.duo_id, tap.day))]
