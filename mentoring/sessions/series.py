"""Weekly meetings: begun from one that is confirmed, the next one made when the current one begins, skipped, ended."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import func
from sqlmodel import col, select

from mentoring.actor import Actor
from mentoring.errors import ChangedMeanwhileError, NotFoundError
from mentoring.messages.session_weekly import WeeklyEnded, WeeklyStarted
from mentoring.people import name_of
from mentoring.sessions.board import show
from mentoring.sessions.core import OPEN_STATES, Gathering, is_to_come, load_gathering, own_gathering, threads_of
from mentoring.sessions.local_time import read
from mentoring.sessions.planning import Moment, Spot, add_pair, changed, new_session, planned_then, planning_duo
from mentoring.sessions.view import facts_for, name_for
from mentoring.sessions.weekly import next_day, occurrence, open_series
from mentoring.signals.signs import acted
from mentoring.work import Work
from storage.database import Store
from storage.tables import Duo, DuoSession, Person, SessionSeries
from storage.words import DuoState, Place, SessionKind, SessionState


async def start_series(actor: Actor, work: Work, session_id: int) -> WeeklyStarted:
    """The duo meets at that weekday and time every week from now on; the other hears it. Twice is once.

    Raises NotFoundError; ChangedMeanwhileError where the meeting is not confirmed, or another weekly one goes on.
    """
    gathering = await own_gathering(actor, work, session_id)
    session = gathering.session
    await planning_duo(actor, work, session.duo_id)
    running = await open_series(work, session.duo_id)
    if running is not None and running.id == session.series_id:
        return await _started(work, gathering, actor.person, running, by=None)
    settled = session.state == SessionState.CONFIRMED and session.kind == SessionKind.REGULAR
    if running is not None or not settled or not is_to_come(session, work.now):
        raise ChangedMeanwhileError
    series = _series_from(work, session, actor)
    work.store.session.add(series)
    await work.store.session.flush()
    session.series_id = series.id
    await show(work, gathering)
    if any(one.person.id == actor.person.id for one in gathering.pair):
        await acted(work, session.duo_id, actor.person.id)
    for one in gathering.pair:
        if one.person.id != actor.person.id:
            by = await _called(work, actor, session.duo_id, one.person.id)
            message = await _started(work, gathering, one.person, series, by=by)
            await work.post(one.person.id, message, thread_id=one.side.thread_id)
    return await _started(work, gathering, actor.person, series, by=None)


async def _started(
    work: Work, gathering: Gathering, reader: Person, series: SessionSeries, *, by: str | None
) -> WeeklyStarted:
    return WeeklyStarted(facts=await facts_for(work, gathering, reader), series_id=series.id, by=by)


def _series_from(work: Work, session: DuoSession, actor: Actor) -> SessionSeries:
    start = read(session.local_start)
    series = SessionSeries(
        duo_id=session.duo_id,
        weekday=start.weekday(),
        minute=start.hour * 60 + start.minute,
        time_zone=session.time_zone,
        minutes=session.minutes,
        place=session.place,
        last_date=start.date().isoformat(),
        next_at=session.starts_at,
        started_by=actor.person.id,
        created_at=work.now,
    )
    series.seal(work.store.vault, "where", session.open(work.store.vault, "where"))
    return series


async def end_series(actor: Actor, work: Work, series_id: int) -> WeeklyEnded:
    """No more meetings from it; the one that is planned stays. The other hears it, once.

    Raises NotFoundError.
    """
    statement = select(SessionSeries).where(col(SessionSeries.id) == series_id).with_for_update()
    series = (await work.store.session.execute(statement)).scalar_one_or_none()
    if series is None:
        raise NotFoundError
    sides = await threads_of(work, series.duo_id)
    is_own = any(person.id == actor.person.id for _, _, person in sides)
    if not is_own:
        actor.staff((await _duo(work, series)).organisation_id)
    stays = await _open_one(work, series)
    stays_at = stays.session.starts_at if stays else None
    if series.ended_at is None:
        series.ended_at, series.next_at = work.now, None
        await work.store.session.flush()
        if is_own:
            await acted(work, series.duo_id, actor.person.id)
        for thread, _, person in sides:
            if person.id != actor.person.id:
                by = await _called(work, actor, series.duo_id, person.id)
                name = await name_for(work, series.duo_id, person.id)
                await work.post(person.id, WeeklyEnded(name=name, by=by, stays_at=stays_at), thread_id=thread.id)
        if stays is not None:
            await show(work, stays)
    return WeeklyEnded(name=await name_for(work, series.duo_id, actor.person.id), by=None, stays_at=stays_at)


async def make_following(work: Work, gathering: Gathering) -> datetime | None:
    """A weekly meeting was cancelled: the one of the week after is made at once. Returns when the next one is."""
    await work.store.session.flush()
    series = await open_series(work, gathering.duo.id, locked=True)
    if series is None or series.id != gathering.session.series_id:
        return None
    waiting = await _open_one(work, series)
    if waiting is not None:
        return waiting.session.starts_at
    if gathering.duo.state != DuoState.ACTIVE:
        return None
    return (await _make_next(work, series, gathering.duo)).session.starts_at


async def repeat_due(work: Work, limit: int) -> int:
    """Makes the next meeting of each series whose current one has begun; returns how many series were due.

    Days that passed in an outage are left out. While a duo pauses nothing is made; when it has ended, so does the
    series. Nobody is written to: the card comes quietly, and the reminder asks who comes.
    """
    statement = (
        select(SessionSeries)
        .where(col(SessionSeries.next_at) <= work.now)
        .order_by(col(SessionSeries.next_at), col(SessionSeries.id))
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    due = (await work.store.session.execute(statement)).scalars().all()
    for series in due:
        duo = await _duo(work, series)
        if not DuoState(duo.state).is_running:
            series.ended_at, series.next_at = work.now, None
        elif duo.state == DuoState.PAUSED:
            _to_next(series, work.now)
        else:
            await _make_next(work, series, duo)
    return len(due)


async def next_repetition(store: Store) -> datetime | None:
    """When the next series is due, by its index."""
    statement = select(func.min(col(SessionSeries.next_at))).where(col(SessionSeries.next_at).is_not(None))
    found: datetime | None = (await store.session.execute(statement)).scalar_one_or_none()
    return found


async def _make_next(work: Work, series: SessionSeries, duo: Duo) -> Gathering:
    moment = _to_next(series, work.now)
    planned = await planned_then(work, duo.id, moment.instant)
    if planned is not None:  # somebody planned the same by hand
        gathering = await load_gathering(work, planned.id)
        gathering.session.series_id = series.id
    else:
        spot = Spot(Place(series.place), series.open(work.store.vault, "where"))
        session = await new_session(work, duo, SessionKind.REGULAR, moment, spot)
        session.series_id, session.minutes = series.id, series.minutes
        await add_pair(work, session, coming=None)
        gathering = await load_gathering(work, session.id)
    await changed(work, gathering)
    return gathering


def _to_next(series: SessionSeries, now: datetime) -> Moment:
    """Takes the pattern on to its next day to come."""
    zone = ZoneInfo(series.time_zone)
    day = next_day(date.fromisoformat(series.last_date), series.minute, zone, now)
    local, instant = occurrence(day, series.minute, zone)
    series.last_date, series.next_at = day.isoformat(), instant
    return Moment(local, series.time_zone, instant)


async def _open_one(work: Work, series: SessionSeries) -> Gathering | None:
    """The meeting of that series which is to come."""
    statement = (
        select(DuoSession)
        .where(
            col(DuoSession.duo_id) == series.duo_id,
            col(DuoSession.series_id) == series.id,
            col(DuoSession.state).in_(OPEN_STATES),
            col(DuoSession.starts_at) > work.now,
        )
        .order_by(col(DuoSession.starts_at))
    )
    session = (await work.store.session.execute(statement)).scalars().first()
    return await load_gathering(work, session.id) if session is not None else None


async def _duo(work: Work, series: SessionSeries) -> Duo:
    duo = await work.store.session.get(Duo, series.duo_id)
    assert duo is not None, "a foreign key guards this"
    return duo


async def _called(work: Work, actor: Actor, duo_id: int, reader_id: int) -> str:
    """The acting person, as that reader knows them."""
    sides = await threads_of(work, duo_id)
    if all(person.id != actor.person.id for _, _, person in sides):
        return name_of(work.store.vault, actor.person)
    return await name_for(work, duo_id, reader_id)
