"""Duos, their threads, and which message is the copy of which."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Column, Index, UniqueConstraint, text
from sqlmodel import Field

from storage.columns import id_column, instant, number, reference, word
from storage.ids import new_id
from storage.tables.base import Row
from storage.words import Answer, DuoState

_LIVE = text("state IN ('proposed', 'active', 'paused')")


class Duo(Row, table=True):
    """A job seeker and a mentor: from the proposal to the end. `seeker_id` and `mentor_id` are memberships."""

    __tablename__ = "duo"
    __table_args__: Any = (
        # A seeker is in one live duo at most; a mentor in as many as their capacity (checked under a lock).
        Index("uq_duo_seeker_live", "seeker_id", unique=True, sqlite_where=_LIVE, postgresql_where=_LIVE),
        Index("ix_duo_mentor", "mentor_id", "state"),
        Index("ix_duo_organisation", "organisation_id", "state"),
        Index("ix_duo_expiry", "state", "expires_at"),
    )

    id: int = Field(default_factory=new_id, sa_column=id_column())
    organisation_id: int = Field(sa_column=reference("organisation.id", index=False))
    seeker_id: int = Field(sa_column=reference("membership.id"))
    mentor_id: int = Field(sa_column=reference("membership.id", index=False))
    coordinator_id: int | None = Field(default=None, sa_column=reference("membership.id", nullable=True))
    state: str = Field(default=DuoState.PROPOSED, sa_column=word(16))
    reasons: list[str] = Field(default_factory=list, sa_column=Column("reasons", JSON, nullable=False))
    seeker_answer: str = Field(default=Answer.OPEN, sa_column=word(8))
    mentor_answer: str = Field(default=Answer.OPEN, sa_column=word(8))
    proposed_at: datetime = Field(sa_column=instant())
    expires_at: datetime | None = Field(default=None, sa_column=instant(nullable=True))
    started_at: datetime | None = Field(default=None, sa_column=instant(nullable=True))
    closed_at: datetime | None = Field(default=None, sa_column=instant(nullable=True))


class Thread(Row, table=True):
    """One side of a duo's private thread: where that person sees it."""

    __tablename__ = "thread"
    __table_args__: Any = (
        UniqueConstraint("duo_id", "person_id", name="uq_thread_side"),
        Index("ix_thread_topic", "person_id", "topic_id"),
    )

    id: int = Field(default_factory=new_id, sa_column=id_column())
    duo_id: int = Field(sa_column=reference("duo.id", index=False))
    person_id: int = Field(sa_column=reference("person.id", index=False))
    membership_id: int = Field(sa_column=reference("membership.id"))
    partner_person_id: int = Field(sa_column=reference("person.id"))
    topic_id: int | None = Field(default=None, sa_column=number(nullable=True))  # Telegram's message_thread_id
    created_at: datetime = Field(sa_column=instant())


class MessageMap(Row, table=True):
    """A relayed message and its copy, by Telegram's message ids. Kept 30 days, never with content."""

    __tablename__ = "message_map"
    __table_args__: Any = (
        Index("ix_message_map_source", "source_person_id", "source_message_id"),
        Index("ix_message_map_copy", "copy_person_id", "copy_message_id"),
        Index("ix_message_map_age", "created_at"),
    )

    id: int = Field(default_factory=new_id, sa_column=id_column())
    duo_id: int = Field(sa_column=reference("duo.id"))
    source_person_id: int = Field(sa_column=number())
    source_message_id: int = Field(sa_column=number())
    copy_person_id: int = Field(sa_column=number())
    copy_message_id: int | None = Field(default=None, sa_column=number(nullable=True))  # None until it was sent
    outbox_id: int = Field(sa_column=Column("outbox_id", number().type, nullable=False, index=True))
    created_at: datetime = Field(sa_column=instant())
