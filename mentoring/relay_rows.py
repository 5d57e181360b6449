"""The rows that carry what somebody wrote, by reference: one for each who reads it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from mentoring.work import Work
from storage import outbox, relays
from storage.words import Call, Priority

ALBUM_WAIT = timedelta(seconds=0.7)  # real time; the parts of an album arrive as messages of their own, close together
MOST_ROWS_AN_ALBUM = 12  # each later part finds the row before it gone: more than an album has parts
ANSWERS = "_reply_to"  # beside a message's own parameters: which message of that chat it answers (see the courier)
FROM = "_from"  # beside a relay's parameters, in lines with the team: the writer's side


@dataclass(frozen=True, slots=True)
class Leg:
    """One way that a message takes: to whom, into which side of the conversation, why it may, and from which side.

    `is_copy`: it goes there besides, to colleagues; keys of its rows tell it from the first.
    """

    conversation_id: int
    person_id: int
    side_id: int
    guard: str
    sender_side: int | None = None
    is_copy: bool = False


@dataclass(frozen=True, slots=True)
class Written:
    """What is carried: messages in the writer's chat, one or an album's; what the first of them answers there."""

    sender: int
    message_ids: Sequence[int]
    reply_to: int | None = None


def relay_row(
    work: Work, leg: Leg, call: Call, params: Mapping[str, Any], key: str, *, wait: timedelta | None = None
) -> outbox.NewRow:
    """A row that carries something, as long as its reason holds; not before `wait` (real time) is over."""
    origin = {} if leg.sender_side is None else {FROM: leg.sender_side}
    return outbox.NewRow(
        dedupe_key=f"{key}:{leg.side_id}" if leg.is_copy else key,
        call=call,
        priority=Priority.RELAY,
        due_at=work.now,
        params={**params, **origin},
        person_id=leg.person_id,
        thread_id=leg.side_id,
        guard=leg.guard,
        not_before=work.real_now + wait if wait else None,
        created_at=work.now,
    )


async def carry(work: Work, leg: Leg, written: Written) -> bool:
    """Writes the row of a whole message or album; False where it was passed on before."""
    first, *rest = written.message_ids
    # the same for whatever way a message takes: it is passed on once
    key = f"relay:{written.sender}:{first}"
    row = (
        relay_row(work, leg, Call.ALBUM, {"message_ids": list(written.message_ids)}, key)
        if rest
        else relay_row(work, leg, Call.COPY, {"message_id": first, "reply_to": written.reply_to}, key)
    )
    row_id = await outbox.add(work.store, row)
    if row_id is None:
        return False
    await _remember(work, leg, row_id, written)
    return True


async def carry_part(work: Work, leg: Leg, written: Written, album: str) -> None:
    """Adds one part to the album's row; where that is on its way already, begins another."""
    (message_id,) = written.message_ids
    for number in range(1, MOST_ROWS_AN_ALBUM):
        key = f"album:{leg.side_id}:{album}:{number}"
        row = relay_row(work, leg, Call.ALBUM, {"message_ids": [message_id]}, key, wait=ALBUM_WAIT)
        row_id = await grow_or_add(work, row, message_id)
        if row_id is not None:
            await _remember(work, leg, row_id, written)
            return


async def grow_or_add(work: Work, row: outbox.NewRow, message_id: int) -> int | None:
    """The row with this part in it: the one that waits under that key, or a new one; None where it has gone."""
    part = ("message_ids", message_id)
    grown = await outbox.grow(work.store, row.dedupe_key, work.real_now + ALBUM_WAIT, part)
    return grown if grown is not None else await outbox.add(work.store, row)


async def _remember(work: Work, leg: Leg, row_id: int, written: Written) -> None:
    await relays.remember_copies(
        work.store,
        outbox_id=row_id,
        conversation_id=leg.conversation_id,
        sender=written.sender,
        recipient=leg.person_id,
        message_ids=written.message_ids,
        now=work.now,
    )
