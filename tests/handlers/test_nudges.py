from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from sqlalchemy import select, update
from sqlmodel import col

from mentoring.messages.base import Message
from mentoring.messages.nudges import (
    AllIsWellNoted,
    Congratulate,
    InterviewForgotten,
    InterviewNoted,
    InterviewSoon,
    NothingPlanned,
    TellOfInterview,
    WarmWord,
    WarmWordSent,
    WhichInterviewDay,
    Word,
)
from mentoring.messages.system import NotHere, OutOfDate
from mentoring.milestones import Milestone
from mentoring.nudges.congratulate import congratulate
from mentoring.nudges.idle import find_idle, refresh_idle
from mentoring.nudges.sending import send_nudges
from mentoring.taps import Tap, read_tap
from mentoring.taps_nudges import (
    AllIsWell,
    ForgetInterview,
    InterviewOn,
    NoteInterview,
    OtherInterviewDay,
    PlanInterview,
    SendWarmWord,
)
from mentoring.taps_reminders import MetElsewhere
from mentoring.taps_sessions import PlanSession
from storage.tables import Duo, Nudge
from storage.words import DuoState, NudgeKind, NudgeState, Role, SessionKind
from tests.handlers.people import make_organisation, make_person
from tests.handlers.scene import Scene
from tests.handlers.threads import ANNA, BRAM, EVA, LENA, OMAR, Pair, carry, end, make_pair, person_of, relays

TODAY = date(2026, 11, 24)
DAYS = tuple(TODAY + timedelta(days=ahead) for ahead in range(14))
THURSDAY, DAY = "20261126", timedelta(days=1)


@pytest.fixture
async def pair(scene: Scene) -> Pair:
    made = await make_pair(scene, names=("Amina", "Bram"))
    async with scene.database.write() as store:
        running = update(Duo).where(col(Duo.id) == made.id)
        await store.session.execute(running.values(under_way_since=scene.clock.now()))
    return made


async def clock_strikes(scene: Scene) -> None:
    """Both jobs, and what they wrote arrives."""
    async with scene.database.write() as store:
        await find_idle(scene.work(store, f"idle:{scene.clock.now()}"))
    async with scene.database.write() as store:
        await send_nudges(scene.work(store, f"nudges:{scene.clock.now()}"))
    await carry(scene)


async def nudges(scene: Scene) -> list[Nudge]:
    async with scene.database.read() as store:
        return list((await store.session.execute(select(Nudge).order_by(col(Nudge.id)))).scalars().all())


async def waiting_kinds(scene: Scene) -> list[str]:
    return sorted(nudge.kind for nudge in await nudges(scene) if nudge.state == NudgeState.WAITING)


def sees(scene: Scene, message: Message) -> None:
    assert scene.edits() == [scene.rendered(message, "fr").text]


def hears(scene: Scene, line: Message) -> None:
    """A line on top of the screen, and nothing else."""
    assert scene.toasts() == [scene.rendered(line, "fr").text]
    assert scene.edits() == []


# -- nothing planned ---------------------------------------------------------------------------------------------------
async def silent_for_ten_days(scene: Scene, pair: Pair) -> None:
    async with scene.database.write() as store:
        duo = await store.session.get(Duo, pair.id)
        assert duo is not None
        await refresh_idle(scene.work(store), duo)
    scene.advance(10 * DAY)
    await clock_strikes(scene)


async def test_after_ten_days_the_mentor_has_three_ways_to_answer_with_one_tap(scene: Scene, pair: Pair) -> None:
    await silent_for_ten_days(scene, pair)

    nudge = await scene.last(BRAM)
    assert nudge == NothingPlanned(duo_id=pair.id, name="Amina")
    taps = [button.tap for row in scene.rendered(nudge).buttons for button in row]
    assert taps == [PlanSession(pair.id, SessionKind.REGULAR), MetElsewhere(pair.id), AllIsWell(pair.id)]
    assert NothingPlanned.kind not in {row.kind for row in await scene.rows(ANNA)}


async def test_all_is_well_is_thanked_for(scene: Scene, pair: Pair) -> None:
    await silent_for_ten_days(scene, pair)
    await scene.taps(BRAM, AllIsWell(pair.id))
    sees(scene, AllIsWellNoted(name="Amina"))
    async with scene.database.read() as store:
        duo = await store.session.get(Duo, pair.id)
        assert duo is not None
        assert duo.idle_at == scene.clock.now() + 14 * DAY


async def test_all_is_well_months_later_shows_nothing_wrong_and_changes_nothing(scene: Scene, pair: Pair) -> None:
    await silent_for_ten_days(scene, pair)
    scene.advance(90 * DAY)
    await end(scene, pair)
    await scene.taps(BRAM, AllIsWell(pair.id))
    hears(scene, OutOfDate())


# -- a step ------------------------------------------------------------------------------------------------------------
async def step(scene: Scene, pair: Pair, by: int, milestone: Milestone = Milestone.CV_READY) -> int:
    """Somebody notes a step, the other one hears of it; returns the nudge's id."""
    person = await person_of(scene, by)
    async with scene.database.write() as store:
        duo = await store.session.get(Duo, pair.id)
        assert duo is not None
        await congratulate(scene.work(store, f"step:{milestone}"), duo, milestone, person.id)
    await clock_strikes(scene)
    return (await nudges(scene))[-1].id


async def test_a_step_is_congratulated_on_with_one_tap_however_often_it_is_tapped(scene: Scene, pair: Pair) -> None:
    nudge_id = await step(scene, pair, ANNA)
    told = await scene.last(BRAM)
    assert told == Congratulate(nudge_id=nudge_id, name="Amina", milestone=Milestone.CV_READY, to=Role.MENTOR)
    for _ in range(2):
        await scene.taps(BRAM, SendWarmWord(nudge_id))
        sees(scene, WarmWordSent(name="Amina", word=Word.WELL_DONE))

    words = [row for row in await scene.rows(ANNA) if row.kind == WarmWord.kind]
    assert [row.thread_id for row in words] == [pair.threads[ANNA]]
    assert await scene.last(ANNA) == WarmWord(name="Bram", word=Word.WELL_DONE)
    assert await relays(scene, ANNA) == []  # it is a line of Tandem's, no relayed message


async def test_a_step_that_the_mentor_notes_is_told_to_the_seeker_without_a_button(scene: Scene, pair: Pair) -> None:
    nudge_id = await step(scene, pair, BRAM)
    told = await scene.last(ANNA)
    assert told == Congratulate(nudge_id=nudge_id, name="Bram", milestone=Milestone.CV_READY, to=Role.SEEKER)
    assert scene.rendered(told).buttons == ()
    await scene.taps(ANNA, SendWarmWord(nudge_id))
    hears(scene, NotHere())


async def test_after_the_end_nothing_is_sent_to_the_partner_of_before(scene: Scene, pair: Pair) -> None:
    nudge_id = await step(scene, pair, ANNA)
    await end(scene, pair)
    await scene.taps(BRAM, SendWarmWord(nudge_id))
    hears(scene, OutOfDate())
    assert WarmWord.kind not in {row.kind for row in await scene.rows(ANNA)}


@pytest.mark.parametrize("milestone", list(Milestone))
async def test_every_step_has_words(scene: Scene, pair: Pair, milestone: Milestone) -> None:
    await step(scene, pair, ANNA, milestone)
    told = await scene.last(BRAM)
    assert isinstance(told, Congratulate)
    assert "Amina" in scene.rendered(told).text


# -- an interview ------------------------------------------------------------------------------------------------------
async def test_an_interview_is_noted_in_three_taps_and_the_mentor_wishes_luck(scene: Scene, pair: Pair) -> None:
    await scene.taps(ANNA, PlanInterview(pair.id))
    assert await scene.last(ANNA) == WhichInterviewDay(duo_id=pair.id, days=DAYS)
    await scene.taps(ANNA, InterviewOn(pair.id, THURSDAY))
    sees(scene, TellOfInterview(duo_id=pair.id, day=date(2026, 11, 26), mentor="Bram"))
    assert await nudges(scene) == []  # nothing is noted before the seeker has chosen
    await scene.taps(ANNA, NoteInterview(pair.id, THURSDAY, True))
    sees(scene, InterviewNoted(duo_id=pair.id, day=date(2026, 11, 26), mentor="Bram"))

    scene.advance(DAY + timedelta(hours=7))  # Wednesday, 17:00 in Brussels
    await clock_strikes(scene)
    soon = await scene.last(BRAM)
    assert isinstance(soon, InterviewSoon)
    await scene.taps(BRAM, SendWarmWord(soon.nudge_id))
    assert await scene.last(ANNA) == WarmWord(name="Bram", word=Word.GOOD_LUCK)


async def test_the_seeker_decides_whether_the_mentor_hears_of_it(scene: Scene, pair: Pair) -> None:
    await scene.taps(ANNA, NoteInterview(pair.id, THURSDAY, False))
    sees(scene, InterviewNoted(duo_id=pair.id, day=date(2026, 11, 26), mentor=None))
    assert [nudge.kind for nudge in await nudges(scene)] == [NudgeKind.INTERVIEW_SOON]
    before = len(await scene.rows(BRAM))
    for _ in range(4):
        scene.advance(DAY)
        await clock_strikes(scene)
    assert len(await scene.rows(BRAM)) == before


async def test_undo_takes_everything_back(scene: Scene, pair: Pair) -> None:
    await scene.taps(ANNA, NoteInterview(pair.id, THURSDAY, True))
    assert len(await waiting_kinds(scene)) == 3
    await scene.taps(ANNA, ForgetInterview(pair.id, THURSDAY))
    sees(scene, InterviewForgotten())
    assert await waiting_kinds(scene) == []
    await scene.taps(ANNA, ForgetInterview(pair.id, THURSDAY))
    sees(scene, InterviewForgotten())


async def test_another_day_can_be_chosen_in_the_same_message(scene: Scene, pair: Pair) -> None:
    await scene.taps(ANNA, OtherInterviewDay(pair.id))
    sees(scene, WhichInterviewDay(duo_id=pair.id, days=DAYS))


@pytest.mark.parametrize("tap", [InterviewOn, lambda duo_id, day: NoteInterview(duo_id, day, True)])
async def test_a_day_that_has_passed_on_an_old_button_asks_again(
    scene: Scene, pair: Pair, tap: Callable[[int, str], Tap]
) -> None:
    await scene.taps(ANNA, PlanInterview(pair.id))
    scene.advance(30 * DAY)
    await scene.taps(ANNA, tap(pair.id, THURSDAY))
    days = tuple(day + 30 * DAY for day in DAYS)
    sees(scene, WhichInterviewDay(duo_id=pair.id, days=days, passed=True))
    assert await nudges(scene) == []


@pytest.mark.parametrize("day", ["20261208", "20260230", "2026112", "", "tomorrow", "99999999", "2026-11-26"])
async def test_a_day_that_no_button_says_is_not_taken(scene: Scene, pair: Pair, day: str) -> None:
    for tap in (InterviewOn(pair.id, day), NoteInterview(pair.id, day, True)):
        await scene.taps(ANNA, tap)
        hears(scene, NotHere())
    assert await nudges(scene) == []


async def test_the_last_day_that_is_offered_can_be_chosen(scene: Scene, pair: Pair) -> None:
    await scene.taps(ANNA, InterviewOn(pair.id, "20261207"))
    sees(scene, TellOfInterview(duo_id=pair.id, day=date(2026, 12, 7), mentor="Bram"))


async def test_the_days_begin_with_today_where_the_seeker_is(scene: Scene, pair: Pair) -> None:
    scene.advance(timedelta(hours=14, minutes=30))  # 00:30 in Brussels, the 25th
    await scene.taps(ANNA, PlanInterview(pair.id))
    shown = await scene.last(ANNA)
    assert isinstance(shown, WhichInterviewDay)
    assert shown.days[0] == TODAY + DAY


async def test_after_the_end_an_interview_is_not_noted(scene: Scene, pair: Pair) -> None:
    await end(scene, pair)
    for tap in (PlanInterview(pair.id), InterviewOn(pair.id, THURSDAY), NoteInterview(pair.id, THURSDAY, True)):
        await scene.taps(ANNA, tap)
        hears(scene, OutOfDate())


# -- what is not theirs ------------------------------------------------------------------------------------------------
def forged(duo_id: int, nudge_id: int) -> list[Tap]:
    return [
        *(PlanInterview(duo_id), OtherInterviewDay(duo_id), InterviewOn(duo_id, THURSDAY), SendWarmWord(nudge_id)),
        *(NoteInterview(duo_id, THURSDAY, True), ForgetInterview(duo_id, THURSDAY), AllIsWell(duo_id)),
    ]


@pytest.mark.parametrize("user", [OMAR, EVA, LENA])
async def test_nobody_else_does_anything_about_a_duo(scene: Scene, pair: Pair, user: int) -> None:
    await make_pair(scene, seeker=OMAR, mentor=EVA)
    await make_person(scene, LENA, Role.COORDINATOR)
    await scene.taps(ANNA, NoteInterview(pair.id, THURSDAY, True))
    nudge_id = await step(scene, pair, ANNA)
    before = await waiting_kinds(scene)
    for tap in forged(pair.id, nudge_id):
        await scene.taps(user, tap)
        hears(scene, NotHere())
    assert await waiting_kinds(scene) == before


async def test_a_coordinator_of_elsewhere_and_a_stranger_neither(scene: Scene, pair: Pair) -> None:
    elsewhere = await make_organisation(scene, "FMDO")
    await make_person(scene, 701, Role.LEAD, organisation=elsewhere)
    for tap in forged(pair.id, 1):
        await scene.taps(701, tap)
        hears(scene, NotHere())
        await scene.taps(999, tap)
        assert scene.edits() == []


async def test_a_mentor_has_no_interview_and_a_seeker_does_not_say_that_all_is_well(scene: Scene, pair: Pair) -> None:
    await scene.taps(BRAM, NoteInterview(pair.id, THURSDAY, True))
    hears(scene, NotHere())
    await scene.taps(ANNA, AllIsWell(pair.id))
    hears(scene, NotHere())


async def test_in_a_pause_nothing_is_begun(scene: Scene, pair: Pair) -> None:
    await scene.taps(ANNA, NoteInterview(pair.id, THURSDAY, True))
    async with scene.database.write() as store:
        await store.session.execute(update(Duo).where(col(Duo.id) == pair.id).values(state=DuoState.PAUSED))
    before = len(await scene.rows(BRAM))
    for _ in range(3):
        scene.advance(DAY)
        await clock_strikes(scene)
    assert len(await scene.rows(BRAM)) == before


@pytest.mark.parametrize("tap", forged(2**62, 2**62), ids=lambda tap: tap.code)
def test_the_longest_ids_fit_into_a_button(tap: Tap) -> None:
    assert read_tap(tap.pack()) == tap
