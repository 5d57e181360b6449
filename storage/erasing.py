"""What is kept about one person beside their own row, and how it goes when they are erased."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Table, delete, null, or_, update

from storage.database import Store
from storage.outbox import PENDING, SENDING
from storage.tables import Card, CheckIn, DialogueState, MessageMap, Outbox, Visitor
from storage.words import OutboxState

_outbox: Table = Outbox.__table__  # type: ignore[attr-defined]
_map: Table = MessageMap.__table__  # type: ignore[attr-defined]
_card: Table = Card.__table__  # type: ignore[attr-defined]
_check_in: Table = CheckIn.__table__  # type: ignore[attr-defined]
_dialogue: Table = DialogueState.__table__  # type: ignore[attr-defined]
_visitor: Table = Visitor.__table__  # type: ignore[attr-defined]


async def cancel_about(store: Store, keys: Collection[str], now: datetime) -> None:
    """Cancels what waits to be told to others under dedupe keys that have one of these words: `:815:`."""
    if not keys:
        return
    about = or_(*(_outbox.c.dedupe_key.contains(key, autoescape=True) for key in keys))
    cancelled = {"state": OutboxState.CANCELLED, "done_at": now, "params_sealed": null()}
    await store.session.execute(update(_outbox).where(PENDING, about).values(cancelled))


async def forget_conversations(store: Store, conversation_ids: Collection[int], side_ids: Collection[int]) -> None:
    """The maps of these conversations, and what still waits in these sides of them."""
    await store.session.execute(delete(_map).where(_map.c.conversation_id.in_(list(conversation_ids))))
    await store.session.execute(delete(_outbox).where(PENDING, _outbox.c.thread_id.in_(list(side_ids))))


async def forget_account(store: Store, person_id: int, user_id: int | None, topic_ids: Collection[int]) -> None:
    """Everything that hangs on a person's account: what was sent or waits, maps, cards, dialogues, notes.

    A row that is being sent at this moment loses its content when it is marked.
    """
    session = store.session
    await session.execute(delete(_outbox).where(_outbox.c.person_id == person_id, ~SENDING))
    theirs = or_(_map.c.source_person_id == person_id, _map.c.copy_person_id == person_id)
    await session.execute(delete(_map).where(theirs))
    await session.execute(delete(_card).where(_card.c.person_id == person_id))
    await session.execute(update(_check_in).where(_check_in.c.person_id == person_id).values(note_sealed=null()))
    if user_id is None:
        return
    keys = [store.vault.lookup("dialogue", f"{user_id}:{user_id}:{topic}") for topic in {0, *topic_ids}]
    await session.execute(delete(_dialogue).where(_dialogue.c.key.in_(keys)))
    await session.execute(delete(_visitor).where(_visitor.c.chat_lookup == store.vault.lookup("chat", user_id)))
