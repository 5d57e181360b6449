"""A list that nobody carried out is forgotten, and what was in it."""

from __future__ import annotations

from datetime import timedelta

from bot.clocks import StandingClock
from mentoring.lists.forgetting import FORGOTTEN_AFTER
from scheduler import forget_lists
from storage.database import Database
from storage.ids import new_id
from storage.tables import IntakeList
from storage.words import ListState
from tests.handlers.people import make_organisation
from tests.scheduler.duos import Town

SECOND = timedelta(seconds=1)


async def test_a_list_is_forgotten_after_two_days_and_one_that_is_done_stays(
    database: Database, clock: StandingClock
) -> None:
    ids = {}
    town = Town(database, clock)
    organisation_id = await make_organisation(town)
    async with database.write() as store:
        for state in ListState:
            row = IntakeList(id=new_id(), organisation_id=organisation_id, state=state, total=2, created_at=clock.now())
            row.seal(store.vault, "rows", "{}")
            store.session.add(row)
            ids[state] = row.id

    async with database.read() as store:
        due = await forget_lists.next_due(store)
    assert due == clock.now() + FORGOTTEN_AFTER
    town.advance(FORGOTTEN_AFTER - SECOND)
    assert await forget_lists.run(town.work, clock.now()) == 0
    town.advance(SECOND)
    assert await forget_lists.run(town.work, clock.now()) == 2
    async with database.read() as store:
        for state, list_id in ids.items():
            row = await store.session.get(IntakeList, list_id)
            assert row is not None
            was_open = state in {ListState.CHECKED, ListState.WORKING}
            assert row.state == (ListState.DROPPED if was_open else state)
            assert (row.rows_sealed is None) == was_open
        assert await forget_lists.next_due(store) is None
