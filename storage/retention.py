"""How long what is kept, and how it goes: in batches, so that nobody waits behind a long transaction.

Every function deletes at most `limit` rows that are older than a moment, and returns how many it deleted.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Delete, Table, Update, delete, null, select, update

from storage import holds, outbox, updates
from storage.database import Store
from storage.tables import DialogueState, MessageMap, Outbox, Visitor

_map: Table = MessageMap.__table__  # type: ignore[attr-defined]
_outbox: Table = Outbox.__table__  # type: ignore[attr-defined]
_dialogue: Table = DialogueState.__table__  # type: ignore[attr-defined]
_visitor: Table = Visitor.__table__  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True)
class Periods:
    """How long each kind of row is kept."""

    message_maps: timedelta = timedelta(days=30)
    updates: timedelta = timedelta(days=30)  # Telegram keeps an update 24 hours: older ones never come again
    outbox: timedelta = timedelta(days=30)
    edits: timedelta = timedelta(hours=24)
    dialogues: timedelta = timedelta(days=30)
    wrong_links: timedelta = timedelta(days=30)


async def expire(
    store: Store, now: datetime, real_now: datetime, limit: int = 500, periods: Periods | None = None
) -> int:
    """Erases one batch of each kind. Returns how many rows went: call it again until that is 0."""
    keep = periods or Periods()
    await holds.drop_old_holds(store, real_now)
    return sum(
        [
            await outbox.erase_old_edits(store, now - keep.edits),
            await erase_message_maps(store, now - keep.message_maps, limit),
            await erase_done(store, now - keep.outbox, limit),
            await erase_dialogues(store, now - keep.dialogues, limit),
            await forget_wrong_links(store, now - keep.wrong_links, limit),
            await updates.forget_before(store, real_now - keep.updates, limit),
        ]
    )


async def erase_message_maps(store: Store, before: datetime, limit: int) -> int:
    """After this, edits and reactions to those messages no longer travel."""
    old = select(_map.c.id).where(_map.c.created_at < before).limit(limit)
    return await _run(store, delete(_map).where(_map.c.id.in_(old)))


async def erase_done(store: Store, before: datetime, limit: int) -> int:
    """Outbox rows that were sent, failed or cancelled. With a row goes its dedupe key."""
    old = select(_outbox.c.id).where(_outbox.c.done_at < before).limit(limit)
    return await _run(store, delete(_outbox).where(_outbox.c.id.in_(old)))


async def erase_dialogues(store: Store, before: datetime, limit: int) -> int:
    """Conversations that nobody went on with; what was finished in them is kept elsewhere."""
    old = select(_dialogue.c.key).where(_dialogue.c.updated_at < before).limit(limit)
    return await _run(store, delete(_dialogue).where(_dialogue.c.key.in_(old)))


async def forget_wrong_links(store: Store, before: datetime, limit: int) -> int:
    """A stranger's count of wrong links; that they were greeted stays, since nobody is greeted twice."""
    old = select(_visitor.c.chat_lookup).where(_visitor.c.wrong_since < before).limit(limit)
    these = _visitor.c.chat_lookup.in_(old)
    never_greeted = await _run(store, delete(_visitor).where(these, _visitor.c.greeted_at.is_(None)))
    return never_greeted + await _run(store, update(_visitor).where(these).values(wrong_links=0, wrong_since=null()))


async def _run(store: Store, statement: Delete | Update) -> int:
    result = await store.session.execute(statement)
    return int(result.rowcount)  # type: ignore[attr-defined]
