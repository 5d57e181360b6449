"""What the intake remembers: updates, dialogues, strangers; and how the jobs ran."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Column, LargeBinary
from sqlmodel import Field

from storage.columns import instant, number, sealed, word
from storage.tables.base import Row
from storage.words import UpdateState


class HandledUpdate(Row, table=True):
    """Telegram's update id and how often it was tried. Never its content."""

    __tablename__ = "handled_update"

    update_id: int = Field(sa_column=Column("update_id", number().type, primary_key=True, autoincrement=False))
    state: str = Field(default=UpdateState.SEEN, sa_column=word(16))
    attempts: int = 0
    seen_at: datetime = Field(sa_column=instant(index=True))


class DialogueState(Row, table=True):
    """Where one person is in one conversation (aiogram's FSM), in one chat or topic."""

    __tablename__ = "dialogue_state"

    key: bytes = Field(sa_column=Column("key", LargeBinary, primary_key=True))
    state: str | None = Field(default=None, sa_column=word(80, nullable=True))
    data_sealed: bytes | None = Field(default=None, sa_column=sealed())
    updated_at: datetime = Field(sa_column=instant(index=True))

    def _seal_id(self) -> bytes:
        return self.key


class Visitor(Row, table=True):
    """A chat that belongs to nobody we know: greeted once, and how often it tried a link that is not valid."""

    __tablename__ = "visitor"

    chat_lookup: bytes = Field(sa_column=Column("chat_lookup", LargeBinary, primary_key=True))
    greeted_at: datetime | None = Field(default=None, sa_column=instant(nullable=True))
    wrong_links: int = 0
    wrong_since: datetime | None = Field(default=None, sa_column=instant(nullable=True, index=True))


class JobState(Row, table=True):
    """When a job of the scheduler's table ran last, in programme time."""

    __tablename__ = "job_state"

    name: str = Field(primary_key=True, max_length=64)
    last_run_at: datetime | None = Field(default=None, sa_column=instant(nullable=True))
    last_due: int = 0
    last_took_ms: int = 0
    failures: int = 0  # in a row
    last_error: str | None = Field(default=None, sa_column=word(64, nullable=True))  # its type, never its text
