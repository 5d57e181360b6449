"""`sessions.ask` and `sessions.settle` on both databases, and what several do at the same moment."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import col, select

from bot.clocks import StandingClock
from mentoring.actor import load_actor
from mentoring.messages.meeting_answers import DidYouMeet
from mentoring.messages.reminders import SessionReminder
from mentoring.sessions.asking import ask_met, next_ask_at, next_settle_at, settle
from mentoring.sessions.goals import goals_of, note_goal
from mentoring.sessions.met_answers import answer_met, met_elsewhere
from mentoring.sessions.reminders import send_reminders
from scheduler.runner import JobRunner
from scheduler.table import JOBS
from storage.database import Database
from storage.tables import DuoSession, JobState, SessionSide
from storage.words import Met, Role, SessionState
from tests.handlers.gatherings import make_session, make_threads, posted, session_of, tick, work_at
from tests.handlers.people import Made, make_duo, make_person

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
START = datetime(2026, 3, 10, 17, tzinfo=UTC)
ASKED = START + HOUR + timedelta(minutes=30)
OURS = {"sessions.remind", "sessions.ask", "sessions.settle"}


@dataclass
class Town:
    database: Database
    clock: StandingClock
    seeker: Made
    mentor: Made
    duo_id: int

    async def said(self, who: Made, kind: type) -> list[Any]:
        return [message for _, message in await posted(self, who.person_id) if isinstance(message, kind)]

    async def does(self, user: int, use_case: Any, *values: Any) -> Any:
        """A use case in a transaction of its own, as that person."""
        async with self.database.write() as store:
            actor = await load_actor(store, user)
            assert actor is not None
            return await use_case(actor, work_at(self, store, f"{user}"), *values)


@pytest.fixture
async def town(database: Database, clock: StandingClock) -> Town:
    town = Town(database, clock, *[None] * 3)  # type: ignore[arg-type]  # filled below
    town.seeker = await make_person(town, 1, Role.SEEKER, name="Amina")
    town.mentor = await make_person(town, 2, Role.MENTOR, name="Jan", capacity=30)
    town.duo_id = await make_duo(town, town.seeker, town.mentor)
    await make_threads(town, town.duo_id)
    return town


async def test_due_moments_are_read_by_index_and_batches_leave_nothing_behind(town: Town) -> None:
    sessions = [await make_session(town, town.duo_id, START + n * HOUR) for n in range(5)]
    async with town.database.read() as store:
        assert (await next_ask_at(store), await next_settle_at(store)) == (ASKED, None)
    assert await tick(town, ask_met, at=ASKED + 4 * HOUR, limit=2) == 5
    async with town.database.read() as store:
        assert await next_ask_at(store) is None
        due = await next_settle_at(store)
    # asked in the night: it begins to count when the question arrives, at 8:00
    assert due == datetime(2026, 3, 13, 7, tzinfo=UTC)
    assert await tick(town, settle, at=due, limit=2) == 5
    assert await tick(town, settle, ask_met, at=due + DAY) == 0
    assert {(await session_of(town, one)).state for one in sessions} == {SessionState.UNKNOWN}
    assert len(await town.said(town.seeker, DidYouMeet)) == 5


async def test_both_answers_at_once_are_both_counted(town: Town) -> None:
    session_id = await make_session(town, town.duo_id, START)
    await tick(town, ask_met, at=ASKED)
    await asyncio.gather(*(town.does(user, answer_met, session_id, Met.YES) for user in (1, 2)))
    assert (await session_of(town, session_id)).state == SessionState.HELD


async def test_an_answer_while_it_is_settled_is_not_lost(town: Town) -> None:
    session_id = await make_session(town, town.duo_id, START)
    await tick(town, ask_met, at=ASKED)
    town.clock.advance_to(ASKED + 3 * DAY)
    await asyncio.gather(town.does(1, answer_met, session_id, Met.YES), tick(town, settle))
    await tick(town, settle)  # where the first one left it alone, because it was just being answered
    assert (await session_of(town, session_id)).state == SessionState.HELD


async def test_we_met_elsewhere_by_both_at_once_is_one_session(town: Town) -> None:
    await asyncio.gather(*(town.does(user, met_elsewhere, town.duo_id) for user in (1, 2)))
    async with town.database.read() as store:
        (session,) = (await store.session.execute(select(DuoSession))).scalars().all()
        sides = (await store.session.execute(select(SessionSide))).scalars().all()
    assert session.state == SessionState.HELD
    assert {side.met for side in sides} == {Met.ELSEWHERE}


async def test_two_who_write_their_third_goal_at_once_have_three(town: Town) -> None:
    for text in ("Un CV", "Un stage"):
        await town.does(1, note_goal, town.duo_id, text)
    await asyncio.gather(town.does(1, note_goal, town.duo_id, "Trois"), town.does(2, note_goal, town.duo_id, "Quatre"))
    async with town.database.read() as store:
        assert len(await goals_of(work_at(town, store), town.duo_id)) == 3


async def test_two_processes_that_both_think_they_lead_remind_and_ask_once(town: Town) -> None:
    await make_session(town, town.duo_id, START)
    town.clock.advance_to(START - DAY)
    await asyncio.gather(*(tick(town, send_reminders) for _ in range(2)))
    town.clock.advance_to(ASKED)
    await asyncio.gather(*(tick(town, ask_met) for _ in range(2)))
    for who in (town.seeker, town.mentor):
        assert len(await town.said(who, SessionReminder)) == len(await town.said(who, DidYouMeet)) == 1


async def test_a_session_that_somebody_is_changing_is_left_for_the_next_run(postgres_database: Database) -> None:
    town = Town(postgres_database, StandingClock(START - 7 * DAY), *[None] * 3)  # type: ignore[arg-type]
    town.seeker, town.mentor = await make_person(town, 1, Role.SEEKER), await make_person(town, 2, Role.MENTOR)
    town.duo_id = await make_duo(town, town.seeker, town.mentor)
    await make_threads(town, town.duo_id)
    session_id = await make_session(town, town.duo_id, START)
    town.clock.advance_to(START - DAY)
    async with town.database.write() as store:
        held = select(DuoSession.id).where(col(DuoSession.id) == session_id).with_for_update()
        await store.session.execute(held)
        async with asyncio.timeout(20):
            assert await tick(town, send_reminders) == 0
    assert await tick(town, send_reminders) == 2


async def test_a_clock_that_is_set_back_doubles_nothing_and_one_that_jumps_ahead_loses_nothing(town: Town) -> None:
    await make_session(town, town.duo_id, START)
    await tick(town, send_reminders, at=START - DAY)
    town.clock = StandingClock(START - DAY - 2 * HOUR)
    await tick(town, send_reminders, at=START - DAY + HOUR)
    assert len(await town.said(town.seeker, SessionReminder)) == 1
    await tick(town, send_reminders, ask_met, at=ASKED + DAY)
    town.clock = StandingClock(ASKED - HOUR)
    await tick(town, send_reminders, ask_met, at=ASKED + 2 * HOUR)
    assert len(await town.said(town.seeker, DidYouMeet)) == 1
    assert await tick(town, settle, at=ASKED + 4 * DAY) == 1


async def test_the_jobs_of_the_table_do_all_that(town: Town) -> None:
    session_id = await make_session(town, town.duo_id, START)
    jobs = [job for job in JOBS if job.name in OURS]
    runner = JobRunner(town.database, town.clock, town.clock, jobs)
    firings = []
    while (moment := await runner.next_firing(town.clock.now())) is not None and len(firings) < 20:
        town.clock.advance_to(moment)
        firings.append((moment, await runner.run_due(moment)))
    assert firings == [
        (START - DAY, ["sessions.remind"]),
        (START - 2 * HOUR, ["sessions.remind"]),
        (ASKED, ["sessions.ask"]),
        (ASKED + 2 * DAY, ["sessions.settle"]),
    ]
    assert (await session_of(town, session_id)).state == SessionState.UNKNOWN
    async with town.database.read() as store:
        states = (await store.session.execute(select(JobState))).scalars().all()
    assert {state.name: (state.last_due, state.failures) for state in states} == {
        "sessions.remind": (2, 0),
        "sessions.ask": (1, 0),
        "sessions.settle": (1, 0),
    }
