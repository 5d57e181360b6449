"""What is to be sent: rows of the outbox are written, grow, are cancelled and erased here.

Their way on is `storage/delivery.py`, what they wait for `storage/holds.py` and `storage/backlog.py`.
docs/decisions/outbox.md tells the states and what a crash at each point can cause.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Table, bindparam, case, func, literal_column, null, select, update
from sqlalchemy.dialects import postgresql, sqlite

from storage.database import Store
from storage.ids import new_id
from storage.tables import Outbox
from storage.words import Call, Failure, OutboxState, Priority

_outbox: Table = Outbox.__table__  # type: ignore[attr-defined]
# Written into the statement, not bound: only then do both databases see that a partial index covers it.
PENDING = _outbox.c.state == literal_column(f"'{OutboxState.PENDING}'")
SENDING = _outbox.c.state == literal_column(f"'{OutboxState.SENDING}'")


def person_key(person_id: int) -> str:
    """What order and holds of a known person's chat go by."""
    return f"person:{person_id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewRow:
    """A call to be made. The recipient is a known person, or a chat of nobody we know (chat_id and language)."""

    dedupe_key: str
    call: Call
    priority: Priority
    due_at: datetime
    params: Mapping[str, Any]
    kind: str = ""
    person_id: int | None = None
    chat_id: int | None = None
    language: str | None = None
    thread_id: int | None = None
    guard: str = ""
    expires_at: datetime | None = None
    not_before: datetime | None = None
    created_at: datetime


def topic_row(thread_id: int, person_id: int, guard: str, now: datetime, *, after: int | None = None) -> NewRow:
    """Makes the topic of a thread or of a line's side in that person's chat; anew `after` an earlier row made one."""
    return NewRow(
        dedupe_key=f"thread:{thread_id}:topic" + ("" if after is None else f":{after}"),
        call=Call.TOPIC,
        priority=Priority.TOPIC,
        due_at=now,
        params={},
        person_id=person_id,
        thread_id=thread_id,
        guard=guard,
        created_at=now,
    )


async def add(store: Store, row: NewRow) -> int | None:
    """Writes the row and returns its id, or None where its dedupe key was there already."""
    row_id = new_id()
    if row.person_id is not None:
        chat_key, chat_sealed = person_key(row.person_id), None
    else:
        assert row.chat_id is not None
        chat_key = "chat:" + store.vault.lookup("chat", row.chat_id).hex()
        chat_sealed = store.vault.seal(str(row.chat_id), "outbox", "chat_sealed", row_id)
    params = json.dumps(row.params, ensure_ascii=False, separators=(",", ":"))
    values = {
        "id": row_id,
        "dedupe_key": row.dedupe_key,
        "call": row.call,
        "kind": row.kind,
        "params_sealed": store.vault.seal(params, "outbox", "params_sealed", row_id),
        "person_id": row.person_id,
        "chat_sealed": chat_sealed,
        "language": row.language,
        "chat_key": chat_key,
        "thread_id": row.thread_id,
        "guard": row.guard,
        "priority": int(row.priority),
        "state": OutboxState.PENDING,
        "error": "",
        "due_at": row.due_at,
        "expires_at": row.expires_at,
        "not_before": row.not_before,
        "attempts": 0,
        "takeovers": 0,
        "created_at": row.created_at,
    }
    dialect = postgresql if store.is_postgres else sqlite
    statement = dialect.insert(_outbox).values(values).on_conflict_do_nothing(index_elements=["dedupe_key"])
    result = await store.session.execute(statement.returning(_outbox.c.id))
    inserted: int | None = result.scalar_one_or_none()
    store.outbox_grew = store.outbox_grew or inserted is not None
    return inserted


async def grow(store: Store, dedupe_key: str, not_before: datetime, add_to: tuple[str, Any]) -> int | None:
    """Appends a value to a list parameter of a row that nobody claimed yet, and lets it wait longer.

    Returns the row's id, or None where it is gone already. For albums, whose parts arrive one by one.
    """
    statement = select(_outbox.c.id, _outbox.c.params_sealed).where(
        _outbox.c.dedupe_key == dedupe_key, _outbox.c.state == OutboxState.PENDING
    )
    found = (await store.session.execute(statement.with_for_update())).one_or_none()
    if found is None:
        return None
    params = json.loads(store.vault.open(found.params_sealed, "outbox", "params_sealed", found.id))
    name, value = add_to
    params[name] = [*params.get(name, []), value]
    sealed = store.vault.seal(json.dumps(params), "outbox", "params_sealed", found.id)
    await store.session.execute(
        update(_outbox).where(_outbox.c.id == found.id).values(params_sealed=sealed, not_before=not_before)
    )
    store.outbox_grew = True
    return int(found.id)


async def cancel(store: Store, now: datetime, *, person_id: int | None = None, guard: str | None = None) -> int:
    """Cancels what is pending for a person or for a reason that fell away. Returns how many rows."""
    where = [PENDING]
    if person_id is not None:
        where.append(_outbox.c.person_id == person_id)
    if guard is not None:
        where.append(_outbox.c.guard == guard)
    assert len(where) > 1, "cancelling everything is never meant"
    result = await store.session.execute(
        update(_outbox).where(*where).values(state=OutboxState.CANCELLED, done_at=now, params_sealed=null())
    )
    return int(result.rowcount)  # type: ignore[attr-defined]


async def erase_old_edits(store: Store, before: datetime) -> int:
    """Erases the texts of edits written before that programme moment, whatever became of them. Returns how many.

    One that still waits is given up: its text would be a day old.
    """
    waits = _outbox.c.state.in_([OutboxState.PENDING, OutboxState.SENDING])
    result = await store.session.execute(
        update(_outbox)
        .where(
            _outbox.c.call == literal_column(f"'{Call.EDIT}'"),
            _outbox.c.params_sealed.is_not(None),
            _outbox.c.created_at < before,
        )
        .values(
            params_sealed=null(),
            state=case((waits, OutboxState.FAILED), else_=_outbox.c.state),
            failure=case((waits, Failure.EXPIRED), else_=_outbox.c.failure),
            done_at=func.coalesce(_outbox.c.done_at, bindparam("erased_at", before, type_=_outbox.c.done_at.type)),
        )
    )
    return int(result.rowcount)  # type: ignore[attr-defined]
