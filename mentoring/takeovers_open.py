"""Duos that already run, of which somebody has yet to join: how they stand, and what gets in the way."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, func, or_
from sqlmodel import col, select

from mentoring.actor import Actor
from mentoring.hats import hat_of
from mentoring.in_charge import in_charge
from mentoring.messages.base import Message
from mentoring.messages.pairing import Named
from mentoring.messages.takeovers import (
    GoesOnHere,
    Half,
    HalfState,
    LinkGone,
    PartnerAwaited,
    ReallyDrop,
    StuckAtDesk,
    TakeoverCard,
    TakeoverList,
    TakeoverView,
)
from mentoring.open_proposals import PAGE, page_of
from mentoring.pairs import load_side
from mentoring.people import NOT_TOLD, name_of
from mentoring.takeovers import is_open, lock_open_of, locked_takeover, pair_of
from mentoring.waiting_news import begin_waiting, is_waiting
from mentoring.work import Work
from storage.database import Store
from storage.tables import Duo, Invitation, Membership, Organisation, Person, Takeover
from storage.words import DuoState, InvitationState, MembershipState, Role

_STATES = {
    MembershipState.READY: HalfState.READY,
    MembershipState.WELCOMING: HalfState.WELCOMING,
    MembershipState.BY_PHONE: HalfState.BY_PHONE,
    MembershipState.LEFT: HalfState.LEFT,
}


# -- those that have not begun -----------------------------------------------------------------------------------------
async def takeover_list(actor: Actor, work: Work, organisation_id: int, page: int = 0) -> TakeoverList:
    """The duos of which somebody has yet to join, oldest first. Raises NotFoundError."""
    actor.staff(organisation_id)
    total = await count_open(work, organisation_id)
    page, pages = page_of(page, total)
    statement = (
        select(Takeover)
        .where(col(Takeover.organisation_id) == organisation_id, is_open())
        .order_by(col(Takeover.id))
        .limit(PAGE)
        .offset(page * PAGE)
    )
    found = (await work.store.session.execute(statement)).scalars().all()
    views = tuple([await view_of(work, takeover) for takeover in found])
    return TakeoverList(organisation_id=organisation_id, takeovers=views, total=total, page=page, pages=pages)


async def count_open(work: Work, organisation_id: int) -> int:
    statement = select(func.count(col(Takeover.id))).where(col(Takeover.organisation_id) == organisation_id, is_open())
    return int((await work.store.session.execute(statement)).scalar_one())


async def takeover_card(actor: Actor, work: Work, takeover_id: int) -> TakeoverCard:
    """Raises NotFoundError."""
    takeover = await own_takeover(actor, work, takeover_id)
    return TakeoverCard(takeover=await view_of(work, takeover), now=work.now)


async def ask_drop(actor: Actor, work: Work, takeover_id: int) -> Message:
    """Really? Raises NotFoundError."""
    takeover = await own_takeover(actor, work, takeover_id)
    view = await view_of(work, takeover)
    if view.duo_id is not None or view.is_dropped:
        return TakeoverCard(takeover=view, now=work.now)
    return ReallyDrop(takeover=view)


async def drop(actor: Actor, work: Work, takeover_id: int) -> TakeoverCard:
    """They are not made a duo here; who is here waits for one. Raises NotFoundError."""
    takeover = await own_takeover(actor, work, takeover_id)
    if takeover.duo_id is None and takeover.dropped_at is None:
        takeover.dropped_at = work.now
        await work.store.session.flush()
        for membership_id in (takeover.seeker_id, takeover.mentor_id):
            await wait_again(work, membership_id)
    return TakeoverCard(takeover=await view_of(work, takeover), now=work.now)


async def wait_again(work: Work, membership_id: int | None) -> None:
    membership = await work.store.session.get(Membership, membership_id) if membership_id is not None else None
    if membership is not None and await is_waiting(work, membership):
        await begin_waiting(work, membership)


async def own_takeover(actor: Actor, work: Work, takeover_id: int) -> Takeover:
    """That one, locked. Raises NotFoundError."""
    takeover = await locked_takeover(work, takeover_id)
    actor.staff(takeover.organisation_id)
    return takeover


# -- how it stands -----------------------------------------------------------------------------------------------------
async def view_of(work: Work, takeover: Takeover) -> TakeoverView:
    pair = await pair_of(work, takeover)
    both_ready = pair is not None and all(side.membership.state == MembershipState.READY for side in pair)
    return TakeoverView(
        takeover_id=takeover.id,
        organisation_id=takeover.organisation_id,
        seeker=await _half(work, takeover.seeker_id, takeover.seeker_invitation_id),
        mentor=await _half(work, takeover.mentor_id, takeover.mentor_invitation_id),
        since=date.fromisoformat(takeover.started_on),
        duo_id=takeover.duo_id,
        is_dropped=takeover.dropped_at is not None,
        is_stuck=both_ready and takeover.duo_id is None,
    )


async def _half(work: Work, membership_id: int | None, invitation_id: int | None) -> Half:
    vault = work.store.vault
    if membership_id is not None:
        membership = await work.store.session.get(Membership, membership_id)
        assert membership is not None, "a foreign key guards this"
        side = await load_side(work, membership_id, Role(membership.role))
        return Half(side.named(vault), _STATES[MembershipState(membership.state)], membership_id)
    invitation = await work.store.session.get(Invitation, invitation_id) if invitation_id is not None else None
    if invitation is None:
        return Half(Named(NOT_TOLD), HalfState.NO_LINK)
    named = Named(NOT_TOLD, invitation.open(vault, "label"))
    if invitation.state != InvitationState.OPEN or invitation.expires_at <= work.now:
        return Half(named, HalfState.NO_LINK)
    return Half(named, HalfState.INVITED, until=invitation.expires_at)


# -- what gets in the way: the team hears it ---------------------------------------------------------------------------
async def tell_if_stuck(work: Work, membership_id: int) -> None:
    """Somebody prefers the phone, or both links led to one account: whoever is in charge hears it, once a day."""
    for takeover in await lock_open_of(work, membership_id):
        view = await view_of(work, takeover)
        by_phone = HalfState.BY_PHONE in {view.seeker.state, view.mentor.state}
        if not (by_phone or view.is_stuck):
            continue
        team = await in_charge(work, takeover.organisation_id, takeover.coordinator_id)
        if team is not None:
            key = f"takeover:{takeover.id}:stuck:{work.now.date()}"
            await work.post(team.person_id, StuckAtDesk(takeover=view), key=key, hat=await hat_of(work, team))


async def tell_of_revoked(actor: Actor, work: Work, invitation: Invitation) -> None:
    """A colleague has just taken back the link of somebody whose duo is to come over: whoever looks after it hears."""
    sides = or_(
        col(Takeover.seeker_invitation_id) == invitation.id, col(Takeover.mentor_invitation_id) == invitation.id
    )
    found = (await work.store.session.execute(select(Takeover).where(is_open(), sides))).scalars().all()
    for takeover in found:
        team = await in_charge(work, takeover.organisation_id, takeover.coordinator_id)
        if team is not None and team.person_id != actor.person.id:
            view, hat = await view_of(work, takeover), await hat_of(work, team)
            key = f"invitation:{invitation.id}:gone"
            await work.post(team.person_id, LinkGone(takeover=view, taken_back=True), key=key, hat=hat)


async def tell_of_links_gone(work: Work, limit: int = 100) -> int:
    """The team hears of links of such duos that were not used in time, once each; returns how many.

    At most `limit` links to mentees and as many to mentors.
    """
    sides = (col(Takeover.seeker_invitation_id), col(Takeover.mentor_invitation_id))
    found: list[Any] = []
    for side in sides:
        statement = (
            select(Takeover, Invitation)
            .join(Invitation, col(Invitation.id) == side)
            .where(is_open(), *_can_be_told(), col(Invitation.expires_at) <= work.now)
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        found += (await work.store.session.execute(statement)).all()
    for takeover, invitation in found:
        invitation.seal(work.store.vault, "token", None)  # nobody can use it any more, and nobody is told of it twice
        await work.store.session.flush()
        team = await in_charge(work, takeover.organisation_id, takeover.coordinator_id)
        if team is not None:
            view = await view_of(work, takeover)
            key, hat = f"invitation:{invitation.id}:gone", await hat_of(work, team)
            await work.post(team.person_id, LinkGone(takeover=view), key=key, hat=hat)
    return len(found)


def _can_be_told() -> tuple[ColumnElement[bool], ...]:
    """Not used, and nobody was told of its end yet: then its token is gone."""
    return (col(Invitation.state) == InvitationState.OPEN, col(Invitation.token_sealed).is_not(None))


async def next_link_gone(store: Store) -> datetime | None:
    """When the next of these links is over."""
    sides = or_(
        col(Takeover.seeker_invitation_id) == col(Invitation.id),
        col(Takeover.mentor_invitation_id) == col(Invitation.id),
    )
    earliest = select(func.min(col(Invitation.expires_at))).join(Takeover, sides).where(is_open(), *_can_be_told())
    moment: datetime | None = (await store.session.execute(earliest)).scalar_one()
    return moment


# -- what the two hear -------------------------------------------------------------------------------------------------
async def closing_line(work: Work, membership: Membership) -> Message | None:
    """What happens next, at the end of the welcome of somebody whose duo ran before; None for everybody else."""
    awaited, duo = await awaited_by(work, membership), await _begun(work, membership)
    if awaited:
        organisation = await work.store.session.get(Organisation, membership.organisation_id)
        assert organisation is not None, "a foreign key guards this"
        line = PartnerAwaited(to=Role(membership.role), organisation=organisation.name)
        if line.to is Role.SEEKER:
            return line
        names = tuple(who.name for who in awaited if who.name not in {"", NOT_TOLD})
        names = names if len(names) == len(awaited) else ()
        return replace(line, mentees=len(awaited), names=names, goes_on=duo is not None)
    if duo is None:
        return None
    other = await work.store.session.get(Membership, duo.mentor_id if duo.seeker_id == membership.id else duo.seeker_id)
    assert other is not None, "a foreign key guards this"
    person = await work.store.session.get(Person, other.person_id)
    assert person is not None, "a foreign key guards this"
    return GoesOnHere(partner=name_of(work.store.vault, person), in_topic=work.has_topics)


async def awaited_by(work: Work, membership: Membership) -> list[Named]:
    """With whom that person has a duo that is to begin here, as the team knows them; oldest first."""
    theirs = or_(col(Takeover.seeker_id) == membership.id, col(Takeover.mentor_id) == membership.id)
    statement = select(Takeover).where(theirs, is_open()).order_by(col(Takeover.id))
    halves = []
    for takeover in (await work.store.session.execute(statement)).scalars().all():
        other = (takeover.seeker_id, takeover.seeker_invitation_id)
        if membership.role == Role.SEEKER:
            other = (takeover.mentor_id, takeover.mentor_invitation_id)
        halves.append(await _half(work, *other))
    return [half.who for half in halves]


async def _begun(work: Work, membership: Membership) -> Duo | None:
    """The last of their duos of before that goes on here."""
    theirs = or_(col(Takeover.seeker_id) == membership.id, col(Takeover.mentor_id) == membership.id)
    statement = select(Duo).join(Takeover, col(Takeover.duo_id) == col(Duo.id)).where(theirs)
    statement = statement.where(col(Duo.state) == DuoState.ACTIVE).order_by(col(Takeover.id).desc()).limit(1)
    return (await work.store.session.execute(statement)).scalars().first()
