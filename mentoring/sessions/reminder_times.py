"""When somebody is reminded of a session: the day before, and once more shortly before if they have not said they come.

Each in that person's own zone and never in their quiet hours. A reminder that would fall into them comes when they are
over, if that still helps, else just before they begin.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from mentoring.quiet import moment_of, quiet_until
from storage.words import Reminder

LAST_AHEAD = timedelta(hours=2)  # the last reminder
_DAY_STILL_HELPS = timedelta(hours=1)  # before the start: the latest that a reminder of the day before may come
_LAST_STILL_HELPS = timedelta(minutes=30)
_PLANNED_LATE = timedelta(hours=18)  # before the start: who plans later than that remembers
_SINCE_PLANNED = timedelta(hours=1)  # nobody is reminded of what was settled within that time
_LAST_SINCE_PLANNED = timedelta(minutes=30)
_APART = timedelta(hours=3)  # two reminders of one session
_BEFORE_QUIET = timedelta(minutes=10)  # so that a courier with much to do still comes in time
_MINUTE = timedelta(minutes=1)
_DAY_MINUTES = 24 * 60


@dataclass(frozen=True, slots=True)
class Hours:
    """A person's clock: their zone, and their quiet hours in local minutes after midnight (mentoring/quiet.py)."""

    zone: ZoneInfo
    quiet_from: int
    quiet_to: int

    def quiet_until(self, moment: datetime) -> datetime | None:
        return quiet_until(moment, self.zone, self.quiet_from, self.quiet_to)


def first_reminder(start: datetime, hours: Hours, planned_at: datetime) -> datetime | None:
    """The day before at the same wall clock, in UTC; None if it would come too late, or too soon after the planning."""
    if start - planned_at < _PLANNED_LATE:
        return None
    local = start.astimezone(hours.zone)
    wish = moment_of(local.date() - timedelta(days=1), local.hour * 60 + local.minute, hours.zone)
    return _allowed(wish, start - _DAY_STILL_HELPS, hours, planned_at + _SINCE_PLANNED)


def last_reminder(start: datetime, hours: Hours, planned_at: datetime) -> datetime | None:
    """Two hours before, in UTC; None if no moment that helps is left."""
    return _allowed(start - LAST_AHEAD, start - _LAST_STILL_HELPS, hours, planned_at + _LAST_SINCE_PLANNED)


def reminder_times(start: datetime, hours: Hours, planned_at: datetime) -> dict[Reminder, datetime]:
    """The reminders of one session to one person, in the order in which they come."""
    first, last = first_reminder(start, hours, planned_at), last_reminder(start, hours, planned_at)
    times = {} if first is None else {Reminder.DAY_BEFORE: first}
    if last is not None and (first is None or last - first >= _APART):
        times[Reminder.HOURS_BEFORE] = last
    return times


def _allowed(wish: datetime, latest: datetime, hours: Hours, earliest: datetime) -> datetime | None:
    morning = hours.quiet_until(wish)
    if morning is None:
        moment: datetime | None = wish
    elif morning <= latest:
        moment = morning
    else:
        moment = _before_quiet(wish, hours)
    return moment if moment is not None and moment >= earliest else None


def _before_quiet(quiet: datetime, hours: Hours) -> datetime | None:
    """Shortly before the quiet hours that this moment lies in; None where they never end.

    Minute by minute, a day at most: exact over every change of the clocks, and seldom needed.
    """
    moment = quiet
    for _ in range(_DAY_MINUTES):
        moment -= _MINUTE
        if hours.quiet_until(moment) is None:
            earlier = moment - _BEFORE_QUIET
            return earlier if hours.quiet_until(earlier) is None else moment
    return None
