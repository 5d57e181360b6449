"""`sessions.remind`, on both databases: whom it reminds, when, and of what together."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import update
from sqlmodel import col

from bot.clocks import StandingClock
from mentoring.messages.reminders import DayReminder, SessionReminder
from mentoring.sessions.reminders import next_reminder_at, send_reminders
from mentoring.sessions.timing import reschedule_person
from storage.database import Database
from storage.tables import Duo, Person
from storage.words import DuoState, OutboxState, Reminder, Role, SessionState
from tests.handlers.gatherings import (
    add_team,
    change,
    comes,
    live,
    make_session,
    make_threads,
    move,
    posted,
    side_of,
    tick,
    work_at,
)
from tests.handlers.people import Made, make_duo, make_person

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
START = datetime(2026, 3, 10, 17, tzinfo=UTC)  # a Tuesday, 18:00 in Brussels; the clock begins a week before
REMIND = send_reminders


@dataclass
class Town:
    """A duo with its threads."""

    database: Database
    clock: StandingClock
    seeker: Made
    mentor: Made
    duo_id: int

    async def hears(self, who: Made, state: OutboxState | None = None) -> list[tuple[datetime, Any]]:
        """When reminders were written to them, and which."""
        return [(row.due_at, message) for row, message in await posted(self, who.person_id, state=state)]

    async def set_person(self, who: Made, **values: Any) -> None:
        async with self.database.write() as store:
            await store.session.execute(update(Person).where(col(Person.id) == who.person_id).values(**values))
            await reschedule_person(work_at(self, store), who.person_id)


@pytest.fixture
async def town(database: Database, clock: StandingClock) -> Town:
    town = Town(database, clock, *[None] * 3)  # type: ignore[arg-type]  # filled below
    town.seeker = await make_person(town, 1, Role.SEEKER, name="Amina")
    town.mentor = await make_person(town, 2, Role.MENTOR, name="Jan", capacity=3)
    town.duo_id = await make_duo(town, town.seeker, town.mentor)
    await make_threads(town, town.duo_id)
    return town


async def another_duo(town: Town, user: int = 3) -> int:
    seeker = await make_person(town, user, Role.SEEKER, name="Omar")
    duo_id = await make_duo(town, seeker, town.mentor)
    await make_threads(town, duo_id)
    return duo_id


async def test_both_are_reminded_the_day_before_and_only_who_has_not_answered_once_more(town: Town) -> None:
    session_id = await make_session(town, town.duo_id, START, where="Place 4")
    await change(town, session_id, comes(town.seeker.person_id))
    await live(town, START + HOUR, REMIND, step=timedelta(minutes=30))
    ((when, reminder),) = await town.hears(town.seeker)
    assert when == START - DAY
    assert isinstance(reminder, SessionReminder)
    assert (reminder.meeting.facts.name, reminder.meeting.facts.where, reminder.meeting.comes) == (
        "Jan",
        "Place 4",
        True,
    )
    assert [when for when, _ in await town.hears(town.mentor)] == [START - DAY, START - 2 * HOUR]


async def test_the_next_moment_is_read_by_index_and_nothing_is_done_before(town: Town) -> None:
    async with town.database.read() as store:
        assert await next_reminder_at(store) is None
    await make_session(town, town.duo_id, START)
    async with town.database.read() as store:
        assert await next_reminder_at(store) == START - DAY
    assert await tick(town, REMIND, at=START - DAY - timedelta(minutes=1)) == 0
    assert await tick(town, REMIND, at=START - DAY) == 2


async def test_running_twice_reminds_once(town: Town) -> None:
    await make_session(town, town.duo_id, START)
    assert await tick(town, REMIND, at=START - DAY) == 2
    assert await tick(town, REMIND) == 0
    assert len(await town.hears(town.seeker)) == 1


async def test_a_batch_of_one_reminds_everybody_all_the_same(town: Town) -> None:
    await make_session(town, town.duo_id, START)
    await tick(town, REMIND, at=START - DAY, limit=1)
    assert len(await town.hears(town.seeker)) == len(await town.hears(town.mentor)) == 1


async def test_a_session_that_moves_is_reminded_of_at_its_new_time_only(town: Town) -> None:
    session_id = await make_session(town, town.duo_id, START)
    await move(town, session_id, START + 2 * DAY)
    await live(town, START + 3 * DAY, REMIND, step=HOUR)
    moments = [when for when, _ in await town.hears(town.mentor)]
    assert moments == [START + DAY, START + 2 * DAY - 2 * HOUR]


async def test_one_that_moves_after_its_reminder_is_reminded_of_again(town: Town) -> None:
    session_id = await make_session(town, town.duo_id, START)
    await tick(town, REMIND, at=START - DAY)
    await move(town, session_id, START + 7 * DAY)
    await live(town, START + 6 * DAY, REMIND, step=HOUR)
    told = await town.hears(town.mentor)
    assert [when for when, _ in told] == [START - DAY, START + 6 * DAY]
    assert [message.meeting.facts.starts_at for _, message in told] == [START, START + 7 * DAY]


async def test_a_cancelled_one_is_not_reminded_of(town: Town) -> None:
    session_id = await make_session(town, town.duo_id, START)
    await change(town, session_id, state=SessionState.CANCELLED)
    assert await tick(town, REMIND, at=START - DAY) == 0
    assert await town.hears(town.seeker) == []


async def test_two_sessions_on_one_day_are_one_reminder(town: Town) -> None:
    other = await another_duo(town)
    await make_session(town, town.duo_id, START)
    await make_session(town, other, START - 4 * HOUR)
    await make_session(town, other, START + DAY)
    await live(town, START - DAY + HOUR, REMIND, step=HOUR)
    ((when, reminder),) = await town.hears(town.mentor)
    assert when == START - 4 * HOUR - DAY
    assert isinstance(reminder, DayReminder)
    assert [meeting.facts.name for meeting in reminder.meetings] == ["Omar", "Amina"]
    ((when, _),) = await town.hears(town.seeker)
    assert when == START - DAY


async def test_last_reminders_of_one_day_come_together_only_where_they_are_near(town: Town) -> None:
    other = await another_duo(town)
    await make_session(town, town.duo_id, START)
    await make_session(town, other, START - HOUR)
    await make_session(town, other, START - 5 * HOUR)
    await tick(town, REMIND, at=START - DAY - 5 * HOUR)
    await live(town, START, REMIND, step=HOUR)
    told = (await town.hears(town.mentor))[1:]
    assert [(when, type(message)) for when, message in told] == [
        (START - 7 * HOUR, SessionReminder),
        (START - 3 * HOUR, DayReminder),
    ]


async def test_six_sessions_on_one_day_are_two_messages(town: Town) -> None:
    for number in range(6):
        await make_session(town, town.duo_id, START + number * timedelta(minutes=30))
    await tick(town, REMIND, at=START - DAY)
    assert [len(message.meetings) for _, message in await town.hears(town.mentor)] == [4, 2]


async def test_a_session_that_moves_out_of_a_joint_reminder_neither_hides_nor_falsifies_the_other(town: Town) -> None:
    other = await another_duo(town)
    stays = await make_session(town, town.duo_id, START)
    moves = await make_session(town, other, START - 4 * HOUR)
    await tick(town, REMIND, at=START - DAY - 4 * HOUR)
    await move(town, moves, START + 3 * DAY)  # before the courier came by
    await tick(town, REMIND, at=START - DAY - 3 * HOUR)
    ((when, reminder),) = await town.hears(town.mentor, OutboxState.PENDING)
    assert isinstance(reminder, SessionReminder)
    assert reminder.meeting.facts.session_id == stays
    assert when == START - DAY - 3 * HOUR
    await live(town, START + 2 * DAY, REMIND, step=HOUR)
    told = [message.meeting.facts.session_id for _, message in await town.hears(town.mentor, OutboxState.PENDING)]
    assert told == [stays, stays, moves]  # the day before, two hours before, and the one that moved on its own day


async def test_saying_that_one_comes_takes_no_joint_reminder_back(town: Town) -> None:
    other = await another_duo(town)
    session_id = await make_session(town, town.duo_id, START)
    await make_session(town, other, START - 4 * HOUR)
    await tick(town, REMIND, at=START - DAY - 4 * HOUR)
    await change(town, session_id, comes(town.mentor.person_id))
    await tick(town, REMIND, at=START - DAY)
    ((_, reminder),) = await town.hears(town.mentor)
    assert isinstance(reminder, DayReminder)


async def test_somebody_of_the_team_who_comes_along_is_reminded_too(town: Town) -> None:
    lena = await make_person(town, 9, Role.COORDINATOR, name="Lena")
    await add_team(town, await make_session(town, town.duo_id, START), lena.person_id)
    await tick(town, REMIND, at=START - DAY)
    ((_, reminder),) = await town.hears(lena)
    assert reminder.meeting.facts.name == "Amina + Jan"


async def test_a_paused_duo_is_reminded_of_what_is_planned_an_ended_one_is_not(town: Town) -> None:
    await make_session(town, town.duo_id, START)
    other = await another_duo(town)
    await make_session(town, other, START + 3 * DAY)
    async with town.database.write() as store:
        await store.session.execute(update(Duo).where(col(Duo.id) == town.duo_id).values(state=DuoState.PAUSED))
        await store.session.execute(update(Duo).where(col(Duo.id) == other).values(state=DuoState.ENDED))
    await live(town, START + 3 * DAY, REMIND, step=HOUR)
    assert [message.meeting.facts.name for _, message in await town.hears(town.mentor)] == ["Amina"] * 2


# -- late ------------------------------------------------------------------------------------------------------------
async def test_after_an_outage_what_still_helps_comes_at_once_and_only_once(town: Town) -> None:
    session_id = await make_session(town, town.duo_id, START)
    await tick(town, REMIND, at=START - timedelta(hours=2, minutes=30))
    assert await tick(town, REMIND, at=START - HOUR) == 0
    ((when, _),) = await town.hears(town.mentor)
    assert when == START - timedelta(hours=2, minutes=30)
    assert (await side_of(town, session_id, town.mentor.person_id)).remind_at is None


async def test_in_the_night_after_an_outage_it_waits_for_the_morning(town: Town) -> None:
    start = datetime(2026, 3, 10, 9, tzinfo=UTC)  # 10:00
    await make_session(town, town.duo_id, start, comes=True)
    await live(town, start - 12 * HOUR, step=HOUR)  # nobody there from 10:00 to 22:00 the day before
    await live(town, start, REMIND, step=timedelta(minutes=30))
    assert [when for when, _ in await town.hears(town.seeker)] == [datetime(2026, 3, 10, 7, tzinfo=UTC)]


async def test_when_it_has_begun_nobody_is_reminded_and_the_side_keeps_that_it_was_due(town: Town) -> None:
    session_id = await make_session(town, town.duo_id, START)
    await tick(town, REMIND, at=START + HOUR)
    assert await town.hears(town.seeker) == []
    side = await side_of(town, session_id, town.seeker.person_id)
    assert (side.reminder, side.remind_at) == (Reminder.DAY_BEFORE, None)
    assert await tick(town, REMIND) == 0


async def test_a_reminder_is_pointless_once_it_begins(town: Town) -> None:
    await make_session(town, town.duo_id, START)
    await tick(town, REMIND, at=START - DAY)
    ((row, _),) = await posted(town, town.seeker.person_id)
    assert row.expires_at == START - timedelta(minutes=5)
    assert row.guard.startswith("session-stands:")


async def test_what_was_planned_in_the_last_hours_has_only_the_reminder_for_who_has_not_answered(town: Town) -> None:
    await tick(town, at=START - 10 * HOUR)
    session_id = await make_session(town, town.duo_id, START)
    await change(town, session_id, comes(town.seeker.person_id))
    await live(town, START, REMIND, step=timedelta(minutes=30))
    assert await town.hears(town.seeker) == []
    assert [when for when, _ in await town.hears(town.mentor)] == [START - 2 * HOUR]


# -- another zone, other quiet hours ---------------------------------------------------------------------------------
async def test_another_zone_or_other_quiet_hours_move_the_reminder_and_double_none(town: Town) -> None:
    await make_session(town, town.duo_id, START, comes=True)
    await town.set_person(town.mentor, quiet_from=16 * 60, quiet_to=20 * 60)
    await town.set_person(town.seeker, time_zone="America/New_York")
    await live(town, START - DAY + 3 * HOUR, REMIND, step=HOUR)
    assert [when for when, _ in await town.hears(town.mentor)] == [START - DAY + 2 * HOUR]  # 20:00
    assert [when for when, _ in await town.hears(town.seeker)] == [START - DAY]
    await town.set_person(town.mentor, time_zone="Pacific/Apia", quiet_from=0, quiet_to=0)
    await town.set_person(town.mentor, time_zone="America/Los_Angeles")
    await live(town, START, REMIND, step=HOUR)
    assert len(await town.hears(town.mentor)) == 1


async def test_where_the_new_moment_has_just_passed_the_reminder_comes_as_soon_as_it_may(town: Town) -> None:
    await make_session(town, town.duo_id, START, comes=True)
    await tick(town, REMIND, at=START - DAY - timedelta(minutes=30))
    # all day but from 17:10 to 17:20, which was ten minutes ago
    await town.set_person(town.mentor, quiet_from=17 * 60 + 20, quiet_to=17 * 60 + 10)
    await live(town, START, REMIND, step=timedelta(minutes=5))
    assert [when for when, _ in await town.hears(town.mentor)] == [START - timedelta(minutes=50)]
