from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentoring.errors import StartInFutureError, StartTooLongAgoError
from mentoring.rest_days import is_working_day
from mentoring.takeovers import check_start
from mentoring.takeovers_desk import days_offered
from mentoring.waiting_news import after_months, after_working_days, working_days_between

DAYS = st.dates(date(2025, 1, 1), date(2030, 12, 31))


def test_ten_working_days_leave_out_weekends_and_holidays() -> None:
    assert after_working_days(date(2026, 11, 24), 10) == date(2026, 12, 8)
    assert after_working_days(date(2026, 12, 18), 10) == date(2027, 1, 5)  # Christmas and New Year are Fridays


@given(DAYS, st.integers(1, 40))
def test_so_many_working_days_later_is_a_working_day_and_counts_back(day: date, count: int) -> None:
    later = after_working_days(day, count)
    assert is_working_day(later)
    assert working_days_between(day, later) == count


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 11, 24), 6, date(2027, 5, 24)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2027, 8, 31), 6, date(2028, 2, 29)),
        (date(2026, 9, 30), 3, date(2026, 12, 30)),
        (date(2026, 12, 1), 12, date(2027, 12, 1)),
    ],
)
def test_months_later_is_the_same_day_or_the_last_of_a_shorter_month(day: date, months: int, later: date) -> None:
    assert after_months(day, months) == later


@given(DAYS)
def test_the_days_offered_for_a_start_have_passed_and_the_newest_comes_first(today: date) -> None:
    days = days_offered(today)
    assert list(days) == sorted(set(days), reverse=True)
    assert all(check_start(day, today) == day for day in days)
    assert 6 <= len(days) <= 8


def test_a_start_is_not_to_come_and_not_ten_years_ago() -> None:
    today = date(2026, 11, 24)
    assert check_start(today, today) == today
    assert check_start(date(2016, 11, 24), today) == date(2016, 11, 24)
    with pytest.raises(StartInFutureError):
        check_start(today + timedelta(days=1), today)
    for day in (date(2016, 11, 23), date(2015, 12, 31), date(1, 1, 1)):
        with pytest.raises(StartTooLongAgoError):
            check_start(day, today)
