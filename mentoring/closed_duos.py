"""24 months after its end, only figures are left of a duo (programme, "Safety and privacy").

The months count from the end of the last duo of a handover: its history is one. Whoever is in use nowhere else is
erased then, without a word: a goodbye was said two years before.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from sqlalchemy import func, or_
from sqlalchemy.orm import aliased
from sqlmodel import col, select

from mentoring.erasure import erase_membership
from mentoring.pairs import lock_members
from mentoring.takeovers import lock_open_of
from mentoring.waiting_news import after_months, is_waiting
from mentoring.work import Work
from storage import closed_duos as kept
from storage.database import Store
from storage.tables import Duo, Membership
from storage.words import DuoState

KEPT_MONTHS = 24
_CLOSED = tuple(state for state in DuoState if not state.is_running and state is not DuoState.PROPOSED)


async def empty_closed(work: Work, limit: int = 20) -> int:
    """Empties the duos whose time is over, the earliest first, and erases whom nothing else keeps; how many duos.

    Who waits for another duo is not erased here: from now on the end of waiting holds for them, which the team hears of
    two weeks before. Safe to run twice or late.
    """
    wanted = await _due(work, limit)
    members = sorted({id_ for duo in wanted for id_ in (duo.seeker_id, duo.mentor_id)})
    busy = {id_ for id_ in members if await lock_open_of(work, id_)}
    await lock_members(work, members)  # as erasing does: before the duos
    duos = await _locked(work, [duo.id for duo in wanted])
    count, began = len(duos), [duo for duo in duos if duo.started_at is not None]
    were_in_one = sorted({id_ for duo in began for id_ in (duo.seeker_id, duo.mentor_id)})
    await kept.drop_proposals(work.store, [duo.id for duo in duos if duo.started_at is None])
    await kept.empty_duos(work.store, [duo.id for duo in began], work.now)
    work.store.session.expire_all()  # the statements above went past what is loaded
    await _let_go(work, were_in_one, busy)
    await work.store.session.flush()
    return count


async def next_due(store: Store) -> datetime | None:
    """When the next duo's time is over, by index; of one whose history goes on, a moment that has passed."""
    closed = select(func.min(col(Duo.closed_at))).where(col(Duo.closed_at).is_not(None), col(Duo.emptied_at).is_(None))
    moment: datetime | None = (await store.session.execute(closed)).scalar_one()
    return _months_from(moment, KEPT_MONTHS) if moment is not None else None


def _months_from(moment: datetime, months: int) -> datetime:
    utc = moment.astimezone(UTC)
    return datetime.combine(after_months(utc.date(), months), utc.timetz())


async def _due(work: Work, limit: int) -> Sequence[Duo]:
    """What follows a duo by a handover keeps it: each with its own end."""
    later = aliased(Duo)
    goes_on = select(later.id).where(col(later.follows_id) == col(Duo.id), col(later.emptied_at).is_(None))
    statement = (
        select(Duo)
        .where(
            col(Duo.closed_at) <= _months_from(work.now, -KEPT_MONTHS),
            col(Duo.closed_at).is_not(None),
            col(Duo.emptied_at).is_(None),
            col(Duo.state).in_(_CLOSED),
            ~goes_on.correlate(Duo).exists(),
        )
        .order_by(col(Duo.closed_at))
        .limit(limit)
    )
    return (await work.store.session.execute(statement)).scalars().all()


async def _locked(work: Work, ids: list[int]) -> list[Duo]:
    statement = select(Duo).where(col(Duo.id).in_(ids), col(Duo.emptied_at).is_(None)).order_by(col(Duo.id))
    found = await work.store.session.execute(statement.with_for_update())
    return list(found.scalars().all())


async def _let_go(work: Work, members: Sequence[int], busy: set[int]) -> None:
    """Those whom no other duo keeps: their own words about steps go, and they too unless they wait for somebody."""
    free = [id_ for id_ in members if not await _is_kept(work, id_)]
    await kept.forget_own_steps(work.store, free)
    for id_ in free:
        membership = await work.store.session.get(Membership, id_)
        assert membership is not None, "a duo that began refers to it"
        if await is_waiting(work, membership):
            membership.erase_at = membership.erase_at or work.now
        elif id_ not in busy:
            await erase_membership(work, id_)


async def _is_kept(work: Work, membership_id: int) -> bool:
    """Another duo of theirs has begun and is not emptied yet."""
    theirs = or_(col(Duo.seeker_id) == membership_id, col(Duo.mentor_id) == membership_id)
    found = select(Duo.id).where(theirs, col(Duo.started_at).is_not(None), col(Duo.emptied_at).is_(None))
    return (await work.store.session.execute(found.limit(1))).first() is not None
