"""/sessions: what comes, what was, and what the team has to think of."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import update
from sqlmodel import col

from mentoring.messages.base import Message
from mentoring.messages.session_lists import SessionList, TeamList
from mentoring.messages.system import NotHere
from mentoring.taps import Tap
from mentoring.taps_goals import ShowGoals
from mentoring.taps_menus import SwitchLanguage
from mentoring.taps_nudges import PlanInterview
from mentoring.taps_reminders import MetElsewhere
from mentoring.taps_sessions import (
    ChoosePlace,
    ConfirmSession,
    JustCancel,
    ListSessions,
    ListTeamSessions,
    PlanSession,
    ShowSession,
)
from mentoring.taps_settings import SetZone
from storage.tables import Duo, DuoSession, Membership
from storage.words import Call, MembershipState, Place, Role, SessionKind, SessionState
from tests.handlers.meetings import DAY, MINUTE, confirm, have_met, in_english, plan, sessions, settled
from tests.handlers.people import make_organisation, make_person
from tests.handlers.scene import Scene
from tests.handlers.threads import ANNA, BRAM, EVA, LENA, OMAR, Pair, end, make_pair, person_of


@pytest.fixture
async def pair(scene: Scene) -> Pair:
    made = await make_pair(scene, names=("Anna", "Bram"))
    await have_met(scene, made)
    await in_english(scene)
    return made


async def asks(scene: Scene, user: int, *, topic: int | None = None) -> Message:
    await scene.says(user, "/sessions", topic=topic)
    return await scene.last(user)


def taps_of(scene: Scene, message: Message) -> list[Tap | None]:
    return [button.tap for row in scene.rendered(message).buttons for button in row]


async def over(scene: Scene, session: DuoSession, state: SessionState) -> None:
    async with scene.database.write() as store:
        await store.session.execute(update(DuoSession).where(col(DuoSession.id) == session.id).values(state=state))


async def test_it_shows_what_comes_and_what_was(scene: Scene, pair: Pair) -> None:
    past = [await settled(scene, pair, ANNA, BRAM, day=day) for day in ("20261125", "20261126", "20261127", "20261128")]
    for session, state in zip(past, ("held", "held", "missed", "unknown"), strict=True):
        await over(scene, session, SessionState(state))
    gone = await plan(scene, pair, ANNA, day="20261129")
    await scene.taps(ANNA, JustCancel(gone.id, 0))
    scene.advance(timedelta(days=6))
    waiting = await plan(scene, pair, ANNA, day="20261203")
    both = await settled(scene, pair, ANNA, BRAM, day="20261202")
    shown = await asks(scene, ANNA)

    assert isinstance(shown, SessionList)
    (block,) = shown.duos
    assert [entry.session_id for entry in block.coming] == [both.id, waiting.id]
    assert [entry.state for entry in block.past] == ["unknown", "missed", "held"], "the last three, the newest first"
    text = scene.rendered(shown).text
    assert "Thursday 3 December at 18:00. Call. Bram has not answered yet." in text
    assert "Wednesday 2 December at 18:00. Call. You both come." in text
    assert "Thursday 26 November: you met" in text
    assert taps_of(scene, shown) == [
        ShowSession(both.id),
        ShowSession(waiting.id),
        PlanSession(pair.id, SessionKind.REGULAR),
        MetElsewhere(pair.id),
        ShowGoals(pair.id),
        PlanInterview(pair.id),
    ]
    mentors = await asks(scene, BRAM)
    assert "You have not answered yet." in scene.rendered(mentors).text
    assert PlanInterview(pair.id) not in taps_of(scene, mentors), "the seeker has interviews"


async def test_a_meeting_is_opened_from_the_list_and_left_again(scene: Scene, pair: Pair) -> None:
    session = await plan(scene, pair, ANNA)
    await scene.taps(BRAM, ShowSession(session.id))
    assert "You have not answered yet." in scene.edits()[0]
    await scene.taps(BRAM, ListSessions(pair.id, 0))

    assert "Meetings with Anna" in scene.edits()[0]
    await scene.taps(BRAM, ConfirmSession(session.id, 0))
    await scene.taps(BRAM, ShowSession(session.id))
    assert "You both come." in scene.edits()[0]


async def test_before_the_first_meeting_that_is_what_is_planned(scene: Scene) -> None:
    pair = await make_pair(scene, names=("Anna", "Bram"))
    await in_english(scene)
    shown = await asks(scene, ANNA)

    assert "Nothing is planned yet." in scene.rendered(shown).text
    assert PlanSession(pair.id, SessionKind.FIRST) in taps_of(scene, shown)


async def test_a_mentor_of_several_sees_each_duo_with_its_name(scene: Scene, pair: Pair) -> None:
    others = [await make_pair(scene, user, BRAM, names=(f"P{user}", "Bram")) for user in (OMAR, EVA, 604)]
    await plan(scene, others[0], BRAM)
    shown = await asks(scene, BRAM)

    assert isinstance(shown, SessionList)
    assert ([duo.name for duo in shown.duos], shown.pages) == (["Anna", f"P{OMAR}", f"P{EVA}"], 2)
    assert ListSessions(0, 1) in taps_of(scene, shown)
    assert PlanSession(others[0].id, SessionKind.REGULAR) in taps_of(scene, shown)
    await scene.taps(BRAM, ListSessions(0, 1))
    assert "P604" in scene.edits()[0]
    await scene.taps(BRAM, ListSessions(0, 10**9))
    assert "P604" in scene.edits()[0], "the last page"
    await scene.taps(BRAM, ListSessions(pair.id, 0))
    assert "Anna" in scene.edits()[0]
    assert f"P{OMAR}" not in scene.edits()[0]


async def test_in_a_topic_it_is_about_that_duo(topic_scene: Scene) -> None:
    scene = topic_scene
    await make_pair(scene, names=("Anna", "Bram"))
    other = await make_pair(scene, OMAR, BRAM, names=("Omar", "Bram"))
    shown = await asks(scene, BRAM, topic=other.topics[BRAM])

    assert isinstance(shown, SessionList)
    assert [duo.name for duo in shown.duos] == ["Omar"]
    row = (await scene.rows(BRAM))[-1]
    assert row.thread_id == other.threads[BRAM]
    everything = await asks(scene, BRAM)
    assert isinstance(everything, SessionList)
    assert len(everything.duos) == 2


async def test_without_a_duo_it_says_when_there_will_be_one(scene: Scene, pair: Pair) -> None:
    await end(scene, pair)

    assert await asks(scene, ANNA) == SessionList(duos=(), only=False)


async def test_the_team_sees_who_has_not_met_and_where_it_comes_along(scene: Scene) -> None:
    met, planned, unmet = [await make_pair(scene, user, user + 200) for user in (511, 512, 513)]
    await have_met(scene, met)
    lena = await make_person(scene, LENA, Role.COORDINATOR, name="Lena", language="en")
    await scene.taps(lena.user, ChoosePlace(planned.id, "first-team", DAY, MINUTE, Place.CALL))
    (session,) = await sessions(scene, planned)
    shown = await asks(scene, lena.user)

    assert isinstance(shown, TeamList)
    assert [duo.name for duo in shown.unmet] == ["P513 + P713"]
    assert [entry.name for entry in shown.coming] == ["P512 + P712"]
    assert taps_of(scene, shown) == [PlanSession(unmet.id, SessionKind.FIRST), ShowSession(session.id)]
    await scene.taps(lena.user, ShowSession(session.id))
    assert "P512 and P712 have not answered yet." in scene.edits()[0]


async def test_a_first_meeting_that_did_not_take_place_has_to_be_planned_again(scene: Scene) -> None:
    pair = await make_pair(scene)
    lena = await make_person(scene, LENA, Role.COORDINATOR)
    session = await plan(scene, pair, ANNA)
    shown = await asks(scene, lena.user)
    assert isinstance(shown, TeamList)
    assert shown.unmet == ()
    await over(scene, session, SessionState.MISSED)

    shown = await asks(scene, lena.user)
    assert isinstance(shown, TeamList)
    assert [duo.duo_id for duo in shown.unmet] == [pair.id]


async def test_a_long_list_of_the_team_has_pages(scene: Scene) -> None:
    for user in range(520, 530):
        await make_pair(scene, user, user + 200)
    lena = await make_person(scene, LENA, Role.COORDINATOR, language="en")
    shown = await asks(scene, lena.user)

    assert isinstance(shown, TeamList)
    assert (len(shown.unmet), shown.pages) == (8, 2)
    await scene.taps(lena.user, ListTeamSessions(1))
    assert "P529" in scene.edits()[0]


async def test_somebody_of_the_team_who_is_a_mentor_too_reaches_both_lists(scene: Scene, pair: Pair) -> None:
    await make_person(scene, BRAM, Role.COORDINATOR, language="en")
    shown = await asks(scene, BRAM)
    assert ListTeamSessions(0) in taps_of(scene, shown)
    await scene.taps(BRAM, ListTeamSessions(0))

    assert "Without a first meeting" in scene.edits()[0]


async def test_nobody_sees_the_lists_of_others(scene: Scene, pair: Pair) -> None:
    elsewhere = await make_organisation(scene, "FMDO")
    other = await make_person(scene, LENA, Role.COORDINATOR, organisation=elsewhere, language="en")
    unmet = await make_pair(scene, 511, 711)
    await in_english(scene)
    shown = await asks(scene, other.user)
    assert isinstance(shown, TeamList)
    assert shown.unmet == ()
    for user, tap in ((511, ListSessions(pair.id, 0)), (511, ListTeamSessions(0)), (LENA, ListSessions(unmet.id, 0))):
        await scene.taps(user, tap)
        assert scene.toasts() == [scene.rendered(NotHere()).text]


async def test_a_coordinator_sees_the_duos_of_a_colleague_only_where_nobody_looks_after_them(scene: Scene) -> None:
    pair = await make_pair(scene)
    lena = await make_person(scene, LENA, Role.COORDINATOR)
    colleague = await make_person(scene, 504, Role.COORDINATOR)
    async with scene.database.write() as store:
        theirs = update(Duo).where(col(Duo.id) == pair.id).values(coordinator_id=colleague.membership_id)
        await store.session.execute(theirs)
    shown = [await asks(scene, user) for user in (lena.user, colleague.user)]

    assert [len(one.unmet) for one in shown if isinstance(one, TeamList)] == [0, 1]
    async with scene.database.write() as store:
        left = update(Membership).where(col(Membership.id) == colleague.membership_id)
        await store.session.execute(left.values(state=MembershipState.LEFT))
    after = await asks(scene, lena.user)
    assert isinstance(after, TeamList)
    assert len(after.unmet) == 1


async def test_confirming_twice_from_the_list_is_fine(scene: Scene, pair: Pair) -> None:
    session = await plan(scene, pair, ANNA)
    await confirm(scene, BRAM, session)
    await confirm(scene, BRAM, session)

    assert (await sessions(scene, pair))[0].state == SessionState.CONFIRMED


async def test_another_zone_or_language_redraws_the_cards_of_what_comes(scene: Scene, pair: Pair) -> None:
    session = await plan(scene, pair, BRAM)
    before = [row.id for row in await scene.rows() if row.call == Call.CARD]
    await scene.taps(ANNA, SetZone("America/New_York"))
    await scene.taps(ANNA, SwitchLanguage("de"))
    drawn = [row for row in await scene.rows() if row.call == Call.CARD and row.id not in before]
    assert {row.person_id for row in drawn} == {(await person_of(scene, ANNA)).id}
    assert len(drawn) == 2
    assert (await scene.last(ANNA)).facts.session_id == session.id
