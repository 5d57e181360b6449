"""Both partners of a duo that already runs do something at the same moment, on both databases."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from sqlmodel import col, select

from bot.clocks import StandingClock
from mentoring.actor import Actor, load_actor
from mentoring.messages.takeovers import BegunAtDesk, TakenOver
from mentoring.takeovers import Half, note_takeover
from mentoring.takeovers_desk import take_over
from mentoring.welcome import finish_welcome
from mentoring.work import Work
from storage.database import Database
from storage.tables import Duo, Membership, Outbox, Takeover
from storage.words import DuoState, MembershipState, Role
from tests.handlers.people import Made, make_organisation, make_person

ROUNDS = 4  # a race that is lost now and then is lost in one of these
LENA, MIA = 803, 804
SINCE = date(2025, 12, 1)


@dataclass
class Town:
    database: Database
    clock: StandingClock
    organisation_id: int = 0
    users: int = 810

    async def somebody(self, role: Role, state: MembershipState = MembershipState.WELCOMING) -> Made:
        self.users += 1
        return await make_person(self, self.users, role, state=state)

    async def noted(self, seeker: Made, mentor: Made) -> None:
        async with self.database.write() as store:
            now = self.clock.now()
            await note_takeover(
                Work(store, now, now, f"noted:{seeker.user}"),
                self.organisation_id,
                seeker=Half(membership_id=seeker.membership_id),
                mentor=Half(membership_id=mentor.membership_id),
                started_on=SINCE,
                coordinator_id=None,
            )

    async def at_once(self, *acts: tuple[int, Callable[[Actor, Work], Awaitable[Any]]]) -> list[str]:
        """The types of what came back or was raised, one for each act."""
        async with asyncio.timeout(30):
            results = await asyncio.gather(*(self._act(*act) for act in acts), return_exceptions=True)
        return [type(result).__name__ for result in results]

    async def _act(self, user: int, act: Callable[[Actor, Work], Awaitable[Any]]) -> Any:
        async with self.database.write(self.database.vault.lookup("chat", user)) as store:
            actor = await load_actor(store, user)
            assert actor is not None
            return await act(actor, Work(store, self.clock.now(), self.clock.now(), f"act:{user}"))

    async def duos_of(self, *people: Made) -> list[Duo]:
        ids = [made.membership_id for made in people]
        async with self.database.read() as store:
            theirs = col(Duo.seeker_id).in_(ids) | col(Duo.mentor_id).in_(ids)
            return list((await store.session.execute(select(Duo).where(theirs))).scalars().all())

    async def said(self, kind: str) -> int:
        async with self.database.read() as store:
            return len((await store.session.execute(select(Outbox.id).where(col(Outbox.kind) == kind))).all())


@pytest.fixture
async def town(database: Database, clock: StandingClock) -> Town:
    town = Town(database, clock)
    town.organisation_id = await make_organisation(town)
    await make_person(town, LENA, Role.COORDINATOR)
    await make_person(town, MIA, Role.COORDINATOR)
    return town


def finishing(someone: Made) -> tuple[int, Callable[[Actor, Work], Awaitable[Any]]]:
    return someone.user, lambda actor, work: finish_welcome(actor, work, someone.membership_id)


def taking_over(user: int, seeker: Made, mentor: Made) -> tuple[int, Callable[[Actor, Work], Awaitable[Any]]]:
    ids = (seeker.membership_id, mentor.membership_id)
    return user, lambda actor, work: take_over(actor, work, *ids, SINCE)


async def test_two_who_finish_their_welcome_at_once_are_one_duo(town: Town) -> None:
    for done in range(1, ROUNDS + 1):
        seeker, mentor = await town.somebody(Role.SEEKER), await town.somebody(Role.MENTOR)
        await town.noted(seeker, mentor)

        assert await town.at_once(finishing(seeker), finishing(mentor)) == ["NoneType"] * 2

        assert [duo.state for duo in await town.duos_of(seeker, mentor)] == [DuoState.ACTIVE]
        assert (await town.said(BegunAtDesk.kind), await town.said(TakenOver.kind)) == (done, 2 * done)


async def test_noting_the_duo_and_finishing_the_welcome_at_once_leave_one_duo(town: Town) -> None:
    for _ in range(ROUNDS):
        seeker = await town.somebody(Role.SEEKER)
        mentor = await town.somebody(Role.MENTOR, MembershipState.READY)
        await town.at_once(finishing(seeker), taking_over(LENA, seeker, mentor))
        assert [duo.state for duo in await town.duos_of(seeker)] == [DuoState.ACTIVE]


async def test_two_coordinators_who_take_over_the_same_mentee_at_once_make_one_duo(town: Town) -> None:
    for _ in range(ROUNDS):
        seeker = await town.somebody(Role.SEEKER, MembershipState.READY)
        mentors = [await town.somebody(Role.MENTOR, MembershipState.READY) for _ in range(2)]
        acts = [taking_over(user, seeker, mentor) for user, mentor in zip((LENA, MIA), mentors, strict=True)]
        assert sorted(await town.at_once(*acts)) == ["AlreadyPairedError", "TakeoverCard"]
        assert len(await town.duos_of(seeker)) == 1


async def test_duos_of_one_mentor_that_begin_at_once_all_find_room(town: Town) -> None:
    mentor = await town.somebody(Role.MENTOR, MembershipState.READY)
    seekers = [await town.somebody(Role.SEEKER) for _ in range(4)]
    for seeker in seekers:
        await town.noted(seeker, mentor)
    assert await town.at_once(*map(finishing, seekers)) == ["NoneType"] * 4
    async with town.database.read() as store:
        membership = await store.session.get(Membership, mentor.membership_id)
        left = (await store.session.execute(select(Takeover.id).where(col(Takeover.duo_id).is_(None)))).all()
    assert membership is not None
    assert (membership.capacity, list(left)) == (4, [])
