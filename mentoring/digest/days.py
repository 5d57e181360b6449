"""When a digest is due: 08:30 of each working day, by the clock on the organisation's wall."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from mentoring.quiet import moment_of
from mentoring.rest_days import is_working_day

HOUR = 8 * 60 + 30  # local minutes after midnight (programme, "Digest and reports")
_DAY = timedelta(days=1)
_SUNDAY = 6


def morning_of(day: date, zone: ZoneInfo) -> datetime:
    """That day's 08:30 there, in UTC."""
    return moment_of(day, HOUR, zone)


def next_morning(now: datetime, zone: ZoneInfo) -> datetime:
    """The first 08:30 of a working day after that moment, in UTC."""
    day = now.astimezone(zone).date()
    while not is_working_day(day) or morning_of(day, zone) <= now:
        day += _DAY
    return morning_of(day, zone)


def morning_before(moment: datetime, zone: ZoneInfo) -> datetime:
    """The last 08:30 of a working day before that moment, in UTC."""
    day = moment.astimezone(zone).date()
    while not is_working_day(day) or morning_of(day, zone) >= moment:
        day -= _DAY
    return morning_of(day, zone)


def last_told(day: date, zone: ZoneInfo) -> datetime:
    """What a digest of that day tells has happened since then: the working morning before it."""
    return morning_before(begin_of(day, zone), zone)


def begin_of(day: date, zone: ZoneInfo) -> datetime:
    """Its local midnight, in UTC."""
    return datetime.combine(day, time(), zone).astimezone(UTC)


def end_of(day: date, zone: ZoneInfo) -> datetime:
    """The midnight that ends it."""
    return begin_of(day + _DAY, zone)


def monday_of(day: date) -> date:
    """The Monday of that day's week."""
    return day - day.weekday() * _DAY


def first_working_day(monday: date) -> date:
    """Of the week that begins on that Monday."""
    return next(day for day in (monday + n * _DAY for n in range(7)) if is_working_day(day) or day.weekday() == _SUNDAY)
