"""Which days a report is about: from the first to the last, both included, where the organisation works."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

LONGEST_YEARS = 5  # a longer one would be about another programme, and about people of whom nothing is kept
_FIRST_YEAR = 1900  # nobody means an earlier one; and the calendar has no day before the year 1 to compare with
_ONE = timedelta(days=1)


class When(StrEnum):
    """Periods to tap; the values travel in buttons."""

    THIS_MONTH = "m"
    LAST_MONTH = "lm"
    THIS_QUARTER = "q"
    LAST_QUARTER = "lq"
    THIS_YEAR = "y"
    LAST_YEAR = "ly"


_MONTHS = {
    When.THIS_MONTH: 1,
    When.LAST_MONTH: 1,
    When.THIS_QUARTER: 3,
    When.LAST_QUARTER: 3,
    When.THIS_YEAR: 12,
    When.LAST_YEAR: 12,
}


class PeriodFault(StrEnum):
    """Why a period cannot be reported on."""

    NOT_DAYS = "not_days"
    FUTURE = "future"
    TOO_LONG = "too_long"


class PeriodNotUsableError(Exception):
    """That period cannot be reported on."""

    def __init__(self, fault: PeriodFault) -> None:
        super().__init__(fault)
        self.fault = fault


@dataclass(frozen=True, slots=True)
class Period:
    first: date
    last: date

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last

    def until(self, today: date) -> Period:
        """What of it has been."""
        return Period(self.first, min(self.last, today))

    def before(self) -> Period:
        """As long, right before: by whole months where it begins on the first of one, else by days.

        Of a month that has only begun, the same days of the month before.
        """
        if self.first.day != 1:
            return Period(self.first - (self.last - self.first + _ONE), self.first - _ONE)
        months = _number(self.last) - _number(self.first) + 1
        is_whole = (self.last + _ONE).day == 1
        last = self.first - _ONE if is_whole else plus_months(self.last, -months)
        return Period(plus_months(self.first, -months), last)

    def months(self) -> list[str]:
        """The months it touches: `2026-01`."""
        return [_month(number).isoformat()[:7] for number in range(_number(self.first), _number(self.last) + 1)]


def period_of(when: When, today: date) -> Period:
    """The whole of it, also what is still to come."""
    months = _MONTHS[when]
    begins = _number(today) // months * months
    if when in {When.LAST_MONTH, When.LAST_QUARTER, When.LAST_YEAR}:
        begins -= months
    return Period(_month(begins), _month(begins + months) - _ONE)


def usable(first: date, last: date, today: date) -> Period:
    """That period until today; the two days may come the other way round. Raises PeriodNotUsableError."""
    period = Period(min(first, last), max(first, last))
    if period.first > today:
        raise PeriodNotUsableError(PeriodFault.FUTURE)
    period = period.until(today)
    if plus_months(period.first, 12 * LONGEST_YEARS) <= period.last:
        raise PeriodNotUsableError(PeriodFault.TOO_LONG)
    if period.first.year < _FIRST_YEAR:
        raise PeriodNotUsableError(PeriodFault.NOT_DAYS)
    return period


def plus_months(day: date, months: int) -> date:
    """The same day so many months later; where there is none, the last of that month. Bounded by the calendar."""
    number = max(_number(day) + months, 12)
    return _month(number) + timedelta(days=min(day.day, (_month(number + 1) - _month(number)).days) - 1)


def _number(day: date) -> int:
    return day.year * 12 + day.month - 1


def _month(number: int) -> date:
    return date(number // 12, number % 12 + 1, 1)
