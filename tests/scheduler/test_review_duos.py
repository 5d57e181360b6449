"""`duos.review` and `duos.adopt`, on both databases."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update
from sqlmodel import col

from bot.clocks import StandingClock
from mentoring.signals.ladder import Deed
from mentoring.signals.reasons import Kind, from_json
from mentoring.signals.review import Todo, adopt, next_review, review_due, review_duos, touch
from mentoring.work import Work
from scheduler.runner import JobRunner
from scheduler.table import JOBS
from storage.database import Database
from storage.tables import Alert, CheckIn, CheckInAnswer, Duo, DuoEvent, DuoPause, MessageMap, OrganisationPause, Thread
from storage.words import AlertState, CheckInState, DuoState, Level, Noticed, Question, Role, SessionState
from tests.handlers.people import Made
from tests.scheduler.duos import DAY, Pair, Town
from tests.storage.plans import plans

HOUR = timedelta(hours=1)


@pytest.fixture
def town(database: Database, clock: StandingClock) -> Town:
    """On a Tuesday at noon in Brussels, the third of March."""
    return Town(database, clock)


async def review(town: Town, *, tells: bool = True) -> list[Todo]:
    """The job's work, until nothing is due; what it found to do."""
    todos: list[Todo] = []

    async def tell(_work: Work, todo: Todo) -> bool:
        todos.append(todo)
        return tells

    while True:
        async with town.work() as work:
            if not await review_due(work, 2, tell):
                return todos


async def test_a_running_duo_is_looked_at_the_morning_after_it_was_found(town: Town) -> None:
    pair = await town.pair()
    async with town.work() as work:
        assert await adopt(work) == 1
    async with town.work() as work:
        assert await adopt(work) == 0
    due = (await town.duo(pair)).review_at
    assert due is not None
    assert datetime(2026, 3, 4, 5, tzinfo=UTC) <= due < datetime(2026, 3, 4, 6, 30, tzinfo=UTC)
    assert await review(town) == []
    town.clock.advance_to(due)
    assert await review(town) == []
    duo = await town.duo(pair)
    assert duo.level == Level.WELL
    assert duo.review_at is not None
    assert duo.review_at > due
