"""Taps are signs of life: they end a silence and settle an alert, of whoever tapped alone; on both databases."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlmodel import col, select

from bot.clocks import StandingClock
from mentoring.signals import signs
from mentoring.signals.looking import look_at
from mentoring.signals.reasons import Kind
from storage.database import Database
from storage.tables import DuoEvent
from storage.words import AlertState, Level, Noticed, Role, SessionState
from tests.handlers.people import Made
from tests.scheduler.duos import DAY, Pair, Town
from tests.scheduler.reviews import HOUR, Desk, alerts, ask, live, lively_pair, review

SIDES = (Role.SEEKER, Role.MENTOR)
BRUSSELS = ZoneInfo("Europe/Brussels")


@pytest.fixture
def town(database: Database, clock: StandingClock) -> Town:
    """On a Tuesday at noon in Brussels, the third of March."""
    return Town(database, clock)


@pytest.fixture
def desk() -> Desk:
    return Desk()


async def acts(town: Town, pair: Pair, who: Made) -> None:
    async with town.work() as work:
        await signs.acted(work, pair.id, who.person_id)


async def silent(town: Town, pair: Pair) -> dict[Role | None, datetime]:
    """Whose silence speaks against the duo now, since which day."""
    async with town.work() as work:
        reasons = (await look_at(work, [await town.duo(pair)]))[pair.id].reasons
    return {one.side: one.since for one in reasons if one.kind is Kind.SILENCE}  # type: ignore[misc]


async def noted(town: Town) -> list[tuple[str, int | None]]:
    async with town.database.read() as store:
        found = (await store.session.execute(select(DuoEvent).order_by(col(DuoEvent.id)))).scalars().all()
    return [(one.kind, one.person_id) for one in found if one.kind in {Noticed.ACTED, Noticed.WAS_HERE}]


async def test_an_alert_settles_itself_as_soon_as_the_silent_ones_do_something(town: Town, desk: Desk) -> None:
    pair = await lively_pair(town)
    await live(town, desk, pair, 4, [])
    assert set(await silent(town, pair)) == set(SIDES)
    await town.meeting(pair, town.now + 9 * DAY, SessionState.CONFIRMED)
    await ask(town, pair, Role.SEEKER, pair.seeker, town.now - HOUR, face=4)
    await ask(town, pair, Role.MENTOR, pair.mentor, town.now - HOUR, face=4)
    await town.meeting(pair, town.now - HOUR, SessionState.HELD)
    for who in (pair.seeker, pair.mentor):
        await acts(town, pair, who)
    await review(town, desk)
    (alert,) = await alerts(town)
    assert (alert.state, alert.by_itself) == (AlertState.RESOLVED, True)
    assert (await town.duo(pair)).level == Level.WELL


async def test_the_silence_of_one_is_not_ended_by_what_the_other_does(town: Town, desk: Desk) -> None:
    pair = await lively_pair(town)
    await live(town, desk, pair, 3, [])
    before = await silent(town, pair)
    await acts(town, pair, pair.mentor)
    assert await silent(town, pair) == {Role.SEEKER: before[Role.SEEKER]}
    assert await review(town, desk) == 1  # at once
    await acts(town, pair, pair.seeker)
    assert await silent(town, pair) == {}


async def test_a_day_is_noted_once_by_the_days_of_the_organisation(town: Town) -> None:
    pair = await town.pair()
    town.clock.advance_to(datetime(2026, 3, 3, 22, 30, tzinfo=BRUSSELS))
    async with town.work() as work:
        await signs.was_here(work, pair.id, pair.seeker.person_id)
        await signs.was_here(work, pair.id, pair.seeker.person_id)
        await signs.acted(work, pair.id, pair.seeker.person_id)
        await signs.acted(work, pair.id, pair.mentor.person_id)
        await signs.was_here(work, pair.id, pair.mentor.person_id)
    seeker, mentor = pair.seeker.person_id, pair.mentor.person_id
    first = [(Noticed.WAS_HERE, seeker), (Noticed.ACTED, seeker), (Noticed.ACTED, mentor)]
    assert await noted(town) == first
    town.advance(timedelta(hours=2))  # past midnight there, the same day in UTC
    await acts(town, pair, pair.seeker)
    assert await noted(town) == [*first, (Noticed.ACTED, seeker)]


async def test_who_writes_to_the_team_is_silent_in_none_of_their_duos(town: Town) -> None:
    pair = await town.pair()
    other = await town.pair(2, mentor=pair.mentor)
    stranger = await town.pair(3)
    async with town.work() as work:
        organisation_id = (await town.duo(pair)).organisation_id
        await signs.wrote_to_team(work, pair.mentor.person_id, organisation_id)
    async with town.database.read() as store:
        found = (await store.session.execute(select(DuoEvent.duo_id).order_by(col(DuoEvent.duo_id)))).scalars().all()
    assert list(found) == sorted([pair.id, other.id])
    assert stranger.id not in found


async def test_the_last_sign_stays_where_it_was_however_many_questions_follow(town: Town, desk: Desk) -> None:
    pair = await lively_pair(town)
    await ask(town, pair, Role.SEEKER, pair.seeker, town.now, face=4)  # and nothing else since
    await live(town, desk, pair, 3, [Role.MENTOR])
    before = (await silent(town, pair))[Role.SEEKER]
    await live(town, desk, pair, 30, [Role.MENTOR])  # more rounds, and more weeks, than a review reads
    assert (await silent(town, pair))[Role.SEEKER] == before
