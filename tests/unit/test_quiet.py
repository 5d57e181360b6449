"""Quiet hours, over changes to summer time too."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from mentoring.quiet import is_quiet, quiet_until

BRUSSELS = ZoneInfo("Europe/Brussels")
ZONES = st.sampled_from(
    [ZoneInfo(name) for name in ("Europe/Brussels", "Africa/Casablanca", "Australia/Lord_Howe", "UTC")]
)
JANUARY = datetime(2026, 1, 1, tzinfo=UTC)


def days_of_2026(first: int, last: int) -> st.SearchStrategy[datetime]:
    """Moments between two days of the year, counted from its first."""
    seconds = st.integers(first * 86_400, last * 86_400)
    return seconds.map(lambda count: JANUARY + timedelta(seconds=count))


# around both changes of the year (29 March, 25 October), and any other time
MOMENTS = st.one_of(days_of_2026(86, 88), days_of_2026(296, 298), days_of_2026(0, 365))
MINUTES = st.integers(0, 24 * 60 - 1)
NIGHT = (21 * 60, 8 * 60)


def minute_of(moment: datetime, zone: ZoneInfo) -> int:
    local = moment.astimezone(zone)
    return local.hour * 60 + local.minute


@given(now=MOMENTS, zone=ZONES, quiet_from=MINUTES, quiet_to=MINUTES)
def test_outside_the_quiet_hours_nothing_waits_and_inside_always(
    now: datetime, zone: ZoneInfo, quiet_from: int, quiet_to: int
) -> None:
    end = quiet_until(now, zone, quiet_from, quiet_to)
    assert (end is not None) == is_quiet(minute_of(now, zone), quiet_from, quiet_to)


@given(now=MOMENTS, zone=ZONES)
def test_the_wait_ends_soon_at_a_moment_that_is_not_quiet_and_no_minute_before_was_free(
    now: datetime, zone: ZoneInfo
) -> None:
    end = quiet_until(now, zone, *NIGHT)
    if end is None:
        return
    assert now < end <= now + timedelta(hours=12)
    assert not is_quiet(minute_of(end, zone), *NIGHT)
    minute = now
    while minute < end:
        assert is_quiet(minute_of(minute, zone), *NIGHT)
        minute += timedelta(minutes=17)


@given(now=MOMENTS, zone=ZONES, quiet_from=MINUTES, quiet_to=MINUTES)
def test_whatever_the_hours_the_end_lies_ahead_and_within_a_day_and_an_hour(
    now: datetime, zone: ZoneInfo, quiet_from: int, quiet_to: int
) -> None:
    end = quiet_until(now, zone, quiet_from, quiet_to)
    assert end is None or now < end <= now + timedelta(hours=25)


def test_equal_hours_are_no_quiet_hours() -> None:
    assert quiet_until(datetime(2026, 3, 3, 2, tzinfo=UTC), BRUSSELS, 60, 60) is None


def test_eight_in_the_morning_stays_eight_in_the_morning_when_summer_time_begins() -> None:
    evening = datetime(2026, 3, 28, 21, tzinfo=UTC)  # 22:00 in Brussels, the night of the change
    assert quiet_until(evening, BRUSSELS, *NIGHT) == datetime(2026, 3, 29, 6, tzinfo=UTC)


def test_an_end_that_the_clock_jumps_over_comes_after_the_jump() -> None:
    night = datetime(2026, 3, 28, 23, tzinfo=UTC)
    end = quiet_until(night, BRUSSELS, 21 * 60, 2 * 60 + 30)
    assert end is not None
    assert end.astimezone(BRUSSELS).hour == 3


def test_an_end_in_the_hour_that_comes_twice_lies_ahead_in_both() -> None:
    first, second = datetime(2026, 10, 25, 0, 10, tzinfo=UTC), datetime(2026, 10, 25, 1, 10, tzinfo=UTC)  # both 02:10
    assert quiet_until(first, BRUSSELS, 21 * 60, 150) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert quiet_until(second, BRUSSELS, 21 * 60, 150) == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
