"""Forged buttons of the team's desk: of another team, of nothing, half of each. Nothing changes, nothing leaks."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import fields
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from sqlmodel import col, select

from mentoring.erasure import erase_membership
from mentoring.messages.system import SomethingWentWrong
from mentoring.taps import Tap
from mentoring.taps_colleagues import LeaveTeam, NoteAbsence
from mentoring.taps_group_pairing import PairGroup
from mentoring.taps_organisation import AddSchoolHoliday
from mentoring.taps_people import RemovePerson
from mentoring.taps_reconnect import NewPhone
from mentoring.taps_takeovers import PlanDone, PlanSince, SkipLabel, TakeOverNew
from mentoring.taps_team_line import AskTeamOfDuo
from storage.tables import (
    Absence,
    Chore,
    Duo,
    HandledUpdate,
    IntakeList,
    Invitation,
    LineSide,
    Membership,
    OrganisationPause,
    PairingRound,
    Takeover,
    TeamLine,
)
from storage.words import DuoState, Role, UpdateState
from tests.e2e import forging, rough
from tests.e2e.test_bad_desk import compute_all
from tests.handlers.list_files import DUO, Files, sends, work_off
from tests.handlers.people import make_duo, make_organisation, make_person
from tests.handlers.scene import Scene
from tests.handlers.test_group_pairing import FRENCH, compute

OURS, THEIRS = 100, 200  # the first account of each organisation's people
LEAD, COLLEAGUE, WAITS, ROOM, SEEKER, MENTOR = range(6)
STRANGER = 999
DESK = "dufvkbahqjyio"  # the first letters of the desk's codes


@pytest.fixture
async def scene(tmp_path: Path) -> AsyncIterator[Scene]:
    scene = await Scene.open(tmp_path)
    yield scene
    await scene.close()


async def busy_desk(scene: Scene, name: str, first: int) -> dict[str, list[int]]:
    """An organisation in which everything is open that can be; the ids by which a button would name it."""
    place = await make_organisation(scene, name)
    lead = await make_person(scene, first + LEAD, Role.LEAD, language="en", organisation=place)
    colleague = await make_person(scene, first + COLLEAGUE, Role.COORDINATOR, language="en", organisation=place)
    waits = await make_person(scene, first + WAITS, profile=FRENCH, organisation=place)
    room = await make_person(scene, first + ROOM, Role.MENTOR, profile=FRENCH, organisation=place)
    seeker = await make_person(scene, first + SEEKER, organisation=place)
    mentor = await make_person(scene, first + MENTOR, Role.MENTOR, organisation=place)
    await make_duo(scene, seeker, mentor, DuoState.ACTIVE, lead)
    user = first + LEAD
    await scene.taps(user, PairGroup(place))
    await compute(scene)
    await scene.taps(user, TakeOverNew(place))
    for tap in (SkipLabel(Role.SEEKER), SkipLabel(Role.MENTOR), PlanSince("20261102"), PlanDone()):
        await scene.taps(user, tap)
    await scene.taps(user, NoteAbsence(colleague.membership_id, "20261201", "20261205"))
    await scene.taps(user, AddSchoolHoliday(place, "nl-2026-winter"))
    await scene.taps(user, NewPhone(waits.membership_id))
    await scene.says(waits.user, "/team")
    await scene.says(waits.user, "Hello?")
    await work_off(scene, await sends(scene, user, DUO))
    return {
        "organisation_id": [place],
        "membership_id": [waits.membership_id, room.membership_id, colleague.membership_id, lead.membership_id],
        "seeker_id": [waits.membership_id, seeker.membership_id],
        "mentor_id": [room.membership_id, mentor.membership_id],
        "colleague_id": [colleague.membership_id],
        "deputy_id": [colleague.membership_id],
        "coordinator_id": [lead.membership_id],
        **await _rows(scene, place),
    }


async def _rows(scene: Scene, place: int) -> dict[str, list[int]]:
    async with scene.database.read() as store:

        async def ids(table: Any, column: Any = None, *where: Any) -> list[int]:
            chosen = table.id if column is None else column
            return list((await store.session.execute(select(chosen).where(*where).order_by(table.id))).scalars())

        lines = await ids(TeamLine, None, TeamLine.organisation_id == place)
        members = await ids(Membership, None, Membership.organisation_id == place)
        return {
            "duo_id": await ids(Duo, None, Duo.organisation_id == place),
            "invitation_id": await ids(Invitation, None, Invitation.organisation_id == place),
            "takeover_id": await ids(Takeover, None, Takeover.organisation_id == place),
            "list_id": await ids(IntakeList, None, IntakeList.organisation_id == place),
            "line_id": lines,
            "side_id": await ids(LineSide, None, col(LineSide.line_id).in_(lines)),
            "absence_id": await ids(Absence, None, col(Absence.membership_id).in_(members)),
            "pause_id": await ids(OrganisationPause, None, OrganisationPause.organisation_id == place),
            "sequence": await ids(PairingRound, PairingRound.sequence, PairingRound.organisation_id == place),
        }


def kinds() -> list[type[Tap]]:
    """Those that name something by its id."""
    named = [cls for cls in forging.kinds() if any(field.name.endswith("_id") for field in fields(cls))]  # type: ignore[arg-type]
    return [cls for cls in named if cls.code[0] in DESK]


def mixed(cls: type[Tap], own: Mapping[str, list[int]], foreign: Mapping[str, list[int]]) -> list[str]:
    """One thing of theirs among things of one's own, each in turn."""
    named = [field.name for field in fields(cls) if field.name in foreign and field.name != "sequence"]  # type: ignore[arg-type]
    if len(named) < 2:
        return []
    return [data for name in named for data in forging.forged(cls, {**own, name: foreign[name]})[:1]]


async def test_no_button_of_the_desk_does_anything_for_another_team_or_for_people_in_duos(scene: Scene) -> None:
    ours, theirs = await busy_desk(scene, "Duo Dijle", OURS), await busy_desk(scene, "Samen Sterk", THEIRS)
    assert all(ours.values()), ours
    town: Any = SimpleNamespace(demo=SimpleNamespace(database=scene.database))
    before, heard = await rough.facts(town), len(await scene.rows())
    whole = [data for cls in kinds() for data in forging.forged(cls, ours)]
    attempts = {
        THEIRS + LEAD: [*whole, *(data for cls in kinds() for data in mixed(cls, theirs, ours))],
        THEIRS + COLLEAGUE: [data for cls in kinds() for data in forging.nowhere(cls)],
        OURS + SEEKER: [data for data in whole if not data.startswith(f"{AskTeamOfDuo.code}:")],  # theirs to tap
        OURS + ROOM: whole[1::4],
        STRANGER: whole[::5],
    }
    assert len(whole) > 150
    for user, datas in attempts.items():
        for data in datas:
            await scene.taps(user, data)
        changes = [line for line in rough.changed(before, await rough.facts(town)) if "visitor" not in line]
        assert changes == [], user

    told = (await scene.rows())[heard:]
    assert not [row for row in told if row.kind == SomethingWentWrong.kind]


# -- one's own buttons, when the world has changed ---------------------------------------------------------------------
async def everybody_erased(scene: Scene, ours: Mapping[str, list[int]]) -> None:
    await _duos_end(scene, ours)
    for membership_id in {*ours["seeker_id"], *ours["mentor_id"]}:
        async with scene.database.write() as store:
            await erase_membership(scene.work(store, f"erase:{membership_id}"), membership_id)


async def everybody_removed(scene: Scene, ours: Mapping[str, list[int]]) -> None:
    await _duos_end(scene, ours)
    for membership_id in {*ours["seeker_id"], *ours["mentor_id"]}:
        await scene.taps(OURS + LEAD, RemovePerson(membership_id))


async def colleague_left(scene: Scene, ours: Mapping[str, list[int]]) -> None:
    await scene.taps(OURS + LEAD, LeaveTeam(ours["colleague_id"][0]))


async def half_a_year(scene: Scene, ours: Mapping[str, list[int]]) -> None:
    scene.advance(timedelta(days=185))


async def nothing(scene: Scene, ours: Mapping[str, list[int]]) -> None:
    """Each button is tapped after all the others."""


async def _duos_end(scene: Scene, ours: Mapping[str, list[int]]) -> None:
    async with scene.database.write() as store:
        for duo in (await store.session.execute(select(Duo))).scalars():
            duo.state, duo.closed_at = DuoState.ENDED, scene.clock.now()


@pytest.mark.parametrize(
    "happens", [everybody_erased, everybody_removed, colleague_left, half_a_year, nothing], ids=lambda f: f.__name__
)
async def test_every_button_of_ones_own_desk_is_answered_whatever_happened(
    scene: Scene, happens: Callable[[Scene, Mapping[str, list[int]]], Awaitable[None]]
) -> None:
    ours = await busy_desk(scene, "Duo Dijle", OURS)
    datas = [data for cls in kinds() for data in forging.forged(cls, ours)]
    await happens(scene, ours)
    for data in datas:
        await scene.taps(OURS + LEAD, data)
        assert any(type(call).__name__ == "AnswerCallbackQuery" for call in scene.session.calls), data
    await compute_all(scene, Files())

    async with scene.database.read() as store:
        updates = (await store.session.execute(select(HandledUpdate))).scalars().all()
        undone = (await store.session.execute(select(Chore.error).where(col(Chore.error).is_not(None)))).scalars().all()
    assert {(row.state, row.attempts) for row in updates} == {(UpdateState.HANDLED, 1)}
    assert undone == []
    for message in await scene.messages(OURS + LEAD):
        assert scene.rendered(message, "de").text
