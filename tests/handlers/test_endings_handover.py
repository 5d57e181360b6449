"""Another mentor goes on with a mentee; the same two once more."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import pytest
from sqlmodel import col, select

from mentoring.messages.endings_goodbye import AnotherMentor, OnceMore, StopsHere, ThanksToMentor
from mentoring.messages.pairing import Proposal, ProposalDeclined
from mentoring.messages.thread import ThreadClosed
from mentoring.taps_duos import DuoCard
from mentoring.taps_endings import DoHandOver, DoPairAgain, EndFor, HandOver, HandOverTo, PairAgain
from mentoring.taps_pairing import AnswerProposal
from mentoring.waiting import waiting_sides
from storage.ids import new_id
from storage.tables import Duo, Goal, Membership, TeamDeed, Thread
from storage.words import Deed, DuoState, EndReason, MembershipState, Role
from tests.handlers.people import Made, make_organisation, make_person
from tests.handlers.scene import Scene
from tests.handlers.test_endings import all_of, change, duo_of, said
from tests.handlers.threads import ANNA, BRAM, EVA, LENA, Pair, make_pair, person_of

TOM = 505


@dataclass
class House:
    scene: Scene
    pair: Pair
    lena: Made
    eva: Made


@pytest.fixture
async def house(scene: Scene) -> House:
    pair = await make_pair(scene, names=("Anna", "Bram"))
    lena = await make_person(scene, LENA, Role.COORDINATOR, language="en", name="Lena")
    eva = await make_person(scene, EVA, Role.MENTOR, name="Eva")
    now = scene.clock.now()
    await change(scene, pair, under_way_since=now, met_at=now)
    noted_by = (await person_of(scene, ANNA)).id
    async with scene.database.write() as store:
        goal = Goal(id=new_id(), duo_id=pair.id, noted_by=noted_by, created_at=now)
        goal.seal(store.vault, "text", "A job in a bakery")
        store.session.add(goal)
    scene.advance(timedelta(weeks=2))
    return House(scene, pair, lena, eva)


async def newest(scene: Scene) -> Duo:
    return (await all_of(scene, Duo))[-1]


async def goals(scene: Scene, duo: Duo) -> list[str | None]:
    async with scene.database.read() as store:
        found = (await store.session.execute(select(Goal).where(col(Goal.duo_id) == duo.id))).scalars().all()
        return [goal.open(store.vault, "text") for goal in found]


async def free(house: House, membership_id: int, **values: object) -> None:
    async with house.scene.database.write() as store:
        membership = await store.session.get(Membership, membership_id)
        for name, value in values.items():
            setattr(membership, name, value)


# -- another mentor ----------------------------------------------------------------------------------------------------
async def test_another_mentor_is_chosen_from_those_with_room(house: House) -> None:
    await house.scene.taps(LENA, HandOver(house.pair.id))
    (shown,) = house.scene.edits()
    assert "Eva" in shown
    assert shown.count("Bram") == 1  # the mentor there is, who is not offered
    await house.scene.taps(LENA, HandOverTo(house.pair.id, house.eva.membership_id))
    assert "Propose" in house.scene.edits()[0]
    assert (await duo_of(house.scene, house.pair)).state == DuoState.ACTIVE


async def test_the_old_duo_ends_and_the_new_one_is_proposed_in_one_step(house: House) -> None:
    scene, pair = house.scene, house.pair
    for _ in range(2):
        await scene.taps(LENA, DoHandOver(pair.id, house.eva.membership_id))
    old, new = await all_of(scene, Duo)
    assert (old.state, old.end_reason, old.follow_up_at) == (DuoState.ENDED, EndReason.HANDED_OVER, None)
    assert (new.state, new.follows_id, new.mentor_id) == (DuoState.PROPOSED, old.id, house.eva.membership_id)
    kinds = [message.kind for message in await scene.messages(ANNA)]
    places = [kinds.index(kind.kind) for kind in (AnotherMentor, ThreadClosed, Proposal)]
    assert places == sorted(places)
    (told,) = await said(scene, ANNA, AnotherMentor)
    assert (told.old, told.new) == ("Bram", "Eva")
    assert len(await said(scene, BRAM, ThanksToMentor)) == 1
    assert not await said(scene, BRAM, StopsHere)
    assert [deed.deed for deed in await all_of(scene, TeamDeed)] == [Deed.HANDED_OVER]


async def test_the_goals_go_along_and_the_new_two_meet_for_the_first_time(house: House) -> None:
    scene = house.scene
    await scene.taps(LENA, DoHandOver(house.pair.id, house.eva.membership_id))
    new = await newest(scene)
    assert await goals(scene, new) == []
    for user in (ANNA, EVA):
        await scene.taps(user, AnswerProposal(new.id, yes=True))
    new = await newest(scene)
    assert (new.state, new.met_at, new.under_way_since) == (DuoState.ACTIVE, None, None)
    assert await goals(scene, new) == ["A job in a bakery"]


async def test_the_card_says_that_another_mentor_goes_on_once_they_do(house: House) -> None:
    scene = house.scene
    await scene.taps(LENA, DoHandOver(house.pair.id, house.eva.membership_id))
    await scene.taps(LENA, DuoCard(house.pair.id))
    card = scene.rendered(await scene.last(LENA)).text
    assert "asked another mentor" in card
    assert "goes on" not in card
    new = await newest(scene)
    for user in (ANNA, EVA):
        await scene.taps(user, AnswerProposal(new.id, yes=True))
    await scene.taps(LENA, DuoCard(house.pair.id))
    assert "another mentor goes on" in scene.rendered(await scene.last(LENA)).text


async def test_where_the_new_mentor_says_no_the_team_hears_it_and_the_mentee_waits_in_front(house: House) -> None:
    scene = house.scene
    late = await make_person(scene, 777, name="Late")
    await scene.taps(LENA, DoHandOver(house.pair.id, house.eva.membership_id))
    await scene.taps(EVA, AnswerProposal((await newest(scene)).id, yes=False))
    assert len(await said(scene, LENA, ProposalDeclined)) == 1
    async with scene.database.write() as store:
        sides = await waiting_sides(scene.work(store, "look"), house.lena.organisation_id)
    seeker_id = (await duo_of(scene, house.pair)).seeker_id
    assert [side.membership.id for side in sides] == [seeker_id, late.membership_id]


@pytest.mark.parametrize("values", [{"capacity": 0}, {"state": MembershipState.LEFT}])
async def test_a_mentor_without_room_or_who_left_gets_nobody_and_nothing_ends(
    house: House, values: dict[str, object]
) -> None:
    await free(house, house.eva.membership_id, **values)
    for tap in (HandOverTo, DoHandOver):
        await house.scene.taps(LENA, tap(house.pair.id, house.eva.membership_id))
    assert (await duo_of(house.scene, house.pair)).state == DuoState.ACTIVE
    assert not await said(house.scene, ANNA, AnotherMentor)


async def test_the_same_mentor_and_one_of_another_organisation_are_refused(house: House) -> None:
    scene = house.scene
    other = await make_organisation(scene, "Apides")
    far = await make_person(scene, 888, Role.MENTOR, organisation=other)
    same = (await duo_of(scene, house.pair)).mentor_id
    for mentor_id in (same, far.membership_id, house.lena.membership_id, 2**62):
        await scene.taps(LENA, DoHandOver(house.pair.id, mentor_id))
    assert (await duo_of(scene, house.pair)).state == DuoState.ACTIVE
    assert len(await all_of(scene, Duo)) == 1


async def test_two_coordinators_who_choose_another_mentor_make_one_proposal(house: House) -> None:
    scene = house.scene
    await make_person(scene, TOM, Role.COORDINATOR, language="en", name="Tom")
    third = await make_person(scene, 888, Role.MENTOR, name="Third")
    await scene.taps(LENA, DoHandOver(house.pair.id, house.eva.membership_id))
    await scene.taps(TOM, DoHandOver(house.pair.id, third.membership_id))
    assert "A colleague has just changed" in scene.edits()[0]
    assert len(await all_of(scene, Duo)) == 2


# -- once more ---------------------------------------------------------------------------------------------------------
async def test_the_same_two_go_on_without_the_questions_of_a_first_meeting(house: House) -> None:
    scene, pair = house.scene, house.pair
    await scene.taps(LENA, EndFor(pair.id, EndReason.PERSONAL))
    await scene.taps(LENA, PairAgain(pair.id))
    assert "go on with each other" in scene.edits()[0]
    for _ in range(2):
        await scene.taps(LENA, DoPairAgain(pair.id))
    old, new = await all_of(scene, Duo)
    assert (new.state, new.follows_id) == (DuoState.PROPOSED, old.id)
    for user in (ANNA, BRAM):
        assert len(await said(scene, user, OnceMore)) == 1
        await scene.taps(user, AnswerProposal(new.id, yes=True))
    new = await newest(scene)
    assert (new.state, new.met_at, new.under_way_since) == (DuoState.ACTIVE, old.met_at, scene.clock.now())
    assert await goals(scene, new) == ["A job in a bakery"]
    threads = [thread for thread in await all_of(scene, Thread) if thread.duo_id == new.id]
    assert all(thread.next_check_in_at is not None for thread in threads)


async def test_a_duo_that_runs_is_not_begun_again(house: House) -> None:
    await house.scene.taps(LENA, DoPairAgain(house.pair.id))
    assert len(await all_of(house.scene, Duo)) == 1
