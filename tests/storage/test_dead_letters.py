"""What the team sees of the outbox, and what it may put back."""

from __future__ import annotations

from dataclasses import fields
from datetime import timedelta
from typing import Any

import pytest

from storage import dead_letters, holds
from storage.database import Database
from storage.dead_letters import Letter, Pending, Refusal
from storage.delivery import Outcome
from storage.holds import EVERYBODY
from storage.outbox import person_key
from storage.tables import Person
from storage.words import Call, Failure, OutboxState, Priority
from tests.storage.rows import NOON, REAL, add, again, claim, keys, mark, row_of, sent

SECOND, MINUTE, DAY = timedelta(seconds=1), timedelta(minutes=1), timedelta(days=1)


async def add_person(database: Database, person_id: int, **values: Any) -> None:
    async with database.write() as store:
        person = Person(id=person_id, created_at=NOON, **values)
        person.seal(store.vault, "user", "4711")
        store.session.add(person)


async def fail(database: Database, key: str, failure: Failure, *, error: str = "", **values: Any) -> int:
    """A row that was tried once and failed."""
    row_id = await add(database, key, **values)
    assert row_id is not None
    rows = {row.id: row for row in await claim(database)}
    await mark(database, Outcome(rows[row_id], OutboxState.FAILED, failure=failure, error=error))
    return row_id


async def retry(database: Database, *row_ids: int, **span: float) -> dict[int, Refusal | None]:
    async with database.write() as store:
        return {it.id: it.refusal for it in await dead_letters.retry(store, row_ids, NOON + timedelta(**span))}


async def summary(database: Database, **span: float) -> dead_letters.Summary:
    async with database.read() as store:
        return await dead_letters.summary(store, NOON + timedelta(**span), REAL)


async def test_an_empty_outbox_is_summed_up_as_empty(database: Database) -> None:
    found = await summary(database)
    assert (found.pending, found.sending, found.failed) == ([], 0, {})
    assert (found.held_chats, found.everybody_held_until) == (0, None)


async def test_what_is_pending_is_counted_by_priority_and_by_what_it_waits_for(database: Database) -> None:
    await add(database, "tried", person_id=1, priority=Priority.REMINDER)
    [tried] = await claim(database)
    await mark(database, again(tried, MINUTE))
    await add(database, "due", person_id=2, priority=Priority.REMINDER)
    await add(database, "due for long", person_id=3, priority=Priority.REMINDER, due_at=NOON - DAY)
    await add(database, "far", person_id=4, priority=Priority.REMINDER, due_at=NOON + 2 * DAY)
    await add(database, "later", person_id=4, priority=Priority.REMINDER, due_at=NOON + DAY)
    await add(database, "digest", person_id=5, priority=Priority.DIGEST)
    assert (await summary(database)).pending == [
        Pending(Priority.REMINDER, due=2, waiting=1, later=2, next_at=NOON + DAY),
        Pending(Priority.DIGEST, due=1, waiting=0, later=0, next_at=None),
    ]


async def test_what_is_carried_failed_or_held_is_counted(database: Database) -> None:
    await fail(database, "a", Failure.GAVE_UP, person_id=1)
    await fail(database, "b", Failure.GAVE_UP, person_id=2)
    await fail(database, "c", Failure.REJECTED, person_id=3)
    await add(database, "d", person_id=4)
    await claim(database)
    async with database.write() as store:
        await holds.hold(store, EVERYBODY, REAL + MINUTE)
        await holds.hold(store, person_key(1), REAL + SECOND)
        await holds.hold(store, person_key(2), REAL - SECOND)
    found = await summary(database)
    assert (found.pending, found.sending, found.failed) == ([], 1, {"gave_up": 2, "rejected": 1})
    assert (found.held_chats, found.everybody_held_until) == (1, REAL + MINUTE)
    assert (await summary(database, days=31)).failed == {}


async def test_lists_are_by_state_and_reason_and_no_longer_than_asked(database: Database) -> None:
    first = await fail(database, "a", Failure.GAVE_UP, person_id=1)
    second = await fail(database, "b", Failure.REJECTED, person_id=2, error="Bad Request: too long")
    late = await add(database, "c", person_id=3, due_at=NOON + DAY)
    soon = await add(database, "d", person_id=4, due_at=NOON + MINUTE)
    both = [OutboxState.PENDING, OutboxState.FAILED]
    async with database.read() as store:
        everything = [row.id for row in await dead_letters.listed(store, both)]
        assert everything[:2] == [soon, late]
        assert set(everything[2:]) == {first, second}
        assert len(await dead_letters.listed(store, both, limit=3)) == 3
        [rejected] = await dead_letters.listed(store, [OutboxState.FAILED], failure=Failure.REJECTED)
        assert (rejected.id, rejected.error, rejected.person_id) == (second, "Bad Request: too long", 2)
        assert await dead_letters.failed_ids(store, Failure.GAVE_UP) == [first]


async def test_a_row_is_found_with_its_recipient_and_nothing_private(database: Database) -> None:
    await add_person(database, 7, unreachable_since=NOON)
    row_id = await add(database, "a", kind="hello", params={"name": "Amina"})
    assert row_id is not None
    async with database.read() as store:
        found = await dead_letters.find(store, row_id)
        assert await dead_letters.find(store, 1) is None
    assert found is not None
    assert (found.kind, found.person_id, found.state, found.keeps_params) == ("hello", 7, "pending", True)
    assert (found.unreachable_since, found.is_forgotten) == (NOON, False)
    assert [field.name for field in fields(Letter) if "sealed" in field.name] == []
    assert "Amina" not in repr(found)
    assert "4711" not in repr(found)


async def test_the_longer_of_two_holds_counts_for_a_chat(database: Database) -> None:
    async with database.write() as store:
        await holds.hold(store, EVERYBODY, REAL + SECOND)
        await holds.hold(store, person_key(1), REAL + MINUTE)
        assert await dead_letters.held_until(store, person_key(1), REAL) == REAL + MINUTE
        assert await dead_letters.held_until(store, person_key(2), REAL) == REAL + SECOND
        assert await dead_letters.held_until(store, person_key(2), REAL + MINUTE) is None


async def test_what_is_put_back_is_carried_as_if_new_and_wakes_the_courier(database: Database) -> None:
    woken: list[bool] = []
    database.wakers.append(lambda: woken.append(True))
    await add_person(database, 7)
    row_id = await fail(database, "a", Failure.GAVE_UP, error="Timed out")
    woken.clear()
    assert await retry(database, row_id) == {row_id: None}
    assert woken == [True]
    row = await row_of(database, row_id)
    assert (row.state, row.failure, row.error, row.attempts, row.done_at) == ("pending", None, "", 0, None)
    again_claimed = await claim(database)
    assert await keys(database, again_claimed) == ["a"]
    assert again_claimed[0].params == {"name": "Amina"}
    assert await mark(database, sent(again_claimed[0])) == 1


@pytest.mark.parametrize(
    ("failure", "person", "row", "refusal"),
    [
        (Failure.EXPIRED, {}, {}, Refusal.EXPIRED),
        (Failure.GAVE_UP, {}, {"expires_at": NOON + SECOND}, Refusal.EXPIRED),
        (Failure.GAVE_UP, {}, {"expires_at": NOON + DAY}, None),
        (Failure.BLOCKED, {"unreachable_since": NOON}, {}, Refusal.UNREACHABLE),
        (Failure.BLOCKED, {}, {}, None),
        (Failure.GAVE_UP, {"unreachable_since": NOON}, {}, Refusal.UNREACHABLE),
        (Failure.GAVE_UP, None, {}, Refusal.FORGOTTEN),
        (Failure.GAVE_UP, None, {"chat_id": 5, "language": "nl"}, None),
        (Failure.REJECTED, {}, {"call": Call.EDIT}, Refusal.ERASED),
        (Failure.REJECTED, {}, {}, None),
    ],
)
async def test_only_what_can_still_be_of_use_is_put_back(
    sqlite_database: Database,
    failure: Failure,
    person: dict[str, Any] | None,
    row: dict[str, Any],
    refusal: Refusal | None,
) -> None:
    if person is not None:
        await add_person(sqlite_database, 7, **person)
    row_id = await fail(sqlite_database, "a", failure, **row)
    assert await retry(sqlite_database, row_id, seconds=1) == {row_id: refusal}
    expected = OutboxState.PENDING if refusal is None else OutboxState.FAILED
    assert (await row_of(sqlite_database, row_id)).state == expected


async def test_what_did_not_fail_or_is_not_there_stays_as_it_is(database: Database) -> None:
    row_id = await add(database, "a")
    assert row_id is not None
    assert await retry(database, row_id, 5) == {row_id: Refusal.NOT_FAILED, 5: Refusal.UNKNOWN}
    assert (await row_of(database, row_id)).state == OutboxState.PENDING
    assert await retry(database) == {}


async def test_a_row_that_is_put_back_twice_is_there_once(database: Database) -> None:
    await add_person(database, 7)
    row_id = await fail(database, "a", Failure.GAVE_UP)
    await retry(database, row_id)
    assert await retry(database, row_id) == {row_id: Refusal.NOT_FAILED}
    assert len(await claim(database)) == 1


async def test_what_ended_without_a_clear_answer_may_arrive_twice(database: Database) -> None:
    await add_person(database, 7)
    answered = await fail(database, "answered", Failure.REJECTED)
    row_id = await add(database, "unanswered")
    [row] = await claim(database)
    await mark(database, again(row, SECOND))
    [row] = await claim(database, real_now=REAL + MINUTE)
    await mark(database, Outcome(row, OutboxState.FAILED, failure=Failure.GAVE_UP))
    assert row_id is not None
    async with database.write() as store:
        retried = await dead_letters.retry(store, [answered, row_id], NOON)
    assert {it.id: it.may_repeat for it in retried} == {answered: False, row_id: True}
