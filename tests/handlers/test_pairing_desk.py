from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import update
from sqlmodel import col

from mentoring.matching import ReasonKind
from mentoring.messages.pairing import (
    NotGoingOn,
)
from mentoring.messages.pairing_desk import SeekerCard, WaitingList
from mentoring.messages.system import OutOfDate, UnknownCommand
from mentoring.profile import Profile
from mentoring.taps_pairing import (
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
from storage.tables import Person
from storage.words import DuoState, MembershipState, Role
from tests.handlers.house import AMINA, JAN, LENA, House, open_house, says
from tests.handlers.people import make_duo, make_organisation, make_person
from tests.handlers.scene import START, Scene


@pytest.fixture
async def house(scene: Scene) -> House:
    return await open_house(scene)


# -- who waits --------------------------------------------------------------------------------------------------------
async def test_waiting_shows_the_longest_waiting_first_with_their_days(house: House) -> None:
    long_ago = START - timedelta(days=23, hours=5)
    await make_person(house.scene, 601, name="Sofiane", waiting_since=long_ago)
    await make_person(house.scene, 602, name="Still coming in", state=MembershipState.WELCOMING)
    await make_person(house.scene, 603, name="By phone", state=MembershipState.BY_PHONE)

    await house.scene.says(LENA, "/waiting")

    shown = await house.scene.last(LENA)
    assert isinstance(shown, WaitingList)
    assert [(s.who.name, s.days) for s in shown.seekers] == [("Sofiane", 23), ("Amina", 0)]
    assert shown.seekers[1].who.label == "Dossier 12"
    assert (shown.total, shown.free_places, shown.open_proposals) == (2, 1, 0)


async def test_pages_hold_eight_and_a_page_that_is_not_there_is_the_last(house: House) -> None:
    for number in range(10):
        await make_person(
            house.scene, 600 + number, name=f"S{number}", waiting_since=START - timedelta(days=number + 1)
        )

    await house.scene.taps(LENA, WaitingPage(2**62, house.lena.organisation_id))

    house.sees("11 mentees wait", "9. <b>S1</b>: 2 days", "11. <b>Amina</b> (Dossier 12): since today")
    await house.scene.taps(LENA, WhoWaits())
    first = await house.scene.last(LENA)
    assert isinstance(first, WaitingList)
    assert [s.who.name for s in first.seekers] == [f"S{n}" for n in range(9, 1, -1)]


async def test_with_nobody_waiting_and_no_mentor_the_desk_says_what_to_do(scene: Scene) -> None:
    await make_person(scene, LENA, Role.COORDINATOR)
    await scene.says(LENA, "/waiting")
    text = scene.rendered(await scene.last(LENA)).text
    assert "Nobody waits" in text
    assert text.count("/invite") == 2


async def test_people_in_a_live_duo_do_not_wait_and_those_whose_duo_ended_do(house: House) -> None:
    sofiane = await make_person(house.scene, 601, name="Sofiane")
    await make_duo(house.scene, house.amina, house.jan)
    await make_duo(house.scene, sofiane, house.jan, DuoState.ENDED)
    await house.scene.says(LENA, "/waiting")
    shown = await house.scene.last(LENA)
    assert isinstance(shown, WaitingList)
    assert [s.who.name for s in shown.seekers] == ["Sofiane"]
    assert (shown.running_duos, shown.free_places) == (1, 0)


async def test_the_desk_counts_the_running_duos_and_free_places_of_its_own_organisation(house: House) -> None:
    wide = await make_person(house.scene, 601, Role.MENTOR, capacity=3)
    for user, state in ((602, DuoState.ACTIVE), (603, DuoState.PAUSED), (604, DuoState.COMPLETED)):
        await make_duo(house.scene, await make_person(house.scene, user), wide, state)
    elsewhere = await make_organisation(house.scene, "Apides")
    stranger = await make_person(house.scene, 605, Role.MENTOR, organisation=elsewhere, capacity=3)
    await make_duo(house.scene, await make_person(house.scene, 606, organisation=elsewhere), stranger)
    await house.scene.says(LENA, "/waiting")

    shown = await house.scene.last(LENA)
    assert isinstance(shown, WaitingList)
    assert (shown.running_duos, shown.free_places) == (2, 2)  # one place of the wide one, and Jan's
    assert "Running duos: 2 · Free places: 2" in house.scene.rendered(shown).text


@pytest.mark.parametrize("user", [AMINA, JAN])
async def test_waiting_is_no_command_for_others(house: House, user: int) -> None:
    await house.scene.says(user, "/waiting")
    assert isinstance(await house.scene.last(user), UnknownCommand)


async def test_who_works_for_two_organisations_switches_between_their_desks(house: House) -> None:
    elsewhere = await make_organisation(house.scene, "Samen Sterk")
    await make_person(house.scene, LENA, Role.LEAD, organisation=elsewhere)
    await make_person(house.scene, 601, name="Sofiane", organisation=elsewhere)

    await house.scene.says(LENA, "/waiting")
    shown = await house.scene.last(LENA)
    assert isinstance(shown, WaitingList)
    assert shown.organisation == "Duo Dijle"
    await house.scene.taps(LENA, WaitingPage(0, shown.other_desks[0].organisation_id))

    house.sees("Samen Sterk", "Sofiane")
    assert "Amina" not in house.scene.edits()[0]


# -- a seeker's card --------------------------------------------------------------------------------------------------
async def test_the_card_suggests_three_mentors_with_reasons_and_then_the_others(house: House) -> None:
    for number, languages in enumerate((("ar",), ("de",), ("fr", "ar")), 610):
        await make_person(house.scene, number, Role.MENTOR, profile=Profile(languages=languages), name=f"M{number}")

    await house.scene.taps(LENA, FindMentor(house.amina.membership_id))

    card = await house.scene.last(LENA)
    assert isinstance(card, SeekerCard)
    assert [s.who.name for s in card.suggestions] == ["Jan", "M610", "M612"]
    assert [r.kind for r in card.suggestions[0].reasons] == [ReasonKind.LANGUAGE, ReasonKind.SECTOR, ReasonKind.FREE]
    assert card.next_skip == 3
    await house.scene.taps(LENA, ShowSeeker(house.amina.membership_id, 3, 0))
    house.sees("M611", "no language in common")
    assert "Jan" not in house.scene.edits()[0]


async def test_a_skip_beyond_the_end_begins_again(house: House) -> None:
    await house.scene.taps(LENA, ShowSeeker(house.amina.membership_id, 2**62, 2**62))
    house.sees("Jan")


async def test_without_a_free_mentor_the_card_says_to_invite_one(house: House) -> None:
    await make_duo(house.scene, await make_person(house.scene, 601), house.jan)
    await house.scene.taps(LENA, ShowSeeker(house.amina.membership_id))
    house.sees("Amina", "/invite")


async def test_a_mentor_whom_messages_do_not_reach_is_not_suggested_and_such_a_seeker_is_flagged(house: House) -> None:
    async with house.scene.database.write() as store:
        both = col(Person.id).in_((house.amina.person_id, house.jan.person_id))
        await store.session.execute(update(Person).where(both).values(unreachable_since=START))
    await house.scene.taps(LENA, ShowSeeker(house.amina.membership_id))
    house.sees("Please phone first", "No mentor has a free place")


async def test_the_card_of_somebody_who_left_is_out_of_date(house: House) -> None:
    gone = await make_person(house.scene, 601, state=MembershipState.LEFT)
    await house.scene.taps(LENA, ShowSeeker(gone.membership_id))
    assert house.scene.toasts() == [house.scene.rendered(OutOfDate()).text]


async def test_who_said_no_to_each_other_before_is_flagged_on_card_and_confirmation(house: House) -> None:
    await make_duo(house.scene, house.amina, house.jan, DuoState.DECLINED)
    await house.scene.taps(LENA, ShowSeeker(house.amina.membership_id))
    house.sees("Proposed before, declined")
    await house.scene.taps(LENA, ChooseMentor(house.amina.membership_id, house.jan.membership_id))
    house.sees("Proposed before, declined")


# -- open proposals ---------------------------------------------------------------------------------------------------
async def test_open_proposals_show_who_answered_and_the_days_left(house: House) -> None:
    duo = await house.propose()
    await house.answer(AMINA, duo, yes=True)
    house.scene.advance(timedelta(days=4, hours=1))
    await house.scene.taps(LENA, OpenProposals(2**62, house.lena.organisation_id))
    house.sees("1 proposal is open", "Mentee: yes", "Mentor: no answer yet", "3 days left")
    await house.scene.taps(LENA, ShowProposal(duo.id))
    house.sees("Open until Tuesday 1 December, 23:59")


async def test_withdrawing_tells_both_kindly_and_frees_the_seeker(house: House) -> None:
    duo = await house.propose()
    await house.arrives()
    await house.answer(JAN, duo, yes=True)

    await house.scene.taps(LENA, WithdrawProposal(duo.id))

    house.sees("is taken back")
    assert (await house.duo()).state == DuoState.WITHDRAWN
    await house.hears(AMINA, NotGoingOn)
    await house.hears(JAN, NotGoingOn)
    await house.scene.taps(LENA, WithdrawProposal(duo.id))
    assert house.scene.toasts() == [house.scene.rendered(OutOfDate()).text]
    await house.answer(AMINA, duo, yes=True)
    assert house.scene.edits() == says(house.scene, NotGoingOn(to=Role.SEEKER))
    await house.scene.taps(LENA, ShowProposal(duo.id))
    assert house.scene.toasts() == [house.scene.rendered(OutOfDate()).text]
    assert (await house.propose()).state == DuoState.PROPOSED


# -- names ------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("name", ["<b>O'Neil & Söhne</b>", "עומר‎ محمد", "👩‍👩‍👧‍👦 Zoë", "N" * 4096])
async def test_any_name_leaves_every_screen_a_message_that_telegram_takes(house: House, name: str) -> None:
    seeker = await make_person(house.scene, 601, name=name[:160], label=name[:160])
    twin = await make_person(house.scene, 610, Role.MENTOR, name=name[:160])
    await make_person(house.scene, 611, Role.MENTOR, name=name[:160])
    taps = [
        WaitingPage(0, seeker.organisation_id),
        ShowSeeker(seeker.membership_id),
        ChooseMentor(seeker.membership_id, twin.membership_id),
        SendProposal(seeker.membership_id, twin.membership_id),
        OpenProposals(0, seeker.organisation_id),
    ]
    for tap in taps:
        await house.scene.taps(LENA, tap)
        (text,) = house.scene.edits()
        assert len(text) <= 4096
        assert "<b>O'Neil" not in text
        for call in house.scene.session.calls:
            markup = getattr(call, "reply_markup", None)
            for row in markup.inline_keyboard if markup else []:
                assert all(0 < len(button.text) <= 24 for button in row)
