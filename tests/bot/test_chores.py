"""Work beside the chats: taken up after the commit, tried again, in one hand at a time."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlmodel import select

from bot.chores import MAX_ATTEMPTS, Chores
from bot.intake.unit import BotFacts
from mentoring.chores import ChoreFunction, ClaimedChore, OpenWork, Tools, ask_for
from mentoring.messages.system import SomethingWentWrong
from storage.chores import LEASE
from storage.tables import Chore
from storage.words import ChoreKind, ChoreState, Role
from tests.handlers.people import make_person
from tests.handlers.scene import Scene

ANNA = 11


class NoTools:
    async def fetch(self, file_id: str, limit: int) -> bytes:
        raise AssertionError("not asked for")

    async def compute(self, module: str, payload: Any) -> Any:
        raise AssertionError("not asked for")


@pytest.fixture
async def scene(tmp_path: Path) -> AsyncIterator[Scene]:
    scene = await Scene.open(tmp_path)
    yield scene
    await scene.close()


def worker(scene: Scene, function: ChoreFunction) -> Chores:
    facts = BotFacts(1, "tandem_bot", has_topics=False)
    return Chores(scene.database, scene.clock, scene.clock, facts, NoTools(), {ChoreKind.PAIR_GROUP: function})


async def ask(scene: Scene, **params: Any) -> int:
    made = await make_person(scene, ANNA, Role.COORDINATOR)
    async with scene.database.write() as store:
        return await ask_for(scene.work(store), ChoreKind.PAIR_GROUP, made.membership_id, params)


async def row(scene: Scene) -> Chore:
    async with scene.database.read() as store:
        return (await store.session.execute(select(Chore))).scalars().one()


async def test_a_chore_is_done_once_and_what_it_was_about_is_erased(scene: Scene) -> None:
    seen: list[Any] = []

    async def function(_open_work: OpenWork, chore: ClaimedChore, _tools: Tools) -> None:
        seen.append(chore.params)

    await ask(scene, text="private")
    chores = worker(scene, function)
    assert await chores.pull()
    assert not await chores.pull()
    done = await row(scene)
    assert (seen, done.state, done.params_sealed) == ([{"text": "private"}], ChoreState.DONE, None)


async def test_a_chore_that_fails_is_tried_again_and_then_whoever_asked_is_told(scene: Scene) -> None:
    tried: list[int] = []

    async def function(_open_work: OpenWork, chore: ClaimedChore, _tools: Tools) -> None:
        tried.append(chore.attempts)
        raise ValueError("no good")

    await ask(scene)
    chores = worker(scene, function)
    while await chores.pull():
        pass
    failed = await row(scene)
    assert (tried, failed.state, failed.error) == ([*range(1, MAX_ATTEMPTS + 1)], ChoreState.FAILED, "ValueError")
    assert [type(message) for message in await scene.messages(ANNA)] == [SomethingWentWrong]


async def test_a_chore_in_hand_is_nobody_elses_until_its_lease_runs_out(scene: Scene) -> None:
    others: list[bool] = []

    async def function(_open_work: OpenWork, chore: ClaimedChore, _tools: Tools) -> None:
        if chore.attempts == 1:
            others.append(await second.pull())
            scene.clock.advance_to(scene.clock.now() + LEASE + timedelta(seconds=1))
            others.append(await second.pull())

    second = worker(scene, function)
    await ask(scene)
    assert await worker(scene, function).pull()
    assert others == [False, True]
    assert (await row(scene)).attempts == 2


async def test_a_chore_that_is_stopped_waits_for_the_next_process(scene: Scene) -> None:
    begun = asyncio.Event()

    async def function(_open_work: OpenWork, _chore: ClaimedChore, _tools: Tools) -> None:
        begun.set()
        await asyncio.Event().wait()

    await ask(scene)
    async with asyncio.TaskGroup() as group:
        task = group.create_task(worker(scene, function).pull())
        await begun.wait()
        task.cancel()
    assert (await row(scene)).state == ChoreState.WAITING


@pytest.mark.timeout(20)
async def test_who_stops_while_the_database_is_away_stops_all_the_same(scene: Scene) -> None:
    begun, path = asyncio.Event(), str(scene.database.url.database)

    async def function(_open_work: OpenWork, _chore: ClaimedChore, _tools: Tools) -> None:
        async with scene.database.write() as store:
            await store.session.execute(text("PRAGMA busy_timeout = 0"))
        begun.set()
        await asyncio.Event().wait()

    await ask(scene)
    async with asyncio.TaskGroup() as group:
        task = group.create_task(worker(scene, function).run())
        await begun.wait()
        with closing(sqlite3.connect(path, check_same_thread=False)) as other:
            # In a thread: the worker's other half may be about to ask for work, and finishes that first.
            await asyncio.to_thread(other.execute, "BEGIN IMMEDIATE")
            task.cancel()
            await asyncio.wait([task])
    assert task.cancelled()
    assert (await row(scene)).state == ChoreState.WORKING, "until its lease runs out"


@pytest.mark.timeout(20)
async def test_nobody_who_writes_waits_for_a_chore_that_only_reads_and_that_one_cannot_write(scene: Scene) -> None:
    met: list[type[Exception]] = []

    async def function(open_work: OpenWork, chore: ClaimedChore, _tools: Tools) -> None:
        async with open_work(only_reads=True) as work:
            assert await work.store.session.get(Chore, chore.id) is not None
            await make_person(scene, ANNA + 1, Role.MENTOR)
            with pytest.raises(DBAPIError) as refused:
                await work.store.session.execute(text("DELETE FROM chore"))
            met.append(refused.type)

    await ask(scene)
    assert await worker(scene, function).pull()
    assert len(met) == 1
    assert (await row(scene)).state == ChoreState.DONE


async def test_what_was_asked_for_in_a_transaction_that_is_undone_never_happens(scene: Scene) -> None:
    async def function(_open_work: OpenWork, _chore: ClaimedChore, _tools: Tools) -> None:
        raise AssertionError("it was taken back")

    made = await make_person(scene, ANNA, Role.COORDINATOR)

    async def ask_and_fail() -> None:
        async with scene.database.write() as store:
            await ask_for(scene.work(store), ChoreKind.PAIR_GROUP, made.membership_id, {})
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await ask_and_fail()
    assert not await worker(scene, function).pull()


async def test_the_worker_wakes_with_the_commit_and_is_idle_when_all_is_done(scene: Scene) -> None:
    done: list[int] = []

    async def function(open_work: OpenWork, chore: ClaimedChore, _tools: Tools) -> None:
        async with open_work() as work:
            done.append(chore.id)
            assert work.bot_username == "tandem_bot"

    chores = worker(scene, function)
    scene.database.chore_wakers.append(chores.wake)
    async with asyncio.TaskGroup() as group:
        running = group.create_task(chores.run())
        chore_id = await ask(scene)
        await chores.idle()
        running.cancel()
    assert done == [chore_id]
