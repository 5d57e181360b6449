"""Which days a report is about: from the first to the last, both included, where the organisation works."""

from __future__ import annotations

from calendar import monthrange
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


class Beside(StrEnum):
    """What a period is compared with."""

    MONTH = "month"  # the calendar month before a whole one
    QUARTER = "quarter"
    YEAR = "year"
    MONTHS = "months"  # as many whole months, right before other whole ones
    SAME_OF_MONTH = "same_of_month"  # of a month that still runs, the same days of the one before
    SAME_OF_QUARTER = "same_of_quarter"
    SAME_OF_YEAR = "same_of_year"
    DAYS = "days"  # as many days, right before


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


_WHOLE = {1: Beside.MONTH, 3: Beside.QUARTER, 12: Beside.YEAR}
_RUNNING = {1: Beside.SAME_OF_MONTH, 3: Beside.SAME_OF_QUARTER, 12: Beside.SAME_OF_YEAR}


@dataclass(frozen=True, slots=True)
class Period:
    """`whole_until`: the last day of the whole of it, where only its beginning has been. None: this is all of it."""

    first: date
    last: date
    whole_until: date | None = None

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last

    def until(self, today: date) -> Period:
        """What of it has been."""
        return Period(self.first, today, self.whole_until or self.last) if today < self.last else self

    @property
    def beside(self) -> Beside:
        """What it is compared with: of the same kind, and with no day left out that one would look for."""
        months = self._whole_months()
        if months is None:
            return Beside.DAYS
        kinds = _WHOLE if self.whole_until is None else _RUNNING
        is_of_calendar = months in kinds and _number(self.first) % months == 0
        if is_of_calendar:
            return kinds[months]
        return Beside.MONTHS if self.whole_until is None else Beside.DAYS

    def before(self) -> Period:
        """What it is compared with; bounded by the calendar.

        For a calendar month, quarter or year the one before; while it still runs, the same days of the one before, and
        to the end of a month where it goes to the end of one. For other whole months as many right before, for other
        days as many right before.
        """
        months = self._whole_months()
        if months is None or self.beside is Beside.DAYS:
            return Period(self.first - (self.last - self.first + _ONE), self.first - _ONE)
        last = plus_months(self.last, -months)
        if _ends_month(self.last):
            last = _month(_number(last) + 1) - _ONE
        return Period(plus_months(self.first, -months), last)

    def _whole_months(self) -> int | None:
        """How many calendar months the whole of it is; None where it is other days."""
        end = self.whole_until or self.last
        return _number(end) - _number(self.first) + 1 if self.first.day == 1 and _ends_month(end) else None

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


def usable(period: Period, today: date) -> Period:
    """That period, until today. Raises PeriodNotUsableError."""
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


def _ends_month(day: date) -> bool:
    return day.day == monthrange(day.year, day.month)[1]


def _number(day: date) -> int:
    return day.year * 12 + day.month - 1


def _month(number: int) -> date:
    return date(number // 12, number % 12 + 1, 1)
