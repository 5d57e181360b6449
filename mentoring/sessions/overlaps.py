"""Two meetings of one mentor at the same time: said before saving, never forbidden."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlmodel import col, select

from mentoring.sessions.core import OPEN_STATES, Gathering, ends_at, read_gathering
from mentoring.work import Work
from storage.tables import DuoSession, SessionSide
from storage.words import Role

_LONGEST = timedelta(hours=12)  # no meeting takes longer; keeps the question to the rows around that moment


async def overlap_of(work: Work, person_id: int, starts: datetime, minutes: int, but: int | None) -> Gathering | None:
    """The first open meeting which that mentor has during these minutes, in any of their duos.

    `but`: the meeting that is asked about itself.
    """
    ends = starts + timedelta(minutes=minutes)
    statement = (
        select(DuoSession)
        .join(SessionSide, col(SessionSide.session_id) == col(DuoSession.id))
        .where(
            col(SessionSide.person_id) == person_id,
            col(SessionSide.role) == Role.MENTOR,
            col(DuoSession.state).in_(OPEN_STATES),
            col(DuoSession.starts_at) > starts - _LONGEST,
            col(DuoSession.starts_at) < ends,
            col(DuoSession.id) != (but or 0),
        )
        .order_by(col(DuoSession.starts_at), col(DuoSession.id))
    )
    for session in (await work.store.session.execute(statement)).scalars():
        if ends_at(session) > starts:
            return await read_gathering(work, session)
    return None
