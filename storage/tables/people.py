"""Organisations, people, what they are there for, and how they were invited."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Column, Index, Integer, UniqueConstraint
from sqlmodel import Field

from storage.columns import id_column, instant, number, reference, sealed, word
from storage.ids import new_id
from storage.tables.base import Row
from storage.words import InvitationState, MembershipState


def _count(name: str, default: int) -> Column[Any]:
    return Column(name, Integer, nullable=False, server_default=str(default))


class Organisation(Row, table=True):
    """A mentoring organisation: a wall around its people, duos and settings."""

    __tablename__ = "organisation"

    id: int = Field(default_factory=new_id, sa_column=id_column())
    name: str = Field(max_length=80, unique=True)
    contact: str = Field(default="", max_length=200)  # who answers questions on privacy: an address or a number
    time_zone: str = Field(default="Europe/Brussels", max_length=64)
    languages: list[str] = Field(
        default_factory=lambda: ["fr", "nl", "de"], sa_column=Column("languages", JSON, nullable=False)
    )
    proposal_days: int = 7  # how long a proposal waits for both answers
    invitation_days: int = 30  # how long an invitation can be used
    # the weekly question: weekday (0 is Monday), minute after local midnight, over how many minutes it is spread
    check_in_weekday: int = Field(default=2, sa_column=_count("check_in_weekday", 2))
    check_in_minute: int = Field(default=17 * 60, sa_column=_count("check_in_minute", 17 * 60))
    check_in_spread: int = Field(default=60, sa_column=_count("check_in_spread", 60))
    midterm_week: int = Field(default=12, sa_column=_count("midterm_week", 12))
    closing_week: int = Field(default=26, sa_column=_count("closing_week", 26))
    created_at: datetime = Field(sa_column=instant())


class Person(Row, table=True):
    """One Telegram account. `user_lookup` finds it, `user_sealed` is its id for sending."""

    __tablename__ = "person"

    id: int = Field(default_factory=new_id, sa_column=id_column())
    user_lookup: bytes | None = Field(default=None, sa_column=Column("user_lookup", sealed().type, unique=True))
    user_sealed: bytes | None = Field(default=None, sa_column=sealed())
    first_name_sealed: bytes | None = Field(default=None, sa_column=sealed())
    language: str = Field(default="fr", max_length=8)
    time_zone: str = Field(default="Europe/Brussels", max_length=64)
    quiet_from: int = 21 * 60  # minutes after local midnight
    quiet_to: int = 8 * 60
    muted: str | None = Field(default=None, sa_column=word(80, nullable=True))  # groups switched off, by blanks
    # without topics: whose line is open
    open_thread_id: int | None = Field(default=None, sa_column=number(nullable=True))
    unreachable_since: datetime | None = Field(default=None, sa_column=instant(nullable=True))
    created_at: datetime = Field(sa_column=instant())


class Membership(Row, table=True):
    """What one person is in one organisation, with the profile they gave there."""

    __tablename__ = "membership"
    __table_args__: Any = (
        UniqueConstraint("person_id", "organisation_id", "role", name="uq_membership_once"),
        Index("ix_membership_desk", "organisation_id", "role", "state", "waiting_since"),
    )

    id: int = Field(default_factory=new_id, sa_column=id_column())
    person_id: int = Field(sa_column=reference("person.id"))
    organisation_id: int = Field(sa_column=reference("organisation.id", index=False))
    role: str = Field(sa_column=word(16))
    state: str = Field(default=MembershipState.WELCOMING, sa_column=word(16))
    label_sealed: bytes | None = Field(default=None, sa_column=sealed())  # the team's private word for this person
    profile_sealed: bytes | None = Field(default=None, sa_column=sealed())  # JSON, see mentoring/profile.py
    capacity: int = 1  # a mentor's: how many duos at once
    agreed_version: str | None = Field(default=None, max_length=16)
    agreed_language: str | None = Field(default=None, max_length=8)
    agreed_at: datetime | None = Field(default=None, sa_column=instant(nullable=True))
    waiting_since: datetime | None = Field(default=None, sa_column=instant(nullable=True))
    created_at: datetime = Field(sa_column=instant())


class Invitation(Row, table=True):
    """A single-use link for one role. Its token is found by a keyed fingerprint and sealed for showing it again."""

    __tablename__ = "invitation"
    __table_args__: Any = (Index("ix_invitation_open", "organisation_id", "state", "created_at"),)

    id: int = Field(default_factory=new_id, sa_column=id_column())
    organisation_id: int = Field(sa_column=reference("organisation.id", index=False))
    role: str = Field(sa_column=word(16))
    language: str = Field(default="fr", max_length=8)  # of the text to forward
    label_sealed: bytes | None = Field(default=None, sa_column=sealed())
    token_lookup: bytes = Field(sa_column=Column("token_lookup", sealed().type, unique=True, nullable=False))
    token_sealed: bytes | None = Field(default=None, sa_column=sealed())
    invited_by: int | None = Field(default=None, sa_column=reference("membership.id", nullable=True))
    state: str = Field(default=InvitationState.OPEN, sa_column=word(16))
    created_at: datetime = Field(sa_column=instant())
    expires_at: datetime = Field(sa_column=instant())
    used_at: datetime | None = Field(default=None, sa_column=instant(nullable=True))
    used_by: int | None = Field(default=None, sa_column=reference("membership.id", nullable=True))
