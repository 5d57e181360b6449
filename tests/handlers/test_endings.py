"""The team ends a duo: well, early; what both hear, what falls away, and what may begin again."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlmodel import select

from mentoring.messages.endings import (
    WantsAnotherMentor,
)
from mentoring.messages.endings_goodbye import LastQuestions, LooksAgain, StopsHere, WellFinished
from mentoring.messages.thread import ThreadClosed
from mentoring.milestones import Milestone
from mentoring.taps_check_ins import AnswerAgain, ChooseFace
from mentoring.taps_endings import (
    EndDuo,
    EndEarly,
    EndFor,
    FinishAs,
    FinishDuo,
    LookAgain,
    PairAgain,
    PauseDuo,
    ReallyEnd,
    ReallyFinish,
    ResumeDuo,
)
from mentoring.waiting import waiting_sides
from storage.tables import (
    Alert,
    Card,
    CheckIn,
    Duo,
    DuoSession,
    Membership,
    Nudge,
    SessionSeries,
    TeamDeed,
    Thread,
)
from storage.tables import Milestone as Step
from storage.words import (
    Call,
    CheckInState,
    Deed,
    DuoState,
    EndReason,
    NudgeKind,
    NudgeState,
    Occasion,
    Outcome,
    Question,
    Role,
    SessionState,
)
from tests.handlers.meetings import settled
from tests.handlers.people import make_organisation, make_person
from tests.handlers.scene import Scene
from tests.handlers.threads import ANNA, BRAM, LENA, Pair, carry, make_pair, person_of

TOM, STRANGER = 505, 909  # another coordinator; a coordinator of another organisation
WEEK = timedelta(weeks=1)


@pytest.fixture
async def pair(scene: Scene) -> Pair:
    made = await make_pair(scene, names=("Anna", "Bram"))
    await make_person(scene, LENA, Role.COORDINATOR, language="en", name="Lena")
    await make_person(scene, TOM, Role.COORDINATOR, language="en", name="Tom")
    await change(scene, made, under_way_since=scene.clock.now(), met_at=scene.clock.now())
    return made


async def change(scene: Scene, pair: Pair, **values: object) -> None:
    async with scene.database.write() as store:
        duo = await store.session.get(Duo, pair.id)
        for name, value in values.items():
            setattr(duo, name, value)


async def duo_of(scene: Scene, pair: Pair) -> Duo:
    async with scene.database.read() as store:
        duo = await store.session.get(Duo, pair.id)
        assert duo is not None
        return duo


async def said(scene: Scene, user: int, kind: type) -> list:
    return [message for message in await scene.messages(user) if isinstance(message, kind)]


async def finish(scene: Scene, pair: Pair, outcome: Outcome = Outcome.WORK, by: int = LENA) -> None:
    await scene.taps(by, FinishAs(pair.id, outcome))


async def all_of(scene: Scene, table: type) -> list:
    async with scene.database.read() as store:
        return list((await store.session.execute(select(table).order_by(table.id))).scalars().all())


# -- well finished -----------------------------------------------------------------------------------------------------
async def test_nothing_happens_before_it_is_confirmed(scene: Scene, pair: Pair) -> None:
    before = len(await scene.rows(ANNA))
    for tap, words in (
        (EndDuo(pair.id), "How does the duo"),
        (FinishDuo(pair.id), "stand now"),
        (ReallyFinish(pair.id, Outcome.WORK), "Finish the duo"),
        (EndEarly(pair.id), "Why does the duo"),
        (ReallyEnd(pair.id, EndReason.SILENCE), "End the duo"),
    ):
        await scene.taps(LENA, tap)
        assert words in scene.edits()[0]
    assert (await duo_of(scene, pair)).state == DuoState.ACTIVE
    assert len(await scene.rows(ANNA)) == before


async def test_both_hear_what_they_reached_before_their_threads_close(scene: Scene, pair: Pair) -> None:
    person = await person_of(scene, ANNA)
    duo = await duo_of(scene, pair)
    async with scene.database.write() as store:
        for kind, undone in ((Milestone.CV_READY, None), (Milestone.JOB_OFFER, scene.clock.now())):
            step = Step(
                seeker_id=duo.seeker_id,
                duo_id=duo.id,
                kind=kind,
                on_day="2026-11-24",
                recorded_by=person.id,
                recorded_at=scene.clock.now(),
                undone_at=undone,
            )
            store.session.add(step)
    scene.advance(3 * WEEK)
    await finish(scene, pair)
    for user, role in ((ANNA, Role.SEEKER), (BRAM, Role.MENTOR)):
        (goodbye,) = await said(scene, user, WellFinished)
        assert (goodbye.to, goodbye.weeks, goodbye.held) == (role, 3, 0)
        assert (goodbye.steps, goodbye.total_steps) == ((Milestone.CV_READY,), 1)
        kinds = [message.kind for message in await scene.messages(user)]
        assert kinds.index(WellFinished.kind) < kinds.index(ThreadClosed.kind)
    duo = await duo_of(scene, pair)
    assert (duo.state, duo.outcome, duo.end_reason) == (DuoState.COMPLETED, Outcome.WORK, None)
    assert duo.follow_up_at is not None
    assert timedelta(days=175) < duo.follow_up_at - scene.clock.now() < timedelta(days=186)
    (deed,) = await all_of(scene, TeamDeed)
    assert deed.deed == Deed.ENDED
    assert "Completed" in scene.edits()[0]
    assert "In work" in scene.edits()[0]


async def test_two_taps_and_two_coordinators_end_it_once(scene: Scene, pair: Pair) -> None:
    await finish(scene, pair)
    await finish(scene, pair)
    assert "colleague" not in scene.edits()[0]
    await scene.taps(TOM, EndFor(pair.id, EndReason.SILENCE))
    assert "A colleague has just changed" in scene.edits()[0]
    assert len(await said(scene, ANNA, WellFinished)) == 1
    assert not await said(scene, ANNA, StopsHere)
    duo = await duo_of(scene, pair)
    assert (duo.state, duo.end_reason) == (DuoState.COMPLETED, None)
    assert len(await all_of(scene, TeamDeed)) == 1


async def test_what_was_pending_falls_away_without_news_of_its_own(scene: Scene, pair: Pair) -> None:
    session = await settled(scene, pair, ANNA, BRAM)
    await carry(scene)
    async with scene.database.write() as store:
        duo = await store.session.get(Duo, pair.id)
        thread = await store.session.get(Thread, pair.threads[BRAM])
        store.session.add(
            SessionSeries(
                duo_id=pair.id,
                weekday=3,
                minute=1080,
                time_zone="Europe/Brussels",
                last_date="2026-11-26",
                next_at=session.starts_at,
                started_by=thread.person_id,
                created_at=scene.clock.now(),
            )
        )
        store.session.add(
            Nudge(
                dedupe_key="n",
                duo_id=pair.id,
                person_id=thread.person_id,
                kind=NudgeKind.NOTHING_PLANNED,
                due_at=scene.clock.now(),
                created_at=scene.clock.now(),
            )
        )
        store.session.add(
            Alert(
                duo_id=pair.id,
                organisation_id=duo.organisation_id,
                level="at_risk",
                opened_at=scene.clock.now(),
            )
        )
        thread.next_check_in_at = scene.clock.now() + WEEK
    before = {user: len(await scene.rows(user)) for user in (ANNA, BRAM)}
    await scene.taps(LENA, EndFor(pair.id, EndReason.MENTOR_NO_TIME))
    (held,) = await all_of(scene, DuoSession)
    assert held.state == SessionState.CANCELLED
    assert (held.ask_at, held.settle_at) == (None, None)
    (series,) = await all_of(scene, SessionSeries)
    assert (series.ended_at, series.next_at) == (scene.clock.now(), None)
    assert [nudge.state for nudge in await all_of(scene, Nudge)] == [NudgeState.DROPPED]
    assert not [card for card in await all_of(scene, Card) if card.is_pinned]
    (alert,) = await all_of(scene, Alert)
    assert alert.resolved_at == scene.clock.now()
    assert all(thread.next_check_in_at is None for thread in await all_of(scene, Thread))
    duo = await duo_of(scene, pair)
    assert (duo.idle_at, duo.prompt_at, duo.review_at) == (None, None, None)
    for user in (ANNA, BRAM):
        new = (await scene.rows(user))[before[user] :]
        assert [row.kind for row in new if row.call == Call.SEND] == [StopsHere.kind, ThreadClosed.kind]


async def test_a_closed_thread_carries_nothing_more(scene: Scene, pair: Pair) -> None:
    await finish(scene, pair)
    await carry(scene)
    await scene.says(ANNA, "Are you there?")
    assert not [row for row in await scene.rows(BRAM) if row.call == Call.COPY]


# -- the closing question ----------------------------------------------------------------------------------------------
async def test_the_last_six_questions_are_asked_once_and_answered_after_the_goodbye(scene: Scene, pair: Pair) -> None:
    await finish(scene, pair)
    (offer,) = await said(scene, ANNA, LastQuestions)
    assert not await said(scene, BRAM, LastQuestions)
    await scene.taps(ANNA, AnswerAgain(offer.check_in_id))
    assert "1 " in scene.edits()[0]
    for question in list(Question)[1:]:
        await scene.taps(ANNA, ChooseFace(offer.check_in_id, question, 4))
    (round_,) = await all_of(scene, CheckIn)
    assert (round_.occasion, round_.state) == (Occasion.END, CheckInState.ANSWERED)


async def test_who_was_asked_before_is_not_asked_twice(scene: Scene, pair: Pair) -> None:
    async with scene.database.write() as store:
        thread = await store.session.get(Thread, pair.threads[ANNA])
        thread.check_ins_asked = 1
        row = CheckIn(
            thread_id=thread.id,
            duo_id=pair.id,
            person_id=thread.person_id,
            role=Role.SEEKER,
            number=1,
            occasion=Occasion.END,
            questions=["motivation"],
            asked_at=scene.clock.now(),
        )
        store.session.add(row)
        round_id = row.id
    await finish(scene, pair)
    assert not await said(scene, ANNA, LastQuestions)
    await scene.taps(ANNA, ChooseFace(round_id, Question.MOTIVATION, 4))
    (round_,) = await all_of(scene, CheckIn)
    assert round_.state == CheckInState.ANSWERED


# -- early -------------------------------------------------------------------------------------------------------------
async def test_an_early_end_names_no_reason_to_the_two(scene: Scene, pair: Pair) -> None:
    await scene.taps(LENA, EndFor(pair.id, EndReason.NO_MATCH))
    assert "Not a good match" in scene.edits()[0]
    for user in (ANNA, BRAM):
        (goodbye,) = await said(scene, user, StopsHere)
        assert "match" not in scene.rendered(goodbye).text
    assert not await said(scene, ANNA, LastQuestions)
    duo = await duo_of(scene, pair)
    assert (duo.state, duo.end_reason, duo.outcome) == (DuoState.ENDED, EndReason.NO_MATCH, None)


async def test_handed_over_is_no_reason_that_a_button_gives(scene: Scene, pair: Pair) -> None:
    await scene.taps(LENA, EndFor(pair.id, EndReason.HANDED_OVER))
    assert (await duo_of(scene, pair)).state == DuoState.ACTIVE


# -- whose duo it is ---------------------------------------------------------------------------------------------------
async def test_a_duo_of_another_organisation_does_not_exist(scene: Scene, pair: Pair) -> None:
    other = await make_organisation(scene, "Apides")
    await make_person(scene, STRANGER, Role.COORDINATOR, organisation=other)
    for user in (STRANGER, ANNA, BRAM):
        for tap in (
            EndDuo(pair.id),
            FinishAs(pair.id, Outcome.WORK),
            EndFor(pair.id, EndReason.OTHER),
            PauseDuo(pair.id),
            ResumeDuo(pair.id),
            PairAgain(pair.id),
        ):
            await scene.taps(user, tap)
    assert (await duo_of(scene, pair)).state == DuoState.ACTIVE
    assert not await all_of(scene, TeamDeed)


async def test_who_blocked_the_bot_does_not_hold_the_end_up(scene: Scene, pair: Pair) -> None:
    person = await person_of(scene, ANNA)
    async with scene.database.write() as store:
        row = await store.session.get(type(person), person.id)
        row.unreachable_since = scene.clock.now()
    await finish(scene, pair)
    assert (await duo_of(scene, pair)).state == DuoState.COMPLETED
    assert await said(scene, BRAM, WellFinished)


# -- afterwards --------------------------------------------------------------------------------------------------------
async def waits(scene: Scene, pair: Pair) -> bool:
    duo = await duo_of(scene, pair)
    async with scene.database.write() as store:
        sides = await waiting_sides(scene.work(store, "look"), duo.organisation_id)
    return duo.seeker_id in {side.membership.id for side in sides}


async def test_a_mentee_waits_again_when_they_say_so(scene: Scene, pair: Pair) -> None:
    scene.advance(WEEK)
    await scene.taps(LENA, EndFor(pair.id, EndReason.MENTOR_NO_TIME))
    assert not await waits(scene, pair)
    scene.advance(timedelta(hours=1))
    await scene.taps(ANNA, LookAgain(pair.id))
    await scene.taps(ANNA, LookAgain(pair.id))
    assert await waits(scene, pair)
    assert len(await said(scene, LENA, WantsAnotherMentor)) + len(await said(scene, TOM, WantsAnotherMentor)) == 1
    duo = await duo_of(scene, pair)
    async with scene.database.read() as store:
        membership = await store.session.get(Membership, duo.seeker_id)
    assert membership.waiting_since == scene.clock.now()
    assert membership.news_at is not None


async def test_the_team_lets_a_mentee_wait_again(scene: Scene, pair: Pair) -> None:
    scene.advance(WEEK)
    await finish(scene, pair, Outcome.SEEKING)
    scene.advance(timedelta(hours=1))
    await scene.taps(LENA, LookAgain(pair.id))
    assert await waits(scene, pair)
    assert not await said(scene, ANNA, LooksAgain)


async def test_looking_again_while_the_duo_runs_changes_nothing(scene: Scene, pair: Pair) -> None:
    await scene.taps(ANNA, LookAgain(pair.id))
    assert not await waits(scene, pair)
    await scene.taps(BRAM, LookAgain(pair.id))
    assert (await duo_of(scene, pair)).state == DuoState.ACTIVE
