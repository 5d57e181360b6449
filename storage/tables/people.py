"""Organisations, people, what they are there for, and how they were invited."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Column, Index, Integer, UniqueConstraint, text
from sqlmodel import Field

from storage.columns import id_column, instant, number, reference, sealed, word
from storage.ids import new_id
from storage.tables.base import Row
from storage.words import InvitationState, MembershipState


def _count(name: str, default: int) -> Column[Any]:
    return Column(name, Integer, nullable=False, server_default=str(default))


def _json(name: str) -> Column[Any]:
    return Column(name, JSON(none_as_null=True), nullable=True)


def _due(name: str, column: str) -> Index:
    where = text(f"{column} IS NOT NULL")
    return Index(name, column, sqlite_where=where, postgresql_where=where)


class Organisation(Row, table=True):
    """A mentoring organisation: a wall around its people, duos and settings."""

    __tablename__ = "organisation"
    __table_args__: Any = (_due("ix_organisation_digest", "digest_at"),)

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
    # what a mentor has to have before a first proposal, in the team's order: mentoring/mentor_points.py
    mentor_points: list[dict[str, str]] | None = Field(default=None, sa_column=_json("mentor_points"))
    # numbers to call in danger, by language; None: the usual ones of mentoring/emergency.py
    emergency_numbers: dict[str, list[dict[str, str]]] | None = Field(
        default=None, sa_column=_json("emergency_numbers")
    )
    # those that are not the usual ones of mentoring/thresholds.py, by name
    thresholds: dict[str, int] | None = Field(default=None, sa_column=_json("thresholds"))
    # when the team's next morning digest is due; None: not yet set (mentoring/digest/)
    digest_at: datetime | None = Field(default=None, sa_column=instant(nullable=True))
    # the team's group in Telegram, which can receive the digest as well
    team_chat_lookup: bytes | None = Field(
        default=None, sa_column=Column("team_chat_lookup", sealed().type, unique=True)
    )
    team_chat_sealed: bytes | None = Field(default=None, sa_column=sealed())
    team_chat_language: str | None = Field(default=None, sa_column=word(8, nullable=True))
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
        Index("ix_membership_reference", "organisation_id", "reference_lookup"),
        _due("ix_membership_news", "news_at"),
        _due("ix_membership_waits_long", "waits_long_at"),
        _due("ix_membership_erase", "erase_at"),
    )

    id: int = Field(default_factory=new_id, sa_column=id_column())
    person_id: int = Field(sa_column=reference("person.id"))
    organisation_id: int = Field(sa_column=reference("organisation.id", index=False))
    role: str = Field(sa_column=word(16))
    state: str = Field(default=MembershipState.WELCOMING, sa_column=word(16))
    label_sealed: bytes | None = Field(default=None, sa_column=sealed())  # the team's private word for this person
    # the organisation's own number for this person, from its own files
    reference_sealed: bytes | None = Field(default=None, sa_column=sealed())
    reference_lookup: bytes | None = Field(default=None, sa_column=sealed())
    # staff who look after this person outside of duos
    coordinator_id: int | None = Field(default=None, sa_column=reference("membership.id", nullable=True))
    # of staff: who stands in while they are absent
    deputy_id: int | None = Field(default=None, sa_column=reference("membership.id", nullable=True))
    profile_sealed: bytes | None = Field(default=None, sa_column=sealed())  # JSON, see mentoring/profile.py
    capacity: int = 1  # a mentor's: how many duos at once; 0: no room now, whatever runs
    agreed_version: str | None = Field(default=None, max_length=16)
    agreed_language: str | None = Field(default=None, max_length=8)
    agreed_at: datetime | None = Field(default=None, sa_column=instant(nullable=True))
    waiting_since: datetime | None = Field(default=None, sa_column=instant(nullable=True))
    # while somebody waits: the next news for them, when the team hears that it takes long, when they are erased
    news_at: datetime | None = Field(default=None, sa_column=instant(nullable=True))
    waits_long_at: datetime | None = Field(default=None, sa_column=instant(nullable=True))
    erase_at: datetime | None = Field(default=None, sa_column=instant(nullable=True))
    created_at: datetime = Field(sa_column=instant())


class Invitation(Row, table=True):
    """A single-use link for one role. Its token is found by a keyed fingerprint and sealed for showing it again.

    With `reconnects_id` it makes no new person: whoever follows it becomes the account of that one.
    """

    __tablename__ = "invitation"
    __table_args__: Any = (
        Index("ix_invitation_open", "organisation_id", "state", "created_at"),
        Index("ix_invitation_reference", "organisation_id", "reference_lookup"),
    )

    id: int = Field(default_factory=new_id, sa_column=id_column())
    organisation_id: int = Field(sa_column=reference("organisation.id", index=False))
    role: str = Field(sa_column=word(16))
    language: str = Field(default="fr", max_length=8)  # of the text to forward
    label_sealed: bytes | None = Field(default=None, sa_column=sealed())
    token_lookup: bytes = Field(sa_column=Column("token_lookup", sealed().type, unique=True, nullable=False))
    token_sealed: bytes | None = Field(default=None, sa_column=sealed())
    reference_sealed: bytes | None = Field(default=None, sa_column=sealed())  # as in Membership
    reference_lookup: bytes | None = Field(default=None, sa_column=sealed())
    invited_by: int | None = Field(default=None, sa_column=reference("membership.id", nullable=True))
    # who looks after them; None: whoever invited
    coordinator_id: int | None = Field(default=None, sa_column=reference("membership.id", nullable=True))
    reconnects_id: int | None = Field(default=None, sa_column=reference("person.id", nullable=True))
    tries: int = Field(default=0, sa_column=_count("tries", 0))  # wrong answers of whoever followed it
    state: str = Field(default=InvitationState.OPEN, sa_column=word(16))
    created_at: datetime = Field(sa_column=instant())
    expires_at: datetime = Field(sa_column=instant())
    used_at: datetime | None = Field(default=None, sa_column=instant(nullable=True))
    used_by: int | None = Field(default=None, sa_column=reference("membership.id", nullable=True))
