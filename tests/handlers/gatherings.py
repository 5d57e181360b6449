"""Meetings of a duo as rows, with their due moments; and what the clock does when time passes."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlmodel import col, select

from mentoring.messages.base import Message, from_params
from mentoring.sessions.core import Gathering, load_gathering
from mentoring.sessions.timing import schedule
from mentoring.work import Work
from storage.tables import Duo, DuoSession, Membership, Outbox, SessionSide, Thread
from storage.words import Answer, Call, OutboxState, Role, SessionState
from tests.handlers.people import Place

BRUSSELS = ZoneInfo("Europe/Brussels")


def work_at(place: Place, store: Any, cause: str = "test") -> Work:
    """A unit of work at the place's time."""
    now = place.clock.now()
    return Work(store, now, now, f"{cause}:{now.isoformat()}")


async def make_threads(place: Place, duo_id: int) -> dict[Role, int]:
    """Both threads of a duo that was made as a row alone; returns their ids."""
    async with place.database.write() as store:
        duo = await store.session.get(Duo, duo_id)
        assert duo is not None
        members = {}
        for role, membership_id in ((Role.SEEKER, duo.seeker_id), (Role.MENTOR, duo.mentor_id)):
            member = await store.session.get(Membership, membership_id)
            assert member is not None
            members[role] = member
        threads = {
            role: Thread(
                duo_id=duo_id,
                person_id=member.person_id,
                membership_id=member.id,
                partner_person_id=next(m.person_id for m in members.values() if m is not member),
                created_at=place.clock.now(),
            )
            for role, member in members.items()
        }
        store.session.add_all(threads.values())
        return {role: thread.id for role, thread in threads.items()}


async def make_session(
    place: Place, duo_id: int, start: datetime, *, comes: bool = False, where: str | None = None, **values: Any
) -> int:
    """A meeting of the duo planned just now; `comes`: both have said so. Its due moments are set."""
    now = place.clock.now()
    async with place.database.write() as store:
        session = DuoSession(
            duo_id=duo_id,
            local_start=start.astimezone(BRUSSELS).strftime("%Y-%m-%dT%H:%M"),
            time_zone=BRUSSELS.key,
            starts_at=start,
            created_at=now,
            changed_at=now,
            **({"state": SessionState.CONFIRMED} if comes else {}) | values,
        )
        session.seal(store.vault, "where", where)
        store.session.add(session)
        await store.session.flush()
        threads = (await store.session.execute(select(Thread).where(col(Thread.duo_id) == duo_id))).scalars().all()
        for thread in threads:
            member = await store.session.get(Membership, thread.membership_id)
            assert member is not None
            answer = Answer.YES if comes else Answer.OPEN
            side = SessionSide(
                session_id=session.id,
                person_id=thread.person_id,
                role=member.role,
                thread_id=thread.id,
                coming=answer,
            )
            store.session.add(side)
        await store.session.flush()
        work = work_at(place, store)
        await schedule(work, await load_gathering(work, session.id))
        return session.id


async def add_team(place: Place, session_id: int, person_id: int) -> None:
    """Somebody of the team comes along."""
    async with place.database.write() as store:
        side = SessionSide(session_id=session_id, person_id=person_id, role=Role.COORDINATOR, coming=Answer.YES)
        store.session.add(side)
        await store.session.flush()
        work = work_at(place, store)
        await schedule(work, await load_gathering(work, session_id))


async def change(place: Place, session_id: int, *how: Callable[[Gathering], None], **values: Any) -> None:
    """The meeting changes, the way a use case changes it: values of its row, then its due moments."""
    async with place.database.write() as store:
        work = work_at(place, store)
        gathering = await load_gathering(work, session_id)
        for name, value in values.items():
            setattr(gathering.session, name, value)
        for step in how:
            step(gathering)
        await schedule(work, gathering)


async def move(place: Place, session_id: int, start: datetime) -> None:
    async with place.database.write() as store:
        session = await store.session.get(DuoSession, session_id)
        assert session is not None
        sequence = session.sequence + 1
    await change(place, session_id, starts_at=start, sequence=sequence, changed_at=place.clock.now())


def comes(user_person_id: int, answer: Answer = Answer.YES) -> Callable[[Gathering], None]:
    """That person says whether they come."""

    def say(gathering: Gathering) -> None:
        gathering.of(user_person_id).side.coming = answer

    return say


async def session_of(place: Place, session_id: int) -> DuoSession:
    async with place.database.read() as store:
        session = await store.session.get(DuoSession, session_id)
        assert session is not None
        return session


async def side_of(place: Place, session_id: int, person_id: int) -> SessionSide:
    statement = select(SessionSide).where(
        col(SessionSide.session_id) == session_id, col(SessionSide.person_id) == person_id
    )
    async with place.database.read() as store:
        return (await store.session.execute(statement)).scalar_one()


UseCase = Callable[[Work, int], Awaitable[int]]


async def tick(place: Place, *use_cases: UseCase, at: datetime | None = None, limit: int = 100) -> int:
    """The clock comes to that moment, and what is due then is done; returns how much was due."""
    if at is not None:
        place.clock.advance_to(at)
    due = 0
    for use_case in use_cases:
        while True:
            async with place.database.write() as store:
                done = await use_case(work_at(place, store, use_case.__name__), limit)
            due += done
            if done < limit:
                break
    return due


async def live(place: Place, until: datetime, *use_cases: UseCase, step: timedelta = timedelta(minutes=1)) -> None:
    """Lets the time pass in steps, with what is due at each."""
    while place.clock.now() < until:
        await tick(place, *use_cases, at=min(until, place.clock.now() + step))


async def posted(place: Place, person_id: int, *, state: OutboxState | None = None) -> list[tuple[Outbox, Message]]:
    """What was written to that person, oldest first: the rows with their messages. Cards are left out."""
    statement = select(Outbox).where(col(Outbox.person_id) == person_id, col(Outbox.call) == Call.SEND)
    async with place.database.read() as store:
        rows = (await store.session.execute(statement.order_by(col(Outbox.id)))).scalars().all()
        return [
            (row, from_params(row.kind, json.loads(row.open(store.vault, "params") or "{}")))
            for row in rows
            if row.params_sealed is not None and state in {None, row.state}
        ]
