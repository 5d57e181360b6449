"""When a digest is due, over every change of the clocks."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from mentoring.digest.days import begin_of, end_of, last_told, monday_of, morning_before, morning_of, next_morning
from mentoring.rest_days import is_working_day

BRUSSELS = ZoneInfo("Europe/Brussels")
zones = st.sampled_from([BRUSSELS, ZoneInfo("UTC"), ZoneInfo("America/Martinique"), ZoneInfo("Pacific/Auckland")])
minutes = st.integers(0, 4 * 365 * 24 * 60).map(lambda minute: timedelta(minutes=minute))
moments = minutes.map(lambda passed: datetime(2026, 1, 1, tzinfo=UTC) + passed)


@given(moments, zones)
def test_the_next_morning_is_half_past_eight_of_the_first_working_day_that_is_still_to_come(
    now: datetime, zone: ZoneInfo
) -> None:
    found = next_morning(now, zone)
    local = found.astimezone(zone)
    assert found > now
    assert (local.hour, local.minute) == (8, 30)
    assert is_working_day(local.date())
    day = now.astimezone(zone).date()
    while day < local.date():  # nothing that could have been is left out
        assert not is_working_day(day) or morning_of(day, zone) <= now
        day += timedelta(days=1)


@given(moments, zones)
def test_mornings_follow_each_other_without_a_gap(now: datetime, zone: ZoneInfo) -> None:
    coming = next_morning(now, zone)
    assert morning_before(coming, zone) <= now
    assert next_morning(morning_before(coming, zone), zone) == coming


@given(st.dates(date(2026, 1, 1), date(2030, 1, 1)), zones)
def test_what_a_digest_tells_begins_where_the_one_before_ended(day: date, zone: ZoneInfo) -> None:
    since = last_told(day, zone)
    assert since < begin_of(day, zone) < end_of(day, zone)
    assert next_morning(since, zone) >= begin_of(day, zone)


def test_a_week_begins_on_monday() -> None:
    assert monday_of(date(2026, 11, 29)) == monday_of(date(2026, 11, 23)) == date(2026, 11, 23)
