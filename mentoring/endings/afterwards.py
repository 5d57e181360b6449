"""Who looks for a mentor once a duo is over: nobody by themselves. One tap, and they wait again."""

from __future__ import annotations

from sqlalchemy import ColumnElement, func, or_
from sqlmodel import col, select

from mentoring.work import Work
from storage.tables import Duo, Membership
from storage.words import DuoState, EndReason

OVER = (DuoState.COMPLETED, DuoState.ENDED)


def is_done() -> ColumnElement[bool]:
    """Seekers of the outer query whose last duo is over, and who have not asked for another mentor since.

    Who was handed over to another mentor goes on looking: they did not choose to stop.
    """
    waits_since = func.coalesce(col(Membership.waiting_since), col(Membership.created_at))
    over = select(Duo.id).where(
        col(Duo.seeker_id) == col(Membership.id),
        col(Duo.state).in_(OVER),
        col(Duo.closed_at) > waits_since,
        or_(col(Duo.end_reason).is_(None), col(Duo.end_reason) != EndReason.HANDED_OVER),
    )
    return over.correlate(Membership).exists()


async def has_finished(work: Work, membership_id: int) -> bool:
    """The same of one membership; a mentor never has."""
    statement = select(Membership.id).where(col(Membership.id) == membership_id, is_done())
    return (await work.store.session.execute(statement)).first() is not None
