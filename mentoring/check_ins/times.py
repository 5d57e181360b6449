"""When a weekly question is asked: the organisation's weekday and hour in its zone, a little later for each thread."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from mentoring.quiet import moment_of
from mentoring.rest_days import is_rest_day
from storage.tables import Organisation

_DAY_MINUTES = 24 * 60
_AN_EVENING = 20 * 60  # a question that comes late is not asked after 20:00
_STILL_ON_TIME = timedelta(hours=1)
_AFTER_BEGINNING = timedelta(days=2)  # from the start of a duo to its first question
_APART = 4  # days at least between two questions of one side, whatever moved the first


@dataclass(frozen=True, slots=True)
class Slot:
    """One thread's place in the week: weekday (0 is Monday) and wall-clock minute after midnight in a zone.

    The wall clock counts, so that a change of the clocks keeps the hour.
    """

    weekday: int
    minute: int
    zone: ZoneInfo

    def on(self, day: date) -> datetime:
        """The slot's hour on that day, in UTC."""
        return moment_of(day, self.minute, self.zone)

    def in_week(self, monday: date) -> datetime:
        """The slot of the week that begins on that day, in UTC; the next day that is no rest day if it falls on one."""
        return self.on(_no_rest_day(monday + timedelta(days=self.weekday)))

    def day_of(self, moment: datetime) -> date:
        return moment.astimezone(self.zone).date()


def slot_for(organisation: Organisation, thread_id: int) -> Slot:
    """The slot of that thread: always the same minute of the organisation's window, so that no wave builds up.

    A window that would go over midnight begins earlier instead.
    """
    spread = min(max(organisation.check_in_spread, 1), _DAY_MINUTES)
    begins = min(organisation.check_in_minute, _DAY_MINUTES - spread)
    return Slot(organisation.check_in_weekday, begins + thread_id % spread, ZoneInfo(organisation.time_zone))


def first_from(slot: Slot, earliest: datetime) -> datetime:
    """The first slot at that moment or later, in UTC."""
    day = slot.day_of(earliest)
    monday = day - timedelta(days=day.weekday() + 7)  # last week's slot may have moved into this one
    while slot.in_week(monday) < earliest:
        monday += timedelta(days=7)
    return slot.in_week(monday)


def first_slot(slot: Slot, under_way_since: datetime, now: datetime) -> datetime:
    """When a duo that has just begun is asked first: two days later, at the soonest."""
    return first_from(slot, max(under_way_since + _AFTER_BEGINNING, now))


def following(slot: Slot, last: datetime, now: datetime, weeks: int = 1) -> datetime:
    """The slot after the question that was due at `last`, so many weeks on, in UTC; never one that has passed.

    However the last one was moved by a holiday or an outage, and also where the organisation has chosen another weekday
    since, four days at least lie in between.
    """
    day = slot.day_of(last) + timedelta(days=7 * (weeks - 1) + _APART)
    return first_from(slot, max(moment_of(day, 0, slot.zone), now + timedelta(microseconds=1)))


def when_late(slot: Slot, due: datetime, now: datetime) -> datetime | None:
    """When to ask what should have been asked at `due`; None: now.

    Late by an hour, or on the same day before 20:00: now. Later than that at the slot's hour on the next day that is no
    rest day; where the next regular slot is less than four days from there, not before that one.
    """
    local = now.astimezone(slot.zone)
    same_day = slot.day_of(due) == local.date()
    if now - due <= _STILL_ON_TIME or (same_day and local.hour * 60 + local.minute < _AN_EVENING):
        return None
    day = _no_rest_day(local.date())
    if slot.on(day) <= now:
        day = _no_rest_day(day + timedelta(days=1))
    regular = first_from(slot, now + timedelta(microseconds=1))
    return slot.on(day) if slot.day_of(regular) - day >= timedelta(days=_APART) else regular


def off_rest_days(due: datetime, now: datetime, zone: ZoneInfo) -> datetime | None:
    """On a rest day: the hour of `due` on the next day that is none, in UTC. On all others None."""
    day, hour = now.astimezone(zone).date(), due.astimezone(zone)
    return moment_of(_no_rest_day(day), hour.hour * 60 + hour.minute, zone) if is_rest_day(day) else None


def _no_rest_day(day: date) -> date:
    while is_rest_day(day):
        day += timedelta(days=1)
    return day
