"""One organisation with a seeker, a mentor and their coordinator, for the tests of pairing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import update
from sqlmodel import col, select

from mentoring.messages.base import Message
from mentoring.messages.pairing import (
    Proposal,
)
from mentoring.pairing import expire_proposals
from mentoring.profile import Profile
from mentoring.taps_pairing import (
    AnswerProposal,
    SendProposal,
)
from storage.tables import Duo, Outbox
from storage.words import OutboxState, Role
from tests.handlers.people import Made, make_person
from tests.handlers.scene import Scene

AMINA, JAN, LENA, OTHER = 501, 502, 503, 504  # a seeker, a mentor, their coordinator, somebody else
WEEK = timedelta(days=7, hours=13, minutes=59)  # from START to the last minute of the seventh day in Brussels


@dataclass
class House:
    """One organisation with a seeker, a mentor and a coordinator."""

    scene: Scene
    amina: Made
    jan: Made
    lena: Made

    async def propose(self, seeker: Made | None = None, mentor: Made | None = None) -> Duo:
        pair = SendProposal((seeker or self.amina).membership_id, (mentor or self.jan).membership_id)
        await self.scene.taps(LENA, pair)
        return (await self.duos())[-1]

    async def answer(self, user: int, duo: Duo, *, yes: bool) -> None:
        await self.scene.taps(user, AnswerProposal(duo.id, yes))

    async def duos(self) -> list[Duo]:
        async with self.scene.database.read() as store:
            return list((await store.session.execute(select(Duo).order_by(col(Duo.id)))).scalars().all())

    async def duo(self) -> Duo:
        (duo,) = await self.duos()
        return duo

    async def arrives(self, *users: int) -> None:
        """What waits in the outbox for these people (for everybody where none is named) reaches them."""
        rows = [row for user in users or (AMINA, JAN, LENA) for row in await self.scene.rows(user)]
        pending = [row.id for row in rows if row.state == OutboxState.PENDING]
        async with self.scene.database.write() as store:
            sent = update(Outbox).where(col(Outbox.id).in_(pending)).values(state=OutboxState.SENT)
            await store.session.execute(sent)

    async def clock_strikes(self, cause: str = "job:proposals.expire:1") -> int:
        async with self.scene.database.write() as store:
            return await expire_proposals(self.scene.work(store, cause))

    async def hears(self, user: int, *kinds: type[Message]) -> None:
        """Besides proposals and screens exactly these messages of pairing were posted to that person."""
        heard = [row.kind for row in await self.scene.rows(user) if row.kind.startswith("pairing.")]
        besides = [kind for kind in heard if kind != Proposal.kind and not kind.startswith("pairing.desk")]
        assert besides == [kind.kind for kind in kinds]

    def sees(self, *texts: str) -> None:
        """The tapped message became a text with these words."""
        (edit,) = self.scene.edits()
        for text in texts:
            assert text in edit


def says(scene: Scene, message: Message) -> list[str]:
    return [scene.rendered(message, "fr").text]


async def open_house(scene: Scene) -> House:
    profile = Profile(languages=("fr", "ar"), sectors=("it",), regions=("brussels",), times=("evening",))
    return House(
        scene,
        await make_person(scene, AMINA, profile=profile, name="Amina", label="Dossier 12"),
        await make_person(
            scene, JAN, Role.MENTOR, profile=Profile(("nl", "fr"), ("it",)), name="Jan", label="Gent", capacity=1
        ),
        await make_person(scene, LENA, Role.COORDINATOR, language="en", name="Lena"),
    )
