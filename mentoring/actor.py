"""Who acts: a person with their memberships, loaded once an update. Every use case takes the actor first."""

from __future__ import annotations

from dataclasses import dataclass

from sqlmodel import col, select

from mentoring.errors import NotFoundError
from storage.database import Store
from storage.tables import Membership, Organisation, Person
from storage.words import MembershipState, Role


@dataclass
class Actor:
    """A known person. `memberships` are all they hold, oldest first, those they left included."""

    person: Person
    memberships: list[Membership]

    def membership(self, membership_id: int) -> Membership:
        """Their own membership with that id. Raises NotFoundError."""
        for membership in self.memberships:
            if membership.id == membership_id:
                return membership
        raise NotFoundError

    def staff(self, organisation_id: int | None = None) -> Membership:
        """Their membership as coordinator or lead, in that organisation if one is named. Raises NotFoundError."""
        for membership in self.memberships:
            fits = organisation_id in {None, membership.organisation_id}
            if fits and is_working_staff(membership):
                return membership
        raise NotFoundError

    @property
    def is_staff(self) -> bool:
        return any(is_working_staff(membership) for membership in self.memberships)

    def federation(self) -> Membership:
        """Their membership that opens the federation's report. Raises NotFoundError."""
        for membership in self.memberships:
            if reads_federation(membership):
                return membership
        raise NotFoundError

    @property
    def reads_federation(self) -> bool:
        return any(reads_federation(membership) for membership in self.memberships)

    def ready_as(self, *roles: Role) -> list[Membership]:
        """Their memberships in these roles that are past the welcome."""
        return [m for m in self.memberships if m.role in roles and m.state == MembershipState.READY]


def is_working_staff(membership: Membership) -> bool:
    return Role(membership.role).is_staff and membership.state == MembershipState.READY


def reads_federation(membership: Membership) -> bool:
    return membership.role == Role.FEDERATION and membership.state == MembershipState.READY


async def load_actor(store: Store, user_id: int) -> Actor | None:
    """The person behind a Telegram account, or None for a stranger."""
    lookup = store.vault.lookup("user", user_id)
    person = (await store.session.execute(select(Person).where(col(Person.user_lookup) == lookup))).scalar_one_or_none()
    if person is None:
        return None
    statement = select(Membership).where(col(Membership.person_id) == person.id).order_by(col(Membership.id))
    memberships = (await store.session.execute(statement)).scalars().all()
    return Actor(person, list(memberships))


async def organisation_of(store: Store, membership: Membership) -> Organisation:
    organisation = await store.session.get(Organisation, membership.organisation_id)
    assert organisation is not None, "a foreign key guards this"
    return organisation
