from __future__ import annotations

from mentoring.messages.session_planning import SessionSaved, WhichDay
from mentoring.messages.sessions import SessionCard, SessionConfirmed, SessionSuggested
from mentoring.sessions.board import anchor_of
from mentoring.taps_sessions import ChooseDay, ChoosePlace, ChooseTime, ConfirmSession, PlanSession
from storage.words import Answer, Call, Place, SessionKind, SessionState
from tests.handlers.meetings import at, in_english, pinned, said, sessions, side_of
from tests.handlers.scene import Scene
from tests.handlers.threads import ANNA, BRAM, make_pair

_DAY = "20261126"


async def test_a_call_is_planned_with_three_taps_and_confirmed_with_one(scene: Scene) -> None:
    pair = await make_pair(scene, names=("Anna", "Bram"))
    await in_english(scene)
    await scene.taps(ANNA, PlanSession(pair.id, SessionKind.REGULAR))
    asked = await scene.last(ANNA)
    assert isinstance(asked, WhichDay)
    assert asked.name == "Bram"

    await scene.taps(ANNA, ChooseDay(pair.id, "regular", _DAY))
    await scene.taps(ANNA, ChooseTime(pair.id, "regular", _DAY, 1080, anyway=False))
    await scene.taps(ANNA, ChoosePlace(pair.id, "regular", _DAY, 1080, Place.CALL))

    (session,) = await sessions(scene, pair)
    assert (session.state, session.starts_at) == (SessionState.PLANNED, at(2026, 11, 26, 17))
    assert (session.local_start, session.time_zone) == ("2026-11-26T18:00", "Europe/Brussels")
    assert session.kind == SessionKind.FIRST, "the first meeting of a duo is its first, whichever button was tapped"
    assert (await side_of(scene, session.id, ANNA)).coming == Answer.YES
    assert (await side_of(scene, session.id, BRAM)).coming == Answer.OPEN
    news = await scene.last(BRAM)
    assert isinstance(news, SessionSuggested)
    assert (news.by, news.facts.name) == ("Anna", "Anna")

    await scene.taps(BRAM, ConfirmSession(session.id, 0))
    (session,) = await sessions(scene, pair)
    assert session.state == SessionState.CONFIRMED
    for user, by in ((ANNA, "Bram"), (BRAM, None)):
        (confirmed,) = await said(scene, user, SessionConfirmed)
        assert confirmed.by == by
        assert b"BEGIN:VEVENT" in scene.rendered(confirmed).document.content  # type: ignore[union-attr]
        cards = await said(scene, user, SessionCard)
        assert [card.state for card in cards] == [SessionState.PLANNED, SessionState.CONFIRMED]
        assert await pinned(scene, user) == {anchor_of(session.id)}
        rows = await scene.rows(user)
        assert {row.thread_id for row in rows if row.call == Call.CARD} == {pair.threads[user]}
        assert len([row for row in rows if row.call == Call.PIN]) == 1, "pinned once, not with every change"


async def test_what_is_saved_says_who_is_asked_now(scene: Scene) -> None:
    pair = await make_pair(scene, names=("Anna", "Bram"))
    await in_english(scene)
    await scene.taps(ANNA, ChoosePlace(pair.id, "regular", _DAY, 1080, Place.CALL))

    (card,) = await said(scene, ANNA, SessionCard)
    saved = SessionSaved(facts=card.facts, asked=("Bram",))
    assert scene.edits() == [scene.rendered(saved).text]
