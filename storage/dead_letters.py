"""The outbox as the team sees it: counted, listed, and what failed put back where that makes sense.

Never gives out names, texts or chats: a row is its kind, its person's id, and what became of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import Select, Table, and_, case, func, or_, select, update

from storage.database import Store
from storage.holds import EVERYBODY
from storage.outbox import PENDING, SENDING
from storage.tables import ChatHold, Outbox, Person
from storage.words import Failure, OutboxState

KEPT = timedelta(days=30)  # storage/retention.py erases what was done longer ago
_outbox: Table = Outbox.__table__  # type: ignore[attr-defined]
_hold: Table = ChatHold.__table__  # type: ignore[attr-defined]
_person: Table = Person.__table__  # type: ignore[attr-defined]


class Refusal(StrEnum):
    """Why a row is not put back."""

    UNKNOWN = "unknown"
    NOT_FAILED = "not failed"
    EXPIRED = "expired"
    UNREACHABLE = "unreachable"  # still blocked, as far as we know
    FORGOTTEN = "forgotten"  # nobody there any more
    ERASED = "erased"  # what was to be sent is not kept any more


@dataclass(frozen=True, slots=True)
class Letter:
    """A row without anything private. `due_at`, `expires_at`, `done_at` are programme time, the others real time."""

    id: int
    call: str
    kind: str
    person_id: int | None
    chat_key: str
    priority: int
    state: str
    failure: str | None
    error: str
    due_at: datetime
    expires_at: datetime | None
    not_before: datetime | None
    lease_until: datetime | None
    attempts: int
    takeovers: int
    message_id: int | None
    created_at: datetime
    done_at: datetime | None
    keeps_params: bool
    unreachable_since: datetime | None  # of the recipient
    is_forgotten: bool


@dataclass(frozen=True, slots=True)
class Retried:
    """What became of the wish to put a row back. `may_repeat`: an attempt ended without a clear answer."""

    id: int
    refusal: Refusal | None
    may_repeat: bool = False


@dataclass(frozen=True, slots=True)
class Pending:
    """What waits in one priority: due now, due but waiting for another try, due later (and when the first of it)."""

    priority: int
    due: int
    waiting: int
    later: int
    next_at: datetime | None


@dataclass(frozen=True, slots=True)
class Summary:
    """`failed` by reason, over the last 30 days. `held_chats` and `everybody_held_until` in real time."""

    pending: list[Pending]
    sending: int
    failed: dict[str, int]
    held_chats: int
    everybody_held_until: datetime | None


async def summary(store: Store, now: datetime, real_now: datetime) -> Summary:
    """Counts what is there. Reads every row that is pending or was done: for people, not for the courier."""
    later = _outbox.c.due_at > now
    waiting = and_(_outbox.c.due_at <= now, _outbox.c.not_before > real_now)
    counts = (
        select(
            _outbox.c.priority,
            func.sum(case((or_(later, waiting), 0), else_=1)),
            func.sum(case((waiting, 1), else_=0)),
            func.sum(case((later, 1), else_=0)),
            func.min(case((later, _outbox.c.due_at), else_=None)),
        )
        .where(PENDING)
        .group_by(_outbox.c.priority)
        .order_by(_outbox.c.priority)
    )
    failed = (
        select(_outbox.c.failure, func.count())
        .where(_outbox.c.state == OutboxState.FAILED, _outbox.c.done_at > now - KEPT)
        .group_by(_outbox.c.failure)
    )
    everybody = select(_hold.c.until).where(_hold.c.chat_key == EVERYBODY, _hold.c.until > real_now)
    chats = select(func.count()).where(_hold.c.chat_key != EVERYBODY, _hold.c.until > real_now)
    ask = store.session.execute
    return Summary(
        pending=[Pending(*row) for row in await ask(counts)],
        sending=int((await ask(select(func.count()).select_from(_outbox).where(SENDING))).scalar_one()),
        failed={row[0] or "": row[1] for row in await ask(failed)},
        held_chats=int((await ask(chats)).scalar_one()),
        everybody_held_until=(await ask(everybody)).scalar_one_or_none(),
    )


async def listed(
    store: Store, states: Sequence[OutboxState], *, failure: Failure | None = None, limit: int = 20
) -> list[Letter]:
    """Rows in those states: what is not done yet with the earliest due first, then what is done, the latest first."""
    statement = _letters().where(_outbox.c.state.in_(states)).limit(limit)
    if failure is not None:
        statement = statement.where(_outbox.c.failure == failure)
    statement = statement.order_by(_outbox.c.done_at.desc().nulls_first(), _outbox.c.due_at, _outbox.c.id)
    return [Letter(*row) for row in await store.session.execute(statement)]


async def find(store: Store, row_id: int) -> Letter | None:
    row = (await store.session.execute(_letters().where(_outbox.c.id == row_id))).one_or_none()
    return Letter(*row) if row is not None else None


async def held_until(store: Store, chat_key: str, real_now: datetime) -> datetime | None:
    """Until when nothing goes to that chat because Telegram said so; None where nothing holds it."""
    holds = select(func.max(_hold.c.until)).where(_hold.c.chat_key.in_([chat_key, EVERYBODY]), _hold.c.until > real_now)
    until: datetime | None = (await store.session.execute(holds)).scalar_one()
    return until


async def failed_ids(store: Store, failure: Failure) -> list[int]:
    """Every row that is kept and failed for that reason, the oldest first."""
    failed = select(_outbox.c.id).where(_outbox.c.state == OutboxState.FAILED, _outbox.c.failure == failure)
    return list((await store.session.execute(failed.order_by(_outbox.c.id))).scalars())


def why_not(letter: Letter, now: datetime) -> Refusal | None:
    """Why putting that row back makes no sense; None where it does. Whether its reason still holds is judged later."""
    if letter.state != OutboxState.FAILED:
        return Refusal.NOT_FAILED
    if letter.failure == Failure.EXPIRED or (letter.expires_at is not None and letter.expires_at <= now):
        return Refusal.EXPIRED
    if letter.is_forgotten:
        return Refusal.FORGOTTEN
    if letter.unreachable_since is not None:
        return Refusal.UNREACHABLE
    return None if letter.keeps_params else Refusal.ERASED


async def retry(store: Store, row_ids: Sequence[int], now: datetime) -> list[Retried]:
    """Puts failed rows back, to be carried as if new, and says of each what came of it.

    Delivery is at least once: what was tried may arrive a second time.
    """
    statement = _letters().where(_outbox.c.id.in_(list(row_ids))).with_for_update(of=_outbox)
    found = {row.id: Letter(*row) for row in await store.session.execute(statement)}
    retried = [_retried(row_id, found.get(row_id), now) for row_id in dict.fromkeys(row_ids)]
    willing = [it.id for it in retried if it.refusal is None]
    if willing:
        await store.session.execute(
            update(_outbox)
            .where(_outbox.c.id.in_(willing))
            .values(state=OutboxState.PENDING, failure=None, error="", attempts=0, not_before=None, done_at=None)
        )
        store.outbox_grew = True
    return retried


def _retried(row_id: int, letter: Letter | None, now: datetime) -> Retried:
    if letter is None:
        return Retried(row_id, Refusal.UNKNOWN)
    # the last attempt got its answer, those before it did not
    return Retried(row_id, why_not(letter, now), may_repeat=letter.attempts > 1 or letter.takeovers > 0)


def _letters() -> Select[Any]:
    """The columns of a Letter, in its order."""
    plain = ("id", "call", "kind", "person_id", "chat_key", "priority", "state", "failure", "error", "due_at")
    rest = ("expires_at", "not_before", "lease_until", "attempts", "takeovers", "message_id", "created_at", "done_at")
    return select(
        *(_outbox.c[name] for name in plain + rest),
        _outbox.c.params_sealed.is_not(None).label("keeps_params"),
        _person.c.unreachable_since,
        and_(_outbox.c.person_id.is_not(None), _person.c.user_sealed.is_(None)).label("is_forgotten"),
    ).select_from(_outbox.outerjoin(_person, _person.c.id == _outbox.c.person_id))
