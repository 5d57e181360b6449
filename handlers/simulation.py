"""What other thresholds would have done."""

from __future__ import annotations

from aiogram import Router

from handlers.filters import Known, Tapped
from mentoring.actor import Actor
from mentoring.effects import Edit, Effects
from mentoring.simulation import desk
from mentoring.taps_simulation import RunTrial, ShowTrial, StopTrial, TryThresholds, TryValue, UseTrial
from mentoring.work import Work

router = Router(name="simulation")
router.callback_query.filter(Known())


@router.callback_query(Tapped(TryThresholds))
async def on_try(_query: object, tap: TryThresholds, actor: Actor, work: Work) -> Effects:
    return [Edit(await desk.try_thresholds(actor, work, tap.organisation_id))]


@router.callback_query(Tapped(ShowTrial))
async def on_show(_query: object, tap: ShowTrial, actor: Actor, work: Work) -> Effects:
    return [Edit(await desk.show_trial(actor, work, tap.organisation_id, tap.tried, tap.place))]


@router.callback_query(Tapped(TryValue))
async def on_value(_query: object, tap: TryValue, actor: Actor, work: Work) -> Effects:
    return [Edit(await desk.try_value(actor, work, tap.organisation_id, tap.tried, tap.place, tap.value))]


@router.callback_query(Tapped(RunTrial))
async def on_run(_query: object, tap: RunTrial, actor: Actor, work: Work) -> Effects:
    return [Edit(await desk.run_trial(actor, work, tap.organisation_id, tap.tried))]


@router.callback_query(Tapped(StopTrial))
async def on_stop(_query: object, tap: StopTrial, actor: Actor, work: Work) -> Effects:
    return [Edit(await desk.stop_trial(actor, work, tap.organisation_id, tap.tried))]


@router.callback_query(Tapped(UseTrial))
async def on_use(_query: object, tap: UseTrial, actor: Actor, work: Work) -> Effects:
    return [Edit(await desk.use_trial(actor, work, tap.organisation_id, tap.tried))]
