"""One proposal for everyone who waits."""

from __future__ import annotations

from aiogram import Router

from handlers.filters import Known, Tapped
from mentoring.actor import Actor
from mentoring.effects import Edit, Effects
from mentoring.group_pairing import changing, showing
from mentoring.group_pairing.sending import send_all
from mentoring.taps_group_pairing import (
    AskSendAll,
    ComputeAgain,
    DraftMentors,
    DraftPage,
    DraftPair,
    LeaveOut,
    PairGroup,
    SendAll,
    TakeMentor,
    ThrowAway,
)
from mentoring.work import Work

router = Router(name="group-pairing")
router.message.filter(Known())
router.callback_query.filter(Known())


@router.callback_query(Tapped(PairGroup))
async def on_pair_group(_query: object, tap: PairGroup, actor: Actor, work: Work) -> Effects:
    return await changing.pair_group(actor, work, tap.organisation_id)


@router.callback_query(Tapped(ComputeAgain))
async def on_compute_again(_query: object, tap: ComputeAgain, actor: Actor, work: Work) -> Effects:
    return await changing.compute_again(actor, work, tap.organisation_id, tap.sequence)


@router.callback_query(Tapped(DraftPage))
async def on_page(_query: object, tap: DraftPage, actor: Actor, work: Work) -> Effects:
    return [Edit(await showing.draft_page(actor, work, tap.organisation_id, tap.page))]


@router.callback_query(Tapped(DraftPair))
async def on_pair(_query: object, tap: DraftPair, actor: Actor, work: Work) -> Effects:
    return [Edit(await showing.draft_pair(actor, work, tap.seeker_id, tap.page))]


@router.callback_query(Tapped(DraftMentors))
async def on_mentors(_query: object, tap: DraftMentors, actor: Actor, work: Work) -> Effects:
    return [Edit(await showing.draft_mentors(actor, work, tap.seeker_id, tap.skip, tap.page))]


@router.callback_query(Tapped(TakeMentor))
async def on_take(_query: object, tap: TakeMentor, actor: Actor, work: Work) -> Effects:
    return await changing.take_mentor(actor, work, tap.seeker_id, tap.mentor_id, tap.sequence, tap.page)


@router.callback_query(Tapped(LeaveOut))
async def on_leave_out(_query: object, tap: LeaveOut, actor: Actor, work: Work) -> Effects:
    return await changing.leave_seeker_out(actor, work, tap.seeker_id, tap.sequence, tap.page)


@router.callback_query(Tapped(AskSendAll))
async def on_ask_send(_query: object, tap: AskSendAll, actor: Actor, work: Work) -> Effects:
    return [Edit(await showing.ask_send(actor, work, tap.organisation_id))]


@router.callback_query(Tapped(SendAll))
async def on_send(_query: object, tap: SendAll, actor: Actor, work: Work) -> Effects:
    return await send_all(actor, work, tap.organisation_id, tap.sequence)


@router.callback_query(Tapped(ThrowAway))
async def on_throw_away(_query: object, tap: ThrowAway, actor: Actor, work: Work) -> Effects:
    return await changing.throw_away(actor, work, tap.organisation_id, tap.sequence)
