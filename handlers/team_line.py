"""The line between one person and the team."""

from __future__ import annotations

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from handlers.filters import Command, Known, Tapped
from mentoring.actor import Actor
from mentoring.effects import Effects
from mentoring.errors import OutOfDateError
from mentoring.relay import pass_to_team
from mentoring.taps_team_line import AnsweredElsewhere, AskTeam, AskTeamOfDuo, CloseLine, PassToTeam, WriteTo
from mentoring.taps_thread import ids_from
from mentoring.team_lines.opening import ask_team, ask_team_of_duo, which_team
from mentoring.team_lines.waiting import answered_elsewhere
from mentoring.team_lines.writing_first import close_line, write_to
from mentoring.work import Work

router = Router(name="team-line")
router.message.filter(Known())
router.callback_query.filter(Known())


@router.message(Command("team"))
async def on_team(_message: Message, actor: Actor, work: Work, raw_state: str | None) -> Effects:
    return await which_team(actor, work, question_waits=raw_state is not None)


@router.callback_query(Tapped(AskTeam))
async def on_ask_team(_query: CallbackQuery, tap: AskTeam, actor: Actor, work: Work, raw_state: str | None) -> Effects:
    return await ask_team(actor, work, tap.organisation_id, question_waits=raw_state is not None)


@router.callback_query(Tapped(AskTeamOfDuo))
async def on_ask_team_of_duo(
    _query: CallbackQuery, tap: AskTeamOfDuo, actor: Actor, work: Work, raw_state: str | None
) -> Effects:
    return await ask_team_of_duo(actor, work, tap.duo_id, question_waits=raw_state is not None)


@router.callback_query(Tapped(WriteTo))
async def on_write_to(_query: CallbackQuery, tap: WriteTo, actor: Actor, work: Work, raw_state: str | None) -> Effects:
    return await write_to(actor, work, tap.membership_id, question_waits=raw_state is not None)


@router.callback_query(Tapped(PassToTeam))
async def on_pass_to_team(_query: CallbackQuery, tap: PassToTeam, actor: Actor, work: Work) -> Effects:
    try:
        message_ids = ids_from(tap.message_id, tap.rest)
    except ValueError as error:
        raise OutOfDateError from error
    return await pass_to_team(actor, work, tap.organisation_id, message_ids)


@router.callback_query(Tapped(AnsweredElsewhere))
async def on_answered_elsewhere(_query: CallbackQuery, tap: AnsweredElsewhere, actor: Actor, work: Work) -> Effects:
    return await answered_elsewhere(actor, work, tap.line_id)


@router.callback_query(Tapped(CloseLine))
async def on_close_line(_query: CallbackQuery, tap: CloseLine, actor: Actor) -> Effects:
    return await close_line(actor, tap.side_id)
