"""When what about a session is due: reminders, "did you meet?", settling."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlmodel import col, select

from mentoring.sessions.core import OPEN_STATES, Gathering, ends_at
from mentoring.sessions.joint_reminders import take_back
from mentoring.sessions.reminder_times import Hours, reminder_times
from mentoring.work import Work
from storage.tables import DuoSession, Person, SessionSide
from storage.words import Met, Reminder, SessionState

ASK_AFTER = timedelta(minutes=30)  # after the end: whether they met
SETTLE_AFTER = timedelta(hours=48)  # after asking: then one answer, or none, is all there is
_AFTER_ANOTHER = timedelta(hours=1)  # the last reminder is needless where the first one came late


def hours_of(person: Person) -> Hours:
    return Hours(ZoneInfo(person.time_zone), person.quiet_from, person.quiet_to)


async def schedule(work: Work, gathering: Gathering) -> None:
    """Sets every due moment of the session anew from how it stands: call it after each change to it or its people.

    Calling it again changes nothing. A session that was moved is reminded of, and asked about, anew.
    """
    session = gathering.session
    is_open = SessionState(session.state).is_open
    for attendee in gathering.attendees:
        await take_back(work, attendee.person.id, session)
        if is_open:
            plan_reminder(attendee.side, session, hours_of(attendee.person), work.now)
        else:
            clear_reminder(attendee.side)
    if not is_open:
        session.ask_at = session.settle_at = None
    elif ends_at(session) > work.now:
        session.ask_at, session.settle_at = ends_at(session) + ASK_AFTER, None
        for attendee in gathering.attendees:
            attendee.side.met = Met.OPEN  # what was said was about another time
    await work.store.session.flush()


async def reschedule_person(work: Work, person_id: int) -> None:
    """Somebody has another zone or other quiet hours: the reminders still to come follow. None comes a second time."""
    person = await work.store.session.get(Person, person_id)
    assert person is not None, "whoever changes something is there"
    statement = (
        select(SessionSide, DuoSession)
        .join(DuoSession, col(DuoSession.id) == col(SessionSide.session_id))
        .where(
            col(SessionSide.person_id) == person_id,
            col(SessionSide.remind_at).is_not(None),
            col(DuoSession.state).in_(OPEN_STATES),
        )
        .order_by(col(DuoSession.id))
        .with_for_update()
    )
    for side, session in (await work.store.session.execute(statement)).all():
        _retime(side, reminder_times(session.starts_at, hours_of(person), session.created_at), work.now)


def plan_reminder(side: SessionSide, session: DuoSession, hours: Hours, now: datetime) -> None:
    """The next reminder to that person, unless it is planned as it should be already."""
    standing = reminder_times(session.starts_at, hours, session.created_at)
    planned = standing.get(Reminder(side.reminder)) if side.reminder else None
    if planned is None or planned != side.remind_at:
        set_reminder(side, reminder_times(session.starts_at, hours, now), now)


def plan_reminder_after(side: SessionSide, session: DuoSession, hours: Hours, now: datetime) -> None:
    """One reminder was just given: what is left, if it is not right after."""
    last = reminder_times(session.starts_at, hours, session.created_at).get(Reminder.HOURS_BEFORE)
    if side.reminder == Reminder.HOURS_BEFORE or last is None:
        clear_reminder(side)
    else:
        set_reminder(side, {Reminder.HOURS_BEFORE: last}, now + _AFTER_ANOTHER)


def set_reminder(side: SessionSide, times: Mapping[Reminder, datetime], after: datetime) -> None:
    """The first of these that comes later than that."""
    for kind, moment in times.items():
        if moment > after:
            side.reminder, side.remind_at = kind, moment
            return
    clear_reminder(side)


def clear_reminder(side: SessionSide) -> None:
    side.reminder = side.remind_at = None


def _retime(side: SessionSide, times: Mapping[Reminder, datetime], now: datetime) -> None:
    """The reminder that is next at its new time, also where that has just passed: then it comes at once."""
    wanted = Reminder(side.reminder) if side.reminder else None
    if wanted is not None and wanted in times:
        side.remind_at = times[wanted]
    elif wanted is Reminder.DAY_BEFORE:
        set_reminder(side, times, now)
    else:
        clear_reminder(side)
