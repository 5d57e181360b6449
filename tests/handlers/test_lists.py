"""A coordinator sends a list of people: read, shown, carried out once, answered with the links."""

from __future__ import annotations

import csv
import io

import pytest
from sqlmodel import select

from mentoring.invitations import redeem
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
    QuestionLeft,
    Reading,
    Stage,
    Template,
)
from mentoring.messages.system import NothingToCancel, WritePlease
from mentoring.messages.welcome import LeftOpen
from mentoring.taps_invitations import Invite
from mentoring.taps_lists import EVENLY, DoList, ExportList, HowLists, LeaveList, ListColleagues, ListFor
from mentoring.taps_people import SearchPeople
from mentoring.taps_welcome import ChangeName
from storage.tables import Chore
from storage.words import ChoreState, ListState, MembershipState, Role
from tests.handlers.list_files import (
    CEM,
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


# -- while a question is open ------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("name", "mime"), [("people.csv", "application/octet-stream"), ("people", "text/csv"), ("LISTE.CSV", "")]
)
async def test_a_list_is_read_whatever_question_is_open(scene: Scene, cem: Made, name: str, mime: str) -> None:
    for opened in (Invite(), SearchPeople(cem.organisation_id), ChangeName(cem.membership_id)):
        await scene.taps(CEM, opened)
        files = await sends(scene, CEM, DUO, name, mime)
        assert (await scene.messages(CEM))[-2:] == [QuestionLeft(), Reading()]
        await work_off(scene, files)
        assert isinstance(await scene.last(CEM), Preview)
    await scene.says(CEM, "/cancel")
    assert await scene.last(CEM) == NothingToCancel()


async def test_a_list_in_the_middle_of_the_welcome_in_another_role_leaves_it_for_later(scene: Scene, cem: Made) -> None:
    other = await make_organisation(scene, "Apides")
    own = await make_person(scene, CEM, Role.MENTOR, organisation=other, state=MembershipState.WELCOMING)
    await scene.says(CEM, "/start")
    await sends(scene, CEM, DUO)
    assert (await scene.messages(CEM))[-2:] == [LeftOpen(), Reading()]
    await scene.says(CEM, "/start")
    asked = await scene.last(CEM)
    assert getattr(asked, "membership_id", None) == own.membership_id


@pytest.mark.parametrize("file", [("cv.pdf", "application/pdf"), ("photo.png", "image/png")])
async def test_another_file_is_no_answer_to_an_open_question(scene: Scene, cem: Made, file: tuple[str, str]) -> None:
    await scene.taps(CEM, SearchPeople(cem.organisation_id))
    await sends(scene, CEM, DUO, *file)
    assert await scene.last(CEM) == WritePlease()


async def test_a_list_of_a_mentee_is_no_answer_to_an_open_question(scene: Scene) -> None:
    made = await make_person(scene, 31, Role.SEEKER)
    await scene.taps(31, ChangeName(made.membership_id))
    await sends(scene, 31, DUO)
    assert await scene.last(31) == WritePlease()


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
