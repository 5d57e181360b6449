from __future__ import annotations

from datetime import timedelta
from typing import Any

import cv2
import numpy as np
import pytest
from sqlalchemy import select

from mentoring import invitations
from mentoring.messages.invitation import (
    Forward,
    InvitationList,
    LabelNotUsable,
    Made,
    WhichLabel,
    WhichLanguage,
    WhichOrganisation,
    WhichRole,
)
from mentoring.messages.system import Cancelled, NotHere, OutOfDate, TapPlease, UnknownCommand, WritePlease
from mentoring.taps_invitations import (
    AskRevoke,
    InvitationCard,
    InvitationPage,
    Invite,
    InviteCancel,
    InviteFor,
    InviteLanguage,
    InviteRole,
    InviteWithoutLabel,
    OpenInvitations,
    Revoke,
    ShowInvitation,
)
from storage.tables import Invitation, Organisation
from storage.words import InvitationState, MembershipState, Role
from tests.handlers.people import Made as Somebody
from tests.handlers.people import make_organisation, make_person
from tests.handlers.scene import Scene

CEM, ANNA, DANA = 601, 602, 603
PHOTO = [{"file_id": "f", "file_unique_id": "u", "width": 1, "height": 1}]


@pytest.fixture
async def cem(scene: Scene) -> Somebody:
    """A coordinator."""
    return await make_person(scene, CEM, Role.COORDINATOR)


async def all_invitations(scene: Scene) -> list[Invitation]:
    async with scene.database.read() as store:
        return list((await store.session.execute(select(Invitation).order_by(Invitation.id))).scalars().all())


async def make_invitation(scene: Scene, organisation_id: int, role: Role = Role.SEEKER, **more: Any) -> int:
    async with scene.database.write() as store:
        row = await store.session.get(Organisation, organisation_id)
        assert row is not None
        return (await invitations.issue(scene.work(store), row, role, **more)).invitation.id


async def until_label(scene: Scene, cem: Somebody, role: Role = Role.SEEKER, language: str = "nl") -> None:
    await scene.says(CEM, "/invite")
    await scene.taps(CEM, InviteRole(cem.organisation_id, role))
    await scene.taps(CEM, InviteLanguage(cem.organisation_id, role, language))


def shown(scene: Scene, message: Any) -> str:
    return scene.rendered(message, "fr").text


# -- making one --------------------------------------------------------------------------------------------------------
async def test_a_coordinator_invites_in_four_steps(scene: Scene, cem: Somebody) -> None:
    await scene.says(CEM, "/invite")
    assert await scene.last(CEM) == WhichRole(organisation_id=cem.organisation_id, organisation="Duo Dijle")

    await scene.taps(CEM, InviteRole(cem.organisation_id, Role.SEEKER))
    languages = WhichLanguage(organisation_id=cem.organisation_id, role=Role.SEEKER, languages=("fr", "nl", "de"))
    assert scene.edits() == [shown(scene, languages)]

    await scene.taps(CEM, InviteLanguage(cem.organisation_id, Role.SEEKER, "nl"))
    label = WhichLabel(organisation_id=cem.organisation_id, role=Role.SEEKER, language="nl")
    assert scene.edits() == [shown(scene, label)]

    await scene.says(CEM, "  Anna,\n mardi ")
    made, forward = (await scene.messages(CEM))[-2:]
    (row,) = await all_invitations(scene)
    token = row.open(scene.database.vault, "token")
    link = f"https://t.me/tandem_bot?start={token}"
    assert made == Made(role=Role.SEEKER, label="Anna, mardi", link=link, expires_at=row.expires_at)
    assert forward == Forward(
        role=Role.SEEKER, language="nl", organisation="Duo Dijle", link=link, expires_at=row.expires_at
    )
    assert (row.invited_by, row.expires_at) == (cem.membership_id, scene.clock.now() + timedelta(days=30))
    assert row.open(scene.database.vault, "label") == "Anna, mardi"


async def test_the_picture_is_a_qr_code_of_the_link(scene: Scene, cem: Somebody) -> None:
    await until_label(scene, cem)
    await scene.says(CEM, "Anna")
    made = next(message for message in await scene.messages(CEM) if isinstance(message, Made))

    rendered = scene.rendered(made)

    assert rendered.photo is not None
    picture = cv2.imdecode(np.frombuffer(rendered.photo, np.uint8), cv2.IMREAD_GRAYSCALE)
    assert cv2.QRCodeDetector().detectAndDecode(picture)[0] == made.link
    assert "Anna" in rendered.text
    assert made.link in rendered.text


async def test_the_text_to_forward_is_in_the_language_of_the_invitee_its_buttons_are_not(scene: Scene) -> None:
    def forward(language: str) -> Forward:
        return Forward(
            role=Role.MENTOR,
            language=language,
            organisation="<Apides>",
            link="https://t.me/tandem_bot?start=x",
            expires_at=scene.clock.now(),
        )

    dutch, german = scene.rendered(forward("nl"), "fr"), scene.rendered(forward("de"), "fr")

    assert "dinsdag 24 november" in dutch.text
    assert "Dienstag, 24. November" in german.text
    assert dutch.buttons == german.buttons
    assert "&lt;Apides&gt;" in dutch.text.splitlines()[0]
    assert "https://t.me/tandem_bot?start=x" in dutch.text


async def test_the_label_can_be_skipped_once(scene: Scene, cem: Somebody) -> None:
    await until_label(scene, cem, Role.COORDINATOR, "de")
    skip = InviteWithoutLabel(cem.organisation_id, Role.COORDINATOR, "de")

    await scene.taps(CEM, skip)
    await scene.taps(CEM, skip)

    assert scene.toasts() == [shown(scene, OutOfDate())]
    (row,) = await all_invitations(scene)
    assert (row.role, row.language, row.label_sealed) == (Role.COORDINATOR, "de", None)


async def test_a_skip_of_another_invitation_makes_nothing(scene: Scene, cem: Somebody) -> None:
    await until_label(scene, cem, Role.SEEKER)

    await scene.taps(CEM, InviteWithoutLabel(cem.organisation_id, Role.MENTOR, "nl"))

    assert scene.toasts() == [shown(scene, OutOfDate())]
    assert await all_invitations(scene) == []


@pytest.mark.parametrize(
    "label", ["x" * 61, "x" * 4096, "\x00\x07", "\u200d\u202e"], ids=["61", "4096", "nul", "unseen"]
)
async def test_a_label_that_cannot_be_kept_is_asked_again_kindly(scene: Scene, cem: Somebody, label: str) -> None:
    await until_label(scene, cem)

    await scene.says(CEM, label)
    assert await scene.last(CEM) == LabelNotUsable(limit=60)
    assert await all_invitations(scene) == []

    await scene.says(CEM, "Anna")
    assert len(await all_invitations(scene)) == 1


@pytest.mark.parametrize("label", ["<b>Anna & Co</b>", "ليلى", "👩‍👩‍👧", "x" * 60, "{name} %s"])
async def test_a_label_may_hold_whatever_people_write(scene: Scene, cem: Somebody, label: str) -> None:
    await until_label(scene, cem)

    await scene.says(CEM, label)

    (row,) = await all_invitations(scene)
    assert row.open(scene.database.vault, "label") == label
    made = next(message for message in await scene.messages(CEM) if isinstance(message, Made))
    assert "<b>Anna" not in scene.rendered(made).text


async def test_a_photo_where_a_label_was_asked_for_gets_a_kind_line_and_the_question_stays(
    scene: Scene, cem: Somebody
) -> None:
    await until_label(scene, cem)

    await scene.says(CEM, photo=PHOTO)
    assert await scene.last(CEM) == WritePlease()

    await scene.says(CEM, "Anna")
    assert len(await all_invitations(scene)) == 1


async def test_text_where_a_tap_was_asked_for_gets_a_kind_line(scene: Scene, cem: Somebody) -> None:
    await scene.says(CEM, "/invite")

    await scene.says(CEM, "a mentee")

    assert await scene.last(CEM) == TapPlease()
    await scene.taps(CEM, InviteRole(cem.organisation_id, Role.SEEKER))
    assert len(scene.edits()) == 1


@pytest.mark.parametrize("way_out", [InviteCancel(), "/cancel"], ids=["button", "command"])
async def test_making_one_can_be_left(scene: Scene, cem: Somebody, way_out: InviteCancel | str) -> None:
    await until_label(scene, cem)

    if isinstance(way_out, str):
        await scene.says(CEM, way_out)
        assert await scene.last(CEM) == Cancelled()
    else:
        await scene.taps(CEM, way_out)
        assert scene.edits() == [shown(scene, Cancelled())]

    await scene.says(CEM, "Anna")
    assert await all_invitations(scene) == []


async def test_a_command_in_the_middle_is_no_label(scene: Scene, cem: Somebody) -> None:
    await until_label(scene, cem)

    await scene.says(CEM, "/invitations")

    assert await scene.last(CEM) == InvitationList(entries=(), page=0, pages=1, first=1)
    await scene.says(CEM, "Anna")
    assert await all_invitations(scene) == []


async def test_the_same_label_update_five_times_makes_one(scene: Scene, cem: Somebody) -> None:
    await until_label(scene, cem)
    message = scene._message(CEM, None) | {"text": "Anna"}

    for _ in range(5):
        await scene.feed({"message": message}, update_id=5000)

    assert len(await all_invitations(scene)) == 1
    assert len([m for m in await scene.messages(CEM) if isinstance(m, Made)]) == 1


async def test_who_works_for_several_organisations_chooses_first(scene: Scene, cem: Somebody) -> None:
    apides = await make_organisation(scene, "Apides")
    await make_person(scene, CEM, Role.LEAD, organisation=apides)

    await scene.says(CEM, "/invite")
    asked = await scene.last(CEM)
    assert isinstance(asked, WhichOrganisation)
    assert [choice.name for choice in asked.choices] == ["Duo Dijle", "Apides"]

    await scene.taps(CEM, InviteFor(apides))
    assert scene.edits() == [shown(scene, WhichRole(organisation_id=apides, organisation="Apides"))]


async def test_an_organisation_of_one_language_is_not_asked_for_it(scene: Scene, cem: Somebody) -> None:
    async with scene.database.write() as store:
        row = await store.session.get(Organisation, cem.organisation_id)
        assert row is not None
        row.languages = ["de"]
    await scene.says(CEM, "/invite")
    await scene.taps(CEM, InviteRole(cem.organisation_id, Role.MENTOR))
    await scene.says(CEM, "Ben")

    (row_made,) = await all_invitations(scene)
    assert row_made.language == "de"


# -- whoever asks is checked -------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("role", "state"),
    [
        (Role.SEEKER, MembershipState.READY),
        (Role.MENTOR, MembershipState.READY),
        (Role.COORDINATOR, MembershipState.LEFT),
    ],
)
async def test_only_staff_invites(scene: Scene, role: Role, state: MembershipState) -> None:
    somebody = await make_person(scene, ANNA, role, state=state)
    await make_person(scene, ANNA, Role.MENTOR, organisation=await make_organisation(scene, "Apides"))

    await scene.says(ANNA, "/invite")
    assert await scene.last(ANNA) == UnknownCommand()
    for tap in (
        Invite(),
        InviteFor(somebody.organisation_id),
        InviteRole(somebody.organisation_id, Role.SEEKER),
        InviteLanguage(somebody.organisation_id, Role.COORDINATOR, "fr"),
        OpenInvitations(),
        InvitationPage(0),
    ):
        await scene.taps(ANNA, tap)
        assert scene.toasts() == [shown(scene, NotHere())]
    assert await all_invitations(scene) == []


async def test_forged_buttons_of_another_organisation_find_nothing(scene: Scene, cem: Somebody) -> None:
    apides = await make_organisation(scene, "Apides")
    theirs = await make_invitation(scene, apides)

    for tap in (
        InviteFor(apides),
        InviteRole(apides, Role.SEEKER),
        InviteLanguage(apides, Role.SEEKER, "fr"),
        InvitationCard(theirs, 0),
        ShowInvitation(theirs),
        AskRevoke(theirs, 0),
        Revoke(theirs, 0),
        InvitationCard(2**63 - 1, 0),
    ):
        await scene.taps(CEM, tap)
        assert scene.toasts() == [shown(scene, NotHere())]
        assert scene.edits() == []
    assert [row.state for row in await all_invitations(scene)] == [InvitationState.OPEN]


async def test_nobody_becomes_a_lead_by_a_forged_button(scene: Scene, cem: Somebody) -> None:
    await scene.says(CEM, "/invite")

    await scene.taps(CEM, InviteRole(cem.organisation_id, Role.LEAD))

    assert scene.toasts() == [shown(scene, NotHere())]


async def test_a_language_the_organisation_does_not_speak_is_out_of_date(scene: Scene, cem: Somebody) -> None:
    await scene.taps(CEM, InviteLanguage(cem.organisation_id, Role.SEEKER, "en"))

    assert scene.toasts() == [shown(scene, OutOfDate())]


@pytest.mark.parametrize("data", ["id:" + "1" + "0" * 20 + ":0", "ir:1:king", "il:-1", "ix", "io:٣"])
async def test_data_nobody_made_is_out_of_date(scene: Scene, cem: Somebody, data: str) -> None:
    await scene.taps(CEM, data)

    assert scene.toasts() == [shown(scene, OutOfDate())]


# -- the list ----------------------------------------------------------------------------------------------------------
async def test_the_list_shows_what_is_open_of_the_own_organisation_whoever_made_it(scene: Scene, cem: Somebody) -> None:
    first = await make_invitation(scene, cem.organisation_id, label="Anna")
    await make_invitation(scene, await make_organisation(scene, "Apides"), label="not ours")
    used = await make_invitation(scene, cem.organisation_id)
    async with scene.database.write() as store:
        row = await store.session.get(Invitation, used)
        assert row is not None
        row.state = InvitationState.USED
    scene.advance(timedelta(days=20))
    second = await make_invitation(scene, cem.organisation_id, Role.MENTOR)

    await scene.says(CEM, "/invitations")
    listed = await scene.last(CEM)
    assert isinstance(listed, InvitationList)
    assert [(entry.invitation_id, entry.label) for entry in listed.entries] == [(first, "Anna"), (second, None)]

    scene.advance(timedelta(days=10))  # the first expires
    await scene.taps(CEM, OpenInvitations())
    listed = await scene.last(CEM)
    assert isinstance(listed, InvitationList)
    assert [entry.invitation_id for entry in listed.entries] == [second]


async def test_pages_hold_eight_and_a_page_beyond_the_last_is_the_last(scene: Scene, cem: Somebody) -> None:
    for number in range(17):
        await make_invitation(scene, cem.organisation_id, label=f"label {number}")

    await scene.taps(CEM, InvitationPage(1))
    (text,) = scene.edits()
    assert "label 8" in text
    assert "label 15" in text
    assert "label 16" not in text

    await scene.taps(CEM, InvitationPage(10**18))
    (text,) = scene.edits()
    assert "17. <b>label 16</b>" in text
    assert "label 15" not in text


async def test_an_invitation_for_a_lead_is_shown_to_leads_only(scene: Scene, cem: Somebody) -> None:
    lead = await make_person(scene, DANA, Role.LEAD)
    invitation = await make_invitation(scene, cem.organisation_id, Role.LEAD)

    await scene.says(CEM, "/invitations")
    await scene.says(DANA, "/invitations")
    await scene.taps(CEM, ShowInvitation(invitation))
    assert scene.toasts() == [shown(scene, NotHere())]

    assert lead.organisation_id == cem.organisation_id
    assert [len(m.entries) for m in (await scene.last(CEM), await scene.last(DANA))] == [0, 1]  # type: ignore[attr-defined]


async def test_a_card_shows_again_or_revokes_after_asking_once(scene: Scene, cem: Somebody) -> None:
    invitation = await make_invitation(scene, cem.organisation_id, label="Anna")

    await scene.taps(CEM, InvitationCard(invitation, 0))
    (text,) = scene.edits()
    assert "Anna" in text

    await scene.taps(CEM, ShowInvitation(invitation))
    assert [type(message) for message in await scene.messages(CEM)] == [Made, Forward]

    await scene.taps(CEM, AskRevoke(invitation, 0))
    assert [row.state for row in await all_invitations(scene)] == [InvitationState.OPEN]

    await scene.taps(CEM, Revoke(invitation, 0))
    (row,) = await all_invitations(scene)
    assert (row.state, row.token_sealed) == (InvitationState.REVOKED, None)
    assert len(scene.edits()) == len(scene.toasts()) == 1


@pytest.mark.parametrize("state", [InvitationState.USED, InvitationState.REVOKED])
async def test_what_was_used_or_revoked_meanwhile_is_out_of_date(
    scene: Scene, cem: Somebody, state: InvitationState
) -> None:
    invitation = await make_invitation(scene, cem.organisation_id)
    async with scene.database.write() as store:
        row = await store.session.get(Invitation, invitation)
        assert row is not None
        row.state = state

    for tap in (
        InvitationCard(invitation, 0),
        ShowInvitation(invitation),
        AskRevoke(invitation, 0),
        Revoke(invitation, 0),
    ):
        await scene.taps(CEM, tap)
        assert scene.toasts() == [shown(scene, OutOfDate())]
    assert [row.state for row in await all_invitations(scene)] == [state]


async def test_an_expired_invitation_is_out_of_date(scene: Scene, cem: Somebody) -> None:
    invitation = await make_invitation(scene, cem.organisation_id)
    scene.advance(timedelta(days=30))

    await scene.taps(CEM, InvitationCard(invitation, 0))

    assert scene.toasts() == [shown(scene, OutOfDate())]
