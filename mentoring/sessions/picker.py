"""The picker: day, time, place, each asked with buttons that carry what was chosen so far. Nothing is kept between."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlmodel import col, select

from mentoring.actor import Actor, is_working_staff
from mentoring.errors import ChangedMeanwhileError, OutOfDateError, PastTimeError, TooFarAheadError
from mentoring.messages.base import Message
from mentoring.messages.session_planning import (
    Overlap,
    SessionSaved,
    WhereExactly,
    WhichDay,
    WhichPlace,
    WhichTime,
    WithTheTeam,
    WriteTheDay,
    WriteTheTime,
)
from mentoring.sessions import changing, planning
from mentoring.sessions.aims import WEEKS_AHEAD, Aim
from mentoring.sessions.core import Attendee, Gathering, attendee_name, is_to_come, own_gathering, threads_of
from mentoring.sessions.local_time import comes_twice, read, written
from mentoring.sessions.overlaps import overlap_of
from mentoring.sessions.planning import Spot, moment_of, planning_duo
from mentoring.sessions.view import facts_for, name_for, unanswered
from mentoring.work import Work
from storage.tables import DuoSession, Person
from storage.words import Place, Role, SessionState

HOURS = range(8 * 60, 20 * 60 + 1, 60)
_USUAL = 3  # times offered before the hours
_LOOKED_AT = 20  # sessions of the duo, the newest ones
_MINUTES = 60  # how long a meeting takes


@dataclass(frozen=True, slots=True)
class Subject:
    """What the picker is about, checked: the duo, as what the actor plans, and the meeting where one changes."""

    duo_id: int
    role: Role
    name: str
    session: DuoSession | None


async def _subject(actor: Actor, work: Work, aim: Aim) -> Subject:
    """Raises NotFoundError, OutOfDateError; ChangedMeanwhileError where the meeting is not as it was."""
    session = None
    if not aim.is_new:
        session = (await own_gathering(actor, work, aim.subject)).session
        if not is_to_come(session, work.now) or session.sequence != aim.sequence:
            raise ChangedMeanwhileError
    duo, _ = await planning_duo(actor, work, session.duo_id if session else aim.subject)
    roles = {person.id: Role(member.role) for _, member, person in await threads_of(work, duo.id)}
    role = roles.get(actor.person.id, Role.COORDINATOR)
    return Subject(duo.id, role, await name_for(work, duo.id, actor.person.id), session)


# -- the questions ----------------------------------------------------------------------------------------------------
async def which_day(actor: Actor, work: Work, aim: Aim, week: int = 0) -> Message:
    """Raises NotFoundError, OutOfDateError, ChangedMeanwhileError."""
    subject = await _subject(actor, work, aim)
    if aim.is_place or week > WEEKS_AHEAD:
        raise OutOfDateError
    now_at = subject.session.starts_at if subject.session else None
    return WhichDay(aim=aim, name=subject.name, today=today_of(actor, work), week=week, now_at=now_at)


def today_of(actor: Actor, work: Work) -> date:
    """The date where the actor is."""
    return work.now.astimezone(ZoneInfo(actor.person.time_zone)).date()


async def write_day(actor: Actor, work: Work, aim: Aim) -> Message:
    """Raises as `which_day`."""
    await _subject(actor, work, aim)
    return WriteTheDay(aim=aim)


async def which_time(actor: Actor, work: Work, aim: Aim, day: date) -> Message:
    """The times of that day that are still to come. Raises as `which_day`, and PastTimeError, TooFarAheadError."""
    subject = await _subject(actor, work, aim)
    today = today_of(actor, work)
    if day < today:
        raise PastTimeError
    if day > today + timedelta(weeks=WEEKS_AHEAD):
        raise TooFarAheadError
    zone = ZoneInfo(actor.person.time_zone)
    local_now = work.now.astimezone(zone)
    passed = local_now.hour * 60 + local_now.minute if day == today else -1
    usual = [minute for minute in await _usual(work, subject.duo_id, zone) if minute > passed]
    return WhichTime(
        aim=aim,
        name=subject.name,
        day=day,
        usual=tuple(usual),
        hours=tuple(minute for minute in HOURS if minute > passed and minute not in usual),
        in_own_time=await _zones_differ(work, subject.duo_id, actor.person, day),
    )


async def write_time(actor: Actor, work: Work, aim: Aim, day: date) -> Message:
    """Raises as `which_day`."""
    await _subject(actor, work, aim)
    return WriteTheTime(aim=aim, day=day)


async def take_time(actor: Actor, work: Work, aim: Aim, day: date, minute: int, *, anyway: bool = False) -> Message:
    """What follows from day and time: a warning, who comes along, the place; or it is moved.

    `anyway`: the warning was seen. Raises as `which_day`, and SkippedHourError, PastTimeError.
    """
    if not aim.is_new and (moved := await _moved_just_now(actor, work, aim, day, minute)) is not None:
        return moved
    subject = await _subject(actor, work, aim)
    moment = moment_of(actor, work.now, day, minute)
    if not anyway and (taken := await _taken(actor, work, aim, subject, moment.instant)) is not None:
        return Overlap(aim=aim, day=day, minute=minute, at=taken[0], name=taken[1], reader=subject.role)
    if not aim.is_new:
        gathering = await changing.move_session(actor, work, aim.subject, aim.sequence, moment)
        return await _saved(actor, work, gathering, is_move=True)
    if subject.role.is_staff and aim.way == "first":
        return WithTheTeam(aim=aim, day=day, minute=minute)
    return await _which_place(work, aim, subject, day, minute, moment.instant)


async def _moved_just_now(actor: Actor, work: Work, aim: Aim, day: date, minute: int) -> Message | None:
    """What was said to the first of two taps."""
    gathering = await own_gathering(actor, work, aim.subject)
    is_that = changing.was_just_moved_by(actor, gathering, aim.sequence, written(day, minute))
    if not is_that or not is_to_come(gathering.session, work.now):
        return None
    return await _saved(actor, work, gathering, is_move=True)


async def which_place(actor: Actor, work: Work, aim: Aim) -> Message:
    """Another place for a meeting. Raises as `which_day`."""
    subject = await _subject(actor, work, aim)
    if subject.session is None:
        raise OutOfDateError
    start = read(subject.session.local_start)
    minute = start.hour * 60 + start.minute
    return await _which_place(work, aim, subject, start.date(), minute, subject.session.starts_at)


async def take_place(actor: Actor, work: Work, aim: Aim, day: date, minute: int, place: Place) -> Message:
    """A call is settled; for the others the address or the link is asked for. Raises as `take_time`."""
    if place is Place.CALL:
        return await save(actor, work, aim, day, minute, Spot(place))
    await _subject(actor, work, aim)
    return WhereExactly(aim=aim, day=day, minute=minute, place=place)


async def take_same_place(actor: Actor, work: Work, aim: Aim, day: date, minute: int) -> Message:
    """Where they met last time. Raises as `take_time`; OutOfDateError where there is no last time."""
    subject = await _subject(actor, work, aim)
    last = await _last_spot(work, subject)
    if last is None:
        raise OutOfDateError
    return await save(actor, work, aim, day, minute, last)


async def save(actor: Actor, work: Work, aim: Aim, day: date, minute: int, spot: Spot) -> Message:
    """Plans the meeting, or changes its place. Raises as `take_time`."""
    if not aim.is_new:
        gathering = await changing.change_place(actor, work, aim.subject, aim.sequence, spot)
        return await _saved(actor, work, gathering)
    moment = moment_of(actor, work.now, day, minute)
    gathering = await planning.plan_session(
        actor, work, aim.subject, aim.kind, moment, spot, with_team=bool(aim.with_team)
    )
    return await _saved(actor, work, gathering)


# -- what they say ----------------------------------------------------------------------------------------------------
async def _saved(actor: Actor, work: Work, gathering: Gathering, *, is_move: bool = False) -> Message:
    session = gathering.session
    start = read(session.local_start)
    asked = [one for one in unanswered(gathering) if one.person.id != actor.person.id]
    return SessionSaved(
        facts=await facts_for(work, gathering, actor.person),
        asked=tuple([await _called(work, gathering, actor, one) for one in asked]),
        is_move=is_move,
        was_twice=comes_twice(start.date(), start.hour * 60 + start.minute, ZoneInfo(session.time_zone)),
    )


async def _called(work: Work, gathering: Gathering, actor: Actor, other: Attendee) -> str:
    """The other as the actor knows them."""
    is_one_of_them = any(one.person.id == actor.person.id for one in gathering.pair)
    if is_one_of_them:
        return await name_for(work, gathering.duo.id, actor.person.id)
    return attendee_name(work, other)


async def _which_place(work: Work, aim: Aim, subject: Subject, day: date, minute: int, starts_at: datetime) -> Message:
    last = await _last_spot(work, subject)
    return WhichPlace(
        aim=aim,
        starts_at=starts_at,
        day=day,
        minute=minute,
        name=subject.name,
        last_place=last.place if last else None,
        last_where=last.where if last else None,
    )


async def _taken(
    actor: Actor, work: Work, aim: Aim, subject: Subject, starts: datetime
) -> tuple[datetime, str | None] | None:
    """When the duo's mentor has another meeting then, and with whom where the actor may know it."""
    mentor = next(
        person.id for _, member, person in await threads_of(work, subject.duo_id) if member.role == Role.MENTOR
    )
    minutes = subject.session.minutes if subject.session else _MINUTES
    other = await overlap_of(work, mentor, starts, minutes, but=None if aim.is_new else aim.subject)
    if other is None or (aim.is_new and other.duo.id == subject.duo_id and other.session.starts_at == starts):
        return None
    return other.session.starts_at, await _whom(actor, work, subject, other, mentor)


async def _whom(actor: Actor, work: Work, subject: Subject, other: Gathering, mentor_id: int) -> str | None:
    """With whom the mentor meets then: only for that mentor, for that duo itself, and for that duo's team."""
    if subject.role is Role.SEEKER:
        return subject.name if other.duo.id == subject.duo_id else None
    if subject.role.is_staff:
        teams = {membership.organisation_id for membership in actor.memberships if is_working_staff(membership)}
        if other.duo.organisation_id not in teams:
            return None
    return await name_for(work, other.duo.id, mentor_id)


async def _last_spot(work: Work, subject: Subject) -> Spot | None:
    """Where the duo's newest other meeting was, if it says where exactly."""
    for session in await _newest(work, subject.duo_id):
        if subject.session is None or session.id != subject.session.id:
            where = session.open(work.store.vault, "where")
            return Spot(Place(session.place), where) if where is not None else None
    return None


async def _usual(work: Work, duo_id: int, zone: ZoneInfo) -> list[int]:
    """The times of day at which the duo meets most, as minutes after midnight in that zone."""
    local = [session.starts_at.astimezone(zone) for session in await _newest(work, duo_id)]
    counted = Counter(start.hour * 60 + start.minute for start in local)
    return [minute for minute, _ in counted.most_common(_USUAL)]


async def _newest(work: Work, duo_id: int) -> Sequence[DuoSession]:
    """The duo's meetings that were not cancelled, the latest first."""
    statement = (
        select(DuoSession)
        .where(col(DuoSession.duo_id) == duo_id, col(DuoSession.state) != SessionState.CANCELLED)
        .order_by(col(DuoSession.starts_at).desc(), col(DuoSession.id).desc())
        .limit(_LOOKED_AT)
    )
    return (await work.store.session.execute(statement)).scalars().all()


async def _zones_differ(work: Work, duo_id: int, person: Person, day: date) -> bool:
    """Whether the clock of somebody of the duo shows another time than that person's, at noon of that day."""
    noon = datetime.combine(day, time(12), tzinfo=ZoneInfo(person.time_zone))
    zones = [ZoneInfo(other.time_zone) for _, _, other in await threads_of(work, duo_id)]
    return any(noon.astimezone(zone).utcoffset() != noon.utcoffset() for zone in zones)
