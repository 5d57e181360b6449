from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError, StatementError

from storage.database import Database
from storage.ids import MAX_ID
from storage.tables import Duo, HandledUpdate, Membership, Organisation, Person
from storage.words import DuoState, Role
from tests.storage.rows import NOON, add_duo, add_member


async def test_a_moment_comes_back_as_the_same_moment_in_utc(database: Database) -> None:
    brussels = timezone(timedelta(hours=2))
    moment = datetime(2026, 7, 1, 0, 30, 0, 123456, tzinfo=brussels)
    async with database.write() as store:
        store.session.add(Person(id=1, created_at=moment, unreachable_since=None))
    async with database.read() as store:
        person = await store.session.get(Person, 1)
        assert person is not None
        assert person.created_at == moment
        assert person.created_at.tzinfo is UTC
        assert person.unreachable_since is None


async def test_moments_are_compared_across_the_change_to_winter_time(database: Database) -> None:
    before = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)  # 02:30 in Brussels, for the first time
    async with database.write() as store:
        for number in range(3):
            store.session.add(Person(id=number + 1, created_at=before + timedelta(hours=number)))
    async with database.read() as store:
        late = select(Person.id).where(Person.created_at > before).order_by(Person.created_at)  # type: ignore[arg-type]
        assert (await store.session.execute(late)).scalars().all() == [2, 3]


async def test_a_moment_without_a_zone_is_refused(database: Database) -> None:
    async def add_naive() -> None:
        async with database.write() as store:
            store.session.add(Person(created_at=datetime(2026, 7, 1)))  # noqa: DTZ001 - what is refused

    with pytest.raises(StatementError, match="time zone"):
        await add_naive()


async def test_ids_and_lists_come_back_as_they_were(database: Database) -> None:
    async with database.write() as store:
        store.session.add(Organisation(id=MAX_ID, name="Ärmelkanal ✓", languages=["nl", "fr"], created_at=NOON))
        store.session.add(HandledUpdate(update_id=2**31 + 5, seen_at=NOON))
    async with database.read() as store:
        organisation = await store.session.get(Organisation, MAX_ID)
        assert organisation is not None
        assert (organisation.name, organisation.languages) == ("Ärmelkanal ✓", ["nl", "fr"])
        assert await store.session.get(HandledUpdate, 2**31 + 5) is not None


async def test_a_reference_to_nothing_is_refused(database: Database) -> None:
    async def add_orphan() -> None:
        async with database.write() as store:
            store.session.add(Membership(person_id=404, organisation_id=404, role=Role.SEEKER, created_at=NOON))

    with pytest.raises(IntegrityError):
        await add_orphan()


@pytest.mark.parametrize("state", [DuoState.PROPOSED, DuoState.ACTIVE, DuoState.PAUSED])
async def test_a_seeker_is_in_one_live_duo_at_most(database: Database, state: DuoState) -> None:
    async with database.write() as store:
        duo = await add_duo(store, state=DuoState.ACTIVE)

    async def add_second() -> None:
        async with database.write() as store:
            await add_duo(store, state=state, seeker_id=duo.seeker_id)

    # SQLite names the columns of a broken unique index, PostgreSQL the index
    with pytest.raises(IntegrityError, match=r"uq_duo_seeker_live|duo\.seeker_id"):
        await add_second()


async def test_a_seeker_may_have_had_duos_before_and_a_mentor_may_have_several(database: Database) -> None:
    async with database.write() as store:
        first = await add_duo(store, state=DuoState.ACTIVE)
        for state in (DuoState.ENDED, DuoState.DECLINED, DuoState.COMPLETED):
            await add_duo(store, state=state, seeker_id=first.seeker_id)
        await add_duo(store, state=DuoState.ACTIVE, mentor_id=first.mentor_id)
    async with database.read() as store:
        assert len((await store.session.execute(select(Duo))).scalars().all()) == 5


async def test_one_person_has_a_role_in_an_organisation_once(database: Database) -> None:
    async def add_twice() -> None:
        async with database.write() as store:
            organisation = Organisation(name="Apides", created_at=NOON)
            store.session.add(organisation)
            await store.session.flush()
            member = await add_member(store, organisation, Role.MENTOR)
            again = Membership(**member.model_dump(exclude={"id"}))
            store.session.add(again)

    with pytest.raises(IntegrityError, match=r"uq_membership_once|membership\.person_id"):
        await add_twice()


async def test_an_empty_database_has_no_rows(database: Database) -> None:
    async with database.read() as store:
        assert (await store.session.execute(text("SELECT count(*) FROM person"))).scalar_one() == 0
