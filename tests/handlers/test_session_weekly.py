"""A meeting every week: begun, made anew, skipped, ended."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import cast

import pytest

from mentoring.messages.session_changes import CancelDone, SessionCancelled
from mentoring.messages.session_weekly import WeeklyEnded, WeeklyStarted
from mentoring.messages.sessions import ChangedMeanwhile, SessionCard, SessionSuggested
from mentoring.messages.system import NotHere
from mentoring.sessions.board import anchor_of
from mentoring.sessions.series import repeat_due
from mentoring.taps_sessions import AskToCancel, EndWeekly, JustCancel, RepeatWeekly
from storage.tables import DuoSession
from storage.words import Answer, DuoState, SessionKind, SessionState
from tests.handlers.meetings import (
    at,
    confirm,
    have_met,
    in_english,
    move,
    pinned,
    plan,
    said,
    series_of,
    session_of,
    sessions,
    settled,
    side_of,
)
from tests.handlers.scene import Scene
from tests.handlers.threads import ANNA, BRAM, OMAR, Pair, end, make_pair, set_state

_WEEK = timedelta(days=7)


@pytest.fixture
async def pair(scene: Scene) -> Pair:
    made = await make_pair(scene, names=("Anna", "Bram"))
    await have_met(scene, made)
    await in_english(scene)
    return made


async def weekly(scene: Scene, pair: Pair) -> DuoSession:
    """A meeting that both come to, every week from then on: Thursdays at 18:00."""
    session = await settled(scene, pair, ANNA, BRAM)
    await scene.taps(ANNA, RepeatWeekly(session.id))
    return await session_of(scene, session.id)


async def job(scene: Scene, moment: datetime) -> int:
    """The job at that moment; how many series were due."""
    scene.clock.advance_to(moment)
    async with scene.database.write() as store:
        return await repeat_due(scene.work(store, f"job:{moment}"), 100)


async def test_a_meeting_repeats_every_week_and_the_other_can_stop_it(scene: Scene, pair: Pair) -> None:
    session = await settled(scene, pair, ANNA, BRAM)
    card = (await said(scene, ANNA, SessionCard))[-1]
    assert card.can_repeat
    await scene.taps(ANNA, RepeatWeekly(session.id))

    series = await series_of(scene, pair)
    assert (series.weekday, series.minute, series.time_zone) == (3, 1080, "Europe/Brussels")
    assert (series.last_date, series.next_at) == ("2026-11-26", session.starts_at)
    (news,) = await said(scene, BRAM, WeeklyStarted)
    assert scene.rendered(news).buttons[0][0].tap == EndWeekly(series.id)
    assert "Thursday at 18:00" in scene.toasts()[0]
    card = (await said(scene, ANNA, SessionCard))[-1]
    assert (card.series_id, card.can_repeat) == (series.id, False)


async def test_a_second_tap_begins_nothing_twice(scene: Scene, pair: Pair) -> None:
    session = await weekly(scene, pair)
    await scene.taps(BRAM, RepeatWeekly(session.id))

    assert len(await said(scene, BRAM, WeeklyStarted)) == 1
    assert await said(scene, ANNA, WeeklyStarted) == []


async def test_only_a_confirmed_meeting_repeats_and_only_one_of_a_duo(scene: Scene, pair: Pair) -> None:
    open_one = await plan(scene, pair, ANNA, day="20261127")
    await scene.taps(ANNA, RepeatWeekly(open_one.id))
    assert scene.toasts() == [scene.rendered(ChangedMeanwhile()).text]
    review = await settled(scene, pair, ANNA, BRAM, day="20261128", kind=SessionKind.MIDTERM)
    await scene.taps(ANNA, RepeatWeekly(review.id))
    assert scene.toasts() == [scene.rendered(ChangedMeanwhile()).text]
    await weekly(scene, pair)
    await confirm(scene, BRAM, open_one)
    await scene.taps(ANNA, RepeatWeekly(open_one.id))

    assert scene.toasts() == [scene.rendered(ChangedMeanwhile()).text]
    assert (await session_of(scene, open_one.id)).series_id is None


async def test_when_it_begins_the_next_one_is_planned_quietly(scene: Scene, pair: Pair) -> None:
    session = await weekly(scene, pair)
    assert await job(scene, session.starts_at - timedelta(minutes=1)) == 0
    assert await job(scene, session.starts_at) == 1

    following = (await sessions(scene, pair))[-1]
    assert (following.starts_at, following.local_start) == (session.starts_at + _WEEK, "2026-12-03T18:00")
    assert (following.state, following.planned_by, following.kind) == (SessionState.PLANNED, None, SessionKind.REGULAR)
    assert (following.place, following.series_id) == (session.place, session.series_id)
    for user in (ANNA, BRAM):
        assert (await side_of(scene, following.id, user)).coming == Answer.OPEN
        assert isinstance(await scene.last(user), SessionCard), "no news besides the card"
        assert anchor_of(following.id) in await pinned(scene, user)
    assert len(await said(scene, BRAM, SessionSuggested)) == 1, "of the one that was planned by hand"
    assert await job(scene, session.starts_at + timedelta(minutes=5)) == 0, "made once"


async def test_after_an_outage_the_days_that_passed_are_left_out(scene: Scene, pair: Pair) -> None:
    session = await weekly(scene, pair)
    assert await job(scene, session.starts_at + 3 * _WEEK + timedelta(hours=2)) == 1

    assert [one.starts_at for one in await sessions(scene, pair)] == [session.starts_at, session.starts_at + 4 * _WEEK]


async def test_what_was_planned_by_hand_at_that_moment_is_not_planned_again(scene: Scene, pair: Pair) -> None:
    session = await weekly(scene, pair)
    by_hand = await plan(scene, pair, BRAM, day="20261203")
    await job(scene, session.starts_at)

    assert len(await sessions(scene, pair)) == 2
    assert (await session_of(scene, by_hand.id)).series_id == session.series_id


async def test_a_week_is_skipped_and_the_next_one_is_there_at_once(scene: Scene, pair: Pair) -> None:
    session = await weekly(scene, pair)
    await scene.taps(BRAM, AskToCancel(session.id, session.sequence))
    await scene.taps(BRAM, JustCancel(session.id, session.sequence))

    following = (await sessions(scene, pair))[-1]
    assert following.starts_at == session.starts_at + _WEEK
    (news,) = await said(scene, ANNA, SessionCancelled)
    assert news.next_at == following.starts_at
    assert "Thursday 3 December" in scene.rendered(news).text
    assert scene.edits() == [scene.rendered(CancelDone(facts=(await _own(scene, BRAM)), next_at=news.next_at)).text]
    assert await pinned(scene, ANNA) == {anchor_of(following.id)}
    assert await job(scene, session.starts_at) == 0, "it is made already"
    assert await job(scene, following.starts_at) == 1
    assert (await sessions(scene, pair))[-1].starts_at == session.starts_at + 2 * _WEEK


async def _own(scene: Scene, user: int):
    return (await said(scene, user, SessionCancelled))[-1].facts


async def test_a_week_that_was_moved_does_not_move_the_others(scene: Scene, pair: Pair) -> None:
    session = await weekly(scene, pair)
    await move(scene, BRAM, session, day="20261128")
    await job(scene, session.starts_at)
    following = (await sessions(scene, pair))[-1]
    assert following.starts_at == session.starts_at + _WEEK
    moved = await session_of(scene, session.id)
    await scene.taps(BRAM, JustCancel(session.id, moved.sequence))

    assert len(await sessions(scene, pair)) == 2, "the next one is there already"
    (news,) = await said(scene, ANNA, SessionCancelled)
    assert news.next_at == following.starts_at


async def test_ended_the_one_that_is_planned_stays_and_no_other_comes(scene: Scene, pair: Pair) -> None:
    session = await weekly(scene, pair)
    series = await series_of(scene, pair)
    await scene.taps(BRAM, EndWeekly(series.id))
    told = scene.toasts()
    await scene.taps(BRAM, EndWeekly(series.id))
    assert scene.toasts() == told, "the same answer, and nothing more happens"

    (news,) = await said(scene, ANNA, WeeklyEnded)
    assert (news.by, news.stays_at) == ("Bram", session.starts_at)
    assert (await session_of(scene, session.id)).state == SessionState.CONFIRMED
    card = (await said(scene, ANNA, SessionCard))[-1]
    assert (card.series_id, card.can_repeat) == (None, True)
    assert await job(scene, session.starts_at + _WEEK) == 0
    assert len(await sessions(scene, pair)) == 1


async def test_after_the_end_a_week_that_is_skipped_is_only_cancelled(scene: Scene, pair: Pair) -> None:
    session = await weekly(scene, pair)
    await scene.taps(BRAM, EndWeekly((await series_of(scene, pair)).id))
    await scene.taps(ANNA, JustCancel(session.id, session.sequence))

    assert len(await sessions(scene, pair)) == 1


async def test_in_a_pause_nothing_is_made_and_afterwards_it_goes_on(scene: Scene, pair: Pair) -> None:
    session = await weekly(scene, pair)
    await set_state(scene, pair, DuoState.PAUSED)
    assert await job(scene, session.starts_at) == 1
    assert len(await sessions(scene, pair)) == 1
    await set_state(scene, pair, DuoState.ACTIVE)
    assert await job(scene, session.starts_at + timedelta(days=1)) == 0
    assert await job(scene, session.starts_at + _WEEK) == 1

    assert (await sessions(scene, pair))[-1].starts_at == session.starts_at + 2 * _WEEK


async def test_with_the_duo_the_series_ends(scene: Scene, pair: Pair) -> None:
    session = await weekly(scene, pair)
    await end(scene, pair)
    assert await job(scene, session.starts_at) == 1
    series = await series_of(scene, pair)

    assert (series.next_at, series.ended_at) == (None, session.starts_at)
    assert len(await sessions(scene, pair)) == 1


async def test_over_the_change_of_the_clocks_the_hour_stays(scene: Scene, pair: Pair) -> None:
    scene.clock.advance_to(at(2027, 3, 15, 9))
    session = await settled(scene, pair, ANNA, BRAM, day="20270321", minute=150)
    await scene.taps(ANNA, RepeatWeekly(session.id))
    for moment in (at(2027, 3, 21, 1, 30), at(2027, 3, 28, 1, 30), at(2027, 4, 4, 0, 30)):
        assert await job(scene, moment) == 1

    locals_ = [one.local_start[-11:] for one in await sessions(scene, pair)]
    assert locals_ == ["03-21T02:30", "03-28T03:30", "04-04T02:30", "04-11T02:30"]


async def test_nobody_repeats_or_ends_what_others_do(scene: Scene, pair: Pair) -> None:
    session = await weekly(scene, pair)
    await make_pair(scene, OMAR, 777)
    await in_english(scene)
    for tap in (RepeatWeekly(session.id), EndWeekly(cast("int", session.series_id))):
        await scene.taps(OMAR, tap)
        assert scene.toasts() == [scene.rendered(NotHere()).text]

    assert (await series_of(scene, pair)).ended_at is None
