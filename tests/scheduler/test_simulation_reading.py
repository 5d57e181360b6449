"""An organisation's duos of the past as the simulator reads and plays them, on both databases."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import update
from sqlmodel import col

from bot.clocks import StandingClock
from mentoring.simulation.past import End, Past
from mentoring.simulation.reading import read_pasts
from mentoring.simulation.replaying import Player
from mentoring.thresholds import DEFAULTS
from storage.database import Database
from storage.tables import DuoPause, Thread
from storage.words import DuoState, EndReason, Level, Noticed, Role
from tests.scheduler.duos import DAY, Pair, Town
from tests.scheduler.reviews import Desk, alerts, live, lively_pair, notice

BRUSSELS = ZoneInfo("Europe/Brussels")


@pytest.fixture
def town(database: Database, clock: StandingClock) -> Town:
    """On a Tuesday at noon in Brussels, the third of March."""
    return Town(database, clock)


async def pasts(town: Town, pair: Pair) -> list[Past]:
    async with town.work() as work:
        duo = await town.duo(pair)
        return await read_pasts(work, duo.organisation_id)


async def end(town: Town, pair: Pair, reason: EndReason) -> None:
    await town.change_duo(pair, state=DuoState.ENDED, closed_at=town.now, end_reason=reason)


async def test_a_duo_is_alerted_in_the_replay_about_when_it_was_in_truth(town: Town) -> None:
    """What was seen to meanwhile, and what is erased, make it not the very same day."""
    pair = await lively_pair(town)
    await live(town, Desk(), pair, 4)
    (alert,) = await alerts(town)
    await end(town, pair, EndReason.SILENCE)
    (past,) = await pasts(town, pair)
    played = Player(past).play(DEFAULTS)
    assert played.alerts
    truth = alert.opened_at.astimezone(BRUSSELS).date()
    assert abs(played.alerts[0] - truth) <= timedelta(days=3)


async def test_a_duo_that_goes_well_is_played_without_an_alert(town: Town) -> None:
    pair = await lively_pair(town)
    await live(town, Desk(), pair, 3, (Role.SEEKER, Role.MENTOR))
    (past,) = await pasts(town, pair)
    assert past.end is End.RUNNING
    assert len(past.rounds) == 2 * 12
    assert len(past.meetings) == 12
    for thresholds in (DEFAULTS, replace(DEFAULTS, risk_silence_days=10)):
        assert Player(past).play(thresholds).alerts == []


async def test_questions_of_long_ago_are_read_as_well(town: Town) -> None:
    pair = await lively_pair(town)
    await live(town, Desk(), pair, 14, (Role.SEEKER, Role.MENTOR))
    (past,) = await pasts(town, pair)
    assert sum(one.side is Role.SEEKER for one in past.rounds) == 23, "a review reads the last twenty"
    assert len(past.meetings) == 23


@pytest.mark.parametrize(
    ("reason", "found"),
    [
        (EndReason.SILENCE, End.DROPPED_OUT),
        (EndReason.SEEKER_NO_TIME, End.DROPPED_OUT),
        (EndReason.MENTOR_NO_TIME, End.DROPPED_OUT),
        (EndReason.NO_MATCH, End.DROPPED_OUT),
        (EndReason.WORK_FOUND, End.OTHER),
        (EndReason.PERSONAL, End.OTHER),
        (EndReason.OTHER, End.OTHER),
        (EndReason.HANDED_OVER, End.OTHER),
    ],
)
async def test_what_counts_as_a_dropout_is_the_teams_word(town: Town, reason: EndReason, found: End) -> None:
    pair = await lively_pair(town)
    await end(town, pair, reason)
    (past,) = await pasts(town, pair)
    assert past.end is found
    assert past.until == town.now.astimezone(BRUSSELS).date()


async def test_duos_that_ended_more_than_a_year_ago_or_never_began_are_left_out(town: Town) -> None:
    pair, proposed = await lively_pair(town), await town.pair(2)
    await town.change_duo(proposed, state=DuoState.DECLINED)
    await end(town, pair, EndReason.SILENCE)
    town.advance(364 * DAY)
    assert len(await pasts(town, pair)) == 1
    town.advance(2 * DAY)
    assert await pasts(town, pair) == []


async def test_what_the_team_cleared_then_does_not_clear_what_is_played_now(town: Town) -> None:
    pair = await lively_pair(town)
    await notice(town, pair, Noticed.CLEARED)
    await notice(town, pair, Noticed.NUDGE_WELL, pair.seeker)
    town.advance(DAY)
    (past,) = await pasts(town, pair)
    assert [one.kind for one in past.happened] == [Noticed.NUDGE_WELL]


async def test_its_own_pauses_and_those_of_a_duo_that_rests_now_count_for_nothing(town: Town) -> None:
    pair = await lively_pair(town)
    async with town.database.write() as store:
        store.session.add(DuoPause(duo_id=pair.id, begins_at=town.now, ends_at=None))
    await town.change_duo(pair, state=DuoState.PAUSED, level=Level.WELL)
    town.advance(40 * DAY)
    (past,) = await pasts(town, pair)
    assert past.end is End.RUNNING
    assert past.rests_on(past.until)
    assert Player(past).play(DEFAULTS).alerts == []


async def test_of_messages_only_what_is_kept_is_known(town: Town) -> None:
    pair = await lively_pair(town)
    town.advance(20 * DAY)
    (past,) = await pasts(town, pair)
    assert past.wrote_from == past.until - timedelta(days=29)
    async with town.database.write() as store:
        await store.session.execute(update(Thread).where(col(Thread.duo_id) == pair.id).values(created_at=town.now))
    assert await pasts(town, pair) == [], "one that was here for no day says nothing"
