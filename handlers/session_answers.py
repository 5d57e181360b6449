"""What people tap on reminders and on "did you meet?"."""

from __future__ import annotations

from aiogram import Router

from handlers.filters import Known, Tapped
from mentoring.actor import Actor
from mentoring.effects import Edit, Effects, Reply, Toast
from mentoring.sessions.coming import i_come, show_reminder
from mentoring.sessions.met_answers import answer_met, ask_again, met_elsewhere
from mentoring.taps_reminders import AnswerMet, ChangeMet, Coming, MetElsewhere, ShowReminder
from mentoring.work import Work

router = Router(name="session-answers")
router.message.filter(Known())
router.callback_query.filter(Known())


@router.callback_query(Tapped(Coming))
async def on_coming(_query: object, tap: Coming, actor: Actor, work: Work) -> Effects:
    shown = await i_come(actor, work, tap.session_id, tap.sequence)
    return [Edit(shown.message), *([Toast(shown.toast)] if shown.toast else [])]


@router.callback_query(Tapped(ShowReminder))
async def on_one_of_a_day(_query: object, tap: ShowReminder, actor: Actor, work: Work) -> Effects:
    """A new message: the list of that day stays."""
    return [Reply(await show_reminder(actor, work, tap.session_id))]


@router.callback_query(Tapped(AnswerMet))
async def on_met(_query: object, tap: AnswerMet, actor: Actor, work: Work) -> Effects:
    return [Edit(await answer_met(actor, work, tap.session_id, tap.met))]


@router.callback_query(Tapped(ChangeMet))
async def on_change(_query: object, tap: ChangeMet, actor: Actor, work: Work) -> Effects:
    return [Edit(await ask_again(actor, work, tap.session_id))]


@router.callback_query(Tapped(MetElsewhere))
async def on_met_elsewhere(_query: object, tap: MetElsewhere, actor: Actor, work: Work) -> Effects:
    """A new message: the list of meetings stays."""
    return [Reply(await met_elsewhere(actor, work, tap.duo_id))]
