"""The team's desk: duos that ran before, lists, group proposals, lines to people, absences, pauses, chores."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Column, Index, UniqueConstraint, text
from sqlmodel import Field

from storage.columns import id_column, instant, number, reference, sealed, word
from storage.ids import new_id
from storage.tables.base import Row
from storage.tables.sessions import due
from storage.words import ChoreState, ListState, RoundState

_OPEN = text("duo_id IS NULL")
_UNDONE = text("state IN ('waiting', 'working')")


class Takeover(Row, table=True):
    """A duo that ran before Tandem: it begins here as soon as both sides have joined.

    Each side is an invitation that waits, a membership, or both once the invitation was used.
    """

    __tablename__ = "takeover"
    __table_args__: Any = (Index("ix_takeover_open", "organisation_id", sqlite_where=_OPEN, postgresql_where=_OPEN),)

    id: int = Field(default_factory=new_id, sa_column=id_column())
    organisation_id: int = Field(sa_column=reference("organisation.id", index=False))
    seeker_invitation_id: int | None = Field(default=None, sa_column=reference("invitation.id", nullable=True))
    mentor_invitation_id: int | None = Field(default=None, sa_column=reference("invitation.id", nullable=True))
    seeker_id: int | None = Field(default=None, sa_column=reference("membership.id", nullable=True))
    mentor_id: int | None = Field(default=None, sa_column=reference("membership.id", nullable=True))
    coordinator_id: int | None = Field(default=None, sa_column=reference("membership.id", nullable=True))
    started_on: str = Field(max_length=10)  # a day, as the organisation knows it: `2026-03-01`
    duo_id: int | None = Field(default=None, sa_column=reference("duo.id", nullable=True))  # once it began here
    created_at: datetime = Field(sa_column=instant())
    dropped_at: datetime | None = Field(default=None, sa_column=instant(nullable=True))  # the team took it back


class IntakeList(Row, table=True):
    """A list of people that the team sent: what it would do (sealed JSON, see mentoring/lists/), and how far it is."""

    __tablename__ = "intake_list"

    id: int = Field(default_factory=new_id, sa_column=id_column())
    organisation_id: int = Field(sa_column=reference("organisation.id"))
    made_by: int | None = Field(default=None, sa_column=reference("membership.id", nullable=True))
    state: str = Field(default=ListState.CHECKED, sa_column=word(16))
    rows_sealed: bytes | None = Field(default=None, sa_column=sealed())  # erased when it is done or dropped
    total: int = 0
    done: int = 0
    created_at: datetime = Field(sa_column=instant(index=True))
    closed_at: datetime | None = Field(default=None, sa_column=instant(nullable=True))


class PairingRound(Row, table=True):
    """One proposal for everyone who waits, which the team changes before it is sent.

    `pairs`: [{"seeker_id", "mentor_id" or null, "reasons": as a duo's row keeps them}]; no names, nothing personal.
    """

    __tablename__ = "pairing_round"
    __table_args__: Any = (Index("ix_pairing_round_organisation", "organisation_id", "state"),)

    id: int = Field(default_factory=new_id, sa_column=id_column())
    organisation_id: int = Field(sa_column=reference("organisation.id", index=False))
    made_by: int = Field(sa_column=reference("membership.id"))
    state: str = Field(default=RoundState.DRAFT, sa_column=word(16))
    pairs: list[dict[str, Any]] = Field(default_factory=list, sa_column=Column("pairs", JSON, nullable=False))
    sequence: int = 0  # counts the changes: who changes something names the sequence they saw
    created_at: datetime = Field(sa_column=instant())
    closed_at: datetime | None = Field(default=None, sa_column=instant(nullable=True))


class TeamLine(Row, table=True):
    """The conversation of one person with the team of an organisation, outside of every duo."""

    __tablename__ = "team_line"
    __table_args__: Any = (
        UniqueConstraint("organisation_id", "person_id", name="uq_team_line_once"),
        due("ix_team_line_remind", "remind_at"),
    )

    id: int = Field(default_factory=new_id, sa_column=id_column())
    organisation_id: int = Field(sa_column=reference("organisation.id", index=False))
    person_id: int = Field(sa_column=reference("person.id"))
    # since when a message of theirs waits for an answer, and when somebody else of the team hears of it
    waits_since: datetime | None = Field(default=None, sa_column=instant(nullable=True))
    remind_at: datetime | None = Field(default=None, sa_column=instant(nullable=True))
    reminded: int = 0  # how often, since it waits
    answered_by: int | None = Field(default=None, sa_column=reference("membership.id", nullable=True))
    answered_at: datetime | None = Field(default=None, sa_column=instant(nullable=True))
    created_at: datetime = Field(sa_column=instant())


class LineSide(Row, table=True):
    """Where one person sees a line: the one it is about, or somebody of the team. Its id is used like a thread's."""

    __tablename__ = "line_side"
    __table_args__: Any = (
        UniqueConstraint("line_id", "person_id", name="uq_line_side_once"),
        Index("ix_line_side_topic", "person_id", "topic_id"),
    )

    id: int = Field(default_factory=new_id, sa_column=id_column())
    line_id: int = Field(sa_column=reference("team_line.id", index=False))
    person_id: int = Field(sa_column=reference("person.id", index=False))
    membership_id: int = Field(sa_column=reference("membership.id"))
    is_team: bool = False
    topic_id: int | None = Field(default=None, sa_column=number(nullable=True))  # Telegram's message_thread_id
    created_at: datetime = Field(sa_column=instant())
    left_at: datetime | None = Field(default=None, sa_column=instant(nullable=True))  # no longer of the team


class Absence(Row, table=True):
    """Somebody of the team is away, first and last day included, in the organisation's time zone."""

    __tablename__ = "absence"

    id: int = Field(default_factory=new_id, sa_column=id_column())
    membership_id: int = Field(sa_column=reference("membership.id"))
    first_day: str = Field(max_length=10)
    last_day: str = Field(max_length=10)
    created_at: datetime = Field(sa_column=instant())


class OrganisationPause(Row, table=True):
    """Days on which the organisation begins nothing with anybody, first and last day included: school holidays."""

    __tablename__ = "organisation_pause"

    id: int = Field(default_factory=new_id, sa_column=id_column())
    organisation_id: int = Field(sa_column=reference("organisation.id"))
    first_day: str = Field(max_length=10)
    last_day: str = Field(max_length=10)
    word: str = Field(default="", max_length=40)  # a code of mentoring/pauses.py, or the team's own word
    created_at: datetime = Field(sa_column=instant())


class MentorTick(Row, table=True):
    """The team ticked one point of the organisation's list for a mentor."""

    __tablename__ = "mentor_tick"
    __table_args__: Any = (UniqueConstraint("membership_id", "point", name="uq_mentor_tick_once"),)

    id: int = Field(default_factory=new_id, sa_column=id_column())
    membership_id: int = Field(sa_column=reference("membership.id", index=False))
    point: str = Field(max_length=24)
    ticked_by: int = Field(sa_column=reference("membership.id"))
    ticked_at: datetime = Field(sa_column=instant())


class Chore(Row, table=True):
    """Work beside the chats, in real time: claimed by a lease, done in steps, safe to take up again after a crash."""

    __tablename__ = "chore"
    __table_args__: Any = (Index("ix_chore_undone", "created_at", sqlite_where=_UNDONE, postgresql_where=_UNDONE),)

    id: int = Field(default_factory=new_id, sa_column=id_column())
    kind: str = Field(sa_column=word(24))
    state: str = Field(default=ChoreState.WAITING, sa_column=word(16))
    membership_id: int | None = Field(default=None, sa_column=reference("membership.id", nullable=True))  # who asked
    params_sealed: bytes | None = Field(default=None, sa_column=sealed())  # JSON; erased when it is done
    attempts: int = 0
    lease_owner: str | None = Field(default=None, max_length=64)
    lease_until: datetime | None = Field(default=None, sa_column=instant(nullable=True))  # real time
    error: str | None = Field(default=None, sa_column=word(64, nullable=True))  # its type, never its text
    created_at: datetime = Field(sa_column=instant())  # real time, as is done_at
    done_at: datetime | None = Field(default=None, sa_column=instant(nullable=True))
