"""Two at the same moment, on both databases: one draft and its sending, one reconnect link."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest
from sqlmodel import col, select

from bot.clocks import StandingClock
from mentoring.actor import Actor, load_actor
from mentoring.group_pairing.changing import leave_seeker_out, throw_away
from mentoring.group_pairing.chore import pair_group
from mentoring.group_pairing.draft import Place
from mentoring.group_pairing.rounds import add_round
from mentoring.group_pairing.sending import send_all
from mentoring.pairing import propose_duo
from mentoring.reconnect import follow, say_name
from mentoring.reconnect_links import new_phone, not_them
from mentoring.work import Work
from storage.chores import ClaimedChore
from storage.database import Database
from storage.tables import Duo, Invitation, Outbox, PairingRound, Person
from storage.words import ChoreKind, DuoState, OutboxState, Role, RoundState
from tests.handlers.people import Made, make_organisation, make_person

LENA, MAX = 503, 504
ROUNDS = 3


class Town:
    """A database with a desk of two."""

    def __init__(self, database: Database, clock: StandingClock) -> None:
        self.database, self.clock, self.users = database, clock, 600

    async def somebody(self, role: Role, **fields: Any) -> Made:
        self.users += 1
        return await make_person(self, self.users, role, **fields)

    def work(self, store: Any, cause: str) -> Work:
        return Work(store, self.clock.now(), self.clock.now(), cause, bot_username="tandem_bot")

    async def act(self, user: int, act: Callable[[Actor, Work], Awaitable[Any]]) -> Any:
        async with self.database.write(self.database.vault.lookup("chat", user)) as store:
            actor = await load_actor(store, user)
            assert actor is not None
            return await act(actor, self.work(store, f"act:{user}:{id(act)}"))

    async def at_once(self, *acts: Awaitable[Any]) -> list[Any]:
        async with asyncio.timeout(30):
            return await asyncio.gather(*acts, return_exceptions=True)

    async def draft(self, lena: Made, pairs: list[tuple[Made, Made]]) -> int:
        """A draft of these pairs; returns its sequence."""
        async with self.database.write() as store:
            places = tuple(Place(seeker.membership_id, mentor.membership_id) for seeker, mentor in pairs)
            work = self.work(store, "draft")
            return (await add_round(work, lena.organisation_id, lena.membership_id, places)).sequence


@pytest.fixture
async def town(database: Database, clock: StandingClock) -> Town:
    town = Town(database, clock)
    await make_organisation(town)
    return town


async def desk(town: Town) -> tuple[Made, Made]:
    return (
        await make_person(town, LENA, Role.COORDINATOR),
        await make_person(town, MAX, Role.COORDINATOR),
    )


async def proposals(town: Town) -> list[tuple[int, int]]:
    async with town.database.read() as store:
        statement = select(Duo.seeker_id, Duo.mentor_id).where(Duo.state == DuoState.PROPOSED)
        return sorted((seeker, mentor) for seeker, mentor in await store.session.execute(statement))


def _sending(lena: Made, sequence: int) -> Callable[[Actor, Work], Awaitable[Any]]:
    return lambda actor, work: send_all(actor, work, lena.organisation_id, sequence)


async def test_two_send_one_draft_and_everybody_is_asked_once(town: Town) -> None:
    lena, _ = await desk(town)
    for _ in range(ROUNDS):
        pairs = [(await town.somebody(Role.SEEKER), await town.somebody(Role.MENTOR)) for _ in range(4)]
        sequence, before = await town.draft(lena, pairs), await proposals(town)
        results = await town.at_once(*(town.act(user, _sending(lena, sequence)) for user in (LENA, MAX, LENA)))
        assert [type(result) for result in results] == [list] * 3, results
        assert len(await proposals(town)) == len(before) + 4


async def test_sending_all_and_proposing_one_do_not_wait_for_each_other_for_ever(town: Town) -> None:
    lena, _ = await desk(town)
    for _ in range(ROUNDS):
        mentors = [await town.somebody(Role.MENTOR) for _ in range(3)]
        seekers = [await town.somebody(Role.SEEKER) for _ in range(3)]
        sequence = await town.draft(lena, list(zip(seekers, reversed(mentors), strict=True)))
        one, other = seekers[0].membership_id, mentors[0].membership_id
        results = await town.at_once(
            town.act(LENA, _sending(lena, sequence)),
            town.act(MAX, lambda actor, work, a=one, b=other: propose_duo(actor, work, a, b)),
        )
        assert isinstance(results[0], list), results
        found = [pair for pair in await proposals(town) if pair[0] in {s.membership_id for s in seekers}]
        assert len({seeker for seeker, _ in found}) == len(found) >= 2


async def test_a_draft_is_changed_by_one_of_two(town: Town) -> None:
    lena, _ = await desk(town)
    for _ in range(ROUNDS):
        pairs = [(await town.somebody(Role.SEEKER), await town.somebody(Role.MENTOR)) for _ in range(2)]
        sequence = await town.draft(lena, pairs)
        ids = [seeker.membership_id for seeker, _ in pairs]
        await town.at_once(
            *(
                town.act(user, lambda actor, work, s=seeker, q=sequence: leave_seeker_out(actor, work, s, q, 0))
                for user, seeker in zip((LENA, MAX), ids, strict=True)
            )
        )
        async with town.database.read() as store:
            later = select(PairingRound).where(col(PairingRound.sequence) > sequence)
            found = (await store.session.execute(later)).scalars().one()
        assert sum(kept["mentor_id"] is None for kept in found.pairs) == 1
        await town.act(LENA, lambda actor, work, s=found.sequence: throw_away(actor, work, lena.organisation_id, s))


class Answering:
    """Pairs the first with the first."""

    async def fetch(self, file_id: str, limit: int) -> bytes:
        raise AssertionError("not asked for")

    async def compute(self, module: str, payload: Any) -> Any:
        return [[0, 0]]


async def test_two_chores_make_one_draft(town: Town) -> None:
    lena, max_ = await desk(town)
    await town.somebody(Role.SEEKER)
    await town.somebody(Role.MENTOR)

    async def chore(number: int, of: Made) -> None:
        @asynccontextmanager
        async def open_work(*, only_reads: bool = False) -> Any:
            async with town.database.read() if only_reads else town.database.write() as store:
                yield town.work(store, f"chore:{number}")

        claimed = ClaimedChore(
            number, ChoreKind.PAIR_GROUP, of.membership_id, {"organisation_id": of.organisation_id}, 1
        )
        await pair_group(open_work, claimed, Answering())

    assert await town.at_once(chore(1, lena), chore(2, max_)) == [None, None]
    async with town.database.read() as store:
        (found,) = (await store.session.execute(select(PairingRound))).scalars().all()
        shown = select(Outbox.person_id).where(col(Outbox.kind) == "round.draft")
        said = (await store.session.execute(shown)).scalars()
        assert (found.state, set(said)) == (RoundState.DRAFT, {lena.person_id, max_.person_id})


async def test_of_two_who_say_the_name_at_once_one_comes_in(town: Town) -> None:
    await desk(town)
    for number in range(ROUNDS):
        amina = await town.somebody(Role.SEEKER, name="Amina")
        member = amina.membership_id
        taps = (town.act(user, lambda actor, work, m=member: new_phone(actor, work, m)) for user in (LENA, MAX))
        await town.at_once(*taps)
        async with town.database.read() as store:
            statement = select(Invitation).where(col(Invitation.reconnects_id) == amina.person_id)
            (link,) = (await store.session.execute(statement)).scalars().all()

        async def comes(user: int, invitation_id: int) -> bool:
            async with town.database.write(town.database.vault.lookup("chat", user)) as store:
                said = await say_name(town.work(store, f"name:{user}"), invitation_id, user, "amina")
                return said.actor is not None

        users = (9000 + 2 * number, 9001 + 2 * number)
        came = await town.at_once(*(comes(user, link.id) for user in users))
        assert sorted(came) == [False, True], came
        async with town.database.read() as store:
            person = await store.session.get(Person, amina.person_id)
            assert person is not None
            assert person.open(store.vault, "user") == str(users[came.index(True)])


async def test_coming_back_and_detaching_work_on_both_databases(town: Town) -> None:
    """The link is followed, what waits is kept, the account is detached, and nothing waits for it."""
    await desk(town)
    amina = await town.somebody(Role.SEEKER, name="Amina")
    await town.act(LENA, lambda actor, work: new_phone(actor, work, amina.membership_id))
    async with town.database.read() as store:
        (link,) = (await store.session.execute(select(Invitation))).scalars().all()
        token = link.open(store.vault, "token")
    assert token is not None
    async with town.database.write() as store:
        followed = await follow(None, town.work(store, "follow"), token, 9000)
        assert followed is not None
        assert followed.asked == link.id
    async with town.database.write() as store:
        assert (await say_name(town.work(store, "name"), link.id, 9000, "Amina")).actor is not None
    await town.act(LENA, lambda actor, work: not_them(actor, work, link.id))
    async with town.database.read() as store:
        waits = select(Outbox.kind).where(
            col(Outbox.person_id) == amina.person_id, col(Outbox.state) == OutboxState.PENDING
        )
        assert (await store.session.execute(waits)).all() == []
        assert await load_actor(store, 9000) is None
