"""After the first meeting: going on or not, goals, and when the duo is under way; later the review and the closing."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import col, select, update

from mentoring.contact import begun_lately
from mentoring.messages.first_meeting import (
    GoalList,
    GoalNews,
    GoalNotUsable,
    GoalTooLong,
    GoesOnNoted,
    GoOn,
    GoOnNow,
    OneGoal,
    PromptClosing,
    PromptGoals,
    PromptMidterm,
    SureAtDesk,
    UnderWay,
    UnderWayAtDesk,
    UnsureAtDesk,
    UnsureNoted,
    WriteGoal,
)
from mentoring.messages.meeting_answers import DuoClosed
from mentoring.messages.system import Cancelled, NotHere, OutOfDate, WritePlease
from mentoring.sessions.asking import ask_met
from mentoring.sessions.goals import goals_of
from mentoring.sessions.prompts import Prompt, next_prompt_at, prompt_duos
from mentoring.taps_goals import ChangeGoal, GoOnTogether, NoteGoal, OpenGoal, RemoveGoal, ShowGoals
from mentoring.taps_reminders import AnswerMet, MetElsewhere
from mentoring.taps_sessions import PlanSession
from storage.tables import Duo, Outbox, Thread
from storage.words import Answer, Call, DuoState, Met, OutboxState, Priority, Role, SessionKind
from tests.handlers.gatherings import make_session, tick, work_at
from tests.handlers.people import make_person
from tests.handlers.scene import START, Scene
from tests.handlers.threads import (
    ANNA,
    BRAM,
    EVA,
    LENA,
    OMAR,
    Pair,
    carry,
    end,
    make_pair,
    person_of,
    relays,
    set_state,
)

HOUR, DAY, WEEK = timedelta(hours=1), timedelta(days=1), timedelta(weeks=1)
MEETING = START + 2 * DAY
PHOTO = [{"file_id": "x", "file_unique_id": "y", "width": 1, "height": 1}]


@pytest.fixture
async def pair(scene: Scene) -> Pair:
    return await make_pair(scene, names=("Anna", "Bram"))


async def said(scene: Scene, user: int, kind: type) -> list[Any]:
    return [message for message in await scene.messages(user) if isinstance(message, kind)]


async def duo_of(scene: Scene, pair: Pair) -> Duo:
    async with scene.database.read() as store:
        duo = await store.session.get(Duo, pair.id)
        assert duo is not None
        return duo


async def change_duo(scene: Scene, pair: Pair, **values: Any) -> None:
    async with scene.database.write() as store:
        await store.session.execute(update(Duo).where(col(Duo.id) == pair.id).values(**values))


async def met(scene: Scene, pair: Pair, user: int = ANNA) -> None:
    """The first meeting is over, and that person says that they met."""
    session_id = await make_session(scene, pair.id, MEETING, comes=True, kind=SessionKind.FIRST)
    await tick(scene, ask_met, at=MEETING + 2 * HOUR)
    await scene.taps(user, AnswerMet(session_id, Met.YES))


async def write_goal(scene: Scene, pair: Pair, user: int, text: str) -> None:
    await scene.taps(user, NoteGoal(pair.id))
    await scene.says(user, text)


async def get_under_way(scene: Scene, pair: Pair) -> None:
    await met(scene, pair)
    for user in (ANNA, BRAM):
        await scene.taps(user, GoOnTogether(pair.id, yes=True))
    await write_goal(scene, pair, ANNA, "Un CV")


async def goals(scene: Scene, pair: Pair) -> list[str]:
    async with scene.database.read() as store:
        return [goal.text for goal in await goals_of(work_at(scene, store), pair.id)]


# -- going on --------------------------------------------------------------------------------------------------------
async def test_when_one_says_that_they_met_both_are_asked_whether_they_go_on_once(scene: Scene, pair: Pair) -> None:
    await met(scene, pair)
    (question,) = await said(scene, ANNA, GoOnNow)
    assert question.name == "Bram"
    (question,) = await said(scene, BRAM, GoOn)
    assert question.name == "Anna"
    await scene.taps(ANNA, MetElsewhere(pair.id))
    scene.advance(DAY)
    await scene.taps(BRAM, MetElsewhere(pair.id))
    assert len(await said(scene, ANNA, GoOnNow)) == len(await said(scene, BRAM, GoOn)) == 1
    assert await said(scene, ANNA, GoOn) == await said(scene, BRAM, GoOnNow) == []


async def test_who_says_that_they_did_not_meet_is_not_asked(scene: Scene, pair: Pair) -> None:
    session_id = await make_session(scene, pair.id, MEETING, comes=True)
    await tick(scene, ask_met, at=MEETING + 2 * HOUR)
    await scene.taps(BRAM, AnswerMet(session_id, Met.NO))
    assert await said(scene, BRAM, GoOnNow) == []
    await scene.taps(ANNA, AnswerMet(session_id, Met.YES))
    assert await said(scene, BRAM, GoOn) == []
    assert len(await said(scene, ANNA, GoOnNow)) == 1


async def test_we_met_elsewhere_is_a_first_meeting_as_well(scene: Scene, pair: Pair) -> None:
    await scene.taps(BRAM, MetElsewhere(pair.id))
    assert len(await said(scene, BRAM, GoOnNow)) == len(await said(scene, ANNA, GoOn)) == 1


async def test_both_yes_and_one_goal_and_the_duo_is_under_way(scene: Scene, pair: Pair) -> None:
    lena = await make_person(scene, LENA, Role.COORDINATOR)
    await change_duo(scene, pair, coordinator_id=lena.membership_id)
    await met(scene, pair)
    await scene.taps(ANNA, GoOnTogether(pair.id, yes=True))
    assert scene.edits() == [scene.rendered(GoesOnNoted(duo_id=pair.id, name="Bram", goals=0, both=False), "fr").text]
    await write_goal(scene, pair, ANNA, "Un CV dont je suis contente")
    assert (await duo_of(scene, pair)).under_way_since is None
    await scene.taps(BRAM, GoOnTogether(pair.id, yes=True))
    duo = await duo_of(scene, pair)
    assert duo.under_way_since == scene.clock.now()
    assert (duo.seeker_goes_on, duo.mentor_goes_on, duo.prompt) == (Answer.YES, Answer.YES, Prompt.MIDTERM)
    # twelve weeks later, 10:00 in Brussels
    assert duo.prompt_at == datetime(2027, 2, 18, 9, tzinfo=UTC)
    assert duo.idle_at is not None
    for user in (ANNA, BRAM):
        assert len(await said(scene, user, UnderWay)) == 1
    assert len(await said(scene, LENA, UnderWayAtDesk)) == 1
    async with scene.database.read() as store:
        threads = (await store.session.execute(select(Thread))).scalars().all()
    assert all(thread.next_check_in_at is not None for thread in threads)


async def test_the_goal_may_come_last_and_two_taps_at_once_begin_one_time(scene: Scene, pair: Pair) -> None:
    await get_under_way(scene, pair)
    began = (await duo_of(scene, pair)).under_way_since
    assert began is not None
    scene.advance(HOUR)
    for user in (ANNA, BRAM, ANNA):
        await scene.taps(user, GoOnTogether(pair.id, yes=True))
    await write_goal(scene, pair, BRAM, "Un stage")
    assert (await duo_of(scene, pair)).under_way_since == began
    assert len(await said(scene, ANNA, UnderWay)) == 1


async def test_a_duo_without_its_yes_is_not_under_way_however_many_goals_it_has(scene: Scene, pair: Pair) -> None:
    await met(scene, pair)
    await scene.taps(ANNA, GoOnTogether(pair.id, yes=True))
    await write_goal(scene, pair, ANNA, "Un CV")
    await write_goal(scene, pair, BRAM, "Un stage")
    assert (await duo_of(scene, pair)).under_way_since is None


# -- not sure --------------------------------------------------------------------------------------------------------
async def test_who_is_not_sure_is_thanked_and_the_coordinator_hears_at_once(scene: Scene, pair: Pair) -> None:
    lena = await make_person(scene, LENA, Role.COORDINATOR)
    await make_person(scene, EVA, Role.LEAD)
    await change_duo(scene, pair, coordinator_id=lena.membership_id)
    await met(scene, pair)
    before = len(await scene.rows(BRAM))
    for _ in range(2):
        await scene.taps(ANNA, GoOnTogether(pair.id, yes=False))
    assert scene.edits() == [scene.rendered(UnsureNoted(duo_id=pair.id, organisation="Duo Dijle"), "fr").text]
    (news,) = await said(scene, LENA, UnsureAtDesk)
    assert (news.who.name, news.role, news.other.name) == ("Anna", Role.SEEKER, "Bram")
    assert news.policy.priority is Priority.URGENT
    assert not news.policy.waits_for_morning
    assert await said(scene, EVA, UnsureAtDesk) == []
    assert len(await scene.rows(BRAM)) == before  # the other one hears nothing
    await scene.taps(BRAM, GoOnTogether(pair.id, yes=True))
    await write_goal(scene, pair, BRAM, "Un CV")
    assert (await duo_of(scene, pair)).under_way_since is None


async def test_without_a_coordinator_the_leads_hear_of_it_and_nobody_elsewhere(scene: Scene, pair: Pair) -> None:
    await make_person(scene, EVA, Role.LEAD)
    await make_person(scene, LENA, Role.COORDINATOR)
    await met(scene, pair)
    await scene.taps(BRAM, GoOnTogether(pair.id, yes=False))
    assert [news.role for news in await said(scene, EVA, UnsureAtDesk)] == [Role.MENTOR]
    assert await said(scene, LENA, UnsureAtDesk) == []


async def test_who_was_not_sure_can_go_on_after_all_and_the_team_hears_it(scene: Scene, pair: Pair) -> None:
    await make_person(scene, EVA, Role.LEAD)
    await get_under_way_but_for(scene, pair)
    await scene.taps(ANNA, GoOnTogether(pair.id, yes=True))
    assert len(await said(scene, EVA, SureAtDesk)) == 1
    assert (await duo_of(scene, pair)).under_way_since is not None


async def get_under_way_but_for(scene: Scene, pair: Pair) -> None:
    """Anna is not sure; Bram goes on and has noted a goal."""
    await met(scene, pair)
    await scene.taps(ANNA, GoOnTogether(pair.id, yes=False))
    await scene.taps(BRAM, GoOnTogether(pair.id, yes=True))
    await write_goal(scene, pair, BRAM, "Un CV")


async def test_months_later_a_doubt_still_reaches_the_team_and_changes_nothing_else(scene: Scene, pair: Pair) -> None:
    await make_person(scene, EVA, Role.LEAD)
    await get_under_way(scene, pair)
    began = (await duo_of(scene, pair)).under_way_since
    scene.advance(60 * DAY)
    await scene.taps(BRAM, GoOnTogether(pair.id, yes=False))
    assert len(await said(scene, EVA, UnsureAtDesk)) == 1
    duo = await duo_of(scene, pair)
    assert (duo.under_way_since, duo.mentor_goes_on) == (began, Answer.YES)


# -- goals -----------------------------------------------------------------------------------------------------------
async def test_a_goal_is_written_and_both_see_it(scene: Scene, pair: Pair) -> None:
    await scene.taps(ANNA, NoteGoal(pair.id))
    assert scene.edits() == [scene.rendered(WriteGoal(duo_id=pair.id), "fr").text]
    await scene.says(ANNA, "  Un CV\n<b>à moi</b> ")
    shown = await scene.last(ANNA)
    assert isinstance(shown, GoalList)
    assert [goal.text for goal in shown.goals] == ["Un CV <b>à moi</b>"]
    assert "&lt;b&gt;" in scene.rendered(shown).text
    (news,) = await said(scene, BRAM, GoalNews)
    assert news.name == "Anna"
    assert news.goals == shown.goals
    rows = [row for row in await scene.rows(BRAM) if row.kind == GoalNews.kind]
    assert [row.thread_id for row in rows] == [pair.threads[BRAM]]
    await scene.says(ANNA, "Bonjour Bram")  # no goal any more: it goes to the other one
    assert await goals(scene, pair) == ["Un CV <b>à moi</b>"]
    assert len(await relays(scene, BRAM)) == 1


async def test_a_goal_of_4000_characters_gets_a_kind_word_and_can_be_written_again(scene: Scene, pair: Pair) -> None:
    await scene.taps(ANNA, NoteGoal(pair.id))
    for text, answer in (("a" * 4000, GoalTooLong()), ("\u200b \u202e", GoalNotUsable())):
        await scene.says(ANNA, text)
        assert await scene.last(ANNA) == answer
    await scene.says(ANNA, photo=PHOTO)
    assert await scene.last(ANNA) == WritePlease()
    await scene.says(ANNA, "b" * 200)
    assert await goals(scene, pair) == ["b" * 200]
    assert await relays(scene, BRAM) == []


async def test_the_question_for_a_goal_can_be_left(scene: Scene, pair: Pair) -> None:
    await scene.taps(ANNA, NoteGoal(pair.id))
    await scene.taps(ANNA, ShowGoals(pair.id))
    await scene.says(ANNA, "Bonjour")
    await scene.taps(ANNA, NoteGoal(pair.id))
    await scene.says(ANNA, "/cancel")
    assert await scene.last(ANNA) == Cancelled()
    await scene.says(ANNA, "Bonsoir")
    assert await goals(scene, pair) == []
    assert len(await relays(scene, BRAM)) == 2


async def test_there_are_three_goals_at_most_and_none_twice(scene: Scene, pair: Pair) -> None:
    for text in ("Un", "Deux", "Deux", "Trois"):
        await write_goal(scene, pair, BRAM, text)
    await scene.taps(ANNA, NoteGoal(pair.id))
    (text,) = scene.edits()
    assert "Trois" in text
    await scene.says(ANNA, "Quatre")
    assert await goals(scene, pair) == ["Un", "Deux", "Trois"]
    assert len(await relays(scene, BRAM)) == 1  # nobody asked for a text
    assert NoteGoal(pair.id) not in [
        row[0].tap for row in scene.rendered((await said(scene, BRAM, GoalList))[-1]).buttons
    ]


async def test_two_who_write_at_once_stay_at_three(scene: Scene, pair: Pair) -> None:
    for text in ("Un", "Deux"):
        await write_goal(scene, pair, BRAM, text)
    await scene.taps(ANNA, NoteGoal(pair.id))
    await scene.taps(BRAM, NoteGoal(pair.id))
    await scene.says(ANNA, "Trois")
    await scene.says(BRAM, "Quatre")
    assert await goals(scene, pair) == ["Un", "Deux", "Trois"]
    assert isinstance(await scene.last(BRAM), GoalList)


async def test_a_goal_can_be_written_anew_and_taken_off_by_either(scene: Scene, pair: Pair) -> None:
    await get_under_way(scene, pair)
    (news,) = await said(scene, BRAM, GoalNews)
    goal = news.goals[0].goal_id
    await scene.taps(BRAM, OpenGoal(goal))
    assert scene.edits() == [scene.rendered(OneGoal(duo_id=pair.id, goal=news.goals[0]), "fr").text]
    await scene.taps(BRAM, ChangeGoal(goal))
    await scene.says(BRAM, "Un beau CV")
    assert await goals(scene, pair) == ["Un beau CV"]
    assert [line.text for line in (await said(scene, ANNA, GoalNews))[-1].goals] == ["Un beau CV"]
    await scene.taps(ANNA, RemoveGoal(goal))
    assert await goals(scene, pair) == []
    assert (await said(scene, BRAM, GoalNews))[-1].goals == ()
    assert (await duo_of(scene, pair)).under_way_since is not None
    for tap in (OpenGoal(goal), ChangeGoal(goal), RemoveGoal(goal)):  # old buttons
        await scene.taps(BRAM, tap)
        assert scene.toasts() == [scene.rendered(NotHere(), "fr").text]


async def test_where_the_goal_went_away_while_it_was_written_anew_nothing_is_asked_any_more(
    scene: Scene, pair: Pair
) -> None:
    await write_goal(scene, pair, ANNA, "Un CV")
    goal = (await said(scene, BRAM, GoalNews))[0].goals[0].goal_id
    await scene.taps(BRAM, ChangeGoal(goal))
    await scene.taps(ANNA, RemoveGoal(goal))
    await scene.says(BRAM, "Un beau CV")
    assert await scene.last(BRAM) == OutOfDate()
    await scene.says(BRAM, "Bonjour")
    assert len(await relays(scene, ANNA)) == 1


async def test_in_an_ended_duo_old_buttons_say_so(scene: Scene, pair: Pair) -> None:
    await met(scene, pair)
    await scene.taps(ANNA, NoteGoal(pair.id))
    scene.advance(DAY)  # the morning for which one question waits
    await carry(scene)
    await end(scene, pair)
    await scene.says(ANNA, "Un CV")
    assert await scene.last(ANNA) == OutOfDate()
    for tap in (NoteGoal(pair.id), ShowGoals(pair.id)):
        await scene.taps(BRAM, tap)
        assert scene.toasts() == [scene.rendered(OutOfDate(), "fr").text]
    await scene.taps(BRAM, GoOnTogether(pair.id, yes=False))
    assert scene.edits() == [scene.rendered(DuoClosed(), "fr").text]
    duo = await duo_of(scene, pair)
    assert (duo.mentor_goes_on, duo.prompt_at) == (Answer.OPEN, None)


async def test_strangers_and_teams_get_nowhere(scene: Scene, pair: Pair) -> None:
    await write_goal(scene, pair, ANNA, "Un CV")
    goal = (await said(scene, BRAM, GoalNews))[0].goals[0].goal_id
    await make_pair(scene, OMAR, 604)
    await make_person(scene, LENA, Role.COORDINATOR)
    for user in (OMAR, LENA):
        for tap in (
            GoOnTogether(pair.id, yes=True),
            GoOnTogether(pair.id + 1, yes=True),
            NoteGoal(pair.id),
            ShowGoals(pair.id),
            OpenGoal(goal),
            ChangeGoal(goal),
            RemoveGoal(goal),
            OpenGoal(goal + 1),
        ):
            await scene.taps(user, tap)
            assert scene.toasts() == [scene.rendered(NotHere(), "fr").text], tap
    assert await goals(scene, pair) == ["Un CV"]
    assert (await duo_of(scene, pair)).seeker_goes_on == Answer.OPEN


# -- along the way ---------------------------------------------------------------------------------------------------
async def test_both_yes_and_no_goal_after_a_week_is_one_gentle_line(scene: Scene, pair: Pair) -> None:
    await met(scene, pair)
    for user in (ANNA, BRAM):
        await scene.taps(user, GoOnTogether(pair.id, yes=True))
    async with scene.database.read() as store:
        due = await next_prompt_at(store)
    assert due == datetime(2026, 12, 3, 9, tzinfo=UTC)  # 10:00
    assert await tick(scene, prompt_duos, at=due - HOUR) == 0
    assert await tick(scene, prompt_duos, at=due) == 1
    for user in (ANNA, BRAM):
        (line,) = await said(scene, user, PromptGoals)
        assert NoteGoal(pair.id) in [row[0].tap for row in scene.rendered(line).buttons]
    assert await tick(scene, prompt_duos, at=due + 30 * DAY) == 0
    await write_goal(scene, pair, BRAM, "Un CV")
    assert (await duo_of(scene, pair)).prompt == Prompt.MIDTERM


async def test_a_goal_in_time_makes_that_line_needless(scene: Scene, pair: Pair) -> None:
    await get_under_way(scene, pair)
    await tick(scene, prompt_duos, at=MEETING + 2 * WEEK)
    assert await said(scene, ANNA, PromptGoals) == []


async def walk(scene: Scene, pair: Pair) -> list[tuple[datetime, str]]:
    """From prompt to prompt until none is to come: when each was due, and what it was."""
    found = []
    for _ in range(20):
        duo = await duo_of(scene, pair)
        if duo.prompt_at is None:
            return found
        found.append((duo.prompt_at, duo.prompt or ""))
        await tick(scene, prompt_duos, at=duo.prompt_at)
        await carry(scene)
    raise AssertionError("there is no end to it")


async def test_the_review_comes_half_way_and_the_closing_at_the_end(scene: Scene, pair: Pair) -> None:
    await get_under_way(scene, pair)
    assert await walk(scene, pair) == [
        (datetime(2027, 2, 18, 9, tzinfo=UTC), Prompt.MIDTERM),
        (datetime(2027, 5, 27, 8, tzinfo=UTC), Prompt.CLOSING),  # in summer time 10:00 is an hour earlier in UTC
    ]
    for user in (ANNA, BRAM):
        (review,) = await said(scene, user, PromptMidterm)
        (closing,) = await said(scene, user, PromptClosing)
        assert scene.rendered(review).buttons[0][0].tap == PlanSession(pair.id, SessionKind.MIDTERM)
        assert scene.rendered(closing).buttons[0][0].tap == PlanSession(pair.id, SessionKind.CLOSING)


async def test_on_a_holiday_it_comes_the_day_after(scene: Scene, pair: Pair) -> None:
    await get_under_way(scene, pair)
    await tick(scene, at=datetime(2027, 2, 8, tzinfo=UTC))
    # 26 weeks before Easter Monday, 29 March 2027
    await change_duo(scene, pair, under_way_since=datetime(2026, 9, 28, 12, tzinfo=UTC), prompt_at=scene.clock.now())
    await tick(scene, prompt_duos)
    assert (await duo_of(scene, pair)).prompt_at == datetime(2027, 3, 30, 8, tzinfo=UTC)


async def test_a_pause_puts_it_off_by_a_week_and_an_end_ends_it(scene: Scene, pair: Pair) -> None:
    await get_under_way(scene, pair)
    due = (await duo_of(scene, pair)).prompt_at
    assert due is not None
    await set_state(scene, pair, DuoState.PAUSED)
    await tick(scene, prompt_duos, at=due)
    assert (await duo_of(scene, pair)).prompt_at == due + WEEK
    assert await said(scene, ANNA, PromptMidterm) == []
    await set_state(scene, pair, DuoState.ENDED)
    await tick(scene, prompt_duos, at=due + WEEK)
    duo = await duo_of(scene, pair)
    assert (duo.prompt, duo.prompt_at) == (None, None)


async def test_a_review_that_is_planned_already_is_not_asked_for(scene: Scene, pair: Pair) -> None:
    await get_under_way(scene, pair)
    due = (await duo_of(scene, pair)).prompt_at
    assert due is not None
    await make_session(scene, pair.id, due + DAY, kind=SessionKind.MIDTERM)
    await tick(scene, prompt_duos, at=due)
    assert await said(scene, ANNA, PromptMidterm) == []
    assert (await duo_of(scene, pair)).prompt == Prompt.CLOSING


async def test_in_a_full_week_it_waits_for_room_on_that_side_only(scene: Scene, pair: Pair) -> None:
    await get_under_way(scene, pair)
    due = (await duo_of(scene, pair)).prompt_at
    assert due is not None
    bram = (await person_of(scene, BRAM)).id
    async with scene.database.write() as store:
        for number in range(3):
            work = work_at(scene, store)
            await work.post(bram, PromptClosing(duo_id=pair.id, name="x"), key=f"filler:{number}")
        filled = update(Outbox).where(col(Outbox.dedupe_key).startswith("filler:"))
        await store.session.execute(filled.values(state=OutboxState.SENT, done_at=due - 5 * DAY))
    await tick(scene, prompt_duos, at=due)
    assert len(await said(scene, ANNA, PromptMidterm)) == 1
    assert await said(scene, BRAM, PromptMidterm) == []
    assert (await duo_of(scene, pair)).prompt_at == due + DAY
    for days in range(1, 6):
        await tick(scene, prompt_duos, at=due + days * DAY)
    assert len(await said(scene, ANNA, PromptMidterm)) == len(await said(scene, BRAM, PromptMidterm)) == 1
    async with scene.database.write() as store:
        assert (await begun_lately(work_at(scene, store), [bram]))[bram] <= 3


async def test_what_waits_for_a_courier_is_about_a_duo_that_still_runs(scene: Scene, pair: Pair) -> None:
    await met(scene, pair)
    rows = [row for row in await scene.rows() if row.kind in {GoOn.kind, GoOnNow.kind} and row.call == Call.SEND]
    assert {row.guard for row in rows} == {f"duo-running:{pair.id}"}
