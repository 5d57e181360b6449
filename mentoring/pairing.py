"""Proposing a duo, taking a proposal back, letting it run out. Answering is next door (mentoring/answering.py).

Whoever decides locks first: proposing the two memberships, everything later the duo's row. So two taps at once have
one effect.
"""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.exc import IntegrityError
from sqlmodel import col, select

from mentoring.actor import Actor, organisation_of
from mentoring.errors import (
    AlreadyPairedError,
    MentorNotReadyError,
    NoCapacityError,
    NotFoundError,
    OutOfDateError,
)
from mentoring.guards import duo_proposed
from mentoring.matching import fit
from mentoring.mentor_points import open_points
from mentoring.messages.pairing import NotGoingOn
from mentoring.messages.pairing_proposals import ProposalSent, ProposalWithdrawn
from mentoring.pairs import (
    Pair,
    can_be_answered,
    candidate,
    free_places,
    live_duo_of,
    load_pair,
    load_side,
    lock_members,
)
from mentoring.proposals import asked_key, close, expire, knows_of_it, locked, question_to, tell, withdrawn
from mentoring.takeovers import open_of_seeker
from mentoring.waiting_news import hush
from mentoring.work import Work
from storage.tables import Duo, Membership
from storage.words import DuoState, MembershipState, Role


async def check_pair(actor: Actor, work: Work, seeker_id: int, mentor_id: int) -> tuple[Membership, Pair]:
    """The coordinator's own membership, and the two, who may be proposed to each other as far as rights go.

    Raises NotFoundError where they are not two people of one organisation that the actor works for.
    """
    seeker = await load_side(work, seeker_id, Role.SEEKER)
    mentor = await load_side(work, mentor_id, Role.MENTOR)
    desk = actor.staff(seeker.membership.organisation_id)
    if mentor.membership.organisation_id != desk.organisation_id or seeker.person.id == mentor.person.id:
        raise NotFoundError
    return desk, Pair(seeker, mentor)


async def check_free(work: Work, pair: Pair) -> None:
    """Both can be in a new proposal now.

    Raises OutOfDateError, AlreadyPairedError, NoCapacityError, or MentorNotReadyError where points are open.
    """
    if any(side.membership.state != MembershipState.READY for side in pair):
        raise OutOfDateError
    seeker_id = pair.seeker.membership.id
    if await live_duo_of(work, seeker_id) is not None or await open_of_seeker(work, seeker_id) is not None:
        raise AlreadyPairedError
    if await free_places(work, pair.mentor.membership) == 0:
        raise NoCapacityError
    if await open_points(work, pair.mentor.membership):
        raise MentorNotReadyError


async def propose_duo(actor: Actor, work: Work, seeker_id: int, mentor_id: int) -> ProposalSent:
    """Asks both whether they want to meet. The same proposal once more changes nothing.

    Raises what `check_pair` and `check_free` raise.
    """
    desk, pair = await check_pair(actor, work, seeker_id, mentor_id)
    await lock_members(work, (seeker_id, mentor_id))
    await _expire_late(work, seeker_id)
    duo = await live_duo_of(work, seeker_id)
    if duo is None or duo.mentor_id != mentor_id or duo.state != DuoState.PROPOSED:
        await check_free(work, pair)
        duo = await _add_duo(work, desk, pair)
        for side in pair:
            await hush(work, side.membership)
        await _ask_both(work, duo, pair)
    assert duo.expires_at is not None, "a proposal always runs out"
    return ProposalSent(
        organisation_id=desk.organisation_id,
        duo_id=duo.id,
        seeker=pair.seeker.named(work.store.vault),
        mentor=pair.mentor.named(work.store.vault),
        expires_at=duo.expires_at,
    )


async def _add_duo(work: Work, desk: Membership, pair: Pair) -> Duo:
    vault, organisation = work.store.vault, await organisation_of(work.store, desk)
    places = await free_places(work, pair.mentor.membership)
    reasons = fit(candidate(vault, pair.seeker), candidate(vault, pair.mentor, places)).reasons
    duo = Duo(
        organisation_id=desk.organisation_id,
        seeker_id=pair.seeker.membership.id,
        mentor_id=pair.mentor.membership.id,
        coordinator_id=desk.id,
        reasons=[reason.written() for reason in reasons],
        proposed_at=work.now,
        expires_at=end_of_day(work.now, organisation.proposal_days, ZoneInfo(organisation.time_zone)),
    )
    try:
        async with work.store.session.begin_nested():
            work.store.session.add(duo)
    except IntegrityError as error:
        if "seeker" not in str(error.orig):
            raise
        raise AlreadyPairedError from error
    return duo


async def _ask_both(work: Work, duo: Duo, pair: Pair) -> None:
    for side in pair:
        question = await question_to(work, duo, pair, side)
        key, guard = asked_key(duo, side), duo_proposed(duo.id)
        await work.post(side.person.id, question, guard=guard, key=key, expires_at=duo.expires_at)


async def withdraw_proposal(actor: Actor, work: Work, duo_id: int) -> ProposalWithdrawn:
    """The team takes an open proposal back. Raises NotFoundError, OutOfDateError."""
    duo = await locked(work, duo_id)
    actor.staff(duo.organisation_id)
    if not can_be_answered(duo, work.now):
        raise OutOfDateError
    pair = await load_pair(work, duo)
    for side in pair:
        if await knows_of_it(work, duo, side):
            await tell(work, duo, side, NotGoingOn(to=side.role))
    await close(work, duo, DuoState.WITHDRAWN)
    return withdrawn(work, duo, pair)


async def expire_proposals(work: Work, limit: int = 100) -> int:
    """Closes the proposals whose time is over, `limit` at most; returns how many. Safe to run twice or late."""
    statement = (
        select(Duo)
        .where(col(Duo.state) == DuoState.PROPOSED, col(Duo.expires_at) <= work.now)
        .order_by(col(Duo.expires_at), col(Duo.id))
        .limit(limit)
    )
    found = await work.store.session.execute(statement.with_for_update(skip_locked=True))
    duos = found.scalars().all()
    for duo in duos:
        await expire(work, duo)
    return len(duos)


async def _expire_late(work: Work, seeker_id: int) -> None:
    """Closes this seeker's proposal whose time is over, where the job has not come to it yet.

    Only such a row is locked: one that can still be answered is locked by whoever answers it, who may be waiting for
    the memberships that we hold.
    """
    statement = select(Duo).where(
        col(Duo.seeker_id) == seeker_id, col(Duo.state) == DuoState.PROPOSED, col(Duo.expires_at) <= work.now
    )
    for duo in (await work.store.session.execute(statement.with_for_update())).scalars().all():
        await expire(work, duo)


def end_of_day(now: datetime, days: int, zone: ZoneInfo) -> datetime:
    """The last minute of the local day so many days from now, in UTC: people are told a day, not an hour."""
    day = now.astimezone(zone).date() + timedelta(days=days)
    return datetime.combine(day, time(23, 59), zone).astimezone(UTC)
