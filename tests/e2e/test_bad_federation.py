"""Forged buttons around the federation: every desk there is, tapped by it; itself, tapped by a team."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from mentoring.messages.system import SomethingWentWrong
from mentoring.taps_people import RemovePerson
from storage.words import Role
from tests.e2e import forging, rough
from tests.e2e.test_bad_desk_taps import COLLEAGUE, LEAD, OURS, busy_desk
from tests.handlers.people import make_organisation, make_person
from tests.handlers.scene import Scene

FIEN, OFFICE = 11, 12


@pytest.fixture
async def scene(tmp_path: Path) -> AsyncIterator[Scene]:
    scene = await Scene.open(tmp_path)
    yield scene
    await scene.close()


def town_of(scene: Scene) -> Any:
    return SimpleNamespace(demo=SimpleNamespace(database=scene.database))


async def test_no_button_of_any_desk_does_anything_for_the_federation(scene: Scene) -> None:
    ours = await busy_desk(scene, "Duo Dijle", OURS)
    await make_person(scene, FIEN, Role.FEDERATION, language="en")
    await make_person(
        scene, OFFICE, Role.FEDERATION, language="en", organisation=await make_organisation(scene, "Mentoring Belgium")
    )
    datas = [data for cls in forging.kinds() for data in forging.forged(cls, ours)]
    assert len(datas) > 300
    before, heard = await rough.facts(town_of(scene)), len(await scene.rows())
    for user in (FIEN, OFFICE):
        for data in datas if user == FIEN else datas[::4]:
            await scene.taps(user, data)
        assert rough.changed(before, await rough.facts(town_of(scene))) == [], user
    told = {row.kind for row in (await scene.rows())[heard:]}
    assert SomethingWentWrong.kind not in told


async def test_no_button_of_a_team_does_anything_with_the_federation(scene: Scene) -> None:
    """But for a lead's that ends it."""
    ours = await busy_desk(scene, "Duo Dijle", OURS)
    fien = await make_person(scene, FIEN, Role.FEDERATION, language="en")
    names = ("membership_id", "seeker_id", "mentor_id", "colleague_id")
    ids = {**ours, **{name: [fien.membership_id] for name in names}}
    kinds = [cls for cls in forging.kinds() if set(cls.__annotations__) & {"membership_id", "seeker_id", "mentor_id"}]
    before = await rough.facts(town_of(scene))
    for user in (OURS + LEAD, OURS + COLLEAGUE):
        for data in (data for cls in kinds for data in forging.forged(cls, ids)):
            if user != OURS + LEAD or not data.startswith(f"{RemovePerson.code}:"):
                await scene.taps(user, data)
        changes = rough.changed(before, await rough.facts(town_of(scene)))
        assert [line for line in changes if "dialogue_state" not in line] == [], user
