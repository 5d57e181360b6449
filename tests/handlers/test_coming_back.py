"""Somebody blocks the bot and comes back: what waited for their answer waits for it again."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from mentoring.messages.arrival import WelcomeBack
from mentoring.messages.pairing import NotGoingOn, Proposal
from mentoring.messages.thread import HowItWorks, ThreadOpened
from mentoring.messages.welcome import WhichName
from mentoring.steps import Step
from mentoring.taps_pairing import AnswerProposal, WithdrawProposal
from storage.tables import Outbox
from storage.words import DuoState, MembershipState, OutboxState
from tests.handlers.house import AMINA, JAN, LENA, WEEK, House, open_house
from tests.handlers.newcomers import newcomer, organisation, person_of
from tests.handlers.people import make_person
from tests.handlers.scene import Scene
from tests.handlers.test_welcome import up_to
from tests.handlers.threads import kicked

ANNA = 599


@pytest.fixture
async def house(scene: Scene) -> House:
    return await open_house(scene)


def member(scene: Scene, user: int) -> dict[str, Any]:
    event = kicked(scene, user)
    return event | {"old_chat_member": event["new_chat_member"], "new_chat_member": event["old_chat_member"]}


async def blocks(scene: Scene, user: int) -> None:
    await scene.feed({"my_chat_member": kicked(scene, user)})


async def comes_back(scene: Scene, user: int) -> None:
    await scene.feed({"my_chat_member": member(scene, user)})


async def waiting(scene: Scene, user: int, *kinds: str) -> list[Outbox]:
    return [row for row in await scene.rows(user) if row.state == OutboxState.PENDING and row.kind in kinds]


async def test_a_proposal_that_a_block_cancelled_is_asked_again_and_can_be_answered(house: House) -> None:
    duo = await house.propose()
    await blocks(house.scene, AMINA)
    assert await waiting(house.scene, AMINA, Proposal.kind) == []

    await comes_back(house.scene, AMINA)

    (row,) = await waiting(house.scene, AMINA, Proposal.kind)
    assert (row.guard, row.expires_at) == (f"duo-proposed:{duo.id}", duo.expires_at)
    await house.answer(AMINA, duo, yes=True)
    await house.answer(JAN, duo, yes=True)
    assert (await house.duo()).state == DuoState.ACTIVE


async def test_start_shows_an_open_proposal_again_under_the_greeting(house: House) -> None:
    await house.propose()
    await house.arrives()
    await house.scene.says(JAN, "/start")

    greeting, proposal = (await house.scene.messages(JAN))[-2:]
    assert isinstance(greeting, WelcomeBack)
    assert isinstance(proposal, Proposal)
    buttons = [button.tap for row in house.scene.rendered(proposal).buttons for button in row]
    assert buttons == [AnswerProposal(proposal.duo_id, yes=True), AnswerProposal(proposal.duo_id, yes=False)]


async def test_the_button_that_unblocks_and_sends_start_asks_once(house: House) -> None:
    await house.propose()
    await house.arrives()
    await blocks(house.scene, AMINA)
    await comes_back(house.scene, AMINA)
    await house.scene.says(AMINA, "/start")

    (row,) = await waiting(house.scene, AMINA, Proposal.kind)
    assert row.not_before is None


async def test_what_was_answered_or_is_over_is_not_asked_again(house: House) -> None:
    duo = await house.propose()
    await house.arrives()
    await house.answer(AMINA, duo, yes=True)
    await house.scene.says(AMINA, "/start")
    assert await waiting(house.scene, AMINA, Proposal.kind) == []

    house.scene.advance(WEEK)
    await blocks(house.scene, JAN)
    await comes_back(house.scene, JAN)
    assert await waiting(house.scene, JAN, Proposal.kind) == []


async def test_a_proposal_that_was_seen_only_the_second_time_ends_with_a_kind_word(house: House) -> None:
    duo = await house.propose()
    await blocks(house.scene, AMINA)
    await comes_back(house.scene, AMINA)
    await house.arrives(AMINA)

    await house.scene.taps(LENA, WithdrawProposal(duo.id))

    await house.hears(AMINA, NotGoingOn)
    await house.hears(JAN)  # Jan never saw it


async def test_nobody_is_asked_what_others_were(house: House) -> None:
    await house.propose()
    other = await make_person(house.scene, ANNA)
    await house.scene.says(ANNA, "/start")
    await house.scene.says(LENA, "/start")

    assert other
    assert await waiting(house.scene, ANNA, Proposal.kind) == await waiting(house.scene, LENA, Proposal.kind) == []


async def test_an_unfinished_welcome_goes_on_where_it_stopped(scene: Scene) -> None:
    own = await newcomer(scene, ANNA, await organisation(scene))
    await up_to(scene, ANNA, own, Step.NAME)
    await blocks(scene, ANNA)

    await comes_back(scene, ANNA)

    (row,) = await waiting(scene, ANNA, WhichName.kind)
    assert row.not_before == scene.clock.now() + timedelta(seconds=2)
    await scene.says(ANNA, "/start")
    (row,) = await waiting(scene, ANNA, WhichName.kind)
    assert row.not_before is None
    await scene.says(ANNA, "Anna")
    assert len(await waiting(scene, ANNA, WhichName.kind)) == 1
    assert (await person_of(scene, ANNA)).open(scene.database.vault, "first_name") == "Anna"


@pytest.mark.parametrize("state", [MembershipState.LEFT, MembershipState.BY_PHONE])
async def test_who_left_or_goes_by_phone_hears_nothing_by_coming_back(scene: Scene, state: MembershipState) -> None:
    await make_person(scene, ANNA, state=state)
    await blocks(scene, ANNA)
    await comes_back(scene, ANNA)

    assert await scene.messages(ANNA) == []


async def test_a_greeting_that_never_arrived_is_said_again_once(house: House) -> None:
    duo = await house.propose()
    await house.arrives()
    await house.answer(AMINA, duo, yes=True)
    await blocks(house.scene, AMINA)
    await house.answer(JAN, duo, yes=True)
    await blocks(house.scene, AMINA)  # whatever went out meanwhile is refused
    assert await waiting(house.scene, AMINA, ThreadOpened.kind) == []

    for _ in range(2):
        await comes_back(house.scene, AMINA)
    assert len(await waiting(house.scene, AMINA, ThreadOpened.kind, HowItWorks.kind)) == 2
    await house.arrives()
    await comes_back(house.scene, AMINA)
    assert await waiting(house.scene, AMINA, ThreadOpened.kind, HowItWorks.kind) == []
