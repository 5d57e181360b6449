from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import update
from sqlmodel import col, select

from mentoring.messages.pairing import (
    AlreadyPaired,
    AnswerChanged,
    AreYouSure,
    BothYes,
    NoCapacity,
    NoNoted,
    NotGoingOn,
    Proposal,
    ProposalAccepted,
    ProposalDeclined,
    YesNoted,
)
from mentoring.messages.pairing_desk import WaitingList
from mentoring.messages.pairing_proposals import ProposalWithdrawn
from mentoring.messages.system import NotHere, OutOfDate
from mentoring.taps_pairing import (
    AnswerProposal,
    ChangeMyMind,
    ChooseMentor,
    SendProposal,
    ShowSeeker,
)
from storage.tables import Membership, Thread
from storage.words import Answer, Call, DuoState, MembershipState, OutboxState, Role
from tests.handlers.house import AMINA, JAN, LENA, WEEK, House, open_house, says
from tests.handlers.people import make_duo, make_person
from tests.handlers.scene import START, Scene


@pytest.fixture
async def house(scene: Scene) -> House:
    return await open_house(scene)


# -- proposing --------------------------------------------------------------------------------------------------------
async def test_the_confirmation_shows_what_each_will_see_and_sends_nothing(house: House) -> None:
    await house.scene.taps(LENA, ChooseMentor(house.amina.membership_id, house.jan.membership_id))

    house.sees("Jan will see:\n<b>Amina</b>", "Amina will see:\n<b>Jan</b>", "7 days")
    assert await house.duos() == []
    assert await house.scene.messages(AMINA) == []


async def test_both_get_a_portrait_with_what_is_common_first_and_nothing_that_finds_somebody(house: House) -> None:
    duo = await house.propose()

    house.sees("is on its way", "Tuesday 1 December, 23:59")
    for user, other in ((AMINA, "Jan"), (JAN, "Amina")):
        (proposal,) = await house.scene.messages(user)
        assert isinstance(proposal, Proposal)
        assert proposal.portrait.first_name == other
        assert proposal.portrait.languages[0] == "fr"
        assert proposal.expires_at == START + WEEK
        text = house.scene.rendered(proposal).text
        assert "Tuesday 1 December" in text
        assert not any(secret in text for secret in ("Dossier", "Gent", "50"))
        (row,) = await house.scene.rows(user)
        assert row.guard == f"duo-proposed:{duo.id}"
    assert duo.coordinator_id == house.lena.membership_id
    assert duo.reasons == ["language:fr", "sector:it", "free:1"]


async def test_proposing_the_same_pair_twice_has_one_effect(house: House) -> None:
    first = await house.propose()
    second = await house.propose()
    assert (first.id, len(await house.duos())) == (second.id, 1)
    house.sees("is on its way")
    assert len(await house.scene.messages(AMINA)) == 1


async def test_a_seeker_is_in_one_proposal_at_a_time(house: House) -> None:
    await house.propose()
    other = await make_person(house.scene, 610, Role.MENTOR)
    for tap in (SendProposal, ChooseMentor):
        await house.scene.taps(LENA, tap(house.amina.membership_id, other.membership_id))
        assert house.scene.toasts() == [house.scene.rendered(AlreadyPaired()).text]
    assert len(await house.duos()) == 1
    await house.scene.taps(LENA, ShowSeeker(house.amina.membership_id))
    house.sees("has an open proposal with")


async def test_open_proposals_count_against_a_mentors_capacity(house: House) -> None:
    await house.propose()
    sofiane = await make_person(house.scene, 601)
    for tap in (SendProposal, ChooseMentor):
        await house.scene.taps(LENA, tap(sofiane.membership_id, house.jan.membership_id))
        assert house.scene.toasts() == [house.scene.rendered(NoCapacity()).text]
    assert len(await house.duos()) == 1


async def test_a_mentor_of_two_places_gets_two_proposals_and_no_third(house: House) -> None:
    busy = await make_person(house.scene, 610, Role.MENTOR, capacity=2)
    seekers = [await make_person(house.scene, 620 + n) for n in range(3)]
    for seeker in seekers:
        await house.scene.taps(LENA, SendProposal(seeker.membership_id, busy.membership_id))
    assert [duo.seeker_id for duo in await house.duos()] == [s.membership_id for s in seekers[:2]]


async def test_who_is_both_seeker_and_mentor_is_not_proposed_to_themselves(house: House) -> None:
    as_mentor = await make_person(house.scene, AMINA, Role.MENTOR)
    await house.scene.taps(LENA, SendProposal(house.amina.membership_id, as_mentor.membership_id))
    assert house.scene.toasts() == [house.scene.rendered(NotHere()).text]
    assert await house.duos() == []


@pytest.mark.parametrize("state", [MembershipState.WELCOMING, MembershipState.BY_PHONE, MembershipState.LEFT])
async def test_who_is_not_ready_is_not_proposed(house: House, state: MembershipState) -> None:
    mentor = await make_person(house.scene, 610, Role.MENTOR, state=state)
    await house.scene.taps(LENA, SendProposal(house.amina.membership_id, mentor.membership_id))
    assert house.scene.toasts() == [house.scene.rendered(OutOfDate()).text]
    assert await house.duos() == []


async def test_the_same_update_five_times_proposes_once(house: House) -> None:
    tap = SendProposal(house.amina.membership_id, house.jan.membership_id)
    for _ in range(5):
        house.scene.update_id = 2000
        await house.scene.taps(LENA, tap)
    assert len(await house.duos()) == 1
    assert len(await house.scene.messages(JAN)) == 1


# -- answering --------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("order", [(AMINA, JAN), (JAN, AMINA)])
async def test_the_second_yes_begins_the_duo(house: House, order: tuple[int, int]) -> None:
    duo = await house.propose()
    await house.arrives()
    names = {AMINA: "Amina", JAN: "Jan"}
    first, second = order

    await house.answer(first, duo, yes=True)
    expected = YesNoted(duo_id=duo.id, partner=names[second], expires_at=START + WEEK)
    assert house.scene.edits() == says(house.scene, expected)
    assert (await house.duo()).state == DuoState.PROPOSED
    house.scene.advance(timedelta(hours=3))
    await house.answer(second, duo, yes=True)

    assert house.scene.edits() == says(house.scene, BothYes(partner=names[first]))
    begun = await house.duo()
    assert (begun.state, begun.started_at) == (DuoState.ACTIVE, START + timedelta(hours=3))
    await house.hears(LENA, ProposalAccepted)
    async with house.scene.database.read() as store:
        assert len((await store.session.execute(select(Thread.id).where(Thread.duo_id == duo.id))).all()) == 2
    for user in order:
        rows = await house.scene.rows(user)
        assert [row.call for row in rows].count(Call.COMMANDS) == 1
        assert "thread.opened" in {row.kind for row in rows}


async def test_the_same_yes_twice_changes_nothing_before_and_after_the_beginning(house: House) -> None:
    duo = await house.propose()
    await house.answer(AMINA, duo, yes=True)
    before = house.scene.edits()
    await house.answer(AMINA, duo, yes=True)
    assert house.scene.edits() == before
    await house.answer(JAN, duo, yes=True)
    posted = len(await house.scene.rows())
    for user, partner in ((JAN, "Amina"), (AMINA, "Jan")):
        await house.answer(user, duo, yes=True)
        assert house.scene.edits() == says(house.scene, BothYes(partner=partner))
    assert len(await house.scene.rows()) == posted


async def test_a_no_asks_no_reason_tells_the_other_kindly_and_keeps_the_place(house: House) -> None:
    waiting_since = START - timedelta(days=40)
    sofiane = await make_person(house.scene, 601, name="Sofiane", waiting_since=waiting_since)
    duo = await house.propose(sofiane)
    await house.arrives(601, JAN)

    await house.answer(JAN, duo, yes=False)

    assert house.scene.edits() == says(house.scene, NoNoted(to=Role.MENTOR))
    assert house.scene.toasts() == []
    assert await house.scene.last(601) == NotGoingOn(to=Role.SEEKER)
    declined = await house.scene.last(LENA)
    assert isinstance(declined, ProposalDeclined)
    assert declined.by is Role.MENTOR
    assert (await house.duo()).state == DuoState.DECLINED
    await house.scene.says(LENA, "/waiting")
    shown = await house.scene.last(LENA)
    assert isinstance(shown, WaitingList)
    assert [(s.who.name, s.days) for s in shown.seekers] == [("Sofiane", 40), ("Amina", 0)]


async def test_what_the_other_is_told_names_nobody_and_blames_nobody(house: House) -> None:
    for role in (Role.SEEKER, Role.MENTOR):
        text = house.scene.rendered(NotGoingOn(to=role)).text
        assert not any(word in text for word in ("Jan", "Amina", " no ", "declined", "refused"))


async def test_who_never_saw_the_proposal_hears_nothing_of_its_end(house: House) -> None:
    duo = await house.propose()
    await house.arrives(AMINA)
    await house.answer(AMINA, duo, yes=False)
    await house.hears(JAN)
    (row,) = await house.scene.rows(JAN)
    assert row.state == OutboxState.CANCELLED
    await house.hears(LENA, ProposalDeclined)


async def test_the_same_no_twice_changes_nothing_and_a_late_yes_hears_the_kind_line(house: House) -> None:
    duo = await house.propose()
    await house.arrives()
    await house.answer(JAN, duo, yes=False)
    await house.answer(JAN, duo, yes=False)
    assert house.scene.edits() == says(house.scene, NoNoted(to=Role.MENTOR))
    await house.answer(AMINA, duo, yes=True)
    assert house.scene.edits() == says(house.scene, NotGoingOn(to=Role.SEEKER))
    await house.hears(LENA, ProposalDeclined)
    await house.hears(AMINA, NotGoingOn)
    assert (await house.duo()).state == DuoState.DECLINED


async def test_a_yes_can_become_a_no_while_the_other_has_not_answered(house: House) -> None:
    duo = await house.propose()
    await house.arrives()
    await house.answer(AMINA, duo, yes=True)
    await house.scene.taps(AMINA, ChangeMyMind(duo.id))
    assert house.scene.edits() == says(house.scene, AreYouSure(duo_id=duo.id, partner="Jan"))

    await house.answer(AMINA, duo, yes=False)

    assert house.scene.toasts() == says(house.scene, AnswerChanged())
    assert house.scene.edits() == says(house.scene, NoNoted(to=Role.SEEKER))
    await house.hears(JAN, NotGoingOn)
    assert (await house.duo()).seeker_answer == Answer.NO


async def test_a_yes_cannot_become_a_no_once_the_duo_runs(house: House) -> None:
    duo = await house.propose()
    await house.answer(AMINA, duo, yes=True)
    await house.answer(JAN, duo, yes=True)
    await house.scene.taps(AMINA, AnswerProposal(duo.id, False))
    assert house.scene.toasts() == says(house.scene, OutOfDate())
    await house.scene.taps(AMINA, ChangeMyMind(duo.id))
    assert house.scene.edits() == says(house.scene, BothYes(partner="Jan")), "the button goes, the news stays"
    assert (await house.duo()).state == DuoState.ACTIVE


@pytest.mark.parametrize("state", [DuoState.COMPLETED, DuoState.ENDED])
@pytest.mark.parametrize("yes", [True, False])
async def test_answers_after_the_end_of_the_duo_are_out_of_date(house: House, state: DuoState, yes: bool) -> None:
    duo_id = await make_duo(house.scene, house.amina, house.jan, state)
    await house.scene.taps(JAN, AnswerProposal(duo_id, yes))
    assert house.scene.toasts() == says(house.scene, OutOfDate())


async def test_who_left_answers_nothing_any_more(house: House) -> None:
    duo = await house.propose()
    async with house.scene.database.write() as store:
        left = update(Membership).where(col(Membership.id) == house.jan.membership_id)
        await store.session.execute(left.values(state=MembershipState.LEFT))
    await house.answer(JAN, duo, yes=True)
    assert house.scene.toasts() == says(house.scene, OutOfDate())
    assert (await house.duo()).mentor_answer == Answer.OPEN


@pytest.mark.parametrize("gone", [AMINA, JAN])
async def test_a_yes_begins_nothing_where_the_other_has_left_and_the_team_hears_it(house: House, gone: int) -> None:
    duo = await house.propose()
    await house.arrives()
    stays, leaver = (JAN, house.amina) if gone == AMINA else (AMINA, house.jan)
    await house.answer(gone, duo, yes=True)
    async with house.scene.database.write() as store:
        left = update(Membership).where(col(Membership.id) == leaver.membership_id)
        await store.session.execute(left.values(state=MembershipState.LEFT))

    await house.answer(stays, duo, yes=True)

    role = Role.MENTOR if stays == JAN else Role.SEEKER
    assert house.scene.edits() == says(house.scene, NotGoingOn(to=role))
    assert (await house.duo()).state == DuoState.WITHDRAWN
    told = await house.scene.last(LENA)
    assert isinstance(told, ProposalWithdrawn)
    assert (told.seeker.name, told.mentor.name) == ("Amina", "Jan")
    await house.answer(gone, duo, yes=True)
    assert house.scene.toasts() == [house.scene.rendered(OutOfDate(), "fr").text]
