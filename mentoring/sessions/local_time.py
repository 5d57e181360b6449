"""What people mean by "Tuesday 18:00": a wall clock in a zone, kept as such, so that a change of the clocks keeps the
hour.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from mentoring.errors import SkippedHourError

WRITTEN = "%Y-%m-%dT%H:%M"  # how a wall clock stands in a row


def instant_of(day: date, minute: int, zone: ZoneInfo) -> datetime:
    """That wall clock (minutes after midnight) in UTC; of an hour that comes twice, the first.

    Raises SkippedHourError where the clocks jump over it (in Belgium 02:00 to 03:00 on the last Sunday of March).
    """
    wall = datetime.combine(day, time(minute // 60, minute % 60))
    instant = wall.replace(tzinfo=zone).astimezone(UTC)
    if instant.astimezone(zone).replace(tzinfo=None) != wall:
        raise SkippedHourError
    return instant


def comes_twice(day: date, minute: int, zone: ZoneInfo) -> bool:
    """Whether the clocks are put back over that wall clock, so that it comes twice."""
    wall = datetime.combine(day, time(minute // 60, minute % 60), tzinfo=zone)
    return wall.utcoffset() != wall.replace(fold=1).utcoffset() and wall.astimezone(UTC).astimezone(zone) == wall


def written(day: date, minute: int) -> str:
    """The wall clock as it stands in a row: `2026-11-24T18:00`."""
    return datetime.combine(day, time(minute // 60, minute % 60)).strftime(WRITTEN)


def read(text: str) -> datetime:
    """A row's wall clock again, without a zone."""
    return datetime.strptime(text, WRITTEN)  # noqa: DTZ007 - a wall clock has no zone
