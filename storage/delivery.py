"""The way of an outbox row: claimed under a lease, marked with what became of it, taken over from who died.

Core statements in batches, because every message passes here. docs/decisions/outbox.md tells the states.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Table, and_, bindparam, null, or_, update

from storage.claiming import claim_statement
from storage.database import Store
from storage.holds import LONGEST_WAIT
from storage.marking import mark_statement, marks
from storage.outbox import SENDING
from storage.sealing import SealBrokenError
from storage.tables import MessageMap, Outbox
from storage.words import Call, Failure, OutboxState

_UNREADABLE_TRIES = 12
_UNREADABLE_PAUSE = timedelta(minutes=10)
_outbox: Table = Outbox.__table__  # type: ignore[attr-defined]
_map: Table = MessageMap.__table__  # type: ignore[attr-defined]
_NOTE_COPY = (
    update(_map)
    .where(_map.c.outbox_id == bindparam("row"), _map.c.source_message_id == bindparam("source"))
    .values(copy_message_id=bindparam("copy"))
)


@dataclass(frozen=True, slots=True)
class Claimed:
    """A row that this process may carry until its lease ends."""

    id: int
    call: Call
    kind: str
    params: dict[str, Any]
    person_id: int | None
    chat_id: int | None
    language: str | None
    chat_key: str
    thread_id: int | None
    guard: str
    priority: int
    expires_at: datetime | None
    attempts: int
    takeovers: int
    due_at: datetime
    created_at: datetime
    error: str = ""  # why it was put back the last time


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a claimed row. `retry_at` (real time) puts it back; `message_ids` are Telegram's.

    `due_at` (programme time) puts it back until then: quiet hours.
    """

    row: Claimed
    state: OutboxState
    failure: Failure | None = None
    error: str = ""
    message_ids: tuple[int, ...] = ()
    retry_at: datetime | None = None
    counts: bool = True  # False: a wait that is no failed attempt (429, a topic that is still being made)
    due_at: datetime | None = None


async def claim(
    store: Store,
    *,
    owner: str,
    now: datetime,
    real_now: datetime,
    lease: timedelta,
    limit: int,
    busy: Iterable[str] = (),
    one_per_chat: bool = False,
) -> list[Claimed]:
    """Takes the most urgent rows that are due, oldest first within a priority, and leases them to `owner`.

    `now` is programme time, `real_now` real time. Chats on hold and `busy` ones are passed over. A chat whose earlier
    row waits for another try is passed over as well: order is kept per chat. `one_per_chat`: only the first row of
    each chat. A row that cannot be read (another version's call, a key that is not configured) is set aside.
    """
    statement = claim_statement(is_postgres=store.is_postgres, one_per_chat=one_per_chat)
    values = {
        "now": now,
        "real_now": real_now,
        "busy": list(busy),
        "limit": limit,
        "owner": owner,
        "lease_until": real_now + lease,
    }
    rows = (await store.session.execute(statement, values)).all()
    readable = []
    for row in rows:
        try:
            readable.append(_claimed(store, row))
        except (SealBrokenError, ValueError) as error:
            await _set_aside(store, row, error, now, real_now)
    return sorted(readable, key=lambda row: (row.priority, row.id))


async def _set_aside(store: Store, row: Any, error: Exception, now: datetime, real_now: datetime) -> None:
    """A row that cannot be read must not stop the others; a missing key may still come, so it is tried again."""
    may_come = isinstance(error, SealBrokenError) and row.attempts < _UNREADABLE_TRIES
    values: dict[str, Any] = (
        {"state": OutboxState.PENDING, "not_before": real_now + _UNREADABLE_PAUSE}
        if may_come
        else {"state": OutboxState.FAILED, "failure": Failure.REJECTED, "done_at": now}
    )
    await store.session.execute(
        update(_outbox)
        .where(_outbox.c.id == row.id)
        .values(error=f"unreadable: {type(error).__name__}", lease_owner=null(), lease_until=null(), **values)
    )


def _claimed(store: Store, row: Any) -> Claimed:
    params = store.vault.open(row.params_sealed, "outbox", "params_sealed", row.id) if row.params_sealed else "{}"
    chat_id = int(store.vault.open(row.chat_sealed, "outbox", "chat_sealed", row.id)) if row.chat_sealed else None
    return Claimed(
        id=row.id,
        call=Call(row.call),
        kind=row.kind,
        params=json.loads(params),
        person_id=row.person_id,
        chat_id=chat_id,
        language=row.language,
        chat_key=row.chat_key,
        thread_id=row.thread_id,
        guard=row.guard,
        priority=row.priority,
        expires_at=row.expires_at,
        attempts=row.attempts,
        takeovers=row.takeovers,
        due_at=row.due_at,
        created_at=row.created_at,
        error=row.error,
    )


async def mark(store: Store, owner: str, outcomes: Sequence[Outcome], now: datetime) -> int:
    """Writes what became of claimed rows; `now` is programme time. Returns how many were still ours.

    Fenced: a row that another process took over meanwhile (other owner or attempt) is left as that process has it.
    """
    if not outcomes:
        return 0
    values = marks([_mark_values(outcome, now) for outcome in outcomes], owner, is_postgres=store.is_postgres)
    result = await store.session.execute(mark_statement(is_postgres=store.is_postgres), values)
    marked = int(result.rowcount)  # type: ignore[attr-defined]
    await _save_copies(store, [o for o in outcomes if o.message_ids and o.row.call in {Call.COPY, Call.ALBUM}])
    store.outbox_grew = store.outbox_grew or any(o.state is OutboxState.PENDING for o in outcomes)
    return marked


def _mark_values(outcome: Outcome, now: datetime) -> dict[str, Any]:
    finished = outcome.state in {OutboxState.SENT, OutboxState.CANCELLED} or (
        outcome.state is OutboxState.FAILED and outcome.row.call is Call.EDIT
    )
    return {
        "row_id": outcome.row.id,
        "attempt": outcome.row.attempts,
        "new_state": outcome.state,
        "new_failure": outcome.failure,
        "new_error": outcome.error[:200],
        "new_message_id": outcome.message_ids[0] if outcome.message_ids else None,
        "retry_at": outcome.retry_at,
        "new_due_at": outcome.due_at,
        "uncounted": 0 if outcome.counts else 1,
        "done": None if outcome.state is OutboxState.PENDING else now,
        "finished": finished,
    }


async def _save_copies(store: Store, outcomes: Sequence[Outcome]) -> None:
    """Tells the message map under which ids the copies arrived; an album of which a part is missing stays unmapped."""
    arrived = []
    for outcome in outcomes:
        # Telegram copies an album in the order of its ids
        sources = sorted(outcome.row.params.get("message_ids") or [outcome.row.params.get("message_id")])
        if len(sources) == len(outcome.message_ids):
            pairs = zip(sources, outcome.message_ids, strict=True)
            arrived += [{"row": outcome.row.id, "source": source, "copy": copy} for source, copy in pairs]
    if arrived:
        await store.session.execute(_NOTE_COPY, arrived)


async def take_over(
    store: Store, real_now: datetime, *, everything: bool = False, besides: Collection[str] = ()
) -> int:
    """Puts rows back whose lease ran out, and counts on each that it may have been sent already.

    `everything`: also leases that still run, for a process that knows it is the only one (it holds the leader's lock).
    `besides`: the chats of rows that this process is carrying itself; a clock that jumps forward ends their leases.
    """
    lost: Any = SENDING
    if not everything:
        out_of_time = or_(_outbox.c.lease_until < real_now, _outbox.c.lease_until > real_now + LONGEST_WAIT)
        lost = and_(lost, out_of_time, _outbox.c.chat_key.not_in(list(besides)))
    result = await store.session.execute(
        update(_outbox)
        .where(lost)
        .values(state=OutboxState.PENDING, lease_owner=null(), lease_until=null(), takeovers=_outbox.c.takeovers + 1)
    )
    return int(result.rowcount)  # type: ignore[attr-defined]
