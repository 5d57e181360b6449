"""An organisation of any size, written in bulk: mentees and mentors with sealed names, their duos and meetings."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import insert, text

from mentoring.actor import Actor
from mentoring.work import Work
from storage.database import Database, Store
from storage.ids import new_id
from storage.tables import Duo, DuoSession, Invitation, Membership, Organisation, Person
from storage.words import DuoState, InvitationState, MembershipState, Role, SessionState

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
_NAMES = ("Amina", "Jan", "Sofiane", "Zoë", "Maximiliane", "Léa", "Mehmet", "Olena", "Pieter", "Fatoumata")


async def build(database: Database, people: int, duos: int, invited: int = 0) -> tuple[int, int]:
    """Half of the people are mentees, half mentors; the first ones are in duos. Gives organisation and coordinator."""
    async with database.write() as store:
        place = Organisation(name="Big", created_at=NOW)
        store.session.add(place)
        await store.session.flush()
        coordinator, _ = await _people(store, place.id, 1, Role.COORDINATOR)
        _, seekers = await _people(store, place.id, people // 2, Role.SEEKER)
        _, mentors = await _people(store, place.id, people // 2, Role.MENTOR)
        await _duos(store, place.id, seekers[:duos], mentors[:duos], coordinator)
        await _invited(store, place.id, invited)
    if database.is_postgres:  # as its autovacuum does
        async with database.write() as store:
            await store.session.execute(text("ANALYZE"))
    return place.id, coordinator


async def _people(store: Store, organisation_id: int, number: int, role: Role) -> tuple[int, list[int]]:
    persons: list[dict[str, Any]] = []
    members: list[dict[str, Any]] = []
    for place in range(number):
        person, member, vault = new_id(), new_id(), store.vault
        name = vault.seal(_NAMES[place % 10], "person", "first_name_sealed", person)
        persons.append({"id": person, "first_name_sealed": name, "language": "fr", "created_at": NOW})
        members.append(
            {
                "id": member,
                "person_id": person,
                "organisation_id": organisation_id,
                "role": role,
                "state": MembershipState.READY,
                "capacity": 1,
                "label_sealed": vault.seal(f"Dossier {place}", "membership", "label_sealed", member),
                "reference_sealed": vault.seal(f"2026-{place:05}", "membership", "reference_sealed", member),
                "waiting_since": NOW - timedelta(days=place % 40),
                "created_at": NOW,
            }
        )
    await store.session.execute(insert(Person), persons)
    await store.session.execute(insert(Membership), members)
    return members[0]["id"], [member["id"] for member in members]


async def _duos(store: Store, organisation_id: int, seekers: list[int], mentors: list[int], keeper: int) -> None:
    duos = [
        {
            "id": new_id(),
            "organisation_id": organisation_id,
            "seeker_id": seeker,
            "mentor_id": mentor,
            "coordinator_id": keeper,
            "state": DuoState.ACTIVE,
            "reasons": [],
            "seeker_answer": "yes",
            "mentor_answer": "yes",
            "proposed_at": NOW,
            "started_at": NOW - timedelta(days=place % 180),
        }
        for place, (seeker, mentor) in enumerate(zip(seekers, mentors, strict=True))
    ]
    if not duos:
        return
    await store.session.execute(insert(Duo), duos)
    meetings = [
        {
            "id": new_id(),
            "duo_id": duo["id"],
            "state": SessionState.HELD if week else SessionState.CONFIRMED,
            "kind": "regular",
            "place": "call",
            "minutes": 60,
            "with_team": False,
            "sequence": 0,
            "local_start": "2026-11-26T18:00",
            "time_zone": "Europe/Brussels",
            "starts_at": NOW + timedelta(days=2) - timedelta(weeks=week),
            "created_at": NOW,
            "changed_at": NOW,
        }
        for duo in duos
        for week in range(10)
    ]
    await store.session.execute(insert(DuoSession), meetings)


async def _invited(store: Store, organisation_id: int, number: int) -> None:
    rows = []
    for place in range(number):
        link, vault = new_id(), store.vault
        rows.append(
            {
                "id": link,
                "organisation_id": organisation_id,
                "role": Role.SEEKER,
                "state": InvitationState.OPEN,
                "language": "fr",
                "token_lookup": vault.lookup("invitation", place),
                "label_sealed": vault.seal(f"Invited {place}", "invitation", "label_sealed", link),
                "created_at": NOW,
                "expires_at": NOW + timedelta(days=30),
            }
        )
    if rows:
        await store.session.execute(insert(Invitation), rows)


async def coordinator_of(store: Store, membership_id: int) -> Actor:
    membership = await store.session.get(Membership, membership_id)
    assert membership is not None
    person = await store.session.get(Person, membership.person_id)
    assert person is not None
    return Actor(person, [membership])


def work_of(store: Store) -> Work:
    return Work(store, NOW, NOW, "test")
