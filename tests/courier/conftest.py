"""A duo that runs, a courier, and a Telegram that does as told."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, text, update

from bot.clocks import StandingClock
from bot.courier import Courier
from locales.rendering import load_all
from mentoring.work import Work
from storage import outbox, relays
from storage.database import Database
from storage.tables import Card, Duo, Membership, Organisation, Outbox, Person, Thread
from storage.words import Call, DuoState, Priority, Role
from tests.courier import telegram as bot_api
from tests.databases import no_waiting_for_the_disk

SEEKER, MENTOR, OTHER = 501, 502, 503


@dataclass
class Stage:
    """Everything that a test of the courier speaks with. People's Telegram ids are the constants above."""

    database: Database
    telegram: bot_api.Telegram
    clock: StandingClock
    real_clock: StandingClock
    make_courier: Callable[..., Courier]
    courier: Courier = field(init=False)
    person: dict[int, int] = field(default_factory=dict)
    member: dict[int, int] = field(default_factory=dict)
    thread: dict[int, int] = field(default_factory=dict)  # by whose side it is
    duo_id: int = 0
    organisation_id: int = 0
    _keys: int = 0

    def __post_init__(self) -> None:
        self.courier = self.make_courier()

    async def person_of(self, user: int, name: str, role: Role, language: str) -> None:
        async with self.database.write() as store:
            now = self.clock.now()
            if not self.organisation_id:
                organisation = Organisation(name="Duo Dijle", created_at=now)
                store.session.add(organisation)
                await store.session.flush()
                self.organisation_id = organisation.id
            person = Person(user_lookup=store.vault.lookup("user", user), language=language, created_at=now)
            person.seal(store.vault, "user", str(user))
            person.seal(store.vault, "first_name", name)
            store.session.add(person)
            await store.session.flush()
            member = Membership(
                person_id=person.id, organisation_id=self.organisation_id, role=role, state="ready", created_at=now
            )
            store.session.add(member)
            self.person[user], self.member[user] = person.id, member.id

    async def duo(self, seeker: int, mentor: int, *, state: DuoState = DuoState.ACTIVE) -> tuple[int, int, int]:
        """The ids of the duo, of the seeker's thread and of the mentor's."""
        async with self.database.write() as store:
            now = self.clock.now()
            duo = Duo(
                organisation_id=self.organisation_id,
                seeker_id=self.member[seeker],
                mentor_id=self.member[mentor],
                state=state,
                proposed_at=now,
            )
            store.session.add(duo)
            await store.session.flush()
            threads = []
            for own, other in ((seeker, mentor), (mentor, seeker)):
                thread = Thread(
                    duo_id=duo.id,
                    person_id=self.person[own],
                    membership_id=self.member[own],
                    partner_person_id=self.person[other],
                    created_at=now,
                )
                store.session.add(thread)
                threads.append(thread.id)
            return duo.id, threads[0], threads[1]

    async def post(self, user: int, message: Any, **more: Any) -> int | None:
        async with self.database.write() as store:
            self._keys += 1
            work = Work(store, self.clock.now(), self.real_clock.now(), f"test:{self._keys}")
            return await work.post(self.person[user], message, **more)

    async def card(self, user: int, message: Any, **more: Any) -> None:
        async with self.database.write() as store:
            self._keys += 1
            work = Work(store, self.clock.now(), self.real_clock.now(), f"test:{self._keys}")
            await work.card(self.person[user], "matter:1", message, **more)

    async def pin(self, user: int, *, pinned: bool) -> None:
        async with self.database.write() as store:
            self._keys += 1
            work = Work(store, self.clock.now(), self.real_clock.now(), f"test:{self._keys}")
            await work.pin(self.person[user], "matter:1", pinned=pinned)

    async def the_card(self, user: int) -> Card:
        async with self.database.read() as store:
            return (await store.session.execute(select(Card).where(Card.person_id == self.person[user]))).scalar_one()

    async def write(self, user: int, call: Call, params: dict[str, Any], **more: Any) -> int:
        """A row for the thread of that person (the recipient), as a relay writes it."""
        self._keys += 1
        now = self.clock.now()
        defaults: dict[str, Any] = {
            "dedupe_key": f"row:{self._keys}",
            "call": call,
            "priority": Priority.RELAY,
            "due_at": now,
            "params": params,
            "person_id": self.person.get(user),
            "thread_id": self.thread.get(user),
            "created_at": now,
        }
        async with self.database.write() as store:
            row_id = await outbox.add(store, outbox.NewRow(**{**defaults, **more}))
            assert row_id is not None
        return row_id

    async def relay(self, sender: int, recipient: int, message_id: int, **params: Any) -> int:
        """A message of the sender on its way to the recipient, with its place in the message map."""
        row_id = await self.write(recipient, Call.COPY, {"message_id": message_id, "reply_to": None, **params})
        await self.map(row_id, sender, recipient, [message_id])
        return row_id

    async def map(self, row_id: int, sender: int, recipient: int, message_ids: list[int]) -> None:
        async with self.database.write() as store:
            await relays.remember_copies(
                store,
                outbox_id=row_id,
                conversation_id=self.duo_id,
                sender=self.person[sender],
                recipient=self.person[recipient],
                message_ids=message_ids,
                now=self.clock.now(),
            )

    async def row(self, row_id: int | None) -> Outbox:
        async with self.database.read() as store:
            return (await store.session.execute(select(Outbox).where(Outbox.id == row_id))).scalar_one()

    async def rows(self) -> list[Outbox]:
        async with self.database.read() as store:
            return list((await store.session.execute(select(Outbox).order_by(Outbox.id))).scalars())

    async def get(self, table: Any, row_id: int) -> Any:
        async with self.database.read() as store:
            return await store.session.get(table, row_id)

    async def change(self, table: Any, row_id: int, **values: Any) -> None:
        async with self.database.write() as store:
            await store.session.execute(update(table).where(table.id == row_id).values(**values))

    async def execute(self, statement: str) -> None:
        async with self.database.write() as store:
            await store.session.execute(text(statement))

    def pass_real(self, seconds: float) -> None:
        self.real_clock.advance_to(self.real_clock.now() + timedelta(seconds=seconds))

    def pass_time(self, **span: float) -> None:
        self.clock.advance_to(self.clock.now() + timedelta(**span))

    async def pull_all(self) -> None:
        """Turns until nothing more is claimed now; an empty turn may have set a row aside that hid another."""
        empty = 0
        while empty < 2:
            empty = 0 if await self.courier.pull() else empty + 1


@pytest.fixture
async def telegram() -> AsyncIterator[bot_api.Telegram]:
    async with bot_api.running() as server:
        yield server


@pytest.fixture
async def stage(
    sqlite_database: Database, telegram: bot_api.Telegram, clock: StandingClock, real_clock: StandingClock
) -> AsyncIterator[Stage]:
    """A French seeker and a Dutch mentor who are a duo, and a German mentor who is alone; no topics, no limits."""
    load_all()
    no_waiting_for_the_disk(sqlite_database)
    async with AsyncExitStack() as closing:

        def make_courier(kind: type[Courier] = Courier, **settings: Any) -> Courier:
            fixed = {"token": bot_api.TOKEN, "api_url": telegram.url, "clock": clock, "real_clock": real_clock}
            given = {"messages_per_second": 0, "has_topics": False, **fixed, **settings}
            courier = kind(given.pop("database", sqlite_database), **given)
            closing.push_async_callback(courier.close)
            return courier

        made = Stage(sqlite_database, telegram, clock, real_clock, make_courier)
        await made.person_of(SEEKER, "Amina", Role.SEEKER, "fr")
        await made.person_of(MENTOR, "Bart", Role.MENTOR, "nl")
        await made.person_of(OTHER, "Clara", Role.MENTOR, "de")
        made.duo_id, made.thread[SEEKER], made.thread[MENTOR] = await made.duo(SEEKER, MENTOR)
        yield made
