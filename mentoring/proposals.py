"""What proposing, answering and running out share: the locked row, its end, and who is told of it."""

from __future__ import annotations

from sqlmodel import col, select

from mentoring.actor import organisation_of
from mentoring.errors import NotFoundError
from mentoring.guards import duo_proposed
from mentoring.hats import hat_of
from mentoring.in_charge import in_charge
from mentoring.messages.base import Message
from mentoring.messages.pairing import NoAnswerInTime, Proposal, ProposalExpired, ProposalRanOut
from mentoring.messages.pairing_proposals import ProposalWithdrawn
from mentoring.pairs import Pair, Side, load_pair
from mentoring.portrait import portrait_of
from mentoring.profile import read_profile
from mentoring.work import Work
from storage import outbox
from storage.tables import Duo, Outbox
from storage.words import Answer, DuoState, OutboxState, Role


async def locked(work: Work, duo_id: int) -> Duo:
    """The duo's row; nobody else decides about it until the commit. Raises NotFoundError."""
    statement = select(Duo).where(col(Duo.id) == duo_id).with_for_update().execution_options(populate_existing=True)
    duo = (await work.store.session.execute(statement)).scalar_one_or_none()
    if duo is None:
        raise NotFoundError
    return duo


def answer_of(duo: Duo, role: Role) -> str:
    return duo.seeker_answer if role is Role.SEEKER else duo.mentor_answer


def asked_key(duo: Duo, side: Side) -> str:
    """The dedupe key under which that person was asked."""
    return f"duo:{duo.id}:proposal:{side.person.id}"


async def question_to(work: Work, duo: Duo, pair: Pair, side: Side) -> Proposal:
    """The proposal as that side of it reads it."""
    assert duo.expires_at is not None, "a proposal always runs out"
    vault, other = work.store.vault, pair.partner_of(side.role)
    return Proposal(
        duo_id=duo.id,
        to=side.role,
        organisation=(await organisation_of(work.store, side.membership)).name,
        portrait=portrait_of(vault, other.person, other.membership, read_profile(vault, side.membership)),
        expires_at=duo.expires_at,
    )


async def tell(work: Work, duo: Duo, side: Side, message: Message) -> None:
    key, hat = f"duo:{duo.id}:{message.kind}:{side.person.id}", await hat_of(work, side.membership)
    await work.post(side.person.id, message, key=key, hat=hat)


async def tell_team(work: Work, duo: Duo, message: Message) -> None:
    """To whoever is there for the duo today (mentoring/in_charge.py)."""
    team = await in_charge(work, duo.organisation_id, duo.coordinator_id)
    if team is not None:
        hat = await hat_of(work, team)
        await work.post(team.person_id, message, key=f"duo:{duo.id}:{message.kind}:team", hat=hat)


async def close(work: Work, duo: Duo, state: DuoState) -> None:
    """Ends the proposal in that state; who was not asked yet is not asked any more."""
    duo.state, duo.closed_at = state, work.now
    await outbox.cancel(work.store, work.now, guard=duo_proposed(duo.id))


def withdrawn(work: Work, duo: Duo, pair: Pair) -> ProposalWithdrawn:
    """What the team hears of it."""
    vault = work.store.vault
    return ProposalWithdrawn(
        organisation_id=duo.organisation_id,
        seeker_id=duo.seeker_id,
        seeker=pair.seeker.named(vault),
        mentor=pair.mentor.named(vault),
    )


async def knows_of_it(work: Work, duo: Duo, side: Side) -> bool:
    """Whether the proposal reached that person: nobody hears of the end of what they never saw."""
    if answer_of(duo, side.role) != Answer.OPEN:
        return True
    statement = select(Outbox.state).where(
        col(Outbox.person_id) == side.person.id,
        col(Outbox.kind) == Proposal.kind,
        col(Outbox.guard) == duo_proposed(duo.id),
    )
    states = set((await work.store.session.execute(statement)).scalars())
    return not states or not states.isdisjoint({OutboxState.SENT, OutboxState.SENDING})  # none: sent long ago


async def expire(work: Work, duo: Duo) -> None:
    """Ends a locked proposal whose time is over, and tells both and the team."""
    pair, vault = await load_pair(work, duo), work.store.vault
    silent = {side.role: answer_of(duo, side.role) == Answer.OPEN for side in pair}
    for side in pair:
        partner = pair.partner_of(side.role).name(vault)
        line = ProposalExpired(to=side.role) if silent[side.role] else NoAnswerInTime(to=side.role, partner=partner)
        if await knows_of_it(work, duo, side):
            await tell(work, duo, side, line)
    await close(work, duo, DuoState.EXPIRED)
    news = ProposalRanOut(
        seeker_id=duo.seeker_id,
        seeker=pair.seeker.named(vault),
        mentor=pair.mentor.named(vault),
        seeker_silent=silent[Role.SEEKER],
        mentor_silent=silent[Role.MENTOR],
    )
    await tell_team(work, duo, news)
