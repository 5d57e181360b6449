"""When the team is to be in touch with a duo, whatever its level: in week 2, at day 30, at mid-term and at the end.

Nothing is kept about it: the points follow from the duo's own days, and whether somebody was in touch from what is
there already. A call, a note, a pause that was agreed, a meeting with somebody of the team count; where nothing is
wrong, so does a written exchange with one of the two.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import func
from sqlmodel import col, select

from mentoring.desk.duo_rows import RUNNING
from mentoring.digest.running import RunningDuo
from mentoring.messages.morning import ContactPoint
from mentoring.work import Work
from storage.tables import Duo, DuoPause, DuoSession, Membership, Organisation, TeamDeed, TeamLine, Thread
from storage.words import Deed, Level, SessionState

LAPSES = 21  # days: whoever was not contacted by then is not asked about for ever
_AFTER_START = {ContactPoint.WEEK_2: 14, ContactPoint.DAY_30: 30}  # days
_BEFORE = {ContactPoint.WEEK_2: 14}  # so many days before its point a contact counts for it
_USUALLY_BEFORE = 10
_IN_TOUCH = (Deed.CALLED, Deed.NOTED, Deed.PAUSED, Deed.RESUMED, Deed.ELSEWHERE)


@dataclass(frozen=True, slots=True)
class Due:
    """A duo at a point, since that local day."""

    duo_id: int
    coordinator_id: int | None
    point: ContactPoint
    on_day: date


def points_of(
    started: date, under_way: date | None, midterm_week: int, closing_week: int, rested: int = 0
) -> Iterator[tuple[ContactPoint, date]]:
    """The points of a duo with their days, the first first. `rested`: days of its pauses, which count for nothing."""
    for point, days in _AFTER_START.items():
        yield point, started + timedelta(days=days + rested)
    if under_way is not None:
        yield ContactPoint.MIDTERM, under_way + timedelta(weeks=midterm_week, days=rested)
        yield ContactPoint.CLOSING, under_way + timedelta(weeks=closing_week, days=rested)


def point_today(points: Iterator[tuple[ContactPoint, date]], today: date) -> tuple[ContactPoint, date] | None:
    """The newest point that has come, as long as it is worth asking about."""
    come = [(day, point) for point, day in points if day <= today]
    day, point = max(come, default=(None, None), key=lambda one: one[0])
    if day is None or point is None or (today - day).days >= LAPSES:
        return None
    return point, day


def counts_from(point: ContactPoint, day: date) -> date:
    """The first day on which a contact counts for that point."""
    return day - timedelta(days=_BEFORE.get(point, _USUALLY_BEFORE))


@dataclass(frozen=True, slots=True)
class Touch:
    """When the team was last in touch with a duo, by a deed or a meeting, and in writing; since when it is here."""

    spoken: Mapping[int, datetime] = field(default_factory=dict)  # by duo
    written: Mapping[int, datetime] = field(default_factory=dict)  # by membership of one of the two
    here_since: Mapping[int, datetime] = field(default_factory=dict)  # by duo


def still_due(duo: RunningDuo, due: Due, touch: Touch, zone: ZoneInfo) -> bool:
    """Nobody was in touch for that point, and it came while the duo was here: what was before Tandem is done."""
    here = touch.here_since.get(duo.id)
    if here is not None and due.on_day <= here.astimezone(zone).date():
        return False
    moments = [touch.spoken.get(duo.id)]
    if duo.level is Level.WELL:
        moments += [touch.written.get(duo.seeker_id), touch.written.get(duo.mentor_id)]
    first = counts_from(due.point, due.on_day)
    return not any(moment is not None and moment.astimezone(zone).date() >= first for moment in moments)


async def contacts_due(work: Work, organisation: Organisation, duos: Sequence[RunningDuo], today: date) -> list[Due]:
    """Of these duos, those that rest left out; the longest due first. Six statements at most."""
    zone, rested = ZoneInfo(organisation.time_zone), await _rested(work, organisation.id)
    found: dict[int, Due] = {}
    for duo in duos:
        under_way = duo.under_way_since.astimezone(zone).date() if duo.under_way_since is not None else None
        started = duo.started_at.astimezone(zone).date()
        days = rested.get(duo.id, 0)
        points = points_of(started, under_way, organisation.midterm_week, organisation.closing_week, days)
        come = point_today(points, today)
        if come is not None and not duo.is_paused:
            found[duo.id] = Due(duo.id, duo.coordinator_id, *come)
    touch = await _touch(work, organisation.id, [duo for duo in duos if duo.id in found])
    due = [found[duo.id] for duo in duos if duo.id in found and still_due(duo, found[duo.id], touch, zone)]
    return sorted(due, key=lambda one: (one.on_day, one.duo_id))


async def _rested(work: Work, organisation_id: int) -> dict[int, int]:
    """Days of pauses by duo, the one that goes on up to now."""
    statement = (
        select(DuoPause.duo_id, DuoPause.begins_at, DuoPause.ends_at)
        .join(Duo, col(Duo.id) == col(DuoPause.duo_id))
        .where(col(Duo.organisation_id) == organisation_id, col(Duo.state).in_(RUNNING))
    )
    spans: dict[int, timedelta] = {}
    for duo_id, begins, ends in (await work.store.session.execute(statement)).all():
        spans[duo_id] = spans.get(duo_id, timedelta()) + ((ends or work.now) - begins)
    return {duo_id: span.days for duo_id, span in spans.items()}


async def _touch(work: Work, organisation_id: int, duos: Collection[RunningDuo]) -> Touch:
    if not duos:
        return Touch()
    ids = [duo.id for duo in duos]
    people = [member for duo in duos for member in (duo.seeker_id, duo.mentor_id)]
    deeds = select(TeamDeed.duo_id, func.max(TeamDeed.at)).where(
        col(TeamDeed.duo_id).in_(ids), col(TeamDeed.deed).in_(_IN_TOUCH)
    )
    met = select(DuoSession.duo_id, func.max(DuoSession.starts_at)).where(
        col(DuoSession.duo_id).in_(ids),
        col(DuoSession.with_team).is_(True),
        col(DuoSession.state) == SessionState.HELD,
    )
    lines = (
        select(Membership.id, TeamLine.answered_at)
        .join(TeamLine, col(TeamLine.person_id) == col(Membership.person_id))
        .where(
            col(Membership.id).in_(people),
            col(TeamLine.organisation_id) == organisation_id,
            col(TeamLine.answered_at).is_not(None),
        )
    )
    here = select(Thread.duo_id, func.min(Thread.created_at)).where(col(Thread.duo_id).in_(ids))
    spoken = await _by_id(work, deeds.group_by(col(TeamDeed.duo_id)))
    for duo_id, moment in (await _by_id(work, met.group_by(col(DuoSession.duo_id)))).items():
        spoken[duo_id] = max(moment, spoken.get(duo_id, moment))
    return Touch(spoken, await _by_id(work, lines), await _by_id(work, here.group_by(col(Thread.duo_id))))


async def _by_id(work: Work, statement: Any) -> dict[int, datetime]:
    return {row[0]: row[1] for row in (await work.store.session.execute(statement)).all()}
