"""When somebody may be spoken to: over a year, in three zones, in both nights in which the clocks change."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentoring.quiet import is_quiet
from mentoring.rest_days import is_rest_day, is_working_day, next_allowed

BRUSSELS = ZoneInfo("Europe/Brussels")
ZONES = st.sampled_from([ZoneInfo(name) for name in ("Europe/Brussels", "America/New_York", "Africa/Casablanca")])
AUGUST = datetime(2026, 8, 1, tzinfo=UTC)
YEAR = 366 * 86_400  # seconds: both changes of the clocks, all public holidays


def from_august(first: int, last: int) -> st.SearchStrategy[datetime]:
    """Moments between two days, counted from the first of August."""
    return st.integers(first * 86_400, last * 86_400).map(lambda seconds: AUGUST + timedelta(seconds=seconds))


# any time; around 25 October and 1 November; around Christmas and New Year; around 28 and 29 March (also Easter)
MOMENTS = st.one_of(from_august(0, 366), from_august(84, 94), from_august(144, 155), from_august(237, 242))
HOURS = st.one_of(
    st.just((21 * 60, 8 * 60)),  # to start with
    st.just((8 * 60, 16 * 60)),  # who works at night
    st.just((0, 0)),  # none
    st.just((60, 150)),  # begins or ends in an hour that the clocks skip or repeat
    st.tuples(st.integers(0, 1439), st.integers(0, 1439)),
)


def minute_of(moment: datetime, zone: ZoneInfo) -> int:
    local = moment.astimezone(zone)
    return local.hour * 60 + local.minute


@given(now=MOMENTS, zone=ZONES, hours=HOURS, rests=st.booleans())
def test_nobody_is_spoken_to_in_quiet_hours_or_on_a_rest_day_and_never_earlier_than_asked(
    now: datetime, zone: ZoneInfo, hours: tuple[int, int], rests: bool
) -> None:
    moment = next_allowed(now, zone, *hours, rests=rests)

    assert moment >= now
    assert not is_quiet(minute_of(moment, zone), *hours)
    assert not (rests and is_rest_day(moment.astimezone(zone).date()))
    assert next_allowed(moment, zone, *hours, rests=rests) == moment


@given(now=MOMENTS, zone=ZONES, hours=HOURS, rests=st.booleans(), earlier=st.integers(0, 100))
def test_no_moment_before_would_have_been_allowed(
    now: datetime, zone: ZoneInfo, hours: tuple[int, int], rests: bool, earlier: int
) -> None:
    moment = next_allowed(now, zone, *hours, rests=rests)
    before = now + (moment - now) * earlier / 100
    if before < moment:
        quiet = is_quiet(minute_of(before, zone), *hours)
        assert quiet or (rests and is_rest_day(before.astimezone(zone).date()))


@given(now=MOMENTS, later=st.integers(0, 7 * 86_400), zone=ZONES, hours=HOURS)
def test_who_asks_later_is_not_allowed_earlier(
    now: datetime, later: int, zone: ZoneInfo, hours: tuple[int, int]
) -> None:
    first = next_allowed(now, zone, *hours, rests=True)
    assert next_allowed(now + timedelta(seconds=later), zone, *hours, rests=True) >= first


@given(now=MOMENTS, zone=ZONES, hours=HOURS)
def test_nobody_waits_for_longer_than_the_longest_row_of_rest_days(
    now: datetime, zone: ZoneInfo, hours: tuple[int, int]
) -> None:
    # Easter Sunday and Monday, or Christmas on a Saturday: two days; and the quiet hours on both ends, nearly two more
    assert next_allowed(now, zone, *hours, rests=True) <= now + timedelta(days=4, hours=1)


@pytest.mark.parametrize(
    ("asked", "allowed"),
    [
        # 24 and 25 October 2026: the clocks go back in that night, and it is a Sunday
        (datetime(2026, 10, 24, 20, tzinfo=UTC), datetime(2026, 10, 25, 7, tzinfo=UTC)),
        # 27 and 28 March 2027: the clocks go forward; Easter
        (datetime(2027, 3, 27, 21, tzinfo=UTC), datetime(2027, 3, 28, 6, tzinfo=UTC)),
        # in the middle of both nights
        (datetime(2026, 10, 25, 1, 30, tzinfo=UTC), datetime(2026, 10, 25, 7, tzinfo=UTC)),
        (datetime(2027, 3, 28, 1, tzinfo=UTC), datetime(2027, 3, 28, 6, tzinfo=UTC)),
    ],
)
def test_eight_in_the_morning_is_eight_in_the_morning_in_the_nights_in_which_the_clocks_change(
    asked: datetime, allowed: datetime
) -> None:
    moment = next_allowed(asked, BRUSSELS, 21 * 60, 8 * 60, rests=False)
    assert moment == allowed
    assert moment.astimezone(BRUSSELS).hour == 8


def test_what_rests_waits_over_these_sundays_and_the_holiday_that_follows() -> None:
    october = next_allowed(datetime(2026, 10, 24, 20, tzinfo=UTC), BRUSSELS, 21 * 60, 8 * 60, rests=True)
    assert october == datetime(2026, 10, 26, 7, tzinfo=UTC)  # Monday, 08:00
    easter = next_allowed(datetime(2027, 3, 27, 21, tzinfo=UTC), BRUSSELS, 21 * 60, 8 * 60, rests=True)
    assert easter == datetime(2027, 3, 30, 6, tzinfo=UTC)  # Tuesday, 08:00: Monday is Easter Monday


def test_who_works_at_night_is_spoken_to_in_the_evening() -> None:
    morning = datetime(2026, 11, 24, 8, tzinfo=UTC)  # 09:00
    assert next_allowed(morning, BRUSSELS, 8 * 60, 16 * 60, rests=True) == datetime(2026, 11, 24, 15, tzinfo=UTC)


@pytest.mark.parametrize(
    ("day", "rests", "works"),
    [
        (date(2026, 11, 24), False, True),  # Tuesday
        (date(2026, 11, 21), False, False),  # Saturday: people may be spoken to, the team is not at its desk
        (date(2026, 11, 22), True, False),
        (date(2026, 7, 21), True, False),  # the national holiday
        (date(2026, 11, 11), True, False),
        (date(2027, 3, 29), True, False),  # Easter Monday
        (date(2026, 7, 11), False, False),  # of the Flemish Community alone, a Saturday
        (date(2028, 7, 11), False, True),  # the same on a Tuesday: not of the federal state
    ],
)
def test_rest_days_are_sundays_and_the_holidays_of_the_whole_country(day: date, rests: bool, works: bool) -> None:
    assert (is_rest_day(day), is_working_day(day)) == (rests, works)
