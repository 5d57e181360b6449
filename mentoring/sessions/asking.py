"""After a session: both are asked whether they met, and what is left open is settled two days later."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement
from sqlmodel import col, func, select

from mentoring.guards import session_stands
from mentoring.messages.meeting_answers import DidYouMeet
from mentoring.rest_days import next_allowed
from mentoring.sessions.core import Attendee, Gathering, load_gathering
from mentoring.sessions.met import settle_by_answers
from mentoring.sessions.reminders import key_of_all, session_part
from mentoring.sessions.timing import SETTLE_AFTER, clear_reminder
from mentoring.sessions.view import name_for
from mentoring.work import Work
from storage.database import Store
from storage.tables import DuoSession, Outbox, SessionSide
from storage.words import DuoState, Met, OutboxState, SessionState

_ASK_AT: ColumnElement[Any] = DuoSession.__table__.c.ask_at  # type: ignore[attr-defined]
_SETTLE_AT: ColumnElement[Any] = DuoSession.__table__.c.settle_at  # type: ignore[attr-defined]


async def next_ask_at(store: Store) -> datetime | None:
    """When the next session is asked about, by index."""
    return await _earliest(store, _ASK_AT)


async def next_settle_at(store: Store) -> datetime | None:
    """When the next session is settled, by index."""
    return await _earliest(store, _SETTLE_AT)


async def ask_met(work: Work, limit: int) -> int:
    """Asks both sides of every session that is over; returns how many were due, `limit` at most."""
    due = await _due(work, _ASK_AT, limit)
    for session_id in due:
        gathering = await load_gathering(work, session_id)
        gathering.session.ask_at = None
        if SessionState(gathering.session.state).is_open:
            await _ask(work, gathering)
    await work.store.session.flush()
    return len(due)


async def settle(work: Work, limit: int) -> int:
    """Two days after asking, what was answered is all there is. Returns how many were due, `limit` at most."""
    due = await _due(work, _SETTLE_AT, limit)
    for session_id in due:
        gathering = await load_gathering(work, session_id)
        gathering.session.settle_at = None
        if SessionState(gathering.session.state).is_open:
            await settle_by_answers(work, gathering, late=True)
    await work.store.session.flush()
    return len(due)


async def question_for(work: Work, gathering: Gathering, attendee: Attendee) -> DidYouMeet:
    """The question as that person reads it."""
    return DidYouMeet(
        session_id=gathering.session.id,
        name=await name_for(work, gathering.duo.id, attendee.person.id),
        starts_at=gathering.session.starts_at,
    )


async def _ask(work: Work, gathering: Gathering) -> None:
    session, moments = gathering.session, [work.now]
    if not DuoState(gathering.duo.state).is_running:  # nobody is left to ask
        await settle_by_answers(work, gathering, late=True)
        return
    for attendee in gathering.pair:
        person = attendee.person
        if attendee.side.met == Met.OPEN:
            question = await question_for(work, gathering, attendee)
            gap = await _was_not_reminded(work, attendee.side, session)
            await work.post(
                person.id,
                DidYouMeet(session_id=question.session_id, name=question.name, starts_at=question.starts_at, gap=gap),
                thread_id=attendee.side.thread_id,
                guard=session_stands(session.id, session.sequence),
                key=f"session:{session_part(session)}:met:{person.id}",
            )
            arrives = next_allowed(work.now, attendee.zone, person.quiet_from, person.quiet_to, rests=True)
            moments.append(arrives)
    for attendee in gathering.attendees:
        clear_reminder(attendee.side)
    session.settle_at = max(moments) + SETTLE_AFTER


async def _was_not_reminded(work: Work, side: SessionSide, session: DuoSession) -> bool:
    """A reminder was due, and none arrived: nobody was there to send it, or it could not be sent in time."""
    was_due = side.reminder is not None and (side.remind_at is None or side.remind_at <= work.now)
    statement = select(Outbox.dedupe_key, Outbox.state).where(
        col(Outbox.person_id) == side.person_id, col(Outbox.dedupe_key).startswith(key_of_all(side.person_id))
    )
    rows = (await work.store.session.execute(statement)).all()
    states = _of_session(rows, session_part(session))
    if OutboxState.SENT in states:
        return False
    return was_due or bool(states - {OutboxState.CANCELLED})


def _of_session(rows: Sequence[Any], part: str) -> set[str]:
    return {state for key, state in rows if part in key.rpartition(":")[2].split(",")}


async def _due(work: Work, moment: ColumnElement[Any], limit: int) -> list[int]:
    """Sessions whose moment has come, locked; what a handler is changing at this moment is left for the next run."""
    statement = (
        select(DuoSession.id)
        .where(moment.is_not(None), moment <= work.now)
        .order_by(moment, col(DuoSession.id))
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    return list((await work.store.session.execute(statement)).scalars().all())


async def _earliest(store: Store, moment: ColumnElement[Any]) -> datetime | None:
    found: datetime | None = (
        await store.session.execute(select(func.min(moment)).where(moment.is_not(None)))
    ).scalar_one()
    return found
