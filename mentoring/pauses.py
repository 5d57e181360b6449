"""Pauses of an organisation: days on which nothing is begun with anybody of it, and which count against nobody.

Reminders of meetings and whatever people do themselves go on. Days are local dates of the organisation, both ends
included. Rows are read once for a batch (`read_pauses`), then looked at as values.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from mentoring.quiet import moment_of
from mentoring.work import Work
from storage.tables import Organisation, OrganisationPause

_DAY = timedelta(days=1)


@dataclass(frozen=True, order=True)
class Pause:
    """First and last day, both included."""

    first_day: date
    last_day: date

    @property
    def days(self) -> int:
        return (self.last_day - self.first_day).days + 1

    def covers(self, day: date) -> bool:
        return self.first_day <= day <= self.last_day

    def touches(self, other: Pause) -> bool:
        """They share a day, or one begins on the day after the other's last."""
        return self.first_day <= other.last_day + _DAY and other.first_day <= self.last_day + _DAY

    def joined(self, other: Pause) -> Pause:
        return Pause(min(self.first_day, other.first_day), max(self.last_day, other.last_day))


@dataclass(frozen=True, slots=True)
class Calendar:
    """One organisation's pauses and its time zone."""

    pauses: tuple[Pause, ...]
    zone: ZoneInfo

    def rests(self, moment: datetime) -> bool:
        """Whether the organisation has a pause at that moment."""
        return is_paused(self.pauses, moment.astimezone(self.zone).date())

    def after(self, moment: datetime, minute: int = 0) -> datetime:
        """The moment itself, in UTC; in a pause that local minute of the first day after it."""
        day = moment.astimezone(self.zone).date()
        free = first_day_after(self.pauses, day)
        return moment if free == day else moment_of(free, minute, self.zone)

    def counted(self, since: datetime, span: timedelta) -> datetime:
        """When that span has passed since then, days of pauses not counted."""
        day = since.astimezone(self.zone).date()
        return since + span + _DAY * paused_within(self.pauses, day, span.days)


NO_PAUSES = Calendar((), ZoneInfo("UTC"))


def is_paused(pauses: Iterable[Pause], day: date) -> bool:
    return any(pause.covers(day) for pause in pauses)


def first_day_after(pauses: Collection[Pause], day: date) -> date:
    """The day itself, or the first one after the pauses it lies in."""
    while True:
        inside = next((pause for pause in pauses if pause.covers(day)), None)
        if inside is None:
            return day
        day = inside.last_day + _DAY


def active_days_between(pauses: Collection[Pause], start: date, end: date) -> int:
    """The days after `start` up to and with `end` on which no pause lies; what thresholds in days compare with.

    Without pauses it is `(end - start).days`; 0 where `end` is not later.
    """
    days = max(0, (end - start).days)
    window = Pause(start + _DAY, end)
    return days - sum(_shared(window, pause) for pause in merged(pauses)) if days else 0


def paused_within(pauses: Collection[Pause], start: date, days: int) -> int:
    """How many days of pauses go by until so many active days have passed after `start`."""
    end = start + _DAY * days
    while (missing := days - active_days_between(pauses, start, end)) > 0:
        end += _DAY * missing
    return (end - start).days - days


def merged(pauses: Iterable[Pause]) -> list[Pause]:
    """The same days as pauses that neither overlap nor touch, in order."""
    found: list[Pause] = []
    for pause in sorted(pauses):
        if found and found[-1].touches(pause):
            found[-1] = found[-1].joined(pause)
        else:
            found.append(pause)
    return found


def _shared(one: Pause, other: Pause) -> int:
    return max(0, (min(one.last_day, other.last_day) - max(one.first_day, other.first_day)).days + 1)


async def read_pauses(work: Work, organisation_ids: Collection[int]) -> Mapping[int, Calendar]:
    """The calendars of these organisations, in one query; pauses of the past included."""
    ids = list(organisation_ids)
    if not ids:
        return {}
    zones = select(Organisation.id, Organisation.time_zone).where(col(Organisation.id).in_(ids))
    found: dict[int, list[Pause]] = {id_: [] for id_ in ids}
    for row in (await work.store.session.execute(_rows(ids))).scalars():
        found[row.organisation_id].append(as_pause(row))
    return {
        id_: Calendar(tuple(merged(found[id_])), ZoneInfo(zone))
        for id_, zone in (await work.store.session.execute(zones)).all()
    }


def _rows(ids: list[int]) -> SelectOfScalar[OrganisationPause]:
    return select(OrganisationPause).where(col(OrganisationPause.organisation_id).in_(ids))


def as_pause(row: OrganisationPause) -> Pause:
    return Pause(date.fromisoformat(row.first_day), date.fromisoformat(row.last_day))
