"""The team's desk when the world changes in the middle: somebody leaves, leads, is erased; nothing is half done."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select

from mentoring.erasure import erase_membership
from mentoring.group_pairing.sending import BATCH
from mentoring.messages.group_pairing import RoundDraft, RoundSent
from mentoring.messages.lists import LinksFile, PeopleFile, Preview
from mentoring.messages.system import OutOfDate, SomethingWentWrong
from mentoring.taps_colleagues import LeaveTeam, SetRole
from mentoring.taps_group_pairing import PairGroup, SendAll
from mentoring.taps_invitations import InviteLanguage
from mentoring.taps_lists import DoList, ExportList
from mentoring.taps_mentor_points import EditPoints, WriteOwnPoint
from mentoring.taps_organisation import SwitchSpoken
from mentoring.taps_people import SearchPeople
from mentoring.taps_takeovers import InvitePartner, OtherStart, TakeOver
from storage.tables import DialogueState, Duo, LineSide, Membership
from storage.words import Role
from tests.handlers.list_files import DUO, Files, invitations, sends, work_off, worker
from tests.handlers.people import Made, make_person
from tests.handlers.scene import Scene
from tests.handlers.test_group_pairing import FRENCH, InProcess, compute

LEAD, EVA, AMINA, KARIM, ZOE = 41, 42, 43, 44, 45


@pytest.fixture
async def scene(tmp_path: Path) -> AsyncIterator[Scene]:
    scene = await Scene.open(tmp_path)
    yield scene
    await scene.close()


@pytest.fixture
async def lead(scene: Scene) -> Made:
    return await make_person(scene, LEAD, Role.LEAD, name="Lena", language="en")


@pytest.fixture
async def eva(scene: Scene, lead: Made) -> Made:
    return await make_person(scene, EVA, Role.COORDINATOR, name="Eva", language="en")


async def waiting(scene: Scene) -> list[str]:
    """The questions that wait for a text."""
    async with scene.database.read() as store:
        found = await store.session.execute(select(DialogueState.state))
        return [state for state in found.scalars() if state is not None]


async def kinds(scene: Scene, user: int) -> list[type]:
    return [type(message) for message in await scene.messages(user)]


# -- who leaves, or leads, while something is done beside the chats ----------------------------------------------------
async def big_group(scene: Scene) -> None:
    for number in range(BATCH + 3):
        await make_person(scene, 100 + number, profile=FRENCH)
        await make_person(scene, 200 + number, Role.MENTOR, profile=FRENCH)


@pytest.mark.parametrize("becomes", ["lead", "nothing"])
async def test_the_rest_of_a_draft_is_sent_also_when_who_sent_it_leads_or_leaves_meanwhile(
    scene: Scene,
    lead: Made,
    eva: Made,
    becomes: str,
) -> None:
    await big_group(scene)
    await scene.taps(EVA, PairGroup(eva.organisation_id))
    await compute(scene)
    shown = await scene.last(EVA)
    assert isinstance(shown, RoundDraft)
    await scene.taps(EVA, SendAll(eva.organisation_id, shown.sequence))
    change = SetRole(eva.membership_id, Role.LEAD) if becomes == "lead" else LeaveTeam(eva.membership_id)
    await scene.taps(LEAD, change)

    await compute(scene)

    async with scene.database.read() as store:
        duos = (await store.session.execute(select(Duo))).scalars().all()
    assert len(duos) == BATCH + 3
    assert (await kinds(scene, EVA if becomes == "lead" else LEAD)).count(RoundSent) == 1


async def test_whoever_becomes_a_lead_meanwhile_still_gets_what_they_asked_for(
    scene: Scene, lead: Made, eva: Made
) -> None:
    await make_person(scene, AMINA, profile=FRENCH)
    await make_person(scene, KARIM, Role.MENTOR, profile=FRENCH)
    files = await sends(scene, EVA, DUO)
    await scene.taps(EVA, ExportList(eva.organisation_id))
    await scene.taps(EVA, PairGroup(eva.organisation_id))
    await scene.taps(LEAD, SetRole(eva.membership_id, Role.LEAD))

    await compute_all(scene, files)

    heard = await kinds(scene, EVA)
    assert {Preview, PeopleFile, RoundDraft} <= set(heard)
    preview = next(message for message in await scene.messages(EVA) if isinstance(message, Preview))
    await scene.taps(EVA, DoList(preview.list_id, preview.own_id))
    await scene.taps(LEAD, SetRole(preview.own_id, Role.COORDINATOR))
    await work_off(scene, files)
    assert (await kinds(scene, EVA)).count(LinksFile) == 1


async def test_people_of_a_list_are_a_leads_when_who_was_chosen_for_them_leaves_first(
    scene: Scene, lead: Made, eva: Made
) -> None:
    files = await sends(scene, LEAD, DUO)
    await work_off(scene, files)
    preview = await scene.last(LEAD)
    assert isinstance(preview, Preview)
    await scene.taps(LEAD, DoList(preview.list_id, eva.membership_id))
    await scene.taps(LEAD, LeaveTeam(eva.membership_id))
    await work_off(scene, files)
    made = await invitations(scene)
    assert len(made) == 2
    assert {invitation.coordinator_id for invitation in made} == {lead.membership_id}


class FilesAndPairs(Files):
    async def compute(self, module: str, payload: Any) -> Any:
        return await InProcess().compute(module, payload)


async def compute_all(scene: Scene, files: Files) -> None:
    chores = worker(scene, FilesAndPairs(files.kept))
    while await chores.pull():
        pass


# -- who is erased -----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("other", [Role.MENTOR, Role.COORDINATOR])
async def test_who_is_erased_in_one_role_keeps_the_line_of_another_one_there(
    scene: Scene, lead: Made, other: Role
) -> None:
    amina = await make_person(scene, AMINA, name="Amina", language="en")
    if other is Role.MENTOR:
        await make_person(scene, AMINA, other, language="en")
    await scene.says(AMINA, "/team")
    await scene.says(AMINA, "Hello?")
    if other is Role.COORDINATOR:
        await make_person(scene, AMINA, other, language="en")

    async with scene.database.write() as store:
        await erase_membership(scene.work(store), amina.membership_id)

    async with scene.database.read() as store:
        sides = (await store.session.execute(select(LineSide))).scalars().all()
        members = {m.id for m in (await store.session.execute(select(Membership))).scalars()}
    assert amina.membership_id not in members
    assert len(sides) == (2 if other is Role.MENTOR else 0), "a colleague has no line with their own team"
    assert all(side.membership_id in members for side in sides)


# -- questions whose answer nobody may give any more -------------------------------------------------------------------
async def to_label(scene: Scene, eva: Made) -> None:
    await scene.taps(EVA, InviteLanguage(eva.organisation_id, Role.SEEKER, "nl"))


async def to_partner(scene: Scene, eva: Made) -> None:
    amina = await make_person(scene, AMINA, name="Amina", language="en")
    await scene.taps(EVA, InvitePartner(amina.membership_id))


async def to_start(scene: Scene, eva: Made) -> None:
    amina = await make_person(scene, AMINA, name="Amina", language="en")
    karim = await make_person(scene, KARIM, Role.MENTOR, language="en")
    await scene.taps(EVA, OtherStart(amina.membership_id, karim.membership_id))


async def to_point(scene: Scene, eva: Made) -> None:
    await scene.taps(LEAD, SetRole(eva.membership_id, Role.LEAD))
    await scene.taps(EVA, WriteOwnPoint(eva.organisation_id))


async def to_search(scene: Scene, eva: Made) -> None:
    await scene.taps(EVA, SearchPeople(eva.organisation_id))


QUESTIONS = (to_label, to_partner, to_start, to_point, to_search)


@pytest.mark.parametrize("ask", QUESTIONS)
async def test_a_question_of_a_team_that_one_has_left_ends_and_tells_nothing(
    scene: Scene, lead: Made, eva: Made, ask: Any
) -> None:
    await make_person(scene, EVA, Role.MENTOR)  # who goes on as a mentor is heard by the dialogue
    await ask(scene, eva)
    assert len(await waiting(scene)) == 1
    async with scene.database.read() as store:
        found = await store.session.execute(select(Membership.id).where(Membership.person_id == eva.person_id))
        newest = max(found.scalars())
    await scene.taps(LEAD, LeaveTeam(newest if ask is to_point else eva.membership_id))
    before = await invitations(scene)

    await scene.says(EVA, "01/03/2026")

    assert await waiting(scene) == []
    assert await invitations(scene) == before
    assert "Amina" not in "".join(str(message) for message in (await scene.messages(EVA))[-1:])
    assert not any(isinstance(message, SomethingWentWrong) for message in await scene.messages(EVA))


async def test_a_question_about_a_language_that_was_switched_off_ends(scene: Scene, lead: Made, eva: Made) -> None:
    await to_label(scene, eva)
    await scene.taps(LEAD, SwitchSpoken(eva.organisation_id, "nl", on=False))
    await scene.says(EVA, "Zoë")
    assert isinstance(await scene.last(EVA), OutOfDate)
    assert await waiting(scene) == []
    assert await invitations(scene) == []


async def test_after_another_button_of_that_desk_what_is_written_is_no_answer(
    scene: Scene, lead: Made, eva: Made
) -> None:
    await scene.taps(LEAD, WriteOwnPoint(lead.organisation_id))
    await scene.taps(LEAD, EditPoints(lead.organisation_id))
    assert await waiting(scene) == []
    await to_start(scene, eva)
    zoe = await make_person(scene, ZOE, language="en")
    await scene.taps(EVA, TakeOver(zoe.membership_id))
    assert await waiting(scene) == []
