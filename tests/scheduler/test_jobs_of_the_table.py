"""The jobs of the table do their work; what each rule says is tested beside the rule."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import func, select

from bot.clocks import StandingClock
from scheduler import expire_proposals
from scheduler.runner import JobRunner
from storage.database import Database
from storage.tables import Duo, HandledUpdate, JobState
from storage.words import DuoState
from tests.storage.rows import add_duo


async def test_in_a_month_of_programme_time_proposals_expire_and_old_rows_go(
    database: Database, clock: StandingClock
) -> None:
    start = clock.now()
    async with database.write() as store:
        for days in (1, 7, 60):
            await add_duo(store, expires_at=start + timedelta(days=days))
        store.session.add(HandledUpdate(update_id=1, seen_at=start))
    runner = JobRunner(database, clock)
    states = {}
    for days in (2, 8, 40):
        clock.advance_to(start + timedelta(days=days))
        ran = {"proposals.expire", "data.expire"} if days < 40 else {"data.expire"}  # by then none is over
        assert ran <= set(await runner.run_due(clock.now()))
        async with database.read() as store:
            expired = select(func.count()).where(Duo.state == DuoState.EXPIRED)  # type: ignore[arg-type]
            states[days] = (await store.session.execute(expired)).scalar_one()
            failures = (await store.session.execute(select(func.sum(JobState.failures)))).scalar_one()
            assert failures == 0
            updates = (await store.session.execute(select(func.count()).select_from(HandledUpdate))).scalar_one()
            assert updates == (1 if days < 31 else 0)
    assert states == {2: 1, 8: 2, 40: 2}
    async with database.read() as store:
        assert await expire_proposals.next_due(store) == start + timedelta(days=60)
