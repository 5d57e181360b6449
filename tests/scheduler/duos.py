"""A duo with its threads on either database, and a clock, for the tests of jobs."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlmodel import col

from bot.clocks import StandingClock
from mentoring.messages.base import Message, Policy, declare, declared
from mentoring.sessions.local_time import WRITTEN
from mentoring.work import Work
from storage.database import Database
from storage.tables import Duo, DuoSession, Nudge, Outbox, Person, Thread
from storage.words import Group, NudgeState, OutboxState, Role, SessionState
from tests.handlers.people import Made, make_duo, make_person

DAY = timedelta(days=1)


@declare("test.begun", Policy(counts=True, rests=True))
class Begun(Message):
    """What the clock begins."""


@declare("test.asked", Policy(counts=True, rests=True, group=Group.CHECK_INS))
class Asked(Message):
    """A weekly question."""


@dataclass
class Town:
    """Where people are made; `clock` is programme time, and real time as well."""

    database: Database
    clock: StandingClock
    causes: int = 0

    @property
    def now(self) -> datetime:
        return self.clock.now()

    def advance(self, span: timedelta) -> None:
        self.clock.advance_to(self.now + span)

    @asynccontextmanager
    async def work(self) -> AsyncIterator[Work]:
        """A unit of work with a cause of its own, as a job's batch has it."""
        self.causes += 1
        async with self.database.write() as store:
            yield Work(store, self.now, self.now, f"job:test:{self.causes}")

    # -- people
    async def pair(self, number: int = 1, *, mentor: Made | None = None, under_way: bool = True) -> Pair:
        """A duo that runs, under way since now unless told otherwise; `number` keeps people apart."""
        seeker = await make_person(self, 500 + number, Role.SEEKER, name=f"Amina{number}")
        mentor = mentor or await make_person(self, 600 + number, Role.MENTOR, name=f"Bram{number}", capacity=3)
        duo_id = await make_duo(self, seeker, mentor)
        async with self.database.write() as store:
            for mine, theirs in ((seeker, mentor), (mentor, seeker)):
                thread = Thread(
                    duo_id=duo_id,
                    person_id=mine.person_id,
                    membership_id=mine.membership_id,
                    partner_person_id=theirs.person_id,
                    created_at=self.now,
                )
                store.session.add(thread)
            since = self.now if under_way else None
            await store.session.execute(update(Duo).where(col(Duo.id) == duo_id).values(under_way_since=since))
        return Pair(duo_id, seeker, mentor)

    async def change_person(self, who: Made, **values: object) -> None:
        async with self.database.write() as store:
            await store.session.execute(update(Person).where(col(Person.id) == who.person_id).values(**values))

    async def change_duo(self, pair: Pair, **values: object) -> None:
        async with self.database.write() as store:
            await store.session.execute(update(Duo).where(col(Duo.id) == pair.id).values(**values))

    async def ask_on(self, pair: Pair, who: Made, at: datetime) -> None:
        """That side's next weekly question comes then."""
        own = (col(Thread.duo_id) == pair.id, col(Thread.person_id) == who.person_id)
        async with self.database.write() as store:
            await store.session.execute(update(Thread).where(*own).values(next_check_in_at=at))

    async def duo(self, pair: Pair) -> Duo:
        async with self.database.read() as store:
            duo = await store.session.get(Duo, pair.id)
            assert duo is not None
            return duo

    async def meeting(self, pair: Pair, at: datetime, state: SessionState = SessionState.PLANNED) -> int:
        async with self.database.write() as store:
            session = DuoSession(
                duo_id=pair.id,
                state=state,
                local_start=at.strftime(WRITTEN),
                time_zone="UTC",
                starts_at=at,
                created_at=self.now,
                changed_at=self.now,
            )
            store.session.add(session)
            return session.id

    # -- what was written
    async def nudges(self, *, state: NudgeState | None = None) -> list[Nudge]:
        async with self.database.read() as store:
            found = (await store.session.execute(select(Nudge).order_by(col(Nudge.id)))).scalars().all()
        return [nudge for nudge in found if state in {None, nudge.state}]

    async def rows(self, who: Made, kind: type[Message] | None = None) -> list[Outbox]:
        async with self.database.read() as store:
            statement = select(Outbox).where(col(Outbox.person_id) == who.person_id).order_by(col(Outbox.id))
            found = (await store.session.execute(statement)).scalars().all()
        return [row for row in found if kind is None or row.kind == kind.kind]

    async def deliver(self, *, on_time: bool = False) -> None:
        """What is due leaves now; `on_time`: it left at the moment at which it was due."""
        async with self.database.write() as store:
            due = (col(Outbox.state) == OutboxState.PENDING, col(Outbox.due_at) <= self.now)
            left = col(Outbox.due_at) if on_time else self.now
            await store.session.execute(update(Outbox).where(*due).values(state=OutboxState.SENT, done_at=left))

    async def most_in_a_week(self, who: Made) -> int:
        """The most messages that Tandem began and sent to that person within any seven days."""
        counted = {kind for kind, message in declared().items() if message.policy.counts}
        left = [row.done_at for row in await self.rows(who) if row.kind in counted and row.state == OutboxState.SENT]
        moments = [moment for moment in left if moment is not None]
        return max((sum(at <= other < at + 7 * DAY for other in moments) for at in moments), default=0)


@dataclass(frozen=True)
class Pair:
    id: int
    seeker: Made
    mentor: Made
