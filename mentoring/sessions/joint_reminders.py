"""One message about several sessions of a day waits in the outbox like any other; a session in it may change meanwhile.

Its guard can name one session only. So a change takes back the whole message, and the clock writes it anew for those
that stand.
"""

from __future__ import annotations

import json
from datetime import datetime

from sqlmodel import col, select

from mentoring.messages.base import from_params
from mentoring.messages.reminders import DayReminder
from mentoring.work import Work
from storage import outbox
from storage.tables import DuoSession, Outbox, SessionSide
from storage.words import OutboxState, Reminder, SessionState


async def take_back(work: Work, person_id: int, session: DuoSession) -> None:
    """Takes back what waits for that person and names the session as it was; the others in it are due again."""
    statement = select(Outbox).where(
        outbox.PENDING,
        col(Outbox.chat_key) == outbox.person_key(person_id),
        col(Outbox.kind) == DayReminder.kind,
    )
    for row in (await work.store.session.execute(statement)).scalars().all():
        message = from_params(row.kind, json.loads(row.open(work.store.vault, "params") or "{}"))
        assert isinstance(message, DayReminder)
        seen = {meeting.facts.session_id: meeting.facts.sequence for meeting in message.meetings}
        if session.id in seen and (seen[session.id] != session.sequence or not SessionState(session.state).is_open):
            row.state, row.done_at, row.params_sealed = OutboxState.CANCELLED, work.now, None
            await _due_again(work, person_id, [other for other in seen if other != session.id], work.now)


async def _due_again(work: Work, person_id: int, session_ids: list[int], now: datetime) -> None:
    statement = select(SessionSide).where(
        col(SessionSide.person_id) == person_id, col(SessionSide.session_id).in_(session_ids)
    )
    for side in (await work.store.session.execute(statement)).scalars().all():
        side.reminder, side.remind_at = Reminder.DAY_BEFORE, now
