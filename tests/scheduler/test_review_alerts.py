"""Alerts that reviews open, raise and settle, on both databases."""

from __future__ import annotations

import pytest
from sqlalchemy import select, update

from bot.clocks import StandingClock
from mentoring.signals.ladder import Deed
from mentoring.signals.review import review_due, review_duos
from storage.database import Database
from storage.tables import Duo, DuoPause, Organisation, Person
from storage.words import AlertState, DuoState, Level, Noticed, Role
from tests.scheduler.duos import DAY, Town
from tests.scheduler.reviews import HOUR, Desk, alerts, change_alerts, live, lively_pair, notice, review


@pytest.fixture
def town(database: Database, clock: StandingClock) -> Town:
    """On a Tuesday at noon in Brussels, the third of March."""
    return Town(database, clock)


@pytest.fixture
def desk() -> Desk:
    return Desk()


# -- alerts ------------------------------------------------------------------------------------------------------------
async def test_a_call_for_help_is_urgent_as_soon_as_it_is_touched_and_over_when_the_team_settles_it(
    town: Town, desk: Desk
) -> None:
    pair = await lively_pair(town)
    await review(town, desk)
    await notice(town, pair, Noticed.HELP, pair.seeker)
    await review(town, desk)
    (todo,) = desk.heard
    assert (todo.level, todo.deed) == (Level.URGENT, Deed.ALERT)
    assert (todo.reasons[0].kind, todo.reasons[0].side) == ("help", Role.SEEKER)
    assert (await town.duo(pair)).level == Level.URGENT
    town.advance(HOUR)
    await change_alerts(town, state=AlertState.RESOLVED, resolved_at=town.now)
    town.advance(DAY)
    await live(town, desk, pair, 1, [Role.SEEKER, Role.MENTOR])
    assert (await town.duo(pair)).level == Level.WELL
    await notice(town, pair, Noticed.HELP, pair.seeker)
    await review(town, desk)
    assert len(desk.of(Deed.ALERT)) == 2  # somebody asked again: that is no old reason


async def test_a_duo_that_comes_back_to_life_settles_its_alert_by_itself(town: Town, desk: Desk) -> None:
    pair = await lively_pair(town)
    await live(town, desk, pair, 4, [])
    assert [alert.state for alert in await alerts(town)] == [AlertState.OPEN]
    await live(town, desk, pair, 5, [Role.SEEKER, Role.MENTOR])
    (alert,) = await alerts(town)
    assert (alert.state, alert.by_itself, alert.next_at) == (AlertState.RESOLVED, True, None)
    assert (await town.duo(pair)).level == Level.WELL


async def test_the_days_in_an_open_alert_are_those_of_the_morning_on_which_it_is_read(town: Town, desk: Desk) -> None:
    pair = await lively_pair(town)
    await live(town, desk, pair, 4, [])
    before = {reason["kind"]: reason["numbers"].get("days", 0) for reason in (await alerts(town))[0].reasons}
    await live(town, desk, pair, 1, [])
    (alert,) = await alerts(town)
    after = {reason["kind"]: reason["numbers"].get("days", 0) for reason in alert.reasons}
    grown = [kind for kind in before if after.get(kind, 0) > before[kind]]
    assert grown
    assert alert.state == AlertState.OPEN


async def test_what_was_settled_does_not_come_back_for_the_same_reason_within_two_weeks(town: Town, desk: Desk) -> None:
    pair = await lively_pair(town)
    await live(town, desk, pair, 4, [Role.MENTOR])
    assert len(await alerts(town)) == 1
    await change_alerts(town, state=AlertState.RESOLVED, resolved_at=town.now)
    settled = town.now
    before = len(desk.heard)
    while len(await alerts(town)) == 1:
        await live(town, desk, pair, 1, [Role.MENTOR])
    assert 14 * DAY <= (await alerts(town))[1].opened_at - settled < 16 * DAY
    assert [todo.deed for todo in desk.heard[before:]] == [Deed.ALERT]


async def test_but_it_comes_back_for_another_one(town: Town, desk: Desk) -> None:
    pair = await lively_pair(town)
    await live(town, desk, pair, 4, [Role.MENTOR])
    await change_alerts(town, state=AlertState.RESOLVED, resolved_at=town.now)
    town.advance(DAY)
    await town.change_person(pair.seeker, unreachable_since=town.now)
    await notice(town, pair, Noticed.BLOCKED, pair.seeker)
    await review(town, desk)
    assert [alert.state for alert in await alerts(town)] == [AlertState.RESOLVED, AlertState.OPEN]


async def test_a_snoozed_alert_that_becomes_urgent_is_heard_again(town: Town, desk: Desk) -> None:
    pair = await lively_pair(town)
    await live(town, desk, pair, 4, [Role.MENTOR])
    await change_alerts(town, state=AlertState.SNOOZED, next_at=town.now + 7 * DAY)
    await notice(town, pair, Noticed.WANTS_TO_STOP, pair.mentor)
    await review(town, desk)
    (alert,) = await alerts(town)
    assert (alert.state, alert.level) == (AlertState.OPEN, Level.URGENT)
    assert [todo.level for todo in desk.of(Deed.ALERT)] == [Level.AT_RISK, Level.URGENT]


async def test_a_pause_or_an_end_takes_the_alert_away_but_not_as_a_success(town: Town, desk: Desk) -> None:
    pair = await lively_pair(town)
    await live(town, desk, pair, 4, [])
    await town.change_duo(pair, state=DuoState.PAUSED)
    async with town.work() as work:
        work.store.session.add(DuoPause(duo_id=pair.id, begins_at=town.now))
        await review_duos(work, [pair.id], desk.tell)
    (alert,) = await alerts(town)
    assert (alert.state, alert.by_itself) == (AlertState.RESOLVED, False)
    assert (await town.duo(pair)).level == Level.WELL


async def test_they_meet_elsewhere_quiets_the_silence_for_six_weeks(town: Town, desk: Desk) -> None:
    pair = await lively_pair(town)
    await live(town, desk, pair, 3, [])
    await notice(town, pair, Noticed.ELSEWHERE)
    await notice(town, pair, Noticed.CLEARED)
    await review(town, desk)
    assert (await town.duo(pair)).level == Level.WELL


async def test_the_organisations_own_thresholds_decide(town: Town, desk: Desk) -> None:
    pair = await town.pair(under_way=False)
    await town.change_duo(pair, started_at=town.now, review_at=town.now + 5 * DAY)
    async with town.database.write() as store:
        await store.session.execute(update(Organisation).values(thresholds={"watch_first_session_days": 5}))
    town.advance(5 * DAY)
    await review(town, desk)
    assert (await town.duo(pair)).level == Level.WATCH


# -- at once -----------------------------------------------------------------------------------------------------------
async def test_two_that_review_at_once_do_not_wait_for_each_other_nor_open_two_alerts(
    postgres_database: Database, clock: StandingClock, desk: Desk
) -> None:
    town = Town(postgres_database, clock)
    pair = await lively_pair(town)
    async with town.database.write() as store:
        person = await store.session.get(Person, pair.seeker.person_id)
        assert person is not None
        person.unreachable_since = town.now
    async with town.work() as one:
        assert await review_due(one, 10, desk.tell) == 1
        async with town.work() as other:
            assert await review_due(other, 10, desk.tell) == 0
    assert len(await alerts(town)) == 1
    assert len(desk.heard) == 1


async def fail_after_review(town: Town, desk: Desk) -> None:
    async with town.work() as work:
        await review_due(work, 10, desk.tell)
        raise RuntimeError


async def test_a_batch_that_is_rolled_back_leaves_nothing(town: Town, desk: Desk) -> None:
    pair = await lively_pair(town)
    await town.change_person(pair.seeker, unreachable_since=town.now)
    with pytest.raises(RuntimeError):
        await fail_after_review(town, desk)
    assert await alerts(town) == []
    assert await review(town, desk) == 1
    assert len(await alerts(town)) == 1
    async with town.database.read() as store:
        duo = (await store.session.execute(select(Duo))).scalars().one()
    assert duo.level == Level.AT_RISK
