"""Periods: named ones, the one before, days that cannot be."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from locales.report_days import read_report_days
from mentoring.errors import NotADateError
from mentoring.reports.periods import (
    Beside,
    Period,
    PeriodFault,
    PeriodNotUsableError,
    When,
    period_of,
    plus_months,
    usable,
)
from mentoring.taps_reports import Form, ReportAs, read_period, written

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


def running(when: When, today: str) -> Period:
    return period_of(when, date.fromisoformat(today)).until(date.fromisoformat(today))


@pytest.mark.parametrize(
    ("period", "before", "beside"),
    [
        (days("2026-03-01", "2026-03-31"), days("2026-02-01", "2026-02-28"), Beside.MONTH),
        (days("2026-07-01", "2026-09-30"), days("2026-04-01", "2026-06-30"), Beside.QUARTER),
        (days("2026-01-01", "2026-12-31"), days("2025-01-01", "2025-12-31"), Beside.YEAR),
        (days("2026-01-01", "2026-06-30"), days("2025-07-01", "2025-12-31"), Beside.MONTHS),
        (days("2026-02-01", "2026-04-30"), days("2025-11-01", "2026-01-31"), Beside.MONTHS),
        (days("2025-09-01", "2026-08-31"), days("2024-09-01", "2025-08-31"), Beside.MONTHS),
        (days("2026-03-05", "2026-03-14"), days("2026-02-23", "2026-03-04"), Beside.DAYS),
        (days("2026-11-01", "2026-11-24"), days("2026-10-08", "2026-10-31"), Beside.DAYS),
        (days("2028-02-29", "2028-02-29"), days("2028-02-28", "2028-02-28"), Beside.DAYS),
    ],
)
def test_a_period_is_compared_with_one_of_its_kind(period: Period, before: Period, beside: Beside) -> None:
    assert (period.before(), period.beside) == (before, beside)


@pytest.mark.parametrize(
    ("when", "today", "before"),
    [
        (When.THIS_YEAR, "2026-10-16", days("2025-01-01", "2025-10-16")),
        (When.THIS_YEAR, "2027-04-19", days("2026-01-01", "2026-04-19")),
        (When.THIS_YEAR, "2026-01-16", days("2025-01-01", "2025-01-16")),
        (When.THIS_YEAR, "2028-02-29", days("2027-01-01", "2027-02-28")),
        (When.THIS_YEAR, "2029-02-28", days("2028-01-01", "2028-02-29")),
        (When.THIS_YEAR, "2028-02-28", days("2027-01-01", "2027-02-28")),
        (When.THIS_YEAR, "2026-10-31", days("2025-01-01", "2025-10-31")),
        (When.THIS_QUARTER, "2026-11-24", days("2026-07-01", "2026-08-24")),
        (When.THIS_QUARTER, "2026-02-16", days("2025-10-01", "2025-11-16")),
        (When.THIS_QUARTER, "2026-04-30", days("2026-01-01", "2026-01-31")),
        (When.THIS_QUARTER, "2026-05-31", days("2026-01-01", "2026-02-28")),
        (When.THIS_MONTH, "2026-11-24", days("2026-10-01", "2026-10-24")),
        (When.THIS_MONTH, "2026-03-30", days("2026-02-01", "2026-02-28")),
        (When.THIS_MONTH, "2026-01-16", days("2025-12-01", "2025-12-16")),
    ],
)
def test_what_still_runs_is_compared_with_the_same_part_of_the_one_before(
    when: When, today: str, before: Period
) -> None:
    assert running(when, today).before() == before


@pytest.mark.parametrize("when", [When.THIS_MONTH, When.THIS_QUARTER, When.THIS_YEAR])
@given(today=DAYS)
def test_what_still_runs_begins_beside_the_beginning_of_the_one_before_and_is_as_far(when: When, today: date) -> None:
    period = period_of(when, today).until(today)
    before, whole_before = period.before(), period_of(LAST_OF[when], today)
    assert before.first == whole_before.first
    assert before.last <= whole_before.last
    assert len(before.months()) == len(period.months())
    is_month_end = (today + timedelta(days=1)).day == 1
    assert before.last.day == today.day or (before.last + timedelta(days=1)).day == 1
    assert not is_month_end or (before.last + timedelta(days=1)).day == 1
    assert (before.last == whole_before.last) or period.last < period_of(when, today).last
    if (today + timedelta(days=1)).day == 1 and period_of(when, today).last == today:
        assert before == whole_before


LAST_OF = {
    When.THIS_MONTH: When.LAST_MONTH,
    When.THIS_QUARTER: When.LAST_QUARTER,
    When.THIS_YEAR: When.LAST_YEAR,
}


@given(DAYS, st.integers(1, 60))
def test_whole_months_have_as_many_right_before_them(day: date, months: int) -> None:
    first = day.replace(day=1)
    before = Period(first, plus_months(first, months) - timedelta(days=1)).before()
    assert before == Period(plus_months(first, -months), first - timedelta(days=1))


@given(DAYS, DAYS)
def test_own_days_have_as_many_right_before_them(one: date, other: date) -> None:
    period = Period(min(one, other), max(one, other))
    before = period.before()
    assert before.last == period.first - timedelta(days=1)
    if period.beside is Beside.DAYS:
        assert before.last - before.first == period.last - period.first


@given(DAYS, DAYS, DAYS)
def test_own_days_that_still_run_have_as_many_right_before_them_unless_they_are_of_the_calendar(
    one: date, other: date, today: date
) -> None:
    first, last = sorted((one, other))
    period = Period(first, last).until(max(first, today))
    if period.whole_until is not None and period.beside is Beside.DAYS:
        assert period.before() == Period(first - (period.last - first) - timedelta(days=1), first - timedelta(days=1))
    assert period.before().last < period.first


@given(DAYS, DAYS, DAYS)
def test_a_period_survives_its_way_through_a_button(one: date, other: date, today: date) -> None:
    first, last = sorted((one, other))
    period = Period(first, last).until(max(first, today))
    days_of_button = written(period)
    assert read_period(*days_of_button) == period
    assert len(ReportAs(2**62, *days_of_button, Form.SHARED_XLSX).pack().encode()) <= 64


@pytest.mark.parametrize(
    ("first", "last"),
    [
        ("20260101", "20261016-"),
        ("20260101", "20261016-20261001"),
        ("20260102", "20260101"),
        ("20260101", "20260230"),
        ("20260101", "20261016-x"),
        ("", ""),
        ("20260101", "2026101\u00b9"),
    ],
)
def test_days_of_no_button_are_refused(first: str, last: str) -> None:
    with pytest.raises(ValueError):
        read_period(first, last)


@given(DAYS, st.integers(0, 120))
def test_months_never_go_past_the_end_of_one(day: date, months: int) -> None:
    later = plus_months(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day == day.day or (later + timedelta(days=1)).day == 1


def test_what_is_to_come_is_left_out() -> None:
    whole = days("2026-01-01", "2026-12-31")
    assert usable(whole, TODAY) == Period(date(2026, 1, 1), TODAY, date(2026, 12, 31))
    assert usable(days("2026-01-01", "2026-06-30"), TODAY) == days("2026-01-01", "2026-06-30")


def test_a_period_until_the_end_of_the_calendar_is_cut_like_any_other() -> None:
    assert usable(Period(date(2026, 1, 1), date.max), TODAY).before().last == date(2025, 12, 31)


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
        usable(Period(first, last), TODAY)
    assert caught.value.fault is fault


def test_five_years_are_not_too_long() -> None:
    assert usable(days("2021-01-01", "2025-12-31"), TODAY).first == date(2021, 1, 1)


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
