"""What there is to see of duos is read for a whole batch in as many statements as for one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event

from storage.database import Database, Store
from storage.ids import new_id
from storage.signals import EventRow, MeetingRow, Rows, read_rows
from storage.tables import (
    CheckIn,
    CheckInAnswer,
    Duo,
    DuoEvent,
    DuoPause,
    DuoSession,
    Membership,
    MessageMap,
    Person,
    SessionSide,
    Thread,
)
from storage.words import Answer, CheckInState, DuoState, Met, Noticed, Question, Role, SessionState
from tests.storage.rows import NOON, add_duo

DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)


@contextmanager
def counted(database: Database) -> Iterator[list[str]]:
    statements: list[str] = []

    def note(_conn: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        statements.append(statement)

    event.listen(database.engine.sync_engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(database.engine.sync_engine, "before_cursor_execute", note)


async def person_of(store: Store, membership_id: int) -> Person:
    membership = await store.session.get(Membership, membership_id)
    assert membership is not None
    person = await store.session.get(Person, membership.person_id)
    assert person is not None
    return person


class Pair:
    """A running duo with its threads."""

    def __init__(self, duo: Duo, people: dict[Role, Person], threads: dict[Role, Thread]) -> None:
        self.duo, self.people, self.threads = duo, people, threads

    @classmethod
    async def make(cls, store: Store) -> Pair:
        duo = await add_duo(store, state=DuoState.ACTIVE, started_at=NOON - 60 * DAY)
        people = {
            Role.SEEKER: await person_of(store, duo.seeker_id),
            Role.MENTOR: await person_of(store, duo.mentor_id),
        }
        threads = {}
        for role, partner in ((Role.SEEKER, Role.MENTOR), (Role.MENTOR, Role.SEEKER)):
            threads[role] = Thread(
                duo_id=duo.id,
                person_id=people[role].id,
                membership_id=duo.seeker_id if role is Role.SEEKER else duo.mentor_id,
                partner_person_id=people[partner].id,
                created_at=NOON - 60 * DAY,
            )
            store.session.add(threads[role])
        await store.session.flush()
        return cls(duo, people, threads)

    def wrote(self, store: Store, by: Role, before: timedelta) -> None:
        other = Role.MENTOR if by is Role.SEEKER else Role.SEEKER
        store.session.add(
            MessageMap(
                conversation_id=self.duo.id,
                source_person_id=self.people[by].id,
                source_message_id=new_id(),
                copy_person_id=self.people[other].id,
                outbox_id=new_id(),
                created_at=NOON - before,
            )
        )

    async def met(self, store: Store, before: timedelta, state: SessionState, **met: Met) -> None:
        session = DuoSession(
            duo_id=self.duo.id,
            state=state,
            local_start="2026-01-01T18:00",
            time_zone="UTC",
            starts_at=NOON - before,
            created_at=NOON,
            changed_at=NOON,
        )
        store.session.add(session)
        await store.session.flush()
        for role, person in self.people.items():
            store.session.add(
                SessionSide(
                    session_id=session.id,
                    person_id=person.id,
                    role=role,
                    coming=Answer.YES,
                    met=met.get(role.value, Met.OPEN),
                )
            )

    async def asked(self, store: Store, side: Role, before: timedelta, **faces: int) -> None:
        thread = self.threads[side]
        thread.check_ins_asked += 1
        state = CheckInState.ANSWERED if faces else CheckInState.ASKED
        round_ = CheckIn(
            thread_id=thread.id,
            duo_id=self.duo.id,
            person_id=thread.person_id,
            role=side,
            number=thread.check_ins_asked,
            questions=list(faces),
            state=state,
            asked_at=NOON - before,
        )
        store.session.add(round_)
        await store.session.flush()
        for question, value in faces.items():
            answer = CheckInAnswer(
                check_in_id=round_.id, question=question, value=value, answered_at=NOON - before + 5 * MINUTE
            )
            store.session.add(answer)


async def rows_of(database: Database, pair: Pair) -> Rows:
    async with database.read() as store:
        return (await read_rows(store, [pair.duo.id], NOON))[pair.duo.id]


async def test_a_batch_takes_as_many_statements_as_one(database: Database) -> None:
    async with database.write() as store:
        pairs = [await Pair.make(store) for _ in range(4)]
        for pair in pairs:
            pair.wrote(store, Role.SEEKER, DAY)
            await pair.met(store, DAY, SessionState.HELD, seeker=Met.YES)
            await pair.asked(store, Role.MENTOR, DAY, duo=4)
    numbers = []
    for ids in ([pairs[0].duo.id], [pair.duo.id for pair in pairs]):
        async with database.write() as store:
            with counted(database) as statements:
                found = await read_rows(store, ids, NOON)
        assert len(found) == len(ids)
        numbers.append(len(statements))
    assert numbers == [7, 7]
    async with database.read() as store:
        assert await read_rows(store, [], NOON) == {}


async def test_who_wrote_is_known_to_the_quarter_of_an_hour_and_for_thirty_days(database: Database) -> None:
    async with database.write() as store:
        pair = await Pair.make(store)
        other = await Pair.make(store)
        for before in (10 * MINUTE, 12 * MINUTE, 20 * MINUTE, 29 * DAY, 31 * DAY):
            pair.wrote(store, Role.SEEKER, before)
        pair.wrote(store, Role.MENTOR, 3 * DAY)
        other.wrote(store, Role.MENTOR, DAY)
    found = await rows_of(database, pair)
    seeker, mentor = pair.people[Role.SEEKER].id, pair.people[Role.MENTOR].id
    assert sorted(found.wrote) == sorted(
        [
            (seeker, NOON - 15 * MINUTE),
            (seeker, NOON - 30 * MINUTE),
            (seeker, NOON - 29 * DAY),
            (mentor, NOON - 3 * DAY),
        ]
    )


async def test_meetings_come_with_what_each_side_said_and_the_last_one_however_long_ago(database: Database) -> None:
    async with database.write() as store:
        pair = await Pair.make(store)
        await pair.met(store, 80 * DAY, SessionState.HELD, seeker=Met.YES)
        await pair.met(store, 9 * DAY, SessionState.MISSED, mentor=Met.NO)
        await pair.met(store, -3 * DAY, SessionState.CONFIRMED)
    found = await rows_of(database, pair)
    coming = {Role.SEEKER: Answer.YES, Role.MENTOR: Answer.YES}
    assert found.meetings == [
        MeetingRow(SessionState.MISSED, NOON - 9 * DAY, 60, coming, {Role.SEEKER: Met.OPEN, Role.MENTOR: Met.NO}),
        MeetingRow(SessionState.CONFIRMED, NOON + 3 * DAY, 60, coming, {Role.SEEKER: Met.OPEN, Role.MENTOR: Met.OPEN}),
    ]
    assert found.last_held_at == NOON - 80 * DAY


async def test_rounds_come_with_their_face_about_the_duo_and_the_last_twenty_of_a_side(database: Database) -> None:
    async with database.write() as store:
        pair = await Pair.make(store)
        for week in range(23, 1, -1):
            await pair.asked(store, Role.SEEKER, week * 7 * DAY)
        await pair.asked(store, Role.SEEKER, 7 * DAY, **{Question.NETWORK: 2})
        await pair.asked(store, Role.MENTOR, DAY, **{Question.DUO: 3})
    found = (await rows_of(database, pair)).rounds
    seekers = [one for one in found if one.role is Role.SEEKER]
    assert [one.number for one in seekers] == list(range(4, 24))
    assert (seekers[-1].face, seekers[-1].answered_at) == (0, NOON - 7 * DAY + 5 * MINUTE)
    assert seekers[0].answered_at is None
    (mentors,) = (one for one in found if one.role is Role.MENTOR)
    assert (mentors.face, mentors.state) == (3, CheckInState.ANSWERED)


@pytest.mark.parametrize("role", [Role.SEEKER, Role.MENTOR])
async def test_sides_events_and_pauses_are_those_of_the_duo(database: Database, role: Role) -> None:
    async with database.write() as store:
        pair, other = await Pair.make(store), await Pair.make(store)
        person = pair.people[role]
        person.unreachable_since = NOON - DAY
        events = [
            DuoEvent(duo_id=pair.duo.id, kind=Noticed.HELP, person_id=person.id, at=NOON - DAY),
            DuoEvent(duo_id=pair.duo.id, kind=Noticed.CLEARED, at=NOON - 2 * DAY),
            DuoEvent(duo_id=other.duo.id, kind=Noticed.HELP, at=NOON),
        ]
        pauses = [
            DuoPause(duo_id=pair.duo.id, begins_at=NOON - 20 * DAY, ends_at=NOON - 10 * DAY),
            DuoPause(duo_id=pair.duo.id, begins_at=NOON - DAY),
            DuoPause(duo_id=other.duo.id, begins_at=NOON - DAY),
        ]
        store.session.add_all([*events, *pauses])
    found = await rows_of(database, pair)
    assert {side: row.unreachable_since for side, row in found.sides.items()} == {
        side: NOON - DAY if side is role else None for side in (Role.SEEKER, Role.MENTOR)
    }
    assert found.sides[role].here_since == NOON - 60 * DAY
    assert found.events == [
        EventRow(Noticed.CLEARED, None, NOON - 2 * DAY),
        EventRow(Noticed.HELP, person.id, NOON - DAY),
    ]
    assert found.pauses == [(NOON - 20 * DAY, NOON - 10 * DAY), (NOON - DAY, None)]
