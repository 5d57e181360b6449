"""A mentee who prefers no Telegram is in the team's sight, and the team can bring the wait to an end."""

from __future__ import annotations

from datetime import timedelta

import pytest

from mentoring.messages.group_pairing import RoundNothing
from mentoring.messages.pairing_desk import SeekerCard, WaitingList
from mentoring.messages.people import PeopleFound, PersonFacts, Status
from mentoring.messages.waiting_news import CallNoted, ForwardThis, TelegramAfterAll
from mentoring.messages.welcome import DataCard
from mentoring.steps import Step
from mentoring.taps_group_pairing import PairGroup
from mentoring.taps_pairing import ChooseMentor, FindMentor
from mentoring.taps_people import PersonCard, RemovePerson
from mentoring.taps_waiting_news import LinkAgain, NoteCall, NoteMentor
from mentoring.taps_welcome import Agree
from storage.words import MembershipState, Role
from tests.handlers.list_files import work_off
from tests.handlers.newcomers import COORDINATOR, membership_of, newcomer, organisation
from tests.handlers.people import make_organisation, make_person
from tests.handlers.scene import Scene
from tests.handlers.test_welcome import up_to

ANNA, STRANGER = 501, 777


@pytest.fixture
async def anna(scene: Scene) -> int:
    """Has said "please phone me": her membership."""
    own = await newcomer(scene, ANNA, await organisation(scene), label="Anna K., mardi")
    await up_to(scene, ANNA, own, Step.AGREEMENT)
    await scene.taps(ANNA, Agree(own, False))
    return own


async def waiting(scene: Scene) -> WaitingList:
    await scene.says(COORDINATOR, "/waiting")
    shown = await scene.last(COORDINATOR)
    assert isinstance(shown, WaitingList)
    return shown


async def card(scene: Scene, membership_id: int) -> PersonFacts:
    await scene.taps(COORDINATOR, PersonCard(membership_id))
    facts = await scene.last(COORDINATOR)
    assert isinstance(facts, PersonFacts)
    return facts


async def test_she_waits_under_her_label_and_is_marked(scene: Scene, anna: int) -> None:
    shown = await waiting(scene)
    assert [(one.membership_id, one.by_phone) for one in shown.seekers] == [(anna, True)]
    rendered = scene.rendered(shown, "en")
    assert "Anna K., mardi</b>: since today · by phone" in rendered.text
    assert rendered.buttons[0][0].text == "1. Anna K., mardi"
    assert "…" not in rendered.text

    await scene.says(COORDINATOR, "/people")
    found = await scene.last(COORDINATOR)
    assert isinstance(found, PeopleFound)
    labels = [button.text for row in scene.rendered(found, "en").buttons for button in row]
    assert any("Anna K." in label for label in labels)


async def test_her_card_says_what_to_do_and_nothing_can_be_proposed(scene: Scene, anna: int) -> None:
    facts = await card(scene, anna)
    mentor = await make_person(scene, 601, Role.MENTOR, organisation=facts.organisation_id)
    await scene.taps(COORDINATOR, FindMentor(anna))
    shown = await scene.last(COORDINATOR)
    assert isinstance(shown, SeekerCard)
    assert (shown.by_phone, shown.suggestions) == (True, ())
    rendered = scene.rendered(shown, "en")
    assert "together by phone" in rendered.text
    taps = {type(button.tap) for row in rendered.buttons for button in row}
    assert {NoteCall, NoteMentor, LinkAgain, PersonCard} <= taps

    await scene.taps(COORDINATOR, ChooseMentor(anna, mentor.membership_id))
    assert scene.toasts() != []
    await scene.taps(COORDINATOR, PairGroup(facts.organisation_id))
    await work_off(scene)
    assert [m.waiting for m in await scene.messages(COORDINATOR) if isinstance(m, RoundNothing)] == [0]


async def test_a_mentor_outside_ends_the_wait_and_it_can_begin_again(scene: Scene, anna: int) -> None:
    for _ in range(2):
        await scene.taps(COORDINATOR, NoteMentor(anna, has=True))
        assert (await waiting(scene)).total == 0
    own = await membership_of(scene, anna)
    assert (own.waiting_since, own.waits_long_at, own.erase_at is not None) == (None, None, True)
    facts = await card(scene, anna)
    assert (facts.status, facts.waiting_since) == (Status.BY_PHONE, None)

    await scene.taps(COORDINATOR, NoteMentor(anna, has=False))
    assert (await waiting(scene)).total == 1
    assert (await membership_of(scene, anna)).waits_long_at is not None


async def test_a_call_sets_the_clock_anew(scene: Scene, anna: int) -> None:
    before = await membership_of(scene, anna)
    scene.advance(timedelta(days=14))
    await scene.taps(COORDINATOR, NoteCall(anna))
    after = await membership_of(scene, anna)
    assert before.waits_long_at is not None
    assert after.waits_long_at is not None
    assert after.waits_long_at > before.waits_long_at
    assert after.waiting_since == before.waiting_since
    assert scene.toasts() == [scene.rendered(CallNoted(on=after.waits_long_at.date()), "de").text]


async def test_the_way_to_telegram_is_a_text_to_forward_in_her_language(scene: Scene, anna: int) -> None:
    await scene.taps(COORDINATOR, LinkAgain(anna))
    told, text = (await scene.messages(COORDINATOR))[-2:]
    assert told == ForwardThis()
    assert isinstance(text, TelegramAfterAll)
    assert (text.language, text.organisation) == ("fr", "Team4Job")
    await scene.says(ANNA, "/start")
    assert isinstance(await scene.last(ANNA), DataCard)

    await scene.taps(ANNA, Agree(anna, True))
    count = len(await scene.messages(COORDINATOR))
    for tap in (LinkAgain(anna), NoteCall(anna), NoteMentor(anna, has=True)):
        await scene.taps(COORDINATOR, tap)  # the world has changed: the card says so, and nothing else happens
        assert scene.edits() != []
    assert len(await scene.messages(COORDINATOR)) == count
    assert (await membership_of(scene, anna)).waiting_since is not None


async def test_who_is_removed_is_gone_from_the_list(scene: Scene, anna: int) -> None:
    await scene.taps(COORDINATOR, RemovePerson(anna))
    assert (await waiting(scene)).total == 0


@pytest.mark.parametrize("tap", [NoteCall, LinkAgain, lambda own: NoteMentor(own, has=True)])
async def test_another_organisations_team_changes_nothing(scene: Scene, anna: int, tap: object) -> None:
    other = await make_organisation(scene, "Apides")
    await make_person(scene, STRANGER, Role.LEAD, organisation=other)
    before = (await membership_of(scene, anna)).model_dump()
    await scene.taps(STRANGER, tap(anna))  # type: ignore[operator]
    assert (await membership_of(scene, anna)).model_dump() == before
    assert (before["state"], len(scene.toasts())) == (MembershipState.BY_PHONE, 1)
