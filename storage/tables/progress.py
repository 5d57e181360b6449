"""How a duo fares: milestones, pauses, what was noticed, alerts, and what the team did."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Column, Index, UniqueConstraint, text
from sqlmodel import Field

from storage.columns import id_column, instant, number, reference, sealed, word
from storage.ids import new_id
from storage.tables.base import Row
from storage.tables.sessions import due
from storage.words import AlertState

_UNRESOLVED = text("resolved_at IS NULL")


class Milestone(Row, table=True):
    """A step forward of a job seeker. It stays theirs when another mentor takes over."""

    __tablename__ = "milestone"

    id: int = Field(default_factory=new_id, sa_column=id_column())
    seeker_id: int = Field(sa_column=reference("membership.id"))
    duo_id: int = Field(sa_column=reference("duo.id"))
    kind: str = Field(sa_column=word(24))  # mentoring/milestones.py
    text_sealed: bytes | None = Field(default=None, sa_column=sealed())  # an own one, in their words
    on_day: str = Field(max_length=10)
    recorded_by: int = Field(sa_column=number())  # a person
    recorded_at: datetime = Field(sa_column=instant())
    confirmed_at: datetime | None = Field(default=None, sa_column=instant(nullable=True))  # by the other side
    undone_at: datetime | None = Field(default=None, sa_column=instant(nullable=True))


class DuoPause(Row, table=True):
    """A stretch in which a duo rested; nothing counts against it meanwhile."""

    __tablename__ = "duo_pause"

    id: int = Field(default_factory=new_id, sa_column=id_column())
    duo_id: int = Field(sa_column=reference("duo.id"))
    begins_at: datetime = Field(sa_column=instant())
    ends_at: datetime | None = Field(default=None, sa_column=instant(nullable=True))  # None: it goes on


class DuoEvent(Row, table=True):
    """Something that was noticed about a duo, by the clock or by what somebody tapped. Never what anybody wrote."""

    __tablename__ = "duo_event"
    __table_args__: Any = (Index("ix_duo_event_duo", "duo_id", "at"),)

    id: int = Field(default_factory=new_id, sa_column=id_column())
    duo_id: int = Field(sa_column=reference("duo.id", index=False))
    kind: str = Field(sa_column=word(24))  # storage.words.Noticed
    person_id: int | None = Field(default=None, sa_column=number(nullable=True))  # whose; None: of the duo
    at: datetime = Field(sa_column=instant())


class Alert(Row, table=True):
    """A duo that somebody of the team is to look after, with the reasons as they were."""

    __tablename__ = "alert"
    __table_args__: Any = (
        # a duo has one open alert at most
        Index("uq_alert_open", "duo_id", unique=True, sqlite_where=_UNRESOLVED, postgresql_where=_UNRESOLVED),
        Index("ix_alert_organisation", "organisation_id", "resolved_at"),
        due("ix_alert_next", "next_at"),
    )

    id: int = Field(default_factory=new_id, sa_column=id_column())
    duo_id: int = Field(sa_column=reference("duo.id", index=False))
    organisation_id: int = Field(sa_column=reference("organisation.id", index=False))
    level: str = Field(sa_column=word(16))
    reasons: list[dict[str, Any]] = Field(default_factory=list, sa_column=Column("reasons", JSON, nullable=False))
    state: str = Field(default=AlertState.OPEN, sa_column=word(16))
    opened_at: datetime = Field(sa_column=instant())
    taken_by: int | None = Field(default=None, sa_column=reference("membership.id", nullable=True))
    taken_at: datetime | None = Field(default=None, sa_column=instant(nullable=True))
    # when the second coordinator hears of it, or a snooze is over
    next_at: datetime | None = Field(default=None, sa_column=instant(nullable=True))
    escalated_at: datetime | None = Field(default=None, sa_column=instant(nullable=True))
    resolved_at: datetime | None = Field(default=None, sa_column=instant(nullable=True))
    by_itself: bool = False  # the duo came back to life


class TeamDeed(Row, table=True):
    """What the team did about a duo: the history of contacts on its card."""

    __tablename__ = "team_deed"
    __table_args__: Any = (Index("ix_team_deed_duo", "duo_id", "at"),)

    id: int = Field(default_factory=new_id, sa_column=id_column())
    duo_id: int = Field(sa_column=reference("duo.id", index=False))
    alert_id: int | None = Field(default=None, sa_column=reference("alert.id", nullable=True))
    membership_id: int | None = Field(default=None, sa_column=reference("membership.id", nullable=True))
    deed: str = Field(sa_column=word(16))
    note_sealed: bytes | None = Field(default=None, sa_column=sealed())
    at: datetime = Field(sa_column=instant())


class WeekFigures(Row, table=True):
    """How an organisation's duos stood at the beginning of a week: numbers only, kept for the Monday's picture."""

    __tablename__ = "week_figures"
    __table_args__: Any = (UniqueConstraint("organisation_id", "monday", name="uq_week_figures_once"),)

    id: int = Field(default_factory=new_id, sa_column=id_column())
    organisation_id: int = Field(sa_column=reference("organisation.id", index=False))
    monday: str = Field(max_length=10)  # the local date
    figures: dict[str, int] = Field(default_factory=dict, sa_column=Column("figures", JSON, nullable=False))
