"""The private thread's queries, on both databases."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import select, text

from storage import outbox, relays
from storage.database import Database, Store
from storage.tables import Outbox
from storage.words import Call, OutboxState, Priority

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
ANNA, BRAM, DUO, THREAD = 1, 2, 3, 4


async def row(store: Store, key: str, call: Call = Call.COPY, **more: Any) -> int:
    made = outbox.NewRow(
        dedupe_key=key,
        call=call,
        priority=Priority.RELAY,
        due_at=NOW,
        params={},
        person_id=BRAM,
        thread_id=THREAD,
        created_at=NOW,
        **more,
    )
    row_id = await outbox.add(store, made)
    assert row_id is not None
    return row_id


async def state_of(store: Store, row_id: int) -> tuple[str, datetime | None]:
    statement = select(Outbox.state, Outbox.not_before).where(Outbox.id == row_id)
    found = (await store.session.execute(statement)).one()
    return found[0], found[1]


async def copies(store: Store, source: int, copy: int | None) -> None:
    """Anna's message `source` arrived at Bram's as `copy`."""
    if store.is_postgres:  # the duo of these rows is not of interest here
        await store.session.execute(text("SET LOCAL session_replication_role = replica"))
    row_id = await row(store, f"relay:{source}")
    await relays.remember_copies(
        store, outbox_id=row_id, conversation_id=DUO, sender=ANNA, recipient=BRAM, message_ids=[source], now=NOW
    )
    if copy is not None:
        await store.session.execute(
            text("UPDATE message_map SET copy_message_id = :copy WHERE source_message_id = :source"),
            {"copy": copy, "source": source},
        )


async def without_foreign_keys(store: Store) -> None:
    if not store.is_postgres:
        await store.session.execute(text("PRAGMA defer_foreign_keys = ON"))


async def test_a_message_is_found_from_both_sides_and_only_in_its_own_chat(database: Database) -> None:
    async with database.write() as store:
        await without_foreign_keys(store)
        await copies(store, 10, 20)

        assert await relays.conversation_of_message(store, ANNA, 10) == DUO
        assert await relays.conversation_of_message(store, BRAM, 20) == DUO
        assert await relays.conversation_of_own(store, BRAM, 20) is None
        assert await relays.conversation_of_message(store, BRAM, 10) is None
        await store.session.rollback()


async def test_the_newest_copy_is_the_last_that_arrived(database: Database) -> None:
    async with database.write() as store:
        await without_foreign_keys(store)
        await copies(store, 11, 31)
        await copies(store, 12, 30)
        await copies(store, 13, None)

        assert await relays.newest_copy(store, BRAM) == (DUO, 31)
        assert await relays.newest_copy(store, ANNA) is None
        assert await relays.wrote_after(store, ANNA, 12)
        assert not await relays.wrote_after(store, ANNA, 13)
        await store.session.rollback()


async def test_albums_stop_waiting_but_not_those_that_back_off(database: Database) -> None:
    later = NOW + timedelta(seconds=1)
    async with database.write() as store:
        fresh = await row(store, "album:1", Call.ALBUM, not_before=later)
        other = await row(store, "copy", Call.COPY, not_before=later)
        failed = await row(store, "album:2", Call.ALBUM, not_before=later)
        await store.session.execute(text("UPDATE outbox SET attempts = 1 WHERE id = :id"), {"id": failed})

        await relays.finish_albums(store, BRAM, THREAD)

        assert [(await state_of(store, one))[1] for one in (fresh, other, failed)] == [None, later, later]


async def test_the_newest_cancels_older_ones_of_its_key_only(database: Database) -> None:
    async with database.write() as store:
        mine, longer, wild = [await row(store, key) for key in ("edit:1:2:a", "edit:1:22:a", "edit:1_2:a")]

        await relays.cancel_older(store, BRAM, "edit:1:2:", NOW)

        states = [(await state_of(store, one))[0] for one in (mine, longer, wild)]
        assert states == [OutboxState.CANCELLED, OutboxState.PENDING, OutboxState.PENDING]


async def test_threads_with_something_on_its_way_are_named_once(database: Database) -> None:
    async with database.write() as store:
        await row(store, "one")
        await row(store, "two")
        await row(store, "reaction", Call.REACTION)

        assert await relays.threads_waiting(store, BRAM) == [THREAD]
        assert await relays.threads_waiting(store, ANNA) == []
