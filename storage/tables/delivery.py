"""The outbox: one row is one Bot API call that has to happen."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import Field

from storage.columns import id_column, instant, number, reference, sealed, word
from storage.ids import new_id
from storage.tables.base import Row
from storage.words import OutboxState


def _partial(name: str, *columns: str, where: str) -> Index:
    return Index(name, *columns, sqlite_where=text(where), postgresql_where=text(where))


class Outbox(Row, table=True):
    """One call to be made, and what became of it.

    `due_at` and `expires_at` are programme time; `not_before` (back-off, albums that are still growing) and
    `lease_until` are real time and never lie further ahead than `holds.LONGEST_WAIT`.
    """

    __tablename__ = "outbox"
    __table_args__: Any = (
        # Partial, so that what is done costs nothing. docs/decisions/outbox.md says which question each one answers.
        _partial("ix_outbox_next", "priority", "due_at", "id", where="state = 'pending'"),
        _partial("ix_outbox_chat", "chat_key", "due_at", "priority", "id", where="state = 'pending'"),
        _partial("ix_outbox_guard", "guard", where="state = 'pending'"),
        _partial("ix_outbox_waits", "not_before", where="state = 'pending' AND not_before IS NOT NULL"),
        _partial("ix_outbox_lease", "lease_until", where="state = 'sending'"),
        _partial("ix_outbox_edits", "created_at", where="call = 'edit' AND params_sealed IS NOT NULL"),
        _partial("ix_outbox_done", "done_at", where="done_at IS NOT NULL"),
        Index("ix_outbox_person", "person_id"),
    )

    id: int = Field(default_factory=new_id, sa_column=id_column())
    dedupe_key: str = Field(max_length=160, unique=True)
    call: str = Field(sa_column=word(16))
    kind: str = Field(default="", max_length=64)  # the message kind, for `send`
    params_sealed: bytes | None = Field(default=None, sa_column=sealed())  # JSON
    person_id: int | None = Field(default=None, sa_column=number(nullable=True))  # the recipient
    chat_sealed: bytes | None = Field(default=None, sa_column=sealed())  # the recipient where it is nobody we know
    language: str | None = Field(default=None, max_length=8)  # only where it is nobody we know
    chat_key: str = Field(max_length=80)  # what order and holds go by: `person:ID` or `chat:FINGERPRINT`
    thread_id: int | None = Field(default=None, sa_column=number(nullable=True))
    guard: str = Field(default="", max_length=64)  # the reason that must still hold: `duo-proposed:ID`
    priority: int
    state: str = Field(default=OutboxState.PENDING, sa_column=word(16))
    failure: str | None = Field(default=None, sa_column=word(16, nullable=True))
    error: str = Field(default="", max_length=200)  # Telegram's description, which never holds content
    due_at: datetime = Field(sa_column=instant())
    expires_at: datetime | None = Field(default=None, sa_column=instant(nullable=True))
    not_before: datetime | None = Field(default=None, sa_column=instant(nullable=True))
    attempts: int = 0
    takeovers: int = 0  # how often its lease ran out: each time it may have been sent already
    lease_owner: str | None = Field(default=None, max_length=64)
    lease_until: datetime | None = Field(default=None, sa_column=instant(nullable=True))
    message_id: int | None = Field(default=None, sa_column=number(nullable=True))  # what Telegram answered
    created_at: datetime = Field(sa_column=instant())
    done_at: datetime | None = Field(default=None, sa_column=instant(nullable=True))


class ChatHold(Row, table=True):
    """Telegram asked us to wait (429): that chat, or everybody (`*`), until a moment in real time."""

    __tablename__ = "chat_hold"

    chat_key: str = Field(primary_key=True, max_length=80)
    until: datetime = Field(sa_column=instant())


class Card(Row, table=True):
    """A message that stays and is edited in place: where it is in that person's chat."""

    __tablename__ = "card"
    __table_args__: Any = (UniqueConstraint("person_id", "anchor", name="uq_card_anchor"),)

    id: int = Field(default_factory=new_id, sa_column=id_column())
    person_id: int = Field(sa_column=reference("person.id", index=False))
    anchor: str = Field(max_length=48)  # what it is about: `session:ID`
    message_id: int | None = Field(default=None, sa_column=number(nullable=True))  # None until it was sent
    is_pinned: bool = False  # or will be, once the rows that wait are sent
    updated_at: datetime = Field(sa_column=instant())
