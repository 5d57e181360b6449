"""Who may send a list, what a file is for, who looks after the people, and lists twice, late, at once, in steps."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import delete

from bot.chores import Chores
from mentoring.chores import ClaimedChore, OpenWork, Tools
from mentoring.invitations import issue, redeem
from mentoring.lists import carrying
from mentoring.lists.carrying_chore import carry_out_list
from mentoring.lists.reading_chore import read_list
from mentoring.messages.lists import (
    LinksFile,
    ListDone,
    ListStuck,
    Preview,
    Reading,
    WhichUse,
)
from mentoring.messages.system import NotHere
from mentoring.taps_lists import EVENLY, DoList, LeaveList, ListColleagues, ListFor, ReadList
from mentoring.taps_team_line import WriteTo
from mentoring.taps_thread import PassOn
from mentoring.threads import open_threads
from storage.tables import Duo, Organisation, Outbox
from storage.words import ChoreKind, InvitationState, ListState, Role
from tests.handlers.list_files import (
    CEM,
    DIRK,
    DUO,
    EVA,
    HEADS,
    Files,
    do,
    invitations,
    leaves,
    read,
    sends,
    takeovers,
    the_list,
    work_off,
)
from tests.handlers.people import Made, make_duo, make_organisation, make_person
from tests.handlers.scene import Scene


@pytest.fixture
async def cem(scene: Scene) -> Made:
    return await make_person(scene, CEM, Role.COORDINATOR, name="Cem", language="en")


# -- who, and for whom -------------------------------------------------------------------------------------------------
async def test_a_document_of_a_mentee_is_no_list(scene: Scene) -> None:
    await make_person(scene, 31, Role.SEEKER)
    await sends(scene, 31, DUO)
    assert not [message for message in await scene.messages(31) if isinstance(message, Reading)]


async def test_staff_who_also_mentor_are_asked_what_a_list_is_for(scene: Scene, cem: Made) -> None:
    await pair_up(scene)
    await sends(scene, CEM, DUO)
    asked = await scene.last(CEM)
    assert isinstance(asked, WhichUse)
    assert [chat.name for chat in asked.chats] == ["Sami"]


async def test_a_file_that_was_asked_about_goes_to_the_partner_or_nowhere(scene: Scene, cem: Made) -> None:
    await pair_up(scene)
    await sends(scene, CEM, DUO)
    asked = await scene.last(CEM)
    assert isinstance(asked, WhichUse)
    await scene.taps(CEM, PassOn(asked.chats[0].thread_id, asked.message_id, ""))
    assert [row.call for row in await scene.rows(31)] == ["copy"]
    await scene.taps(CEM, LeaveList(asked.list_id))
    assert "Nothing of this list was done" in scene.edits()[0]
    await scene.taps(CEM, ReadList(asked.list_id, cem.organisation_id))
    await work_off(scene)
    assert (await the_list(scene)).state == ListState.DROPPED


async def test_what_is_written_to_somebody_on_the_open_line_is_no_list(scene: Scene, cem: Made) -> None:
    sami = await make_person(scene, 31, Role.SEEKER, name="Sami", label="Sami")
    await scene.taps(CEM, WriteTo(sami.membership_id))
    await sends(scene, CEM, DUO)
    asked = await scene.last(CEM)
    assert isinstance(asked, WhichUse)
    assert [chat.name for chat in asked.chats] == ["Sami"]
    await sends(scene, CEM, b"%PDF", "cv.pdf", "application/pdf")
    assert [row.call for row in await scene.rows(31) if row.call == "copy"] == ["copy"]


async def test_other_documents_of_staff_who_also_mentor_go_to_the_partner(scene: Scene, cem: Made) -> None:
    await pair_up(scene)
    await sends(scene, CEM, b"%PDF", "cv.pdf", "application/pdf")
    assert [row.call for row in await scene.rows(31)] == ["copy"]


async def pair_up(scene: Scene) -> None:
    """Cem mentors Sami, with threads."""
    seeker = await make_person(scene, 31, Role.SEEKER, name="Sami")
    mentor = await make_person(scene, CEM, Role.MENTOR)
    duo_id = await make_duo(scene, seeker, mentor)
    async with scene.database.write() as store:
        duo = await store.session.get(Duo, duo_id)
        assert duo is not None
        await open_threads(scene.work(store), duo)
    await drain(scene)


async def drain(scene: Scene) -> None:
    async with scene.database.write() as store:
        await store.session.execute(delete(Outbox))


async def test_staff_of_two_organisations_say_for_which(scene: Scene, cem: Made) -> None:
    other = await make_organisation(scene, "Apides")
    await make_person(scene, CEM, Role.LEAD, organisation=other)
    files = await sends(scene, CEM, DUO)
    asked = await scene.last(CEM)
    assert isinstance(asked, WhichUse)
    assert [desk.name for desk in asked.desks] == ["Duo Dijle", "Apides"]
    await scene.taps(CEM, ReadList(asked.list_id, other))
    await scene.taps(CEM, ReadList(asked.list_id, other))
    await work_off(scene, files)
    preview = await scene.last(CEM)
    assert isinstance(preview, Preview)
    assert preview.organisation == "Apides"
    await do(scene, preview)
    assert {one.organisation_id for one in await invitations(scene)} == {other}


# -- who looks after them ----------------------------------------------------------------------------------------------
async def test_the_people_are_shared_evenly_and_duos_stay_together(scene: Scene, cem: Made) -> None:
    dirk = await make_person(scene, DIRK, Role.COORDINATOR, name="Dirk")
    text = DUO + "mentee;Eva;;;;\nmentor;Finn;;;;\n"
    preview = await read(scene, text)
    await scene.taps(CEM, ListFor(preview.list_id, EVENLY))
    assert "Shared evenly" in scene.edits()[0]
    await do(scene, preview, keeper=EVENLY)
    keepers = [one.coordinator_id for one in await invitations(scene)]
    assert keepers[0] == keepers[1] != keepers[2] == keepers[3]
    assert set(keepers) == {cem.membership_id, dirk.membership_id}


async def test_a_colleague_can_be_chosen(scene: Scene, cem: Made) -> None:
    dirk = await make_person(scene, DIRK, Role.COORDINATOR, name="Dirk")
    preview = await read(scene, DUO)
    await scene.taps(CEM, ListColleagues(preview.list_id, 0))
    await scene.taps(CEM, ListFor(preview.list_id, dirk.membership_id))
    assert "Dirk" in scene.edits()[0]
    await do(scene, preview, keeper=dirk.membership_id)
    assert {one.coordinator_id for one in await invitations(scene)} == {dirk.membership_id}


# -- twice, late, two at once ------------------------------------------------------------------------------------------
async def test_two_taps_carry_a_list_out_once(scene: Scene, cem: Made) -> None:
    await make_person(scene, DIRK, Role.COORDINATOR)
    preview = await read(scene, DUO)
    await scene.taps(CEM, DoList(preview.list_id, preview.own_id))
    await scene.taps(DIRK, DoList(preview.list_id, EVENLY))
    await scene.taps(CEM, DoList(preview.list_id, preview.own_id))
    await work_off(scene)
    assert len(await invitations(scene)) == 2
    await scene.taps(CEM, ListFor(preview.list_id, EVENLY))
    assert "This list is done" in scene.edits()[0]


async def test_a_list_that_was_left_is_forgotten(scene: Scene, cem: Made) -> None:
    preview = await read(scene, DUO)
    await scene.taps(CEM, LeaveList(preview.list_id))
    await do(scene, preview)
    assert await invitations(scene) == []
    row = await the_list(scene)
    assert (row.state, row.rows_sealed) == (ListState.DROPPED, None)


async def test_the_buttons_of_yesterdays_list_do_nothing(scene: Scene, cem: Made) -> None:
    preview = await read(scene, DUO)
    scene.advance(timedelta(days=1))
    await do(scene, preview)
    assert "Nothing of this list was done" in scene.edits()[0]
    assert await invitations(scene) == []


async def test_a_newer_list_retires_the_buttons_of_the_older_one(scene: Scene, cem: Made) -> None:
    older = await read(scene, DUO)
    newer = await read(scene, DUO + "mentee;Chris;fr;S2;;\n")
    await scene.taps(CEM, DoList(older.list_id, older.own_id))
    assert "A newer list has been sent since" in scene.edits()[0]
    assert "3 people" in scene.edits()[0]
    await work_off(scene)
    assert await invitations(scene) == []

    await do(scene, newer)
    *_, done, _ = await scene.messages(CEM)
    assert done == ListDone(people=3, duos=1, here=0, files=1)
    for tap in (DoList(older.list_id, older.own_id), ListFor(older.list_id, EVENLY), ListColleagues(older.list_id, 0)):
        await scene.taps(CEM, tap)
        assert "A newer list has been sent since" in scene.edits()[0]
        assert "This list is done: 3 people" in scene.edits()[0]


async def test_an_older_list_that_is_left_is_left(scene: Scene, cem: Made) -> None:
    older = await read(scene, DUO)
    await read(scene, DUO + "mentee;Chris;fr;S2;;\n")
    await scene.taps(CEM, LeaveList(older.list_id))
    assert "Nothing of this list was done" in scene.edits()[0]


async def test_neither_a_colleagues_list_nor_an_empty_one_nor_one_that_was_left_retires_a_list(
    scene: Scene, cem: Made
) -> None:
    await make_person(scene, DIRK, Role.COORDINATOR)
    older = await read(scene, DUO)
    await read(scene, HEADS + "mentee;Dora;fr;S9;;\n", DIRK)
    await work_off(scene, await sends(scene, CEM, HEADS + "chef;Anna;;;;\n"))
    left = await read(scene, HEADS + "mentee;Chris;fr;S2;;\n")
    await scene.taps(CEM, LeaveList(left.list_id))
    await do(scene, older)
    assert len(await invitations(scene)) == 2


async def test_whom_the_reader_invited_meanwhile_is_told_apart_and_only_the_others_are_counted(
    scene: Scene, cem: Made
) -> None:
    await make_person(scene, DIRK, Role.COORDINATOR)
    newer = await read(scene, DUO + "mentee;Chris;fr;S2;;\nmentee;Dora;fr;S3;;\n")
    await do(scene, await read(scene, HEADS + "mentee;Dora;fr;S3;;\n", DIRK), DIRK)
    async with scene.database.write() as store:
        work = scene.work(store)
        place = await store.session.get(Organisation, cem.organisation_id)
        assert place is not None
        await issue(work, place, Role.SEEKER, label="Anna", reference="S1", invited_by=cem.membership_id)

    await do(scene, newer)
    *_, done, _ = await scene.messages(CEM)
    assert done == ListDone(people=2, duos=1, here=1, files=1, yours=1)
    await scene.taps(CEM, ListFor(newer.list_id, EVENLY))
    assert "This list is done: 2 people" in scene.edits()[0]


async def test_who_lost_their_role_meanwhile_does_nothing(scene: Scene, cem: Made) -> None:
    preview = await read(scene, DUO)
    await leaves(scene, cem)
    await scene.taps(CEM, DoList(preview.list_id, preview.own_id))
    await work_off(scene)
    assert await invitations(scene) == []
    assert scene.toasts() == [scene.rendered(NotHere(), "en").text]


async def test_the_links_of_somebody_who_left_go_to_who_is_there(scene: Scene, cem: Made) -> None:
    await make_person(scene, EVA, Role.LEAD)
    preview = await read(scene, DUO)
    await scene.taps(CEM, DoList(preview.list_id, preview.own_id))
    await leaves(scene, cem)
    await work_off(scene)
    assert isinstance(await scene.last(EVA), LinksFile)
    assert not [message for message in await scene.messages(CEM) if isinstance(message, LinksFile)]


async def test_a_list_of_another_organisation_is_not_there(scene: Scene, cem: Made) -> None:
    other = await make_organisation(scene, "Apides")
    await make_person(scene, EVA, Role.LEAD, organisation=other)
    preview = await read(scene, DUO)
    await do(scene, preview, user=EVA)
    assert await invitations(scene) == []


async def test_the_same_list_of_two_coordinators_invites_everybody_once(scene: Scene, cem: Made) -> None:
    await make_person(scene, DIRK, Role.COORDINATOR)
    one, other = await read(scene, DUO), await read(scene, DUO, DIRK)
    await scene.taps(CEM, DoList(one.list_id, one.own_id))
    await scene.taps(DIRK, DoList(other.list_id, other.own_id))
    await work_off(scene)
    assert (len(await invitations(scene)), len(await takeovers(scene))) == (2, 1)
    assert await scene.last(DIRK) == ListDone(people=0, duos=0, here=2, files=0)


async def test_a_mentee_somebody_else_invited_meanwhile_comes_into_the_duo(scene: Scene, cem: Made) -> None:
    await make_person(scene, DIRK, Role.COORDINATOR)
    one = await read(scene, HEADS + "mentee;Anna;fr;S1;;\n")
    other = await read(scene, DUO, DIRK)
    await do(scene, one)
    await do(scene, other, DIRK)
    anna, ben = await invitations(scene)
    (takeover,) = await takeovers(scene)
    assert (takeover.seeker_invitation_id, takeover.mentor_invitation_id) == (anna.id, ben.id)


async def test_a_second_list_leaves_out_who_is_here_and_takes_over_with_them(scene: Scene, cem: Made) -> None:
    await do(scene, await read(scene, HEADS + "mentor;Ben;nl;M1;;\n"))
    (ben,) = await invitations(scene)
    async with scene.database.write() as store:
        links = await scene.last(CEM)
        assert isinstance(links, LinksFile)
        _, joined = await redeem(scene.work(store), links.rows[0].token, 502, "nl")
    preview = await read(scene, DUO)
    assert (preview.people, preview.duos, preview.here) == (1, 1, 1)
    await do(scene, preview)
    (takeover,) = await takeovers(scene)
    assert (takeover.mentor_id, takeover.seeker_id) == (joined.id, None)
    assert ben.state == InvitationState.OPEN


async def test_a_mentee_who_found_a_mentor_meanwhile_is_left_where_they_are(scene: Scene, cem: Made) -> None:
    await make_person(scene, DIRK, Role.COORDINATOR)
    one = await read(scene, DUO)
    other = await read(scene, HEADS + "mentee;Anna;fr;S1;M2;01/03/2026\nmentor;Carl;nl;M2;;\n", DIRK)
    await do(scene, one)
    await do(scene, other, DIRK)
    vault = scene.database.vault
    assert [each.open(vault, "label") for each in await invitations(scene)] == ["Anna", "Ben", "Carl"]
    assert len(await takeovers(scene)) == 1


# -- in steps ----------------------------------------------------------------------------------------------------------
async def test_a_list_goes_on_after_a_crash_where_it_was(
    scene: Scene, cem: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(carrying, "STEP", 2)
    text = HEADS + "".join(f"mentee;S{n};;S{n};M{n};2026-01-01\nmentor;M{n};;M{n};;\n" for n in range(3))
    preview = await read(scene, text)
    await scene.taps(CEM, DoList(preview.list_id, preview.own_id))
    await crash_after(scene, 2)
    row = await the_list(scene)
    assert (row.state, row.done, len(await invitations(scene)), len(await takeovers(scene))) == ("working", 2, 2, 1)
    await work_off(scene)
    row = await the_list(scene)
    assert (row.state, row.done, len(await invitations(scene)), len(await takeovers(scene))) == ("done", 6, 6, 3)
    links = [message for message in await scene.messages(CEM) if isinstance(message, LinksFile)]
    assert [len(file.rows) for file in links] == [6]


async def test_a_list_that_failed_too_often_goes_on_with_a_tap(
    scene: Scene, cem: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(carrying, "STEP", 2)
    stuck = await _stuck(scene)
    await scene.taps(CEM, DoList(stuck.list_id, stuck.coordinator_id))
    await scene.taps(CEM, DoList(stuck.list_id, stuck.coordinator_id))
    await work_off(scene)
    row = await the_list(scene)
    assert (row.state, row.done, len(await invitations(scene)), len(await takeovers(scene))) == ("done", 6, 6, 3)
    assert len([message for message in await scene.messages(CEM) if isinstance(message, ListDone)]) == 1


async def test_a_list_that_failed_too_often_is_left_with_a_tap_and_what_is_done_stays(
    scene: Scene, cem: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(carrying, "STEP", 2)
    stuck = await _stuck(scene)
    await scene.taps(CEM, LeaveList(stuck.list_id))
    assert "I left the list after 2 people." in scene.edits()[0]
    row = await the_list(scene)
    assert (row.state, row.rows_sealed, len(await invitations(scene))) == ("dropped", None, 2)


async def test_a_list_that_somebody_is_at_is_not_left(scene: Scene, cem: Made) -> None:
    preview = await read(scene, DUO)
    await scene.taps(CEM, DoList(preview.list_id, preview.own_id))
    await scene.taps(CEM, LeaveList(preview.list_id))
    assert (await the_list(scene)).state == "working"


async def _stuck(scene: Scene) -> ListStuck:
    """Six people; after two, it failed three times."""
    text = HEADS + "".join(f"mentee;S{n};;S{n};M{n};2026-01-01\nmentor;M{n};;M{n};;\n" for n in range(3))
    preview = await read(scene, text)
    await scene.taps(CEM, DoList(preview.list_id, preview.own_id))
    for transactions in (2, 0, 0):
        await crash_after(scene, transactions)
    stuck = await scene.last(CEM)
    assert isinstance(stuck, ListStuck)
    return stuck


async def crash_after(scene: Scene, transactions: int) -> None:
    """The worker's process ends before the transaction after these."""
    left = transactions

    async def dying(open_work: OpenWork, chore: ClaimedChore, tools: Tools) -> None:
        def open_or_die():  # type: ignore[no-untyped-def]
            nonlocal left
            left -= 1
            if left < 0:
                raise ConnectionError
            return open_work()

        await carry_out_list(open_or_die, chore, tools)

    chores = Chores(scene.database, scene.clock, scene.clock, scene.facts, Files(), {ChoreKind.CARRY_OUT_LIST: dying})
    await chores.pull()


async def test_a_file_that_was_read_before_a_crash_is_not_read_again(scene: Scene, cem: Made) -> None:
    files = await sends(scene, CEM, DUO)

    async def read_and_die(open_work: OpenWork, chore: ClaimedChore, tools: Tools) -> None:
        await read_list(open_work, chore, tools)
        if chore.attempts == 1:
            raise ConnectionError

    chores = Chores(scene.database, scene.clock, scene.clock, scene.facts, files, {ChoreKind.READ_LIST: read_and_die})
    assert await chores.pull()
    assert await chores.pull()
    assert [type(message) for message in await scene.messages(CEM)] == [Reading, Preview]
