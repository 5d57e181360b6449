"""Periods: named ones, the one before, days that cannot be."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from locales.report_days import read_report_days
from mentoring.errors import NotADateError
from mentoring.reports.periods import (
    Period,
    PeriodFault,
    PeriodNotUsableError,
    When,
    period_of,
    plus_months,
    usable,
)

TODAY = date(2026, 11, 24)
DAYS = st.dates(date(2000, 1, 1), date(2060, 12, 31))


def days(first: str, last: str) -> Period:
    return Period(date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize(
    ("when", "period"),
    [
        (When.THIS_MONTH, days("2026-11-01", "2026-11-30")),
        (When.LAST_MONTH, days("2026-10-01", "2026-10-31")),
        (When.THIS_QUARTER, days("2026-10-01", "2026-12-31")),
        (When.LAST_QUARTER, days("2026-07-01", "2026-09-30")),
        (When.THIS_YEAR, days("2026-01-01", "2026-12-31")),
        (When.LAST_YEAR, days("2025-01-01", "2025-12-31")),
    ],
)
def test_a_named_period_is_one_of_the_calendar(when: When, period: Period) -> None:
    assert period_of(when, TODAY) == period


def test_in_january_the_last_month_and_quarter_are_of_the_year_before() -> None:
    assert period_of(When.LAST_MONTH, date(2027, 1, 1)) == days("2026-12-01", "2026-12-31")
    assert period_of(When.LAST_QUARTER, date(2027, 3, 31)) == days("2026-10-01", "2026-12-31")


@pytest.mark.parametrize(
    ("period", "before"),
    [
        (days("2026-03-01", "2026-03-31"), days("2026-02-01", "2026-02-28")),
        (days("2026-01-01", "2026-12-31"), days("2025-01-01", "2025-12-31")),
        (days("2026-11-01", "2026-11-24"), days("2026-10-01", "2026-10-24")),
        (days("2026-03-01", "2026-03-30"), days("2026-02-01", "2026-02-28")),
        (days("2026-03-05", "2026-03-14"), days("2026-02-23", "2026-03-04")),
    ],
)
def test_the_period_before_is_as_long_by_months_or_days(period: Period, before: Period) -> None:
    assert period.before() == before


@given(DAYS, DAYS)
def test_the_period_before_ends_before_this_one_begins(one: date, other: date) -> None:
    period = Period(min(one, other), max(one, other))
    before = period.before()
    assert before.first <= before.last < period.first
    if period.first.day != 1:
        assert before.last == period.first - timedelta(days=1)


@given(DAYS, st.integers(0, 120))
def test_months_never_go_past_the_end_of_one(day: date, months: int) -> None:
    later = plus_months(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day == day.day or (later + timedelta(days=1)).day == 1


def test_what_is_to_come_is_left_out_and_days_are_turned() -> None:
    assert usable(date(2026, 1, 1), date(2026, 12, 31), TODAY) == Period(date(2026, 1, 1), TODAY)
    assert usable(date(2026, 6, 30), date(2026, 1, 1), TODAY) == days("2026-01-01", "2026-06-30")


@pytest.mark.parametrize(
    ("first", "last", "fault"),
    [
        (date(2026, 11, 25), date(2026, 12, 1), PeriodFault.FUTURE),
        (date(2015, 1, 1), date(2024, 12, 31), PeriodFault.TOO_LONG),
        (date(1, 1, 1), date(9999, 12, 31), PeriodFault.TOO_LONG),
    ],
)
def test_a_period_that_cannot_be_has_a_reason(first: date, last: date, fault: PeriodFault) -> None:
    with pytest.raises(PeriodNotUsableError) as caught:
        usable(first, last, TODAY)
    assert caught.value.fault is fault


def test_five_years_are_not_too_long() -> None:
    assert usable(date(2021, 1, 1), date(2025, 12, 31), TODAY).first == date(2021, 1, 1)


# -- as people write them ----------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("1/1/2026 - 30/6/2026", days("2026-01-01", "2026-06-30")),
        ("1/1/2026-30/6/2026", days("2026-01-01", "2026-06-30")),
        ("2026-01-01 - 2026-06-30", days("2026-01-01", "2026-06-30")),
        ("30/6/2026 – 1/1/2026", days("2026-01-01", "2026-06-30")),
        ("du 1er janvier 2026 au 30 juin 2026", days("2026-01-01", "2026-06-30")),
        ("1 januari 2026 t/m 30 juni 2026", days("2026-01-01", "2026-06-30")),
        ("vom 1.1.2026 bis zum 30.6.2026", days("2026-01-01", "2026-06-30")),
        ("janvier 2026 - juin 2026", days("2026-01-01", "2026-06-30")),
        ("01/2026-06/2026", days("2026-01-01", "2026-06-30")),
        ("juin 2026 - janvier 2026", days("2026-01-01", "2026-06-30")),
        ("2025", days("2025-01-01", "2025-12-31")),
        ("2024-2025", days("2024-01-01", "2025-12-31")),
        ("mars 2026", days("2026-03-01", "2026-03-31")),
        ("1/1 - 30/6", days("2026-01-01", "2026-06-30")),
        ("1/11 - 31/1", days("2025-11-01", "2026-01-31")),
        ("3/4/2026", days("2026-04-03", "2026-04-03")),
    ],
)
def test_days_are_read_as_people_write_them(text: str, period: Period) -> None:
    assert Period(*read_report_days(text, TODAY)) == period


@pytest.mark.parametrize("text", ["", " - ", "soon", "31/2/2026", "1/1/2026 -", "0000", "9999", "x" * 200, "1-2-3-4"])
def test_what_is_no_days_is_refused(text: str) -> None:
    with pytest.raises(NotADateError):
        read_report_days(text, TODAY)


@given(st.text(max_size=90))
def test_any_text_is_days_or_refused(text: str) -> None:
    try:
        first, last = read_report_days(text, TODAY)
    except NotADateError:
        return
    assert first <= last
