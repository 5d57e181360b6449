"""/today: the digest now."""

from __future__ import annotations

from aiogram import Router

from handlers.filters import Command, Known, Staff, Tapped
from mentoring.actor import Actor
from mentoring.digest import now
from mentoring.effects import Edit, Effects, Reply
from mentoring.taps_morning import Today, WholeTeam
from mentoring.work import Work

router = Router(name="morning")
router.message.filter(Known())
router.callback_query.filter(Known())


@router.message(Command("today"), Staff())
async def on_today(_message: object, actor: Actor, work: Work) -> Effects:
    return [Reply(await now.today(actor, work))]


@router.callback_query(Tapped(Today))
async def on_now(_query: object, tap: Today, actor: Actor, work: Work) -> Effects:
    return [Edit(await now.today(actor, work, tap.organisation_id))]


@router.callback_query(Tapped(WholeTeam))
async def on_team(_query: object, tap: WholeTeam, actor: Actor, work: Work) -> Effects:
    return [Edit(await now.whole_team(actor, work, tap.organisation_id))]
