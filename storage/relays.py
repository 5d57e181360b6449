"""Queries of the private thread: where a message belongs, what came last, which relays wait."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Table, insert, null, or_, select, update

from storage.database import Store
from storage.ids import new_id
from storage.tables import MessageMap, Outbox
from storage.words import Call, OutboxState

_map: Table = MessageMap.__table__  # type: ignore[attr-defined]
_outbox: Table = Outbox.__table__  # type: ignore[attr-defined]
_CARRYING = (Call.COPY, Call.ALBUM, Call.EDIT)


async def conversation_of_own(store: Store, person_id: int, message_id: int) -> int | None:
    """The duo to which that message of theirs was passed on; None where it was not."""
    found = await store.session.execute(
        select(_map.c.conversation_id).where(
            _map.c.source_person_id == person_id, _map.c.source_message_id == message_id
        )
    )
    return found.scalars().first()


async def conversation_of_message(store: Store, person_id: int, message_id: int) -> int | None:
    """The duo that a message in that person's chat belongs to, their own or a copy of the partner's."""
    own = await conversation_of_own(store, person_id, message_id)
    if own is not None:
        return own
    found = await store.session.execute(
        select(_map.c.conversation_id).where(_map.c.copy_person_id == person_id, _map.c.copy_message_id == message_id)
    )
    return found.scalars().first()


async def newest_copy(store: Store, person_id: int) -> tuple[int, int] | None:
    """The last message that somebody's partners sent them: (duo, message in that person's chat)."""
    found = await store.session.execute(
        select(_map.c.conversation_id, _map.c.copy_message_id)
        .where(_map.c.copy_person_id == person_id, _map.c.copy_message_id.is_not(None))
        .order_by(_map.c.copy_message_id.desc())
        .limit(1)
    )
    row = found.one_or_none()
    return None if row is None else (row.conversation_id, row.copy_message_id)


async def wrote_after(store: Store, person_id: int, message_id: int) -> bool:
    """Whether a later message of theirs was passed on to anybody."""
    found = await store.session.execute(
        select(_map.c.id).where(_map.c.source_person_id == person_id, _map.c.source_message_id > message_id).limit(1)
    )
    return found.first() is not None


async def told_after(store: Store, person_id: int, kinds: Sequence[str], message_id: int) -> bool:
    """Whether Tandem said something of these kinds in their chat after that message, or is about to."""
    on_its_way = _outbox.c.state.in_([OutboxState.PENDING, OutboxState.SENDING])
    found = await store.session.execute(
        select(_outbox.c.id)
        .where(_outbox.c.person_id == person_id, _outbox.c.kind.in_(kinds))
        .where(or_(on_its_way, _outbox.c.message_id > message_id))
        .limit(1)
    )
    return found.first() is not None


async def finish_albums(store: Store, person_id: int, thread_id: int) -> None:
    """Lets albums go that still wait for more parts: something else follows, so they are complete."""
    await store.session.execute(
        update(_outbox)
        .where(
            _outbox.c.person_id == person_id,
            _outbox.c.state == OutboxState.PENDING,
            _outbox.c.thread_id == thread_id,
            _outbox.c.call == Call.ALBUM,
            _outbox.c.attempts == 0,
            _outbox.c.not_before.is_not(None),
        )
        .values(not_before=null())
    )


async def cancel_older(store: Store, person_id: int, key_prefix: str, now: datetime) -> None:
    """Cancels what is pending for that person under keys that begin so: the newest wins."""
    await store.session.execute(
        update(_outbox)
        .where(
            _outbox.c.person_id == person_id,
            _outbox.c.state == OutboxState.PENDING,
            _outbox.c.dedupe_key.startswith(key_prefix, autoescape=True),
        )
        .values(state=OutboxState.CANCELLED, done_at=now, params_sealed=null())
    )


async def threads_waiting(store: Store, person_id: int) -> list[int]:
    """The recipient's threads into which something that was written still waits to be carried."""
    found = await store.session.execute(
        select(_outbox.c.thread_id)
        .where(
            _outbox.c.person_id == person_id,
            _outbox.c.state == OutboxState.PENDING,
            _outbox.c.call.in_(_CARRYING),
            _outbox.c.thread_id.is_not(None),
        )
        .distinct()
    )
    return list(found.scalars())


async def remember_copies(
    store: Store,
    *,
    outbox_id: int,
    conversation_id: int,
    sender: int,
    recipient: int,
    message_ids: Sequence[int],
    now: datetime,
) -> None:
    """Writes a relay's place in the message map; the copies' ids follow with the mark."""
    rows = [
        {
            "id": new_id(),
            "conversation_id": conversation_id,
            "source_person_id": sender,
            "source_message_id": message_id,
            "copy_person_id": recipient,
            "copy_message_id": None,
            "outbox_id": outbox_id,
            "created_at": now,
        }
        for message_id in message_ids
    ]
    await store.session.execute(insert(_map), rows)
