"""On which days and at which instants a weekly meeting falls, over a year in three zones."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentoring.errors import SkippedHourError
from mentoring.sessions.local_time import comes_twice, instant_of, read, written
from mentoring.sessions.weekly import next_day, occurrence

ZONES = [ZoneInfo(name) for name in ("Europe/Brussels", "America/New_York", "Australia/Lord_Howe")]
BRUSSELS = ZONES[0]
zones = st.sampled_from(ZONES)
days = st.dates(date(2026, 9, 1), date(2027, 9, 1))
minutes = st.integers(0, 24 * 60 - 1)


@given(zones, days, minutes)
def test_over_a_year_the_local_hour_stays_each_week(zone: ZoneInfo, first: date, minute: int) -> None:
    now = occurrence(first, minute, zone)[1]
    seen, day = [now], first
    for _ in range(52):
        day = next_day(day, minute, zone, now)
        local, now = occurrence(day, minute, zone)
        seen.append(now)
        shown = now.astimezone(zone)
        assert shown.weekday() == first.weekday()
        assert read(local) == shown.replace(tzinfo=None)
        wanted = datetime.combine(day, datetime.min.time()) + timedelta(minutes=minute)
        # only where the clocks jump over it, it is the hour after
        assert shown.replace(tzinfo=None) in {wanted, wanted + timedelta(hours=1)}
        if shown.replace(tzinfo=None) != wanted:
            with pytest.raises(SkippedHourError):
                instant_of(day, minute, zone)
    assert seen == sorted(set(seen)), "each once, one after the other"
    assert len(seen) == 53
    assert all(
        timedelta(days=6, hours=23) <= after - before <= timedelta(days=7, hours=1) for before, after in pairwise(seen)
    )


@given(zones, days, minutes, st.timedeltas(timedelta(0), timedelta(days=200)))
def test_after_an_outage_only_a_day_to_come_is_made_and_none_to_come_is_left_out(
    zone: ZoneInfo, last: date, minute: int, outage: timedelta
) -> None:
    now = occurrence(last, minute, zone)[1] + outage
    day = next_day(last, minute, zone, now)

    assert occurrence(day, minute, zone)[1] > now
    assert day > last
    assert (day - last).days % 7 == 0
    week_before = day - timedelta(days=7)
    assert week_before == last or occurrence(week_before, minute, zone)[1] <= now


def test_in_the_night_that_skips_an_hour_it_is_the_hour_after_and_the_next_week_the_hour_again() -> None:
    minute = 2 * 60 + 30
    night = date(2027, 3, 28)

    assert occurrence(night, minute, BRUSSELS) == ("2027-03-28T03:30", datetime(2027, 3, 28, 1, 30, tzinfo=UTC))
    after = next_day(night, minute, BRUSSELS, datetime(2027, 3, 28, 1, 30, tzinfo=UTC))
    assert occurrence(after, minute, BRUSSELS)[0] == "2027-04-04T02:30"


def test_in_the_night_that_repeats_an_hour_it_is_the_first() -> None:
    minute = 2 * 60 + 30

    assert occurrence(date(2026, 10, 25), minute, BRUSSELS)[1] == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert comes_twice(date(2026, 10, 25), minute, BRUSSELS)


def test_on_lord_howe_half_an_hour_is_skipped() -> None:
    lord_howe = ZONES[2]
    with pytest.raises(SkippedHourError):
        instant_of(date(2026, 10, 4), 2 * 60 + 15, lord_howe)

    assert occurrence(date(2026, 10, 4), 2 * 60 + 15, lord_howe)[0] == "2026-10-04T03:15"


@given(zones, days, minutes)
def test_a_wall_clock_is_that_wall_clock_or_skipped(zone: ZoneInfo, day: date, minute: int) -> None:
    try:
        instant = instant_of(day, minute, zone)
    except SkippedHourError:
        return
    local = instant.astimezone(zone)
    assert local.replace(tzinfo=None) == read(written(day, minute))
    assert local.fold == 0, "of two equal hours, the first"
    assert comes_twice(day, minute, zone) == (local.utcoffset() != local.replace(fold=1).utcoffset())
