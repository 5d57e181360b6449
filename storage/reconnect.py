"""Somebody's chat with the bot is another one from now on: what was tied to the old one is forgotten."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Table, delete, null, or_, select, update

from storage.database import Store
from storage.outbox import PENDING, SENDING, person_key
from storage.tables import Card, ChatHold, DialogueState, LineSide, MessageMap, Outbox, Thread
from storage.words import Call, OutboxState

_card: Table = Card.__table__  # type: ignore[attr-defined]
_dialogue: Table = DialogueState.__table__  # type: ignore[attr-defined]
_hold: Table = ChatHold.__table__  # type: ignore[attr-defined]
_map: Table = MessageMap.__table__  # type: ignore[attr-defined]
_outbox: Table = Outbox.__table__  # type: ignore[attr-defined]
_side: Table = LineSide.__table__  # type: ignore[attr-defined]
_thread: Table = Thread.__table__  # type: ignore[attr-defined]
# What is about a message in the recipient's chat; a card is sent anew by itself where it is not known.
_ABOUT_A_MESSAGE = (Call.EDIT, Call.REACTION, Call.PIN, Call.UNPIN, Call.RENAME_TOPIC)


async def forget_chat(store: Store, person_id: int, user_id: int | None, now: datetime) -> bool:
    """Forgets that person's topics, cards, message maps, dialogues and holds; `user_id` is the account that goes.

    What waits for the person stays and finds the new chat. What they wrote and nobody got yet is cancelled: it can only
    be copied from the old chat. Returns whether there was any of that.
    """
    await _forget_dialogues(store, person_id, user_id)
    lost = await _cancel_own_words(store, person_id, now)
    await _readdress(store, person_id, user_id, now)
    own = or_(_map.c.source_person_id == person_id, _map.c.copy_person_id == person_id)
    await store.session.execute(delete(_map).where(own))
    await store.session.execute(delete(_card).where(_card.c.person_id == person_id))
    await store.session.execute(delete(_hold).where(_hold.c.chat_key == person_key(person_id)))
    for table in (_thread, _side):
        await store.session.execute(update(table).where(table.c.person_id == person_id).values(topic_id=null()))
    return lost


async def _forget_dialogues(store: Store, person_id: int, user_id: int | None) -> None:
    """Those of the old chat and its topics, by the names under which the intake keeps them (bot/intake/dialogue.py)."""
    if user_id is None:
        return
    topics = [0]
    for table in (_thread, _side):
        found = select(table.c.topic_id).where(table.c.person_id == person_id, table.c.topic_id.is_not(None))
        topics += (await store.session.execute(found)).scalars()
    keys = [store.vault.lookup("dialogue", f"{user_id}:{user_id}:{topic}") for topic in topics]
    await store.session.execute(delete(_dialogue).where(_dialogue.c.key.in_(keys)))


async def _cancel_own_words(store: Store, person_id: int, now: datetime) -> bool:
    on_its_way = select(_map.c.outbox_id).where(_map.c.source_person_id == person_id, _map.c.copy_message_id.is_(None))
    result = await store.session.execute(
        update(_outbox)
        .where(PENDING, _outbox.c.id.in_(on_its_way))
        .values(state=OutboxState.CANCELLED, done_at=now, params_sealed=null())
    )
    return bool(result.rowcount)  # type: ignore[attr-defined]


async def _readdress(store: Store, person_id: int, user_id: int | None, now: datetime) -> None:
    """Nothing more goes to the old chat; a call that is on its way there right now is made again for the new one."""
    own = _outbox.c.person_id == person_id
    stranger = "chat:" + store.vault.lookup("chat", user_id).hex() if user_id is not None else ""
    needless = or_(own & _outbox.c.call.in_(_ABOUT_A_MESSAGE), _outbox.c.chat_key == stranger)
    await store.session.execute(
        update(_outbox).where(PENDING, needless).values(state=OutboxState.CANCELLED, done_at=now, params_sealed=null())
    )
    again = {"state": OutboxState.PENDING, "lease_owner": null(), "lease_until": null(), "not_before": null()}
    await store.session.execute(update(_outbox).where(SENDING, own).values(**again))
    await store.session.execute(update(_outbox).where(own).values(message_id=null()))
    store.outbox_grew = True
