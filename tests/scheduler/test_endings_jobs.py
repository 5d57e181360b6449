"""Half a year after a duo has ended, and on the morning after a pause: the clock's part."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.clocks import StandingClock
from mentoring.actor import load_actor
from mentoring.endings.ending import complete_duo
from mentoring.endings.follow_up import ask_due, next_follow_up, note_where, skip_where
from mentoring.endings.handover import hand_over
from mentoring.endings.pausing import next_resumption, pause_duo, resume_due
from mentoring.errors import NotFoundError
from mentoring.messages.endings_goodbye import DuoGoesOn, WhereAreYou, WhereNoted, WhereSkipped
from storage.database import Database
from storage.words import DuoState, Outcome, Role
from tests.handlers.people import Made, make_person
from tests.scheduler.duos import DAY, Begun, Pair, Town

START = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
LENA = 503
HALF_A_YEAR = timedelta(days=190)


@pytest.fixture
def town(database: Database) -> Town:
    return Town(database, StandingClock(START))


async def finish(town: Town, pair: Pair) -> None:
    await make_person(town, LENA, Role.COORDINATOR)
    async with town.work() as work:
        actor = await load_actor(work.store, LENA)
        assert actor is not None
        await complete_duo(actor, work, pair.id, Outcome.SEEKING)


async def asks(town: Town) -> int:
    async with town.work() as work:
        return await ask_due(work)


async def answers(town: Town, who: Made, pair: Pair, outcome: Outcome) -> object:
    async with town.work() as work:
        actor = await load_actor(work.store, who.user)
        assert actor is not None
        return await note_where(actor, work, pair.id, outcome)


async def test_the_seeker_is_asked_once_half_a_year_later(town: Town) -> None:
    pair = await town.pair()
    await finish(town, pair)
    town.advance(HALF_A_YEAR - 20 * DAY)
    assert await asks(town) == 0
    async with town.database.read() as store:
        assert await next_follow_up(store) == (await town.duo(pair)).follow_up_at
    town.advance(20 * DAY)
    assert await asks(town) == 1
    assert await asks(town) == 0
    assert len(await town.rows(pair.seeker, WhereAreYou)) == 1
    assert not await town.rows(pair.mentor, WhereAreYou)
    assert (await town.duo(pair)).follow_up_at is None


async def test_the_first_answer_counts_and_it_is_the_seekers(town: Town) -> None:
    pair = await town.pair()
    await finish(town, pair)
    town.advance(HALF_A_YEAR)
    with pytest.raises(NotFoundError):
        await answers(town, pair.mentor, pair, Outcome.WORK)
    with pytest.raises(NotFoundError):
        await answers(town, pair.seeker, pair, Outcome.INTERNSHIP)
    assert isinstance(await answers(town, pair.seeker, pair, Outcome.WORK), WhereNoted)
    assert await answers(town, pair.seeker, pair, Outcome.SEEKING) == WhereNoted(
        outcome=Outcome.WORK, organisation="Duo Dijle"
    )
    assert (await town.duo(pair)).outcome_later == Outcome.WORK


async def test_rather_not_is_fine(town: Town) -> None:
    pair = await town.pair()
    await finish(town, pair)
    async with town.work() as work:
        actor = await load_actor(work.store, pair.seeker.user)
        assert actor is not None
        assert isinstance(await skip_where(actor, work, pair.id), WhereSkipped)
    assert (await town.duo(pair)).outcome_later is None


async def test_who_cannot_be_reached_is_not_asked(town: Town) -> None:
    pair = await town.pair()
    await finish(town, pair)
    await town.change_person(pair.seeker, unreachable_since=town.now)
    town.advance(HALF_A_YEAR)
    assert await asks(town) == 1
    assert not await town.rows(pair.seeker, WhereAreYou)
    assert (await town.duo(pair)).follow_up_at is None


async def test_a_full_week_puts_the_question_off(town: Town) -> None:
    pair = await town.pair()
    await finish(town, pair)
    town.advance(HALF_A_YEAR)
    async with town.work() as work:
        for _ in range(3):
            await work.post(pair.seeker.person_id, Begun())
    await town.deliver()
    assert await asks(town) == 1
    assert not await town.rows(pair.seeker, WhereAreYou)
    town.advance(8 * DAY)
    assert await asks(town) == 1
    assert len(await town.rows(pair.seeker, WhereAreYou)) == 1


async def test_who_goes_on_with_another_mentor_is_asked_after_that_duo(town: Town) -> None:
    pair = await town.pair()
    eva = await make_person(town, 888, Role.MENTOR, name="Eva")
    await make_person(town, LENA, Role.COORDINATOR)
    async with town.work() as work:
        actor = await load_actor(work.store, LENA)
        assert actor is not None
        await hand_over(actor, work, pair.id, eva.membership_id)
    assert (await town.duo(pair)).follow_up_at is None


async def test_a_pause_is_over_on_the_morning_of_its_day(town: Town) -> None:
    pair = await town.pair()
    await make_person(town, LENA, Role.COORDINATOR)
    until = START.date() + timedelta(weeks=2)
    async with town.work() as work:
        actor = await load_actor(work.store, LENA)
        assert actor is not None
        await pause_duo(actor, work, pair.id, until, 0)
    async with town.database.read() as store:
        assert await next_resumption(store) == datetime(2026, 12, 8, 8, tzinfo=UTC)
    async with town.work() as work:
        assert await resume_due(work) == 0
    town.clock.advance_to(datetime(2026, 12, 8, 8, tzinfo=UTC))
    for expected in (1, 0):
        async with town.work() as work:
            assert await resume_due(work) == expected
    assert (await town.duo(pair)).state == DuoState.ACTIVE
    for who in (pair.seeker, pair.mentor):
        assert len(await town.rows(who, DuoGoesOn)) == 1
