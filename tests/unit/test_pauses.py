from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentoring.pauses import Calendar, Pause, active_days_between, first_day_after, merged, paused_within
from mentoring.rest_days import is_rest_day
from mentoring.school_holidays import HOLIDAYS, Community, find_holiday, holidays_of

BRUSSELS = ZoneInfo("Europe/Brussels")
WINTER = Pause(date(2026, 12, 21), date(2027, 1, 3))
_days = st.dates(date(2026, 11, 1), date(2027, 3, 1))
_pauses = st.lists(st.builds(lambda day, length: Pause(day, day + timedelta(days=length)), _days, st.integers(0, 20)))


def test_the_days_of_a_pause_do_not_count() -> None:
    assert active_days_between([WINTER], date(2026, 12, 18), date(2027, 1, 8)) == 7
    assert active_days_between([], date(2026, 12, 18), date(2027, 1, 8)) == 21


def test_days_that_two_pauses_share_are_left_out_once() -> None:
    assert active_days_between([WINTER, WINTER], date(2026, 12, 20), date(2027, 1, 4)) == 1


@given(_pauses, _days, _days)
def test_active_days_are_those_on_which_no_pause_lies(pauses: list[Pause], start: date, end: date) -> None:
    days = [start + timedelta(days=n) for n in range(1, max(0, (end - start).days) + 1)]
    free = [day for day in days if not any(pause.covers(day) for pause in pauses)]
    assert active_days_between(pauses, start, end) == len(free)


@given(_pauses, _days, st.integers(0, 60))
def test_what_a_pause_takes_is_added(pauses: list[Pause], start: date, days: int) -> None:
    end = start + timedelta(days=days + paused_within(pauses, start, days))
    assert active_days_between(pauses, start, end) == days
    assert days == 0 or not any(pause.covers(end) for pause in pauses)


@given(_pauses)
def test_merged_pauses_cover_the_same_days_and_do_not_touch(pauses: list[Pause]) -> None:
    found = merged(pauses)
    for one, other in pairwise(found):
        assert one.last_day + timedelta(days=1) < other.first_day
    days = [date(2026, 10, 25) + timedelta(days=n) for n in range(180)]
    assert [any(p.covers(d) for p in found) for d in days] == [any(p.covers(d) for p in pauses) for d in days]


def test_pauses_in_a_row_are_over_after_the_last() -> None:
    row = [Pause(date(2026, 12, 1), date(2026, 12, 3)), Pause(date(2026, 12, 4), date(2026, 12, 5))]
    assert first_day_after(row, date(2026, 12, 2)) == date(2026, 12, 6)


@pytest.mark.parametrize(
    ("moment", "rests"),
    [
        (datetime(2026, 12, 20, 22, 59, tzinfo=UTC), False),
        (datetime(2026, 12, 20, 23, 0, tzinfo=UTC), True),  # midnight in Brussels
        (datetime(2027, 1, 3, 22, 59, tzinfo=UTC), True),
        (datetime(2027, 1, 3, 23, 0, tzinfo=UTC), False),
    ],
)
def test_a_pause_goes_by_the_organisations_clock(moment: datetime, rests: bool) -> None:
    assert Calendar((WINTER,), BRUSSELS).rests(moment) is rests


def test_what_is_put_off_comes_on_the_first_day_after_the_pause() -> None:
    calendar = Calendar((WINTER,), BRUSSELS)
    in_it = datetime(2026, 12, 28, 12, tzinfo=UTC)

    assert calendar.after(in_it, 9 * 60) == datetime(2027, 1, 4, 8, tzinfo=UTC)
    assert calendar.after(datetime(2026, 12, 1, tzinfo=UTC)) == datetime(2026, 12, 1, tzinfo=UTC)
    assert calendar.counted(datetime(2026, 12, 18, 12, tzinfo=UTC), timedelta(days=10)) == datetime(
        2027, 1, 11, 12, tzinfo=UTC
    )


def test_each_school_holiday_has_one_code_and_can_be_found() -> None:
    assert len({holiday.code for holiday in HOLIDAYS}) == len(HOLIDAYS)
    assert all(find_holiday(holiday.code) == holiday for holiday in HOLIDAYS)
    assert find_holiday("fr-1999-spring") is None


def test_school_holidays_are_in_order_apart_and_of_a_plausible_length() -> None:
    for community in Community:
        pauses = [holiday.pause for holiday in holidays_of(community)]
        assert pauses == merged(pauses)
        assert all(7 <= pause.days <= 62 for pause in pauses)


def test_school_holidays_begin_on_a_monday_unless_it_is_summer() -> None:
    begin = [holiday.pause.first_day for holiday in HOLIDAYS if holiday.season != "summer"]
    assert all(day.weekday() == 0 for day in begin)
    last = [holiday.pause.last_day for holiday in HOLIDAYS if holiday.season != "summer"]
    assert all(is_rest_day(day) for day in last)
