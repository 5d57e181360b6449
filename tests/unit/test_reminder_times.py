"""Over a year in several zones: when somebody is reminded of a session."""

from __future__ import annotations

import itertools
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as some

from mentoring.quiet import is_quiet
from mentoring.sessions.reminder_times import Hours, first_reminder, last_reminder, reminder_times
from storage.words import Reminder

BRUSSELS = ZoneInfo("Europe/Brussels")
ZONES = [BRUSSELS, ZoneInfo("America/New_York"), ZoneInfo("Australia/Lord_Howe"), ZoneInfo("Pacific/Apia")]
LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)
NIGHT = (21 * 60, 8 * 60)
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)

zones = some.sampled_from(ZONES)
# the whole year minute by minute, and the days around each change of the clocks more often than others
starts = some.one_of(
    some.datetimes(datetime(2026, 9, 1), datetime(2027, 9, 30)),  # noqa: DTZ001 - made aware below
    *(
        some.datetimes(night - timedelta(days=1), night + timedelta(days=3))
        for night in (
            datetime(2026, 10, 4),  # noqa: DTZ001
            datetime(2026, 10, 25),  # noqa: DTZ001
            datetime(2026, 11, 1),  # noqa: DTZ001
            datetime(2027, 3, 14),  # noqa: DTZ001
            datetime(2027, 3, 28),  # noqa: DTZ001
            datetime(2027, 4, 4),  # noqa: DTZ001
        )
    ),
).map(lambda moment: moment.replace(second=0, microsecond=0, tzinfo=UTC))
minutes_of_a_day = some.integers(0, 24 * 60 - 1)
quiets = some.one_of(some.just(NIGHT), some.just((0, 0)), some.tuples(minutes_of_a_day, minutes_of_a_day))


def quiet_at(moment: datetime, hours: Hours) -> bool:
    local = moment.astimezone(hours.zone)
    return is_quiet(local.hour * 60 + local.minute, hours.quiet_from, hours.quiet_to)


def at(text: str, zone: ZoneInfo = BRUSSELS) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone).astimezone(UTC)


def local(moment: datetime | None, zone: ZoneInfo = BRUSSELS) -> str | None:
    return moment.astimezone(zone).strftime("%Y-%m-%d %H:%M") if moment else None


# the only minute that is not quiet is one that the clock jumps over that night
@example(start=datetime(2027, 3, 28, 2, tzinfo=UTC), zone=BRUSSELS, quiet=(121, 120))
@given(start=starts, zone=zones, quiet=quiets)
@settings(max_examples=400)
def test_no_reminder_is_in_quiet_hours_or_too_late_to_help(
    start: datetime, zone: ZoneInfo, quiet: tuple[int, int]
) -> None:
    hours = Hours(zone, *quiet)
    first, last = first_reminder(start, hours, LONG_AGO), last_reminder(start, hours, LONG_AGO)
    for moment, distance in ((first, HOUR), (last, 30 * MINUTE)):
        if moment is not None:
            assert not quiet_at(moment, hours)
            assert moment <= start - distance
            assert start - moment <= timedelta(days=2, hours=2)


@given(start=starts, zone=zones, quiet=quiets)
@settings(max_examples=400)
def test_outside_quiet_hours_the_day_before_keeps_the_wall_clock(
    start: datetime, zone: ZoneInfo, quiet: tuple[int, int]
) -> None:
    hours = Hours(zone, *quiet)
    first = first_reminder(start, hours, LONG_AGO)
    there = start.astimezone(zone)
    wish = (there - timedelta(days=1)).replace(fold=0)  # the same wall clock: Python adds days to that
    is_skipped = wish.astimezone(UTC).astimezone(zone).replace(tzinfo=None) != wish.replace(tzinfo=None)
    if not is_skipped and not quiet_at(wish.astimezone(UTC), hours):
        assert first is not None
        assert first.astimezone(zone).replace(tzinfo=None) == wish.replace(tzinfo=None)


@given(start=starts, zone=zones, quiet=quiets)
@settings(max_examples=200)
def test_none_is_missing_where_there_is_a_moment_that_is_allowed(
    start: datetime, zone: ZoneInfo, quiet: tuple[int, int]
) -> None:
    hours = Hours(zone, *quiet)
    for reminded, latest in (
        (first_reminder(start, hours, LONG_AGO), start - HOUR),
        (last_reminder(start, hours, LONG_AGO), start - 30 * MINUTE),
    ):
        if reminded is None:
            assert all(quiet_at(latest - n * MINUTE, hours) for n in range(24 * 60 - 240))


@given(start=starts, zone=zones, quiet=quiets)
@settings(max_examples=200)
def test_a_reminder_in_quiet_hours_comes_right_after_them_or_right_before(
    start: datetime, zone: ZoneInfo, quiet: tuple[int, int]
) -> None:
    hours = Hours(zone, *quiet)
    wish = start - 2 * HOUR
    last = last_reminder(start, hours, LONG_AGO)
    if last is None or not quiet_at(wish, hours):
        assert last in {None, wish}
    elif last > wish:
        assert all(quiet_at(wish + n * MINUTE, hours) for n in range(int((last - wish) / MINUTE)))
    else:
        allowed = [n for n in range(1, int((wish - last) / MINUTE) + 1) if not quiet_at(wish - n * MINUTE, hours)]
        assert 1 <= len(allowed) <= 11
        # what follows would not have helped any more
        assert all(quiet_at(wish + n * MINUTE, hours) for n in range(91))


@given(start=starts, zone=zones, quiet=quiets, before=some.integers(0, 60 * 60))
@settings(max_examples=300)
def test_nobody_is_reminded_of_what_was_just_planned(
    start: datetime, zone: ZoneInfo, quiet: tuple[int, int], before: int
) -> None:
    planned_at = start - before * MINUTE
    times = reminder_times(start, Hours(zone, *quiet), planned_at)
    if before < 18 * 60:
        assert Reminder.DAY_BEFORE not in times
    for moment in times.values():
        assert moment >= planned_at + 30 * MINUTE


@given(start=starts, zone=zones, quiet=quiets)
@settings(max_examples=300)
def test_two_reminders_come_in_order_and_not_one_upon_the_other(
    start: datetime, zone: ZoneInfo, quiet: tuple[int, int]
) -> None:
    moments = list(reminder_times(start, Hours(zone, *quiet), LONG_AGO).values())
    assert all(later - sooner >= 3 * HOUR for sooner, later in itertools.pairwise(moments))


def a_year_of_tuesdays(zone: ZoneInfo) -> list[datetime]:
    first = date(2026, 9, 1)
    return [at(f"{first + timedelta(weeks=week)}T18:00", zone) for week in range(56)]


@pytest.mark.parametrize("zone", ZONES, ids=str)
def test_a_year_of_weekly_meetings_is_reminded_of_each_monday_at_six(zone: ZoneInfo) -> None:
    hours = Hours(zone, *NIGHT)
    reminded = [first_reminder(start, hours, LONG_AGO) for start in a_year_of_tuesdays(zone)]
    assert len(set(reminded)) == 56
    assert {moment.astimezone(zone).strftime("%a %H:%M") for moment in reminded if moment} == {"Mon 18:00"}
    lasts = [last_reminder(start, hours, LONG_AGO) for start in a_year_of_tuesdays(zone)]
    assert {moment.astimezone(zone).strftime("%a %H:%M") for moment in lasts if moment} == {"Tue 16:00"}


@pytest.mark.parametrize(
    ("start", "first", "last"),
    [
        # the night of 25 October: from 03:00 back to 02:00
        ("2026-10-25T18:00", "2026-10-24 18:00", "2026-10-25 16:00"),
        ("2026-10-26T02:30", "2026-10-25 08:00", "2026-10-25 20:49"),
        ("2026-10-25T09:00", "2026-10-24 09:00", "2026-10-25 08:00"),
        ("2026-10-25T03:30", "2026-10-24 08:00", "2026-10-24 20:49"),
        # the night of 28 March: from 02:00 on to 03:00
        ("2027-03-28T18:00", "2027-03-27 18:00", "2027-03-28 16:00"),
        ("2027-03-29T02:30", "2027-03-28 08:00", "2027-03-28 20:49"),
        ("2027-03-28T08:20", "2027-03-27 08:20", "2027-03-27 20:49"),
        ("2027-03-28T22:30", "2027-03-28 08:00", "2027-03-28 20:30"),
    ],
)
def test_in_the_nights_of_the_change(start: str, first: str, last: str) -> None:
    hours = Hours(BRUSSELS, *NIGHT)
    assert local(first_reminder(at(start), hours, LONG_AGO)) == first
    assert local(last_reminder(at(start), hours, LONG_AGO)) == last


def test_without_quiet_hours_a_wall_clock_that_the_clocks_jump_over_comes_right_after() -> None:
    hours = Hours(BRUSSELS, 0, 0)
    assert local(first_reminder(at("2027-03-29T02:30"), hours, LONG_AGO)) == "2027-03-28 03:30"
    # the hour that comes twice: the day before its first time
    assert first_reminder(at("2026-10-26T02:30"), hours, LONG_AGO) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_each_is_reminded_by_their_own_clock() -> None:
    start = at("2026-11-24T18:00")  # noon in New York
    new_york = ZoneInfo("America/New_York")
    assert local(first_reminder(start, Hours(BRUSSELS, *NIGHT), LONG_AGO)) == "2026-11-23 18:00"
    assert local(first_reminder(start, Hours(new_york, *NIGHT), LONG_AGO), new_york) == "2026-11-23 12:00"


def test_in_the_week_between_two_changes_the_wall_clock_of_each_person_counts() -> None:
    # on 2026-11-01 New York leaves summer time, a week after Brussels
    start = at("2026-11-01T18:00")
    new_york = ZoneInfo("America/New_York")
    assert local(first_reminder(start, Hours(new_york, *NIGHT), LONG_AGO), new_york) == "2026-10-31 12:00"
    assert first_reminder(start, Hours(new_york, *NIGHT), LONG_AGO) == start - timedelta(hours=25)


def test_who_is_never_to_be_spoken_to_but_for_a_minute_hears_of_it_in_that_minute() -> None:
    hours = Hours(BRUSSELS, 12 * 60 + 1, 12 * 60)
    assert local(first_reminder(at("2026-11-24T18:00"), hours, LONG_AGO)) == "2026-11-24 12:00"
