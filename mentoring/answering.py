"""Answering a proposal. The second yes begins the duo, a no ends the proposal; nobody is asked for a reason."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import or_
from sqlmodel import col, select

from mentoring.actor import Actor
from mentoring.effects import Reply
from mentoring.endings.carrying_on import carry_on
from mentoring.errors import NotFoundError, OutOfDateError
from mentoring.guards import duo_proposed
from mentoring.messages.base import Message
from mentoring.messages.pairing import (
    AnswerChanged,
    AreYouSure,
    BothYes,
    NoNoted,
    NotGoingOn,
    ProposalAccepted,
    ProposalDeclined,
    ProposalExpired,
    YesNoted,
)
from mentoring.pairs import Pair, can_be_answered, is_live, load_pair, lock_members
from mentoring.proposals import answer_of, close, knows_of_it, locked, question_to, tell, tell_team, withdrawn
from mentoring.threads import open_threads
from mentoring.waiting_news import stop_waiting
from mentoring.work import Work
from storage import outbox
from storage.tables import Duo
from storage.words import Answer, DuoState, MembershipState, Role


@dataclass(frozen=True, slots=True)
class Answered:
    """What the person sees in place of the question, and for a moment on top of the screen."""

    line: Message
    toast: Message | None = None


async def answer_proposal(actor: Actor, work: Work, duo_id: int, yes: bool) -> Answered:
    """Notes the answer; the second yes starts the duo, a no ends the proposal. The same answer twice changes nothing.

    A yes can become a no while the other has not answered; where one of them has left, a yes ends the proposal. Raises
    NotFoundError; OutOfDateError where the duo has begun or ended since.
    """
    duo, role = await _own_duo(actor, work, duo_id)
    pair = await load_pair(work, duo)
    if not can_be_answered(duo, work.now):
        return Answered(_closed_line(work, duo, pair, role, yes))
    before = answer_of(duo, role)
    if not yes:
        await _decline(work, duo, pair, role)
        return Answered(NoNoted(to=role), AnswerChanged() if before == Answer.YES else None)
    if not await _both_take_part(work, pair):
        await _call_off(work, duo, pair)
        return Answered(NotGoingOn(to=role))
    if role is Role.SEEKER:
        duo.seeker_answer = Answer.YES
    else:
        duo.mentor_answer = Answer.YES
    if answer_of(duo, Role.SEEKER) == answer_of(duo, Role.MENTOR) == Answer.YES:
        await _begin(work, duo, pair)
        return Answered(_both_yes(work, pair, role))
    return Answered(_waiting_line(work, duo, pair, role))


async def open_questions(actor: Actor, work: Work) -> list[Reply]:
    """The proposals that wait for the actor's answer, as they were asked: for somebody who came back."""
    own = [membership.id for membership in actor.ready_as(Role.SEEKER, Role.MENTOR)]
    theirs = or_(col(Duo.seeker_id).in_(own), col(Duo.mentor_id).in_(own))
    statement = select(Duo).where(theirs, col(Duo.state) == DuoState.PROPOSED, is_live(work.now)).order_by(col(Duo.id))
    asked = []
    for duo in (await work.store.session.execute(statement)).scalars().all():
        pair = await load_pair(work, duo)
        side = pair.seeker if duo.seeker_id in own else pair.mentor
        if answer_of(duo, side.role) == Answer.OPEN:
            question = await question_to(work, duo, pair, side)
            asked.append(Reply(question, guard=duo_proposed(duo.id), expires_at=duo.expires_at))
    return asked


async def ask_change_of_mind(actor: Actor, work: Work, duo_id: int) -> Message:
    """The question whether a yes shall become a no. Raises NotFoundError, OutOfDateError."""
    duo, role = await _own_duo(actor, work, duo_id)
    pair = await load_pair(work, duo)
    if not can_be_answered(duo, work.now):
        return _closed_line(work, duo, pair, role, yes=True)  # both said yes meanwhile: that is the answer
    return AreYouSure(duo_id=duo.id, partner=pair.partner_of(role).name(work.store.vault))


async def _own_duo(actor: Actor, work: Work, duo_id: int) -> tuple[Duo, Role]:
    """The duo, locked, and which side of it the actor is. Raises NotFoundError, OutOfDateError."""
    duo = await locked(work, duo_id)
    own = {membership.id: membership for membership in actor.memberships}
    for membership_id, role in ((duo.seeker_id, Role.SEEKER), (duo.mentor_id, Role.MENTOR)):
        if membership_id in own:
            if own[membership_id].state != MembershipState.READY:
                raise OutOfDateError
            return duo, role
    raise NotFoundError


def _waiting_line(work: Work, duo: Duo, pair: Pair, role: Role) -> Message:
    assert duo.expires_at is not None
    partner = pair.partner_of(role).name(work.store.vault)
    return YesNoted(duo_id=duo.id, partner=partner, expires_at=duo.expires_at)


def _both_yes(work: Work, pair: Pair, role: Role) -> BothYes:
    return BothYes(partner=pair.partner_of(role).name(work.store.vault), in_topic=work.has_topics)


def _closed_line(work: Work, duo: Duo, pair: Pair, role: Role, yes: bool) -> Message:
    """What an answer hears that comes when there is nothing to answer any more. Raises OutOfDateError."""
    state = DuoState(duo.state)
    if state in {DuoState.PROPOSED, DuoState.EXPIRED}:
        return ProposalExpired(to=role)
    if state is DuoState.DECLINED and answer_of(duo, role) == Answer.NO:
        return NoNoted(to=role)
    if state in {DuoState.DECLINED, DuoState.WITHDRAWN}:
        return NotGoingOn(to=role)
    if state.is_running and yes:
        return _both_yes(work, pair, role)
    raise OutOfDateError


async def _begin(work: Work, duo: Duo, pair: Pair) -> None:
    """Both said yes: the threads open, which greets both and brings their menus up to date."""
    duo.state, duo.started_at = DuoState.ACTIVE, work.now
    await outbox.cancel(work.store, work.now, guard=duo_proposed(duo.id))
    for side in pair:
        await stop_waiting(work, side.membership.id)
    await open_threads(work, duo)
    await carry_on(work, duo)
    vault = work.store.vault
    news = ProposalAccepted(
        organisation_id=duo.organisation_id,
        duo_id=duo.id,
        seeker=pair.seeker.named(vault),
        mentor=pair.mentor.named(vault),
    )
    await tell_team(work, duo, news)


async def _both_take_part(work: Work, pair: Pair) -> bool:
    """Whether both are still here in that role, which nobody changes until the commit."""
    await lock_members(work, [side.membership.id for side in pair])
    return all(side.membership.state == MembershipState.READY for side in pair)


async def _call_off(work: Work, duo: Duo, pair: Pair) -> None:
    """One of them has left meanwhile: nothing can begin, and the team hears it."""
    await close(work, duo, DuoState.WITHDRAWN)
    await tell_team(work, duo, withdrawn(work, duo, pair))


async def _decline(work: Work, duo: Duo, pair: Pair, role: Role) -> None:
    """One of them said no. The seeker's place in the queue (`waiting_since`) stays as it is."""
    if role is Role.SEEKER:
        duo.seeker_answer = Answer.NO
    else:
        duo.mentor_answer = Answer.NO
    other = pair.partner_of(role)
    if await knows_of_it(work, duo, other):
        await tell(work, duo, other, NotGoingOn(to=other.role))
    await close(work, duo, DuoState.DECLINED)
    vault = work.store.vault
    news = ProposalDeclined(
        seeker_id=duo.seeker_id, seeker=pair.seeker.named(vault), mentor=pair.mentor.named(vault), by=role
    )
    await tell_team(work, duo, news)
