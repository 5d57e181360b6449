"""Where a message that somebody answers, edits or reacts to is in the recipient's chat."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import permutations
from typing import Any

from sqlalchemy import ColumnElement, Table, and_, or_, select

from storage.database import Store
from storage.delivery import Claimed
from storage.tables import MessageMap
from storage.words import Call

_map: Table = MessageMap.__table__  # type: ignore[attr-defined]

Counterparts = dict[tuple[int, int, int, int], int]
"""(sender, message in the sender's chat, duo or line, recipient) -> the same message in the recipient's chat."""


def spoken_of(row: Claimed) -> Iterable[int]:
    """Messages of the sender's chat that the row refers to: what is answered, edited or reacted to."""
    name = "reply_to" if row.call is Call.COPY else "message_id" if row.call in {Call.EDIT, Call.REACTION} else ""
    value = row.params.get(name)
    return [value] if isinstance(value, int) else []


async def read_counterparts(store: Store, asked: set[tuple[int, int]], *, with_colleagues: bool) -> Counterparts:
    """For messages in senders' chats, (sender, message), looked for in both directions; in one query.

    `with_colleagues`: in lines the message has several copies, and a sender may speak of one copy to the reader of
    another; they are found through their source, in a second query.
    """
    if not asked:
        return {}
    found = list(await store.session.execute(select(_map).where(or_(*_either_way(asked)))))
    if with_colleagues and found:
        sources = {(row.source_person_id, row.source_message_id) for row in found}
        found = list(await store.session.execute(select(_map).where(or_(*_from(sources)))))
    return _by_reader(found)


def _by_reader(found: Iterable[Any]) -> Counterparts:
    places: dict[tuple[int, int, int], dict[int, int]] = {}
    for row in found:
        if row.copy_message_id is not None:
            source = row.source_person_id, row.source_message_id, row.conversation_id
            places.setdefault(source, {row.source_person_id: row.source_message_id})[row.copy_person_id] = (
                row.copy_message_id
            )
    counterparts: Counterparts = {}
    for (_, _, conversation), messages in places.items():
        for sender, recipient in permutations(messages, 2):
            counterparts[sender, messages[sender], conversation, recipient] = messages[recipient]
    return counterparts


def _either_way(asked: Iterable[tuple[int, int]]) -> Iterable[ColumnElement[bool]]:
    for person, message in asked:
        yield and_(_map.c.source_person_id == person, _map.c.source_message_id == message)
        yield and_(_map.c.copy_person_id == person, _map.c.copy_message_id == message)


def _from(sources: Iterable[tuple[int, int]]) -> Iterable[ColumnElement[bool]]:
    for person, message in sources:
        yield and_(_map.c.source_person_id == person, _map.c.source_message_id == message)
