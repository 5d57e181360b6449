"""Two people do something about a meeting at the same moment, each in a transaction of their own, on both databases."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import col, select

from bot.clocks import StandingClock
from mentoring.actor import Actor, load_actor
from mentoring.sessions.changing import cancel_session, confirm_session, move_session
from mentoring.sessions.planning import Moment, Spot, plan_session
from mentoring.work import Work
from storage.database import Database
from storage.tables import DuoSession, Outbox, SessionSide
from storage.words import Place, SessionKind, SessionState
from tests.handlers.people import Made
from tests.scheduler.duos import Pair, Town

ROUNDS = 4  # a race that is lost now and then is lost in one of these
Act = Callable[[Actor, Work], Awaitable[Any]]


@pytest.fixture
def town(database: Database, clock: StandingClock) -> Town:
    return Town(database, clock)


def moment(town: Town, days: int) -> Moment:
    instant = datetime(2026, 3, 3, 17, tzinfo=UTC) + timedelta(days=days)
    return Moment(instant.strftime("%Y-%m-%dT18:00"), "Europe/Brussels", instant)


def planning(town: Town, pair: Pair, days: int) -> Act:
    return lambda actor, work: plan_session(
        actor, work, pair.id, SessionKind.REGULAR, moment(town, days), Spot(Place.CALL)
    )


def moving(town: Town, session: DuoSession, days: int) -> Act:
    return lambda actor, work: move_session(actor, work, session.id, session.sequence, moment(town, days))


def confirming(session: DuoSession) -> Act:
    return lambda actor, work: confirm_session(actor, work, session.id, session.sequence)


def cancelling(session: DuoSession) -> Act:
    return lambda actor, work: cancel_session(actor, work, session.id, None, session.sequence)


async def at_once(town: Town, *acts: tuple[Made, Act]) -> Counter[str]:
    """The types of what came back or was raised."""

    async def one(who: Made, act: Act) -> Any:
        async with town.database.write(town.database.vault.lookup("chat", who.user)) as store:
            actor = await load_actor(store, who.user)
            assert actor is not None
            town.causes += 1
            return await act(actor, Work(store, town.now, town.now, f"act:{town.causes}"))

    async with asyncio.timeout(30):
        results = await asyncio.gather(*(one(*act) for act in acts), return_exceptions=True)
    return Counter(type(result).__name__ for result in results)


async def sessions(town: Town, pair: Pair) -> list[DuoSession]:
    async with town.database.read() as store:
        found = select(DuoSession).where(col(DuoSession.duo_id) == pair.id).order_by(col(DuoSession.id))
        return list((await store.session.execute(found)).scalars())


async def count(town: Town, kind: str) -> int:
    async with town.database.read() as store:
        return len((await store.session.execute(select(Outbox.id).where(col(Outbox.kind) == kind))).all())


async def planned(town: Town, number: int) -> tuple[Pair, DuoSession]:
    pair = await town.pair(number)
    assert await at_once(town, (pair.seeker, planning(town, pair, number))) == {"Gathering": 1}
    (session,) = await sessions(town, pair)
    return pair, session


async def test_the_same_plan_of_both_is_one_meeting(town: Town) -> None:
    for number in range(1, ROUNDS + 1):
        pair = await town.pair(number)
        act = planning(town, pair, number)
        assert await at_once(town, (pair.seeker, act), (pair.mentor, act), (pair.seeker, act)) == {"Gathering": 3}
        (session,) = await sessions(town, pair)
        async with town.database.read() as store:
            sides = select(SessionSide).where(col(SessionSide.session_id) == session.id)
            assert len((await store.session.execute(sides)).all()) == 2
    assert await count(town, "session.suggested") == ROUNDS


async def test_of_two_who_move_it_the_later_one_is_told(town: Town) -> None:
    for number in range(1, ROUNDS + 1):
        pair, session = await planned(town, number)
        results = await at_once(
            town, (pair.seeker, moving(town, session, 20)), (pair.mentor, moving(town, session, 21))
        )
        assert results == {"Gathering": 1, "ChangedMeanwhileError": 1}
        (after,) = await sessions(town, pair)
        assert after.sequence == 1
    assert await count(town, "session.moved") == ROUNDS


async def test_a_yes_and_another_time_at_once_leave_no_yes_to_the_other_time(town: Town) -> None:
    for number in range(1, ROUNDS + 1):
        pair, session = await planned(town, number)
        await at_once(town, (pair.mentor, confirming(session)), (pair.seeker, moving(town, session, 20)))
        (after,) = await sessions(town, pair)
        assert (after.state, after.sequence) == (SessionState.PLANNED, 1)
        async with town.database.read() as store:
            own = select(SessionSide.coming).where(
                col(SessionSide.session_id) == session.id, col(SessionSide.person_id) == pair.mentor.person_id
            )
            assert (await store.session.execute(own)).scalar_one() == "open"


async def test_two_who_cancel_cancel_once(town: Town) -> None:
    for number in range(1, ROUNDS + 1):
        pair, session = await planned(town, number)
        results = await at_once(town, (pair.seeker, cancelling(session)), (pair.mentor, cancelling(session)))
        assert results == {"tuple": 1, "ChangedMeanwhileError": 1}
    assert await count(town, "session.cancelled") == ROUNDS


async def test_two_yeses_at_once_confirm_a_meeting_that_nobody_planned(town: Town) -> None:
    for number in range(1, ROUNDS + 1):
        pair, session = await planned(town, number)
        async with town.database.write() as store:
            for side in (await store.session.execute(select(SessionSide))).scalars():
                if side.session_id == session.id:
                    side.coming = "open"
        results = await at_once(town, (pair.seeker, confirming(session)), (pair.mentor, confirming(session)))
        assert results == {"Gathering": 2}
        (after,) = await sessions(town, pair)
        assert after.state == SessionState.CONFIRMED
    assert await count(town, "session.confirmed") == 2 * ROUNDS
