"""A link to another phone, when the world changes between the link and the name: nobody is moved who should not be."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlmodel import col, select

from mentoring.erasure import erase_membership
from mentoring.messages.reconnect import ReconnectLink
from mentoring.messages.system import SomethingWentWrong
from mentoring.taps_reconnect import DropReconnect, NewPhone, NotThem
from mentoring.taps_team_line import WriteTo
from storage.tables import Invitation, Person
from storage.words import Role
from tests.e2e.test_bad_desk import AMINA, LEAD, ZOE, waiting
from tests.e2e.town import payload
from tests.handlers.people import Made, make_person
from tests.handlers.scene import Scene

NEW = 51


@pytest.fixture
async def scene(tmp_path: Path) -> AsyncIterator[Scene]:
    scene = await Scene.open(tmp_path)
    yield scene
    await scene.close()


@pytest.fixture
async def lead(scene: Scene) -> Made:
    return await make_person(scene, LEAD, Role.LEAD, name="Lena", language="en")


async def reconnect_link(scene: Scene, of: Made) -> str:
    await scene.taps(LEAD, NewPhone(of.membership_id))
    shown = next(message for message in reversed(await scene.messages(LEAD)) if isinstance(message, ReconnectLink))
    return payload(shown.link)


async def user_of(scene: Scene, of: Made) -> str | None:
    async with scene.database.read() as store:
        person = await store.session.get(Person, of.person_id)
        return person.open(store.vault, "user") if person is not None else None


@pytest.mark.parametrize("happens", ["erased", "taken back", "another joins", "too late"])
async def test_a_name_said_too_late_moves_nobody(scene: Scene, lead: Made, happens: str) -> None:
    amina = await make_person(scene, AMINA, name="Amina", language="en")
    token = await reconnect_link(scene, amina)
    await scene.says(NEW, f"/start {token}")
    made = await the_reconnect(scene)
    if happens == "erased":
        async with scene.database.write() as store:
            await erase_membership(scene.work(store), amina.membership_id)
    elif happens == "taken back":
        await scene.taps(LEAD, DropReconnect(made.id))
    elif happens == "another joins":
        await make_person(scene, NEW, name="Zoë", language="en")
    else:
        scene.advance(timedelta(hours=49))

    await scene.says(NEW, "Amina")

    assert await user_of(scene, amina) == (None if happens == "erased" else str(AMINA))
    if happens != "another joins":
        assert await waiting(scene) == []
    assert not any(isinstance(message, SomethingWentWrong) for message in await scene.messages(NEW))
    heard = len(await scene.rows(NEW))
    await scene.says(NEW, "Hello?")
    assert len(await scene.rows(NEW)) <= heard + 1


async def the_reconnect(scene: Scene) -> Invitation:
    async with scene.database.read() as store:
        found = await store.session.execute(select(Invitation).where(col(Invitation.reconnects_id).is_not(None)))
        return found.scalars().one()


async def test_after_that_was_not_them_the_link_is_dead_for_everybody(scene: Scene, lead: Made) -> None:
    amina = await make_person(scene, AMINA, name="Amina", language="en")
    token = await reconnect_link(scene, amina)
    await scene.says(NEW, f"/start {token}")
    await scene.says(NEW, "Amina")
    assert await user_of(scene, amina) == str(NEW)
    await scene.taps(LEAD, NotThem((await the_reconnect(scene)).id))
    for user in (NEW, AMINA, ZOE):
        await scene.says(user, f"/start {token}")
        await scene.says(user, "Amina")
    assert await user_of(scene, amina) is None
    await scene.taps(LEAD, WriteTo(amina.membership_id))
    assert not any(isinstance(message, SomethingWentWrong) for message in await scene.messages(LEAD))
    await scene.says(AMINA, f"/start {await reconnect_link(scene, amina)}")
    await scene.says(AMINA, "amina")
    assert await user_of(scene, amina) == str(AMINA), "the old phone was hers after all"
