"""The pattern of a weekly meeting: which one a duo has, and on which days it falls."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlmodel import col, select

from mentoring.errors import SkippedHourError
from mentoring.sessions.local_time import instant_of, written
from mentoring.work import Work
from storage.tables import SessionSeries

_WEEK = timedelta(days=7)
_HOUR = 60


async def open_series(work: Work, duo_id: int, *, locked: bool = False) -> SessionSeries | None:
    """The weekly meeting of that duo, if it has one that goes on."""
    statement = select(SessionSeries).where(col(SessionSeries.duo_id) == duo_id, col(SessionSeries.ended_at).is_(None))
    if locked:
        statement = statement.with_for_update().execution_options(populate_existing=True)
    return (await work.store.session.execute(statement.order_by(col(SessionSeries.id)))).scalars().first()


def occurrence(day: date, minute: int, zone: ZoneInfo) -> tuple[str, datetime]:
    """The wall clock and the instant (UTC) of the meeting on that day.

    The hour stays over a change of the clocks; where they jump over it, it is the hour after.
    """
    try:
        return written(day, minute), instant_of(day, minute, zone)
    except SkippedHourError:
        return written(day, minute + _HOUR), instant_of(day, minute + _HOUR, zone)


def next_day(last: date, minute: int, zone: ZoneInfo, after: datetime) -> date:
    """The first day a week, or several, after `last` whose meeting begins after that moment."""
    weeks = max(1, (after.astimezone(zone).date() - last).days // 7)
    day = last + weeks * _WEEK
    while occurrence(day, minute, zone)[1] <= after:
        day += _WEEK
    return day
