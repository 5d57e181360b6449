"""Days on which Tandem begins nothing by itself: Sundays and Belgium's public holidays (programme, "How much a person
may receive"). The holidays come from the library `holidays`; those of the federal state, which all regions share.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import holidays

from mentoring.quiet import moment_of, quiet_until

_SUNDAY = 6
_LONGEST_REST = 14  # days in a row; no calendar has as many


@lru_cache(maxsize=32)
def _public_holidays(year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("BE", years=year))


def is_public_holiday(day: date) -> bool:
    return day in _public_holidays(day.year)


def is_rest_day(day: date) -> bool:
    """A Sunday or a public holiday."""
    return day.weekday() == _SUNDAY or is_public_holiday(day)


def is_working_day(day: date) -> bool:
    """Monday to Friday, and no public holiday: when a team is at its desk."""
    return day.weekday() < _SUNDAY - 1 and not is_public_holiday(day)


def next_allowed(now: datetime, zone: ZoneInfo, quiet_from: int, quiet_to: int, *, rests: bool) -> datetime:
    """The first moment from `now` on at which this person may be spoken to, in UTC.

    Outside the quiet hours (local minutes after midnight, see `mentoring/quiet.py`); with `rests`, also on no rest day
    of that person's calendar.
    """
    moment = now
    for _ in range(_LONGEST_REST):
        morning = quiet_until(moment, zone, quiet_from, quiet_to)
        if morning is not None:
            moment = morning
            continue
        day = moment.astimezone(zone).date()
        if not rests or not is_rest_day(day):
            return moment
        moment = moment_of(day + timedelta(days=1), 0, zone)
    return moment
