"""What a report reads, on both databases: whose rows, of which days, added up how."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from rows import add_member
from sqlalchemy import event, update
from sqlmodel import col

from mentoring.digest.weeks import week_picture
from mentoring.milestones import Milestone as Kind
from mentoring.reports.making import Read, report_of
from mentoring.reports.periods import Period
from mentoring.reports.reading import read_period
from mentoring.reports.values import Answers, Mean, Name, Tally
from mentoring.work import Work
from storage.database import Database, Store
from storage.tables import CheckIn, CheckInAnswer, Duo, DuoSession, Membership, Milestone, Organisation, Thread
from storage.words import CheckInState, DuoState, EndReason, Occasion, Outcome, Question, Role, SessionState

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
LONG_AGO = datetime(2024, 1, 1, tzinfo=UTC)
SPRING = Period(date(2026, 4, 1), date(2026, 6, 30))
APRIL = datetime(2026, 4, 10, 9, tzinfo=UTC)


async def organisation(store: Store, name: str) -> Organisation:
    place = Organisation(name=name, created_at=LONG_AGO)
    store.session.add(place)
    await store.session.flush()
    return place


async def duo(store: Store, place: Organisation, started: datetime | None = APRIL, **values: Any) -> Duo:
    sides = [await add_member(store, place, role) for role in (Role.SEEKER, Role.MENTOR)]
    row = Duo(
        organisation_id=place.id,
        seeker_id=values.pop("seeker_id", sides[0].id),
        mentor_id=sides[1].id,
        proposed_at=LONG_AGO,
        started_at=started,
        state=values.pop("state", DuoState.ACTIVE),
        **values,
    )
    store.session.add(row)
    await store.session.flush()
    return row


def meeting(store: Store, duo_id: int, local_start: str, state: SessionState = SessionState.HELD) -> None:
    store.session.add(
        DuoSession(
            duo_id=duo_id,
            state=state,
            local_start=local_start,
            time_zone="Europe/Brussels",
            starts_at=datetime.fromisoformat(local_start).replace(tzinfo=UTC),
            created_at=LONG_AGO,
            changed_at=LONG_AGO,
        )
    )


def step(store: Store, row: Duo, kind: Kind, day: str, *, undone: bool = False) -> None:
    store.session.add(
        Milestone(
            seeker_id=row.seeker_id,
            duo_id=row.id,
            kind=kind,
            on_day=day,
            recorded_by=1,
            recorded_at=NOW,
            undone_at=NOW if undone else None,
        )
    )


async def asked(store: Store, row: Duo, role: Role, values: list[tuple[datetime, int | None]]) -> None:
    """One round for each moment with an answer to MOTIVATION; None: not answered."""
    member = await store.session.get(Membership, row.seeker_id if role is Role.SEEKER else row.mentor_id)
    assert member is not None
    thread = Thread(
        duo_id=row.id,
        person_id=member.person_id,
        membership_id=member.id,
        partner_person_id=member.person_id,
        created_at=LONG_AGO,
    )
    store.session.add(thread)
    await store.session.flush()
    for number, (moment, value) in enumerate(values, 1):
        state = CheckInState.LAPSED if value is None else CheckInState.ANSWERED
        round_ = CheckIn(
            thread_id=thread.id,
            duo_id=row.id,
            person_id=member.person_id,
            role=role,
            number=number,
            questions=[Question.MOTIVATION],
            state=state,
            asked_at=moment,
        )
        store.session.add(round_)
        await store.session.flush()
        if value is not None:
            for question in (Question.MOTIVATION, Question.DUO):
                store.session.add(
                    CheckInAnswer(check_in_id=round_.id, question=question, value=value, answered_at=moment)
                )
        await store.session.flush()


async def read(database: Database, place: Organisation | None, period: Period = SPRING) -> Read:
    async with database.read() as store:
        return await read_period(store, place, period, NOW)


def value(found: Read, name: Name) -> float | None:
    figure = report_of(found, is_shared=False).get(name)
    assert figure is not None
    return figure.value


async def test_a_report_reads_one_organisation_or_all(database: Database) -> None:
    async with database.write() as store:
        here, there = await organisation(store, "Here"), await organisation(store, "There")
        for place, number in ((here, 2), (there, 6)):
            for _ in range(number):
                row = await duo(store, place)
                meeting(store, row.id, "2026-05-01T18:00")
                step(store, row, Kind.CV_READY, "2026-05-02")
                await asked(store, row, Role.MENTOR, [(APRIL, 4)])
        await duo(store, here, None, state=DuoState.PROPOSED)
        await duo(store, here, None, state=DuoState.DECLINED)
    for place, number in ((here, 2), (there, 6), (None, 8)):
        found = await read(database, place)
        happened = found.happened[0]
        assert value(found, Name.STARTED) == (number if place else 8)
        assert happened.held == Tally(number, number)
        assert happened.held_by_month == {"2026-05": Tally(number, number)}
        assert happened.steps_by_kind == {Kind.CV_READY: Tally(number, number)}
        assert happened.answers == {Role.MENTOR: Answers(Tally(number, number), number)}


async def test_days_are_those_of_the_organisation(database: Database) -> None:
    async with database.write() as store:
        place = await organisation(store, "Here")
        await duo(store, place, datetime(2026, 3, 31, 21, 59, tzinfo=UTC))  # 23:59 in Brussels
        await duo(store, place, datetime(2026, 3, 31, 22, 1, tzinfo=UTC))  # 00:01 of 1 April
        row = await duo(store, place, datetime(2026, 6, 30, 21, 59, tzinfo=UTC))
        await duo(store, place, datetime(2026, 6, 30, 22, 1, tzinfo=UTC))
        for local in ("2026-03-31T23:59", "2026-04-01T00:00", "2026-06-30T23:59", "2026-07-01T00:00"):
            meeting(store, row.id, local)
        for day in ("2026-03-31", "2026-04-01", "2026-06-30", "2026-07-01"):
            step(store, row, Kind.INTERVIEW, day)
        last, first = datetime(2026, 6, 30, 21, 59, tzinfo=UTC), datetime(2026, 3, 31, 22, tzinfo=UTC)
        around = (first - timedelta(minutes=1), first, last, last + timedelta(minutes=1))
        await asked(store, row, Role.SEEKER, [(moment, None) for moment in around])
    found = await read(database, place)
    happened = found.happened[0]
    assert value(found, Name.STARTED) == 2
    assert (happened.held.count, happened.steps.count) == (2, 2)
    assert happened.answers[Role.SEEKER] == Answers(Tally(2, 1), 0)


async def test_only_what_was_held_and_what_was_not_taken_back_counts(database: Database) -> None:
    async with database.write() as store:
        place = await organisation(store, "Here")
        row = await duo(store, place)
        for state in SessionState:
            meeting(store, row.id, "2026-05-01T18:00", state)
        step(store, row, Kind.CV_READY, "2026-05-02", undone=True)
    happened = (await read(database, place)).happened[0]
    assert (happened.held.count, happened.steps.count) == (1, 0)


async def test_the_change_is_the_last_answer_minus_the_first_of_each_seeker(database: Database) -> None:
    before, may, june = datetime(2026, 1, 10, tzinfo=UTC), APRIL + timedelta(days=30), APRIL + timedelta(days=60)
    async with database.write() as store:
        place = await organisation(store, "Here")
        rises, falls, once, early = [await duo(store, place) for _ in range(4)]
        await asked(store, rises, Role.SEEKER, [(before, 2), (may, 5), (june, 4), (SPRING_END + timedelta(1), 1)])
        await asked(store, falls, Role.SEEKER, [(may, 3), (june, None), (june + timedelta(1), 2)])
        await asked(store, once, Role.SEEKER, [(may, 5)])
        await asked(store, early, Role.SEEKER, [(before, 1), (before + timedelta(7), 5)])
        await asked(store, early, Role.MENTOR, [(may, 1), (june, 5)])
    found = await read(database, place)
    assert found.happened[0].change == {Question.MOTIVATION: Mean((2 - 1) / 2, 2)}
    assert (await read(database, None)).happened[0].change == found.happened[0].change


SPRING_END = datetime(2026, 6, 30, 22, tzinfo=UTC)


async def test_the_change_of_a_seeker_goes_on_with_another_mentor(database: Database) -> None:
    async with database.write() as store:
        place = await organisation(store, "Here")
        first = await duo(store, place, state=DuoState.ENDED, end_reason=EndReason.HANDED_OVER, closed_at=APRIL)
        second = await duo(store, place, APRIL + timedelta(days=3), seeker_id=first.seeker_id, follows_id=first.id)
        await asked(store, first, Role.SEEKER, [(APRIL, 2)])
        await asked(store, second, Role.SEEKER, [(APRIL + timedelta(days=9), 4)])
    found = await read(database, place)
    assert found.happened[0].change == {Question.MOTIVATION: Mean(2.0, 1)}
    assert (value(found, Name.STARTED), value(found, Name.HANDED_OVER)) == (1, 1)


async def test_a_handover_of_long_ago_still_makes_one_path(database: Database) -> None:
    async with database.write() as store:
        place = await organisation(store, "Here")
        first = await duo(
            store, place, LONG_AGO, state=DuoState.ENDED, end_reason=EndReason.HANDED_OVER, closed_at=LONG_AGO
        )
        await duo(store, place, seeker_id=first.seeker_id)
    found = await read(database, place)
    assert (value(found, Name.STARTED), value(found, Name.ACTIVE)) == (0, 1)


async def test_what_ended_long_ago_is_not_read_and_outcomes_are(database: Database) -> None:
    async with database.write() as store:
        place = await organisation(store, "Here")
        over = {"state": DuoState.COMPLETED, "outcome": Outcome.WORK}
        await duo(store, place, LONG_AGO, closed_at=LONG_AGO + timedelta(days=30), **over)
        await duo(store, place, APRIL - timedelta(days=365), closed_at=APRIL - timedelta(days=200), **over)
        row = await duo(store, place, APRIL - timedelta(days=365))
        step(store, row, Kind.CONTRACT_SIGNED, "2026-01-10")
    found = await read(database, place)
    assert (len(found.paths), value(found, Name.SUCCESS)) == (2, 2)


async def test_an_empty_database_gives_a_report_of_nothing(database: Database) -> None:
    found = await read(database, None)
    assert found.paths == []
    assert report_of(found, is_shared=False).is_shared


@pytest.mark.parametrize("number", [1, 30])
async def test_the_number_of_statements_does_not_depend_on_the_duos(database: Database, number: int) -> None:
    async with database.write() as store:
        place = await organisation(store, "Here")
        for _ in range(number):
            meeting(store, (await duo(store, place)).id, "2026-05-01T18:00")
    statements: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        statements.append(statement)

    event.listen(database.engine.sync_engine, "before_cursor_execute", note)
    async with database.write() as store:  # SQLite reads beside the engine that is listened to
        await read_period(store, place, SPRING, NOW)
    event.remove(database.engine.sync_engine, "before_cursor_execute", note)
    assert len([each for each in statements if each.startswith(("SELECT", "WITH"))]) == 14


async def test_the_monday_and_the_report_count_the_same_questions(database: Database) -> None:
    monday = datetime(2026, 4, 6, 9, tzinfo=UTC)
    async with database.write() as store:
        place = await organisation(store, "Here")
        row = await duo(store, place)
        await asked(store, row, Role.SEEKER, [(monday, 4), (monday + timedelta(days=2), 3)])
        await asked(store, row, Role.MENTOR, [(monday, None)])
        first = update(CheckIn).where(col(CheckIn.role) == Role.SEEKER, col(CheckIn.number) == 1)
        await store.session.execute(first.values(occasion=Occasion.START))
    found = (await read(database, place, Period(date(2026, 4, 6), date(2026, 4, 12)))).happened[0].answers
    async with database.read() as store:
        week = (await week_picture(Work(store, NOW, NOW, "test"), place, date(2026, 4, 13))).weeks[-2]
    assert week.asked == sum(one.asked.count for one in found.values()) == 3
    assert week.answered == sum(one.answered for one in found.values()) == 2
