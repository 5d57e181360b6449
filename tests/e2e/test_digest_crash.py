"""A digest exactly once over a crash before, during and after its sending, and with two workers at once.

"Once" is kept up to Telegram's yes: a crash between it and our mark repeats what was in flight, and each repeat is
counted, because the Bot API cannot be asked whether a message has arrived (docs/decisions/digest.md).
"""

from __future__ import annotations

import asyncio
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
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
from storage.tables import Alert, Duo, JobState, Membership, Organisation, Outbox, Person
from storage.words import DuoState, Level, MembershipState, OutboxState, Role
from tests.e2e.crash_bot import KEY, LOOKUP, Plan
from tests.e2e.digest_bot import (
    CLAIMED,
    COMMITTED,
    MARKED,
    MORNING,
    PREPARED,
    SENDING,
    SENT,
    WRITTEN,
    run,
)
from tests.forks import forks

TOKEN = "123456789:AAE-abcdefghijklmnopqrstuvwxyz_0123"
TEAM = 5
ONCE = [(WRITTEN, 1), (COMMITTED, 1), (CLAIMED, 1), (PREPARED, 1), (SENDING, 1)]
IN_FLIGHT = [(SENDING, 3), (SENT, 1), (SENT, 3), (MARKED, 1)]


class Desk:
    """A sandbox with a team of five, each with one duo to contact."""

    def __init__(self, sandbox: Sandbox, url: str, http: aiohttp.ClientSession) -> None:
        self.sandbox, self.url, self.http = sandbox, url, http
        self.vault = Vault([KEY], LOOKUP)
        self.users = [sandbox.add_person(first_name=f"C{n}", language_code="en") for n in range(TEAM)]

    def bot(self, point: str = "", passing: int = 1) -> Any:
        process = forks.Process(
            target=run, args=(Plan(point, passing, TOKEN, self.sandbox.url, self.url),), daemon=True
        )
        process.start()
        return process

    async def call(self, method: str, path: str, body: Any = None) -> Any:
        async with self.http.request(method, f"{self.sandbox.url}/sandbox/{path}", json=body) as response:
            assert response.status == 200, await response.text()
            return await response.json()

    @asynccontextmanager
    async def database(self) -> AsyncIterator[Database]:
        database = Database(self.url, self.vault)
        try:
            yield database
        finally:
            await database.close()

    async def arrange(self) -> None:
        """All have written to the bot before; the digest is due, and the job is late by a minute."""
        for user in self.users:
            await self.call("POST", f"people/{user}/messages", {"text": "/start"})
        before = MORNING - timedelta(days=3)
        async with self.database() as database, database.write() as store:
            organisation = Organisation(name="Duo Dijle", created_at=before, digest_at=MORNING)
            store.session.add(organisation)
            late = MORNING - timedelta(minutes=1)
            store.session.add(JobState(name="digests.send", last_run_at=late))
            await store.session.flush()
            for number, user in enumerate(self.users):
                people = [await self._person(store, organisation, f"{name}{number}", role) for name, role in _PEOPLE]
                people[0].person.user_lookup = self.vault.lookup("user", user)
                people[0].person.seal(self.vault, "user", str(user))
                await store.session.flush()
                duo = Duo(
                    organisation_id=organisation.id,
                    coordinator_id=people[0].id,
                    seeker_id=people[1].id,
                    mentor_id=people[2].id,
                    state=DuoState.ACTIVE,
                    level=Level.URGENT,
                    proposed_at=before,
                    started_at=before,
                )
                store.session.add(duo)
                await store.session.flush()
                store.session.add(
                    Alert(duo_id=duo.id, organisation_id=organisation.id, level=Level.URGENT, opened_at=before)
                )

    async def _person(self, store: Any, organisation: Organisation, name: str, role: Role) -> _Made:
        before = MORNING - timedelta(days=3)
        person = Person(id=new_id(), language="en", created_at=before)
        person.seal(self.vault, "first_name", name)
        store.session.add(person)
        await store.session.flush()
        member = Membership(
            id=new_id(),
            person_id=person.id,
            organisation_id=organisation.id,
            role=role,
            state=MembershipState.READY,
            created_at=before,
        )
        store.session.add(member)
        await store.session.flush()
        return _Made(member.id, person)

    async def arrived(self) -> list[int]:
        """How many digests each of them has got."""
        counts = []
        for user in self.users:
            chat = await self.call("GET", f"people/{user}/chat?after=0")
            texts = [m.get("text") or "" for m in chat["messages"] if m["from"] == "bot"]
            counts.append(sum("Your duos on" in text for text in texts))
        return counts

    async def all_done(self) -> None:
        async with asyncio.timeout(60), self.database() as database:
            while await self._unfinished(database) or 0 in await self.arrived():  # noqa: ASYNC110
                await asyncio.sleep(0.05)  # another process works: there is no event to wait for

    @staticmethod
    async def _unfinished(database: Database) -> int:
        open_states = Outbox.state.in_([OutboxState.PENDING, OutboxState.SENDING])
        async with database.read() as store:
            counted = select(func.count()).select_from(Outbox).where(Outbox.kind == "morning.digest", open_states)
            return int((await store.session.execute(counted)).scalar_one())

    async def books(self) -> tuple[int, int]:
        """How many digests were written, and how many times a row was taken over."""
        async with self.database() as database, database.read() as store:
            columns = select(func.count(), func.coalesce(func.sum(Outbox.takeovers), 0))
            found = (await store.session.execute(columns.where(Outbox.kind == "morning.digest"))).one()
            return int(found[0]), int(found[1])


class _Made:
    def __init__(self, membership_id: int, person: Person) -> None:
        self.id, self.person = membership_id, person


_PEOPLE = (("Lena", Role.COORDINATOR), ("Amina", Role.SEEKER), ("Jan", Role.MENTOR))


@asynccontextmanager
async def opened(url: str) -> AsyncIterator[Desk]:
    sandbox = Sandbox(token=TOKEN, limits=False, topics=False, page=False)
    await sandbox.start()
    try:
        async with aiohttp.ClientSession() as http:
            desk = Desk(sandbox, url, http)
            await desk.arrange()
            yield desk
    finally:
        await sandbox.stop()


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    url = f"sqlite:///{tmp_path}/digest.db"
    await migrate.upgrade(url)
    async with opened(url) as made:
        yield made


async def killed(process: Any) -> None:
    await asyncio.to_thread(process.join, 60)
    assert process.exitcode == -signal.SIGKILL, "the bot never came to that point"


@asynccontextmanager
async def alive(*processes: Any) -> AsyncIterator[None]:
    try:
        yield
    finally:
        for process in processes:
            process.kill()
            await asyncio.to_thread(process.join, 10)


@pytest.mark.parametrize(("point", "passing"), ONCE)
async def test_a_crash_before_telegram_has_it_sends_each_digest_exactly_once(
    desk: Desk, point: str, passing: int
) -> None:
    await killed(desk.bot(point, passing))
    async with alive(desk.bot()):
        await desk.all_done()
    assert await desk.arrived() == [1] * TEAM
    assert (await desk.books())[0] == TEAM


@pytest.mark.parametrize(("point", "passing"), IN_FLIGHT)
async def test_a_crash_while_digests_are_in_flight_loses_none_and_counts_each_repeat(
    desk: Desk, point: str, passing: int
) -> None:
    await killed(desk.bot(point, passing))
    async with alive(desk.bot()):
        await desk.all_done()
    arrived, (written, counted) = await desk.arrived(), await desk.books()
    assert written == TEAM, "each was written once"
    assert max(arrived) <= 2, "one message in flight for each chat"
    assert sum(arrived) - TEAM <= counted, "each repeat is counted"
    if point == SENT:
        assert sum(arrived) - TEAM >= 1, "the crash that no bot can hide: Telegram's yes was not written down"


async def test_two_processes_on_one_database_send_each_digest_once(postgres_url: str) -> None:
    async with opened(postgres_url) as desk, alive(desk.bot(), desk.bot()):
        await desk.all_done()
        assert await desk.arrived() == [1] * TEAM
        assert await desk.books() == (TEAM, 0)
