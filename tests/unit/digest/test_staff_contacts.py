"""When the team is to be in touch with a duo, and what counts as being in touch."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentoring.digest.contacts import LAPSES, Due, Touch, point_today, points_of, still_due
from mentoring.digest.running import RunningDuo
from mentoring.messages.morning import ContactPoint
from storage.words import Level

START = date(2026, 3, 2)
BRUSSELS = ZoneInfo("Europe/Brussels")
DUO, SEEKER, MENTOR = 1, 2, 3


def points(rested: int = 0, under_way: date | None = START) -> Iterator[tuple[ContactPoint, date]]:
    return points_of(START, under_way, 12, 26, rested)


def noon(day: date) -> datetime:
    return datetime.combine(day, time(12), UTC)


def duo(level: Level = Level.WELL) -> RunningDuo:
    return RunningDuo(DUO, SEEKER, MENTOR, None, False, level, noon(START), None, None, None)


def due(point: ContactPoint = ContactPoint.DAY_30) -> Due:
    return Due(DUO, None, point, dict(points())[point])


def test_the_points_are_those_of_the_programme() -> None:
    assert {point: (day - START).days for point, day in points()} == {
        ContactPoint.WEEK_2: 14,
        ContactPoint.DAY_30: 30,
        ContactPoint.MIDTERM: 84,
        ContactPoint.CLOSING: 182,
    }


def test_days_of_pauses_move_every_point() -> None:
    assert [day - START for _, day in points(9)] == [timedelta(days=n + 9) for n in (14, 30, 84, 182)]


def test_who_is_not_under_way_has_no_mid_term() -> None:
    assert [point for point, _ in points(under_way=None)] == [ContactPoint.WEEK_2, ContactPoint.DAY_30]


@given(st.integers(0, 400))
def test_a_point_is_asked_about_for_three_weeks_at_most(days: int) -> None:
    found = point_today(points(), START + timedelta(days=days))
    if found is not None:
        assert 0 <= (START + timedelta(days=days) - found[1]).days < LAPSES
    assert (found is None) == (not any(0 <= days - n < LAPSES for n in (14, 30, 84, 182)))


def test_the_newer_point_takes_the_place_of_the_older() -> None:
    found = point_today(points(), START + timedelta(days=31))
    assert found is not None
    assert found[0] is ContactPoint.DAY_30


@pytest.mark.parametrize(("days", "is_due"), [(14, True), (19, True), (20, False), (30, False), (35, False)])
def test_a_call_counts_from_ten_days_before_the_point_on(days: int, is_due: bool) -> None:
    touch = Touch(spoken={DUO: noon(START + timedelta(days=days))})
    assert still_due(duo(), due(), touch, BRUSSELS) is is_due


def test_in_the_first_two_weeks_every_call_counts() -> None:
    touch = Touch(spoken={DUO: noon(START)})
    assert not still_due(duo(), due(ContactPoint.WEEK_2), touch, BRUSSELS)


@pytest.mark.parametrize("who", [SEEKER, MENTOR])
def test_a_written_exchange_counts_where_nothing_is_wrong_and_only_there(who: int) -> None:
    touch = Touch(written={who: noon(START + timedelta(days=29))})
    assert not still_due(duo(), due(), touch, BRUSSELS)
    assert still_due(duo(Level.WATCH), due(), touch, BRUSSELS)


def test_a_point_from_before_tandem_is_nobodys_any_more() -> None:
    joined = due().on_day
    assert not still_due(duo(), due(), Touch(here_since={DUO: noon(joined)}), BRUSSELS)
    assert still_due(duo(), due(), Touch(here_since={DUO: noon(joined - timedelta(days=1))}), BRUSSELS)
