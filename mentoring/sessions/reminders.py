"""Reminding people of what is planned: the job's part."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement
from sqlmodel import col, func, select

from mentoring.guards import session_stands
from mentoring.messages.base import Message
from mentoring.messages.reminders import DayReminder, Meeting, SessionReminder
from mentoring.sessions.core import read_gathering
from mentoring.sessions.timing import clear_reminder, hours_of, plan_reminder_after
from mentoring.sessions.view import facts_for
from mentoring.work import Work
from storage.database import Store
from storage.tables import Duo, DuoSession, Person, SessionSide
from storage.words import Answer, DuoState, Reminder, SessionState

_TOO_LATE = timedelta(minutes=5)  # before the start: from then on they are there or on the way
_TOGETHER = timedelta(hours=2)  # last reminders of one day that lie so near are one
_MOST = 4  # sessions in one message


@dataclass(frozen=True, slots=True)
class Part:
    """A side that waits for a reminder, with its session."""

    side: SessionSide
    session: DuoSession
    duo: Duo

    @property
    def is_off(self) -> bool:
        """Nobody has to be reminded of it any more."""
        return not (SessionState(self.session.state).is_open and DuoState(self.duo.state).is_running)

    @property
    def is_needless(self) -> bool:
        """The last reminder, to somebody who has said that they come."""
        return self.side.reminder == Reminder.HOURS_BEFORE and self.side.coming == Answer.YES

    @property
    def useful_until(self) -> datetime:
        return self.session.starts_at - _TOO_LATE


async def next_reminder_at(store: Store) -> datetime | None:
    """When the next reminder is due, by index."""
    statement = select(func.min(SessionSide.remind_at)).where(col(SessionSide.remind_at).is_not(None))
    moment: datetime | None = (await store.session.execute(statement)).scalar_one()
    return moment


async def send_reminders(work: Work, limit: int) -> int:
    """Reminds everybody for whom it is time; returns how many reminders were due, `limit` at most.

    What a handler is changing at this moment is left for the next run.
    """
    due = await _parts(work, col(SessionSide.remind_at) <= work.now, limit)
    for person_id in dict.fromkeys(part.side.person_id for part in due):
        person = await work.store.session.get(Person, person_id)
        assert person is not None, "a foreign key guards this"
        await _remind(work, person, await _parts(work, col(SessionSide.person_id) == person_id))
    await work.store.session.flush()
    return len(due)


async def _parts(work: Work, which: ColumnElement[bool], limit: int | None = None) -> list[Part]:
    statement = (
        select(SessionSide, DuoSession, Duo)
        .join(DuoSession, col(DuoSession.id) == col(SessionSide.session_id))
        .join(Duo, col(Duo.id) == col(DuoSession.duo_id))
        .where(which, col(SessionSide.remind_at).is_not(None))
        .order_by(col(SessionSide.remind_at), col(SessionSide.id))
        .limit(limit)
        # the session too: whoever moves it holds it, and sets these moments anew
        .with_for_update(skip_locked=True, of=(SessionSide, DuoSession))
        .execution_options(populate_existing=True)
    )
    return [Part(*row) for row in (await work.store.session.execute(statement)).all()]


async def _remind(work: Work, person: Person, parts: Sequence[Part]) -> None:
    """Gives that person what is due, one message a day; sets what is next."""
    hours, waits = hours_of(person), []
    for part in parts:
        if part.is_off or (_is_due(part, work.now) and part.is_needless):
            clear_reminder(part.side)
        elif part.useful_until <= work.now:
            part.side.remind_at = None  # `reminder` stays: it was due, and never came
        else:
            waits.append(part)
    morning = hours.quiet_until(work.now)
    if morning is not None:  # only after an outage: then as soon as it is allowed
        for part in waits:
            part.side.remind_at = max(part.side.remind_at or morning, morning)
        return
    for day in dict.fromkeys(_day(part, person) for part in waits if _is_due(part, work.now)):
        together = [part for part in waits if _day(part, person) == day and _goes_along(part, work.now)]
        together.sort(key=lambda part: (part.session.starts_at, part.session.id))
        for place in range(0, len(together), _MOST):
            await _post(work, person, together[place : place + _MOST])


def _is_due(part: Part, now: datetime) -> bool:
    return part.side.remind_at is not None and part.side.remind_at <= now


def _goes_along(part: Part, now: datetime) -> bool:
    """Whether it is said together with what is due that day."""
    if part.side.reminder == Reminder.DAY_BEFORE:
        return True
    return not part.is_needless and part.side.remind_at is not None and part.side.remind_at <= now + _TOGETHER


def _day(part: Part, person: Person) -> date:
    return part.session.starts_at.astimezone(hours_of(person).zone).date()


async def _post(work: Work, person: Person, parts: Sequence[Part]) -> None:
    meetings = tuple([await _meeting(work, person, part) for part in parts])
    first, threads = parts[0], {part.side.thread_id for part in parts}
    message: Message = DayReminder(meetings=meetings) if len(parts) > 1 else SessionReminder(meeting=meetings[0])
    await work.post(
        person.id,
        message,
        thread_id=first.side.thread_id if len(threads) == 1 else None,
        guard=session_stands(first.session.id, first.session.sequence),
        key=reminder_key(person.id, first.side.reminder or "", [part.session for part in parts]),
        expires_at=first.useful_until,
    )
    for part in parts:
        plan_reminder_after(part.side, part.session, hours_of(person), work.now)


async def _meeting(work: Work, person: Person, part: Part) -> Meeting:
    gathering = await read_gathering(work, part.session)  # which is locked already
    return Meeting(await facts_for(work, gathering, person), part.side.coming == Answer.YES)


def reminder_key(person_id: int, reminder: str, sessions: Sequence[DuoSession]) -> str:
    """A dedupe key that names every session in the message, as it was: at most 160 characters with four of them."""
    return f"{key_of_all(person_id)}{reminder}:{','.join(session_part(session) for session in sessions)}"


def key_of_all(person_id: int) -> str:
    """How the keys of all reminders to that person begin."""
    return f"reminder:{person_id}:"


def session_part(session: DuoSession) -> str:
    return f"{session.id}-{session.sequence}"
