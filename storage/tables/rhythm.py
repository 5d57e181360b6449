"""What keeps a duo's rhythm: the weekly questions with their answers, and nudges to mentors."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Column, Index, UniqueConstraint, text
from sqlmodel import Field

from storage.columns import id_column, instant, reference, sealed, word
from storage.ids import new_id
from storage.tables.base import Row
from storage.tables.sessions import due
from storage.words import CheckInState, NudgeState, Occasion

_WAITING = text("state = 'waiting'")


class CheckIn(Row, table=True):
    """One round of questions to one side of a duo: mostly one question, all six dimensions at three moments."""

    __tablename__ = "check_in"
    __table_args__: Any = (
        UniqueConstraint("thread_id", "number", name="uq_check_in_number"),
        Index("ix_check_in_duo", "duo_id", "asked_at"),
        due("ix_check_in_remind", "remind_at"),
    )

    id: int = Field(default_factory=new_id, sa_column=id_column())
    thread_id: int = Field(sa_column=reference("thread.id", index=False))
    duo_id: int = Field(sa_column=reference("duo.id", index=False))
    person_id: int = Field(sa_column=reference("person.id"))
    role: str = Field(sa_column=word(16))
    number: int  # of this side's rounds, from 1
    occasion: str = Field(default=Occasion.WEEKLY, sa_column=word(16))
    questions: list[str] = Field(default_factory=list, sa_column=Column("questions", JSON, nullable=False))
    state: str = Field(default=CheckInState.ASKED, sa_column=word(16))
    note_sealed: bytes | None = Field(default=None, sa_column=sealed())  # to the team, if they like
    asked_at: datetime = Field(sa_column=instant())
    remind_at: datetime | None = Field(default=None, sa_column=instant(nullable=True))
    answered_at: datetime | None = Field(default=None, sa_column=instant(nullable=True))


class CheckInAnswer(Row, table=True):
    """The face chosen for one question of a round: 1 is the lowest, 5 the highest."""

    __tablename__ = "check_in_answer"
    __table_args__: Any = (UniqueConstraint("check_in_id", "question", name="uq_check_in_answer_once"),)

    id: int = Field(default_factory=new_id, sa_column=id_column())
    check_in_id: int = Field(sa_column=reference("check_in.id", index=False))
    question: str = Field(sa_column=word(16))
    value: int
    answered_at: datetime = Field(sa_column=instant())


class Nudge(Row, table=True):
    """Something to say to a mentor when its moment comes, unless it has become needless by then."""

    __tablename__ = "nudge"
    __table_args__: Any = (Index("ix_nudge_due", "due_at", sqlite_where=_WAITING, postgresql_where=_WAITING),)

    id: int = Field(default_factory=new_id, sa_column=id_column())
    dedupe_key: str = Field(max_length=120, unique=True)  # the same reason nudges once
    duo_id: int = Field(sa_column=reference("duo.id"))
    person_id: int = Field(sa_column=reference("person.id"))  # whom to
    kind: str = Field(sa_column=word(24))
    about: str = Field(default="", max_length=64)  # a milestone's code, a date
    due_at: datetime = Field(sa_column=instant())
    state: str = Field(default=NudgeState.WAITING, sa_column=word(16))
    created_at: datetime = Field(sa_column=instant())
    closed_at: datetime | None = Field(default=None, sa_column=instant(nullable=True))
