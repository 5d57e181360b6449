"""Real time that jumps: nothing that waits by real time may be stuck until the wrong moment comes again."""

from __future__ import annotations

from datetime import timedelta

import pytest

from storage import delivery, holds
from storage.database import Database
from storage.holds import EVERYBODY, LONGEST_WAIT
from storage.outbox import person_key
from tests.storage.rows import REAL, add, again, claim, keys, mark, row_of, sent

SECOND, HOUR, DAY = timedelta(seconds=1), timedelta(hours=1), timedelta(days=1)
JUMPS = pytest.mark.parametrize("jump", [2 * HOUR, DAY], ids=["two hours", "a day"])


@JUMPS
async def test_a_lease_of_a_dead_process_ends_after_a_jump_back(database: Database, jump: timedelta) -> None:
    await add(database, "a")
    await claim(database)
    async with database.write() as store:
        assert await delivery.take_over(store, REAL - jump) == 1
    assert await keys(database, await claim(database, owner="two", real_now=REAL - jump)) == ["a"]


@JUMPS
@pytest.mark.parametrize("sign", [1, -1], ids=["forward", "back"])
async def test_what_this_process_carries_is_not_taken_from_it_by_a_jump(
    database: Database, jump: timedelta, sign: int
) -> None:
    await add(database, "a", person_id=1)
    [row] = await claim(database)
    async with database.write() as store:
        assert await delivery.take_over(store, REAL + sign * jump, besides={person_key(1)}) == 0
    assert await mark(database, sent(row)) == 1


@JUMPS
async def test_holds_and_pauses_end_soon_after_a_jump_back(database: Database, jump: timedelta) -> None:
    for number in range(3):
        await add(database, f"{number}", person_id=number)
    [first, _, _] = await claim(database)
    async with database.write() as store:
        await delivery.take_over(store, REAL, everything=True)
    [first, second, third] = await claim(database)
    await mark(database, again(first, 10 * 60 * SECOND), again(second, SECOND), again(third, SECOND))
    now = REAL - jump
    async with database.write() as store:
        await holds.hold(store, EVERYBODY, REAL + SECOND)
        await holds.hold(store, person_key(2), REAL + SECOND)
        await holds.drop_old_holds(store, now)
    assert await claim(database, real_now=now + LONGEST_WAIT - SECOND) == []
    assert len(await claim(database, real_now=now + LONGEST_WAIT)) == 3


async def test_waits_of_an_ordinary_length_are_left_alone(database: Database) -> None:
    row_id = await add(database, "a")
    [row] = await claim(database)
    await mark(database, again(row, LONGEST_WAIT))
    async with database.write() as store:
        await holds.drop_old_holds(store, REAL)
    assert row_id is not None
    assert (await row_of(database, row_id)).not_before == REAL + LONGEST_WAIT
