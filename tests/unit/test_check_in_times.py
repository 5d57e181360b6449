from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentoring.check_ins.times import Slot, first_from, first_slot, following, off_rest_days, slot_for, when_late
from mentoring.rest_days import is_rest_day
from storage.ids import MAX_ID
from storage.tables import Organisation

BRUSSELS = ZoneInfo("Europe/Brussels")
ZONES = st.sampled_from([BRUSSELS, ZoneInfo("Atlantic/Azores"), ZoneInfo("Europe/Helsinki")])
# 02:00 to 03:00 comes twice in one night and not at all in another: nobody asks then.
MINUTES = st.integers(7 * 60, 21 * 60 + 59)
SLOTS = st.builds(Slot, weekday=st.integers(0, 6), minute=MINUTES, zone=ZONES)
_SPRING, _AUTUMN = datetime(2026, 4, 1), datetime(2026, 10, 15)  # noqa: DTZ001 - hypothesis adds the zone
MOMENTS = st.datetimes(_SPRING, _AUTUMN, timezones=st.just(UTC))  # a year from there has both changes of the clocks
YEAR = timedelta(days=365)
WEDNESDAY = Slot(2, 17 * 60 + 12, BRUSSELS)
NIGHTS = [date(2026, 10, 25), date(2027, 3, 28)]  # the clocks change


def at(day: int, hour: int, minute: int = 0, *, month: int = 11, year: int = 2026) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=BRUSSELS).astimezone(UTC)


def wall(moment: datetime, slot: Slot) -> tuple[date, int]:
    local = moment.astimezone(slot.zone)
    return local.date(), local.hour * 60 + local.minute


def a_year(slot: Slot, began: datetime, weeks: int = 1) -> list[datetime]:
    """Every moment of a year at which that thread is asked by a clock that is never late."""
    moments = [first_slot(slot, began, began)]
    while moments[-1] < began + YEAR:
        moments.append(following(slot, moments[-1], moments[-1], weeks))
    return moments


@given(SLOTS, MOMENTS)
def test_over_a_year_one_question_a_week_at_the_right_hour_and_never_on_a_rest_day(slot: Slot, began: datetime) -> None:
    moments = a_year(slot, began)
    days = [wall(moment, slot)[0] for moment in moments]

    assert {wall(moment, slot)[1] for moment in moments} == {slot.minute}
    assert not any(is_rest_day(day) for day in days)
    assert moments[0] >= began + timedelta(days=2)
    assert all(days[0] < night < days[-1] for night in NIGHTS)
    regular = [day - timedelta(days=_moved(day, slot)) for day in days]
    assert {later - earlier for earlier, later in pairwise(regular)} == {timedelta(days=7)}


def _moved(day: date, slot: Slot) -> int:
    """How many days after its weekday the question comes: those in between are rest days."""
    return next(
        n
        for n in range(7)
        if (day - timedelta(days=n)).weekday() == slot.weekday
        and all(is_rest_day(day - timedelta(days=m)) for m in range(1, n + 1))
    )


@given(SLOTS, MOMENTS)
def test_every_two_weeks_is_every_other_week(slot: Slot, began: datetime) -> None:
    weekly, fortnightly = a_year(slot, began), a_year(slot, began, weeks=2)

    assert fortnightly[:26] == weekly[:52:2]


@given(st.integers(0, 6), st.integers(0, 24 * 60 - 1), st.integers(0, 24 * 60), st.integers(1, MAX_ID))
def test_every_thread_has_a_place_of_its_own_in_the_window(weekday: int, minute: int, spread: int, thread: int) -> None:
    organisation = Organisation(
        name="x", check_in_weekday=weekday, check_in_minute=minute, check_in_spread=spread, created_at=at(1, 1)
    )
    slot = slot_for(organisation, thread)

    begins = min(minute, 24 * 60 - max(spread, 1))
    assert begins <= slot.minute < begins + max(spread, 1)
    assert slot == slot_for(organisation, thread)


def test_a_thousand_threads_are_spread_over_the_hour() -> None:
    organisation = Organisation(name="x", created_at=at(1, 1))
    a_minute = Counter(slot_for(organisation, 2**61 + 7919 * n).minute for n in range(1000))

    assert set(a_minute) == set(range(17 * 60, 18 * 60))
    assert max(a_minute.values()) < 1000 / 60 * 2


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 11, 9), at(12, 17, 12)),  # Wednesday the 11th is a holiday: Thursday
        (date(2026, 10, 19), at(21, 17, 12, month=10)),  # summer time: 15:12 UTC
        (date(2026, 10, 26), at(28, 17, 12, month=10)),  # winter time: 16:12 UTC
    ],
)
def test_the_slot_of_a_week(day: date, expected: datetime) -> None:
    assert WEDNESDAY.in_week(day) == expected


def test_a_question_moved_into_the_next_week_is_found_there() -> None:
    sunday = Slot(6, 10 * 60, BRUSSELS)

    assert first_from(sunday, at(23, 9)) == at(23, 10)  # Monday, for Sunday the 22nd
    assert first_from(sunday, at(23, 11)) == at(30, 10)


def test_a_change_of_the_organisations_weekday_never_asks_twice_in_four_days() -> None:
    monday = at(23, 17, 12)

    assert following(WEDNESDAY, monday, monday) == at(2, 17, 12, month=12)


@given(SLOTS, MOMENTS, st.timedeltas(timedelta(0), timedelta(days=60)))
def test_after_an_outage_the_next_moment_lies_ahead_and_four_days_apart(
    slot: Slot, began: datetime, outage: timedelta
) -> None:
    due = first_slot(slot, began, began)
    now = due + outage
    asked = due
    if (later := when_late(slot, due, now)) is not None:
        assert now < later <= now + timedelta(days=12)
        assert wall(later, slot)[1] == slot.minute
        assert not is_rest_day(wall(later, slot)[0])
        asked = now = later
    after = following(slot, asked, now)

    assert after > now
    assert (wall(after, slot)[0] - wall(asked, slot)[0]).days >= 4
    assert after == slot.in_week(
        wall(after, slot)[0] - timedelta(days=_moved(wall(after, slot)[0], slot) + slot.weekday)
    )


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (at(18, 17, 12), None),
        (at(18, 19, 59), None),  # late, but still a good hour
        (at(18, 20), at(19, 17, 12)),  # too late in the evening: tomorrow
        (at(19, 3), at(19, 17, 12)),
        (at(19, 18), at(20, 17, 12)),
        (at(20, 18), at(21, 17, 12)),  # Saturday is no rest day
        (at(21, 18), at(25, 17, 12)),  # Sunday is; Monday would be two days before the next one
        (at(25, 17), at(25, 17, 12)),
        (at(10, 9, month=12), at(10, 17, 12, month=12)),  # three weeks later: one question, not three
    ],
)
def test_what_is_late_is_asked_once_at_a_good_hour(now: datetime, expected: datetime | None) -> None:
    assert when_late(WEDNESDAY, at(18, 17, 12), now) == expected


def test_an_organisation_that_asks_in_the_late_evening_is_not_late() -> None:
    late = Slot(2, 20 * 60 + 30, BRUSSELS)

    assert when_late(late, at(18, 20, 30), at(18, 20, 31)) is None
    assert when_late(late, at(18, 20, 30), at(18, 21, 31)) == at(19, 20, 30)


def test_what_falls_on_a_rest_day_comes_at_its_hour_on_the_next_other_day() -> None:
    holiday = at(11, 17, 30)

    assert off_rest_days(holiday, holiday, BRUSSELS) == at(12, 17, 30)
    assert off_rest_days(at(10, 17, 30), at(11, 6), BRUSSELS) == at(12, 17, 30)
    assert off_rest_days(at(10, 17, 30), at(12, 6), BRUSSELS) is None
