"""Quiet hours, over changes to summer time too."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import example, given
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


# 2026-03-28: the only minute that is not quiet is one that the clock jumps over on the day after
@example(now=datetime(2026, 3, 28, 1, 1, tzinfo=UTC), zone=BRUSSELS, quiet_from=121, quiet_to=120)
@example(now=datetime(2026, 3, 28, 22, tzinfo=UTC), zone=BRUSSELS, quiet_from=NIGHT[0], quiet_to=150)
@example(now=datetime(2026, 10, 25, 0, 50, tzinfo=UTC), zone=BRUSSELS, quiet_from=165, quiet_to=NIGHT[1])
@given(now=MOMENTS, zone=ZONES, quiet_from=MINUTES, quiet_to=MINUTES)
def test_whatever_the_hours_the_end_is_the_first_minute_that_is_not_quiet(
    now: datetime, zone: ZoneInfo, quiet_from: int, quiet_to: int
) -> None:
    end = quiet_until(now, zone, quiet_from, quiet_to)
    if end is None:
        return
    minute = now.replace(second=0, microsecond=0)
    while is_quiet(minute_of(minute, zone), quiet_from, quiet_to):
        minute += timedelta(minutes=1)
    assert end == minute
    assert now < end < now + timedelta(days=2)


def test_whose_only_free_time_is_jumped_over_is_left_alone_for_that_day() -> None:
    night = datetime(2026, 3, 28, 23, tzinfo=UTC)
    end = quiet_until(night, BRUSSELS, 2 * 60 + 50, 2 * 60 + 10)  # from ten past two to ten to three they may be told
    assert end == datetime(2026, 3, 30, 0, 10, tzinfo=UTC)


def test_equal_hours_are_no_quiet_hours() -> None:
    assert quiet_until(datetime(2026, 3, 3, 2, tzinfo=UTC), BRUSSELS, 60, 60) is None


def test_eight_in_the_morning_stays_eight_in_the_morning_when_summer_time_begins() -> None:
    evening = datetime(2026, 3, 28, 21, tzinfo=UTC)  # 22:00 in Brussels, the night of the change
    assert quiet_until(evening, BRUSSELS, *NIGHT) == datetime(2026, 3, 29, 6, tzinfo=UTC)


def test_an_end_that_the_clock_jumps_over_comes_after_the_jump() -> None:
    night = datetime(2026, 3, 28, 23, tzinfo=UTC)
    end = quiet_until(night, BRUSSELS, 21 * 60, 2 * 60 + 30)
    assert end == datetime(2026, 3, 29, 1, tzinfo=UTC)  # three o'clock in Brussels


def test_an_end_in_the_hour_that_comes_twice_lies_ahead_in_both() -> None:
    first, second = datetime(2026, 10, 25, 0, 10, tzinfo=UTC), datetime(2026, 10, 25, 1, 10, tzinfo=UTC)  # both 02:10
    assert quiet_until(first, BRUSSELS, 21 * 60, 150) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert quiet_until(second, BRUSSELS, 21 * 60, 150) == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
