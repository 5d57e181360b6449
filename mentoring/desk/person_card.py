"""The card of one person in one role, as the team sees it. Nothing is changed here."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import col, select

from mentoring.actor import Actor, organisation_of
from mentoring.desk.desks import keeper_name
from mentoring.desk.people_list import status_of
from mentoring.desk.people_rows import expected, finished, in_a_duo
from mentoring.errors import NotFoundError
from mentoring.mentor_points import open_points
from mentoring.messages.people import Partner, PersonFacts, PersonGone, Spot, Status
from mentoring.organisation.rights import leads
from mentoring.pairs import Side, has_no_room, is_live, load_pair
from mentoring.portrait import portrait_of
from mentoring.waiting_news import looks_for_partner
from mentoring.work import Work
from storage.tables import Duo, Membership, Person
from storage.words import DuoState, MembershipState, Role


async def person_card(
    actor: Actor, work: Work, membership_id: int, spot: Spot | None = None, *, changed_meanwhile: bool = False
) -> PersonFacts | PersonGone:
    """Everything the team knows; of who has left, only that. `spot`: where Back leads. Raises NotFoundError."""
    side = await staff_side(actor, work, membership_id)
    membership, person, vault = side.membership, side.person, work.store.vault
    if membership.state == MembershipState.LEFT:
        return PersonGone(organisation_id=membership.organisation_id, who=side.named(vault))
    live = await live_duos(work, membership.id)
    awaited, done = await expected(work, [membership.id]), await finished(work, [membership.id])
    status, number = status_of(membership, live, work.now, is_expected=bool(awaited), is_done=bool(done))
    is_mentor = side.role is Role.MENTOR
    return PersonFacts(
        membership_id=membership.id,
        organisation_id=membership.organisation_id,
        organisation=(await organisation_of(work.store, membership)).name,
        role=side.role,
        who=side.named(vault),
        language=person.language,
        since=membership.created_at,
        status=status,
        number=number,
        portrait=portrait_of(vault, person, membership),
        spot=spot or Spot(),
        reference=membership.open(vault, "reference"),
        waiting_since=_waiting_since(membership, status, is_expected=bool(awaited)),
        partners=await partners_of(work, side, live),
        unreachable_since=person.unreachable_since,
        looked_after_by=await keeper_name(work, membership.organisation_id, membership.coordinator_id),
        places=max(0, membership.capacity - len(live)) if is_mentor else None,
        has_no_room=has_no_room(membership),
        open_points=len(await open_points(work, membership)) if is_mentor else None,
        is_self=person.id == actor.person.id,
        reader_leads=leads(actor, membership.organisation_id),
        changed_meanwhile=changed_meanwhile,
    )


def _waiting_since(membership: Membership, status: Status, *, is_expected: bool) -> datetime | None:
    """Of a mentee who looks for a mentor, here or by phone."""
    by_phone = status is Status.BY_PHONE and looks_for_partner(membership) and not is_expected
    return (membership.waiting_since or membership.created_at) if status is Status.WAITING or by_phone else None


async def staff_side(actor: Actor, work: Work, membership_id: int, *, locked: bool = False) -> Side:
    """Anybody of an organisation that the actor works for. `locked`: nobody else decides about them until the commit.

    Raises NotFoundError.
    """
    statement = select(Membership).where(col(Membership.id) == membership_id)
    if locked:
        statement = statement.with_for_update().execution_options(populate_existing=True)
    membership = (await work.store.session.execute(statement)).scalar_one_or_none()
    if membership is None:
        raise NotFoundError
    actor.staff(membership.organisation_id)
    person = await work.store.session.get(Person, membership.person_id)
    assert person is not None, "a foreign key guards this"
    return Side(membership, person)


async def live_duos(work: Work, membership_id: int) -> Sequence[Duo]:
    """Their duos that run, and their proposals that can still be answered; oldest first."""
    statement = select(Duo).where(in_a_duo([membership_id]), is_live(work.now)).order_by(col(Duo.id))
    return (await work.store.session.execute(statement)).scalars().all()


async def partners_of(work: Work, side: Side, live: Sequence[Duo]) -> tuple[Partner, ...]:
    found = []
    for duo in live:
        other = (await load_pair(work, duo)).partner_of(side.role)
        found.append(Partner(duo.id, other.named(work.store.vault), DuoState(duo.state)))
    return tuple(found)
