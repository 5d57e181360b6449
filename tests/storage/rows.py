"""Rows to begin with, and the outbox's calls with the values that a test does not care about."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from storage import delivery, outbox
from storage.database import Database, Store
from storage.delivery import Claimed, Outcome
from storage.ids import new_id
from storage.outbox import NewRow
from storage.tables import Duo, Membership, Organisation, Outbox, Person
from storage.words import Call, MembershipState, OutboxState, Priority, Role

NOON = datetime(2026, 3, 3, 11, tzinfo=UTC)  # programme time
REAL = datetime(2026, 7, 1, 6, tzinfo=UTC)  # real time, far from it: what mixes the two up shows
LEASE = timedelta(minutes=1)


async def add_member(store: Store, organisation: Organisation, role: Role) -> Membership:
    person = Person(created_at=NOON)
    store.session.add(person)
    await store.session.flush()
    member = Membership(
        person_id=person.id,
        organisation_id=organisation.id,
        role=role,
        state=MembershipState.READY,
        created_at=NOON,
    )
    store.session.add(member)
    await store.session.flush()
    return member


async def add_duo(store: Store, **values: Any) -> Duo:
    """A duo with a seeker and a mentor of its own, unless they are given."""
    organisation = Organisation(name=f"Organisation {new_id()}", created_at=NOON)
    store.session.add(organisation)
    await store.session.flush()
    people = {
        "seeker_id": values.pop("seeker_id", None) or (await add_member(store, organisation, Role.SEEKER)).id,
        "mentor_id": values.pop("mentor_id", None) or (await add_member(store, organisation, Role.MENTOR)).id,
    }
    duo = Duo(organisation_id=organisation.id, proposed_at=NOON, **people, **values)
    store.session.add(duo)
    await store.session.flush()
    return duo


def new_row(key: str, **values: Any) -> NewRow:
    defaults: dict[str, Any] = {
        "call": Call.SEND,
        "priority": Priority.REPLY,
        "due_at": NOON,
        "params": {"name": "Amina"},
        "person_id": 7,
        "created_at": NOON,
    }
    if "chat_id" in values:
        defaults["person_id"] = None
    return NewRow(dedupe_key=key, **{**defaults, **values})


async def add(database: Database, key: str, **values: Any) -> int | None:
    async with database.write() as store:
        return await outbox.add(store, new_row(key, **values))


async def claim(database: Database, **values: Any) -> list[Claimed]:
    defaults: dict[str, Any] = {"owner": "one", "now": NOON, "real_now": REAL, "lease": LEASE, "limit": 50}
    async with database.write() as store:
        return await delivery.claim(store, **{**defaults, **values})


async def mark(database: Database, *outcomes: Outcome, owner: str = "one") -> int:
    async with database.write() as store:
        return await delivery.mark(store, owner, outcomes, NOON)


def sent(row: Claimed, *message_ids: int) -> Outcome:
    return Outcome(row, OutboxState.SENT, message_ids=message_ids or (1,))


def again(row: Claimed, after: timedelta, **values: Any) -> Outcome:
    return Outcome(row, OutboxState.PENDING, retry_at=REAL + after, **values)


async def row_of(database: Database, row_id: int | None) -> Outbox:
    async with database.read() as store:
        row = await store.session.get(Outbox, row_id)
        assert row is not None
        return row


async def keys(database: Database, rows: list[Claimed]) -> list[str]:
    return [(await row_of(database, row.id)).dedupe_key for row in rows]
