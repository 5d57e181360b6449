"""/progress and the steps of a job seeker: noted, confirmed, taken back, at the right of each."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import update
from sqlmodel import col

from mentoring.messages.nudges import Congratulate, StepsReached, WarmWord
from mentoring.messages.progress import (
    ProgressCard,
    StepTakenBack,
    StepToCome,
    StepTooLong,
    StepTooLongAgo,
    StepWithdrawn,
    WhenWasStep,
    WhichStep,
)
from mentoring.messages.session_planning import NotADate
from mentoring.messages.system import Cancelled, NotHere, OutOfDate, WritePlease
from mentoring.milestones import Milestone
from mentoring.nudges.sending import send_nudges
from mentoring.taps import Tap
from mentoring.taps_goals import NoteGoal
from mentoring.taps_nudges import SendWarmWord
from mentoring.taps_progress import (
    AfterFoundWork,
    ConfirmStep,
    NoteStep,
    OpenStep,
    OtherStepDay,
    OwnStepDay,
    ShowProgress,
    ShowSteps,
    StepDay,
    StepDone,
    StepKinds,
    UndoStep,
    WriteStepDay,
)
from storage.tables import Duo
from storage.words import (
    DuoState,
    Role,
)
from tests.handlers.meetings import in_english
from tests.handlers.people import make_organisation, make_person
from tests.handlers.scene import Scene
from tests.handlers.steps import TODAY, hears, nudges_go, of_kind, sees, step_rows
from tests.handlers.threads import ANNA, BRAM, EVA, LENA, OMAR, Pair, carry, end, make_pair, person_of, relays

CV, DAY = Milestone.CV_READY, timedelta(days=1)


@pytest.fixture
async def pair(scene: Scene) -> Pair:
    made = await make_pair(scene, names=("Amina", "Bram"))
    await in_english(scene)
    return made


# -- noting one -------------------------------------------------------------------------------------------------------
async def test_a_step_is_noted_in_two_taps_and_the_other_one_hears_of_it_once(scene: Scene, pair: Pair) -> None:
    await scene.taps(ANNA, NoteStep(pair.id))
    assert await scene.last(ANNA) == WhichStep(duo_id=pair.id, name="Bram", to=Role.SEEKER)
    await scene.taps(ANNA, StepDay(pair.id, CV))
    sees(scene, "CV ready", "When was it?")
    assert await step_rows(scene) == []
    for _ in range(2):
        await scene.taps(ANNA, StepDone(pair.id, CV, TODAY))
        sees(scene, "CV ready", "Tuesday 24 November")
    await nudges_go(scene)

    (step,) = await step_rows(scene)
    seeker = await person_of(scene, ANNA)
    assert (step.kind, step.on_day, step.recorded_by, step.confirmed_at) == (CV, "2026-11-24", seeker.id, None)
    (told,) = await of_kind(scene, BRAM, Congratulate)
    assert (told.name, told.milestone, told.step_id, told.text) == ("Amina", CV, step.id, None)
    assert await of_kind(scene, ANNA, Congratulate) == []


async def test_a_mentor_notes_a_step_and_the_job_seeker_says_that_it_is_so(scene: Scene, pair: Pair) -> None:
    await scene.taps(BRAM, StepDone(pair.id, CV, TODAY))
    sees(scene, "Amina hears of it and can confirm it.")
    await nudges_go(scene)
    (step,) = await step_rows(scene)
    (told,) = await of_kind(scene, ANNA, Congratulate)
    assert [button.tap for row in scene.rendered(told).buttons for button in row] == [ConfirmStep(step.id)]
    seeker = await person_of(scene, ANNA)
    assert step.recorded_by != seeker.id
    for _ in range(2):
        await scene.taps(ANNA, ConfirmStep(step.id))
        sees(scene, "you both say so")
    (after,) = await step_rows(scene)
    assert after.confirmed_at == scene.clock.now()


async def test_a_word_of_congratulation_confirms_the_step(scene: Scene, pair: Pair) -> None:
    await scene.taps(ANNA, StepDone(pair.id, CV, TODAY))
    await nudges_go(scene)
    (told,) = await of_kind(scene, BRAM, Congratulate)
    await scene.taps(BRAM, SendWarmWord(told.nudge_id))
    (step,) = await step_rows(scene)
    assert step.confirmed_at is not None
    assert len(await of_kind(scene, ANNA, WarmWord)) == 1


async def test_steps_noted_together_are_told_together_and_one_word_confirms_what_stands_of_them(
    scene: Scene, pair: Pair
) -> None:
    for kind in (CV, Milestone.INTERVIEW, Milestone.TEMP_JOB):
        await scene.taps(ANNA, StepDone(pair.id, kind, TODAY))
    await nudges_go(scene)
    (told,) = await of_kind(scene, BRAM, StepsReached)
    assert await of_kind(scene, BRAM, Congratulate) == []
    taps = [button.tap for row in scene.rendered(told).buttons for button in row]
    assert taps == [SendWarmWord(told.nudge_id), ShowProgress(pair.id)]
    first, second, third = await step_rows(scene)
    await scene.taps(ANNA, UndoStep(first.id))
    await scene.taps(BRAM, SendWarmWord(told.nudge_id))
    first, second, third = await step_rows(scene)
    assert [step.confirmed_at is None for step in (first, second, third)] == [True, False, False]
    assert len(await of_kind(scene, ANNA, WarmWord)) == 1


async def test_both_who_note_the_same_step_have_one_that_is_confirmed(scene: Scene, pair: Pair) -> None:
    for user in (ANNA, BRAM, ANNA):
        await scene.taps(user, StepDone(pair.id, CV, TODAY))
    await nudges_go(scene)
    (step,) = await step_rows(scene)
    assert step.confirmed_at is not None
    for user in (ANNA, BRAM):
        assert await of_kind(scene, user, Congratulate) == [], "who noted it needs no telling"


async def test_the_same_step_of_another_day_is_another_one(scene: Scene, pair: Pair) -> None:
    for day in (TODAY, "20261123"):
        await scene.taps(ANNA, StepDone(pair.id, Milestone.APPLICATION_SENT, day))
    assert len(await step_rows(scene)) == 2


async def test_an_unpaid_trial_day_is_warned_of(scene: Scene, pair: Pair) -> None:
    await scene.taps(ANNA, StepDay(pair.id, Milestone.TRIAL_DAY))
    sees(scene, "an unpaid trial day can be undeclared work")


# -- another day ------------------------------------------------------------------------------------------------------
async def test_another_day_is_chosen_or_written(scene: Scene, pair: Pair) -> None:
    await scene.taps(ANNA, OtherStepDay(pair.id, CV))
    await scene.taps(ANNA, StepDone(pair.id, CV, "20261115"))
    await scene.taps(ANNA, WriteStepDay(pair.id, Milestone.ONLINE_PROFILE))
    await scene.says(ANNA, "3 octobre")
    assert [step.on_day for step in await step_rows(scene)] == ["2026-11-15", "2026-10-03"]
    assert await relays(scene, BRAM) == []


async def test_today_is_the_date_where_the_person_is(scene: Scene, pair: Pair) -> None:
    scene.advance(timedelta(hours=14, minutes=30))  # 00:30 in Brussels, the 25th
    await scene.taps(ANNA, StepDone(pair.id, CV, "20261125"))
    assert [step.on_day for step in await step_rows(scene)] == ["2026-11-25"]


@pytest.mark.parametrize(
    ("written", "line"),
    [("25/11/2026", StepToCome), ("demain", StepToCome), ("1/11/2025", StepTooLongAgo), ("32/13", NotADate)],
)
async def test_a_day_that_cannot_be_is_asked_for_again(
    scene: Scene, pair: Pair, written: str, line: type[StepToCome]
) -> None:
    await scene.taps(ANNA, WriteStepDay(pair.id, CV))
    await scene.says(ANNA, written)
    assert await scene.last(ANNA) == line()
    assert await step_rows(scene) == []
    await scene.says(ANNA, "hier")
    assert [step.on_day for step in await step_rows(scene)] == ["2026-11-23"]


@pytest.mark.parametrize(("day", "line"), [("20261125", StepToCome), ("20251123", StepTooLongAgo)])
@pytest.mark.parametrize("milestone", [CV, Milestone.OWN])
async def test_a_forged_button_cannot_note_a_day_that_cannot_be(
    scene: Scene, pair: Pair, milestone: Milestone, day: str, line: type[StepToCome]
) -> None:
    await scene.taps(ANNA, StepDone(pair.id, milestone, day))
    hears(scene, line())
    assert await step_rows(scene) == []


@pytest.mark.parametrize("day", ["20260230", "x", "", "2026112", "99999999"])
async def test_a_day_that_no_button_says_is_not_taken(scene: Scene, pair: Pair, day: str) -> None:
    await scene.taps(ANNA, StepDone(pair.id, CV, day))
    assert scene.edits() == []
    assert await step_rows(scene) == []


# -- in own words -----------------------------------------------------------------------------------------------------
async def test_a_step_in_own_words_is_told_with_them(scene: Scene, pair: Pair) -> None:
    await scene.taps(ANNA, StepDone(pair.id, Milestone.OWN, "20261123"))
    sees(scene, "Please write the step")
    await scene.says(ANNA, "J'ai osé <téléphoner>")
    await nudges_go(scene)
    (step,) = await step_rows(scene)
    assert (step.kind, step.on_day) == (Milestone.OWN, "2026-11-23")
    assert b"phoner" not in (step.text_sealed or b"")
    (told,) = await of_kind(scene, BRAM, Congratulate)
    assert told.text == "J'ai osé <téléphoner>"
    assert "&lt;téléphoner&gt;" in scene.rendered(told).text
    assert await relays(scene, BRAM) == []


@pytest.mark.parametrize("how", ["today", "two taps", "another day", "back", "written", "said"])
async def test_another_step_is_written_first_then_dated_and_never_goes_to_the_partner(
    scene: Scene, pair: Pair, how: str
) -> None:
    await scene.taps(ANNA, StepDay(pair.id, Milestone.OWN))
    sees(scene, "Please write the step")
    await scene.says(ANNA, "Le permis <B>")
    asked = await scene.last(ANNA)
    assert isinstance(asked, WhenWasStep)
    assert "Le permis &lt;B&gt;" in scene.rendered(asked).text
    assert await step_rows(scene) == []
    day = "2026-11-15"
    match how:
        case "today" | "two taps":
            day = "2026-11-24"
            for _ in range(1 + (how == "two taps")):
                await scene.taps(ANNA, StepDone(pair.id, Milestone.OWN, TODAY))
        case "another day" | "back":
            await scene.taps(ANNA, OtherStepDay(pair.id, Milestone.OWN))
            if how == "back":
                await scene.taps(ANNA, OwnStepDay(pair.id))
                sees(scene, "Le permis")
            await scene.taps(ANNA, StepDone(pair.id, Milestone.OWN, "20261115"))
        case "written":
            await scene.taps(ANNA, WriteStepDay(pair.id, Milestone.OWN))
            await scene.says(ANNA, "15 novembre")
        case _:
            await scene.says(ANNA, "Bonjour")
            assert await scene.last(ANNA) == NotADate()
            await scene.says(ANNA, "15/11")
    (step,) = await step_rows(scene)
    assert (step.on_day, step.open(scene.database.vault, "text")) == (day, "Le permis <B>")
    assert await relays(scene, BRAM) == []
    await scene.says(ANNA, "Bonjour")
    assert len(await relays(scene, BRAM)) == 1


async def test_an_old_button_back_to_the_day_asks_for_the_words(scene: Scene, pair: Pair) -> None:
    await scene.taps(ANNA, OwnStepDay(pair.id))
    sees(scene, "Please write the step")
    await scene.says(ANNA, "x" * 81)
    assert await scene.last(ANNA) == StepTooLong()
    await scene.says(ANNA, "Deux")
    assert isinstance(await scene.last(ANNA), WhenWasStep)


async def test_other_words_of_the_same_day_are_another_step(scene: Scene, pair: Pair) -> None:
    for user, text in ((ANNA, "Un"), (ANNA, "Un"), (ANNA, "Deux"), (BRAM, "Deux")):
        await scene.taps(user, StepDone(pair.id, Milestone.OWN, TODAY))
        await scene.says(user, text)
    assert [step.confirmed_at is not None for step in await step_rows(scene)] == [False, True]


async def test_words_are_asked_for_again_until_they_can_be_kept(scene: Scene, pair: Pair) -> None:
    await scene.taps(ANNA, StepDone(pair.id, Milestone.OWN, TODAY))
    await scene.says(ANNA, "mot " * 1000)
    assert await scene.last(ANNA) == StepTooLong()
    await scene.says(ANNA, photo=[{"file_id": "a", "file_unique_id": "b", "width": 1, "height": 1}])
    assert await scene.last(ANNA) == WritePlease()
    await scene.says(ANNA, "x" * 80)
    assert len(await step_rows(scene)) == 1
    await scene.says(ANNA, "Bonjour")
    assert len(await relays(scene, BRAM)) == 1, "what follows goes to the partner again"


@pytest.mark.parametrize("leaving", [StepKinds, ShowProgress, NoteStep, NoteGoal])
async def test_the_question_for_words_can_be_left(scene: Scene, pair: Pair, leaving: type[Tap]) -> None:
    await scene.taps(ANNA, StepDone(pair.id, Milestone.OWN, TODAY))
    await scene.taps(ANNA, leaving(pair.id))  # type: ignore[call-arg]
    await scene.says(ANNA, "Bonjour")
    assert await step_rows(scene) == []


async def test_commands_are_no_words_of_a_step(scene: Scene, pair: Pair) -> None:
    await scene.taps(ANNA, StepDone(pair.id, Milestone.OWN, TODAY))
    await scene.says(ANNA, "/cancel")
    assert await scene.last(ANNA) == Cancelled()
    await scene.taps(ANNA, WriteStepDay(pair.id, CV))
    await scene.says(ANNA, "/progress")
    assert isinstance(await scene.last(ANNA), ProgressCard)
    await scene.says(ANNA, "hier")
    assert await step_rows(scene) == []


async def test_a_duo_that_ends_while_words_are_asked_for_asks_no_more(scene: Scene, pair: Pair) -> None:
    await scene.taps(ANNA, StepDone(pair.id, Milestone.OWN, TODAY))
    await end(scene, pair)
    await scene.says(ANNA, "Un pas")
    assert await scene.last(ANNA) == OutOfDate()
    assert await step_rows(scene) == []


# -- taking back ------------------------------------------------------------------------------------------------------
async def test_a_step_taken_back_before_it_was_told_is_never_told(scene: Scene, pair: Pair) -> None:
    await scene.taps(ANNA, StepDone(pair.id, CV, TODAY))
    (step,) = await step_rows(scene)
    for _ in range(2):
        await scene.taps(ANNA, UndoStep(step.id))
        sees(scene, "taken back")
    await nudges_go(scene)
    assert await of_kind(scene, BRAM, Congratulate) == []
    assert await of_kind(scene, BRAM, StepWithdrawn) == []
    await scene.taps(ANNA, StepDone(pair.id, CV, TODAY))
    assert [step.undone_at is None for step in await step_rows(scene)] == [False, True], "noted anew, it counts anew"


async def test_who_heard_of_a_step_hears_that_it_was_taken_back_and_cannot_confirm_it(scene: Scene, pair: Pair) -> None:
    await scene.taps(ANNA, StepDone(pair.id, CV, TODAY))
    await nudges_go(scene)
    (told,) = await of_kind(scene, BRAM, Congratulate)
    assert told.step_id is not None
    await scene.taps(ANNA, UndoStep(told.step_id))
    assert await of_kind(scene, BRAM, StepWithdrawn) == [StepWithdrawn(name="Amina", milestone=CV)]
    await scene.taps(BRAM, ConfirmStep(told.step_id))
    sees(scene, scene.rendered(StepTakenBack(duo_id=pair.id)).text)
    await scene.taps(BRAM, SendWarmWord(told.nudge_id))
    hears(scene, OutOfDate())
    (step,) = await step_rows(scene)
    assert step.confirmed_at is None
    assert await of_kind(scene, ANNA, WarmWord) == []


async def test_after_a_day_a_step_stays(scene: Scene, pair: Pair) -> None:
    await scene.taps(ANNA, StepDone(pair.id, CV, TODAY))
    (step,) = await step_rows(scene)
    scene.advance(DAY)
    await scene.taps(ANNA, UndoStep(step.id))
    sees(scene, "noted more than a day ago", "The team can help")
    (after,) = await step_rows(scene)
    assert after.undone_at is None


async def test_each_does_only_what_is_theirs(scene: Scene, pair: Pair) -> None:
    await scene.taps(ANNA, StepDone(pair.id, CV, TODAY))
    (step,) = await step_rows(scene)
    for user, tap in ((BRAM, UndoStep(step.id)), (ANNA, ConfirmStep(step.id)), (BRAM, AfterFoundWork(step.id, True))):
        await scene.taps(user, tap)
        hears(scene, NotHere())
    (after,) = await step_rows(scene)
    assert (after.undone_at, after.confirmed_at) == (None, None)


def forged(duo_id: int, step_id: int) -> list[Tap]:
    return [
        *(ShowProgress(duo_id), ShowSteps(duo_id, 0), OpenStep(step_id), NoteStep(duo_id), StepKinds(duo_id)),
        *(StepDay(duo_id, Milestone.OWN), OwnStepDay(duo_id)),
        *(StepDay(duo_id, CV), OtherStepDay(duo_id, CV), WriteStepDay(duo_id, CV), StepDone(duo_id, CV, TODAY)),
        *(StepDone(duo_id, Milestone.OWN, TODAY), ConfirmStep(step_id), UndoStep(step_id)),
        AfterFoundWork(step_id, goes_on=False),
    ]


@pytest.mark.parametrize("user", [OMAR, EVA, LENA, 701])
async def test_nobody_else_sees_or_does_anything_about_the_steps_of_a_duo(scene: Scene, pair: Pair, user: int) -> None:
    await make_pair(scene, seeker=OMAR, mentor=EVA)
    await make_person(scene, LENA, Role.COORDINATOR)
    await make_person(scene, 701, Role.LEAD, organisation=await make_organisation(scene, "FMDO"))
    await in_english(scene)
    await scene.taps(ANNA, StepDone(pair.id, Milestone.TRAINING, TODAY))
    (before,) = await step_rows(scene)
    for tap in forged(pair.id, before.id):
        await scene.taps(user, tap)
        hears(scene, NotHere())
    assert await step_rows(scene) == [before]


async def test_after_the_end_every_button_says_that_it_is_out_of_date(scene: Scene, pair: Pair) -> None:
    await scene.taps(ANNA, StepDone(pair.id, Milestone.TRAINING, TODAY))
    (before,) = await step_rows(scene)
    await end(scene, pair)
    for tap in forged(pair.id, before.id):
        await scene.taps(ANNA, tap)
        assert scene.edits() == []
        assert len(scene.toasts()) == 1
    assert await step_rows(scene) == [before]


async def test_in_a_pause_a_step_is_noted_and_told_as_anything_they_write(scene: Scene, pair: Pair) -> None:
    async with scene.database.write() as store:
        await store.session.execute(update(Duo).where(col(Duo.id) == pair.id).values(state=DuoState.PAUSED))
    await scene.taps(ANNA, StepDone(pair.id, CV, TODAY))
    async with scene.database.write() as store:
        await send_nudges(scene.work(store, "nudges"))
    await carry(scene)
    assert len(await step_rows(scene)) == 1
    assert len(await of_kind(scene, BRAM, Congratulate)) == 1
