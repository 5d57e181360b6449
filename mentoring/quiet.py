"""Quiet hours: when a person is left alone, and until when."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

_DAY_MINUTES = 24 * 60


def quiet_until(now: datetime, zone: ZoneInfo, quiet_from: int, quiet_to: int) -> datetime | None:
    """The end of the quiet hours that `now` falls in, in UTC; None where it falls in none.

    The hours are local wall-clock minutes after midnight, `quiet_from` included, `quiet_to` not; they may go over
    midnight. Equal ones mean that there are no quiet hours. The wall clock counts: in the night of a change to summer
    time the quiet hours are an hour shorter, and an end that the clock jumps over comes right after the jump.
    """
    local = now.astimezone(zone)
    if not is_quiet(local.hour * 60 + local.minute, quiet_from, quiet_to):
        return None
    ends = (moment_of(local.date() + timedelta(days=days), quiet_to, zone, fold) for days in (0, 1) for fold in (0, 1))
    return next(end for end in ends if end > now)


def is_quiet(minute: int, quiet_from: int, quiet_to: int) -> bool:
    """Whether a local minute after midnight lies in the quiet hours."""
    since = (minute - quiet_from) % _DAY_MINUTES
    return since < (quiet_to - quiet_from) % _DAY_MINUTES


def moment_of(day: date, minute: int, zone: ZoneInfo, fold: int = 0) -> datetime:
    """That local minute after midnight, in UTC. One that the clock jumps over comes as long after the jump."""
    wall = time(minute // 60 % 24, minute % 60, fold=fold)
    return datetime.combine(day, wall, tzinfo=zone).astimezone(UTC)
