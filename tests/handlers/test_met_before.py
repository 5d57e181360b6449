"""Two who met before Tandem, or in an earlier duo, stay two who have met, whatever becomes of what they plan here."""

from __future__ import annotations

from datetime import timedelta

import pytest

from mentoring.messages.duos import DuoFacts, DuosFound, Telling
from mentoring.sessions.asking import ask_met, settle
from mentoring.taps_duos import DuoCard
from mentoring.taps_reminders import AnswerMet, MetElsewhere
from storage.tables import Duo
from storage.words import Met, Role, SessionKind, SessionState
from tests.handlers.gatherings import make_session, session_of, tick
from tests.handlers.meetings import in_english, plan, sessions
from tests.handlers.people import make_person
from tests.handlers.scene import START, Scene
from tests.handlers.threads import ANNA, BRAM, LENA, Pair, carry, make_pair

DAY = timedelta(days=1)
BEFORE = START - 40 * DAY  # noon of the day since which they are a duo
MEETING = START + DAY
ASKED = MEETING + timedelta(hours=1, minutes=30)


@pytest.fixture
async def pair(scene: Scene) -> Pair:
    pair = await make_pair(scene, names=("Anna", "Bram"))
    async with scene.database.write() as store:
        duo = await store.session.get(Duo, pair.id)
        assert duo is not None
        duo.started_at = duo.met_at = duo.under_way_since = BEFORE
    return pair


async def duo_of(scene: Scene, pair: Pair) -> Duo:
    async with scene.database.read() as store:
        duo = await store.session.get(Duo, pair.id)
        assert duo is not None
        return duo


@pytest.mark.parametrize(
    ("answers", "state"),
    [
        ((Met.NO, Met.NO), SessionState.MISSED),
        ((Met.YES, Met.NO), SessionState.DISPUTED),
        ((Met.YES, Met.YES), SessionState.HELD),
        ((), SessionState.UNKNOWN),
    ],
)
async def test_their_first_meeting_here_changes_nothing_about_that(
    scene: Scene, pair: Pair, answers: tuple[Met, ...], state: SessionState
) -> None:
    session_id = await make_session(scene, pair.id, MEETING, comes=True)
    await tick(scene, ask_met, at=ASKED)
    await carry(scene)
    for user, met in zip((ANNA, BRAM), answers, strict=False):
        await scene.taps(user, AnswerMet(session_id, met))
    await tick(scene, settle, at=ASKED + 3 * DAY)
    assert (await session_of(scene, session_id)).state == state
    assert (await duo_of(scene, pair)).met_at == BEFORE
    assert (await plan(scene, pair, ANNA, day="20261203")).kind == SessionKind.REGULAR


async def test_an_answer_that_is_changed_takes_back_only_what_was_told_here(scene: Scene, pair: Pair) -> None:
    await scene.taps(ANNA, MetElsewhere(pair.id))
    (session,) = await sessions(scene, pair)
    assert (session.state, session.kind) == (SessionState.HELD, SessionKind.REGULAR)
    await scene.taps(ANNA, AnswerMet(session.id, Met.NO))
    assert (await session_of(scene, session.id)).state == SessionState.MISSED
    assert (await duo_of(scene, pair)).met_at == BEFORE


async def test_the_team_reads_of_no_meeting_that_nobody_told_of(scene: Scene, pair: Pair) -> None:
    await make_person(scene, LENA, Role.COORDINATOR)
    await in_english(scene)
    await scene.says(LENA, "/duos")
    found = await scene.last(LENA)
    assert isinstance(found, DuosFound)
    assert [(line.telling, line.moment) for line in found.duos] == [(Telling.NONE_HERE, None)]
    await scene.taps(LENA, DuoCard(pair.id))
    card = await scene.last(LENA)
    assert isinstance(card, DuoFacts)
    assert (card.last_meeting, card.has_met) == (None, True)
    assert "No meeting noted here yet" in scene.rendered(card).text
    assert "Last meeting" not in scene.rendered(card).text
    await make_session(scene, pair.id, START - DAY, state=SessionState.HELD)
    await scene.taps(LENA, DuoCard(pair.id))
    card = await scene.last(LENA)
    assert isinstance(card, DuoFacts)
    assert card.last_meeting == START - DAY
