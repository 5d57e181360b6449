"""The rows of work beside the chats: written, claimed by a lease in real time, closed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, or_
from sqlmodel import col, select

from storage.database import Store
from storage.ids import new_id
from storage.tables import Chore
from storage.words import ChoreKind, ChoreState

LEASE = timedelta(minutes=2)
_UNDONE = (ChoreState.WAITING, ChoreState.WORKING)


@dataclass(frozen=True, slots=True)
class ClaimedChore:
    """A chore in hand. `attempts` counts this one."""

    id: int
    kind: ChoreKind
    membership_id: int | None
    params: Mapping[str, Any]
    attempts: int


async def add(
    store: Store, kind: ChoreKind, membership_id: int | None, params: Mapping[str, Any], real_now: datetime
) -> int:
    """Writes the chore; it is taken up right after the commit. Returns its id."""
    chore = Chore(id=new_id(), kind=kind, membership_id=membership_id, created_at=real_now)
    chore.seal(store.vault, "params", json.dumps(dict(params)))
    store.session.add(chore)
    await store.session.flush()
    store.chores_grew = True
    return chore.id


async def claim(store: Store, owner: str, real_now: datetime) -> ClaimedChore | None:
    """The oldest chore that nobody has in hand, leased to `owner`; None where there is none."""
    free = or_(
        col(Chore.state) == ChoreState.WAITING,
        (col(Chore.state) == ChoreState.WORKING) & (col(Chore.lease_until) <= real_now),
    )
    statement = select(Chore).where(free).order_by(col(Chore.created_at), col(Chore.id)).limit(1)
    found = await store.session.execute(statement.with_for_update(skip_locked=True))
    chore = found.scalar_one_or_none()
    if chore is None:
        return None
    chore.state, chore.lease_owner, chore.lease_until = ChoreState.WORKING, owner, real_now + LEASE
    chore.attempts += 1
    await store.session.flush()
    params = json.loads(chore.open(store.vault, "params") or "{}")
    return ClaimedChore(chore.id, ChoreKind(chore.kind), chore.membership_id, params, chore.attempts)


async def renew(store: Store, chore_id: int, owner: str, real_now: datetime) -> bool:
    """Keeps it in hand; False where somebody else took it over."""
    chore = await _held(store, chore_id, owner)
    if chore is not None:
        chore.lease_until = real_now + LEASE
    return chore is not None


async def close(  # the end of a chore has a word for each way it can go
    store: Store, chore_id: int, owner: str, real_now: datetime, state: ChoreState, error: str | None = None
) -> None:
    """Done, failed, or back to the queue (`WAITING`); what it was about is erased with the end."""
    chore = await _held(store, chore_id, owner)
    if chore is None:
        return
    chore.state, chore.error, chore.lease_owner, chore.lease_until = state, error, None, None
    if state != ChoreState.WAITING:
        chore.done_at = real_now
        chore.seal(store.vault, "params", None)
    await store.session.flush()


async def undone_params(store: Store, kind: ChoreKind) -> list[Mapping[str, Any]]:
    """What those of that kind are about that wait or are in hand."""
    statement = select(Chore).where(col(Chore.kind) == kind, col(Chore.state).in_(_UNDONE))
    found = (await store.session.execute(statement)).scalars().all()
    return [json.loads(chore.open(store.vault, "params") or "{}") for chore in found]


async def count_undone(store: Store) -> int:
    """How many wait or are in hand, of any process."""
    statement = select(func.count(col(Chore.id))).where(col(Chore.state).in_(_UNDONE))
    return int((await store.session.execute(statement)).scalar_one())


async def _held(store: Store, chore_id: int, owner: str) -> Chore | None:
    statement = select(Chore).where(
        col(Chore.id) == chore_id, col(Chore.lease_owner) == owner, col(Chore.state) == ChoreState.WORKING
    )
    return (await store.session.execute(statement.with_for_update())).scalar_one_or_none()
