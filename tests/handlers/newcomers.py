"""People who have tapped a link, for the tests of the welcome and what follows."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from mentoring.invitations import issue, redeem
from storage.ids import new_id
from storage.tables import Membership, Organisation, Person
from storage.words import MembershipState, Role
from tests.handlers.scene import Scene

COORDINATOR = 401


async def organisation(scene: Scene, name: str = "Team4Job", **fields: Any) -> int:
    """An organisation with one coordinator, who speaks German."""
    async with scene.database.write() as store:
        made = Organisation(id=new_id(), name=name, created_at=scene.clock.now(), **fields)
        person = Person(
            id=new_id(),
            user_lookup=store.vault.lookup("user", COORDINATOR),
            language="de",
            created_at=scene.clock.now(),
        )
        person.seal(store.vault, "user", str(COORDINATOR))
        person.seal(store.vault, "first_name", "Lena")
        known = (
            await store.session.execute(select(Person).where(Person.user_lookup == person.user_lookup))
        ).scalar_one_or_none()
        store.session.add_all([made] if known else [made, person])
        await store.session.flush()
        store.session.add(
            Membership(
                id=new_id(),
                person_id=(known or person).id,
                organisation_id=made.id,
                role=Role.COORDINATOR,
                state=MembershipState.READY,
                agreed_at=scene.clock.now(),
                created_at=scene.clock.now(),
            )
        )
        return made.id


async def newcomer(
    scene: Scene, user: int, organisation_id: int, role: Role = Role.SEEKER, *, label: str | None = "A-17"
) -> int:
    """Somebody who has redeemed an invitation of the coordinator's: the membership's id."""
    async with scene.database.write() as store:
        work = scene.work(store, f"newcomer:{user}:{role}:{organisation_id}")
        place = await store.session.get(Organisation, organisation_id)
        assert place is not None
        staff = select(Membership.id).where(
            Membership.organisation_id == organisation_id, Membership.role == Role.COORDINATOR
        )
        inviter = (await store.session.execute(staff.order_by(Membership.id).limit(1))).scalar_one()
        issued = await issue(work, place, role, label=label, invited_by=inviter)
        _, membership = await redeem(work, issued.token, user, scene.phone_languages.get(user, "fr"))
        return membership.id


async def membership_of(scene: Scene, membership_id: int) -> Membership:
    async with scene.database.read() as store:
        found = await store.session.get(Membership, membership_id)
        assert found is not None
        return found


async def person_of(scene: Scene, user: int) -> Person:
    lookup = scene.database.vault.lookup("user", user)
    async with scene.database.read() as store:
        return (await store.session.execute(select(Person).where(Person.user_lookup == lookup))).scalar_one()
