"""The organisation's points for mentors: ticked by the team, changed by a lead, in the way of a first proposal."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import update
from sqlmodel import col, select

from mentoring.matching import ReasonKind
from mentoring.mentor_points import MOST, UsualPoint, usual_points
from mentoring.messages.arrival import Joined, WelcomeBack
from mentoring.messages.mentor_points import (
    EditList,
    MentorPrepares,
    PointNotUsable,
    PointsCard,
    PointsOpen,
    WritePoint,
)
from mentoring.messages.pairing import Proposal
from mentoring.messages.pairing_desk import SeekerCard
from mentoring.messages.system import NotHere, WritePlease
from mentoring.steps import Step
from mentoring.taps_mentor_points import (
    EditPoints,
    LeavePoint,
    MentorPoints,
    RemovePoint,
    SwitchPoint,
    TickAll,
    TickPoint,
    WriteOwnPoint,
)
from mentoring.taps_pairing import ChooseMentor, FindMentor, SendProposal
from mentoring.taps_welcome import Agree, GoOn, SpeakLanguage, TakeOfferedName
from storage.tables import Duo, Membership, MentorTick, Organisation
from storage.words import DuoState, MembershipState, Role
from tests.handlers.house import AMINA, JAN, LENA, OTHER, House, open_house
from tests.handlers.newcomers import newcomer
from tests.handlers.people import make_duo, make_organisation, make_person
from tests.handlers.scene import Scene

BOSS = 505
ALL = tuple(point.value for point in UsualPoint)


@pytest.fixture
async def house(scene: Scene) -> House:
    house = await open_house(scene)
    await make_person(scene, BOSS, Role.LEAD, language="en", name="Sabine")
    await the_list(house, usual_points())
    return house


async def the_list(house: House, points: list[dict[str, str]] | None) -> None:
    async with house.scene.database.write() as store:
        await store.session.execute(update(Organisation).values(mentor_points=points))


async def kept(house: House) -> list[str]:
    async with house.scene.database.read() as store:
        organisation = await store.session.get(Organisation, house.lena.organisation_id)
        assert organisation is not None
        return [entry["code"] for entry in organisation.mentor_points or []]


async def ticks(house: House) -> list[MentorTick]:
    async with house.scene.database.read() as store:
        return list((await store.session.execute(select(MentorTick).order_by(col(MentorTick.id)))).scalars().all())


async def card(house: House, user: int = LENA) -> PointsCard:
    await house.scene.taps(user, MentorPoints(house.jan.membership_id))
    shown = await house.scene.last(user)
    assert isinstance(shown, PointsCard)
    return shown


# -- ticking -----------------------------------------------------------------------------------------------------------
async def test_a_tick_notes_who_and_when_once_and_can_be_taken_away(house: House) -> None:
    jan = house.jan.membership_id
    for user in (LENA, BOSS):  # two at the same point: the first one stays noted
        await house.scene.taps(user, TickPoint(jan, "insurance", on=True))
    house.sees("Insurance: Lena, Tuesday 24 November")
    assert len(await ticks(house)) == 1

    for _ in range(2):
        await house.scene.taps(BOSS, TickPoint(jan, "insurance", on=False))
        house.sees("Insurance: <b>open</b>")
    assert await ticks(house) == []


async def test_everything_is_ticked_at_once(house: House) -> None:
    for _ in range(2):
        await house.scene.taps(LENA, TickAll(house.jan.membership_id))
        house.sees("Everything is there")
    assert [tick.point for tick in await ticks(house)] == list(ALL)


@pytest.mark.parametrize("point", ["nonsense", "own-1", "", "x" * 40])
async def test_a_point_that_is_not_on_the_list_is_not_ticked(house: House, point: str) -> None:
    await house.scene.taps(LENA, TickPoint(house.jan.membership_id, point, on=True))
    assert await ticks(house) == []
    assert len(house.scene.edits()) == 1


async def test_only_the_organisations_team_ticks_and_only_mentors_have_points(house: House) -> None:
    elsewhere = await make_organisation(house.scene, "Apides")
    await make_person(house.scene, OTHER, Role.LEAD, organisation=elsewhere)
    for user in (OTHER, JAN, AMINA):
        for tap in (MentorPoints(house.jan.membership_id), TickAll(house.jan.membership_id)):
            await house.scene.taps(user, tap)
            assert house.scene.toasts() == [house.scene.rendered(NotHere(), "fr").text]
    await house.scene.taps(LENA, TickAll(house.amina.membership_id))
    assert await ticks(house) == []


# -- before a first proposal -------------------------------------------------------------------------------------------
async def test_open_points_hold_a_first_proposal_back_and_say_which(house: House) -> None:
    await house.scene.taps(LENA, TickPoint(house.jan.membership_id, "training", on=True))
    pair = (house.amina.membership_id, house.jan.membership_id)

    await house.scene.taps(LENA, ChooseMentor(*pair))
    house.sees("information note, insurance, confidentiality and first talk with the team")
    await house.scene.taps(LENA, SendProposal(*pair))

    assert house.scene.toasts() == [house.scene.rendered(PointsOpen()).text]
    assert await house.duos() == []
    await house.scene.taps(LENA, TickAll(house.jan.membership_id))
    await house.scene.taps(LENA, SendProposal(*pair))
    assert isinstance(await house.scene.last(JAN), Proposal)


async def test_suggestions_warn_of_an_open_list(house: House) -> None:
    await house.scene.taps(LENA, FindMentor(house.amina.membership_id))
    shown = await house.scene.last(LENA)
    assert isinstance(shown, SeekerCard)
    assert shown.suggestions[0].reasons[0].kind is ReasonKind.LIST_OPEN
    await house.scene.taps(LENA, TickAll(house.jan.membership_id))
    await house.scene.taps(LENA, FindMentor(house.amina.membership_id))
    shown = await house.scene.last(LENA)
    assert isinstance(shown, SeekerCard)
    assert ReasonKind.LIST_OPEN not in {reason.kind for reason in shown.suggestions[0].reasons}


@pytest.mark.parametrize("state", [DuoState.ACTIVE, DuoState.ENDED])
async def test_a_mentor_who_was_in_a_duo_is_not_held_back(house: House, state: DuoState) -> None:
    mentor = await make_person(house.scene, OTHER, Role.MENTOR, capacity=2)
    before = await make_person(house.scene, 620)
    duo_id = await make_duo(house.scene, before, mentor)
    async with house.scene.database.write() as store:
        await store.session.execute(update(Duo).where(col(Duo.id) == duo_id).values(state=state))
    await house.propose(mentor=mentor)
    assert DuoState.PROPOSED in {duo.state for duo in await house.duos()}
    await house.scene.taps(LENA, MentorPoints(mentor.membership_id))
    assert (await card_of(house)).has_begun


async def card_of(house: House) -> PointsCard:
    shown = await house.scene.last(LENA)
    assert isinstance(shown, PointsCard)
    return shown


@pytest.mark.parametrize("points", [None, []])
async def test_an_organisation_without_a_list_holds_nobody_back(
    house: House, points: list[dict[str, str]] | None
) -> None:
    await the_list(house, points)
    assert (await house.propose()).state == DuoState.PROPOSED
    assert (await card(house)).lines == ()


# -- what mentors read -------------------------------------------------------------------------------------------------
async def test_a_new_mentor_reads_what_is_open_and_so_does_the_team(house: House) -> None:
    user = 650
    membership_id = await newcomer(house.scene, user, house.lena.organisation_id, Role.MENTOR)
    await house.scene.taps(user, SpeakLanguage(membership_id, "fr"))
    await house.scene.taps(user, Agree(membership_id, agrees=True))
    await house.scene.taps(user, TakeOfferedName(membership_id))
    for step in (Step.LANGUAGES, Step.SECTORS, Step.REGIONS, Step.TIMES, Step.CAPACITY):
        await house.scene.taps(user, GoOn(membership_id, step))

    prepares = await house.scene.last(user)
    assert isinstance(prepares, MentorPrepares)
    assert tuple(point.code for point in prepares.points) == ALL
    joined = await house.scene.last(LENA)
    assert isinstance(joined, Joined)
    assert (joined.membership_id, len(joined.points)) == (membership_id, 5)
    await house.scene.says(user, "/start")
    back = await house.scene.last(user)
    assert isinstance(back, WelcomeBack)
    assert len(back.standings[0].points) == 5

    await house.scene.taps(LENA, TickAll(membership_id))
    await house.scene.says(user, "/start")
    back = await house.scene.last(user)
    assert isinstance(back, WelcomeBack)
    assert back.standings[0].points == ()


# -- the list ----------------------------------------------------------------------------------------------------------
async def test_a_lead_switches_usual_points_and_keeps_their_order_and_ticks(house: House) -> None:
    own = house.lena.organisation_id
    await house.scene.taps(LENA, TickPoint(house.jan.membership_id, "insurance", on=True))
    for _ in range(2):
        await house.scene.taps(BOSS, SwitchPoint(own, "insurance", on=False))
    assert await kept(house) == [code for code in ALL if code != "insurance"]
    await house.scene.taps(BOSS, SwitchPoint(own, "insurance", on=True))
    assert await kept(house) == list(ALL)
    assert [line.point.code for line in (await card(house)).lines if line.is_ticked] == ["insurance"]


async def test_a_lead_adds_an_own_point_and_removes_it_with_its_ticks(house: House) -> None:
    own = house.lena.organisation_id
    await house.scene.taps(BOSS, WriteOwnPoint(own))
    await house.scene.says(BOSS, "x" * 61)
    assert isinstance(await house.scene.last(BOSS), PointNotUsable)
    await house.scene.says(BOSS, photo=[{"file_id": "x", "file_unique_id": "y", "width": 1, "height": 1}])
    assert isinstance(await house.scene.last(BOSS), WritePlease)
    await house.scene.says(BOSS, "Extrait de <casier> vu")
    shown = await house.scene.last(BOSS)
    assert isinstance(shown, EditList)
    assert [point.text for point in shown.own] == ["Extrait de <casier> vu"]
    assert "&lt;casier&gt;" in house.scene.rendered(shown).text
    await house.scene.taps(LENA, TickAll(house.jan.membership_id))

    for _ in range(2):
        await house.scene.taps(BOSS, RemovePoint(own, "own-1"))
    await house.scene.taps(BOSS, WriteOwnPoint(own))
    await house.scene.says(BOSS, "Something else")

    assert [line.point.text for line in (await card(house)).lines if not line.is_ticked] == ["Something else"]


async def test_the_same_point_is_not_added_twice_and_a_full_list_takes_no_more(house: House) -> None:
    own = house.lena.organisation_id
    for text in ("Casier vu", "casier vu", *(f"Point {n}" for n in range(20))):
        await house.scene.taps(BOSS, WriteOwnPoint(own))
        await house.scene.says(BOSS, text)
    assert len(await kept(house)) == MOST


async def test_the_question_for_a_point_can_be_left(house: House) -> None:
    own = house.lena.organisation_id
    await house.scene.taps(BOSS, WriteOwnPoint(own))
    house.sees(house.scene.rendered(WritePoint(organisation_id=own)).text)
    await house.scene.taps(BOSS, LeavePoint(own))
    house.sees("Points for mentors")
    await house.scene.says(BOSS, "Not a point")
    assert await kept(house) == list(ALL)


async def test_the_list_is_a_leads_alone(house: House) -> None:
    own = house.lena.organisation_id
    taps: list[Any] = [
        EditPoints(own),
        SwitchPoint(own, "training", on=False),
        WriteOwnPoint(own),
        RemovePoint(own, "x"),
    ]
    for tap in taps:
        await house.scene.taps(LENA, tap)
        assert house.scene.toasts() == [house.scene.rendered(NotHere()).text]
    assert (await card(house)).leads is False
    assert (await card(house, BOSS)).leads is True
    async with house.scene.database.write() as store:
        await store.session.execute(
            update(Membership).where(col(Membership.role) == Role.LEAD).values(state=MembershipState.LEFT)
        )
    await house.scene.taps(BOSS, SwitchPoint(own, "training", on=False))
    assert await kept(house) == list(ALL)


async def test_a_usual_point_nobody_knows_is_refused(house: House) -> None:
    await house.scene.taps(BOSS, SwitchPoint(house.lena.organisation_id, "horoscope", on=True))
    assert house.scene.toasts() == [house.scene.rendered(NotHere()).text]
