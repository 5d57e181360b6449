"""`lines.remind`, on both databases: who hears of people that wait for an answer of the team, and when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlmodel import col, select

from bot.clocks import StandingClock
from mentoring.guards import holds, line_waits, read_facts, read_guard
from mentoring.messages.team_line import LineWaits
from mentoring.team_lines.waiting import next_line_reminder, remind_lines, working_days_after
from storage.database import Database
from storage.tables import Absence, LineSide, Membership, TeamLine
from storage.words import MembershipState, Role
from tests.handlers.gatherings import posted, work_at
from tests.handlers.people import Made, make_person

BRUSSELS = ZoneInfo("Europe/Brussels")
TUESDAY = datetime(2026, 3, 10, 10, tzinfo=UTC)  # 11:00 in Brussels
DAY = timedelta(days=1)


@dataclass
class Desk:
    """Sofie looks after Amina, Piet is her deputy, Lies leads."""

    database: Database
    clock: StandingClock
    amina: Made
    sofie: Made
    piet: Made
    lies: Made

    async def amina_wrote(self, at: datetime) -> TeamLine:
        async with self.database.write() as store:
            line = TeamLine(
                organisation_id=self.amina.organisation_id,
                person_id=self.amina.person_id,
                waits_since=at,
                remind_at=working_days_after(at, 1, BRUSSELS),
                created_at=at,
            )
            store.session.add(line)
            await store.session.flush()
            side = LineSide(
                line_id=line.id,
                person_id=self.amina.person_id,
                membership_id=self.amina.membership_id,
                created_at=at,
            )
            store.session.add(side)
            return line

    async def tick(self, at: datetime) -> int:
        self.clock.advance_to(at)
        async with self.database.write() as store:
            return await remind_lines(work_at(self, store), 100)

    async def hears(self, who: Made) -> list[bool]:
        """The reminders of that person: False is the first, True the second."""
        messages = [message for _, message in await posted(self, who.person_id)]
        return [message.again for message in messages if isinstance(message, LineWaits)]

    async def away(self, who: Made, first: date, last: date) -> None:
        async with self.database.write() as store:
            days = {"first_day": first.isoformat(), "last_day": last.isoformat()}
            store.session.add(Absence(membership_id=who.membership_id, created_at=TUESDAY, **days))


@pytest.fixture
async def desk(database: Database, clock: StandingClock) -> Desk:
    desk = Desk(database, clock, *[None] * 4)  # type: ignore[arg-type]  # filled below
    desk.lies = await make_person(desk, 1, Role.LEAD, name="Lies")
    desk.sofie = await make_person(desk, 2, Role.COORDINATOR, name="Sofie")
    desk.piet = await make_person(desk, 3, Role.COORDINATOR, name="Piet")
    desk.amina = await make_person(desk, 4, Role.SEEKER, name="Amina", label="A. 12")
    async with database.write() as store:
        for who, column, other in (
            (desk.amina, "coordinator_id", desk.sofie),
            (desk.sofie, "deputy_id", desk.piet),
        ):
            member = await store.session.get(Membership, who.membership_id)
            setattr(member, column, other.membership_id)
    return desk


async def test_one_working_day_reminds_who_looks_after_them_two_remind_the_lead_and_then_nobody(desk: Desk) -> None:
    await desk.amina_wrote(TUESDAY)
    assert await desk.tick(TUESDAY + DAY - timedelta(minutes=1)) == 0
    assert await desk.tick(TUESDAY + DAY) == 1
    assert (await desk.hears(desk.sofie), await desk.hears(desk.lies)) == ([False], [])
    assert await desk.tick(TUESDAY + DAY) == 0
    assert await desk.tick(TUESDAY + 2 * DAY) == 1
    assert await desk.tick(TUESDAY + 9 * DAY) == 0
    assert (await desk.hears(desk.sofie), await desk.hears(desk.lies)) == ([False], [True])


async def test_while_they_are_away_the_deputy_is_reminded(desk: Desk) -> None:
    await desk.amina_wrote(TUESDAY)
    await desk.away(desk.sofie, date(2026, 3, 11), date(2026, 3, 20))
    await desk.tick(TUESDAY + DAY)
    assert (await desk.hears(desk.sofie), await desk.hears(desk.piet)) == ([], [False])


async def test_what_was_answered_reminds_nobody_also_of_reminders_on_their_way(desk: Desk) -> None:
    line = await desk.amina_wrote(TUESDAY)
    await desk.tick(TUESDAY + DAY)
    guard = read_guard(line_waits(line.id, 1))
    assert guard is not None
    async with desk.database.write() as store:
        assert holds(guard, await read_facts(store, [guard]), desk.clock.now())
        row = await store.session.get(TeamLine, line.id)
        assert row is not None
        row.waits_since = row.remind_at = None
        await store.session.flush()
        assert not holds(guard, await read_facts(store, [guard]), desk.clock.now())
    assert await desk.tick(TUESDAY + 2 * DAY) == 0


async def test_nobody_is_reminded_of_somebody_who_left(desk: Desk) -> None:
    await desk.amina_wrote(TUESDAY)
    async with desk.database.write() as store:
        member = await store.session.get(Membership, desk.amina.membership_id)
        assert member is not None
        member.state = MembershipState.LEFT
    assert await desk.tick(TUESDAY + DAY) == 1
    assert await desk.tick(TUESDAY + 2 * DAY) == 0
    assert await desk.hears(desk.sofie) == []


async def test_the_next_moment_is_the_earliest_of_those_that_wait(desk: Desk) -> None:
    async with desk.database.read() as store:
        assert await next_line_reminder(store) is None
    await desk.amina_wrote(TUESDAY)
    async with desk.database.read() as store:
        assert await next_line_reminder(store) == TUESDAY + DAY
        found = (await store.session.execute(select(TeamLine).where(col(TeamLine.remind_at).is_not(None)))).scalars()
        assert len(found.all()) == 1


@pytest.mark.parametrize(
    ("wrote", "reminds"),
    [
        ("2026-03-10 11:00", "2026-03-11 11:00"),
        ("2026-03-10 20:00", "2026-03-12 09:00"),  # begins to wait on Wednesday morning
        ("2026-03-10 06:00", "2026-03-11 09:00"),
        ("2026-03-13 15:00", "2026-03-16 15:00"),  # Friday: Monday
        ("2026-03-14 15:00", "2026-03-17 09:00"),  # Saturday: Tuesday
        ("2026-04-03 15:00", "2026-04-07 15:00"),  # Easter Monday does not count
        ("2026-03-27 11:00", "2026-03-30 11:00"),  # summer time begins between
    ],
)
def test_a_working_day_is_counted_from_when_the_team_is_there(wrote: str, reminds: str) -> None:
    written, expected = (datetime.fromisoformat(text).replace(tzinfo=BRUSSELS) for text in (wrote, reminds))
    assert working_days_after(written.astimezone(UTC), 1, BRUSSELS) == expected.astimezone(UTC)
