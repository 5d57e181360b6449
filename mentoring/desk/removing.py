"""Somebody leaves an organisation because its team says so. With a running duo that is not possible."""

from __future__ import annotations

from datetime import timedelta

from sqlmodel import col, or_, select

from mentoring.actor import Actor, organisation_of
from mentoring.desk.person_card import live_duos, partners_of, staff_side
from mentoring.errors import NotFoundError, OutOfDateError, StillInDuoError
from mentoring.menus import refresh_menu
from mentoring.messages.pairing import NotGoingOn
from mentoring.messages.people import PlaceEnded, ReallyRemove
from mentoring.organisation.rights import leads
from mentoring.pairs import Side, load_pair
from mentoring.proposals import close, knows_of_it, locked, tell
from mentoring.takeovers import lock_open_of
from mentoring.takeovers_open import wait_again
from mentoring.work import Work
from storage import outbox
from storage.tables import Duo, Membership, Takeover
from storage.words import DuoState, MembershipState, Role

KEPT_AFTER = timedelta(days=30)  # somebody removed by mistake is invited again without telling everything anew


async def ask_removal(actor: Actor, work: Work, membership_id: int) -> ReallyRemove:
    """What removing means, or what has to be done first.

    Raises NotFoundError; OutOfDateError for who has left already.
    """
    side = await _to_remove(actor, work, membership_id)
    live = await live_duos(work, membership_id)
    running = [duo for duo in live if DuoState(duo.state).is_running]
    return ReallyRemove(
        membership_id=membership_id,
        organisation=(await organisation_of(work.store, side.membership)).name,
        who=side.named(work.store.vault),
        role=side.role,
        partners=await partners_of(work, side, running),
        proposals=len(live) - len(running),
    )


async def remove_person(actor: Actor, work: Work, membership_id: int) -> int:
    """They are no longer part of it: what was pending there falls away, and they are told. Gives the organisation.

    Raises NotFoundError, OutOfDateError; StillInDuoError while a duo of theirs runs.
    """
    await _to_remove(actor, work, membership_id)
    takeovers = await lock_open_of(work, membership_id)
    seen = [await locked(work, duo.id) for duo in await live_duos(work, membership_id)]  # before the person, as answers
    side = await _to_remove(actor, work, membership_id, locked=True)
    live = await live_duos(work, membership_id)
    if any(DuoState(duo.state).is_running or duo not in seen for duo in live):
        raise StillInDuoError  # it began, or was proposed, while we waited
    for duo in live:
        await _call_off(work, duo, side)
    await _drop(work, membership_id, takeovers)
    await end_place(work, side)
    return side.membership.organisation_id


async def end_place(work: Work, side: Side) -> None:
    """They are no longer part of it, and are told; nothing of theirs there is open any more."""
    membership = side.membership
    membership.state = MembershipState.LEFT
    membership.waiting_since = membership.news_at = membership.waits_long_at = None
    membership.erase_at = None if await _was_in_a_duo(work, membership.id) else work.now + KEPT_AFTER
    await work.store.session.flush()
    await _say_goodbye(work, side)


async def _was_in_a_duo(work: Work, membership_id: int) -> bool:
    """Then the rows stay for the organisation's figures, and go with the duo's retention."""
    theirs = or_(col(Duo.seeker_id) == membership_id, col(Duo.mentor_id) == membership_id)
    found = await work.store.session.execute(
        select(Duo.id).where(theirs, col(Duo.started_at).is_not(None), col(Duo.emptied_at).is_(None)).limit(1)
    )
    return found.first() is not None


async def _to_remove(actor: Actor, work: Work, membership_id: int, *, locked: bool = False) -> Side:
    """Of the team nobody is removed here (see mentoring/leaving.py), of the federation by a lead, as a colleague is."""
    side = await staff_side(actor, work, membership_id, locked=locked)
    if side.role.is_staff:
        raise NotFoundError
    if side.role is Role.FEDERATION and not leads(actor, side.membership.organisation_id):
        raise NotFoundError
    if side.membership.state == MembershipState.LEFT:
        raise OutOfDateError
    return side


async def _call_off(work: Work, duo: Duo, side: Side) -> None:
    """An open proposal ends; the other one hears that it does not go on, and nothing else."""
    other = (await load_pair(work, duo)).partner_of(side.role)
    if await knows_of_it(work, duo, other):
        await tell(work, duo, other, NotGoingOn(to=other.role))
    await close(work, duo, DuoState.WITHDRAWN)


async def _drop(work: Work, membership_id: int, takeovers: list[Takeover]) -> None:
    """A duo that was to begin here as soon as the other has joined does not begin: the other waits like everybody."""
    for takeover in takeovers:
        takeover.dropped_at = work.now
    await work.store.session.flush()
    for takeover in takeovers:
        for partner_id in {takeover.seeker_id, takeover.mentor_id} - {None, membership_id}:
            await wait_again(work, partner_id)


async def _say_goodbye(work: Work, side: Side) -> None:
    """Who goes by phone gets no messages; who has no other role has nothing else to come."""
    person, membership = side.person, side.membership
    others = select(Membership.id).where(
        col(Membership.person_id) == person.id, col(Membership.state) != MembershipState.LEFT
    )
    if (await work.store.session.execute(others)).first() is None:
        await outbox.cancel(work.store, work.now, person_id=person.id)
    await refresh_menu(work, person.id)
    if membership.agreed_at is not None:
        place = await organisation_of(work.store, membership)
        message = PlaceEnded(organisation=place.name, contact=place.contact, role=Role(membership.role))
        await work.post(person.id, message, key=f"membership:{membership.id}:ended:{work.cause}")
