"""Over the winter, with both changes of the clocks in three zones: everybody is reminded of every session once."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlmodel import col, update

from bot.clocks import StandingClock
from mentoring.messages.reminders import DayReminder, SessionReminder
from mentoring.sessions.reminders import next_reminder_at, send_reminders
from storage.database import Database
from storage.tables import Person
from storage.words import Role
from tests.handlers.gatherings import make_session, make_threads, posted, tick
from tests.handlers.people import Made, make_duo, make_person

BRUSSELS = ZoneInfo("Europe/Brussels")
WEEKS = 30
FIRST_SUNDAY = datetime(2026, 9, 27)  # noqa: DTZ001 - a wall clock
QUIET = range(8, 21)  # local hours in which somebody may be spoken to


@dataclass
class Winter:
    database: Database
    clock: StandingClock


async def heard(place: Winter, who: Made) -> list[tuple[datetime, list[tuple[int, datetime]]]]:
    """When something was written to them, and about which sessions with their starts."""
    found = []
    for row, message in await posted(place, who.person_id):
        assert isinstance(message, SessionReminder | DayReminder)
        meetings = message.meetings if isinstance(message, DayReminder) else (message.meeting,)
        found.append((row.due_at, [(one.facts.session_id, one.facts.starts_at) for one in meetings]))
    return found


async def test_a_winter_of_sundays_in_three_zones(sqlite_database: Database) -> None:
    winter = Winter(sqlite_database, StandingClock(datetime(2026, 9, 1, 12, tzinfo=UTC)))
    mentor = await make_person(winter, 1, Role.MENTOR, capacity=3)
    zones = {
        mentor.person_id: BRUSSELS,
        (new_york := await make_person(winter, 2)).person_id: ZoneInfo("America/New_York"),
        (lord_howe := await make_person(winter, 3)).person_id: ZoneInfo("Australia/Lord_Howe"),
    }
    async with sqlite_database.write() as store:
        for person_id, zone in zones.items():
            person = update(Person).where(col(Person.id) == person_id)
            await store.session.execute(person.values(time_zone=zone.key))
    planned: dict[int, datetime] = {}
    for seeker, hour in ((new_york, 18), (lord_howe, 20)):
        duo_id = await make_duo(winter, seeker, mentor)
        await make_threads(winter, duo_id)
        for week in range(WEEKS):
            start = (FIRST_SUNDAY + timedelta(weeks=week, hours=hour)).replace(tzinfo=BRUSSELS).astimezone(UTC)
            planned[await make_session(winter, duo_id, start, comes=True)] = start

    for _ in range(WEEKS * 8):
        async with sqlite_database.read() as store:
            moment = await next_reminder_at(store)
        if moment is None:
            break
        await tick(winter, send_reminders, at=moment)
    else:
        raise AssertionError("there is no end to it")

    for who, sessions in (
        (mentor, set(planned)),
        (new_york, set(list(planned)[:WEEKS])),
        (lord_howe, set(list(planned)[WEEKS:])),
    ):
        told = await heard(winter, who)
        assert Counter(one for _, about in told for one, _ in about) == Counter(sessions)  # none twice, none missing
        for when, about in told:
            assert when.astimezone(zones[who.person_id]).hour in QUIET
            assert all(timedelta(hours=1) <= start - when <= timedelta(hours=40) for _, start in about)
    saturdays = [when.astimezone(BRUSSELS) for when, _ in await heard(winter, mentor)]
    assert len(saturdays) == WEEKS  # two sessions on one day are one reminder
    assert {when.strftime("%a %H:%M") for when in saturdays} == {"Sat 18:00"}
    there = [when.astimezone(zones[new_york.person_id]) for when, _ in await heard(winter, new_york)]
    # noon there; in the weeks in which only one of the two has summer time, one o'clock
    assert Counter(when.strftime("%a %H:%M") for when in there) == {"Sat 12:00": 27, "Sat 13:00": 3}
