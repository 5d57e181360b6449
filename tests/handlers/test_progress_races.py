"""Two people do something about a step at the same moment, each in a transaction of their own, on both databases."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from sqlmodel import col, select

from bot.clocks import StandingClock
from mentoring.actor import Actor, load_actor
from mentoring.milestones import Milestone
from mentoring.progress.milestones import confirm_milestone, record_milestone, undo_milestone
from mentoring.work import Work
from storage.database import Database
from storage.tables import Milestone as Step
from tests.handlers.people import Made
from tests.scheduler.duos import Pair, Town

ROUNDS = 4  # a race that is lost now and then is lost in one of these
Act = Callable[[Actor, Work], Awaitable[Any]]


@pytest.fixture
def town(database: Database, clock: StandingClock) -> Town:
    return Town(database, clock)


def noting(town: Town, pair: Pair, text: str | None = None) -> Act:
    kind = Milestone.CV_READY if text is None else Milestone.OWN
    return lambda actor, work: record_milestone(actor, work, pair.id, kind, town.now.date(), text)


def about(act: Callable[[Actor, Work, int], Awaitable[Any]], step: Step) -> Act:
    return lambda actor, work: act(actor, work, step.id)


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


async def steps(town: Town, pair: Pair) -> list[Step]:
    async with town.database.read() as store:
        found = select(Step).where(col(Step.duo_id) == pair.id).order_by(col(Step.id))
        return list((await store.session.execute(found)).scalars())


@pytest.mark.parametrize("text", [None, "Un pas"])
async def test_both_who_note_the_same_at_once_note_it_once_and_agree(town: Town, text: str | None) -> None:
    for number in range(1, ROUNDS + 1):
        pair = await town.pair(number)
        act = noting(town, pair, text)
        results = await at_once(town, (pair.seeker, act), (pair.mentor, act), (pair.seeker, act))
        assert results == {"OneStep": 3}
        (step,) = await steps(town, pair)
        assert step.confirmed_at == town.now


async def test_a_yes_and_a_taking_back_at_once_leave_no_half_step(town: Town) -> None:
    for number in range(1, ROUNDS + 1):
        pair = await town.pair(number)
        await at_once(town, (pair.seeker, noting(town, pair)))
        (step,) = await steps(town, pair)
        results = await at_once(
            town,
            (pair.mentor, about(confirm_milestone, step)),
            (pair.seeker, about(undo_milestone, step)),
        )
        assert results in ({"OneStep": 1, "StepTakenBack": 1}, {"StepTakenBack": 2})
        (after,) = await steps(town, pair)
        assert after.undone_at == town.now, "taking back always counts"
