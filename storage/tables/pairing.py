"""Duos, their threads, and which message is the copy of which."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Column, Index, Integer, String, UniqueConstraint, text
from sqlmodel import Field

from storage.columns import id_column, instant, number, reference, word
from storage.ids import new_id
from storage.tables.base import Row
from storage.words import Answer, DuoState, Level

_KEPT = text("closed_at IS NOT NULL AND emptied_at IS NULL")
_LIVE = text("state IN ('proposed', 'active', 'paused')")


def _due(name: str, column: str) -> Index:
    where = text(f"{column} IS NOT NULL")
    return Index(name, column, sqlite_where=where, postgresql_where=where)


def _answer(name: str) -> Column[Any]:
    return Column(name, String(8), nullable=False, server_default=Answer.OPEN)


def _count(name: str, default: int) -> Column[Any]:
    return Column(name, Integer, nullable=False, server_default=str(default))


class Duo(Row, table=True):
    """A job seeker and a mentor: from the proposal to the end. `seeker_id` and `mentor_id` are memberships."""

    __tablename__ = "duo"
    __table_args__: Any = (
        # A seeker is in one live duo at most; a mentor in as many as their capacity (checked under a lock).
        Index("uq_duo_seeker_live", "seeker_id", unique=True, sqlite_where=_LIVE, postgresql_where=_LIVE),
        Index("ix_duo_mentor", "mentor_id", "state"),
        Index("ix_duo_organisation", "organisation_id", "state"),
        Index("ix_duo_expiry", "state", "expires_at"),
        _due("ix_duo_idle", "idle_at"),
        _due("ix_duo_prompt", "prompt_at"),
        _due("ix_duo_review", "review_at"),
        _due("ix_duo_resume", "paused_until"),
        _due("ix_duo_follow_up", "follow_up_at"),
        Index("ix_duo_kept", "closed_at", sqlite_where=_KEPT, postgresql_where=_KEPT),
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
    started_at: datetime | None = Field(default=None, sa_column=instant(nullable=True))  # both accepted
    met_at: datetime | None = Field(default=None, sa_column=instant(nullable=True))  # their first meeting
    seeker_goes_on: str = Field(default=Answer.OPEN, sa_column=_answer("seeker_goes_on"))
    mentor_goes_on: str = Field(default=Answer.OPEN, sa_column=_answer("mentor_goes_on"))
    # both go on and have a goal: from here on weeks count, and the weekly questions begin
    under_way_since: datetime | None = Field(default=None, sa_column=instant(nullable=True))
    # when it is too long since anything was planned
    idle_at: datetime | None = Field(default=None, sa_column=instant(nullable=True))
    # when both are reminded of `prompt`: the mid-term review, then the closing moment
    prompt_at: datetime | None = Field(default=None, sa_column=instant(nullable=True))
    prompt: str | None = Field(default=None, sa_column=word(16, nullable=True))
    closed_at: datetime | None = Field(default=None, sa_column=instant(nullable=True))
    # since when only figures are left of it: mentoring/closed_duos.py
    emptied_at: datetime | None = Field(default=None, sa_column=instant(nullable=True))
    # why and how it ended; a duo that took over from another one, and when the job seeker is asked how it went on
    end_reason: str | None = Field(default=None, sa_column=word(24, nullable=True))
    outcome: str | None = Field(default=None, sa_column=word(16, nullable=True))
    outcome_later: str | None = Field(default=None, sa_column=word(16, nullable=True))
    follows_id: int | None = Field(default=None, sa_column=reference("duo.id", nullable=True))
    follow_up_at: datetime | None = Field(default=None, sa_column=instant(nullable=True))
    paused_until: datetime | None = Field(default=None, sa_column=instant(nullable=True))
    # what the team sees of it, since when; where the ladder stands; when time alone could change that
    level: str = Field(default=Level.WELL, sa_column=Column("level", String(16), nullable=False, server_default="well"))
    level_since: datetime | None = Field(default=None, sa_column=instant(nullable=True))
    ladder: dict[str, Any] | None = Field(default=None, sa_column=Column("ladder", JSON(none_as_null=True)))
    review_at: datetime | None = Field(default=None, sa_column=instant(nullable=True))


class Thread(Row, table=True):
    """One side of a duo's private thread: where that person sees it."""

    __tablename__ = "thread"
    __table_args__: Any = (
        UniqueConstraint("duo_id", "person_id", name="uq_thread_side"),
        Index("ix_thread_topic", "person_id", "topic_id"),
        _due("ix_thread_check_in", "next_check_in_at"),
    )

    id: int = Field(default_factory=new_id, sa_column=id_column())
    duo_id: int = Field(sa_column=reference("duo.id", index=False))
    person_id: int = Field(sa_column=reference("person.id", index=False))
    membership_id: int = Field(sa_column=reference("membership.id"))
    partner_person_id: int = Field(sa_column=reference("person.id"))
    topic_id: int | None = Field(default=None, sa_column=number(nullable=True))  # Telegram's message_thread_id
    # None: no weekly question is to come
    next_check_in_at: datetime | None = Field(default=None, sa_column=instant(nullable=True))
    check_ins_asked: int = Field(default=0, sa_column=_count("check_ins_asked", 0))
    check_in_weeks: int = Field(default=1, sa_column=_count("check_in_weeks", 1))  # every week, or every two
    created_at: datetime = Field(sa_column=instant())


class MessageMap(Row, table=True):
    """A relayed message and its copy, by Telegram's message ids. Kept 30 days, never with content.

    `conversation_id` is the duo, or the team's line, in which it went.
    """

    __tablename__ = "message_map"
    __table_args__: Any = (
        Index("ix_message_map_source", "source_person_id", "source_message_id"),
        Index("ix_message_map_copy", "copy_person_id", "copy_message_id"),
        Index("ix_message_map_age", "created_at"),
    )

    id: int = Field(default_factory=new_id, sa_column=id_column())
    conversation_id: int = Field(sa_column=Column("conversation_id", number().type, nullable=False, index=True))
    source_person_id: int = Field(sa_column=number())
    source_message_id: int = Field(sa_column=number())
    copy_person_id: int = Field(sa_column=number())
    copy_message_id: int | None = Field(default=None, sa_column=number(nullable=True))  # None until it was sent
    outbox_id: int = Field(sa_column=Column("outbox_id", number().type, nullable=False, index=True))
    created_at: datetime = Field(sa_column=instant())
