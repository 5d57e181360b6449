"""Rows to begin a scene with: an organisation, people in it, a duo. Made directly, without their welcome."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from sqlmodel import col, select

from bot.clocks import StandingClock
from mentoring.profile import Profile, save_profile
from storage.database import Database
from storage.ids import new_id
from storage.tables import Duo, Membership, Organisation, Person
from storage.words import Answer, DuoState, MembershipState, Role


class Place(Protocol):
    """Where people are made: a scene, or a database and a clock alone."""

    database: Database
    clock: StandingClock


@dataclass(frozen=True)
class Made:
    """Somebody who is there: `user` is their Telegram id."""

    user: int
    person_id: int
    membership_id: int
    organisation_id: int


async def make_organisation(scene: Place, name: str = "Duo Dijle") -> int:
    """The id of the organisation of that name, which is made where it is missing."""
    async with scene.database.write() as store:
        found = (
            (await store.session.execute(select(Organisation.id).where(Organisation.name == name))).scalars().first()
        )
        if found is not None:
            return found
        organisation = Organisation(name=name, contact="info@example.org", created_at=scene.clock.now())
        store.session.add(organisation)
        return organisation.id


async def make_person(
    scene: Place,
    user: int,
    role: Role = Role.SEEKER,
    *,
    language: str = "fr",
    profile: Profile | None = None,
    state: MembershipState = MembershipState.READY,
    name: str | None = None,
    label: str | None = None,
    organisation: int | None = None,
    capacity: int = 1,
    waiting_since: datetime | None = None,
) -> Made:
    """Somebody with that role; a second call for the same user gives them one more membership.

    The name is `P{user}` unless told; a seeker who is ready waits since now unless told.
    """
    organisation_id = organisation if organisation is not None else await make_organisation(scene)
    now = scene.clock.now()
    waits = role is Role.SEEKER and state is MembershipState.READY
    async with scene.database.write() as store:
        vault = store.vault
        lookup = vault.lookup("user", user)
        found = await store.session.execute(select(Person).where(col(Person.user_lookup) == lookup))
        person = found.scalar_one_or_none()
        if person is None:
            person = Person(id=new_id(), user_lookup=lookup, language=language, created_at=now)
            person.seal(vault, "user", str(user))
            person.seal(vault, "first_name", name if name is not None else f"P{user}")
            store.session.add(person)
            await store.session.flush()
        membership = Membership(
            id=new_id(),
            person_id=person.id,
            organisation_id=organisation_id,
            role=role,
            state=state,
            capacity=capacity,
            agreed_at=now,
            waiting_since=(waiting_since or now) if waits else waiting_since,
            created_at=now,
        )
        membership.seal(vault, "label", label)
        save_profile(vault, membership, profile or Profile())
        store.session.add(membership)
        return Made(user, person.id, membership.id, organisation_id)


async def make_duo(
    scene: Place, seeker: Made, mentor: Made, state: DuoState = DuoState.ACTIVE, coordinator: Made | None = None
) -> int:
    """A duo's row alone, without threads or messages; returns its id. Both said yes where it is past the proposal."""
    now = scene.clock.now()
    answer = Answer.OPEN if state is DuoState.PROPOSED else Answer.YES
    async with scene.database.write() as store:
        duo = Duo(
            organisation_id=seeker.organisation_id,
            seeker_id=seeker.membership_id,
            mentor_id=mentor.membership_id,
            coordinator_id=coordinator.membership_id if coordinator else None,
            state=state,
            seeker_answer=answer,
            mentor_answer=answer,
            proposed_at=now,
            expires_at=now + timedelta(days=7) if state is DuoState.PROPOSED else None,
            started_at=now if state.is_running else None,
        )
        store.session.add(duo)
        return duo.id
