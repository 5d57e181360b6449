"""What hangs on a duo and describes its people, and how it goes; what a report counts stays."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Table, delete, null, select, update
from sqlmodel import SQLModel

from storage.database import Store
from storage.tables import (
    Alert,
    Card,
    CheckIn,
    Duo,
    DuoEvent,
    DuoPause,
    DuoSession,
    Goal,
    MessageMap,
    Milestone,
    Nudge,
    SessionSeries,
    SessionSide,
    Takeover,
    TeamDeed,
)
from storage.words import Level


def _table(row: type[SQLModel]) -> Table:
    table: Table = row.__table__  # type: ignore[attr-defined]
    return table


_duo, _session, _card, _map = (_table(row) for row in (Duo, DuoSession, Card, MessageMap))
_side, _check_in, _step = (_table(row) for row in (SessionSide, CheckIn, Milestone))
_GO = tuple(_table(row) for row in (TeamDeed, Alert, DuoEvent, Nudge, DuoPause, Goal, Takeover))
"""Rows that no report counts; a deed refers to its alert."""


async def empty_duos(store: Store, duo_ids: Collection[int], now: datetime) -> None:
    """Leaves of these duos their dates, states, reasons and outcomes, meetings without places, answers without notes.

    The job seeker's own words for steps are theirs, not the duo's: see `forget_own_steps`.
    """
    ids = list(duo_ids)
    await _empty_meetings(store, ids)
    for table in _GO:
        await store.session.execute(delete(table).where(table.c.duo_id.in_(ids)))
    await store.session.execute(update(_check_in).where(_check_in.c.duo_id.in_(ids)).values(note_sealed=null()))
    await store.session.execute(delete(_map).where(_map.c.conversation_id.in_(ids)))
    nothing = {"reasons": [], "level": Level.WELL.value, "level_since": null(), "ladder": null(), "review_at": null()}
    await store.session.execute(update(_duo).where(_duo.c.id.in_(ids)).values(**nothing, emptied_at=now))


async def drop_proposals(store: Store, duo_ids: Collection[int]) -> None:
    """Proposals that began nothing go altogether."""
    ids = list(duo_ids)
    for table in _GO:
        await store.session.execute(delete(table).where(table.c.duo_id.in_(ids)))
    await store.session.execute(delete(_duo).where(_duo.c.id.in_(ids)))


async def forget_own_steps(store: Store, seeker_ids: Collection[int]) -> None:
    """Steps in somebody's own words stay as a kind and a day."""
    own = _step.c.seeker_id.in_(list(seeker_ids))
    await store.session.execute(update(_step).where(own).values(text_sealed=null()))


async def _empty_meetings(store: Store, ids: list[int]) -> None:
    meetings = select(_session.c.id).where(_session.c.duo_id.in_(ids))
    found = (await store.session.execute(meetings)).scalars().all()
    await store.session.execute(delete(_card).where(_card.c.anchor.in_([f"session:{id_}" for id_ in found])))
    await store.session.execute(delete(_side).where(_side.c.session_id.in_(meetings)))
    bare = {"where_sealed": null(), "planned_by": null(), "series_id": null(), "ask_at": null(), "settle_at": null()}
    await store.session.execute(update(_session).where(_session.c.duo_id.in_(ids)).values(**bare))
    series = _table(SessionSeries)
    await store.session.execute(delete(series).where(series.c.duo_id.in_(ids)))
