"""A note to the team beside the answer, and how often a mentor is asked."""

from __future__ import annotations

from datetime import timedelta

import pytest

from mentoring.check_ins.notes import LONGEST_NOTE
from mentoring.messages.check_ins import CheckInClosed, CheckInRhythm, NoteKept, NoteTooLong, NoteWanted
from mentoring.messages.system import Cancelled, NotHere, OutOfDate, WritePlease
from mentoring.taps_check_ins import ChooseFace, SetRhythm, ShowRhythm, WithoutNote, WriteNote
from storage.tables import Thread
from storage.words import DuoState, Question
from tests.handlers.check_in_rounds import a_question_is_due, faces, get_going, labels, newest, thread_row
from tests.handlers.scene import Scene
from tests.handlers.threads import ANNA, BRAM, OMAR, Pair, end, make_pair, relays, set_state

_PHOTO = [{"file_id": "f", "file_unique_id": "u", "width": 9, "height": 9}]


async def asked_pair(scene: Scene) -> Pair:
    pair = await make_pair(scene, names=("Anna", "Bram"))
    await get_going(scene, pair)
    await a_question_is_due(scene)
    return pair


@pytest.fixture
async def pair(scene: Scene) -> Pair:
    """A duo whose first questions have arrived."""
    return await asked_pair(scene)


async def note_of(scene: Scene, user: int) -> str | None:
    return (await newest(scene, user)).open(scene.database.vault, "note")


# -- the note ----------------------------------------------------------------------------------------------------------
async def test_a_note_is_kept_sealed_for_the_team_and_what_follows_goes_to_the_partner(
    scene: Scene, pair: Pair
) -> None:
    round_ = await newest(scene, BRAM)
    await scene.taps(BRAM, ChooseFace(round_.id, Question.DUO, 2))
    await scene.taps(BRAM, WriteNote(round_.id))
    assert scene.edits() == [scene.rendered(NoteWanted(check_in_id=round_.id, name="Anna"), "fr").text]
    await scene.says(BRAM, "  Anna ne répond plus.\nQue faire ? ")

    assert await scene.last(BRAM) == NoteKept(name="Anna")
    assert await note_of(scene, BRAM) == "Anna ne répond plus.\nQue faire ?"
    sealed = (await newest(scene, BRAM)).note_sealed
    assert sealed is not None
    assert b"Anna" not in sealed
    assert await relays(scene, ANNA) == []
    await scene.says(BRAM, "Bonjour Anna")
    assert len(await relays(scene, ANNA)) == 1


async def test_a_note_is_written_in_the_topic_where_the_question_is(topic_scene: Scene) -> None:
    scene = topic_scene
    pair = await asked_pair(scene)
    round_ = await newest(scene, BRAM)
    await scene.taps(BRAM, WriteNote(round_.id), topic=pair.topics[BRAM])
    await scene.says(BRAM, "Tout va bien.", topic=pair.topics[BRAM])

    assert await note_of(scene, BRAM) == "Tout va bien."
    row = next(row for row in await scene.rows(BRAM) if row.kind == NoteKept.kind)
    assert row.thread_id == pair.threads[BRAM]
    assert await relays(scene, ANNA) == []


async def test_another_note_replaces_the_first_and_the_question_says_so(scene: Scene, pair: Pair) -> None:
    round_ = await newest(scene, BRAM)
    await scene.taps(BRAM, WriteNote(round_.id))
    await scene.says(BRAM, "Un.")
    await scene.taps(BRAM, WriteNote(round_.id))
    assert scene.edits() == [scene.rendered(NoteWanted(check_in_id=round_.id, name="Anna", has_note=True), "fr").text]
    await scene.taps(BRAM, WithoutNote(round_.id))
    assert await note_of(scene, BRAM) == "Un."
    await scene.taps(BRAM, WriteNote(round_.id))
    await scene.says(BRAM, "Deux.")

    assert await note_of(scene, BRAM) == "Deux."


async def test_a_note_that_is_too_long_is_asked_for_once_more(scene: Scene, pair: Pair) -> None:
    await scene.taps(BRAM, WriteNote((await newest(scene, BRAM)).id))
    await scene.says(BRAM, "é" * (LONGEST_NOTE + 1))
    assert await scene.last(BRAM) == NoteTooLong(limit=LONGEST_NOTE)
    assert await note_of(scene, BRAM) is None
    await scene.says(BRAM, "x" * 4096)
    await scene.says(BRAM, photo=_PHOTO, caption="voilà")
    assert await scene.last(BRAM) == WritePlease()
    await scene.says(BRAM, "é" * LONGEST_NOTE)

    assert await note_of(scene, BRAM) == "é" * LONGEST_NOTE
    assert await relays(scene, ANNA) == []


@pytest.mark.parametrize("way_out", ["button", "cancel", "face"])
async def test_who_would_rather_not_leaves_and_writes_to_the_partner_again(
    scene: Scene, pair: Pair, way_out: str
) -> None:
    round_ = await newest(scene, BRAM)
    await scene.taps(BRAM, WriteNote(round_.id))
    if way_out == "button":
        await scene.taps(BRAM, WithoutNote(round_.id))
        assert "Anna" in scene.edits()[0]  # the question again: it is still open
    elif way_out == "face":
        await scene.taps(BRAM, ChooseFace(round_.id, Question.DUO, 5))
    else:
        await scene.says(BRAM, "/cancel")
        assert await scene.last(BRAM) == Cancelled()
    await scene.says(BRAM, "Bonjour Anna")

    assert len(await relays(scene, ANNA)) == 1
    assert await note_of(scene, BRAM) is None


async def test_a_note_in_a_pause_is_kept_and_the_way_out_is_open(scene: Scene, pair: Pair) -> None:
    round_ = await newest(scene, BRAM)
    await scene.taps(BRAM, WriteNote(round_.id))
    await set_state(scene, pair, DuoState.PAUSED)
    await scene.taps(BRAM, WithoutNote(round_.id))
    await scene.says(BRAM, "Bonjour Anna")
    assert len(await relays(scene, ANNA)) == 1
    await scene.taps(BRAM, WriteNote(round_.id))
    await scene.says(BRAM, "Nous faisons une pause.")

    assert await note_of(scene, BRAM) == "Nous faisons une pause."


async def test_a_note_for_a_question_that_is_closed_meanwhile_is_not_lost(scene: Scene, pair: Pair) -> None:
    first = await newest(scene, BRAM)
    await scene.taps(BRAM, ChooseFace(first.id, Question.DUO, 1))
    await scene.taps(BRAM, WriteNote(first.id))
    await a_question_is_due(scene)
    await scene.says(BRAM, "Appelez-moi.")

    async with scene.database.read() as store:
        kept = await store.session.get(type(first), first.id)
    assert kept is not None
    assert kept.open(scene.database.vault, "note") == "Appelez-moi."
    assert await faces(scene, first.id) == {"duo": 1}


async def test_a_note_after_the_end_of_the_duo_is_not_taken_and_the_dialogue_is_over(scene: Scene, pair: Pair) -> None:
    round_ = await newest(scene, BRAM)
    await scene.taps(BRAM, WriteNote(round_.id))
    await end(scene, pair)
    await scene.says(BRAM, "Dommage.")
    assert await scene.last(BRAM) == CheckInClosed(name="Anna", ended=True)
    assert await note_of(scene, BRAM) is None
    await scene.says(BRAM, "Encore un mot")

    assert not isinstance(await scene.last(BRAM), CheckInClosed)


async def test_a_note_is_not_asked_of_somebody_else_and_their_text_stays_theirs(scene: Scene, pair: Pair) -> None:
    his = await newest(scene, BRAM)
    await scene.taps(ANNA, WriteNote(his.id))
    assert scene.toasts() == [scene.rendered(NotHere(), "fr").text]
    await scene.says(ANNA, "Bonjour Bram")

    assert len(await relays(scene, BRAM)) == 1
    assert await note_of(scene, BRAM) is None


# -- how often ---------------------------------------------------------------------------------------------------------
async def next_at(scene: Scene, pair: Pair, user: int) -> Thread:
    return await thread_row(scene, pair.threads[user])


async def test_a_mentor_chooses_every_two_weeks_counted_from_the_last_question(scene: Scene, pair: Pair) -> None:
    before = await next_at(scene, pair, BRAM)
    await scene.taps(BRAM, ShowRhythm(pair.threads[BRAM]))
    assert scene.edits()
    await scene.taps(BRAM, SetRhythm(pair.threads[BRAM], 2))

    after = await next_at(scene, pair, BRAM)
    assert after.check_in_weeks == 2
    assert before.next_check_in_at is not None
    assert after.next_check_in_at == before.next_check_in_at + timedelta(weeks=1)
    card = CheckInRhythm(thread_id=pair.threads[BRAM], name="Anna", weeks=2)
    assert labels(scene.rendered(card)) == ["Every week", "✓ Every two weeks", "Back"]
    await scene.taps(BRAM, SetRhythm(pair.threads[BRAM], 1))
    assert (await next_at(scene, pair, BRAM)).next_check_in_at == before.next_check_in_at


@pytest.mark.parametrize("weeks", [0, 3, 52, 10**18])
async def test_a_rhythm_no_button_says_changes_nothing(scene: Scene, pair: Pair, weeks: int) -> None:
    await scene.taps(BRAM, SetRhythm(pair.threads[BRAM], weeks))

    assert scene.toasts() == [scene.rendered(NotHere(), "fr").text]
    assert (await next_at(scene, pair, BRAM)).check_in_weeks == 1


async def test_nobody_changes_the_rhythm_of_somebody_else_and_a_mentee_has_none_to_choose(
    scene: Scene, pair: Pair
) -> None:
    other = await make_pair(scene, OMAR, 602)
    for user, thread, line in (
        (ANNA, pair.threads[BRAM], NotHere()),
        (602, pair.threads[BRAM], NotHere()),
        (BRAM, other.threads[602], NotHere()),
        (ANNA, pair.threads[ANNA], OutOfDate()),
    ):
        for tap in (ShowRhythm(thread), SetRhythm(thread, 2)):
            await scene.taps(user, tap)
            assert scene.toasts() == [scene.rendered(line, "fr").text]

    assert {(await next_at(scene, pair, user)).check_in_weeks for user in (ANNA, BRAM)} == {1}


async def test_the_rhythm_of_an_ended_duo_is_out_of_date(scene: Scene, pair: Pair) -> None:
    await end(scene, pair)
    await scene.taps(BRAM, SetRhythm(pair.threads[BRAM], 2))

    assert scene.toasts() == [scene.rendered(OutOfDate(), "fr").text]
