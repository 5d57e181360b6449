from __future__ import annotations

import pytest

from mentoring.messages.system import NotHere, OutOfDate
from mentoring.taps import Tap
from mentoring.taps_pairing import (
    AnswerProposal,
    ChangeMyMind,
    ChooseMentor,
    FindMentor,
    OpenProposals,
    SendProposal,
    ShowProposal,
    ShowSeeker,
    WaitingPage,
    WhoWaits,
    WithdrawProposal,
)
from storage.words import Answer, DuoState, MembershipState, Role
from tests.handlers.house import AMINA, JAN, LENA, OTHER, House, open_house, says
from tests.handlers.people import make_organisation, make_person
from tests.handlers.scene import Scene


@pytest.fixture
async def house(scene: Scene) -> House:
    return await open_house(scene)


def desk_taps(house: House, duo_id: int) -> list[Tap]:
    seeker, mentor, organisation = house.amina.membership_id, house.jan.membership_id, house.amina.organisation_id
    return [
        WhoWaits(organisation),
        WaitingPage(0, organisation),
        FindMentor(seeker),
        ShowSeeker(seeker),
        ChooseMentor(seeker, mentor),
        SendProposal(seeker, mentor),
        OpenProposals(0, organisation),
        ShowProposal(duo_id),
        WithdrawProposal(duo_id),
    ]


@pytest.mark.parametrize("who", ["seeker", "mentor", "coordinator elsewhere", "coordinator who left"])
async def test_the_desks_buttons_work_for_its_team_alone(house: House, who: str) -> None:
    duo = await house.propose()
    elsewhere = await make_organisation(house.scene, "Samen Sterk")
    await make_person(house.scene, 701, Role.LEAD, organisation=elsewhere, language="fr")
    await make_person(house.scene, 702, Role.COORDINATOR, state=MembershipState.LEFT)
    users = {"seeker": AMINA, "mentor": JAN, "coordinator elsewhere": 701, "coordinator who left": 702}
    rows = len(await house.scene.rows())
    for tap in desk_taps(house, duo.id):
        await house.scene.taps(users[who], tap)
        assert (house.scene.toasts(), house.scene.edits()) == (says(house.scene, NotHere()), []), tap
    assert len(await house.scene.rows()) == rows
    assert (await house.duo()).state == DuoState.PROPOSED


async def test_a_mentor_of_another_organisation_cannot_be_proposed(house: House) -> None:
    elsewhere = await make_organisation(house.scene, "Samen Sterk")
    mentor = await make_person(house.scene, 610, Role.MENTOR, organisation=elsewhere)
    await make_person(house.scene, LENA, Role.LEAD, organisation=elsewhere)  # even by somebody who works for both
    for tap in (ChooseMentor, SendProposal):
        await house.scene.taps(LENA, tap(house.amina.membership_id, mentor.membership_id))
        assert house.scene.toasts() == [house.scene.rendered(NotHere()).text]
    assert await house.duos() == []


async def test_answers_are_for_the_two_alone(house: House) -> None:
    duo = await house.propose()
    await make_person(house.scene, OTHER, Role.MENTOR)
    for user in (OTHER, LENA):
        for tap in (AnswerProposal(duo.id, True), AnswerProposal(duo.id, False), ChangeMyMind(duo.id)):
            await house.scene.taps(user, tap)
            assert house.scene.toasts() == [house.scene.rendered(NotHere(), "en" if user == LENA else "fr").text]
    assert ((await house.duo()).seeker_answer, (await house.duo()).mentor_answer) == (Answer.OPEN, Answer.OPEN)


async def test_ids_that_nobody_has_are_not_found(house: House) -> None:
    nobody = 2**63 - 1
    for tap in (
        FindMentor(nobody),
        ShowSeeker(house.jan.membership_id),
        ShowSeeker(house.lena.membership_id),
        SendProposal(house.jan.membership_id, house.amina.membership_id),
        SendProposal(house.amina.membership_id, nobody),
        WaitingPage(0, nobody),
        ShowProposal(nobody),
        WithdrawProposal(0),
        AnswerProposal(nobody, True),
        ChangeMyMind(0),
    ):
        await house.scene.taps(LENA, tap)
        assert house.scene.toasts() == [house.scene.rendered(NotHere()).text], tap


@pytest.mark.parametrize("data", ["pa:1", "pa:1:2", "pa::1", "pa:" + "9" * 21 + ":1", "ps:1:-1:0", "pp:1:x", "pw:1:2"])
async def test_forged_data_of_the_wrong_form_gets_the_kind_toast(house: House, data: str) -> None:
    await house.scene.taps(AMINA, data)
    assert house.scene.toasts() == says(house.scene, OutOfDate())


async def test_a_strangers_tap_on_a_forwarded_button_changes_nothing(house: House) -> None:
    duo = await house.propose()
    await house.scene.taps(999, AnswerProposal(duo.id, True))
    assert house.scene.edits() == []
    assert (await house.duo()).seeker_answer == Answer.OPEN
