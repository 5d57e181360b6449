"""Whether two people met: what follows from the answers of both."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import case, func
from sqlmodel import col, select

from mentoring.nudges.idle import refresh_idle
from mentoring.sessions.board import show
from mentoring.sessions.core import Gathering, ends_at
from mentoring.signals.review import touch
from mentoring.work import Work
from storage.tables import Duo, DuoSession
from storage.words import Met, SessionState

CHANGEABLE = timedelta(days=14)  # after the end of a session: until then an answer can be changed
THEY_MET = frozenset({Met.YES, Met.ELSEWHERE})


def outcome(answers: Collection[Met], *, late: bool) -> SessionState | None:
    """How a session went, by the answers of both; None: one answer is still awaited.

    `late`: no more answers are waited for; then one of the two is enough, and none says nothing.
    """
    told = {answer in THEY_MET for answer in answers if answer != Met.OPEN}
    if len(told) > 1:
        return SessionState.DISPUTED
    if Met.OPEN in answers and not late:
        return None
    if not told:
        return SessionState.UNKNOWN
    return SessionState.HELD if True in told else SessionState.MISSED


def can_change(session: DuoSession, now: datetime) -> bool:
    return now <= ends_at(session) + CHANGEABLE


def was_planned(session: DuoSession) -> bool:
    """Not one that was only noted afterwards ("we met elsewhere"), which has no length."""
    return session.minutes > 0


async def settle_by_answers(work: Work, gathering: Gathering, *, late: bool) -> None:
    """Brings the session's state, the duo's first meeting and what both see up to date with the answers."""
    session = gathering.session
    state = outcome([Met(attendee.side.met) for attendee in gathering.pair], late=late)
    if state is not None:
        session.state, session.settle_at = state, None
    await work.store.session.flush()
    await _note_first_meeting(work, gathering.duo)
    if was_planned(session):
        await show(work, gathering)
    await refresh_idle(work, gathering.duo)
    await touch(work, gathering.duo.id)


async def _note_first_meeting(work: Work, duo: Duo) -> None:
    """`duo.met_at` is the start of the first session that both say, or one says alone, was held.

    A moment at which no session of theirs began was not noted here: the two had met before Tandem, or in an earlier
    duo. That stays, whatever becomes of what they plan now.
    """
    is_held = col(DuoSession.state) == SessionState.HELD
    statement = select(
        func.min(case((is_held, col(DuoSession.starts_at)))),
        func.count(case((col(DuoSession.starts_at) == duo.met_at, 1))),
    ).where(col(DuoSession.duo_id) == duo.id)
    first, noted_here = (await work.store.session.execute(statement)).one()
    if duo.met_at is None or noted_here:
        duo.met_at = first
