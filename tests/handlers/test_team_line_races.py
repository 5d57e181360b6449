"""Several write in one line at the same moment, each in a transaction of their own, on both databases."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import func
from sqlmodel import col, select

from bot.clocks import StandingClock
from mentoring.actor import Actor, load_actor
from mentoring.messages.team_line import TeamSpeaks
from mentoring.relay import Incoming, pass_to_team, relay
from mentoring.team_lines.waiting import answered_elsewhere
from mentoring.team_lines.writing_first import write_to
from mentoring.work import Work
from storage.database import Database
from storage.tables import LineSide, Outbox, TeamLine
from storage.words import Call, Role
from tests.handlers.people import Made, make_person

ROUNDS = 4  # a race that is lost now and then is lost in one of these
SOFIE, PIET = 701, 702
Act = Callable[[Actor, Work], Awaitable[Any]]


@dataclass
class Desk:
    database: Database
    clock: StandingClock
    anna: Made

    async def at_once(self, *acts: tuple[int, Act]) -> list[Any]:
        async with asyncio.timeout(30):
            return await asyncio.gather(*(self.act(*act) for act in acts), return_exceptions=True)

    async def act(self, user: int, act: Act, number: int = 1) -> Any:
        async with self.database.write(self.database.vault.lookup("chat", user)) as store:
            actor = await load_actor(store, user)
            assert actor is not None
            now = self.clock.now()
            return await act(actor, Work(store, now, now, f"act:{user}:{number}", has_topics=True))

    async def count(self, table: Any, *where: Any) -> int:
        async with self.database.read() as store:
            return (await store.session.execute(select(func.count()).select_from(table).where(*where))).scalar_one()

    async def line(self) -> TeamLine:
        async with self.database.read() as store:
            return (await store.session.execute(select(TeamLine))).scalars().one()

    async def topic(self, user: int) -> int:
        """That person's topic, as if Telegram had made it."""
        async with self.database.write() as store:
            actor = await load_actor(store, user)
            assert actor is not None
            found = select(LineSide).where(col(LineSide.person_id) == actor.person.id)
            side = (await store.session.execute(found)).scalars().one()
            side.topic_id = user
        return user


@pytest.fixture(params=range(ROUNDS))
async def desk(database: Database, clock: StandingClock) -> Desk:
    desk = Desk(database, clock, Made(0, 0, 0, 0))
    for user, name in ((SOFIE, "Sofie"), (PIET, "Piet")):
        await make_person(desk, user, Role.COORDINATOR, name=name)
    desk.anna = await make_person(desk, 501, Role.SEEKER)
    return desk


def asking(desk: Desk, message_id: int) -> tuple[int, Act]:
    return desk.anna.user, lambda actor, work: pass_to_team(actor, work, desk.anna.organisation_id, [message_id])


def writing_first(desk: Desk, user: int) -> tuple[int, Act]:
    return user, lambda actor, work: write_to(actor, work, desk.anna.membership_id)


def answering(user: int, topic_id: int) -> tuple[int, Act]:
    return user, lambda actor, work: relay(actor, work, Incoming(user, topic_id=topic_id))


async def test_a_line_that_several_begin_at_once_is_one_line(desk: Desk) -> None:
    results = await desk.at_once(asking(desk, 7), writing_first(desk, SOFIE), writing_first(desk, PIET))
    assert [result for result in results if isinstance(result, Exception)] == []
    assert (await desk.count(TeamLine), await desk.count(LineSide)) == (1, 3)


async def test_two_answers_at_once_both_arrive_and_each_speaker_is_named(desk: Desk) -> None:
    for act in (asking(desk, 7), writing_first(desk, SOFIE), writing_first(desk, PIET)):
        await desk.act(*act)
    topics = {user: await desk.topic(user) for user in (SOFIE, PIET)}

    await desk.at_once(*(answering(user, topic) for user, topic in topics.items()))

    to_anna = (col(Outbox.person_id) == desk.anna.person_id, col(Outbox.call) == Call.COPY)
    assert await desk.count(Outbox, *to_anna) == 2
    assert await desk.count(Outbox, col(Outbox.kind) == TeamSpeaks.kind) == 2
    line = await desk.line()
    assert (line.waits_since, line.answered_by is not None) == (None, True)


async def test_an_answer_and_answered_by_phone_at_once_settle_it_once(desk: Desk) -> None:
    for act in (asking(desk, 7), writing_first(desk, SOFIE), writing_first(desk, PIET)):
        await desk.act(*act)
    line_id, topic = (await desk.line()).id, await desk.topic(SOFIE)

    results = await desk.at_once(
        answering(SOFIE, topic), (PIET, lambda actor, work: answered_elsewhere(actor, work, line_id))
    )

    assert [result for result in results if isinstance(result, Exception)] == []
    assert (await desk.line()).waits_since is None
