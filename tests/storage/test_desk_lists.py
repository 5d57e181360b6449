"""The lists of the desk on both databases; what they cost: `pytest -m slow -s tests/storage/test_desk_lists.py`."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from time import perf_counter

import pytest
from sqlalchemy import event

from mentoring.actor import Actor
from mentoring.desk import duo_list, people_list
from mentoring.desk.groups import DuoGroup, PeopleGroup
from mentoring.messages.duos import DuosFound, DuoSpot
from mentoring.messages.people import PeopleFound, Spot
from mentoring.work import Work
from storage.database import Database
from tests.storage.desk_town import build, coordinator_of, work_of

Look = Callable[[Actor, Work], Awaitable[object]]
LOOKS: dict[str, Look] = {
    "people, first page": people_list.people,
    "people, page 500": lambda actor, work: people_list.people(actor, work, spot=Spot(page=500)),
    "people who wait": lambda actor, work: people_list.people(actor, work, spot=Spot(PeopleGroup.WAITING)),
    "mentors with room": lambda actor, work: people_list.people(actor, work, spot=Spot(PeopleGroup.ROOM)),
    "all groups of people": lambda actor, work: people_list.counts(actor, work, actor.memberships[0].organisation_id),
    "search people": lambda actor, work: people_list.search(actor, work, "zoe dossier 13"),
    "duos, first page": duo_list.duos,
    "duos, last page": lambda actor, work: duo_list.duos(actor, work, spot=DuoSpot(page=10_000)),
    "duos, nothing planned": lambda actor, work: duo_list.duos(actor, work, spot=DuoSpot(DuoGroup.IDLE)),
    "all groups of duos": lambda actor, work: duo_list.counts(actor, work, actor.memberships[0].organisation_id),
    "search duos": lambda actor, work: duo_list.search(actor, work, "zoe dossier 13"),
}


async def test_every_group_and_search_says_the_same_on_both_databases(database: Database) -> None:
    _, coordinator = await build(database, 40, 12, invited=9)
    async with database.read() as store:
        actor, work = await coordinator_of(store, coordinator), work_of(store)
        people = await people_list.counts(actor, work, actor.memberships[0].organisation_id)
        duos = await duo_list.counts(actor, work, actor.memberships[0].organisation_id)
        found = await people_list.search(actor, work, "ZOE dossier 1")
        pair = await duo_list.search(actor, work, "2026-00003")
        page = await people_list.people(actor, work, spot=Spot(page=5))
    assert dict(people.counts) == {
        PeopleGroup.ALL: 50,
        PeopleGroup.WAITING: 8,
        PeopleGroup.IN_DUO: 12,
        PeopleGroup.ROOM: 8,
        PeopleGroup.MENTORS: 20,
        PeopleGroup.TEAM: 1,
        PeopleGroup.INVITED: 9,
        PeopleGroup.PHONE: 0,
        PeopleGroup.MINE: 0,
    }
    numbers = dict(duos.counts)
    assert (numbers[DuoGroup.ALL], numbers[DuoGroup.MINE], numbers[DuoGroup.UNMET]) == (12, 12, 12)
    assert (numbers[DuoGroup.IDLE], numbers[DuoGroup.EXPECTED], numbers[DuoGroup.ENDED]) == (0, 0, 0)
    assert isinstance(found, PeopleFound)
    assert {line.who.label for line in found.people} == {"Dossier 13"}
    assert isinstance(pair, DuosFound)
    assert pair.total == 1
    assert isinstance(page, PeopleFound)
    assert len(page.people) == 8


@pytest.mark.parametrize("look", ["people, first page", "duos, first page"])
async def test_a_page_costs_as_many_queries_with_many_rows_as_with_few(database: Database, look: str) -> None:
    statements: list[str] = []

    @event.listens_for(database.engine.sync_engine, "before_cursor_execute")
    def count(_c: object, _u: object, statement: str, *_: object) -> None:
        statements.append(statement)

    _, coordinator = await build(database, 300, 150, invited=20)
    async with database.write() as store:
        actor, work = await coordinator_of(store, coordinator), work_of(store)
        statements.clear()
        await LOOKS[look](actor, work)
    assert len([one for one in statements if one.lstrip().startswith("SELECT")]) <= 6


@pytest.mark.slow
@pytest.mark.parametrize(("people", "duos"), [(300, 150), (10_000, 5_000)])
async def test_what_the_lists_cost(database: Database, people: int, duos: int) -> None:
    _, coordinator = await build(database, people, duos)
    for name, look in LOOKS.items():
        taken = []
        for _ in range(5):
            async with database.write() as store:
                actor, work = await coordinator_of(store, coordinator), work_of(store)
                began = perf_counter()
                await look(actor, work)
                taken.append((perf_counter() - began) * 1000)
        place = "PostgreSQL" if database.is_postgres else "SQLite"
        print(f"\n{place:<10} {people:>6} people {name:<24} {min(taken):8.1f} ms", end="")  # noqa: T201
        assert min(taken) < 3_000
