"""Whoever taps something about the duo has given a sign of life: they alone, and once a day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import pytest
from sqlalchemy import delete
from sqlmodel import col, select

from mentoring.milestones import Milestone
from mentoring.taps import Tap
from mentoring.taps_check_ins import SetRhythm, SkipCheckIn
from mentoring.taps_goals import GoOnTogether, NoteGoal
from mentoring.taps_nudges import AllIsWell, ForgetInterview, NoteInterview
from mentoring.taps_progress import AfterFoundWork, ConfirmStep, StepDone, UndoStep
from mentoring.taps_reminders import AnswerMet, ChangeMet, MetElsewhere
from mentoring.taps_sessions import AskToCancel, ConfirmSession, EndWeekly, JustCancel, RepeatWeekly, ShowSession
from storage.tables import DuoEvent
from storage.words import Met, Noticed, Role
from tests.handlers.check_in_rounds import a_question_is_due, get_going, newest
from tests.handlers.gatherings import make_session
from tests.handlers.meetings import have_met, move, plan, series_of, session_of, settled
from tests.handlers.people import make_person
from tests.handlers.scene import Scene
from tests.handlers.steps import TODAY, step_rows
from tests.handlers.threads import ANNA, BRAM, LENA, Pair, make_pair, person_of

DAY = timedelta(days=1)
ACTED, WAS_HERE = Noticed.ACTED, Noticed.WAS_HERE
WORK = Milestone.CONTRACT_SIGNED


@pytest.fixture
async def pair(scene: Scene) -> Pair:
    pair = await make_pair(scene, names=("Anna", "Bram"))
    await have_met(scene, pair)
    return pair


async def given(scene: Scene, *users: int) -> list[tuple[int, str]]:
    """The signs since it was asked last, oldest first, by whom of these."""
    who = {(await person_of(scene, user)).id: user for user in users or (ANNA, BRAM)}
    kinds = col(DuoEvent.kind).in_((ACTED, WAS_HERE))
    async with scene.database.write() as store:
        found = (await store.session.execute(select(DuoEvent).where(kinds).order_by(col(DuoEvent.id)))).scalars().all()
        signs = [(who[one.person_id or 0], one.kind) for one in found]
        await store.session.execute(delete(DuoEvent).where(kinds))
    return signs


async def after(scene: Scene, user: int, taps: Sequence[Tap]) -> list[tuple[int, str]]:
    for tap in taps:
        await scene.taps(user, tap)
    return await given(scene)


async def test_planning_confirming_moving_and_calling_off_a_meeting(scene: Scene, pair: Pair) -> None:
    session = await plan(scene, pair, ANNA)
    assert await given(scene) == [(ANNA, ACTED)]
    assert await after(scene, BRAM, [ShowSession(session.id)]) == []  # who only looks says nothing
    assert await after(scene, BRAM, [ConfirmSession(session.id, 0)]) == [(BRAM, ACTED)]
    await move(scene, BRAM, session, day="20261127")
    assert await given(scene) == [(BRAM, ACTED)]
    now = (await session_of(scene, session.id)).sequence
    assert await after(scene, ANNA, [AskToCancel(session.id, now), JustCancel(session.id, now)]) == [(ANNA, WAS_HERE)]


async def test_what_the_team_plans_is_no_sign_of_the_two(scene: Scene, pair: Pair) -> None:
    await make_person(scene, LENA, Role.COORDINATOR)
    await plan(scene, pair, LENA)
    assert await given(scene) == []


async def test_weekly_meetings_begun_and_ended(scene: Scene, pair: Pair) -> None:
    session = await settled(scene, pair, ANNA, BRAM)
    await given(scene)
    assert await after(scene, BRAM, [RepeatWeekly(session.id)]) == [(BRAM, ACTED)]
    series = await series_of(scene, pair)
    assert await after(scene, ANNA, [EndWeekly(series.id), EndWeekly(series.id)]) == [(ANNA, ACTED)]


async def test_steps_noted_confirmed_taken_back_and_four_more_weeks(scene: Scene, pair: Pair) -> None:
    assert await after(scene, ANNA, [StepDone(pair.id, WORK, TODAY)]) == [(ANNA, ACTED)]
    (step,) = await step_rows(scene)
    assert await after(scene, BRAM, [ConfirmStep(step.id), ConfirmStep(step.id)]) == [(BRAM, ACTED)]
    assert await after(scene, ANNA, [AfterFoundWork(step.id, True)]) == [(ANNA, ACTED)]
    assert await after(scene, ANNA, [UndoStep(step.id)]) == [(ANNA, ACTED)]


async def test_goals_an_interview_and_all_is_well(scene: Scene, pair: Pair) -> None:
    await scene.taps(ANNA, NoteGoal(pair.id))
    await scene.says(ANNA, "Un CV")
    assert await given(scene) == [(ANNA, ACTED)]
    day = "20261126"
    assert await after(scene, ANNA, [NoteInterview(pair.id, day, False)]) == [(ANNA, ACTED)]
    assert await after(scene, ANNA, [ForgetInterview(pair.id, day)]) == [(ANNA, ACTED)]
    assert await after(scene, BRAM, [AllIsWell(pair.id)]) == [(BRAM, WAS_HERE)]
    assert await after(scene, BRAM, [GoOnTogether(pair.id, True)]) == [(BRAM, WAS_HERE)]


async def test_whether_they_met_whatever_the_answer_and_once_a_day(scene: Scene, pair: Pair) -> None:
    session_id = await make_session(scene, pair.id, scene.clock.now() - DAY, comes=True)
    assert await after(scene, ANNA, [AnswerMet(session_id, Met.NO)] * 2) == [(ANNA, WAS_HERE)]
    taps = [ChangeMet(session_id), AnswerMet(session_id, Met.YES), MetElsewhere(pair.id)]
    assert await after(scene, BRAM, taps) == [(BRAM, WAS_HERE)]


async def test_a_question_that_is_skipped_and_how_often_it_comes(scene: Scene, pair: Pair) -> None:
    await get_going(scene, pair)
    await a_question_is_due(scene)
    round_ = await newest(scene, BRAM)
    assert await after(scene, BRAM, [SkipCheckIn(round_.id)]) == [(BRAM, WAS_HERE)]
    assert await after(scene, BRAM, [SetRhythm(pair.threads[BRAM], 2)]) == [(BRAM, WAS_HERE)]
