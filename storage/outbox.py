"""The outbox's queries: add, claim, mark. Core statements in batches, because every message passes here.

docs/decisions/outbox.md tells the states and what a crash at each point can cause.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    Table,
    and_,
    bindparam,
    case,
    delete,
    func,
    insert,
    literal_column,
    null,
    or_,
    select,
    union_all,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite

from storage.claiming import claim_statement
from storage.database import Store
from storage.ids import new_id
from storage.sealing import SealBrokenError
from storage.tables import ChatHold, MessageMap, Outbox
from storage.words import Call, Failure, OutboxState, Priority

EVERYBODY = "*"
_UNREADABLE_TRIES = 12
_UNREADABLE_PAUSE = timedelta(minutes=10)
_outbox: Table = Outbox.__table__  # type: ignore[attr-defined]
_hold: Table = ChatHold.__table__  # type: ignore[attr-defined]
_map: Table = MessageMap.__table__  # type: ignore[attr-defined]
# Written into the statement, not bound: only then do both databases see that a partial index covers it.
_PENDING = _outbox.c.state == literal_column(f"'{OutboxState.PENDING}'")
_SENDING = _outbox.c.state == literal_column(f"'{OutboxState.SENDING}'")
# The index of what goes next begins with the priority: a question about due times looks into it once for each.
_EACH_PRIORITY = [_outbox.c.priority == literal_column(str(int(priority))) for priority in Priority]


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


async def anything_ready(store: Store, now: datetime, real_now: datetime) -> bool:
    """Whether a row could be claimed now, chats that are busy left aside. Needs no write lock to be asked."""
    ready = select(_outbox.c.id).where(
        _PENDING,
        _outbox.c.due_at <= now,
        or_(_outbox.c.not_before.is_(None), _outbox.c.not_before <= real_now),
        _outbox.c.chat_key.not_in(select(_hold.c.chat_key).where(_hold.c.until > real_now)),
        _not_everybody_held(real_now),
    )
    looks = (ready.where(is_one).order_by(_outbox.c.due_at).limit(1).subquery() for is_one in _EACH_PRIORITY)
    first = union_all(*(select(look.c.id) for look in looks)).limit(1)
    return (await store.session.execute(first)).first() is not None


def _not_everybody_held(real_now: datetime) -> Any:
    return ~select(_hold.c.chat_key).where(_hold.c.chat_key == EVERYBODY, _hold.c.until > real_now).exists()


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
    statement = (
        update(_outbox)
        .where(
            _outbox.c.id == bindparam("row_id"),
            _outbox.c.lease_owner == owner,
            _outbox.c.attempts == bindparam("attempt"),
            _outbox.c.state == OutboxState.SENDING,
        )
        .values(
            state=bindparam("new_state"),
            failure=bindparam("new_failure"),
            error=bindparam("new_error"),
            message_id=bindparam("new_message_id"),
            not_before=bindparam("retry_at"),
            due_at=func.coalesce(bindparam("new_due_at", type_=_outbox.c.due_at.type), _outbox.c.due_at),
            attempts=_outbox.c.attempts - bindparam("uncounted"),
            done_at=bindparam("done"),
            # what was sent for good keeps no parameters: an edit's text is erased the moment it is not needed
            params_sealed=case((bindparam("finished"), null()), else_=_outbox.c.params_sealed),
            lease_owner=null(),
            lease_until=null(),
        )
    )
    values = [_mark_values(outcome, now) for outcome in outcomes]
    # asyncpg does not count the rows of many executions at once; SQLite does, and each of its round trips is a thread's
    batches: Sequence[Any] = values if store.is_postgres else [values]
    marked = 0
    for batch in batches:
        result = await store.session.execute(statement, batch)
        marked += result.rowcount  # type: ignore[attr-defined]
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
    for outcome in outcomes:
        # Telegram copies an album in the order of its ids
        sources = sorted(outcome.row.params.get("message_ids") or [outcome.row.params.get("message_id")])
        if len(sources) != len(outcome.message_ids):
            continue
        for source, copy in zip(sources, outcome.message_ids, strict=True):
            await store.session.execute(
                update(_map)
                .where(_map.c.outbox_id == outcome.row.id, _map.c.source_message_id == source)
                .values(copy_message_id=copy)
            )


async def take_over(store: Store, real_now: datetime, *, everything: bool = False) -> int:
    """Puts rows back whose lease ran out, and counts on each that it may have been sent already.

    `everything`: also leases that still run, for a process that knows it is the only one (it holds the leader's lock).
    """
    lost: Any = _SENDING
    if not everything:
        lost = and_(lost, _outbox.c.lease_until < real_now)
    result = await store.session.execute(
        update(_outbox)
        .where(lost)
        .values(state=OutboxState.PENDING, lease_owner=null(), lease_until=null(), takeovers=_outbox.c.takeovers + 1)
    )
    return int(result.rowcount)  # type: ignore[attr-defined]


async def cancel(store: Store, now: datetime, *, person_id: int | None = None, guard: str | None = None) -> int:
    """Cancels what is pending for a person or for a reason that fell away. Returns how many rows."""
    where = [_PENDING]
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


async def hold(store: Store, chat_key: str, until: datetime) -> None:
    """Nothing goes to that chat (or to EVERYBODY) before that moment in real time. A longer hold stays."""
    dialect = postgresql if store.is_postgres else sqlite
    statement = dialect.insert(_hold).values(chat_key=chat_key, until=until)
    longest = case((_hold.c.until > statement.excluded.until, _hold.c.until), else_=statement.excluded.until)
    await store.session.execute(statement.on_conflict_do_update(index_elements=["chat_key"], set_={"until": longest}))


async def drop_old_holds(store: Store, real_now: datetime) -> None:
    await store.session.execute(delete(_hold).where(_hold.c.until <= real_now))


async def next_wake(store: Store, now: datetime, real_now: datetime) -> datetime | None:
    """When, in real time, a due row that waits (back-off, hold, album) can go. None: nothing waits."""
    waiting = select(func.min(_outbox.c.not_before)).where(
        _PENDING, _outbox.c.due_at <= now, _outbox.c.not_before > real_now
    )
    holds = select(func.min(_hold.c.until)).where(_hold.c.until > real_now)
    moments = [(await store.session.execute(statement)).scalar_one_or_none() for statement in (waiting, holds)]
    return min((moment for moment in moments if moment is not None), default=None)


async def unsent(store: Store, now: datetime) -> int:
    """How many rows are due by programme time and neither sent nor given up."""
    due = [
        select(func.count().label("rows")).select_from(_outbox).where(_PENDING, is_one, _outbox.c.due_at <= now)
        for is_one in _EACH_PRIORITY
    ]
    carried = select(func.count().label("rows")).select_from(_outbox).where(_SENDING)
    counts = union_all(carried, *due).subquery()
    return int((await store.session.execute(select(func.sum(counts.c.rows)))).scalar_one())


async def next_due(store: Store, after: datetime) -> datetime | None:
    """The next programme moment after `after` at which a pending row falls due."""
    firsts = [
        select(func.min(_outbox.c.due_at).label("due_at")).where(_PENDING, is_one, _outbox.c.due_at > after)
        for is_one in _EACH_PRIORITY
    ]
    first = union_all(*firsts).subquery()
    moment: datetime | None = (await store.session.execute(select(func.min(first.c.due_at)))).scalar_one_or_none()
    return moment


async def remember_copies(
    store: Store, *, outbox_id: int, duo_id: int, sender: int, recipient: int, message_ids: Sequence[int], now: datetime
) -> None:
    """Writes a relay's place in the message map; the copies' ids follow with the mark."""
    rows = [
        {
            "id": new_id(),
            "duo_id": duo_id,
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
