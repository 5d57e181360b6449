"""What the team does about somebody who waits for long."""

from __future__ import annotations

from aiogram import Router

from handlers.filters import Known, Tapped
from mentoring.actor import Actor
from mentoring.effects import Edit, Effects
from mentoring.taps_waiting_news import KeepLonger
from mentoring.waiting_end import keep_longer
from mentoring.work import Work

router = Router(name="waiting-news")
router.callback_query.filter(Known())


@router.callback_query(Tapped(KeepLonger))
async def on_keep(_query: object, tap: KeepLonger, actor: Actor, work: Work) -> Effects:
    return [Edit(await keep_longer(actor, work, tap.membership_id))]
