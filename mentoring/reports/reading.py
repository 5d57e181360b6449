"""What a report is counted from: the duos one by one, everything else added up by the database.

Days are local ones: of a meeting as people agreed on it, of everything else in the given time zone. `organisation_id`
None stands for all organisations.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Select, Table, case, distinct, func, or_, select, true

from mentoring.milestones import Milestone as Kind
from mentoring.quiet import moment_of
from mentoring.reports.counting import DIMENSIONS
from mentoring.reports.making import Read
from mentoring.reports.paths import WEIGHED, paths_of
from mentoring.reports.periods import Period, plus_months
from mentoring.reports.values import Answers, DuoRow, Happened, Mean, StepRow, Tally
from storage.database import Store
from storage.tables import CheckIn, CheckInAnswer, Duo, DuoSession, Milestone, Organisation
from storage.words import CheckInState, DuoState, EndReason, Outcome, Question, Role, SessionState

FEDERATION_ZONE = ZoneInfo("Europe/Brussels")
_ZONES = timedelta(days=2)  # by so much at most the same wall clock differs around the world
_PART = 500  # rows that are made at once
_LONGEST_WAIT = 12  # months: how long after its start a duo still decides a figure
_duo: Table = Duo.__table__  # type: ignore[attr-defined]
_session: Table = DuoSession.__table__  # type: ignore[attr-defined]
_step: Table = Milestone.__table__  # type: ignore[attr-defined]
_check_in: Table = CheckIn.__table__  # type: ignore[attr-defined]
_answer: Table = CheckInAnswer.__table__  # type: ignore[attr-defined]
Condition = ColumnElement[bool]


async def read_period(store: Store, organisation: Organisation | None, period: Period, now: datetime) -> Read:
    """Everything that a report of that period rests on (None: of the federation). Nothing is changed."""
    organisation_id = organisation.id if organisation else None
    zone, today = zone_of(organisation), today_at(organisation, now)
    periods = (period.until(today), period.until(today).before())
    reach = plus_months(periods[1].first, -_LONGEST_WAIT)
    duos = await _duos(store, organisation_id, zone, reach)
    return Read(
        organisation=organisation.name if organisation else None,
        paths=await asyncio.to_thread(paths_of, duos, await _weighed_steps(store, organisation_id, reach)),
        periods=periods,
        happened=(
            await _happened(store, organisation_id, zone, periods[0]),
            await _happened(store, organisation_id, zone, periods[1]),
        ),
        until=today,
    )


def zone_of(organisation: Organisation | None) -> ZoneInfo:
    """Whose days count."""
    return ZoneInfo(organisation.time_zone) if organisation else FEDERATION_ZONE


def today_at(organisation: Organisation | None, now: datetime) -> date:
    """Today, where the organisation works; of the federation, in Belgium."""
    return now.astimezone(zone_of(organisation)).date()


async def _rows(store: Store, statement: Select[Any]) -> Sequence[Any]:
    """In parts: of a hundred thousand, nobody waits for more than some hundreds."""
    found = await store.session.stream(statement)
    return [row async for part in found.partitions(_PART) for row in part]


def _here(organisation_id: int | None) -> Condition:
    return _duo.c.organisation_id == organisation_id if organisation_id is not None else true()


# -- duos --------------------------------------------------------------------------------------------------------------
async def _duos(store: Store, organisation_id: int | None, zone: ZoneInfo, reach: date) -> list[DuoRow]:
    """Those that ran on that day or later, and the handed-over ones: their paths may have gone on."""
    d = _duo.c
    columns = (d.seeker_id, d.started_at, d.closed_at, d.state, d.end_reason, d.outcome, d.outcome_later)
    late = or_(
        d.closed_at.is_(None), d.closed_at >= moment_of(reach, 0, zone), d.end_reason == EndReason.HANDED_OVER.value
    )
    rows = await _rows(store, select(*columns).where(_here(organisation_id), d.started_at.is_not(None), late))
    return await asyncio.to_thread(_duo_rows, rows, zone)


def _duo_rows(rows: Sequence[Any], zone: ZoneInfo) -> list[DuoRow]:
    return [
        DuoRow(
            seeker_id=seeker_id,
            started=started_at.astimezone(zone).date(),
            closed=closed_at.astimezone(zone).date() if closed_at is not None else None,
            state=DuoState(state),
            end_reason=EndReason(end_reason) if end_reason is not None else None,
            outcome=Outcome(outcome) if outcome is not None else None,
            later=Outcome(later) if later is not None else None,
        )
        for seeker_id, started_at, closed_at, state, end_reason, outcome, later in rows
    ]


async def _weighed_steps(store: Store, organisation_id: int | None, reach: date) -> list[StepRow]:
    """The steps that decide where somebody stood, one by one."""
    m = _step.c
    statement = select(m.seeker_id, m.kind, m.on_day).where(
        m.kind.in_([kind.value for kind in WEIGHED]), m.undone_at.is_(None), m.on_day >= reach.isoformat()
    )
    if organisation_id is not None:
        statement = statement.join(_duo, _duo.c.id == m.duo_id).where(_here(organisation_id))
    return [
        StepRow(seeker_id, Kind(kind), date.fromisoformat(day))
        for seeker_id, kind, day in await _rows(store, statement)
    ]


# -- what happened in the period ---------------------------------------------------------------------------------------
async def _happened(store: Store, organisation_id: int | None, zone: ZoneInfo, period: Period) -> Happened:
    begins, ends = moment_of(period.first, 0, zone), moment_of(period.last + timedelta(days=1), 0, zone)
    held, by_month = await _held(store, organisation_id, period, (begins, ends))
    steps, by_kind = await _steps(store, organisation_id, period)
    return Happened(
        held=held,
        held_by_month=by_month,
        steps=steps,
        steps_by_kind=by_kind,
        answers=await _answers(store, organisation_id, begins, ends),
        change=await _change(store, organisation_id, begins, ends),
    )


async def _held(
    store: Store, organisation_id: int | None, period: Period, moments: tuple[datetime, datetime]
) -> tuple[Tally, dict[str, Tally]]:
    """By the day that people agreed on, which may be a day away from that of the organisation; moments are indexed."""
    s = _session.c
    near = (s.starts_at >= moments[0] - _ZONES, s.starts_at < moments[1] + _ZONES)
    days = (s.local_start >= period.first.isoformat(), s.local_start < (period.last + timedelta(days=1)).isoformat())
    month = func.substr(s.local_start, 1, 7)
    counted = (
        select(month.label("month"), s.duo_id, func.count().label("held"))
        .where(s.state == SessionState.HELD.value, *near, *days)
        .group_by(month, s.duo_id)
    )
    if organisation_id is not None:
        counted = counted.join(_duo, _duo.c.id == s.duo_id).where(_here(organisation_id))
    c = counted.cte("counted").c
    months = await _rows(store, select(c.month, func.sum(c.held), func.count()).group_by(c.month))
    ((duos,),) = await _rows(store, select(func.count(distinct(c.duo_id))))
    found = {month: Tally(int(held), int(people)) for month, held, people in months}
    return Tally(sum(tally.count for tally in found.values()), int(duos)), found


async def _steps(store: Store, organisation_id: int | None, period: Period) -> tuple[Tally, dict[Kind, Tally]]:
    m = _step.c
    days = (m.on_day >= period.first.isoformat(), m.on_day <= period.last.isoformat())
    noted = (
        select(m.kind, m.seeker_id, func.count().label("steps"))
        .where(m.undone_at.is_(None), *days)
        .group_by(m.kind, m.seeker_id)
    )
    if organisation_id is not None:
        noted = noted.join(_duo, _duo.c.id == m.duo_id).where(_here(organisation_id))
    c = noted.cte("noted").c
    kinds = await _rows(store, select(c.kind, func.sum(c.steps), func.count()).group_by(c.kind))
    ((people,),) = await _rows(store, select(func.count(distinct(c.seeker_id))))
    found = {Kind(kind): Tally(int(steps), int(seekers)) for kind, steps, seekers in kinds}
    return Tally(sum(tally.count for tally in found.values()), int(people)), found


async def _answers(store: Store, organisation_id: int | None, begins: datetime, ends: datetime) -> dict[Role, Answers]:
    c = _check_in.c
    answered = func.sum(case((c.state == CheckInState.ANSWERED.value, 1), else_=0))
    statement = (
        select(c.role, func.count(), func.count(distinct(c.person_id)), answered)
        .where(c.asked_at >= begins, c.asked_at < ends)
        .group_by(c.role)
    )
    if organisation_id is not None:
        statement = statement.join(_duo, _duo.c.id == c.duo_id).where(_here(organisation_id))
    return {
        Role(role): Answers(Tally(int(asked), int(people)), int(given))
        for role, asked, people, given in await _rows(store, statement)
    }


async def _change(store: Store, organisation_id: int | None, begins: datetime, ends: datetime) -> dict[Question, Mean]:
    """Last minus first face of each job seeker who gave two or more, the last of them within the period."""
    c, a = _check_in.c, _answer.c
    given = (
        select(a.question, func.min(a.id).label("first"), func.max(a.id).label("last"))
        .join(_check_in, c.id == a.check_in_id)
        .join(_duo, _duo.c.id == c.duo_id)
        .where(
            _here(organisation_id),
            c.role == Role.SEEKER.value,
            a.question.in_([question.value for question in DIMENSIONS]),
            a.answered_at < ends,
        )
        # + 0: else SQLite goes through the duos of all organisations in the order of their seekers
        .group_by(_duo.c.seeker_id + 0, a.question)
        .having(func.count() > 1, func.max(a.answered_at) >= begins)
        .cte("given")
    )
    first, last = _answer.alias("first_answer"), _answer.alias("last_answer")
    statement = (
        select(given.c.question, func.sum(last.c.value - first.c.value), func.count())
        .join(first, first.c.id == given.c.first)
        .join(last, last.c.id == given.c.last)
        .group_by(given.c.question)
    )
    return {
        Question(question): Mean(int(change) / int(people), int(people))
        for question, change, people in await _rows(store, statement)
    }
