"""SIGKILL at ten points between getUpdates and the courier's mark: nothing lost, one effect, repeats counted."""

from __future__ import annotations

import asyncio
import signal
from collections import Counter
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from sqlalchemy import func, select

from sandbox import Sandbox
from storage import migrate
from storage.database import Database
from storage.ids import new_id
from storage.sealing import Vault
from storage.tables import Duo, HandledUpdate, Membership, Organisation, Outbox, Person, Thread
from storage.words import Call, DuoState, MembershipState, OutboxState, Role
from tests.e2e.crash_bot import KEY, LOOKUP, POINTS, Plan, run
from tests.forks import forks

TOKEN = "123456789:AAE-abcdefghijklmnopqrstuvwxyz_0123"
LINES = [f"line {number}" for number in range(1, 7)]
NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


class World:
    """A sandbox with a duo whose threads are open, and bots that come and go in front of it."""

    def __init__(self, sandbox: Sandbox, url: str, http: aiohttp.ClientSession) -> None:
        self.sandbox, self.url, self.http = sandbox, url, http
        self.vault = Vault([KEY], LOOKUP)
        self.seeker, self.mentor = (
            sandbox.add_person(first_name=name, language_code=language)
            for name, language in (("Anna", "fr"), ("Bert", "nl"))
        )

    def bot(self, point: str, passing: int = 1) -> Any:
        plan = Plan(point, passing, TOKEN, self.sandbox.url, self.url)
        process = forks.Process(target=run, args=(plan,), daemon=True)
        process.start()
        return process

    async def control(self, method: str, path: str, body: Any = None) -> Any:
        async with self.http.request(method, f"{self.sandbox.url}/sandbox/{path}", json=body) as response:
            assert response.status == 200, await response.text()
            return await response.json()

    async def arrange(self) -> None:
        """A running duo, made directly; both have written to the bot before."""
        database = Database(self.url, self.vault)
        async with database.write() as store:
            organisation = Organisation(name="Duo Dijle", created_at=NOW)
            store.session.add(organisation)
            await store.session.flush()
            people = [self._person(user) for user in (self.seeker, self.mentor)]
            store.session.add_all(people)
            await store.session.flush()
            members = [
                Membership(
                    id=new_id(),
                    person_id=person.id,
                    organisation_id=organisation.id,
                    role=role,
                    state=MembershipState.READY,
                    created_at=NOW,
                )
                for person, role in zip(people, (Role.SEEKER, Role.MENTOR), strict=True)
            ]
            store.session.add_all(members)
            await store.session.flush()
            duo = Duo(
                organisation_id=organisation.id,
                seeker_id=members[0].id,
                mentor_id=members[1].id,
                state=DuoState.ACTIVE,
                proposed_at=NOW,
                started_at=NOW,
            )
            store.session.add(duo)
            await store.session.flush()
            for mine, other in ((0, 1), (1, 0)):
                thread = Thread(
                    id=new_id(),
                    duo_id=duo.id,
                    person_id=people[mine].id,
                    membership_id=members[mine].id,
                    partner_person_id=people[other].id,
                    created_at=NOW,
                )
                store.session.add(thread)
                people[mine].open_thread_id = thread.id
        await database.close()

    def _person(self, user: int) -> Person:
        person = Person(id=new_id(), user_lookup=self.vault.lookup("user", user), created_at=NOW)
        person.seal(self.vault, "user", str(user))
        person.seal(self.vault, "first_name", f"P{user}")
        return person

    async def writes(self, text: str) -> None:
        await self.control("POST", f"people/{self.seeker}/messages", {"text": text})

    async def arrived(self) -> list[str]:
        """What the mentor received of the seeker's lines, in order."""
        chat = await self.control("GET", f"people/{self.mentor}/chat?after=0")
        return [m["text"] for m in chat["messages"] if m["from"] == "bot" and (m.get("text") or "").startswith("line")]

    async def all_arrived(self) -> None:
        async with asyncio.timeout(30):
            while set(await self.arrived()) != set(LINES) or await self._unfinished():  # noqa: ASYNC110
                await asyncio.sleep(0.05)  # another process works: there is no event to wait for

    async def _unfinished(self) -> int:
        database = Database(self.url, self.vault)
        try:
            async with database.read() as store:
                open_states = Outbox.state.in_([OutboxState.PENDING, OutboxState.SENDING])
                return (
                    await store.session.execute(select(func.count()).select_from(Outbox).where(open_states))
                ).scalar_one()
        finally:
            await database.close()


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    url = f"sqlite:///{tmp_path}/crash.db"
    await migrate.upgrade(url)
    sandbox = Sandbox(token=TOKEN, limits=False, topics=False, page=False)
    await sandbox.start()
    async with aiohttp.ClientSession() as http:
        made = World(sandbox, url, http)
        for user in (made.seeker, made.mentor):
            await made.control("POST", f"people/{user}/messages", {"text": "/start"})
        await made.arrange()
        yield made
    await sandbox.stop()


async def ended(process: Any) -> int:
    await asyncio.to_thread(process.join, 30)
    assert process.exitcode is not None, "the bot never came to that point"
    return int(process.exitcode)


@pytest.mark.parametrize("point", POINTS)
async def test_killed_at_any_point_nothing_is_lost_and_every_repeat_is_counted(world: World, point: str) -> None:
    for line in LINES:
        await world.writes(line)

    assert await ended(world.bot(point)) == -signal.SIGKILL
    survivor = world.bot("")
    try:
        await world.all_arrived()
    finally:
        survivor.kill()
        await asyncio.to_thread(survivor.join, 10)

    arrived = await world.arrived()
    assert list(dict.fromkeys(arrived)) == LINES, "all of them, in order"
    repeats = sum(Counter(arrived).values()) - len(LINES)
    counted, copies, handled = await _books(world)
    assert copies == len(LINES), "each update had one effect"
    assert handled == {"handled"}
    assert repeats <= counted, "each repeat is counted"
    assert repeats <= 1, "one chat: one message in flight"
    if point == "sent, not marked":
        assert repeats == 1, "the crash that no bot can hide: Telegram's yes was not written down"


async def _books(world: World) -> tuple[int, int, set[str]]:
    """(how many rows were taken over, how many relays were written, the states of all updates)"""
    database = Database(world.url, world.vault)
    async with database.read() as store:
        relayed = select(func.count()).select_from(Outbox).where(Outbox.call == Call.COPY)
        copies = (await store.session.execute(relayed)).scalar_one()
        counted = (await store.session.execute(select(func.sum(Outbox.takeovers)))).scalar_one()
        states = set((await store.session.execute(select(HandledUpdate.state))).scalars())
    await database.close()
    return counted, copies, states
