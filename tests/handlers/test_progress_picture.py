"""A duo's progress as a picture: asked for at a tap, drawn beside the chat, to each of the two what they may see."""

from __future__ import annotations

from base64 import b64decode, b64encode
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import select

from bot.chore_table import CHORES
from bot.chores import Chores
from mentoring.chores import ComputingFailedError
from mentoring.messages.progress_picture import PictureComes, PictureNotDrawn, ProgressShown
from mentoring.messages.system import NotHere, OutOfDate
from mentoring.milestones import Milestone
from mentoring.pictures import Line, ProgressPicture, from_payload
from mentoring.taps_goals import NoteGoal
from mentoring.taps_progress import ShowPicture, StepDone
from storage.tables import Chore
from storage.words import Met, Question, Role
from tests.handlers.meetings import in_english
from tests.handlers.scene import Scene
from tests.handlers.steps import TODAY, answered, hears, held, of_kind
from tests.handlers.threads import ANNA, BRAM, EVA, OMAR, Pair, end, make_pair

PNG = b"\x89PNG drawn"


@dataclass
class Pencil:
    """Draws the same every time, and remembers what it was to draw."""

    asked: list[tuple[ProgressPicture, str]] = field(default_factory=list)
    breaks: bool = False

    async def fetch(self, file_id: str, limit: int) -> bytes:
        raise AssertionError("not asked for")

    async def compute(self, module: str, payload: Any) -> Any:
        assert module == "locales.pictures"
        picture, language = from_payload(payload)
        assert isinstance(picture, ProgressPicture)
        self.asked.append((picture, language))
        if self.breaks:
            raise ComputingFailedError("exit code 1")
        return {"png": b64encode(PNG).decode()}


@pytest.fixture
async def pair(scene: Scene) -> Pair:
    made = await make_pair(scene, names=("Amina", "Bram"))
    await in_english(scene)
    return made


async def work_off(scene: Scene, pencil: Pencil) -> None:
    chores = Chores(scene.database, scene.clock, scene.clock, scene.facts, pencil, CHORES)
    while await chores.pull():
        pass


async def test_a_tap_says_that_it_is_drawn_and_the_picture_comes_with_the_same_in_words(
    scene: Scene, pair: Pair
) -> None:
    async with scene.database.write() as store:
        await held(scene, store, pair, (Met.YES, Met.YES))
    await answered(scene, pair, ANNA, 1, {Question.MOTIVATION: 2, Question.DUO: 1})
    await answered(scene, pair, ANNA, 3, {Question.MOTIVATION: 3})  # the same week: the newest counts
    await answered(scene, pair, ANNA, 15, {Question.MOTIVATION: 4})
    await scene.taps(ANNA, NoteGoal(pair.id))
    await scene.says(ANNA, "Un stage")
    await scene.taps(BRAM, StepDone(pair.id, Milestone.CV_READY, TODAY))
    scene.advance(timedelta(days=21))

    pencil = Pencil()
    await scene.taps(ANNA, ShowPicture(pair.id))
    hears(scene, PictureComes())
    await work_off(scene, pencil)
    ((picture, language),) = pencil.asked
    assert language == "en"
    assert (picture.name, picture.weeks, picture.held, picture.to) == ("Bram", 3, 1, Role.SEEKER)
    assert (picture.held_by_week, picture.goals, picture.total_steps) == ((1, 0, 0, 0), ("Un stage",), 1)
    assert picture.lines == (Line(Question.MOTIVATION, ((0, 3), (2, 4))),)
    shown = await scene.last(ANNA)
    assert isinstance(shown, ProgressShown)
    assert b64decode(shown.png) == PNG
    rendered = scene.rendered(shown)
    assert rendered.photo == PNG
    assert "3 weeks together\nYou met 1 time.\n1 step noted" in rendered.text


async def test_the_mentor_s_picture_has_no_answers_in_it(scene: Scene, pair: Pair) -> None:
    for number in (1, 15):
        await answered(scene, pair, ANNA, number, {Question.MOTIVATION: 2})
    pencil = Pencil()
    await scene.taps(BRAM, ShowPicture(pair.id))
    await work_off(scene, pencil)
    ((picture, _),) = pencil.asked
    assert (picture.name, picture.to, picture.lines) == ("Amina", Role.MENTOR, ())


async def test_the_button_is_on_the_card_as_soon_as_there_is_something_to_show(scene: Scene, pair: Pair) -> None:
    async def buttons() -> list[str]:
        await scene.says(ANNA, "/progress")
        return [button.text for row in scene.rendered(await scene.last(ANNA)).buttons for button in row]

    assert "As a picture" not in await buttons()
    scene.advance(timedelta(days=7))
    assert "As a picture" in await buttons()


async def test_a_duo_of_the_first_week_can_be_drawn_as_well(scene: Scene, pair: Pair) -> None:
    pencil = Pencil()
    await scene.taps(ANNA, ShowPicture(pair.id))
    await work_off(scene, pencil)
    ((picture, _),) = pencil.asked
    assert (picture.weeks, picture.held_by_week, picture.steps, picture.lines) == (0, (0,), (), ())


async def test_tapping_again_brings_one_picture_a_minute(scene: Scene, pair: Pair) -> None:
    pencil = Pencil()
    await scene.taps(ANNA, ShowPicture(pair.id))
    await scene.taps(ANNA, ShowPicture(pair.id))  # before it is drawn
    hears(scene, PictureComes())
    await work_off(scene, pencil)
    await scene.taps(ANNA, ShowPicture(pair.id))  # and after
    await work_off(scene, pencil)
    assert len(await of_kind(scene, ANNA, ProgressShown)) == 1
    scene.advance(timedelta(seconds=61))
    await scene.taps(ANNA, ShowPicture(pair.id))
    await work_off(scene, pencil)
    assert len(await of_kind(scene, ANNA, ProgressShown)) == 2
    assert len(pencil.asked) == 2


async def test_a_mentor_of_two_gets_a_picture_of_each_within_a_minute(scene: Scene, pair: Pair) -> None:
    other = await make_pair(scene, seeker=OMAR, names=("Omar", "Bram"))
    pencil = Pencil()
    for duo in (pair, other, pair):
        await scene.taps(BRAM, ShowPicture(duo.id))
    await work_off(scene, pencil)
    await scene.taps(BRAM, ShowPicture(other.id))
    await work_off(scene, pencil)
    assert [message.name for message in await of_kind(scene, BRAM, ProgressShown)] == ["Amina", "Omar"]


async def test_where_drawing_fails_there_are_kind_words_and_a_way_back(scene: Scene, pair: Pair) -> None:
    await scene.taps(ANNA, ShowPicture(pair.id))
    await work_off(scene, Pencil(breaks=True))
    told = await scene.last(ANNA)
    assert told == PictureNotDrawn(duo_id=pair.id)
    assert "still there in words" in scene.rendered(told).text


async def test_a_picture_of_a_duo_that_ends_meanwhile_is_not_drawn(scene: Scene, pair: Pair) -> None:
    await scene.taps(ANNA, ShowPicture(pair.id))
    await end(scene, pair)
    pencil = Pencil()
    await work_off(scene, pencil)
    assert pencil.asked == []
    await scene.taps(ANNA, ShowPicture(pair.id))
    hears(scene, OutOfDate())


async def test_nobody_gets_a_picture_of_another_duo(scene: Scene, pair: Pair) -> None:
    await make_pair(scene, seeker=OMAR, mentor=EVA)
    await in_english(scene)
    await scene.taps(EVA, ShowPicture(pair.id))
    hears(scene, NotHere())
    async with scene.database.read() as store:
        assert (await store.session.execute(select(Chore))).first() is None
