"""What people answer when Tandem asks how it goes with the two of them."""

from __future__ import annotations

from aiogram import Router
from aiogram.types import CallbackQuery

from handlers.filters import Known, Tapped
from mentoring.actor import Actor
from mentoring.effects import Edit, Effects
from mentoring.signals.probes import answer
from mentoring.taps_probes import AnswerProbe
from mentoring.work import Work

router = Router(name="probes")
router.callback_query.filter(Known())


@router.callback_query(Tapped(AnswerProbe))
async def on_answer(_query: CallbackQuery, tap: AnswerProbe, actor: Actor, work: Work) -> Effects:
    return [Edit(await answer(actor, work, tap.duo_id, tap.asked, tap.answer))]
