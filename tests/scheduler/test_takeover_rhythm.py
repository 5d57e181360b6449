"""What a duo that ran before Tandem is asked and reminded of, on both databases; and over the nights of the clocks."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlmodel import col, select

from bot.clocks import StandingClock
from mentoring.messages.first_meeting import PromptClosing, PromptMidterm
from mentoring.takeovers import Half, note_takeover, started_at
from scheduler.runner import JobRunner
from scheduler.table import JOBS
from storage.database import Database
from storage.tables import CheckIn, Duo, Organisation
from storage.words import Occasion, Role
from tests.handlers.people import Made, make_organisation, make_person
from tests.scheduler.duos import DAY, Town

OURS = {"checkins.ask", "duos.prompt"}


class Rhythm(Town):
    organisation_id: int
    seeker: Made
    mentor: Made

    async def taken_over(self, weeks: int) -> None:
        """Both are here today, and have been a duo for so many weeks."""
        async with self.work() as work:
            await note_takeover(
                work,
                self.organisation_id,
                seeker=Half(membership_id=self.seeker.membership_id),
                mentor=Half(membership_id=self.mentor.membership_id),
                started_on=(self.now - timedelta(weeks=weeks)).date(),
                coordinator_id=None,
            )

    async def weeks(self, count: int) -> None:
        runner = JobRunner(self.database, self.clock, jobs=[job for job in JOBS if job.name in OURS])
        end = self.now + timedelta(weeks=count)
        while (firing := await runner.next_firing(self.now)) is not None and firing <= end:
            self.clock.advance_to(firing)
            await runner.run_due(firing)
            await self.deliver()
        self.clock.advance_to(end)

    async def asked(self, role: Role) -> list[str]:
        async with self.database.read() as store:
            statement = select(CheckIn.occasion).where(col(CheckIn.role) == role).order_by(col(CheckIn.number))
            return list((await store.session.execute(statement)).scalars())


@pytest.fixture
async def town(database: Database, clock: StandingClock) -> Rhythm:
    town = Rhythm(database, clock)
    town.organisation_id = await make_organisation(town)
    town.seeker = await make_person(town, 501)
    town.mentor = await make_person(town, 601, Role.MENTOR)
    return town


async def test_a_duo_of_four_months_is_not_asked_how_it_was_at_the_start(town: Rhythm) -> None:
    await town.taken_over(weeks=17)
    await town.weeks(12)
    asked = await town.asked(Role.SEEKER)
    assert Occasion.START not in asked
    assert Occasion.MIDTERM not in asked
    assert asked.count(Occasion.END) == 1
    assert asked[0] == Occasion.WEEKLY
    assert set(await town.asked(Role.MENTOR)) == {Occasion.WEEKLY}
    for who in (town.seeker, town.mentor):
        assert await town.rows(who, PromptMidterm) == []
        assert len(await town.rows(who, PromptClosing)) == 1


async def test_a_duo_of_two_weeks_has_its_beginning_and_its_mid_term_here(town: Rhythm) -> None:
    await town.taken_over(weeks=2)
    await town.weeks(13)
    asked = await town.asked(Role.SEEKER)
    assert asked[0] == Occasion.START
    assert asked.count(Occasion.MIDTERM) == 1
    assert len(await town.rows(town.seeker, PromptMidterm)) == 1


async def test_a_duo_beyond_its_months_is_asked_weekly_and_reminded_of_nothing(town: Rhythm) -> None:
    await town.taken_over(weeks=40)
    await town.weeks(4)
    assert set(await town.asked(Role.SEEKER)) == {Occasion.WEEKLY}
    assert await town.rows(town.seeker, PromptClosing) == []


async def test_the_first_question_comes_two_days_after_both_are_here_at_the_soonest(town: Rhythm) -> None:
    before = town.now
    await town.taken_over(weeks=17)
    async with town.database.read() as store:
        (duo,) = (await store.session.execute(select(Duo))).scalars().all()
    assert duo.started_at is not None
    await town.weeks(2)
    async with town.database.read() as store:
        first = (
            (await store.session.execute(select(CheckIn.asked_at).order_by(col(CheckIn.asked_at)))).scalars().first()
        )
    assert first is not None
    assert first >= before + 2 * DAY


@pytest.mark.parametrize(
    ("day", "moment"),
    [
        (date(2026, 3, 28), datetime(2026, 3, 28, 11, tzinfo=UTC)),
        (date(2026, 3, 29), datetime(2026, 3, 29, 10, tzinfo=UTC)),  # the clocks went forward that night
        (date(2026, 10, 25), datetime(2026, 10, 25, 11, tzinfo=UTC)),  # and back
        (date(2026, 12, 1), datetime(2026, 12, 1, 8, tzinfo=UTC)),  # today: not later than now
    ],
)
def test_a_start_is_noon_of_its_day_where_the_organisation_is(day: date, moment: datetime) -> None:
    organisation = Organisation(name="x", created_at=moment)
    assert started_at(day, organisation, datetime(2026, 12, 1, 8, tzinfo=UTC)) == moment
