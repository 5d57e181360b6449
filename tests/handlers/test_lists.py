"""A coordinator sends a list of people: read, shown, carried out once, answered with the links."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest
from sqlalchemy import delete
from sqlmodel import col, select

from bot.chores import Chores
from mentoring.chores import ClaimedChore, OpenWork, Tools
from mentoring.invitations import redeem
from mentoring.lists import carrying
from mentoring.lists.carrying_chore import carry_out_list
from mentoring.lists.reading import Unusable
from mentoring.lists.values import Reason
from mentoring.messages.lists import (
    HowToSend,
    LinksFile,
    ListDone,
    ListUnusable,
    NothingToDo,
    PeopleFile,
    Preview,
    ProblemsFile,
    Progress,
    Reading,
    Stage,
    Template,
    WhichUse,
)
from mentoring.messages.system import NotHere
from mentoring.taps_lists import EVENLY, DoList, ExportList, HowLists, LeaveList, ListColleagues, ListFor, ReadList
from mentoring.taps_team_line import WriteTo
from mentoring.taps_thread import PassOn
from mentoring.threads import open_threads
from storage.tables import Chore, Duo, IntakeList, Invitation, Membership, Outbox, Takeover
from storage.words import ChoreKind, ChoreState, InvitationState, ListState, MembershipState, Role
from tests.handlers.list_files import HEADS, Files, sends, work_off
from tests.handlers.people import Made, make_duo, make_organisation, make_person
from tests.handlers.scene import Scene

CEM, DIRK, EVA = 21, 22, 23
DUO = HEADS + "mentee;Anna;fr;S1;M1;01/03/2026\nmentor;Ben;nl;M1;;\n"


@pytest.fixture
async def cem(scene: Scene) -> Made:
    return await make_person(scene, CEM, Role.COORDINATOR, name="Cem", language="en")


async def read(scene: Scene, text: str, user: int = CEM) -> Preview:
    await work_off(scene, await sends(scene, user, text))
    preview = await scene.last(user)
    assert isinstance(preview, Preview), preview
    return preview


async def do(scene: Scene, preview: Preview, user: int = CEM, keeper: int | None = None) -> None:
    await scene.taps(user, DoList(preview.list_id, preview.own_id if keeper is None else keeper))
    await work_off(scene)


async def invitations(scene: Scene) -> list[Invitation]:
    async with scene.database.read() as store:
        return list((await store.session.execute(select(Invitation).order_by(col(Invitation.id)))).scalars())


async def takeovers(scene: Scene) -> list[Takeover]:
    async with scene.database.read() as store:
        return list((await store.session.execute(select(Takeover).order_by(col(Takeover.id)))).scalars())


async def the_list(scene: Scene) -> IntakeList:
    async with scene.database.read() as store:
        return (await store.session.execute(select(IntakeList))).scalars().one()


# -- the way through ---------------------------------------------------------------------------------------------------
async def test_a_list_is_shown_before_anything_is_done(scene: Scene, cem: Made) -> None:
    files = await sends(scene, CEM, DUO)
    assert isinstance(await scene.last(CEM), Reading)
    await work_off(scene, files)
    preview = await scene.last(CEM)
    assert isinstance(preview, Preview)
    assert (preview.people, preview.duos, preview.problem_lines, preview.team) == (2, 1, 0, 1)
    assert await invitations(scene) == []


async def test_a_list_becomes_invitations_a_duo_to_take_over_and_a_file_of_links(scene: Scene, cem: Made) -> None:
    await do(scene, await read(scene, DUO))
    anna, ben = await invitations(scene)
    vault = scene.database.vault
    assert (anna.role, anna.language, anna.open(vault, "label"), anna.open(vault, "reference")) == (
        *(Role.SEEKER, "fr", "Anna", "S1"),
    )
    assert {anna.coordinator_id, ben.coordinator_id, anna.invited_by} == {cem.membership_id}
    (takeover,) = await takeovers(scene)
    assert (takeover.seeker_invitation_id, takeover.mentor_invitation_id) == (anna.id, ben.id)
    assert (takeover.started_on, takeover.coordinator_id) == ("2026-03-01", cem.membership_id)
    *_, progress, done, links = await scene.messages(CEM)
    assert isinstance(progress, Progress)
    assert done == ListDone(people=2, duos=1, here=0, files=1)
    assert isinstance(links, LinksFile)
    assert (await the_list(scene)).rows_sealed is None


async def test_the_links_work_and_their_texts_are_in_each_ones_language(scene: Scene, cem: Made) -> None:
    await do(scene, await read(scene, DUO))
    links = await scene.last(CEM)
    assert isinstance(links, LinksFile)
    document = scene.rendered(links).document
    assert document is not None
    rows = list(csv.DictReader(io.StringIO(document.content.decode("utf-8-sig")), delimiter=";"))
    assert [row["label"] for row in rows] == ["Anna", "Ben"]
    assert "Tandem est notre chatbot" in rows[0]["text"]
    assert rows[0]["link"] in rows[0]["text"]
    assert "Tandem is onze chatbot" in rows[1]["text"]
    async with scene.database.write() as store:
        token = rows[0]["link"].partition("start=")[2]
        _, membership = await redeem(scene.work(store), token, 501, "fr")
        assert (membership.open(store.vault, "reference"), membership.coordinator_id) == ("S1", cem.membership_id)


async def test_good_lines_are_done_and_bad_lines_are_told_by_number(scene: Scene, cem: Made) -> None:
    preview = await read(scene, HEADS + "mentee;Anna;;;;\nchef;Ben;;;;\nmentor;Carl;;;M9;2026-01-01\n")
    assert [(problem.number, problem.reason) for problem in preview.problems] == [
        (3, Reason.ROLE),
        (4, Reason.PARTNER_UNKNOWN),
    ]
    await do(scene, preview)
    assert [one.open(scene.database.vault, "label") for one in await invitations(scene)] == ["Anna"]


async def test_more_problems_than_a_message_holds_come_as_a_file(scene: Scene, cem: Made) -> None:
    lines = "".join(f"chef;Person {number};;;;\n" for number in range(12))
    await work_off(scene, await sends(scene, CEM, HEADS + "mentee;Anna;;;;\n" + lines))
    *_, file, preview = await scene.messages(CEM)
    assert isinstance(file, ProblemsFile)
    assert isinstance(preview, Preview)
    assert (len(file.rows), preview.problem_lines, len(preview.problems)) == (12, 12, 10)


async def test_a_list_of_which_no_line_is_good_does_nothing(scene: Scene, cem: Made) -> None:
    await work_off(scene, await sends(scene, CEM, HEADS + "chef;Anna;;;;\n"))
    assert isinstance(await scene.last(CEM), NothingToDo)
    assert (await the_list(scene)).state == ListState.DROPPED


# -- what is no list ---------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("content", "name", "why"),
    [
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "photo.png", Unusable.NOT_TEXT),
        (b"PK\x03\x04" + b"\0" * 30, "people.xlsx", Unusable.SPREADSHEET),
        (b"role\nmentee\n", "people.csv", Unusable.ONE_COLUMN),
        (b"name;tel\nAnna;0470\n", "people.csv", Unusable.NO_ROLE),
        (b"", "people.csv", Unusable.EMPTY),
    ],
)
async def test_a_file_that_is_no_list_is_refused_in_a_word(
    scene: Scene, cem: Made, content: bytes, name: str, why: Unusable
) -> None:
    await work_off(scene, await sends(scene, CEM, content, name, "application/octet-stream"))
    said = await scene.last(CEM)
    assert isinstance(said, ListUnusable)
    assert said.why is why
    assert (await the_list(scene)).rows_sealed is None


async def test_twenty_megabytes_are_refused_without_fetching_them(scene: Scene, cem: Made) -> None:
    await sends(scene, CEM, DUO, size=20 * 1024 * 1024)
    said = await scene.last(CEM)
    assert isinstance(said, ListUnusable)
    assert said.why is Unusable.TOO_BIG
    async with scene.database.read() as store:
        assert (await store.session.execute(select(Chore))).first() is None


async def test_ten_thousand_and_one_lines_are_too_many(scene: Scene, cem: Made) -> None:
    await work_off(scene, await sends(scene, CEM, "role;label\n" + "mentee;x\n" * 10_001))
    said = await scene.last(CEM)
    assert isinstance(said, ListUnusable)
    assert said.why is Unusable.TOO_MANY


async def test_a_file_that_telegram_gives_no_more_is_asked_for_again(scene: Scene, cem: Made) -> None:
    await sends(scene, CEM, DUO)
    await work_off(scene, Files())
    said = await scene.last(CEM)
    assert isinstance(said, ListUnusable)
    assert said.why is Unusable.GONE


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


async def leaves(scene: Scene, made: Made) -> None:
    async with scene.database.write() as store:
        membership = await store.session.get(Membership, made.membership_id)
        assert membership is not None
        membership.state = MembershipState.LEFT


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


# -- how, and everybody ------------------------------------------------------------------------------------------------
async def test_the_empty_list_can_be_read_as_it_is(scene: Scene, cem: Made) -> None:
    await scene.taps(CEM, HowLists(cem.organisation_id))
    how, template = (await scene.messages(CEM))[-2:]
    assert isinstance(how, HowToSend)
    assert isinstance(template, Template)
    for language in ("fr", "nl", "de", "en"):
        document = scene.rendered(template, language).document
        assert document is not None
        files = await sends(scene, CEM, document.content, f"{language}.csv")
        await work_off(scene, files)
        preview = await scene.last(CEM)
        assert isinstance(preview, Preview)
        assert (preview.people, preview.duos, preview.problem_lines) == (2, 1, 0)


async def test_everybody_goes_out_and_comes_in_again_without_harm(scene: Scene, cem: Made) -> None:
    await do(scene, await read(scene, DUO))
    seeker = await make_person(scene, 31, Role.SEEKER, name="Sami", label="=Sami, Tuesday")
    mentor = await make_person(scene, 32, Role.MENTOR, name="Mia")
    await make_duo(scene, seeker, mentor)
    await scene.taps(CEM, ExportList(cem.organisation_id))
    await work_off(scene)
    file = await scene.last(CEM)
    assert isinstance(file, PeopleFile)
    stages = {row.label: row.stage for row in file.rows}
    assert stages == {
        "Cem": Stage.WORKING,
        "=Sami, Tuesday": Stage.IN_DUO,
        "Mia": Stage.IN_DUO,
        "Anna": Stage.INVITED,
        "Ben": Stage.INVITED,
    }
    anna = next(row for row in file.rows if row.label == "Anna")
    assert (anna.partner, anna.started) == ("M1", "2026-03-01")
    document = scene.rendered(file, "de").document
    assert document is not None
    assert "'=Sami" in document.content.decode("utf-8-sig")
    await work_off(scene, await sends(scene, CEM, document.content))
    assert await scene.last(CEM) == NothingToDo(here=5, problem_lines=0, problems=(), unknown=())


async def test_everybody_is_for_the_team_alone(scene: Scene, cem: Made) -> None:
    other = await make_organisation(scene, "Apides")
    await make_person(scene, EVA, Role.LEAD, organisation=other)
    await make_person(scene, 31, Role.MENTOR)
    for user in (EVA, 31):
        await scene.taps(user, ExportList(cem.organisation_id))
    await work_off(scene)
    for user in (EVA, 31):
        assert not [message for message in await scene.messages(user) if isinstance(message, PeopleFile)]


async def test_who_left_before_the_file_is_written_gets_none(scene: Scene, cem: Made) -> None:
    await scene.taps(CEM, ExportList(cem.organisation_id))
    await leaves(scene, cem)
    await work_off(scene)
    assert not [message for message in await scene.messages(CEM) if isinstance(message, PeopleFile)]
    async with scene.database.read() as store:
        assert (await store.session.execute(select(Chore))).scalars().one().state == ChoreState.DONE


async def test_how_a_list_stands_can_be_seen_at_any_time(scene: Scene, cem: Made) -> None:
    preview = await read(scene, DUO)
    await scene.taps(CEM, DoList(preview.list_id, preview.own_id))
    assert "I am carrying out the list: 2 people" in scene.edits()[0]
    await work_off(scene)
    for tap in (LeaveList(preview.list_id), ListColleagues(preview.list_id, 3), ListFor(preview.list_id, EVENLY)):
        await scene.taps(CEM, tap)
        assert "This list is done: 2 people" in scene.edits()[0]
