"""Who waits, proposals and their answers."""

from __future__ import annotations

from aiogram import Router

from handlers.filters import Command, Known, Staff, Tapped
from mentoring.actor import Actor
from mentoring.answering import answer_proposal, ask_change_of_mind
from mentoring.effects import Edit, Effects, Reply, Toast
from mentoring.open_proposals import open_proposals, proposal_card
from mentoring.pairing import propose_duo, withdraw_proposal
from mentoring.taps_pairing import (
    AnswerProposal,
    ChangeMyMind,
    ChooseMentor,
    FindMentor,
    OpenProposals,
    SendProposal,
    ShowProposal,
    ShowSeeker,
    WaitingPage,
    WhoWaits,
    WithdrawProposal,
)
from mentoring.waiting import confirm_proposal, seeker_card, who_waits
from mentoring.work import Work

router = Router(name="pairing")
router.message.filter(Known())
router.callback_query.filter(Known())


# -- the coordinator -------------------------------------------------------------------------------------------------
@router.message(Command("waiting"), Staff())
async def on_waiting(_message: object, actor: Actor, work: Work) -> Effects:
    return [Reply(await who_waits(actor, work))]


@router.callback_query(Tapped(WhoWaits))
async def on_who_waits(_query: object, tap: WhoWaits, actor: Actor, work: Work) -> Effects:
    return [Reply(await who_waits(actor, work, tap.organisation_id))]


@router.callback_query(Tapped(WaitingPage))
async def on_page(_query: object, tap: WaitingPage, actor: Actor, work: Work) -> Effects:
    return [Edit(await who_waits(actor, work, tap.organisation_id, tap.page))]


@router.callback_query(Tapped(FindMentor))
async def on_find_mentor(_query: object, tap: FindMentor, actor: Actor, work: Work) -> Effects:
    return [Reply(await seeker_card(actor, work, tap.seeker_id))]


@router.callback_query(Tapped(ShowSeeker))
async def on_seeker(_query: object, tap: ShowSeeker, actor: Actor, work: Work) -> Effects:
    return [Edit(await seeker_card(actor, work, tap.seeker_id, tap.skip, tap.page))]


@router.callback_query(Tapped(ChooseMentor))
async def on_mentor(_query: object, tap: ChooseMentor, actor: Actor, work: Work) -> Effects:
    return [Edit(await confirm_proposal(actor, work, tap.seeker_id, tap.mentor_id))]


@router.callback_query(Tapped(SendProposal))
async def on_send(_query: object, tap: SendProposal, actor: Actor, work: Work) -> Effects:
    return [Edit(await propose_duo(actor, work, tap.seeker_id, tap.mentor_id))]


@router.callback_query(Tapped(OpenProposals))
async def on_open_proposals(_query: object, tap: OpenProposals, actor: Actor, work: Work) -> Effects:
    return [Edit(await open_proposals(actor, work, tap.organisation_id, tap.page))]


@router.callback_query(Tapped(ShowProposal))
async def on_proposal(_query: object, tap: ShowProposal, actor: Actor, work: Work) -> Effects:
    return [Edit(await proposal_card(actor, work, tap.duo_id))]


@router.callback_query(Tapped(WithdrawProposal))
async def on_withdraw(_query: object, tap: WithdrawProposal, actor: Actor, work: Work) -> Effects:
    return [Edit(await withdraw_proposal(actor, work, tap.duo_id))]


# -- the two ---------------------------------------------------------------------------------------------------------
@router.callback_query(Tapped(AnswerProposal))
async def on_answer(_query: object, tap: AnswerProposal, actor: Actor, work: Work) -> Effects:
    answered = await answer_proposal(actor, work, tap.duo_id, tap.yes)
    return [Edit(answered.line), *([Toast(answered.toast)] if answered.toast else [])]


@router.callback_query(Tapped(ChangeMyMind))
async def on_change_of_mind(_query: object, tap: ChangeMyMind, actor: Actor, work: Work) -> Effects:
    return [Edit(await ask_change_of_mind(actor, work, tap.duo_id))]
