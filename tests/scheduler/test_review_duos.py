"""`duos.review` and `duos.adopt`, on both databases: when, and the ladder."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select
from sqlmodel import col

from bot.clocks import StandingClock
from mentoring.signals.ladder import Deed
from mentoring.signals.reasons import from_json
from mentoring.signals.review import adopt, next_review, review_due, touch
from mentoring.work import Work
from scheduler.runner import JobRunner
from scheduler.table import JOBS
from storage.database import Database
from storage.tables import DuoEvent, OrganisationPause
from storage.words import AlertState, DuoState, Level, Noticed, Role
from tests.scheduler.duos import DAY, Town
from tests.scheduler.reviews import Desk, alerts, live, lively_pair, review
from tests.storage.plans import plans


@pytest.fixture
def town(database: Database, clock: StandingClock) -> Town:
    """On a Tuesday at noon in Brussels, the third of March."""
    return Town(database, clock)


@pytest.fixture
def desk() -> Desk:
    return Desk()


# -- when --------------------------------------------------------------------------------------------------------------
async def test_a_running_duo_is_looked_at_the_morning_after_it_was_found(town: Town, desk: Desk) -> None:
    pair, paused = await town.pair(), await town.pair(2)
    await town.change_duo(paused, state=DuoState.PAUSED)
    for found in (1, 0):
        async with town.work() as work:
            assert await adopt(work) == found
    due = (await town.duo(pair)).review_at
    assert due is not None
    assert datetime(2026, 3, 4, 5, tzinfo=UTC) <= due < datetime(2026, 3, 4, 6, 30, tzinfo=UTC)
    assert (await town.duo(paused)).review_at is None
    assert await review(town, desk) == 0
    town.clock.advance_to(due)
    assert await review(town, desk) == 1
    assert desk.heard == []
    assert (await town.duo(pair)).level == Level.WELL


async def test_a_duo_that_goes_well_is_left_alone_for_days_unless_it_is_touched(town: Town, desk: Desk) -> None:
    pair = await lively_pair(town)
    assert await review(town, desk) == 1
    next_at = (await town.duo(pair)).review_at
    assert next_at is not None
    assert next_at >= town.now + DAY
    async with town.work() as work:
        await touch(work, pair.id)
    assert await review(town, desk) == 1
    assert (await town.duo(pair)).review_at == next_at
    async with town.work() as work:
        await touch(work, pair.id, unless_well=True)
    assert await review(town, desk) == 0


async def test_what_has_ended_is_not_touched_any_more_and_what_rests_waits_for_its_day(town: Town, desk: Desk) -> None:
    ended, rests = await lively_pair(town, 1), await lively_pair(town, 2)
    await town.change_duo(ended, state=DuoState.ENDED)
    until = town.now + 20 * DAY
    await town.change_duo(rests, state=DuoState.PAUSED, paused_until=until)
    assert await review(town, desk) == 2
    assert (await town.duo(ended)).review_at is None
    assert (await town.duo(rests)).review_at == until
    async with town.work() as work:
        await touch(work, ended.id)
        assert await next_review(work.store) == until


async def test_the_job_of_the_table_finds_and_reviews(town: Town, clock: StandingClock) -> None:
    pair = await town.pair()
    jobs = [job for job in JOBS if job.name in {"duos.adopt", "duos.review"}]
    runner = JobRunner(town.database, clock, jobs=jobs)
    clock.advance_to(town.now + DAY)
    assert await runner.run_due(town.now) == ["duos.adopt"]
    clock.advance_to(town.now + DAY)
    assert "duos.review" in await runner.run_due(town.now)
    duo = await town.duo(pair)
    assert duo.ladder is not None
    assert duo.review_at is not None
    assert duo.review_at > town.now


async def test_due_duos_are_found_by_their_index(town: Town) -> None:
    plan, *_ = await plans(town.database, lambda store: review_due(Work(store, town.now, town.now, "test")))
    if not town.database.is_postgres:  # PostgreSQL reads a table of a few rows as a whole, and is right to
        assert "ix_duo_review" in str(plan)


# -- the ladder --------------------------------------------------------------------------------------------------------
async def test_who_falls_silent_is_asked_then_the_partner_then_the_team_hears_once(town: Town, desk: Desk) -> None:
    pair = await lively_pair(town)
    await live(town, desk, pair, 5, [Role.MENTOR])
    nudged = [todo.side for todo in desk.of(Deed.NUDGE)]
    assert nudged[:2] == [Role.SEEKER, Role.MENTOR]
    (alerted,) = desk.of(Deed.ALERT)
    assert desk.heard[-1] is alerted
    (alert,) = await alerts(town)
    assert (alert.id, alert.duo_id, alert.level, alert.state) == (
        alerted.alert_id,
        pair.id,
        Level.AT_RISK,
        AlertState.OPEN,
    )
    told = {(reason.kind, reason.side) for reason in alerted.reasons}
    assert told <= {(reason.kind, reason.side) for reason in from_json(alert.reasons)}, "which is kept up to date"
    assert len({reason.kind for reason in alerted.reasons}) >= 2
    assert alert.next_at is not None
    assert timedelta(days=1) < alert.next_at - alert.opened_at < timedelta(days=5)
    duo = await town.duo(pair)
    assert (duo.level, duo.level_since) == (Level.AT_RISK, alert.opened_at)


@pytest.mark.parametrize("says", [True, False])
async def test_a_nudge_is_noted_only_where_it_was_said(town: Town, says: bool) -> None:
    desk = Desk(says=says)
    await live(town, desk, await lively_pair(town), 2, [Role.MENTOR])
    nudged = select(func.count()).select_from(DuoEvent).where(col(DuoEvent.kind) == Noticed.NUDGED)
    async with town.database.read() as store:
        noted = (await store.session.execute(nudged)).scalar_one()
    assert desk.of(Deed.NUDGE)
    assert noted == (len(desk.of(Deed.NUDGE)) if says else 0)


async def test_in_a_pause_of_the_organisation_nothing_is_done_and_nothing_gets_worse(town: Town, desk: Desk) -> None:
    pair = await lively_pair(town)
    await live(town, desk, pair, 2, [Role.MENTOR])
    before = await town.duo(pair)
    assert before.level == Level.WATCH
    desk.heard.clear()
    first = town.now.date() + DAY
    async with town.database.write() as store:
        row = OrganisationPause(
            organisation_id=before.organisation_id,
            first_day=first.isoformat(),
            last_day=(first + 20 * DAY).isoformat(),
            created_at=town.now,
        )
        store.session.add(row)
    for _ in range(21):
        town.advance(DAY)
        async with town.work() as work:
            await touch(work, pair.id)
        assert await review(town, desk) == 1
    assert desk.heard == []
    duo = await town.duo(pair)
    assert (duo.level, duo.level_since) == (before.level, before.level_since)
    assert duo.review_at is not None
    assert duo.review_at.date() == first + 21 * DAY
