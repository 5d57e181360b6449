"""Somebody of the federation, for tests: the command line's link, what is there of them, figures to count."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlmodel import col, select

from bot.commands.invite import make_invitation
from mentoring.messages.base import Message
from storage.tables import Chore, Invitation, Membership, Organisation, Person
from storage.words import MembershipState, Role
from tests.handlers.people import Made, make_organisation
from tests.handlers.scene import Scene
from tests.handlers.test_reports import many_duos

FIEN = 11


async def link(scene: Scene, organisation_id: int, role: Role | None = Role.FEDERATION) -> str:
    """The payload of the link that the command line makes."""
    async with scene.database.read() as store:
        place = await store.session.get(Organisation, organisation_id)
    assert place is not None
    made = await make_invitation(scene.database, place, role, "tandem_bot", scene.clock.now())
    return made.link.partition("start=")[2]


async def membership(scene: Scene, user: int, role: Role) -> Membership:
    lookup = scene.database.vault.lookup("user", user)
    async with scene.database.read() as store:
        statement = select(Membership).join(Person, col(Person.id) == col(Membership.person_id))
        found = await store.session.execute(statement.where(Person.user_lookup == lookup, Membership.role == role))
        return found.scalar_one()


async def invitation_id(scene: Scene) -> int:
    async with scene.database.read() as store:
        return (await store.session.execute(select(Invitation.id))).scalars().one()


async def chores(scene: Scene) -> list[Chore]:
    async with scene.database.read() as store:
        return list((await store.session.execute(select(Chore))).scalars())


async def end_access(scene: Scene, made: Made) -> None:
    async with scene.database.write() as store:
        held = await store.session.get(Membership, made.membership_id)
        assert held is not None
        held.state = MembershipState.LEFT


async def kinds(scene: Scene, user: int) -> set[type[Message]]:
    return {type(said) for said in await scene.messages(user)}


async def two_organisations(scene: Scene) -> tuple[int, int]:
    """Six duos in one, two in the other: together enough to be shown."""
    one, other = await make_organisation(scene), await make_organisation(scene, "Samen Sterk")
    october = datetime(2026, 10, 5, 9, tzinfo=UTC)
    await many_duos(scene, 6, october, organisation=one)
    await many_duos(scene, 2, october, organisation=other)
    return one, other
