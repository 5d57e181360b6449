"""A duo rests until a day and goes on: the team's taps, typed days, two coordinators, the clock."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from mentoring.endings.pausing import resume_due
from mentoring.messages.duos import DuoFacts
from mentoring.messages.endings import PauseFault, WhichPauseDay
from mentoring.messages.endings_goodbye import DuoGoesOn, DuoRests
from mentoring.messages.system import WritePlease
from mentoring.sessions.prompts import Prompt
from mentoring.taps_endings import EndFor, PauseDuo, PauseUntil, ResumeDuo, WritePauseDay
from storage.tables import DuoPause, TeamDeed
from storage.words import Deed, DuoState, EndReason, Role, SessionState
from tests.handlers.meetings import settled
from tests.handlers.people import make_person
from tests.handlers.scene import Scene
from tests.handlers.test_endings import all_of, change, duo_of, said
from tests.handlers.threads import ANNA, BRAM, LENA, Pair, make_pair

TOM = 505
WEEK = timedelta(weeks=1)
SECOND = 20261208  # a fortnight after the scene begins
LATER = 20261215


@pytest.fixture
async def pair(scene: Scene) -> Pair:
    made = await make_pair(scene, names=("Anna", "Bram"))
    await make_person(scene, LENA, Role.COORDINATOR, language="en", name="Lena")
    await make_person(scene, TOM, Role.COORDINATOR, language="en", name="Tom")
    await change(scene, made, under_way_since=scene.clock.now(), met_at=scene.clock.now())
    return made


def until(pair: Pair, day: int, seen: int = 0) -> PauseUntil:
    return PauseUntil(pair.id, str(day), seen)


async def clock(scene: Scene) -> int:
    async with scene.database.write() as store:
        return await resume_due(scene.work(store, f"job:resume:{scene.clock.now().isoformat()}"))


async def test_both_hear_until_when_they_rest_and_what_is_planned_stays(scene: Scene, pair: Pair) -> None:
    session = await settled(scene, pair, ANNA, BRAM)
    await scene.taps(LENA, PauseDuo(pair.id))
    assert "Until when" in scene.edits()[0]
    await scene.taps(LENA, until(pair, SECOND))
    assert "Paused until Tuesday 8 December" in scene.edits()[0]
    for user in (ANNA, BRAM):
        (told,) = await said(scene, user, DuoRests)
        assert (told.until.day, told.changed, told.meeting) == (8, False, session.starts_at)
    duo = await duo_of(scene, pair)
    assert (duo.state, duo.idle_at) == (DuoState.PAUSED, None)
    assert duo.paused_until == datetime(2026, 12, 8, 8, tzinfo=UTC)  # nine o'clock in Brussels
    (kept,) = await all_of(scene, type(session))
    assert kept.state == SessionState.CONFIRMED
    (pause,) = await all_of(scene, DuoPause)
    assert pause.ends_at is None


async def test_a_second_tap_says_nothing_twice_and_another_day_is_told(scene: Scene, pair: Pair) -> None:
    for _ in range(2):
        await scene.taps(LENA, until(pair, SECOND))
    await scene.taps(LENA, until(pair, LATER, SECOND))
    assert [told.changed for told in await said(scene, ANNA, DuoRests)] == [False, True]
    assert len(await all_of(scene, DuoPause)) == 1


async def test_the_second_coordinator_sees_the_pause_of_the_first(scene: Scene, pair: Pair) -> None:
    await scene.taps(LENA, until(pair, SECOND))
    await scene.taps(TOM, until(pair, LATER))
    (shown,) = scene.edits()
    assert "A colleague has just changed the pause" in shown
    assert "8 December" in shown
    assert (await duo_of(scene, pair)).paused_until == datetime(2026, 12, 8, 8, tzinfo=UTC)


@pytest.mark.parametrize(("day", "words"), [(20261124, "not ahead"), (20250101, "not ahead"), (20270601, "six months")])
async def test_a_day_that_cannot_be_is_refused_kindly(scene: Scene, pair: Pair, day: int, words: str) -> None:
    await scene.taps(LENA, until(pair, day))
    assert words in scene.edits()[0]
    assert (await duo_of(scene, pair)).state == DuoState.ACTIVE
    assert not await said(scene, ANNA, DuoRests)


async def test_a_forged_day_is_no_button(scene: Scene, pair: Pair) -> None:
    for day in ("20261399", "soon", ""):
        await scene.taps(LENA, PauseUntil(pair.id, day, 0))
    assert (await duo_of(scene, pair)).state == DuoState.ACTIVE


async def test_a_day_can_be_written_and_is_asked_for_again(scene: Scene, pair: Pair) -> None:
    await scene.taps(LENA, WritePauseDay(pair.id, 0))
    await scene.says(LENA, "soon")
    assert await scene.last(LENA) == WhichPauseDay(duo_id=pair.id, fault=PauseFault.NO_DAY)
    await scene.says(LENA, "1/1/2020")
    assert await scene.last(LENA) == WhichPauseDay(duo_id=pair.id, fault=PauseFault.PAST)
    await scene.says(LENA, "1/1/2029")
    assert await scene.last(LENA) == WhichPauseDay(duo_id=pair.id, fault=PauseFault.TOO_FAR)
    await scene.says(
        LENA,
        sticker={
            "file_id": "a",
            "file_unique_id": "b",
            "type": "regular",
            "width": 1,
            "height": 1,
            "is_animated": False,
            "is_video": False,
        },
    )
    assert isinstance(await scene.last(LENA), WritePlease)
    await scene.says(LENA, "15/1")
    shown = await scene.last(LENA)
    assert isinstance(shown, DuoFacts)
    assert shown.paused_until is not None
    assert (shown.paused_until.month, shown.paused_until.day) == (1, 15)
    await scene.says(LENA, "16/1")  # nothing waits for a day any more
    assert len(await said(scene, ANNA, DuoRests)) == 1


async def test_a_command_leaves_the_question(scene: Scene, pair: Pair) -> None:
    await scene.taps(LENA, WritePauseDay(pair.id, 0))
    await scene.says(LENA, "/cancel")
    await scene.says(LENA, "15/1")
    assert (await duo_of(scene, pair)).state == DuoState.ACTIVE


async def test_the_team_takes_it_on_at_any_time(scene: Scene, pair: Pair) -> None:
    await scene.taps(LENA, until(pair, SECOND))
    scene.advance(WEEK)
    for _ in range(2):
        await scene.taps(TOM, ResumeDuo(pair.id))
    duo = await duo_of(scene, pair)
    assert (duo.state, duo.paused_until) == (DuoState.ACTIVE, None)
    assert duo.idle_at is not None
    assert duo.idle_at >= scene.clock.now() + timedelta(days=10)
    for user in (ANNA, BRAM):
        assert len(await said(scene, user, DuoGoesOn)) == 1
    assert [deed.deed for deed in await all_of(scene, TeamDeed)] == [Deed.PAUSED, Deed.RESUMED]
    (pause,) = await all_of(scene, DuoPause)
    assert pause.ends_at == scene.clock.now()


async def test_the_clock_takes_it_on_in_the_morning_of_that_day_once(scene: Scene, pair: Pair) -> None:
    await scene.taps(LENA, until(pair, SECOND))
    scene.clock.advance_to(datetime(2026, 12, 8, 7, 59, tzinfo=UTC))
    assert await clock(scene) == 0
    scene.advance(timedelta(minutes=1))
    assert await clock(scene) == 1
    assert await clock(scene) == 0
    assert (await duo_of(scene, pair)).state == DuoState.ACTIVE
    assert len(await said(scene, ANNA, DuoGoesOn)) == 1


async def test_what_was_due_comes_as_much_later_as_they_rested(scene: Scene, pair: Pair) -> None:
    started = scene.clock.now()
    at = started + 12 * WEEK
    await change(scene, pair, prompt=Prompt.MIDTERM, prompt_at=at)
    await scene.taps(LENA, until(pair, SECOND))
    scene.clock.advance_to(datetime(2026, 12, 8, 8, tzinfo=UTC))
    await clock(scene)
    duo = await duo_of(scene, pair)
    assert duo.prompt_at is not None
    assert timedelta(days=12) < duo.prompt_at - at < timedelta(days=16)


async def test_a_duo_that_ended_neither_rests_nor_goes_on(scene: Scene, pair: Pair) -> None:
    await scene.taps(LENA, until(pair, SECOND))
    await scene.taps(LENA, EndFor(pair.id, EndReason.PERSONAL))
    for tap in (PauseDuo(pair.id), until(pair, LATER, SECOND), ResumeDuo(pair.id), WritePauseDay(pair.id, 0)):
        await scene.taps(LENA, tap)
        assert "Ended" in scene.edits()[0]
    duo = await duo_of(scene, pair)
    assert (duo.state, duo.paused_until) == (DuoState.ENDED, None)
    (pause,) = await all_of(scene, DuoPause)
    assert pause.ends_at is not None
    scene.clock.advance_to(datetime(2026, 12, 9, 8, tzinfo=UTC))
    assert await clock(scene) == 0
    assert DuoGoesOn.kind not in {row.kind for row in await scene.rows(ANNA)}
