"""Good news: congratulations to both, and the question how the duo goes on."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import update
from sqlmodel import col

from mentoring.endings.pausing import resume_due
from mentoring.messages.endings_goodbye import WellFinished
from mentoring.messages.first_meeting import PromptClosing
from mentoring.messages.nudges import Congratulate
from mentoring.messages.progress import FoundWorkAtDesk, FourMoreWeeks, SettledAtDesk
from mentoring.messages.system import OutOfDate
from mentoring.milestones import FOUND_WORK, Milestone
from mentoring.sessions.prompts import Prompt, prompt_duos
from mentoring.taps_duos import DuoCard
from mentoring.taps_endings import FinishAs, PauseUntil, ReallyFinish
from mentoring.taps_progress import AfterFoundWork, ConfirmStep, StepDone, UndoStep
from storage.tables import Duo, DuoSession
from storage.words import DuoState, Outcome, Place, Role, SessionKind, SessionState
from tests.handlers.meetings import in_english
from tests.handlers.people import make_person
from tests.handlers.scene import Scene
from tests.handlers.steps import TODAY, hears, nudges_go, of_kind, sees, step_rows
from tests.handlers.threads import ANNA, BRAM, LENA, Pair, carry, end, make_pair

QUESTION = "Would you like to go on with Bram for four more weeks?"
CONTRACT = Milestone.CONTRACT_SIGNED


@pytest.fixture
async def pair(scene: Scene) -> Pair:
    """Lena looks after them."""
    made = await make_pair(scene, names=("Amina", "Bram"))
    lena = await make_person(scene, LENA, Role.COORDINATOR, name="Lena")
    async with scene.database.write() as store:
        duo = update(Duo).where(col(Duo.id) == made.id)
        await store.session.execute(duo.values(coordinator_id=lena.membership_id))
    await in_english(scene)
    return made


@pytest.mark.parametrize("milestone", sorted(FOUND_WORK))
async def test_whoever_found_something_is_congratulated_and_asked_how_the_duo_goes_on(
    scene: Scene, pair: Pair, milestone: Milestone
) -> None:
    await scene.taps(ANNA, StepDone(pair.id, milestone, TODAY))
    sees(scene, "Congratulations!", QUESTION)
    await nudges_go(scene)
    (told,) = await of_kind(scene, BRAM, Congratulate)
    assert "Great news from Amina" in scene.rendered(told).text
    assert await of_kind(scene, LENA, FoundWorkAtDesk) == [], "the team hears of it with the wish"


@pytest.mark.parametrize("milestone", sorted(set(Milestone) - FOUND_WORK - {Milestone.OWN}))
async def test_other_steps_close_nothing(scene: Scene, pair: Pair, milestone: Milestone) -> None:
    await scene.taps(ANNA, StepDone(pair.id, milestone, TODAY))
    assert "four more weeks" not in sees(scene, "Noted!")
    (step,) = await step_rows(scene)
    await scene.taps(ANNA, AfterFoundWork(step.id, goes_on=False))
    assert scene.edits() == []
    assert await of_kind(scene, LENA, FoundWorkAtDesk) == []


async def test_the_job_seeker_is_asked_when_they_say_that_it_is_so_not_the_mentor_who_noted_it(
    scene: Scene, pair: Pair
) -> None:
    await scene.taps(BRAM, StepDone(pair.id, CONTRACT, TODAY))
    assert "four more weeks" not in sees(scene, "What good news! You helped Amina get there.")
    (step,) = await step_rows(scene)
    await scene.taps(ANNA, ConfirmStep(step.id))
    sees(scene, "Congratulations!", QUESTION)


async def test_an_offer_and_the_contract_that_follows_are_asked_about_once(scene: Scene, pair: Pair) -> None:
    await scene.taps(ANNA, StepDone(pair.id, Milestone.JOB_OFFER, TODAY))
    sees(scene, QUESTION)
    scene.advance(timedelta(days=10))
    await scene.taps(ANNA, StepDone(pair.id, CONTRACT, "20261204"))
    assert "four more weeks" not in sees(scene, "Congratulations!")
    scene.advance(timedelta(days=60))
    await scene.taps(ANNA, StepDone(pair.id, Milestone.TRAINING, "20270202"))
    sees(scene, QUESTION)


@pytest.mark.parametrize(("goes_on", "word"), [(True, "go on as before"), (False, "a good goodbye")])
async def test_the_team_hears_of_the_wish_once_with_a_way_to_the_duo(
    scene: Scene, pair: Pair, goes_on: bool, word: str
) -> None:
    await scene.taps(ANNA, StepDone(pair.id, CONTRACT, TODAY))
    (step,) = await step_rows(scene)
    for _ in range(2):
        await scene.taps(ANNA, AfterFoundWork(step.id, goes_on=goes_on))
        sees(scene, word, "Duo Dijle")
    (told,) = await of_kind(scene, LENA, FoundWorkAtDesk)
    assert (told.milestone, told.goes_on, told.seeker.name, told.mentor.name) == (CONTRACT, goes_on, "Amina", "Bram")
    buttons = [button.tap for row in scene.rendered(told).buttons for button in row]
    assert buttons == [ReallyFinish(pair.id, Outcome.WORK), DuoCard(pair.id)]
    async with scene.database.read() as store:
        duo = await store.session.get(Duo, pair.id)
        assert duo is not None
        assert duo.state == DuoState.ACTIVE, "nothing is closed by itself"


async def test_four_weeks_later_both_plan_a_closing_and_the_team_finishes_with_one_tap_and_a_yes(
    scene: Scene, pair: Pair
) -> None:
    await scene.taps(ANNA, StepDone(pair.id, Milestone.INTERNSHIP, TODAY))
    (step,) = await step_rows(scene)
    await scene.taps(ANNA, AfterFoundWork(step.id, goes_on=True))
    sees(scene, "Around Tuesday 22 December I ask you both")
    (told,) = await of_kind(scene, BRAM, FourMoreWeeks)
    assert (told.name, told.until) == ("Amina", date(2026, 12, 22))
    await prompts_go(scene)
    assert await of_kind(scene, ANNA, PromptClosing) == []

    scene.clock.advance_to(datetime(2026, 12, 22, 9, tzinfo=UTC))
    await prompts_go(scene)
    await prompts_go(scene)
    for user in (ANNA, BRAM):
        assert len(await of_kind(scene, user, PromptClosing)) == 1
    (due,) = await of_kind(scene, LENA, SettledAtDesk)
    finish = scene.rendered(due).buttons[0][0].tap
    assert finish == ReallyFinish(pair.id, Outcome.INTERNSHIP)
    await scene.taps(LENA, finish)
    sees(scene, "Finish the duo", "Internship")
    await scene.taps(LENA, FinishAs(pair.id, Outcome.INTERNSHIP))
    async with scene.database.read() as store:
        duo = await store.session.get(Duo, pair.id)
        assert duo is not None
        assert (duo.state, duo.outcome, duo.prompt) == (DuoState.COMPLETED, Outcome.INTERNSHIP, None)
    for user in (ANNA, BRAM):
        (goodbye,) = await of_kind(scene, user, WellFinished)
        assert goodbye.outcome == Outcome.INTERNSHIP


async def test_a_closing_that_is_planned_is_not_asked_about_and_the_team_hears_still(scene: Scene, pair: Pair) -> None:
    await _goes_on(scene, pair)
    async with scene.database.write() as store:
        store.session.add(
            DuoSession(
                duo_id=pair.id,
                kind=SessionKind.CLOSING,
                state=SessionState.CONFIRMED,
                place=Place.CALL,
                starts_at=datetime(2026, 12, 23, 9, tzinfo=UTC),
                local_start="2026-12-23T10:00",
                time_zone="Europe/Brussels",
                changed_at=scene.clock.now(),
                created_at=scene.clock.now(),
            )
        )
    scene.clock.advance_to(datetime(2026, 12, 22, 9, tzinfo=UTC))
    await prompts_go(scene)
    assert await of_kind(scene, ANNA, PromptClosing) == []
    assert len(await of_kind(scene, LENA, SettledAtDesk)) == 1


async def test_a_step_that_was_taken_back_ends_no_four_weeks(scene: Scene, pair: Pair) -> None:
    step_id = await _goes_on(scene, pair)
    await scene.taps(ANNA, UndoStep(step_id))
    scene.clock.advance_to(datetime(2026, 12, 22, 9, tzinfo=UTC))
    await prompts_go(scene)
    assert await of_kind(scene, LENA, SettledAtDesk) == []
    assert await of_kind(scene, ANNA, PromptClosing) == []


async def test_a_duo_that_rests_meanwhile_has_its_four_weeks_all_the_same(scene: Scene, pair: Pair) -> None:
    await _goes_on(scene, pair)
    await scene.taps(LENA, PauseUntil(pair.id, "20261201", 0))
    scene.clock.advance_to(datetime(2026, 12, 1, 8, tzinfo=UTC))
    async with scene.database.write() as store:
        await resume_due(scene.work(store, "resume"))
    async with scene.database.read() as store:
        duo = await store.session.get(Duo, pair.id)
        assert duo is not None
        assert (duo.prompt, duo.prompt_at) == (Prompt.SETTLED, datetime(2026, 12, 29, 9, tzinfo=UTC))


async def _goes_on(scene: Scene, pair: Pair) -> int:
    await scene.taps(ANNA, StepDone(pair.id, CONTRACT, TODAY))
    (step,) = await step_rows(scene)
    await scene.taps(ANNA, AfterFoundWork(step.id, goes_on=True))
    return step.id


async def prompts_go(scene: Scene) -> None:
    async with scene.database.write() as store:
        await prompt_duos(scene.work(store, f"prompts:{scene.update_id}:{scene.clock.now()}"), 100)
    await carry(scene)


async def test_a_wish_after_it_was_taken_back_or_after_the_end_changes_nothing(scene: Scene, pair: Pair) -> None:
    await scene.taps(ANNA, StepDone(pair.id, CONTRACT, TODAY))
    (step,) = await step_rows(scene)
    await scene.taps(ANNA, UndoStep(step.id))
    await scene.taps(ANNA, AfterFoundWork(step.id, goes_on=True))
    sees(scene, "taken back")
    await end(scene, pair)
    await scene.taps(ANNA, AfterFoundWork(step.id, goes_on=True))
    hears(scene, OutOfDate())
    assert await of_kind(scene, LENA, FoundWorkAtDesk) == []
