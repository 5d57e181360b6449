"""A meeting that is planned: confirmed, moved, cancelled, by both, late and at the same time."""

from __future__ import annotations

from datetime import timedelta

import pytest
import vobject

from mentoring.messages.base import Message
from mentoring.messages.session_changes import CancelDone, CancelQuestion, MovedFile, SessionCancelled, SessionMoved
from mentoring.messages.session_planning import SessionSaved, TextTooLong, WhichDay, WhichPlace
from mentoring.messages.sessions import ChangedMeanwhile, SessionCard, SessionConfirmed, YouCome
from mentoring.messages.system import NotHere, WritePlease
from mentoring.sessions.board import anchor_of
from mentoring.taps_sessions import (
    AskToCancel,
    ChangePlace,
    ChoosePlace,
    ChooseTime,
    ConfirmSession,
    JustCancel,
    MoveSession,
    PlanSession,
    SamePlace,
    ShowSession,
)
from storage.words import Answer, Call, Place, Role, SessionKind, SessionState
from tests.handlers.meetings import (
    DAY,
    MINUTE,
    at,
    card_is_at,
    confirm,
    have_met,
    in_english,
    move,
    pinned,
    plan,
    said,
    session_of,
    sessions,
    settled,
    side_of,
    taps_on,
)
from tests.handlers.people import make_organisation, make_person
from tests.handlers.scene import Scene
from tests.handlers.threads import ANNA, BRAM, LENA, OMAR, Pair, carry, make_pair, relays

_LATER = "20261127"


@pytest.fixture
async def pair(scene: Scene) -> Pair:
    made = await make_pair(scene, names=("Anna", "Bram"))
    await in_english(scene)
    await have_met(scene, made)
    return made


def calendar(scene: Scene, message: Message) -> vobject.base.Component:
    document = scene.rendered(message).document
    assert document is not None
    return vobject.readOne(document.content.decode()).vevent


# -- confirmed --------------------------------------------------------------------------------------------------------
async def test_saying_yes_twice_sends_one_file(scene: Scene, pair: Pair) -> None:
    session = await settled(scene, pair, ANNA, BRAM)
    await scene.taps(BRAM, ConfirmSession(session.id, 0))

    assert scene.toasts() == [scene.rendered(YouCome(settled=True)).text]
    assert len(await said(scene, BRAM, SessionConfirmed)) == 1
    assert len(await said(scene, ANNA, SessionConfirmed)) == 1


async def test_news_loses_its_buttons_once_it_is_answered_and_a_card_keeps_its_own(scene: Scene, pair: Pair) -> None:
    session = await plan(scene, pair, ANNA)
    sent = await carry(scene)
    card = next(sent[row.id] for row in await scene.rows(BRAM) if row.call == Call.CARD)
    await card_is_at(scene, BRAM, session, card)

    yes = ConfirmSession(session.id, 0)
    assert await taps_on(scene, BRAM, yes, card) == ["AnswerCallbackQuery"]
    assert await taps_on(scene, BRAM, yes, card + 1) == ["AnswerCallbackQuery", "EditMessageReplyMarkup"]


# -- moved ------------------------------------------------------------------------------------------------------------
async def test_another_time_keeps_the_place_and_asks_the_other_again(scene: Scene, pair: Pair) -> None:
    session = await plan(scene, pair, ANNA)
    await scene.taps(BRAM, MoveSession(session.id, 0))
    question = await scene.last(BRAM)
    assert isinstance(question, WhichDay)
    assert question.now_at == session.starts_at
    await scene.taps(BRAM, ChooseTime(session.id, "time-0", _LATER, MINUTE, anyway=False))

    moved = await session_of(scene, session.id)
    assert (moved.starts_at, moved.sequence, moved.place) == (at(2026, 11, 27, 17), 1, Place.CALL)
    assert moved.state == SessionState.PLANNED
    assert [(await side_of(scene, session.id, user)).coming for user in (ANNA, BRAM)] == [Answer.OPEN, Answer.YES]
    (news,) = await said(scene, ANNA, SessionMoved)
    assert (news.was.starts_at, news.facts.starts_at, news.has_file) == (session.starts_at, moved.starts_at, False)
    assert scene.rendered(news).document is None, "nobody has a file yet"
    assert "Another place" in [button.text for row in _saved_buttons(scene, news) for button in row]


def _saved_buttons(scene: Scene, news: SessionMoved):
    return scene.rendered(SessionSaved(facts=news.facts, asked=("Anna",), is_move=True)).buttons


async def test_a_confirmed_meeting_that_moves_brings_both_calendars_up_to_date(scene: Scene, pair: Pair) -> None:
    session = await settled(scene, pair, ANNA, BRAM)
    await move(scene, ANNA, session, day=_LATER)
    (news,), (own,) = await said(scene, BRAM, SessionMoved), await said(scene, ANNA, MovedFile)
    for message in (news, own):
        event = calendar(scene, message)
        assert (event.sequence.value, event.status.value) == ("1", "TENTATIVE")
        assert event.uid.value == f"session-{session.id}@tandem"
    await confirm(scene, BRAM, session)

    for user in (ANNA, BRAM):
        confirmed = (await said(scene, user, SessionConfirmed))[-1]
        assert calendar(scene, confirmed).sequence.value == "1"


async def test_moved_twice_and_cancelled_the_calendar_follows(scene: Scene, pair: Pair) -> None:
    session = await settled(scene, pair, ANNA, BRAM)
    await move(scene, ANNA, session, day=_LATER)
    await move(scene, BRAM, session, day="20261128")
    await scene.taps(ANNA, JustCancel(session.id, 2))

    files = [
        calendar(scene, message)
        for message in await scene.messages(ANNA)
        if isinstance(message, SessionConfirmed | SessionMoved | MovedFile | SessionCancelled)
        and scene.rendered(message).document
    ]
    assert [file.sequence.value for file in files] == ["0", "1", "2", "3"]
    assert [file.status.value for file in files] == ["CONFIRMED", "TENTATIVE", "TENTATIVE", "CANCELLED"]
    assert len({file.uid.value for file in files}) == 1


async def test_two_move_it_at_once_and_the_later_one_is_told_how_it_stands(scene: Scene, pair: Pair) -> None:
    session = await plan(scene, pair, ANNA)
    for user in (ANNA, BRAM):
        await scene.taps(user, MoveSession(session.id, 0))
    await scene.taps(BRAM, ChooseTime(session.id, "time-0", _LATER, MINUTE, anyway=False))
    await scene.taps(ANNA, ChooseTime(session.id, "time-0", "20261128", MINUTE, anyway=False))

    assert scene.toasts() == [scene.rendered(ChangedMeanwhile()).text]
    assert "27 November" in scene.edits()[0]
    moved = await session_of(scene, session.id)
    assert (moved.starts_at, moved.sequence) == (at(2026, 11, 27, 17), 1)


async def test_the_same_move_twice_is_one_move(scene: Scene, pair: Pair) -> None:
    session = await plan(scene, pair, ANNA)
    for _ in range(2):
        await scene.taps(BRAM, ChooseTime(session.id, "time-0", _LATER, MINUTE, anyway=True))

    assert (await session_of(scene, session.id)).sequence == 1
    assert len(await said(scene, ANNA, SessionMoved)) == 1


async def test_an_old_yes_is_no_yes_to_another_time(scene: Scene, pair: Pair) -> None:
    session = await plan(scene, pair, ANNA)
    await move(scene, ANNA, session, day=_LATER)
    await scene.taps(BRAM, ConfirmSession(session.id, 0))

    assert scene.toasts() == [scene.rendered(ChangedMeanwhile()).text]
    assert "27 November" in scene.edits()[0]
    assert (await side_of(scene, session.id, BRAM)).coming == Answer.OPEN
    await scene.taps(BRAM, ConfirmSession(session.id, 1))
    assert (await session_of(scene, session.id)).state == SessionState.CONFIRMED


async def test_another_place_is_asked_for_and_the_time_stays(scene: Scene, pair: Pair) -> None:
    session = await settled(scene, pair, ANNA, BRAM)
    await scene.taps(ANNA, ChangePlace(session.id, 0))
    assert isinstance(await scene.last(ANNA), WhichPlace)
    await scene.taps(ANNA, ChoosePlace(session.id, "place-0", DAY, MINUTE, Place.IN_PERSON))
    await scene.says(ANNA, "Rue Haute 5")

    changed = await session_of(scene, session.id)
    assert (changed.starts_at, changed.place, changed.sequence) == (session.starts_at, Place.IN_PERSON, 1)
    assert changed.state == SessionState.PLANNED
    (news,) = await said(scene, BRAM, SessionMoved)
    assert (news.was.place, news.facts.where) == (Place.CALL, "Rue Haute 5")


async def test_while_an_address_is_written_the_meeting_is_moved(scene: Scene, pair: Pair) -> None:
    session = await plan(scene, pair, ANNA)
    await scene.taps(ANNA, ChoosePlace(session.id, "place-0", DAY, MINUTE, Place.IN_PERSON))
    await move(scene, BRAM, session, day=_LATER)
    await scene.says(ANNA, "Rue Haute 5")

    told, card = (await scene.messages(ANNA))[-2:]
    assert isinstance(told, ChangedMeanwhile)
    assert isinstance(card, SessionCard)
    await scene.says(ANNA, "bonjour")
    assert len(await relays(scene, BRAM)) == 1, "nothing is asked any more"


# -- cancelled --------------------------------------------------------------------------------------------------------
async def test_a_word_goes_with_the_news_and_the_calendar_lets_go(scene: Scene, pair: Pair) -> None:
    session = await settled(scene, pair, ANNA, BRAM)
    await scene.taps(ANNA, AskToCancel(session.id, 0))
    assert isinstance(await scene.last(ANNA), CancelQuestion)
    await scene.says(ANNA, "Mon fils est malade <3")

    gone = await session_of(scene, session.id)
    assert (gone.state, gone.sequence) == (SessionState.CANCELLED, 1)
    (news,) = await said(scene, BRAM, SessionCancelled)
    assert (news.by, news.word, news.has_file) == ("Anna", "Mon fils est malade <3", True)
    shown = scene.rendered(news)
    assert "<blockquote>Mon fils est malade &lt;3</blockquote>" in shown.text
    assert "delete it from your calendar" in shown.text
    assert shown.buttons[0][0].tap == PlanSession(pair.id, SessionKind.REGULAR)
    event = calendar(scene, news)
    assert (event.status.value, event.sequence.value) == ("CANCELLED", "1")
    (own,) = await said(scene, ANNA, SessionCancelled)
    assert own.word is None
    assert calendar(scene, own).status.value == "CANCELLED"
    assert isinstance(await scene.last(ANNA), CancelDone)
    assert await relays(scene, BRAM) == []
    for user in (ANNA, BRAM):
        card = (await said(scene, user, SessionCard))[-1]
        assert (card.state, scene.rendered(card).buttons) == (SessionState.CANCELLED, ())
        assert await pinned(scene, user) == set()


async def test_what_nobody_has_in_a_calendar_need_not_be_deleted(scene: Scene, pair: Pair) -> None:
    session = await plan(scene, pair, ANNA)
    await scene.taps(BRAM, AskToCancel(session.id, 0))
    await scene.taps(BRAM, JustCancel(session.id, 0))

    (news,) = await said(scene, ANNA, SessionCancelled)
    assert (news.word, news.has_file, scene.rendered(news).document) == (None, False, None)
    assert await said(scene, BRAM, SessionCancelled) == []
    await scene.says(BRAM, "À bientôt")
    assert len(await relays(scene, ANNA)) == 1, "the word is not asked for any more"


async def test_a_word_is_short_and_a_text(scene: Scene, pair: Pair) -> None:
    session = await plan(scene, pair, ANNA)
    await scene.taps(BRAM, AskToCancel(session.id, 0))
    await scene.says(BRAM, "x" * 501)
    assert await scene.last(BRAM) == TextTooLong()
    await scene.says(BRAM, sticker={"file_id": "f", "file_unique_id": "u", "type": "regular", "width": 1, "height": 1,
                                    "is_animated": False, "is_video": False})  # fmt: skip
    assert await scene.last(BRAM) == WritePlease()
    assert (await session_of(scene, session.id)).state == SessionState.PLANNED
    await scene.says(BRAM, "x" * 500)

    (news,) = await said(scene, ANNA, SessionCancelled)
    assert news.word == "x" * 500
    assert len(scene.rendered(news).text) < 1024


async def test_who_thinks_again_keeps_the_meeting(scene: Scene, pair: Pair) -> None:
    session = await plan(scene, pair, ANNA)
    await scene.taps(BRAM, AskToCancel(session.id, 0))
    await scene.taps(BRAM, ShowSession(session.id))
    await scene.says(BRAM, "Je viens")

    assert (await session_of(scene, session.id)).state == SessionState.PLANNED
    assert len(await relays(scene, ANNA)) == 1


async def test_the_word_is_between_the_two(scene: Scene) -> None:
    pair = await make_pair(scene, names=("Anna", "Bram"))
    await in_english(scene)
    lena = await make_person(scene, LENA, Role.COORDINATOR, name="Lena", language="en")
    await scene.taps(lena.user, ChoosePlace(pair.id, "first-team", DAY, MINUTE, Place.CALL))
    (session,) = await sessions(scene, pair)
    await scene.taps(ANNA, AskToCancel(session.id, 0))
    await scene.says(ANNA, "Je suis malade")

    assert (await said(scene, BRAM, SessionCancelled))[0].word == "Je suis malade"
    (news,) = await said(scene, lena.user, SessionCancelled)
    assert (news.word, news.by) == (None, "Anna")


async def test_a_meeting_that_was_cancelled_cannot_be_changed_any_more(scene: Scene, pair: Pair) -> None:
    session = await plan(scene, pair, ANNA)
    await scene.taps(ANNA, JustCancel(session.id, 0))
    for tap in (
        ConfirmSession(session.id, 0),
        MoveSession(session.id, 0),
        MoveSession(session.id, 1),
        ChangePlace(session.id, 1),
        AskToCancel(session.id, 1),
        JustCancel(session.id, 1),
        ChooseTime(session.id, "time-1", _LATER, MINUTE, anyway=True),
        SamePlace(session.id, "place-1", DAY, MINUTE),
    ):
        await scene.taps(BRAM, tap)
        assert scene.toasts() == [scene.rendered(ChangedMeanwhile()).text], tap
        assert "cancelled" in scene.edits()[0]

    assert (await session_of(scene, session.id)).sequence == 1
    assert len(await said(scene, BRAM, SessionCancelled)) == 1


async def test_a_tap_on_last_months_news_shows_that_it_is_over(scene: Scene, pair: Pair) -> None:
    session = await plan(scene, pair, ANNA)
    scene.advance(timedelta(days=30))
    await scene.taps(BRAM, ConfirmSession(session.id, 0))

    assert scene.toasts() == [scene.rendered(ChangedMeanwhile()).text]
    assert "over" in scene.edits()[0]
    assert (await side_of(scene, session.id, BRAM)).coming == Answer.OPEN


async def test_who_is_late_can_still_move_it(scene: Scene, pair: Pair) -> None:
    session = await settled(scene, pair, ANNA, BRAM)
    scene.clock.advance_to(session.starts_at + timedelta(minutes=10))

    assert (await move(scene, BRAM, session, day=DAY, minute=19 * 60)).starts_at == at(2026, 11, 26, 18)


# -- pins -------------------------------------------------------------------------------------------------------------
async def test_the_next_meeting_is_on_top(scene: Scene, pair: Pair) -> None:
    later = await plan(scene, pair, ANNA, day=_LATER)
    assert await pinned(scene, BRAM) == {anchor_of(later.id)}
    sooner = await plan(scene, pair, ANNA, day=DAY)
    assert await pinned(scene, BRAM) == {anchor_of(sooner.id)}
    await scene.taps(BRAM, JustCancel(sooner.id, 0))
    assert await pinned(scene, BRAM) == {anchor_of(later.id)}
    calls = [row.call for row in await scene.rows(BRAM) if row.call in {Call.PIN, Call.UNPIN}]
    assert calls == [Call.PIN, Call.UNPIN, Call.PIN, Call.UNPIN, Call.PIN]


async def test_each_duo_of_a_mentor_has_its_own_on_top(scene: Scene, pair: Pair) -> None:
    other = await make_pair(scene, OMAR, BRAM, names=("Omar", "Bram"))
    await in_english(scene)
    mine, theirs = await plan(scene, pair, BRAM), await plan(scene, other, BRAM, day=_LATER)

    assert await pinned(scene, BRAM) == {anchor_of(mine.id), anchor_of(theirs.id)}
    assert await pinned(scene, OMAR) == {anchor_of(theirs.id)}


# -- who may ----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "tap_of",
    [
        lambda session: ConfirmSession(session.id, 0),
        lambda session: MoveSession(session.id, 0),
        lambda session: ChangePlace(session.id, 0),
        lambda session: AskToCancel(session.id, 0),
        lambda session: JustCancel(session.id, 0),
        lambda session: ShowSession(session.id),
        lambda session: ChooseTime(session.id, "time-0", _LATER, MINUTE, anyway=True),
        lambda session: ChoosePlace(session.id, "place-0", _LATER, MINUTE, Place.CALL),
        lambda session: ChoosePlace(session.id, "place-0", _LATER, MINUTE, Place.ONLINE),
    ],
)
async def test_strangers_and_other_teams_can_do_nothing(scene: Scene, pair: Pair, tap_of) -> None:
    session = await plan(scene, pair, ANNA)
    await make_pair(scene, OMAR, 777)
    await in_english(scene)
    place = await make_organisation(scene, "FMDO")
    await make_person(scene, 888, Role.COORDINATOR, organisation=place, language="en")
    for user in (OMAR, 777, 888):
        await scene.taps(user, tap_of(session))
        assert scene.toasts() == [scene.rendered(NotHere()).text]
        assert scene.edits() == []

    assert (await session_of(scene, session.id)).sequence == 0


async def test_the_team_moves_a_meeting_for_the_two_but_comes_for_nobody(scene: Scene, pair: Pair) -> None:
    session = await settled(scene, pair, ANNA, BRAM)
    lena = await make_person(scene, LENA, Role.COORDINATOR, name="Lena", language="en")
    await scene.taps(lena.user, ConfirmSession(session.id, 0))
    assert scene.toasts() == [scene.rendered(NotHere()).text]
    await scene.taps(lena.user, ChooseTime(session.id, "time-0", _LATER, MINUTE, anyway=True))

    for user in (ANNA, BRAM):
        (news,) = await said(scene, user, SessionMoved)
        assert (news.by, news.by_team, news.has_file) == ("Lena", True, True)
        assert (await side_of(scene, session.id, user)).coming == Answer.OPEN
