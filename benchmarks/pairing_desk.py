"""The proposal for a whole group as a coordinator waits for it: reading, scoring, computing, writing the draft.

On a database of its own (SQLite); the chore is the product's, the other process too. Only Telegram is left out.
"""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from tempfile import TemporaryDirectory

from sqlmodel import select

from bot.chores import ProcessTools
from bot.clocks import RealClock
from bot.intake.api import RawApi
from mentoring.chores import ClaimedChore
from mentoring.group_pairing.chore import pair_group
from mentoring.group_pairing.rounds import read_draft
from mentoring.matching import Candidate
from mentoring.profile import save_profile
from mentoring.work import Work
from storage import migrate
from storage.database import Database
from storage.ids import new_id
from storage.sealing import Vault
from storage.tables import Membership, Organisation, PairingRound, Person
from storage.words import ChoreKind, MembershipState, Role


async def through_the_desk(seekers: Sequence[Candidate], mentors: Sequence[Candidate]) -> tuple[int, float]:
    """How many pairs the draft has, and after how many seconds it stands there."""
    with TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/pairing.db"
        await migrate.upgrade(url)
        database = Database(url, Vault([b"k" * 32], b"l" * 32))
        clock = RealClock()

        @asynccontextmanager
        async def open_work(*, only_reads: bool = False) -> AsyncIterator[Work]:
            async with database.read() if only_reads else database.write() as store:
                yield Work(store, clock.now(), clock.now(), f"benchmark:{new_id()}")

        async with open_work() as work:
            organisation_id, lead_id = await _fill(work, seekers, mentors)
        chore = ClaimedChore(new_id(), ChoreKind.PAIR_GROUP, lead_id, {"organisation_id": organisation_id}, 1)
        began = time.perf_counter()
        await pair_group(open_work, chore, ProcessTools(RawApi("1:A", ""), ""))
        seconds = time.perf_counter() - began
        async with open_work() as work:
            (round_,) = (await work.store.session.execute(select(PairingRound))).scalars().all()
            pairs = sum(place.mentor_id is not None for place in read_draft(round_))
        await database.close()
        return pairs, seconds


async def _fill(work: Work, seekers: Sequence[Candidate], mentors: Sequence[Candidate]) -> tuple[int, int]:
    place = Organisation(name="Apides", created_at=work.now)
    work.store.session.add(place)
    await work.store.session.flush()
    lead = await _person(work, place.id, Role.LEAD)
    for role, group in ((Role.SEEKER, seekers), (Role.MENTOR, mentors)):
        for one in group:
            member = await _person(work, place.id, role, capacity=one.free_places)
            save_profile(work.store.vault, member, one.profile)
    return place.id, lead.id


async def _person(work: Work, organisation_id: int, role: Role, capacity: int = 1) -> Membership:
    person = Person(id=new_id(), created_at=work.now)
    person.seal(work.store.vault, "first_name", "Amina")
    work.store.session.add(person)
    await work.store.session.flush()
    member = Membership(
        id=new_id(),
        person_id=person.id,
        organisation_id=organisation_id,
        role=role,
        state=MembershipState.READY,
        capacity=capacity,
        agreed_at=work.now,
        waiting_since=work.now if role is Role.SEEKER else None,
        created_at=work.now,
    )
    work.store.session.add(member)
    return member
