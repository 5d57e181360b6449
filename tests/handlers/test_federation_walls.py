"""The federation sees one report and nothing else; nobody else sees that report, or becomes the federation by a tap."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlmodel import col, select

from locales.report_files import content_of
from mentoring.desk.groups import PeopleGroup
from mentoring.in_charge import in_charge, team_of
from mentoring.lists.export import everybody
from mentoring.menus import LEADS, STAFF
from mentoring.messages.arrival import LinkNotValid
from mentoring.messages.lists import Stage
from mentoring.messages.menus import Help, Privacy
from mentoring.messages.people import PeopleFound, PersonFacts, PlaceEnded
from mentoring.messages.profile import ProfileCard
from mentoring.messages.reconnect import ReconnectByNobody, ReconnectLink
from mentoring.messages.reports import Counting, ReportFile, ReportMade, WhichPeriod, WhichReportDays
from mentoring.messages.settings import Received
from mentoring.messages.system import NotHere, UnknownCommand
from mentoring.messages.team_line import NoTeam
from mentoring.messages.thread import NobodyToWriteTo
from mentoring.reports.periods import When
from mentoring.reports.picture import FEDERATION
from mentoring.taps import Tap
from mentoring.taps_colleagues import SetRole
from mentoring.taps_invitations import (
    AskRevoke,
    InvitationCard,
    InviteLanguage,
    InviteRole,
    InviteWithoutLabel,
    Revoke,
    ShowInvitation,
)
from mentoring.taps_people import AskRemoval, GivePerson, OpenPerson, RemovePerson, RenewLink, TakeBack
from mentoring.taps_reconnect import NewPhone
from mentoring.taps_reports import Form, ReportAs, ReportOn, Reports, WriteReportDays
from mentoring.taps_settings import ShowReceived
from mentoring.taps_takeovers import TakeOver
from mentoring.taps_team_line import AskTeam, WriteTo
from mentoring.waiting_end import end_waiting
from storage.tables import Invitation, Membership, Organisation, Person
from storage.words import InvitationState, MembershipState, Role
from tests.handlers.federation import (
    FIEN,
    chores,
    end_access,
    invitation_id,
    kinds,
    link,
    membership,
    two_organisations,
)
from tests.handlers.people import Made, make_person
from tests.handlers.scene import Scene
from tests.handlers.test_reports import work_off

CEM, LENA, ANNA, NEW = 21, 22, 31, 99


@pytest.fixture
async def fien(scene: Scene) -> Made:
    return await make_person(scene, FIEN, Role.FEDERATION, name="Fien", language="en")


# -- who may -----------------------------------------------------------------------------------------------------------
_ITS_BUTTONS: tuple[Tap, ...] = (
    Reports(None),
    ReportOn(None, When.THIS_YEAR),
    ReportAs(None, "20260101", "20260630", Form.SHARED_XLSX),
    WriteReportDays(None),
)


@pytest.mark.parametrize("role", [Role.LEAD, Role.COORDINATOR, Role.MENTOR, Role.SEEKER])
async def test_a_forged_button_of_the_federation_is_not_found(scene: Scene, role: Role) -> None:
    await make_person(scene, CEM, role, language="en")
    for tap in _ITS_BUTTONS:
        await scene.taps(CEM, tap)
        assert scene.toasts() == [scene.rendered(NotHere()).text], tap
    assert await chores(scene) == []


@pytest.mark.parametrize("state", [MembershipState.WELCOMING, MembershipState.BY_PHONE, MembershipState.LEFT])
async def test_only_an_access_that_is_open_opens_the_report(scene: Scene, state: MembershipState) -> None:
    await make_person(scene, FIEN, Role.FEDERATION, state=state)
    for tap in _ITS_BUTTONS:
        await scene.taps(FIEN, tap)
    await scene.says(FIEN, "/report")
    assert await chores(scene) == []
    assert not await kinds(scene, FIEN) & {WhichPeriod, WhichReportDays, Counting}


async def test_an_access_that_ends_while_it_is_counted_brings_nothing(scene: Scene, fien: Made) -> None:
    await make_person(scene, FIEN, Role.COORDINATOR)  # the other hat gives no right to this report
    await scene.taps(FIEN, ReportOn(None, When.LAST_MONTH))
    await scene.taps(FIEN, ReportAs(None, "20261001", "20261031", Form.SHARED_CSV))
    await end_access(scene, fien)
    await work_off(scene)
    assert not await kinds(scene, FIEN) & {ReportMade, ReportFile}


async def test_an_access_that_ends_while_a_file_is_written_brings_nothing(scene: Scene, fien: Made) -> None:
    class Slow:
        async def fetch(self, file_id: str, limit: int) -> bytes:
            raise AssertionError("not asked for")

        async def compute(self, module: str, payload: object) -> dict[str, str]:
            await end_access(scene, fien)
            return {"content": ""}

    await scene.taps(FIEN, ReportAs(None, "20261001", "20261031", Form.SHARED_CSV))
    await work_off(scene, Slow())  # type: ignore[arg-type]
    assert ReportFile not in await kinds(scene, FIEN)


async def test_organisations_figures_and_lists_of_any_organisation_stay_closed(scene: Scene, fien: Made) -> None:
    one, _ = await two_organisations(scene)
    for tap in (Reports(one), ReportOn(one, When.LAST_MONTH), WriteReportDays(one)):
        await scene.taps(FIEN, tap)
        assert scene.toasts() == [scene.rendered(NotHere()).text]
    await scene.taps(FIEN, ReportAs(one, "20261001", "20261031", Form.SHARED_CSV))
    assert scene.toasts() == [scene.rendered(NotHere()).text]
    assert await chores(scene) == []


@pytest.mark.parametrize("word", [word for word in (*STAFF, *LEADS) if word not in {"report", "sessions"}])
async def test_a_command_of_the_team_is_unknown_to_the_federation(scene: Scene, fien: Made, word: str) -> None:
    await scene.says(FIEN, f"/{word}")
    assert isinstance(await scene.last(FIEN), UnknownCommand)


async def test_nothing_is_written_to_a_team_or_to_a_partner(scene: Scene, fien: Made) -> None:
    await make_person(scene, LENA, Role.LEAD)
    await scene.says(FIEN, "/team")
    assert isinstance(await scene.last(FIEN), NoTeam)
    await scene.taps(FIEN, AskTeam(fien.organisation_id))
    assert scene.toasts() == [scene.rendered(NotHere()).text]
    await scene.says(FIEN, "Hello?")
    assert isinstance(await scene.last(FIEN), NobodyToWriteTo)
    assert await scene.messages(LENA) == []


async def test_what_everybody_has_is_worded_for_the_federation(scene: Scene, fien: Made) -> None:
    await scene.says(FIEN, "/help")
    card = await scene.last(FIEN)
    assert isinstance(card, Help)
    assert "/report" in scene.rendered(card).text
    assert not {f"/{word}" for word in (*STAFF, *LEADS, "profile", "team") if word != "report"} & set(
        scene.rendered(card).text.split()
    )
    await scene.says(FIEN, "/privacy")
    text = await scene.last(FIEN)
    assert isinstance(text, Privacy)
    assert text.reads_only
    await scene.says(FIEN, "/profile")
    profile = await scene.last(FIEN)
    assert isinstance(profile, ProfileCard)
    assert len(scene.rendered(profile).buttons) == 1
    await scene.says(FIEN, "/settings")
    await scene.taps(FIEN, ShowReceived())
    assert scene.edits() == [scene.rendered(Received(groups=(), off=(), mentees=())).text]


async def test_the_federation_is_never_in_charge_of_anything(scene: Scene, fien: Made) -> None:
    async with scene.database.read() as store:
        work = scene.work(store)
        assert await team_of(work, fien.organisation_id) == []
        assert await in_charge(work, fien.organisation_id, fien.membership_id) is None


# -- what a team sees and can do ---------------------------------------------------------------------------------------
async def test_a_team_sees_who_reads_for_the_federation_and_a_lead_ends_it(scene: Scene, fien: Made) -> None:
    await make_person(scene, CEM, Role.COORDINATOR, language="en")
    await make_person(scene, LENA, Role.LEAD, language="en")
    await scene.says(CEM, "/people")
    listed = await scene.last(CEM)
    assert isinstance(listed, PeopleFound)
    assert "federation" in scene.rendered(listed).text
    await scene.taps(CEM, RemovePerson(fien.membership_id))
    assert scene.toasts() == [scene.rendered(NotHere()).text]
    for user, removes in ((CEM, False), (LENA, True)):
        await scene.taps(user, OpenPerson(fien.membership_id, PeopleGroup.ALL, 0, ""))
        (shown,) = scene.edits()
        assert "Fien" in shown
        facts = await facts_of(scene, user, fien)
        taps = [button.tap for row in scene.rendered(facts).buttons for button in row]
        assert (AskRemoval(fien.membership_id) in taps) is removes

    await scene.taps(LENA, RemovePerson(fien.membership_id))
    assert (await membership(scene, FIEN, Role.FEDERATION)).state == MembershipState.LEFT
    ended = await scene.last(FIEN)
    assert ended == PlaceEnded(organisation="Duo Dijle", contact="info@example.org", role=Role.FEDERATION)
    await scene.taps(FIEN, ReportOn(None, When.LAST_MONTH))
    assert await chores(scene) == []


async def facts_of(scene: Scene, user: int, made: Made) -> PersonFacts:
    from mentoring.actor import load_actor
    from mentoring.desk.person_card import person_card

    async with scene.database.read() as store:
        actor = await load_actor(store, user)
        assert actor is not None
        facts = await person_card(actor, scene.work(store), made.membership_id)
    assert isinstance(facts, PersonFacts)
    return facts


async def test_a_month_after_the_end_nothing_personal_is_left(scene: Scene, fien: Made) -> None:
    await make_person(scene, LENA, Role.LEAD)
    await scene.taps(FIEN, ReportOn(None, When.LAST_MONTH))
    await work_off(scene)
    await scene.taps(LENA, RemovePerson(fien.membership_id))
    scene.advance(timedelta(days=31))
    async with scene.database.write() as store:
        await end_waiting(scene.work(store))
    async with scene.database.read() as store:
        person = await store.session.get(Person, fien.person_id)
        assert person is not None
        assert (person.user_lookup, person.user_sealed, person.first_name_sealed) == (None, None, None)


async def test_no_tap_makes_somebody_the_federation_or_anything_of_it(scene: Scene, fien: Made) -> None:
    lena = await make_person(scene, LENA, Role.LEAD, language="en")
    cem = await make_person(scene, CEM, Role.COORDINATOR)
    place = lena.organisation_id
    for tap in (
        InviteRole(place, Role.FEDERATION),
        InviteLanguage(place, Role.FEDERATION, "fr"),
        SetRole(cem.membership_id, Role.FEDERATION),
        SetRole(fien.membership_id, Role.LEAD),
        WriteTo(fien.membership_id),
        TakeOver(fien.membership_id),
    ):
        await scene.taps(LENA, tap)
        assert scene.toasts() == [scene.rendered(NotHere()).text], tap
    await scene.taps(LENA, InviteWithoutLabel(place, Role.FEDERATION, "fr"))
    await scene.taps(LENA, GivePerson(fien.membership_id, cem.membership_id, 0))
    async with scene.database.read() as store:
        assert (await store.session.execute(select(Invitation))).scalars().all() == []
        roles = (await store.session.execute(select(Membership.role).order_by(col(Membership.id)))).scalars().all()
        assert roles == [Role.FEDERATION, Role.LEAD, Role.COORDINATOR]
    assert (await membership(scene, FIEN, Role.FEDERATION)).coordinator_id is None


async def test_an_invitation_of_the_federation_is_shown_to_no_team(scene: Scene) -> None:
    lena = await make_person(scene, LENA, Role.LEAD, language="en")
    await link(scene, lena.organisation_id)
    own = await invitation_id(scene)
    for tap in (
        ShowInvitation(own),
        InvitationCard(own, 0),
        RenewLink(own),
        AskRevoke(own, 0),
        Revoke(own, 0),
        TakeBack(own),
    ):
        await scene.taps(LENA, tap)
        assert scene.toasts() == [scene.rendered(NotHere()).text], tap
    for command in ("/invitations", "/people"):
        await scene.says(LENA, command)
        assert "federation" not in scene.rendered(await scene.last(LENA)).text
    async with scene.database.read() as store:
        assert (await store.session.execute(select(Invitation.state))).scalars().one() == InvitationState.OPEN


async def test_no_link_moves_an_account_that_opens_the_federations_report(scene: Scene, fien: Made) -> None:
    await make_person(scene, LENA, Role.LEAD, language="en")
    as_mentee = await make_person(scene, FIEN)
    for made in (fien, as_mentee):
        await scene.taps(LENA, NewPhone(made.membership_id))
        assert isinstance(await scene.last(LENA), ReconnectByNobody)
    assert ReconnectLink not in await kinds(scene, LENA)


async def test_a_link_from_before_moves_no_account_that_has_become_the_federations(scene: Scene) -> None:
    await make_person(scene, CEM, Role.COORDINATOR, language="en")
    anna = await make_person(scene, ANNA, name="Anna")
    await scene.taps(CEM, NewPhone(anna.membership_id))
    (shown,) = [said for said in await scene.messages(CEM) if isinstance(said, ReconnectLink)]
    await scene.says(ANNA, f"/start {await link(scene, anna.organisation_id)}")
    await scene.says(NEW, f"/start {shown.link.partition('start=')[2]}")
    assert isinstance(await scene.last(NEW), LinkNotValid)


async def test_the_list_of_everybody_tells_what_the_federation_is(scene: Scene, fien: Made) -> None:
    async with scene.database.read() as store:
        place = await store.session.get(Organisation, fien.organisation_id)
        assert place is not None
        (row,) = await everybody(scene.work(store), place)
    assert (row.role, row.stage) == (Role.FEDERATION, Stage.READING)


def test_the_files_writer_takes_the_federations_report() -> None:
    from locales.report_samples import sample_report

    assert FEDERATION in content_of(sample_report(organisation=None), Form.SHARED_CSV, "fr").decode("utf-8-sig")
