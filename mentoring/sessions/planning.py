"""Planning a meeting: saved, shown to everybody, said to the others."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlmodel import col, select

from mentoring.actor import Actor
from mentoring.errors import NotFoundError, OutOfDateError, PastTimeError, TooFarAheadError
from mentoring.nudges.idle import refresh_idle
from mentoring.sessions import news
from mentoring.sessions.aims import WEEKS_AHEAD
from mentoring.sessions.board import show
from mentoring.sessions.core import OPEN_STATES, Gathering, load_gathering, read_gathering, threads_of
from mentoring.sessions.local_time import instant_of, written
from mentoring.sessions.timing import schedule
from mentoring.signals.review import touch
from mentoring.signals.signs import acted
from mentoring.work import Work
from storage.tables import Duo, DuoSession, SessionSide, Thread
from storage.words import Answer, DuoState, Place, Role, SessionKind


@dataclass(frozen=True, slots=True)
class Spot:
    """Where they meet. `where`: the address line or the link, None where that is settled between them."""

    place: Place
    where: str | None = None


@dataclass(frozen=True, slots=True)
class Moment:
    """A wall clock in a zone, with its instant in UTC."""

    local_start: str
    time_zone: str
    instant: datetime


async def planning_duo(actor: Actor, work: Work, duo_id: int, *, locked: bool = False) -> tuple[Duo, Thread | None]:
    """The running duo with the actor's side; None for the side of somebody of its team.

    `locked`: nobody else plans for it until the commit.

    Raises NotFoundError; OutOfDateError where the duo does not run any more.
    """
    statement = select(Duo).where(col(Duo.id) == duo_id)
    if locked:
        statement = statement.with_for_update().execution_options(populate_existing=True)
    duo = (await work.store.session.execute(statement)).scalar_one_or_none()
    if duo is None:
        raise NotFoundError
    own = select(Thread).where(col(Thread.duo_id) == duo_id, col(Thread.person_id) == actor.person.id)
    side = (await work.store.session.execute(own)).scalar_one_or_none()
    if side is None:
        actor.staff(duo.organisation_id)
    if not DuoState(duo.state).is_running:
        raise OutOfDateError
    return duo, side


def moment_of(actor: Actor, now: datetime, day: date, minute: int) -> Moment:
    """That wall clock where the actor is. Raises SkippedHourError, PastTimeError, TooFarAheadError."""
    zone = ZoneInfo(actor.person.time_zone)
    if day > now.astimezone(zone).date() + timedelta(weeks=WEEKS_AHEAD):  # before anything is counted: it may be 9999
        raise TooFarAheadError
    instant = instant_of(day, minute, zone)
    if instant <= now:
        raise PastTimeError
    return Moment(written(day, minute), zone.key, instant)


async def plan_session(
    actor: Actor, work: Work, duo_id: int, kind: SessionKind, moment: Moment, spot: Spot, *, with_team: bool = False
) -> Gathering:
    """A new meeting of the duo, said to the others. The same plan twice is one meeting.

    `with_team` counts for somebody of the team alone: they come along. Raises NotFoundError, OutOfDateError.
    """
    duo, side = await planning_duo(actor, work, duo_id, locked=True)
    planned = await planned_then(work, duo.id, moment.instant)
    if planned is not None:
        return await read_gathering(work, planned)
    session = await new_session(work, duo, await next_kind(work, duo, kind), moment, spot)
    session.planned_by, session.with_team = actor.person.id, with_team and side is None
    await add_pair(work, session, coming=actor.person.id)
    if session.with_team:
        await _add_team(work, session, actor)
    gathering = await load_gathering(work, session.id)
    await changed(work, gathering)
    if side is not None:
        await acted(work, duo.id, actor.person.id)
    await news.suggest(work, gathering, actor)
    return gathering


async def new_session(work: Work, duo: Duo, kind: SessionKind, moment: Moment, spot: Spot) -> DuoSession:
    """The row alone."""
    session = DuoSession(
        duo_id=duo.id,
        kind=kind,
        local_start=moment.local_start,
        time_zone=moment.time_zone,
        starts_at=moment.instant,
        place=spot.place,
        created_at=work.now,
        changed_at=work.now,
    )
    session.seal(work.store.vault, "where", spot.where)
    work.store.session.add(session)
    await work.store.session.flush()
    return session


async def add_pair(work: Work, session: DuoSession, *, coming: int | None) -> None:
    """Both sides of the duo. `coming`: the person of them who comes for certain."""
    for thread, membership, person in await threads_of(work, session.duo_id):
        answer = Answer.YES if person.id == coming else Answer.OPEN
        side = SessionSide(
            session_id=session.id, person_id=person.id, role=membership.role, thread_id=thread.id, coming=answer
        )
        work.store.session.add(side)
    await work.store.session.flush()


async def changed(work: Work, gathering: Gathering) -> None:
    """What follows from every change: due moments, cards, whether the duo has something planned, and how it fares."""
    await schedule(work, gathering)
    await show(work, gathering)
    await refresh_idle(work, gathering.duo)
    await touch(work, gathering.duo.id)


async def next_kind(work: Work, duo: Duo, wished: SessionKind = SessionKind.REGULAR) -> SessionKind:
    """Until a duo has met, its next meeting is the first one, whichever button was tapped; afterwards it is no more."""
    if wished in {SessionKind.MIDTERM, SessionKind.CLOSING}:
        return wished
    if duo.met_at is not None:
        return SessionKind.REGULAR
    statement = select(DuoSession.id).where(
        col(DuoSession.duo_id) == duo.id,
        col(DuoSession.kind) == SessionKind.FIRST,
        col(DuoSession.state).in_(OPEN_STATES),
    )
    is_planned = (await work.store.session.execute(statement)).first() is not None
    return SessionKind.REGULAR if is_planned else SessionKind.FIRST


async def planned_then(work: Work, duo_id: int, instant: datetime) -> DuoSession | None:
    """The duo's open session at that very moment."""
    statement = select(DuoSession).where(
        col(DuoSession.duo_id) == duo_id,
        col(DuoSession.starts_at) == instant,
        col(DuoSession.state).in_(OPEN_STATES),
    )
    return (await work.store.session.execute(statement)).scalars().first()


async def _add_team(work: Work, session: DuoSession, actor: Actor) -> None:
    side = SessionSide(
        session_id=session.id, person_id=actor.person.id, role=Role.COORDINATOR, thread_id=None, coming=Answer.YES
    )
    work.store.session.add(side)
    await work.store.session.flush()
