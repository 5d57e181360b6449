"""Reminders and "did you meet?" as people tap them: in time, late, old, twice, by strangers."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlmodel import col, select, update

from mentoring.messages.meeting_answers import DidYouMeet, MetElsewhereToo, MetNoted
from mentoring.messages.reminders import DayReminder, SessionReminder
from mentoring.messages.system import NotHere
from mentoring.sessions.asking import ask_met, next_ask_at, next_settle_at, settle
from mentoring.sessions.reminders import send_reminders
from mentoring.taps_reminders import AnswerMet, ChangeMet, Coming, MetElsewhere, ShowReminder
from mentoring.taps_sessions import PlanSession
from storage.tables import Duo, DuoSession, Outbox, SessionSide
from storage.words import Answer, DuoState, Failure, Met, OutboxState, Role, SessionKind, SessionState
from tests.handlers.gatherings import add_team, change, make_session, move, session_of, side_of, tick
from tests.handlers.people import make_person
from tests.handlers.scene import START, Scene
from tests.handlers.threads import ANNA, BRAM, LENA, OMAR, Pair, carry, end, make_pair, person_of, set_state

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
MEETING = START + 7 * DAY + 8 * HOUR  # a Tuesday, 18:00 in Brussels
ASKED = MEETING + HOUR + timedelta(minutes=30)


@pytest.fixture
async def pair(scene: Scene) -> Pair:
    return await make_pair(scene, names=("Anna", "Bram"))


async def asked(scene: Scene, pair: Pair, **values: Any) -> int:
    """A session that is over and was asked about; the reminders were sent. Returns its id."""
    session_id = await make_session(scene, pair.id, MEETING, comes=True, **values)
    await tick(scene, send_reminders, at=MEETING - DAY)
    await carry(scene)
    assert await tick(scene, ask_met, at=ASKED) == 1
    await carry(scene)
    return session_id


async def state_of(scene: Scene, session_id: int) -> str:
    return (await session_of(scene, session_id)).state


async def said(scene: Scene, user: int, kind: type) -> list[Any]:
    return [message for message in await scene.messages(user) if isinstance(message, kind)]


async def duo_of(scene: Scene, pair: Pair) -> Duo:
    async with scene.database.read() as store:
        duo = await store.session.get(Duo, pair.id)
        assert duo is not None
        return duo


# -- reminders -------------------------------------------------------------------------------------------------------
async def test_i_come_is_noted_and_the_reminder_stays_to_be_read(scene: Scene, pair: Pair) -> None:
    session_id = await make_session(scene, pair.id, MEETING, where="Place 4")
    await tick(scene, send_reminders, at=MEETING - DAY)
    (reminder,) = await said(scene, ANNA, SessionReminder)
    assert Coming(session_id, 0) in [button.tap for row in scene.rendered(reminder).buttons for button in row]
    await scene.taps(ANNA, Coming(session_id, 0))
    assert "Place 4" in scene.edits()[0]
    assert scene.toasts()
    assert await state_of(scene, session_id) == SessionState.PLANNED
    await scene.taps(BRAM, Coming(session_id, 0))
    assert await state_of(scene, session_id) == SessionState.CONFIRMED
    assert await tick(scene, send_reminders, at=MEETING - 2 * HOUR) == 2
    assert len(await said(scene, ANNA, SessionReminder)) == 1


async def test_i_come_on_the_reminder_of_an_old_time_shows_the_new_one_and_confirms_nothing(
    scene: Scene, pair: Pair
) -> None:
    session_id = await make_session(scene, pair.id, MEETING)
    await move(scene, session_id, MEETING + 2 * DAY)
    await scene.taps(ANNA, Coming(session_id, 0))
    assert len(scene.edits()) == len(scene.toasts()) == 1
    assert (await side_of(scene, session_id, (await person_of(scene, ANNA)).id)).coming == Answer.OPEN


@pytest.mark.parametrize("span", [timedelta(days=8), timedelta(days=300)])
async def test_a_tap_on_an_old_reminder_shows_how_it_stands(scene: Scene, pair: Pair, span: timedelta) -> None:
    session_id = await make_session(scene, pair.id, MEETING)
    scene.advance(span)
    await scene.taps(ANNA, Coming(session_id, 0))
    assert len(scene.edits()) == 1
    assert await state_of(scene, session_id) == SessionState.PLANNED


async def test_a_tap_on_the_reminder_of_a_cancelled_session_shows_that_it_is_off(scene: Scene, pair: Pair) -> None:
    session_id = await make_session(scene, pair.id, MEETING)
    await change(scene, session_id, state=SessionState.CANCELLED, sequence=1)
    await scene.taps(BRAM, Coming(session_id, 0))
    assert len(scene.edits()) == 1
    assert await state_of(scene, session_id) == SessionState.CANCELLED


async def test_one_of_several_sessions_of_a_day_is_answered_on_its_own(scene: Scene, pair: Pair) -> None:
    other = await make_pair(scene, OMAR, BRAM, names=("Omar", "Bram"))
    session_id = await make_session(scene, pair.id, MEETING)
    await make_session(scene, other.id, MEETING - 3 * HOUR)
    await tick(scene, send_reminders, at=MEETING - 3 * HOUR - DAY)
    (reminder,) = await said(scene, BRAM, DayReminder)
    assert ShowReminder(session_id) in [row[0].tap for row in scene.rendered(reminder).buttons]
    await scene.taps(BRAM, ShowReminder(session_id))
    (shown,) = await said(scene, BRAM, SessionReminder)
    assert shown.meeting.facts.session_id == session_id
    await scene.taps(BRAM, Coming(session_id, 0))
    await scene.taps(BRAM, ShowReminder(session_id))
    assert (await said(scene, BRAM, SessionReminder))[-1].meeting.comes


async def test_strangers_and_the_teams_of_others_get_nowhere(scene: Scene, pair: Pair) -> None:
    session_id = await asked(scene, pair)
    await make_pair(scene, OMAR, 604)
    await make_person(scene, LENA, Role.COORDINATOR)  # of the same organisation, not of this session
    taps = [
        Coming(session_id, 0),
        ShowReminder(session_id),
        AnswerMet(session_id, Met.YES),
        ChangeMet(session_id),
        AnswerMet(session_id + 1, Met.YES),
        Coming(session_id + 1, 0),
        MetElsewhere(pair.id),
        MetElsewhere(pair.id + 1),
    ]
    for user in (OMAR, LENA):
        for tap in taps:
            await scene.taps(user, tap)
            assert scene.toasts() == [scene.rendered(NotHere(), "fr").text], tap
    assert await state_of(scene, session_id) == SessionState.CONFIRMED


# -- did you meet? ---------------------------------------------------------------------------------------------------
async def test_both_are_asked_half_an_hour_after_the_end(scene: Scene, pair: Pair) -> None:
    session_id = await make_session(scene, pair.id, MEETING)
    async with scene.database.read() as store:
        assert await next_ask_at(store) == ASKED
    assert await tick(scene, ask_met, at=ASKED - timedelta(minutes=1)) == 0
    assert await tick(scene, ask_met, at=ASKED) == 1
    assert await tick(scene, ask_met) == 0
    for user in (ANNA, BRAM):
        (question,) = await said(scene, user, DidYouMeet)
        assert (question.session_id, question.starts_at) == (session_id, MEETING)


async def test_somebody_of_the_team_who_came_along_is_not_asked(scene: Scene, pair: Pair) -> None:
    lena = await make_person(scene, LENA, Role.COORDINATOR)
    await add_team(scene, await make_session(scene, pair.id, MEETING), lena.person_id)
    await tick(scene, ask_met, at=ASKED)
    assert await said(scene, LENA, DidYouMeet) == []


@pytest.mark.parametrize(
    ("anna", "bram", "state"),
    [
        (Met.YES, Met.YES, SessionState.HELD),
        (Met.YES, Met.ELSEWHERE, SessionState.HELD),
        (Met.NO, Met.NO, SessionState.MISSED),
        (Met.YES, Met.NO, SessionState.DISPUTED),
        (Met.NO, Met.ELSEWHERE, SessionState.DISPUTED),
    ],
)
async def test_two_answers_decide_how_it_went(
    scene: Scene, pair: Pair, anna: Met, bram: Met, state: SessionState
) -> None:
    session_id = await asked(scene, pair)
    await scene.taps(ANNA, AnswerMet(session_id, anna))
    assert await state_of(scene, session_id) == SessionState.CONFIRMED  # one answer is awaited
    await scene.taps(BRAM, AnswerMet(session_id, bram))
    assert await state_of(scene, session_id) == state
    assert (await duo_of(scene, pair)).met_at == (MEETING if state == SessionState.HELD else None)
    assert await tick(scene, settle, at=ASKED + 3 * DAY) == 0


@pytest.mark.parametrize(
    ("met", "state"),
    [
        (Met.YES, SessionState.HELD),
        (Met.NO, SessionState.MISSED),
        (None, SessionState.UNKNOWN),
    ],
)
async def test_two_days_later_one_answer_is_enough_and_none_says_nothing(
    scene: Scene, pair: Pair, met: Met | None, state: SessionState
) -> None:
    session_id = await asked(scene, pair)
    if met is not None:
        await scene.taps(ANNA, AnswerMet(session_id, met))
    async with scene.database.read() as store:
        due = await next_settle_at(store)
    assert due == ASKED + 2 * DAY
    assert await tick(scene, settle, at=due) == 1
    assert await state_of(scene, session_id) == state
    await scene.taps(BRAM, AnswerMet(session_id, Met.YES))  # late, and it counts
    expected = SessionState.DISPUTED if met is Met.NO else SessionState.HELD
    assert await state_of(scene, session_id) == expected


async def test_an_answer_can_be_changed_for_two_weeks(scene: Scene, pair: Pair) -> None:
    session_id = await asked(scene, pair)
    await scene.taps(ANNA, AnswerMet(session_id, Met.YES))
    await scene.taps(BRAM, AnswerMet(session_id, Met.YES))
    await scene.taps(ANNA, ChangeMet(session_id))
    assert scene.edits() == [
        scene.rendered(DidYouMeet(session_id=session_id, name="Bram", starts_at=MEETING), "fr").text
    ]
    await scene.taps(ANNA, AnswerMet(session_id, Met.NO))
    assert await state_of(scene, session_id) == SessionState.DISPUTED
    assert (await duo_of(scene, pair)).met_at is None
    scene.advance(16 * DAY)
    for tap in (AnswerMet(session_id, Met.YES), ChangeMet(session_id)):
        await scene.taps(ANNA, tap)
        assert len(scene.edits()) == 1
    assert await state_of(scene, session_id) == SessionState.DISPUTED


async def test_a_no_is_answered_with_a_new_time_and_the_other_hears_nothing_of_it(scene: Scene, pair: Pair) -> None:
    session_id = await asked(scene, pair)
    before = len(await scene.rows(BRAM))
    await scene.taps(ANNA, AnswerMet(session_id, Met.NO))
    noted = MetNoted(
        session_id=session_id,
        name="Bram",
        starts_at=MEETING,
        met=Met.NO,
        duo_id=pair.id,
        next_kind=SessionKind.REGULAR,
    )
    assert scene.edits() == [scene.rendered(noted, "fr").text]
    assert PlanSession(pair.id, SessionKind.REGULAR) in [row[0].tap for row in scene.rendered(noted).buttons]
    await scene.taps(BRAM, AnswerMet(session_id, Met.YES))
    told = [row.kind for row in (await scene.rows(BRAM))[before:] if row.kind.startswith("met.")]
    assert told == []


async def test_the_same_answer_twice_changes_nothing(scene: Scene, pair: Pair) -> None:
    session_id = await asked(scene, pair)
    for _ in range(2):
        await scene.taps(ANNA, AnswerMet(session_id, Met.YES))
    assert await state_of(scene, session_id) == SessionState.CONFIRMED
    await scene.taps(ANNA, AnswerMet(session_id, Met.OPEN))  # no button says that
    assert (await side_of(scene, session_id, (await person_of(scene, ANNA)).id)).met == Met.YES


async def test_about_a_session_that_is_to_come_nothing_can_be_answered(scene: Scene, pair: Pair) -> None:
    session_id = await make_session(scene, pair.id, MEETING)
    await scene.taps(ANNA, AnswerMet(session_id, Met.NO))
    assert len(scene.edits()) == 1
    assert (await side_of(scene, session_id, (await person_of(scene, ANNA)).id)).met == Met.OPEN


async def test_after_a_session_was_moved_the_old_question_is_about_nothing(scene: Scene, pair: Pair) -> None:
    session_id = await asked(scene, pair)
    await scene.taps(ANNA, AnswerMet(session_id, Met.NO))
    await move(scene, session_id, MEETING + 7 * DAY)
    assert (await side_of(scene, session_id, (await person_of(scene, ANNA)).id)).met == Met.OPEN
    assert await tick(scene, settle, at=ASKED + 3 * DAY) == 0
    assert await tick(scene, ask_met, at=ASKED + 7 * DAY) == 1
    assert len(await said(scene, ANNA, DidYouMeet)) == 2


async def test_in_an_ended_duo_nobody_is_asked_and_a_late_answer_is_noted_kindly(scene: Scene, pair: Pair) -> None:
    session_id = await make_session(scene, pair.id, MEETING)
    await end(scene, pair)
    await tick(scene, ask_met, at=ASKED)
    assert await said(scene, ANNA, DidYouMeet) == []
    assert await state_of(scene, session_id) == SessionState.UNKNOWN
    await scene.taps(ANNA, AnswerMet(session_id, Met.YES))
    assert len(scene.edits()) == 1
    await scene.taps(ANNA, MetElsewhere(pair.id))
    assert (await scene.last(ANNA)).kind == "met.closed"


async def test_in_a_paused_duo_the_planned_session_is_asked_about(scene: Scene, pair: Pair) -> None:
    await make_session(scene, pair.id, MEETING)
    await set_state(scene, pair, DuoState.PAUSED)
    await tick(scene, ask_met, at=ASKED)
    assert len(await said(scene, ANNA, DidYouMeet)) == 1


# -- a gap -----------------------------------------------------------------------------------------------------------
async def test_who_could_not_be_reminded_is_told_so_in_the_question(scene: Scene, pair: Pair) -> None:
    await make_session(scene, pair.id, MEETING, comes=True)
    await tick(scene, send_reminders, ask_met, at=ASKED + DAY)  # nobody ran since before the reminder
    assert [question.gap for question in await said(scene, ANNA, DidYouMeet)] == [True]


async def test_also_where_the_job_for_reminders_did_not_come_first(scene: Scene, pair: Pair) -> None:
    await make_session(scene, pair.id, MEETING, comes=True)
    await tick(scene, ask_met, send_reminders, at=ASKED + DAY)
    assert [question.gap for question in await said(scene, ANNA, DidYouMeet)] == [True]
    assert await said(scene, ANNA, SessionReminder) == []


@pytest.mark.parametrize(
    ("state", "failure", "gap"),
    [
        (OutboxState.SENT, None, False),
        (OutboxState.FAILED, Failure.EXPIRED, True),
        (OutboxState.FAILED, Failure.GAVE_UP, True),
        (OutboxState.PENDING, None, True),
        (OutboxState.CANCELLED, None, False),  # they have switched reminders off
    ],
)
async def test_a_reminder_that_was_written_and_did_not_arrive_is_a_gap_too(
    scene: Scene, pair: Pair, state: OutboxState, failure: Failure | None, *, gap: bool
) -> None:
    await make_session(scene, pair.id, MEETING, comes=True)
    await tick(scene, send_reminders, at=MEETING - DAY)
    async with scene.database.write() as store:
        rows = update(Outbox).where(col(Outbox.kind) == SessionReminder.kind)
        await store.session.execute(rows.values(state=state, failure=failure))
    await tick(scene, send_reminders, ask_met, at=ASKED)
    assert [question.gap for question in await said(scene, BRAM, DidYouMeet)] == [gap]


async def test_what_was_planned_too_late_for_a_reminder_is_no_gap(scene: Scene, pair: Pair) -> None:
    await tick(scene, at=MEETING - HOUR)
    await make_session(scene, pair.id, MEETING, comes=True)
    await tick(scene, send_reminders, ask_met, at=ASKED)
    assert [question.gap for question in await said(scene, BRAM, DidYouMeet)] == [False]


# -- elsewhere -------------------------------------------------------------------------------------------------------
async def sessions_of(scene: Scene, pair: Pair) -> list[DuoSession]:
    statement = select(DuoSession).where(col(DuoSession.duo_id) == pair.id).order_by(col(DuoSession.id))
    async with scene.database.read() as store:
        return list((await store.session.execute(statement)).scalars().all())


async def test_we_met_elsewhere_counts_and_the_other_is_told(scene: Scene, pair: Pair) -> None:
    await scene.taps(ANNA, MetElsewhere(pair.id))
    (session,) = await sessions_of(scene, pair)
    assert (session.state, session.kind, session.starts_at) == (SessionState.HELD, SessionKind.FIRST, START)
    assert (await duo_of(scene, pair)).met_at == START
    (told,) = await said(scene, BRAM, MetElsewhereToo)
    assert (told.session_id, told.name) == (session.id, "Anna")
    await scene.taps(BRAM, AnswerMet(session.id, Met.YES))
    assert await state_of(scene, session.id) == SessionState.HELD
    assert [row.kind for row in await scene.rows() if row.call in {"card", "pin"}] == []


async def test_where_the_other_says_no_it_is_a_contradiction(scene: Scene, pair: Pair) -> None:
    await scene.taps(BRAM, MetElsewhere(pair.id))
    (session,) = await sessions_of(scene, pair)
    await scene.taps(ANNA, AnswerMet(session.id, Met.NO))
    assert await state_of(scene, session.id) == SessionState.DISPUTED
    assert (await duo_of(scene, pair)).met_at is None


async def test_a_day_counts_once_whoever_says_so_and_how_often(scene: Scene, pair: Pair) -> None:
    for user in (ANNA, ANNA, BRAM):
        await scene.taps(user, MetElsewhere(pair.id))
    (session,) = await sessions_of(scene, pair)
    async with scene.database.read() as store:
        sides = (await store.session.execute(select(SessionSide))).scalars().all()
    assert [side.met for side in sides] == [Met.ELSEWHERE] * 2
    assert len(await said(scene, BRAM, MetElsewhereToo)) == 1
    scene.advance(DAY)
    await scene.taps(ANNA, MetElsewhere(pair.id))
    first, second = await sessions_of(scene, pair)
    assert (first.id, second.kind) == (session.id, SessionKind.REGULAR)


async def test_on_the_day_of_a_planned_session_elsewhere_is_the_answer_about_that_one(scene: Scene, pair: Pair) -> None:
    session_id = await asked(scene, pair)
    await scene.taps(ANNA, MetElsewhere(pair.id))
    assert [session.id for session in await sessions_of(scene, pair)] == [session_id]
    assert (await side_of(scene, session_id, (await person_of(scene, ANNA)).id)).met == Met.ELSEWHERE


async def test_a_session_later_that_day_stays_planned(scene: Scene, pair: Pair) -> None:
    later = await make_session(scene, pair.id, START + 5 * HOUR, comes=True)
    await scene.taps(ANNA, MetElsewhere(pair.id))
    assert len(await sessions_of(scene, pair)) == 2
    assert await state_of(scene, later) == SessionState.CONFIRMED


async def test_on_sunday_the_question_waits_and_so_does_the_settling(scene: Scene, pair: Pair) -> None:
    saturday = datetime(2026, 12, 5, 19, 30, tzinfo=START.tzinfo)  # 20:30, so it is asked about at 22:00
    session_id = await make_session(scene, pair.id, saturday)
    await tick(scene, ask_met, at=saturday + timedelta(minutes=90))
    monday = datetime(2026, 12, 7, 7, tzinfo=START.tzinfo)
    assert (await session_of(scene, session_id)).settle_at == monday + 2 * DAY
