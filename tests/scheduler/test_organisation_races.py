"""Two leads change the same thing at once, on both databases."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import date

import pytest
from sqlmodel import col, select

from bot.clocks import StandingClock
from mentoring.actor import Actor, load_actor
from mentoring.errors import OutOfDateError, ProgrammeError
from mentoring.organisation.breaks import add_days, add_school_holiday, remove_pause
from mentoring.organisation.numbers import Setting
from mentoring.organisation.phones import write_phone
from mentoring.organisation.settings import set_number
from mentoring.work import Work
from storage.database import Database
from storage.tables import Organisation, OrganisationPause, Outbox
from storage.words import Role
from tests.handlers.people import Made, make_person
from tests.scheduler.duos import Town

UseCase = Callable[[Actor, Work], Awaitable[object]]


@pytest.fixture
async def leads(database: Database, clock: StandingClock) -> tuple[Town, Made, Made]:
    town = Town(database, clock)
    return town, await make_person(town, 701, Role.LEAD), await make_person(town, 702, Role.LEAD)


async def at_once(town: Town, *acts: tuple[Made, UseCase]) -> list[ProgrammeError]:
    """Each in a transaction of its own; what they ran into."""

    async def act(who: Made, use_case: UseCase) -> ProgrammeError | None:
        async with town.database.write() as store:
            work, actor = Work(store, town.now, town.now, f"update:{who.user}"), await load_actor(store, who.user)
            assert actor is not None
            try:
                await use_case(actor, work)
            except ProgrammeError as error:
                return error
        return None

    return [error for error in await asyncio.gather(*(act(*each) for each in acts)) if error is not None]


async def pauses(town: Town) -> list[OrganisationPause]:
    async with town.database.read() as store:
        ordered = select(OrganisationPause).order_by(col(OrganisationPause.first_day))
        return list((await store.session.execute(ordered)).scalars().all())


async def test_the_same_holiday_from_two_leads_is_one_pause(leads: tuple[Town, Made, Made]) -> None:
    town, lena, marc = leads
    own = lena.organisation_id

    async def add(actor: Actor, work: Work) -> object:
        return await add_school_holiday(actor, work, own, "nl-2027-winter")

    assert await at_once(town, (lena, add), (marc, add)) == []
    assert [(row.first_day, row.last_day) for row in await pauses(town)] == [("2027-12-27", "2028-01-09")]


async def test_days_that_touch_from_two_leads_are_one_pause(leads: tuple[Town, Made, Made]) -> None:
    town, lena, marc = leads
    own = lena.organisation_id
    assert not await at_once(
        town,
        (lena, lambda a, w: add_days(a, w, own, date(2026, 5, 4), date(2026, 5, 8))),
        (marc, lambda a, w: add_days(a, w, own, date(2026, 5, 9), date(2026, 5, 12))),
    )
    assert [(row.first_day, row.last_day) for row in await pauses(town)] == [("2026-05-04", "2026-05-12")]


async def test_a_pause_is_removed_once(leads: tuple[Town, Made, Made]) -> None:
    town, lena, marc = leads
    await at_once(town, (lena, lambda a, w: add_school_holiday(a, w, lena.organisation_id, "nl-2027-winter")))
    (pause,) = await pauses(town)

    async def remove(actor: Actor, work: Work) -> object:
        return await remove_pause(actor, work, pause.id)

    (error,) = await at_once(town, (lena, remove), (marc, remove))
    assert isinstance(error, OutOfDateError)
    assert await pauses(town) == []


async def test_of_two_numbers_at_once_one_counts_and_both_leads_hear(leads: tuple[Town, Made, Made]) -> None:
    town, lena, marc = leads
    own = lena.organisation_id
    assert not await at_once(
        town,
        (lena, lambda a, w: set_number(a, w, own, Setting.WAITING_NEWS, 15)),
        (marc, lambda a, w: set_number(a, w, own, Setting.RISK_SESSION, 28)),
    )
    async with town.database.read() as store:
        organisation = await store.session.get_one(Organisation, own)
        heard = (await store.session.execute(select(Outbox.person_id))).scalars().all()
    assert organisation.thresholds == {"waiting_news_days": 15, "risk_session_days": 28}
    assert sorted(heard, key=str) == sorted([lena.person_id, marc.person_id], key=str)


async def test_two_numbers_to_call_at_once_are_both_kept(leads: tuple[Town, Made, Made]) -> None:
    town, lena, marc = leads
    own = lena.organisation_id
    assert not await at_once(
        town,
        (lena, lambda a, w: write_phone(a, w, own, "de", "02 123 45 67 Eins")),
        (marc, lambda a, w: write_phone(a, w, own, "de", "02 123 45 68 Zwei")),
    )
    async with town.database.read() as store:
        kept = (await store.session.get_one(Organisation, own)).emergency_numbers
    assert kept is not None
    assert {row["name"] for row in kept["de"]} == {"Telefonhilfe", "Eins", "Zwei"}
