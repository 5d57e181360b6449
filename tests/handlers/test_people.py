from __future__ import annotations

from datetime import timedelta

import pytest
from sqlmodel import select

from mentoring.desk.groups import PeopleGroup
from mentoring.desk.looking_after import seen
from mentoring.erasure import erase_membership
from mentoring.invitations import reference_lookup
from mentoring.messages.invitation import Forward
from mentoring.messages.pairing import NotGoingOn
from mentoring.messages.people import (
    PeopleFound,
    PersonFacts,
    PersonIsTheirs,
    PersonIsYours,
    PlaceEnded,
    Status,
    WhomToFind,
)
from mentoring.messages.system import NotHere, OutOfDate, UnknownCommand, WritePlease
from mentoring.taps_people import (
    AskNote,
    AskRemoval,
    EmptyNote,
    GivePerson,
    Noted,
    OpenInvited,
    OpenPerson,
    PeopleGroups,
    PeopleList,
    PersonCard,
    RemovePerson,
    RenewLink,
    SearchPeople,
    ShowPeople,
    TakeBack,
    WhoLooksAfter,
)
from storage.tables import Invitation, Membership, Takeover
from storage.words import DuoState, InvitationState, MembershipState, Role
from tests.handlers.house import AMINA, JAN, LENA, House, open_house
from tests.handlers.people import Made, make_duo, make_organisation, make_person
from tests.handlers.scene import START, Scene

TOM = 505  # another coordinator
SEARCH_TEXTS = ("amina " * 700, "🎉", "' OR 1=1; --", "<b>amina</b>", "%", "\x00", "أمينة", "../etc", "{0.__class__}")


@pytest.fixture
async def house(scene: Scene) -> House:
    return await open_house(scene)


async def found(house: House, words: str = "") -> PeopleFound:
    await house.scene.says(LENA, f"/people {words}")
    shown = await house.scene.last(LENA)
    assert isinstance(shown, PeopleFound)
    return shown


async def member(scene: Scene, made: Made) -> Membership:
    async with scene.database.read() as store:
        row = await store.session.get(Membership, made.membership_id)
        assert row is not None
        return row


async def invite(house: House, label: str, role: Role = Role.SEEKER, *, days: int = 30, by: Made | None = None) -> int:
    scene, by = house.scene, by or house.lena
    async with scene.database.write() as store:
        link = Invitation(
            organisation_id=by.organisation_id,
            role=role,
            token_lookup=store.vault.lookup("invitation", label),
            invited_by=by.membership_id,
            created_at=scene.clock.now(),
            expires_at=scene.clock.now() + timedelta(days=days),
        )
        link.seal(store.vault, "label", label)
        link.seal(store.vault, "token", label.replace(" ", "-") + "-0123456789-0123456789")
        store.session.add(link)
        return link.id


async def invitation(scene: Scene, invitation_id: int) -> Invitation:
    async with scene.database.read() as store:
        row = await store.session.get(Invitation, invitation_id)
        assert row is not None
        return row


# -- the list ---------------------------------------------------------------------------------------------------------
async def test_the_list_shows_everybody_with_role_and_state_newest_first_and_then_who_was_invited(
    house: House,
) -> None:
    await make_person(house.scene, 601, name="Bo", state=MembershipState.BY_PHONE)
    await make_person(house.scene, 602, name="Kim", state=MembershipState.LEFT)
    await invite(house, "Anna K., mardi")

    shown = await found(house)

    assert [(line.who.name or line.who.label, line.status) for line in shown.people] == [
        ("Bo", Status.BY_PHONE),
        ("Lena", Status.WORKING),
        ("Jan", Status.ROOM),
        ("Amina", Status.WAITING),
        ("Anna K., mardi", Status.INVITED),
    ]
    assert shown.total == 5


@pytest.mark.parametrize(
    ("group", "names"),
    [
        (PeopleGroup.WAITING, ["Amina"]),
        (PeopleGroup.IN_DUO, ["Sofiane"]),
        (PeopleGroup.ROOM, ["Jan"]),
        (PeopleGroup.MENTORS, ["Els", "Jan"]),
        (PeopleGroup.TEAM, ["Lena"]),
        (PeopleGroup.PHONE, ["Bo"]),
        (PeopleGroup.INVITED, ["Anna"]),
        (PeopleGroup.MINE, ["Amina"]),
    ],
)
async def test_each_group_holds_its_people(house: House, group: PeopleGroup, names: list[str]) -> None:
    sofiane = await make_person(house.scene, 601, name="Sofiane")
    els = await make_person(house.scene, 602, Role.MENTOR, name="Els")
    await make_person(house.scene, 603, name="Bo", state=MembershipState.BY_PHONE)
    await make_duo(house.scene, sofiane, els)
    await invite(house, "Anna", by=await make_person(house.scene, 604, Role.LEAD, name="X", state=MembershipState.LEFT))
    async with house.scene.database.write() as store:
        amina = await store.session.get(Membership, house.amina.membership_id)
        assert amina is not None
        amina.coordinator_id = house.lena.membership_id

    await house.scene.taps(LENA, ShowPeople(house.lena.organisation_id, group, 0, ""))

    (edit,) = house.scene.edits()
    lines = [line for line in edit.splitlines() if line[:1].isdigit()]
    assert [line.split("<b>")[1].split("</b>")[0] for line in lines] == names
    await house.scene.taps(LENA, PeopleGroups(house.lena.organisation_id))
    (edit,) = house.scene.edits()
    assert "Mentees in a duo: 1" in edit


async def test_pages_hold_eight_and_reach_from_people_into_invitations(house: House) -> None:
    for number in range(7):
        await make_person(house.scene, 600 + number, name=f"S{number}")
    for number in range(9):
        await invite(house, f"I{number}")
    here = house.lena.organisation_id

    await house.scene.taps(LENA, PeopleList(here, 1))
    (second,) = house.scene.edits()
    await house.scene.taps(LENA, PeopleList(here, 2**62))
    (last,) = house.scene.edits()

    assert "Everybody: 19" in second
    assert "9. <b>Jan</b>" in second
    assert "11. <b>I8</b>" in second
    assert "16. <b>I3</b>" in second
    assert "17. <b>I2</b>" in last
    assert "19. <b>I0</b>" in last


# -- search -----------------------------------------------------------------------------------------------------------
async def test_search_finds_parts_of_names_labels_and_references_whatever_the_accents(house: House) -> None:
    zoe = await make_person(house.scene, 601, name="Zoë", label="Groupe Liège")
    async with house.scene.database.write() as store:
        row = await store.session.get(Membership, zoe.membership_id)
        assert row is not None
        row.seal(store.vault, "reference", "2026-117")
        row.reference_lookup = reference_lookup(store.vault, zoe.organisation_id, "2026-117")
    await invite(house, "Amélie, mardi")

    for words, names in {
        "AMI": ["Amina"],
        "zoe": ["Zoë"],
        "liege zo": ["Zoë"],
        "117": ["Zoë"],
        "amelie": [""],
        "dossier": ["Amina"],
        "nobody": [],
    }.items():
        assert [line.who.name for line in (await found(house, words)).people] == names, words


async def test_search_by_the_button_asks_for_a_text_and_leads_back_to_it(house: House) -> None:
    here = house.lena.organisation_id
    await house.scene.taps(LENA, SearchPeople(here))
    house.sees("Whom are you looking for?")
    await house.scene.says(LENA, photo=[])
    assert isinstance(await house.scene.last(LENA), WritePlease)
    await house.scene.says(LENA, "!!!")
    again = await house.scene.last(LENA)
    assert isinstance(again, WhomToFind)
    assert again.again
    await house.scene.says(LENA, "amin")
    shown = await house.scene.last(LENA)
    assert isinstance(shown, PeopleFound)
    (line,) = shown.people

    await house.scene.taps(LENA, OpenPerson(line.id, shown.spot.group, shown.spot.page, shown.spot.text))
    house.sees("Amina", "Dossier 12")
    await house.scene.taps(LENA, ShowPeople(here, shown.spot.group, shown.spot.page, shown.spot.text))
    house.sees("“amin”: 1 person")


@pytest.mark.parametrize("text", SEARCH_TEXTS)
async def test_whatever_is_searched_for_nothing_breaks_and_nothing_is_shown_as_markup(house: House, text: str) -> None:
    await house.scene.taps(LENA, SearchPeople(house.lena.organisation_id))
    await house.scene.says(LENA, text)
    shown = await house.scene.last(LENA)
    assert isinstance(shown, PeopleFound | WhomToFind)
    rendered = house.scene.rendered(shown)
    assert len(rendered.text) < 4096
    assert "<b>amina</b>" not in rendered.text


async def test_a_command_leaves_the_search_and_cancel_too(house: House) -> None:
    await house.scene.taps(LENA, SearchPeople(house.lena.organisation_id))
    await house.scene.says(LENA, "/people")
    assert isinstance(await house.scene.last(LENA), PeopleFound)
    await house.scene.taps(LENA, SearchPeople(house.lena.organisation_id))
    await house.scene.says(LENA, "/cancel")
    before = len(await house.scene.messages(LENA))
    await house.scene.says(LENA, "amina")
    assert not any(isinstance(m, PeopleFound) for m in (await house.scene.messages(LENA))[before:])


async def test_a_search_too_long_for_its_buttons_shows_its_first_page_alone(house: House) -> None:
    for number in range(9):
        await make_person(house.scene, 600 + number, name=f"أمينة {number}")
    shown = await found(house, "أمينة")
    assert (shown.total, shown.can_turn, len(shown.people)) == (9, False, 8)
    rendered = house.scene.rendered(shown)
    assert "write more of the name" in rendered.text
    assert "Next page" not in [button.text for row in rendered.buttons for button in row]


# -- the card ---------------------------------------------------------------------------------------------------------
async def test_the_card_tells_everything_and_offers_what_can_be_done(house: House) -> None:
    duo_id = await make_duo(house.scene, house.amina, house.jan, coordinator=house.lena)
    await house.scene.taps(LENA, PersonCard(house.jan.membership_id))
    card = await house.scene.last(LENA)
    assert isinstance(card, PersonFacts)
    assert (card.status, card.places, [p.duo_id for p in card.partners]) == (Status.IN_DUO, 0, [duo_id])
    labels = [button.text for row in house.scene.rendered(card).buttons for button in row]
    assert {"Write", "New phone", "Duo with Amina", "Remove", "Back"} <= set(labels)
    assert "Find a mentor" not in labels


async def test_the_card_of_who_has_left_says_so(house: House) -> None:
    gone = await make_person(house.scene, 601, name="Kim", state=MembershipState.LEFT)
    await house.scene.taps(LENA, OpenPerson(gone.membership_id, PeopleGroup.ALL, 0, ""))
    house.sees("Kim", "no longer part")


async def test_a_label_is_changed_by_a_text_and_emptied_by_a_tap(house: House) -> None:
    own = house.amina.membership_id
    await house.scene.taps(LENA, AskNote(own, Noted.LABEL))
    house.sees("Now: Dossier 12")
    await house.scene.says(LENA, "x" * 61)
    await house.scene.says(LENA, "Groupe  du mardi")
    card = await house.scene.last(LENA)
    assert isinstance(card, PersonFacts)
    assert card.who.label == "Groupe du mardi"
    await house.scene.taps(LENA, EmptyNote(own, Noted.LABEL))
    assert (await member(house.scene, house.amina)).label_sealed is None


async def test_a_reference_is_kept_with_the_fingerprint_by_which_lists_find_it(house: House) -> None:
    await house.scene.taps(LENA, AskNote(house.amina.membership_id, Noted.REFERENCE))
    await house.scene.says(LENA, "2026-ab")
    row, vault = await member(house.scene, house.amina), house.scene.database.vault
    assert row.open(vault, "reference") == "2026-ab"
    assert row.reference_lookup == reference_lookup(vault, row.organisation_id, "2026-AB")
    await house.scene.taps(LENA, EmptyNote(house.amina.membership_id, Noted.REFERENCE))
    assert (await member(house.scene, house.amina)).reference_lookup is None


async def test_the_second_of_two_coordinators_with_one_label_sees_what_the_first_wrote(house: House) -> None:
    await make_person(house.scene, TOM, Role.COORDINATOR, name="Tom")
    for user in (LENA, TOM):
        await house.scene.taps(user, AskNote(house.amina.membership_id, Noted.LABEL))
    await house.scene.says(TOM, "Tom's word")
    await house.scene.says(LENA, "Lena's word")
    card = await house.scene.last(LENA)
    assert isinstance(card, PersonFacts)
    assert (card.who.label, card.changed_meanwhile) == ("Tom's word", True)


async def test_a_question_about_somebody_who_is_erased_meanwhile_ends_kindly(house: House) -> None:
    scene, own = house.scene, house.amina.membership_id
    await scene.taps(LENA, AskNote(own, Noted.LABEL))
    async with scene.database.write() as store:
        await erase_membership(scene.work(store), own)
    await scene.says(LENA, "Groupe du mardi")
    assert isinstance(await scene.last(LENA), NotHere | OutOfDate)
    await scene.says(LENA, "and again")
    assert not isinstance(await scene.last(LENA), NotHere | OutOfDate)
    for tap in (PersonCard(own), OpenPerson(own, PeopleGroup.ALL, 0, ""), GivePerson(own, own, 0), RemovePerson(own)):
        await scene.taps(LENA, tap)
        assert "Amina" not in "".join((*scene.edits(), *scene.toasts()))
    assert "Amina" not in [line.who.name for line in (await found(house)).people]


async def test_a_mentee_whose_mentor_has_still_to_join_does_not_count_as_waiting(house: House) -> None:
    async with house.scene.database.write() as store:
        store.session.add(
            Takeover(
                organisation_id=house.lena.organisation_id,
                seeker_id=house.amina.membership_id,
                started_on="2026-03-01",
                created_at=START,
            )
        )
    await house.scene.taps(LENA, ShowPeople(house.lena.organisation_id, PeopleGroup.WAITING, 0, ""))
    house.sees("Nobody at the moment")
    await house.scene.taps(LENA, OpenPerson(house.amina.membership_id, PeopleGroup.ALL, 0, ""))
    house.sees("goes on here as soon as the mentor has joined")


# -- who looks after --------------------------------------------------------------------------------------------------
async def test_giving_a_person_to_a_colleague_tells_the_new_and_the_old_one(house: House) -> None:
    scene, own = house.scene, house.amina.membership_id
    tom = await make_person(scene, TOM, Role.COORDINATOR, name="Tom")
    ann = await make_person(scene, 506, Role.COORDINATOR, name="Ann")
    await scene.taps(LENA, WhoLooksAfter(own, 0))
    house.sees("Who looks after")
    await scene.taps(LENA, GivePerson(own, tom.membership_id, 0))
    house.sees("Looked after by: Tom")
    assert isinstance(await scene.last(TOM), PersonIsYours)

    await scene.taps(LENA, GivePerson(own, ann.membership_id, seen(tom.membership_id)))
    await scene.taps(LENA, GivePerson(own, ann.membership_id, seen(tom.membership_id)))

    assert [type(m) for m in await scene.messages(TOM)] == [PersonIsYours, PersonIsTheirs]
    assert [type(m) for m in await scene.messages(506)] == [PersonIsYours]
    assert (await member(scene, house.amina)).coordinator_id == ann.membership_id


async def test_the_second_of_two_who_give_the_same_person_away_sees_what_the_first_did(house: House) -> None:
    scene, own = house.scene, house.amina.membership_id
    tom = await make_person(scene, TOM, Role.COORDINATOR, language="en", name="Tom")
    await scene.taps(LENA, GivePerson(own, tom.membership_id, 0))
    await scene.taps(TOM, GivePerson(own, house.lena.membership_id, 0))
    house.sees("A colleague has just changed something", "Looked after by: Tom")
    assert (await member(scene, house.amina)).coordinator_id == tom.membership_id


# -- removing ---------------------------------------------------------------------------------------------------------
async def test_removing_a_waiting_person_asks_first_then_ends_everything_and_says_so_politely(house: House) -> None:
    scene, own = house.scene, house.amina.membership_id
    await house.propose()
    await house.arrives()
    async with scene.database.write() as store:
        row = await store.session.get(Membership, own)
        assert row is not None
        row.agreed_at = START
        store.session.add(
            Takeover(organisation_id=row.organisation_id, seeker_id=own, started_on="2026-03-01", created_at=START)
        )

    await scene.taps(LENA, AskRemoval(own))
    house.sees("Remove", "The open proposal ends")
    await scene.taps(LENA, RemovePerson(own))

    assert scene.toasts() == ["Removed."]
    assert (await member(scene, house.amina)).state == MembershipState.LEFT
    assert (await house.duo()).state == DuoState.WITHDRAWN
    assert isinstance(await scene.last(JAN), NotGoingOn)
    assert [type(m) for m in await scene.messages(AMINA)][-1] is PlaceEnded
    async with scene.database.read() as store:
        (takeover,) = (await store.session.execute(select(Takeover))).scalars().all()
        assert takeover.dropped_at is not None
    await scene.taps(LENA, RemovePerson(own))
    assert len([m for m in await scene.messages(AMINA) if isinstance(m, PlaceEnded)]) == 1


async def test_somebody_in_a_running_duo_is_not_removed_and_the_team_reads_what_to_do_first(house: House) -> None:
    own = house.amina.membership_id
    await make_duo(house.scene, house.amina, house.jan)
    await house.scene.taps(LENA, AskRemoval(own))
    house.sees("in a duo with", "end first")
    await house.scene.taps(LENA, RemovePerson(own))
    house.sees("in a duo with", "end first")
    assert (await member(house.scene, house.amina)).state == MembershipState.READY


async def test_who_goes_by_phone_is_removed_without_a_message(house: House) -> None:
    bo = await make_person(house.scene, 601, name="Bo", state=MembershipState.BY_PHONE)
    async with house.scene.database.write() as store:
        row = await store.session.get(Membership, bo.membership_id)
        assert row is not None
        row.agreed_at = None
    await house.scene.taps(LENA, RemovePerson(bo.membership_id))
    assert await house.scene.messages(601) == []


# -- those who were invited -------------------------------------------------------------------------------------------
async def test_an_expired_link_is_renewed_on_its_row_and_works_again(house: House) -> None:
    scene = house.scene
    link_id = await invite(house, "Anna", days=-1)
    before = await invitation(scene, link_id)
    await scene.taps(LENA, OpenInvited(link_id, PeopleGroup.INVITED, 0, ""))
    house.sees("ran out")

    await scene.taps(LENA, RenewLink(link_id))
    await scene.taps(LENA, RenewLink(link_id))

    after = await invitation(scene, link_id)
    assert after.token_lookup != before.token_lookup
    assert after.expires_at == START + timedelta(days=30)
    links = [m.link for m in await scene.messages(LENA) if isinstance(m, Forward)]
    assert len(links) == 2
    assert links[0] == links[1]
    await scene.says(777, f"/start {links[0].partition('start=')[2]}")
    assert (await invitation(scene, link_id)).state == InvitationState.USED
    await scene.taps(LENA, RenewLink(link_id))
    assert len([m for m in await scene.messages(LENA) if isinstance(m, Forward)]) == 2


async def test_an_invitation_is_taken_back_once(house: House) -> None:
    link_id = await invite(house, "Anna")
    await house.scene.taps(LENA, TakeBack(link_id))
    row = await invitation(house.scene, link_id)
    assert (row.state, row.token_sealed) == (InvitationState.REVOKED, None)
    await house.scene.taps(LENA, TakeBack(link_id))
    assert (await invitation(house.scene, link_id)).state == InvitationState.REVOKED


async def test_links_for_a_lead_are_seen_by_leads_alone(house: House) -> None:
    link_id = await invite(house, "The new lead", Role.LEAD)
    assert "The new lead" not in [line.who.label for line in (await found(house)).people]
    assert (await found(house, "lead")).total == 0
    await house.scene.taps(LENA, OpenInvited(link_id, PeopleGroup.ALL, 0, ""))
    await house.scene.taps(LENA, RenewLink(link_id))
    assert not [m for m in await house.scene.messages(LENA) if isinstance(m, Forward)]


# -- walls ------------------------------------------------------------------------------------------------------------
async def test_nothing_of_another_organisation_is_seen_or_changed_whatever_is_tapped(house: House) -> None:
    scene = house.scene
    other = await make_organisation(scene, "Elsewhere")
    eve = await make_person(scene, 700, Role.LEAD, name="Eve", organisation=other)
    link_id = await invite(house, "Anna")
    own, here = house.amina.membership_id, house.lena.organisation_id
    taps = [
        *(PeopleList(here, 0), ShowPeople(here, PeopleGroup.ALL, 0, "amina"), PeopleGroups(here), SearchPeople(here)),
        *(PersonCard(own), OpenPerson(own, PeopleGroup.ALL, 0, ""), AskNote(own, Noted.LABEL)),
        *(EmptyNote(own, Noted.LABEL), WhoLooksAfter(own, 0), GivePerson(own, eve.membership_id, 0)),
        *(AskRemoval(own), RemovePerson(own), OpenInvited(link_id, PeopleGroup.ALL, 0, ""), RenewLink(link_id)),
        TakeBack(link_id),
    ]
    for tap in taps:
        await scene.taps(700, tap)
        shown = [*scene.edits(), *scene.toasts()]
        assert not any("Amina" in text or "Anna" in text for text in shown), tap
    assert not any(isinstance(m, PersonFacts | PeopleFound) for m in await scene.messages(700))
    row = await member(scene, house.amina)
    assert (row.state, row.coordinator_id) == (MembershipState.READY, None)
    assert row.label_sealed is not None

    await scene.taps(LENA, GivePerson(own, eve.membership_id, 0))
    assert (await member(scene, house.amina)).coordinator_id is None


async def test_people_of_duos_have_no_list_and_no_cards(house: House) -> None:
    await house.scene.says(JAN, "/people")
    assert isinstance(await house.scene.last(JAN), UnknownCommand)
    await house.scene.taps(JAN, PersonCard(house.amina.membership_id))
    assert not any(isinstance(m, PersonFacts) for m in await house.scene.messages(JAN))


async def test_somebody_of_two_teams_sees_one_organisation_at_a_time_and_its_name(house: House) -> None:
    scene = house.scene
    other = await make_organisation(scene, "Samen Sterk")
    await make_person(scene, LENA, Role.COORDINATOR, organisation=other)
    await make_person(scene, 701, name="Amina", organisation=other)

    shown = await found(house, "amina")
    assert (shown.organisation, shown.total, [d.name for d in shown.other_desks]) == ("Duo Dijle", 1, ["Samen Sterk"])
    await scene.taps(LENA, ShowPeople(other, PeopleGroup.ALL, 0, "amina"))
    house.sees("Samen Sterk", "1 person")
    await scene.taps(LENA, PeopleGroups(other))
    house.sees("Samen Sterk")


async def test_the_team_and_its_cards_have_no_buttons_for_people_in_duos(house: House) -> None:
    await house.scene.taps(LENA, PersonCard(house.lena.membership_id))
    card = await house.scene.last(LENA)
    labels = [button.text for row in house.scene.rendered(card).buttons for button in row]
    assert labels == ["Label", "Reference", "The team", "Back"]
    await house.scene.taps(LENA, RemovePerson(house.lena.membership_id))
    assert (await member(house.scene, house.lena)).state == MembershipState.READY
