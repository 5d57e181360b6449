"""Who lives through the half year: organisations, duos with phones, their zones, languages and quiet hours.

All made up by a seeded chance, so that the same seed is the same half year.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from mentoring.threads import open_threads
from mentoring.work import Work
from sandbox import Sandbox
from storage.database import Database, Store
from storage.ids import new_id
from storage.tables import Duo, Membership, Organisation, Person
from storage.words import Answer, DuoState, MembershipState, Role

LANGUAGES = ("fr", "fr", "nl", "nl", "de")
ZONES = ("Europe/Brussels",) * 17 + ("Europe/London", "Europe/Athens", "America/New_York")
QUIET = ((21, 8),) * 12 + ((22, 7), (20, 9), (23, 6), (8, 16), (0, 0))  # hours; night work, none
WEEKDAYS = (1, 2, 3)  # when an organisation asks its weekly question
DUOS_A_MENTOR = (1, 1, 1, 2, 3)


@dataclass
class Citizen:
    """Somebody with a phone. `duos` are those they take part in."""

    user: int
    person_id: int
    membership_id: int
    role: Role
    organisation: Organisation
    zone: str
    quiet: tuple[int, int]
    duos: list[int] = field(default_factory=list)


@dataclass
class Couple:
    """A duo of the half year."""

    id: int
    seeker: Citizen
    mentor: Citizen
    likes_weekly: bool


async def settle(
    database: Database, sandbox: Sandbox, chance: random.Random, now: datetime, duos: int
) -> tuple[list[Citizen], list[Couple]]:
    """Phones and rows for everybody; each duo has just said yes. Returns the people and the duos."""
    async with database.write() as store:
        organisations = [await _organisation(store, number, weekday, now) for number, weekday in enumerate(WEEKDAYS)]
        people: list[Citizen] = []
        couples: list[Couple] = []
        teams = {o.id: await _citizen(store, sandbox, chance, o, Role.LEAD, now) for o in organisations}
        while len(couples) < duos:
            organisation = chance.choice(organisations)
            mentor = await _citizen(store, sandbox, chance, organisation, Role.MENTOR, now)
            people.append(mentor)
            for _ in range(min(chance.choice(DUOS_A_MENTOR), duos - len(couples))):
                seeker = await _citizen(store, sandbox, chance, organisation, Role.SEEKER, now)
                people.append(seeker)
                weekly = chance.random() < 0.5
                couples.append(await _couple(store, seeker, mentor, teams[organisation.id], now, weekly=weekly))
    return [*people, *teams.values()], couples


async def enter(database: Database, couples: list[Couple], now: datetime, *, has_topics: bool) -> None:
    """The threads open. Everybody has written to the bot before."""
    for couple in couples:
        async with database.write() as store:
            duo = await store.session.get(Duo, couple.id)
            assert duo is not None
            await open_threads(Work(store, now, now, f"half-year:{couple.id}", has_topics=has_topics), duo)


async def _organisation(store: Store, number: int, weekday: int, now: datetime) -> Organisation:
    organisation = Organisation(
        name=f"Organisation {number + 1}", check_in_weekday=weekday, created_at=now - timedelta(days=30)
    )
    store.session.add(organisation)
    await store.session.flush()
    return organisation


async def _citizen(
    store: Store, sandbox: Sandbox, chance: random.Random, organisation: Organisation, role: Role, now: datetime
) -> Citizen:
    language, zone, quiet = chance.choice(LANGUAGES), chance.choice(ZONES), chance.choice(QUIET)
    name = f"{role.capitalize()} {chance.randrange(10_000)}"
    user = sandbox.add_person(first_name=name, language_code=language)
    vault = store.vault
    person = Person(
        id=new_id(),
        user_lookup=vault.lookup("user", user),
        language=language,
        time_zone=zone,
        quiet_from=quiet[0] * 60,
        quiet_to=quiet[1] * 60,
        created_at=now,
    )
    person.seal(vault, "user", str(user))
    person.seal(vault, "first_name", name)
    store.session.add(person)
    await store.session.flush()
    membership = Membership(
        id=new_id(),
        person_id=person.id,
        organisation_id=organisation.id,
        role=role,
        state=MembershipState.READY,
        capacity=max(DUOS_A_MENTOR),
        agreed_version="half-year",
        agreed_at=now,
        created_at=now,
    )
    store.session.add(membership)
    await store.session.flush()
    return Citizen(user, person.id, membership.id, role, organisation, zone, quiet)


async def _couple(
    store: Store, seeker: Citizen, mentor: Citizen, team: Citizen, now: datetime, *, weekly: bool
) -> Couple:
    duo = Duo(
        id=new_id(),
        organisation_id=seeker.organisation.id,
        seeker_id=seeker.membership_id,
        mentor_id=mentor.membership_id,
        coordinator_id=team.membership_id,
        state=DuoState.ACTIVE,
        seeker_answer=Answer.YES,
        mentor_answer=Answer.YES,
        proposed_at=now,
        started_at=now,
    )
    store.session.add(duo)
    await store.session.flush()
    for citizen in (seeker, mentor):
        citizen.duos.append(duo.id)
    return Couple(duo.id, seeker, mentor, weekly)
