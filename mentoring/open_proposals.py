"""The proposals that still wait for answers, as the coordinator looks at them. Nothing is changed here."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, func
from sqlmodel import col, select

from mentoring.actor import Actor
from mentoring.desk.desks import desk_name
from mentoring.errors import NotFoundError, OutOfDateError
from mentoring.messages.pairing_proposals import OpenProposal, OpenProposalList, ProposalCard
from mentoring.pairs import can_be_answered, is_live, load_pair
from mentoring.work import Work
from storage.tables import Duo
from storage.words import Answer, DuoState

PAGE = 8  # as many buttons as a phone shows without scrolling far


def page_of(page: int, total: int) -> tuple[int, int]:
    """The page that is there, and how many there are (at least one)."""
    pages = max(1, -(-total // PAGE))
    return min(page, pages - 1), pages


def _open(organisation_id: int, now: datetime) -> tuple[ColumnElement[bool], ...]:
    return (
        col(Duo.organisation_id) == organisation_id,
        col(Duo.state) == DuoState.PROPOSED,
        is_live(now),
    )


async def count_open(work: Work, organisation_id: int) -> int:
    statement = select(func.count(col(Duo.id))).where(*_open(organisation_id, work.now))
    return int((await work.store.session.execute(statement)).scalar_one())


async def open_proposals(
    actor: Actor, work: Work, organisation_id: int | None = None, page: int = 0
) -> OpenProposalList:
    """The proposals that can still be answered, next to run out first. Raises NotFoundError."""
    desk = actor.staff(organisation_id)
    total = await count_open(work, desk.organisation_id)
    page, pages = page_of(page, total)
    statement = (
        select(Duo)
        .where(*_open(desk.organisation_id, work.now))
        .order_by(col(Duo.expires_at), col(Duo.id))
        .limit(PAGE)
        .offset(page * PAGE)
    )
    duos = (await work.store.session.execute(statement)).scalars().all()
    return OpenProposalList(
        organisation_id=desk.organisation_id,
        proposals=tuple([await _open_proposal(work, duo) for duo in duos]),
        total=total,
        page=page,
        pages=pages,
        now=work.now,
        organisation=await desk_name(actor, work, desk),
    )


async def proposal_card(actor: Actor, work: Work, duo_id: int) -> ProposalCard:
    """One open proposal. Raises NotFoundError, and OutOfDateError where it is no longer open."""
    duo = await work.store.session.get(Duo, duo_id)
    if duo is None:
        raise NotFoundError
    desk = actor.staff(duo.organisation_id)
    if not can_be_answered(duo, work.now):
        raise OutOfDateError
    return ProposalCard(
        organisation_id=duo.organisation_id,
        proposal=await _open_proposal(work, duo),
        now=work.now,
        organisation=await desk_name(actor, work, desk),
    )


async def _open_proposal(work: Work, duo: Duo) -> OpenProposal:
    pair, vault = await load_pair(work, duo), work.store.vault
    assert duo.expires_at is not None, "a proposal always runs out"
    return OpenProposal(
        duo_id=duo.id,
        seeker=pair.seeker.named(vault),
        mentor=pair.mentor.named(vault),
        seeker_answer=Answer(duo.seeker_answer),
        mentor_answer=Answer(duo.mentor_answer),
        expires_at=duo.expires_at,
    )
