"""Quiet hours: when a person is left alone, and until when."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

_DAY_MINUTES = 24 * 60
_MINUTE = timedelta(minutes=1)


def quiet_until(now: datetime, zone: ZoneInfo, quiet_from: int, quiet_to: int) -> datetime | None:
    """The first moment after `now` that is not quiet, in UTC; None where `now` is not quiet itself.

    The hours are local wall-clock minutes after midnight, `quiet_from` included, `quiet_to` not; they may go over
    midnight. Equal ones mean that there are no quiet hours. The wall clock counts: in the night of a change to summer
    time the quiet hours are an hour shorter, and an end that the clock jumps over comes right after the jump. Whoever
    may be spoken to only at times that it jumps over is left alone until the day after.
    """
    if not _is_quiet_at(now, zone, quiet_from, quiet_to):
        return None
    moment = now.astimezone(UTC)
    while _is_quiet_at(moment, zone, quiet_from, quiet_to):
        moment = _end_or_change(moment, zone, quiet_to)
    return moment


def _is_quiet_at(moment: datetime, zone: ZoneInfo, quiet_from: int, quiet_to: int) -> bool:
    local = moment.astimezone(zone)
    return is_quiet(local.hour * 60 + local.minute, quiet_from, quiet_to)


def _end_or_change(moment: datetime, zone: ZoneInfo, quiet_to: int) -> datetime:
    """When the wall clock next shows the end of the quiet hours; the change of the clock where that comes before."""
    local = moment.astimezone(zone)
    begun = moment.replace(second=0, microsecond=0)
    before, end = begun, begun + timedelta(minutes=(quiet_to - local.hour * 60 - local.minute) % _DAY_MINUTES)
    if end.astimezone(zone).utcoffset() == local.utcoffset():
        return end
    while end - before > _MINUTE:
        middle = before + (end - before) // _MINUTE // 2 * _MINUTE
        if middle.astimezone(zone).utcoffset() == local.utcoffset():
            before = middle
        else:
            end = middle
    return end


def is_quiet(minute: int, quiet_from: int, quiet_to: int) -> bool:
    """Whether a local minute after midnight lies in the quiet hours."""
    since = (minute - quiet_from) % _DAY_MINUTES
    return since < (quiet_to - quiet_from) % _DAY_MINUTES


def moment_of(day: date, minute: int, zone: ZoneInfo, fold: int = 0) -> datetime:
    """That local minute after midnight, in UTC. One that the clock jumps over comes as long after the jump."""
    wall = time(minute // 60 % 24, minute % 60, fold=fold)
    return datetime.combine(day, wall, tzinfo=zone).astimezone(UTC)
