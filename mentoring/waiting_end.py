"""The end of waiting: who was in no duo for six months is erased, after the team had two weeks to keep them.

So are those who go by phone, and those who never finish the welcome.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import func
from sqlmodel import col, select

from mentoring.actor import Actor, organisation_of
from mentoring.erasure import erase_membership
from mentoring.errors import NotFoundError
from mentoring.hats import hat_of
from mentoring.in_charge import in_charge
from mentoring.messages.pairing import Named
from mentoring.messages.waiting_news import Erased, ErasedSoon, KeptLonger, WaitsNoLonger
from mentoring.pairs import lock_members
from mentoring.people import name_of
from mentoring.waiting_news import (
    after_months,
    begin_waiting,
    end_of_day_in,
    is_asked,
    is_in_no_duo,
    looks_for_partner,
    waits_since,
)
from mentoring.work import Work
from storage.database import Store
from storage.tables import Membership, Outbox, Person
from storage.words import MembershipState, Role

WARNED_BEFORE = timedelta(days=14)
_LOOKS_AHEAD = WARNED_BEFORE + timedelta(days=1)  # the day ends after the job's hour
KEPT_FOR = 3  # months more


@dataclass(frozen=True, slots=True)
class Batch:
    """How many rows were looked at, where to go on, and how many people were announced or erased."""

    looked_at: int
    last_id: int
    acted: int


async def end_waiting(work: Work, limit: int = 50, after_id: int = 0) -> Batch:
    """Announces to the team who is erased in two weeks, and erases those whose day has come.

    Nobody is erased whom the team did not hear of two weeks before, except where there is no team; nobody who is asked
    whether they want to meet somebody. Safe to run twice or late.
    """
    statement = (
        select(Membership, Person)
        .join(Person, col(Person.id) == col(Membership.person_id))
        .where(col(Membership.erase_at) <= work.now + _LOOKS_AHEAD, col(Membership.id) > after_id)
        .order_by(col(Membership.id))
        .limit(limit)
        .with_for_update(skip_locked=True, of=Membership)
    )
    due = (await work.store.session.execute(statement)).all()
    acted = 0
    for membership, person in due:
        acted += await _look_at(work, membership, person)
    await work.store.session.flush()
    return Batch(len(due), due[-1][0].id if due else after_id, acted)


async def next_end(store: Store) -> datetime | None:
    """When the next one is announced, by index; of who is announced already, a moment that has passed."""
    earliest = select(func.min(col(Membership.erase_at))).where(col(Membership.erase_at).is_not(None))
    moment: datetime | None = (await store.session.execute(earliest)).scalar_one()
    return moment - _LOOKS_AHEAD if moment is not None else None


async def find_forgotten(work: Work, limit: int = 50, after_id: int = 0) -> Batch:
    """Sets the clock for those by phone or in the middle of the welcome for whom it was never set.

    They came before it was set on arrival, or waited for a duo that is not to begin any more.
    """
    statement = (
        select(Membership)
        .where(
            col(Membership.state).in_((MembershipState.WELCOMING, MembershipState.BY_PHONE)),
            col(Membership.role).in_((Role.SEEKER, Role.MENTOR)),
            col(Membership.erase_at).is_(None),
            col(Membership.id) > after_id,
        )
        .order_by(col(Membership.id))
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    found = (await work.store.session.execute(statement)).scalars().all()
    acted = 0
    for membership in found:
        if await is_in_no_duo(work, membership):
            if membership.state == MembershipState.BY_PHONE and membership.role == Role.SEEKER:
                membership.waiting_since = waits_since(membership)
            await begin_waiting(work, membership, waits_since(membership))
            acted += membership.erase_at is not None
    await work.store.session.flush()
    return Batch(len(found), found[-1].id if found else after_id, acted)


async def _look_at(work: Work, membership: Membership, person: Person) -> bool:
    if membership.state == MembershipState.LEFT:
        return await _erase_who_left(work, membership)
    if not await is_in_no_duo(work, membership):
        membership.erase_at = None
        return False
    if await is_asked(work, membership) or membership.erase_at is None:
        return False
    team = await in_charge(work, membership.organisation_id, membership.coordinator_id)
    if team is not None and not await _is_announced(work, membership):
        await _announce(work, membership, person, team)
        return True
    if membership.erase_at > work.now:
        return False
    await erase_membership(work, membership.id, goodbye=await _goodbye(work, membership))
    return True


async def _goodbye(work: Work, membership: Membership) -> Erased | None:
    """None for who did not agree to messages."""
    if membership.agreed_at is None:
        return None
    return Erased(
        to=Role(membership.role),
        organisation=(await organisation_of(work.store, membership)).name,
        months=_months(waits_since(membership).date(), work.now.date()),
        was_welcomed=membership.state != MembershipState.WELCOMING,
    )


async def _erase_who_left(work: Work, membership: Membership) -> bool:
    """Removed without ever having been in a duo: nobody needs to hear of it again."""
    if membership.erase_at is None or membership.erase_at > work.now:
        return False
    await erase_membership(work, membership.id)
    return True


def _months(first: date, last: date) -> int:
    return max(1, (last.year - first.year) * 12 + last.month - first.month - (last.day < first.day))


def _key(membership: Membership) -> str:
    assert membership.erase_at is not None
    return f"waiting:{membership.id}:erased-soon:{membership.erase_at.date().isoformat()}"


async def _is_announced(work: Work, membership: Membership) -> bool:
    """The team was told of this very day. The row is kept for 30 days, twice as long as is needed."""
    found = await work.store.session.execute(select(Outbox.id).where(col(Outbox.dedupe_key) == _key(membership)))
    return found.first() is not None


async def _announce(work: Work, membership: Membership, person: Person, team: Membership) -> None:
    """Two weeks at least before the day, however late this is."""
    zone = ZoneInfo((await organisation_of(work.store, membership)).time_zone)
    today = work.now.astimezone(zone).date()
    assert membership.erase_at is not None
    membership.erase_at = max(membership.erase_at, end_of_day_in(today + WARNED_BEFORE, zone))
    since = waits_since(membership).astimezone(zone).date()
    news = ErasedSoon(
        membership_id=membership.id,
        role=Role(membership.role),
        who=Named(name_of(work.store.vault, person), membership.open(work.store.vault, "label")),
        since=since,
        on=membership.erase_at.astimezone(zone).date(),
        months=_months(since, today),
        state=MembershipState(membership.state),
    )
    await work.post(team.person_id, news, key=_key(membership), hat=await hat_of(work, team))


async def keep_longer(actor: Actor, work: Work, membership_id: int) -> KeptLonger | WaitsNoLonger:
    """Three more months; a second tap, or a colleague's, adds none. Raises NotFoundError."""
    membership = await work.store.session.get(Membership, membership_id)
    if membership is None:
        raise NotFoundError
    actor.staff(membership.organisation_id)
    await lock_members(work, [membership_id])
    person = await work.store.session.get(Person, membership.person_id)
    assert person is not None, "a foreign key guards this"
    who = Named(name_of(work.store.vault, person), membership.open(work.store.vault, "label"))
    if membership.erase_at is None:
        return WaitsNoLonger(who=who)
    zone = ZoneInfo((await organisation_of(work.store, membership)).time_zone)
    today = work.now.astimezone(zone).date()
    if membership.erase_at <= end_of_day_in(today + WARNED_BEFORE, zone):
        membership.erase_at = end_of_day_in(after_months(today, KEPT_FOR), zone)
    until = membership.erase_at.astimezone(zone).date()
    waits = looks_for_partner(membership)
    return KeptLonger(membership_id=membership_id, role=Role(membership.role), who=who, until=until, waits=waits)
