from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from mentoring.check_ins.rotation import DIMENSIONS
from mentoring.messages.check_ins import (
    CheckInClosed,
    CheckInPaused,
    CheckInReminder,
    CheckInSkipped,
    QuestionShown,
    WeeklyQuestion,
)
from mentoring.messages.system import NotHere
from mentoring.taps_check_ins import AnswerAgain, AskAgain, ChooseFace, ShowThanks, SkipCheckIn, WriteNote
from storage.tables import CheckIn
from storage.words import Call, CheckInState, DuoState, Occasion, Question, Role
from tests.handlers.check_in_rounds import (
    a_question_is_due,
    faces,
    get_going,
    labels,
    newest,
    reminders_are_due,
    rounds_of,
)
from tests.handlers.people import make_organisation, make_person
from tests.handlers.scene import Scene
from tests.handlers.threads import ANNA, BRAM, LENA, OMAR, Pair, end, make_pair, relays, set_state

STRANGER = 999


@pytest.fixture
async def pair(scene: Scene) -> Pair:
    """A duo whose first questions have arrived: six for Anna, one for Bram."""
    pair = await make_pair(scene, names=("Anna", "Bram"))
    await get_going(scene, pair)
    await a_question_is_due(scene)
    return pair


async def answers_all(scene: Scene, value: int = 4, **others: int) -> CheckIn:
    """Anna taps her way through the six."""
    round_ = await newest(scene, ANNA)
    for question in DIMENSIONS:
        await scene.taps(ANNA, ChooseFace(round_.id, question, others.get(question, value)))
    return await newest(scene, ANNA)


def toast(scene: Scene, line: NotHere | CheckInPaused) -> bool:
    return scene.toasts() == [scene.rendered(line, "fr").text] and scene.edits() == []


def becomes(scene: Scene, message: QuestionShown | CheckInSkipped | CheckInClosed) -> bool:
    return scene.edits() == [scene.rendered(message, "fr").text]


# -- the question ------------------------------------------------------------------------------------------------------
async def test_each_side_gets_its_question_in_its_thread_and_reads_who_sees_the_answer(
    scene: Scene, pair: Pair
) -> None:
    hers, his = await scene.last(ANNA), await scene.last(BRAM)

    assert isinstance(hers, WeeklyQuestion)
    assert isinstance(his, WeeklyQuestion)
    assert (hers.asked.occasion, hers.asked.place, hers.asked.total) == (Occasion.START, 1, 6)
    assert (his.asked.role, his.asked.question, his.asked.name) == (Role.MENTOR, Question.DUO, "Anna")
    assert "The team sees your answer, Bram does not." in scene.rendered(hers).text
    assert "How is it going with Anna?" in scene.rendered(his).text
    assert labels(scene.rendered(his)) == [
        *("😀 Very good", "🙂 Good", "😐 So-so", "🙁 Not so good", "😟 Not good at all"),
        "Skip this week",
    ]
    row = next(row for row in await scene.rows(BRAM) if row.kind == WeeklyQuestion.kind)
    assert row.thread_id == pair.threads[BRAM]


async def test_one_tap_answers_and_is_thanked_for_with_a_tip(scene: Scene, pair: Pair) -> None:
    round_ = await newest(scene, BRAM)
    await scene.taps(BRAM, ChooseFace(round_.id, Question.DUO, 4), on=77)

    (edit,) = [call for call in scene.session.calls if type(call).__name__ == "EditMessageText"]
    assert edit.message_id == 77
    assert "🙂" in edit.text
    assert await faces(scene, round_.id) == {"duo": 4}
    round_ = await newest(scene, BRAM)
    assert (round_.state, round_.remind_at) == (CheckInState.ANSWERED, None)
    assert round_.answered_at == scene.clock.now()


async def test_six_questions_are_one_message_that_becomes_the_next_one(scene: Scene, pair: Pair) -> None:
    round_ = await newest(scene, ANNA)
    for place, question in enumerate(DIMENSIONS[:-1], start=2):
        await scene.taps(ANNA, ChooseFace(round_.id, question, 3))
        assert f"{place} sur 6" in scene.edits()[0] or f"{place} of 6" in scene.edits()[0]
    assert (await newest(scene, ANNA)).state == CheckInState.ASKED
    await scene.taps(ANNA, ChooseFace(round_.id, Question.SEARCH, 5))

    assert (await newest(scene, ANNA)).state == CheckInState.ANSWERED
    assert await faces(scene, round_.id) == {**dict.fromkeys(DIMENSIONS, 3), "search": 5}
    assert [row.call for row in await scene.rows(ANNA) if row.kind.startswith("check-in")] == [Call.SEND]


async def test_a_question_never_gets_in_the_way_of_the_conversation(scene: Scene, pair: Pair) -> None:
    await scene.says(ANNA, "Bonjour Bram")
    assert [call for call, _ in await relays(scene, BRAM)] == [Call.COPY]
    await scene.taps(ANNA, ChooseFace((await newest(scene, ANNA)).id, Question.MOTIVATION, 3))
    await scene.says(ANNA, "Et demain ?")

    assert len(await relays(scene, BRAM)) == 2


async def test_partners_of_the_same_name_are_told_apart(scene: Scene) -> None:
    pairs = [
        await make_pair(scene, ANNA, BRAM, names=("Amina", "Bram")),
        await make_pair(scene, OMAR, BRAM, names=("Amina", "Bram")),
    ]
    await get_going(scene, *pairs)
    await a_question_is_due(scene)

    asked = [message.asked.name for message in await scene.messages(BRAM) if isinstance(message, WeeklyQuestion)]
    assert sorted(asked) == ["Amina", "Amina (2)"]


# -- changing, skipping ------------------------------------------------------------------------------------------------
async def test_an_answer_can_be_changed_until_the_next_question_is_asked(scene: Scene, pair: Pair) -> None:
    first = await newest(scene, BRAM)
    await scene.taps(BRAM, ChooseFace(first.id, Question.DUO, 4))
    scene.advance(timedelta(days=6))
    await scene.taps(BRAM, AnswerAgain(first.id))
    assert scene.edits()
    await scene.taps(BRAM, ChooseFace(first.id, Question.DUO, 2))
    assert await faces(scene, first.id) == {"duo": 2}
    await a_question_is_due(scene)

    for tap in (
        ChooseFace(first.id, Question.DUO, 5),
        AnswerAgain(first.id),
        SkipCheckIn(first.id),
        ShowThanks(first.id),
    ):
        await scene.taps(BRAM, tap)
        assert becomes(scene, CheckInClosed(name="Anna", ended=False, value=2))
    assert await faces(scene, first.id) == {"duo": 2}
    assert (await rounds_of(scene, BRAM))[0].state == CheckInState.ANSWERED


async def test_one_of_six_answers_is_changed_from_a_list(scene: Scene, pair: Pair) -> None:
    round_ = await answers_all(scene)
    await scene.taps(ANNA, AnswerAgain(round_.id))
    assert scene.edits()
    await scene.taps(ANNA, AskAgain(round_.id, Question.NETWORK))
    assert "4" in scene.edits()[0]
    await scene.taps(ANNA, ChooseFace(round_.id, Question.NETWORK, 2))

    assert await faces(scene, round_.id) == {**dict.fromkeys(DIMENSIONS, 4), "network": 2}
    assert (await newest(scene, ANNA)).state == CheckInState.ANSWERED


async def test_a_week_is_skipped_and_answered_after_all(scene: Scene, pair: Pair) -> None:
    round_ = await newest(scene, BRAM)
    await scene.taps(BRAM, SkipCheckIn(round_.id))
    assert becomes(scene, CheckInSkipped(check_in_id=round_.id))
    skipped = await newest(scene, BRAM)
    assert (skipped.state, skipped.remind_at) == (CheckInState.SKIPPED, None)
    await scene.taps(BRAM, AnswerAgain(round_.id))
    await scene.taps(BRAM, ChooseFace(round_.id, Question.DUO, 3))

    assert (await newest(scene, BRAM)).state == CheckInState.ANSWERED
    answered_at = scene.clock.now()
    scene.advance(timedelta(hours=1))
    await scene.taps(BRAM, SkipCheckIn(round_.id))  # the old button, later: thanks as before
    assert not becomes(scene, CheckInSkipped(check_in_id=round_.id))
    answered = await newest(scene, BRAM)
    assert (answered.state, answered.answered_at) == (CheckInState.ANSWERED, answered_at)
    assert await faces(scene, round_.id) == {"duo": 3}


async def test_skipping_after_two_of_six_keeps_the_two(scene: Scene, pair: Pair) -> None:
    round_ = await newest(scene, ANNA)
    for question in DIMENSIONS[:2]:
        await scene.taps(ANNA, ChooseFace(round_.id, question, 3))
    await scene.taps(ANNA, SkipCheckIn(round_.id))
    skipped = await newest(scene, ANNA)
    assert (skipped.state, skipped.remind_at) == (CheckInState.ANSWERED, None)
    await scene.taps(ANNA, AnswerAgain(round_.id))

    shown = scene.edits()[0]
    assert "3" in shown
    assert len(await faces(scene, round_.id)) == 2


async def test_two_fingers_at_once_leave_one_answer(scene: Scene, pair: Pair) -> None:
    round_ = await newest(scene, BRAM)
    await asyncio.gather(*(scene.taps(BRAM, ChooseFace(round_.id, Question.DUO, value)) for value in (5, 4, 5)))

    assert set(await faces(scene, round_.id)) == {"duo"}
    assert (await newest(scene, BRAM)).state == CheckInState.ANSWERED


# -- thanks ------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("user", "value", "words"), [(ANNA, 1, "honest"), (ANNA, 2, "honest"), (BRAM, 1, "not your fault")]
)
async def test_a_low_answer_gets_warmer_words(scene: Scene, pair: Pair, user: int, value: int, words: str) -> None:
    await make_english(scene)
    if user == ANNA:
        await answers_all(scene, network=value)
    else:
        await scene.taps(BRAM, ChooseFace((await newest(scene, BRAM)).id, Question.DUO, value))

    (thanks,) = scene.edits()
    assert words in thanks
    assert "The team is there for you." in thanks


async def make_english(scene: Scene) -> None:
    from sqlalchemy import update

    from storage.tables import Person

    async with scene.database.write() as store:
        await store.session.execute(update(Person).values(language="en"))


async def test_nobody_gets_the_same_tip_twice_in_a_row_and_a_changed_answer_keeps_its_tip(
    scene: Scene, pair: Pair
) -> None:
    await make_english(scene)
    tips = []
    for _ in range(9):
        round_ = await newest(scene, BRAM)
        for value in (4, 5):
            await scene.taps(BRAM, ChooseFace(round_.id, Question.DUO, value))
            tips.append(scene.edits()[0].split("An idea: ")[1])
        await a_question_is_due(scene)

    assert tips[::2] == tips[1::2]
    assert len(set(tips)) == 8
    assert tips[16] == tips[0]


async def test_a_mentor_of_two_duos_gets_another_tip_for_each(scene: Scene) -> None:
    pairs = [await make_pair(scene, seeker, BRAM, names=(f"P{seeker}", "Bram")) for seeker in (ANNA, OMAR)]
    await get_going(scene, *pairs)
    await a_question_is_due(scene)
    await make_english(scene)
    rounds = await rounds_of(scene, BRAM)
    tips = []
    for number in (1, 0, 1):  # the newer one first, then changed
        await scene.taps(BRAM, ChooseFace(rounds[number].id, Question.DUO, 4))
        tips.append(scene.edits()[0].split("An idea: ")[1])

    assert tips[0] != tips[1]
    assert tips[2] == tips[0]


# -- reminders ---------------------------------------------------------------------------------------------------------
async def test_a_reminder_is_answered_like_the_question_and_edited_itself(scene: Scene, pair: Pair) -> None:
    await scene.taps(ANNA, ChooseFace((await newest(scene, ANNA)).id, Question.MOTIVATION, 3))
    scene.advance(timedelta(hours=48))
    assert await reminders_are_due(scene) == 2

    hers, his = await scene.last(ANNA), await scene.last(BRAM)
    assert isinstance(hers, CheckInReminder)
    assert isinstance(his, CheckInReminder)
    assert (hers.asked.question, hers.asked.place) == (DIMENSIONS[1], 2)
    assert "One tap is enough" in scene.rendered(his).text
    await scene.taps(BRAM, ChooseFace(his.asked.check_in_id, Question.DUO, 5), on=88)
    assert [call.message_id for call in scene.session.calls if type(call).__name__ == "EditMessageText"] == [88]
    await scene.taps(BRAM, ChooseFace(his.asked.check_in_id, Question.DUO, 4), on=77)
    assert await faces(scene, his.asked.check_in_id) == {"duo": 4}


# -- what is not theirs, what is over ----------------------------------------------------------------------------------
def every_tap(check_in_id: int) -> list[ChooseFace | SkipCheckIn | AnswerAgain | AskAgain | ShowThanks | WriteNote]:
    return [
        ChooseFace(check_in_id, Question.DUO, 5),
        SkipCheckIn(check_in_id),
        AnswerAgain(check_in_id),
        AskAgain(check_in_id, Question.DUO),
        ShowThanks(check_in_id),
        WriteNote(check_in_id),
    ]


@pytest.mark.parametrize("user", [ANNA, LENA, OMAR])
async def test_nobody_touches_the_round_of_somebody_else(scene: Scene, pair: Pair, user: int) -> None:
    """Neither the partner nor a coordinator of theirs, nor somebody of another organisation."""
    await make_person(scene, LENA, Role.COORDINATOR)
    await make_person(scene, OMAR, Role.MENTOR, organisation=await make_organisation(scene, "FMDO"))
    his = await newest(scene, BRAM)
    for tap in every_tap(his.id):
        await scene.taps(user, tap)
        assert toast(scene, NotHere())

    assert await faces(scene, his.id) == {}
    assert (await newest(scene, BRAM)).state == CheckInState.ASKED


async def test_a_stranger_with_forged_data_changes_nothing(scene: Scene, pair: Pair) -> None:
    his = await newest(scene, BRAM)
    for tap in every_tap(his.id):
        await scene.taps(STRANGER, tap)

    assert await faces(scene, his.id) == {}
    assert (await newest(scene, BRAM)).state == CheckInState.ASKED


@pytest.mark.parametrize(
    "forged",
    [
        lambda own: ChooseFace(own, Question.DUO, 0),
        lambda own: ChooseFace(own, Question.DUO, 6),
        lambda own: ChooseFace(own, Question.DUO, 10**18),
        lambda own: ChooseFace(own, Question.SEARCH, 5),  # was not asked
        lambda own: AskAgain(own, Question.SEARCH),
        lambda _own: ChooseFace(1, Question.DUO, 5),  # no such round
    ],
)
async def test_forged_values_change_nothing(scene: Scene, pair: Pair, forged) -> None:
    his = await newest(scene, BRAM)
    await scene.taps(BRAM, forged(his.id))

    assert toast(scene, NotHere())
    assert await faces(scene, his.id) == {}


async def test_in_a_pause_nothing_is_noted_and_afterwards_it_is(scene: Scene, pair: Pair) -> None:
    his = await newest(scene, BRAM)
    await set_state(scene, pair, DuoState.PAUSED)
    for tap in every_tap(his.id)[:4]:
        await scene.taps(BRAM, tap)
        assert toast(scene, CheckInPaused())
    assert await faces(scene, his.id) == {}
    await set_state(scene, pair, DuoState.ACTIVE)
    await scene.taps(BRAM, ChooseFace(his.id, Question.DUO, 3))

    assert await faces(scene, his.id) == {"duo": 3}


async def test_a_question_of_an_ended_duo_says_so_and_changes_nothing(scene: Scene, pair: Pair) -> None:
    his = await newest(scene, BRAM)
    await scene.taps(BRAM, ChooseFace(his.id, Question.DUO, 3))
    await end(scene, pair)
    scene.advance(timedelta(days=30))
    for tap in every_tap(his.id):
        await scene.taps(BRAM, tap)
        assert becomes(scene, CheckInClosed(name="Anna", ended=True, value=3))

    assert await faces(scene, his.id) == {"duo": 3}
    assert (await newest(scene, BRAM)).note_sealed is None


async def test_a_tap_on_last_months_question_says_that_it_is_closed(scene: Scene, pair: Pair) -> None:
    hers = await newest(scene, ANNA)
    for _ in range(4):
        await a_question_is_due(scene)
    await scene.taps(ANNA, ChooseFace(hers.id, Question.MOTIVATION, 5))

    assert becomes(scene, CheckInClosed(name="Bram", ended=False))
    assert await faces(scene, hers.id) == {}
    assert (await rounds_of(scene, ANNA))[0].state == CheckInState.LAPSED
