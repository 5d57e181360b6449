from __future__ import annotations

import asyncio
from collections import Counter
from datetime import timedelta

import pytest

from storage import backlog, delivery, holds, outbox, relays
from storage.database import Database
from storage.delivery import Claimed, Outcome
from storage.holds import EVERYBODY
from storage.outbox import person_key
from storage.tables import MessageMap
from storage.words import Call, Failure, OutboxState, Priority
from tests.conftest import opened
from tests.storage.rows import LEASE, NOON, REAL, add, add_duo, again, claim, keys, mark, new_row, row_of, sent

MINUTE = timedelta(minutes=1)
SECOND = timedelta(seconds=1)


async def test_what_was_written_is_claimed_whole(database: Database) -> None:
    row_id = await add(database, "a", params={"name": "Zoë", "ids": [1, 2]}, thread_id=5, guard="duo:1", kind="hello")
    [row] = await claim(database)
    assert (row.id, row.call, row.kind, row.params) == (row_id, Call.SEND, "hello", {"name": "Zoë", "ids": [1, 2]})
    assert (row.person_id, row.chat_id, row.chat_key, row.thread_id) == (7, None, "person:7", 5)
    assert (row.guard, row.attempts, row.takeovers, row.due_at) == ("duo:1", 1, 0, NOON)


async def test_a_chat_of_nobody_we_know_is_claimed_with_its_id(database: Database) -> None:
    await add(database, "a", chat_id=4711, language="nl")
    [row] = await claim(database)
    assert (row.person_id, row.chat_id, row.language) == (None, 4711, "nl")
    assert "4711" not in row.chat_key


async def test_the_same_key_is_written_once_also_when_its_row_is_done(database: Database) -> None:
    assert await add(database, "a") is not None
    assert await add(database, "a") is None
    [row] = await claim(database)
    await mark(database, sent(row))
    assert await add(database, "a") is None
    assert await claim(database) == []


async def test_the_most_urgent_go_first_and_then_the_oldest(database: Database) -> None:
    for key, priority in {"c": Priority.DIGEST, "a": Priority.REPLY, "b": Priority.REPLY, "t": Priority.TOPIC}.items():
        await add(database, key, priority=priority, person_id=ord(key))
    assert await keys(database, await claim(database)) == ["t", "a", "b", "c"]


async def test_a_limit_takes_the_most_urgent(database: Database) -> None:
    for number, priority in enumerate(reversed(Priority)):
        await add(database, f"{priority.name}", priority=priority, person_id=number)
    assert await keys(database, await claim(database, limit=2)) == ["TOPIC", "RELAY"]
    assert await keys(database, await claim(database, limit=3)) == ["URGENT", "REPLY", "REMINDER"]


async def test_nothing_goes_before_it_is_due_by_programme_time(database: Database) -> None:
    await add(database, "a", due_at=NOON + SECOND)
    assert await claim(database) == []
    assert len(await claim(database, now=NOON + SECOND)) == 1


async def test_nothing_goes_before_its_real_time(database: Database) -> None:
    await add(database, "a", not_before=REAL + SECOND)
    assert await claim(database) == []
    assert len(await claim(database, real_now=REAL + SECOND)) == 1


async def test_busy_chats_are_passed_over(database: Database) -> None:
    await add(database, "a", person_id=1)
    await add(database, "b", person_id=2)
    assert await keys(database, await claim(database, busy=[person_key(1)])) == ["b"]
    assert await keys(database, await claim(database, busy=[person_key(2), person_key(3)])) == ["a"]


async def test_a_held_chat_waits_for_the_longest_hold_and_others_go(database: Database) -> None:
    await add(database, "a", person_id=1)
    await add(database, "b", person_id=2)
    async with database.write() as store:
        await holds.hold(store, person_key(1), REAL + MINUTE)
        await holds.hold(store, person_key(1), REAL + SECOND)
    assert await keys(database, await claim(database)) == ["b"]
    assert await claim(database, real_now=REAL + 2 * SECOND) == []
    assert await keys(database, await claim(database, real_now=REAL + MINUTE)) == ["a"]


async def test_a_hold_of_everybody_stops_all_and_survives_a_restart(database_url: str, database: Database) -> None:
    await add(database, "a")
    async with database.write() as store:
        await holds.hold(store, EVERYBODY, REAL + MINUTE)
    async with opened(database_url, database.vault) as restarted:
        assert await claim(restarted) == []
        async with restarted.write() as store:
            assert not (await backlog.look(store, NOON, REAL)).ready
        assert len(await claim(restarted, real_now=REAL + MINUTE)) == 1


async def test_a_chat_keeps_its_order_while_a_row_waits_for_another_try(database: Database) -> None:
    for key in ("first", "second"):
        await add(database, key, person_id=1)
    await add(database, "other", person_id=2)
    first = next(row for row in await claim(database, limit=1))
    await mark(database, again(first, MINUTE))
    assert await keys(database, await claim(database)) == ["other"]
    assert await keys(database, await claim(database, real_now=REAL + MINUTE)) == ["first", "second"]


async def test_what_is_more_urgent_overtakes_a_row_that_waits_for_another_try(database: Database) -> None:
    await add(database, "digest", priority=Priority.DIGEST)
    [digest] = await claim(database)
    await mark(database, again(digest, MINUTE))
    await add(database, "relay", priority=Priority.RELAY)
    assert await keys(database, await claim(database)) == ["relay"]


async def test_one_row_a_chat_takes_the_first_of_each(database: Database) -> None:
    for key, person, priority in [("a", 1, Priority.REPLY), ("b", 1, Priority.RELAY), ("c", 2, Priority.REPLY)]:
        await add(database, key, person_id=person, priority=priority)
    first = await claim(database, one_per_chat=True)
    assert await keys(database, first) == ["b", "c"]
    assert await claim(database, one_per_chat=True, busy=[person_key(1), person_key(2)]) == []
    await mark(database, *map(sent, first))
    assert await keys(database, await claim(database, one_per_chat=True)) == ["a"]


async def test_a_row_whose_lease_ran_out_is_taken_over_and_counted(database: Database) -> None:
    await add(database, "a")
    await claim(database)
    async with database.write() as store:
        assert await delivery.take_over(store, REAL + LEASE) == 0
        assert await delivery.take_over(store, REAL + LEASE + SECOND) == 1
    [row] = await claim(database, owner="two", real_now=REAL + 2 * LEASE)
    assert (row.takeovers, row.attempts) == (1, 2)


async def test_the_only_process_takes_everything_over_at_once(database: Database) -> None:
    await add(database, "a")
    await claim(database)
    async with database.write() as store:
        assert await delivery.take_over(store, REAL, everything=True) == 1


async def test_a_mark_of_a_lost_lease_changes_nothing(database: Database) -> None:
    await add(database, "a")
    [lost] = await claim(database)
    async with database.write() as store:
        await delivery.take_over(store, REAL + 2 * LEASE)
    assert await mark(database, sent(lost)) == 0
    [ours] = await claim(database, owner="two", real_now=REAL + 2 * LEASE)
    assert await mark(database, sent(lost)) == 0
    assert await mark(database, sent(lost), owner="two") == 0  # the same owner, an older attempt
    assert await mark(database, sent(ours), owner="two") == 1
    assert await mark(database, sent(ours), owner="two") == 0


async def test_marks_of_many_kinds_go_in_one_batch(database: Database) -> None:
    for number in range(4):
        await add(database, f"{number}", person_id=number)
    one, two, three, four = await claim(database)
    outcomes = [
        sent(one, 99),
        Outcome(two, OutboxState.FAILED, failure=Failure.BLOCKED, error="Forbidden: bot was blocked by the user"),
        again(three, SECOND),
        again(four, SECOND, counts=False),
    ]
    assert await mark(database, *outcomes) == 4
    rows = [await row_of(database, row.id) for row in (one, two, three, four)]
    assert [row.state for row in rows] == ["sent", "failed", "pending", "pending"]
    assert [row.attempts for row in rows] == [1, 1, 1, 0]
    assert (rows[0].message_id, rows[0].done_at, rows[0].params_sealed) == (99, NOON, None)
    assert (rows[1].failure, rows[1].error) == ("blocked", "Forbidden: bot was blocked by the user")
    assert rows[2].not_before == REAL + SECOND
    assert {row.lease_owner for row in rows} == {None}


async def test_a_row_is_put_back_to_a_later_programme_time(database: Database) -> None:
    await add(database, "a")
    [row] = await claim(database)
    morning = NOON + timedelta(hours=20)
    await mark(database, Outcome(row, OutboxState.PENDING, due_at=morning, counts=False))
    assert await claim(database) == []
    [later] = await claim(database, now=morning)
    assert (later.due_at, later.attempts) == (morning, 1)


async def test_a_row_that_cannot_be_read_does_not_stop_the_others(database: Database, database_url: str) -> None:
    await add(database, "ours")
    other_keys = type(database.vault)([b"o" * 32], b"l" * 32)
    async with opened(database_url, other_keys) as other:
        await add(other, "not ours", person_id=8)
    assert await keys(database, await claim(database)) == ["ours"]
    assert await claim(database) == []


async def test_the_queue_is_what_is_due_and_waits_by_priority(database: Database) -> None:
    await add(database, "a relay", person_id=1, priority=Priority.RELAY, due_at=NOON - MINUTE)
    await add(database, "another", person_id=2, priority=Priority.RELAY, not_before=REAL + MINUTE)
    await add(database, "a digest", person_id=3, priority=Priority.DIGEST, due_at=NOON + MINUTE)
    await add(database, "being sent", person_id=4, priority=Priority.TOPIC)
    await claim(database, limit=1)
    async with database.read() as store:
        assert await backlog.queue(store, NOON) == {Priority.RELAY: backlog.Queued(2, NOON - MINUTE)}


async def test_next_wake_is_the_first_moment_at_which_a_waiting_row_can_go(database: Database) -> None:
    async def next_wake() -> object:
        async with database.read() as store:
            return (await backlog.look(store, NOON, REAL)).wake

    assert await next_wake() is None
    await add(database, "can go", person_id=1)
    assert await next_wake() is None
    await add(database, "waits", person_id=2, not_before=REAL + MINUTE)
    await add(database, "not due", person_id=3, not_before=REAL + SECOND, due_at=NOON + MINUTE)
    assert await next_wake() == REAL + MINUTE
    async with database.write() as store:
        await holds.hold(store, person_key(4), REAL + SECOND)
    assert await next_wake() == REAL + SECOND
    async with database.write() as store:
        await holds.drop_old_holds(store, REAL + SECOND)
    assert await next_wake() == REAL + MINUTE


async def test_unsent_counts_what_is_due_and_what_is_being_carried(database: Database) -> None:
    async def unsent() -> int:
        async with database.read() as store:
            return await backlog.unsent(store, NOON)

    await add(database, "due", person_id=1)
    await add(database, "waits", person_id=2, not_before=REAL + MINUTE)
    await add(database, "future", person_id=3, due_at=NOON + SECOND)
    assert await unsent() == 2
    [row] = await claim(database)
    assert await unsent() == 2
    await mark(database, sent(row))
    assert await unsent() == 1
    async with database.read() as store:
        assert await backlog.next_due(store, NOON) == NOON + SECOND
        assert await backlog.next_due(store, NOON + SECOND) is None


async def test_cancelling_takes_what_is_pending_for_a_person_or_a_reason(database: Database) -> None:
    carried = await add(database, "carried", person_id=1)
    await claim(database)
    await add(database, "hers", person_id=1)
    await add(database, "his", person_id=2, guard="duo:1")
    await add(database, "another's", person_id=3)
    async with database.write() as store:
        assert await outbox.cancel(store, NOON, person_id=1) == 1
        assert await outbox.cancel(store, NOON, guard="duo:1") == 1
    assert await keys(database, await claim(database)) == ["another's"]
    assert (await row_of(database, carried)).state == OutboxState.SENDING


async def test_an_album_grows_until_it_is_claimed(database: Database) -> None:
    await add(database, "album", params={"message_ids": [1]}, not_before=REAL + SECOND)

    async def grow(message_id: int) -> int | None:
        async with database.write() as store:
            return await outbox.grow(store, "album", REAL + MINUTE, ("message_ids", message_id))

    assert await grow(2) is not None
    assert await claim(database, real_now=REAL + SECOND) == []
    [row] = await claim(database, real_now=REAL + MINUTE)
    assert row.params == {"message_ids": [1, 2]}
    assert await grow(3) is None


async def test_copies_are_remembered_with_the_mark(database: Database) -> None:
    async with database.write() as store:
        duo = await add_duo(store)
    row_id = await add(database, "relay", call=Call.ALBUM, params={"message_ids": [12, 11]})
    assert row_id is not None
    async with database.write() as store:
        await relays.remember_copies(
            store, outbox_id=row_id, conversation_id=duo.id, sender=1, recipient=2, message_ids=[11, 12], now=NOON
        )
    [row] = await claim(database)
    await mark(database, sent(row, 501, 502))
    async with database.read() as store:
        maps = (await store.session.execute(MessageMap.__table__.select())).all()  # type: ignore[attr-defined]
    assert {(m.source_message_id, m.copy_message_id) for m in maps} == {(11, 501), (12, 502)}


@pytest.mark.parametrize("one_per_chat", [False, True])
async def test_several_claimers_never_get_the_same_row(database: Database, one_per_chat: bool) -> None:
    async with database.write() as store:
        for number in range(120):
            await outbox.add(store, new_row(f"row {number}", person_id=number))
    taken: list[Claimed] = []

    async def work(owner: str) -> None:
        while rows := await claim(database, owner=owner, limit=7, one_per_chat=one_per_chat):
            taken.extend(rows)

    async with asyncio.TaskGroup() as group:
        for number in range(4):
            group.create_task(work(f"claimer {number}"))
    assert len(taken) == 120
    assert Counter(row.id for row in taken).most_common(1)[0][1] == 1


async def test_a_claimer_passes_over_what_another_has_locked(postgres_database: Database) -> None:
    for number in range(4):
        await add(postgres_database, f"{number}", person_id=number)
    async with postgres_database.write() as store:
        mine = await delivery.claim(store, owner="one", now=NOON, real_now=REAL, lease=LEASE, limit=2)
        async with asyncio.timeout(2):  # waiting for the lock would end here
            theirs = await claim(postgres_database, owner="two")
    assert len(mine) == len(theirs) == 2
    assert not {row.id for row in mine} & {row.id for row in theirs}
