"""The card of /progress: what each of the two sees of their way."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import delete, update
from sqlmodel import col

from mentoring.messages.progress import NoProgressYet, ProgressCard, WhichDuo
from mentoring.messages.system import NotHere
from mentoring.milestones import Milestone
from mentoring.taps_duos import DuoCard
from mentoring.taps_goals import NoteGoal
from mentoring.taps_progress import ConfirmStep, OpenStep, ShowSteps, StepDone
from storage.tables import Duo
from storage.tables import Milestone as Milestones
from storage.words import Met, Question, Role
from tests.handlers.meetings import in_english
from tests.handlers.people import make_person
from tests.handlers.scene import Scene
from tests.handlers.steps import TODAY, answered, hears, held, sees, step_rows
from tests.handlers.threads import ANNA, BRAM, EVA, LENA, OMAR, Pair, end, make_pair

CV, DAY = Milestone.CV_READY, timedelta(days=1)


@pytest.fixture
async def pair(scene: Scene) -> Pair:
    made = await make_pair(scene, names=("Amina", "Bram"))
    await in_english(scene)
    return made


async def test_the_card_tells_how_far_a_duo_has_come(scene: Scene, pair: Pair) -> None:
    async with scene.database.write() as store:
        for answers in ((Met.YES, Met.ELSEWHERE), (Met.YES, Met.OPEN)):
            await held(scene, store, pair, answers)
    await scene.taps(ANNA, NoteGoal(pair.id))
    await scene.says(ANNA, "Un stage")
    for number in range(1, 9):
        await scene.taps(BRAM, StepDone(pair.id, Milestone.APPLICATION_SENT, f"202611{10 + number}"))
    scene.advance(21 * DAY)

    await scene.says(ANNA, "/progress")
    card = await scene.last(ANNA)
    assert isinstance(card, ProgressCard)
    assert (card.weeks, card.held, card.held_by_both, card.goals, card.total_steps) == (3, 2, 1, ("Un stage",), 8)
    assert [step.on_day for step in card.steps] == [date(2026, 11, 10 + n) for n in range(8, 2, -1)]
    assert len(card.to_confirm) == 3
    text = scene.rendered(card).text
    assert "3 weeks together" in text
    assert "You met 2 times.\nYou both confirmed 1 of them." in text
    assert "and 2 earlier ones" in text


async def test_only_the_job_seeker_sees_how_their_own_answers_changed(scene: Scene, pair: Pair) -> None:
    first = {Question.MOTIVATION: 2, Question.NETWORK: 4, Question.CODES: 3, Question.DUO: 1}
    last = {Question.MOTIVATION: 4, Question.NETWORK: 3, Question.CODES: 3, Question.DUO: 5, Question.SEARCH: 5}
    for number, given in enumerate((first, last), start=1):
        await answered(scene, pair, ANNA, number, given)
        await answered(scene, pair, BRAM, number, {Question.DUO: number})
    await scene.says(ANNA, "/progress")
    hers = scene.rendered(await scene.last(ANNA)).text
    assert "Higher now: Motivation\nThe same: Rules at work\nLower now: Contacts. " in hers
    assert "Your mentor does not see this." in hers
    await scene.says(BRAM, "/progress")
    his = await scene.last(BRAM)
    assert isinstance(his, ProgressCard)
    assert his.progress == ()
    assert "Motivation" not in scene.rendered(his).text


async def test_steps_stay_when_another_mentor_takes_over_but_not_the_words_shared_with_the_first(
    scene: Scene, pair: Pair
) -> None:
    await scene.taps(ANNA, StepDone(pair.id, CV, TODAY))
    await scene.taps(ANNA, StepDone(pair.id, Milestone.OWN, TODAY))
    await scene.says(ANNA, "Un secret")
    old = await step_rows(scene)
    await end(scene, pair)
    async with scene.database.read() as store:
        first = await store.session.get(Duo, pair.id)
        assert first is not None
    second = await make_pair(scene, seeker=OMAR, mentor=EVA)
    async with scene.database.write() as store:  # as the same job seeker
        theirs = update(Duo).where(col(Duo.id) == second.id)
        await store.session.execute(theirs.values(seeker_id=first.seeker_id))
    await in_english(scene)

    await scene.taps(EVA, ShowSteps(second.id, 0))
    text = sees(scene, "CV ready", "a step of their own")
    assert "Un secret" not in text
    await scene.taps(EVA, ConfirmStep(old[0].id))
    hears(scene, NotHere())
    await scene.taps(EVA, OpenStep(old[0].id))
    sees(scene, "CV ready")


async def test_a_mentor_of_several_is_asked_whose_progress_and_in_a_topic_it_is_that_duo(topic_scene: Scene) -> None:
    first = await make_pair(topic_scene, names=("Amina", "Bram"))
    second = await make_pair(topic_scene, seeker=OMAR, names=("Omar", "Bram"))
    await topic_scene.says(BRAM, "/progress")
    asked = await topic_scene.last(BRAM)
    assert isinstance(asked, WhichDuo)
    assert [(duo.duo_id, duo.name) for duo in asked.duos] == [(first.id, "Amina"), (second.id, "Omar")]
    await topic_scene.says(BRAM, "/progress", topic=second.topics[BRAM])
    shown = await topic_scene.last(BRAM)
    assert isinstance(shown, ProgressCard)
    assert shown.duo_id == second.id


async def test_without_a_duo_there_is_a_friendly_word(scene: Scene, pair: Pair) -> None:
    await end(scene, pair)
    await scene.says(ANNA, "/progress")
    assert await scene.last(ANNA) == NoProgressYet()


async def test_the_team_sees_on_the_card_of_a_duo_which_steps_were_reached_but_no_words_of_theirs(
    scene: Scene, pair: Pair
) -> None:
    await make_person(scene, LENA, Role.COORDINATOR)
    await scene.taps(ANNA, StepDone(pair.id, Milestone.OWN, "20261120"))
    await scene.says(ANNA, "Un secret")
    for day in ("20261121", "20261122", "20261123"):
        await scene.taps(BRAM, StepDone(pair.id, Milestone.INTERVIEW, day))
    await in_english(scene)

    await scene.taps(LENA, DuoCard(pair.id))
    text = "\n".join([*scene.edits(), *[scene.rendered(m).text for m in await scene.messages(LENA)]])
    assert "4 steps reached\n• Monday 23 November: job interview\n" in text
    async with scene.database.write() as store:
        await store.session.execute(delete(Milestones).where(col(Milestones.kind) == Milestone.INTERVIEW))
    await scene.taps(LENA, DuoCard(pair.id))
    text = "\n".join([*scene.edits(), *[scene.rendered(m).text for m in await scene.messages(LENA)]])
    assert "1 step reached\n• Friday 20 November: a step of their own" in text
    assert "secret" not in text
