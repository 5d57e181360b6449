"""The meetings of a duo: planned, held or not, each side's part in them, weekly ones; and the duo's goals."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import Field

from storage.columns import id_column, instant, number, reference, sealed, word
from storage.ids import new_id
from storage.tables.base import Row
from storage.words import Answer, Met, Place, Reminder, SessionKind, SessionState


def due(name: str, column: str) -> Index:
    """An index of what the clock has to look at: rows without a due moment cost nothing."""
    where = text(f"{column} IS NOT NULL")
    return Index(name, column, sqlite_where=where, postgresql_where=where)


class DuoSession(Row, table=True):
    """One meeting of a duo.

    `local_start` (wall clock, `2026-11-24T18:00`) and `time_zone` are what people agreed on; `starts_at` is that moment
    in UTC. `sequence` counts the changes (RFC 5545, 3.8.7.4); who changes something names the sequence they saw.
    """

    __tablename__ = "duo_session"
    __table_args__: Any = (
        Index("ix_duo_session_duo", "duo_id", "starts_at"),
        due("ix_duo_session_ask", "ask_at"),
        due("ix_duo_session_settle", "settle_at"),
    )

    id: int = Field(default_factory=new_id, sa_column=id_column())
    duo_id: int = Field(sa_column=reference("duo.id", index=False))
    kind: str = Field(default=SessionKind.REGULAR, sa_column=word(16))
    state: str = Field(default=SessionState.PLANNED, sa_column=word(16))
    local_start: str = Field(max_length=16)
    time_zone: str = Field(max_length=64)
    starts_at: datetime = Field(sa_column=instant())
    minutes: int = 60
    place: str = Field(default=Place.IN_PERSON, sa_column=word(16))
    where_sealed: bytes | None = Field(default=None, sa_column=sealed())  # the address line, or the link
    with_team: bool = False
    sequence: int = 0
    series_id: int | None = Field(default=None, sa_column=reference("session_series.id", nullable=True))
    planned_by: int | None = Field(default=None, sa_column=number(nullable=True))  # a person; None: a weekly one
    ask_at: datetime | None = Field(default=None, sa_column=instant(nullable=True))  # when to ask "did you meet?"
    settle_at: datetime | None = Field(default=None, sa_column=instant(nullable=True))  # when answers are late
    created_at: datetime = Field(sa_column=instant())
    changed_at: datetime = Field(sa_column=instant())


class SessionSide(Row, table=True):
    """One person's part in a session: do they come, did they come, when are they reminded."""

    __tablename__ = "session_side"
    __table_args__: Any = (
        UniqueConstraint("session_id", "person_id", name="uq_session_side_once"),
        Index("ix_session_side_person", "person_id"),
        due("ix_session_side_remind", "remind_at"),
    )

    id: int = Field(default_factory=new_id, sa_column=id_column())
    session_id: int = Field(sa_column=reference("duo_session.id", index=False))
    person_id: int = Field(sa_column=reference("person.id", index=False))
    role: str = Field(sa_column=word(16))  # seeker, mentor, or coordinator where the team comes along
    thread_id: int | None = Field(default=None, sa_column=number(nullable=True))  # None for the team
    coming: str = Field(default=Answer.OPEN, sa_column=word(8))
    met: str = Field(default=Met.OPEN, sa_column=word(12))
    reminder: str | None = Field(default=Reminder.DAY_BEFORE, sa_column=word(16, nullable=True))  # the next one
    remind_at: datetime | None = Field(default=None, sa_column=instant(nullable=True))


class SessionSeries(Row, table=True):
    """A duo meets every week: the pattern from which the next session is made."""

    __tablename__ = "session_series"
    __table_args__: Any = (due("ix_session_series_next", "next_at"),)

    id: int = Field(default_factory=new_id, sa_column=id_column())
    duo_id: int = Field(sa_column=reference("duo.id"))
    weekday: int  # 0 is Monday
    minute: int  # after local midnight
    time_zone: str = Field(max_length=64)
    minutes: int = 60
    place: str = Field(default=Place.IN_PERSON, sa_column=word(16))
    where_sealed: bytes | None = Field(default=None, sa_column=sealed())
    last_date: str = Field(max_length=10)  # of the newest session made from it, by the pattern (`2026-11-24`)
    next_at: datetime | None = Field(default=None, sa_column=instant(nullable=True))  # when to make the next one
    started_by: int = Field(sa_column=number())  # a person
    created_at: datetime = Field(sa_column=instant())
    ended_at: datetime | None = Field(default=None, sa_column=instant(nullable=True))


class Goal(Row, table=True):
    """One of the one to three goals that a duo noted in its own words; both see it."""

    __tablename__ = "goal"

    id: int = Field(default_factory=new_id, sa_column=id_column())
    duo_id: int = Field(sa_column=reference("duo.id"))
    text_sealed: bytes | None = Field(default=None, sa_column=sealed())
    noted_by: int = Field(sa_column=number())  # a person
    created_at: datetime = Field(sa_column=instant())
