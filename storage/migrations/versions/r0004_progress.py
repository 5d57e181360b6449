"""How duos fare: milestones, pauses, what was noticed, alerts, what the team did; how a duo ended."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True)
_MOMENTS = ("follow_up_at", "paused_until", "level_since", "review_at")
_WORDS = {"end_reason": 24, "outcome": 16, "outcome_later": 16}
_DUE = {"ix_duo_review": "review_at", "ix_duo_resume": "paused_until", "ix_duo_follow_up": "follow_up_at"}


def upgrade() -> None:
    with op.batch_alter_table("duo") as batch:
        for name, length in _WORDS.items():
            batch.add_column(sa.Column(name, sa.String(length), nullable=True))
        batch.add_column(_reference("follows_id", "duo", "duo", nullable=True))
        for name in _MOMENTS:
            batch.add_column(sa.Column(name, INSTANT, nullable=True))
        batch.add_column(sa.Column("level", sa.String(16), nullable=False, server_default="well"))
        batch.add_column(sa.Column("ladder", sa.JSON(), nullable=True))
    op.create_index("ix_duo_follows_id", "duo", ["follows_id"])
    for name, column in _DUE.items():
        op.create_index(name, "duo", [column], **_where(f"{column} IS NOT NULL"))
    _progress()
    _alerts()


def downgrade() -> None:
    for table in ("team_deed", "alert", "duo_event", "duo_pause", "milestone"):
        op.drop_table(table)
    for name in (*_DUE, "ix_duo_follows_id"):
        op.drop_index(name, table_name="duo")
    with op.batch_alter_table("duo") as batch:
        batch.drop_constraint("fk_duo_follows_id", type_="foreignkey")
        for name in (*_WORDS, "follows_id", *_MOMENTS, "level", "ladder"):
            batch.drop_column(name)


def _progress() -> None:
    op.create_table(
        "milestone",
        _id(),
        _reference("seeker_id", "membership", "milestone"),
        _reference("duo_id", "duo", "milestone"),
        sa.Column("kind", sa.String(24), nullable=False),
        sa.Column("text_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("on_day", sa.String(10), nullable=False),
        sa.Column("recorded_by", BIG, nullable=False),
        sa.Column("recorded_at", INSTANT, nullable=False),
        sa.Column("confirmed_at", INSTANT, nullable=True),
        sa.Column("undone_at", INSTANT, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_milestone"),
    )
    op.create_index("ix_milestone_seeker_id", "milestone", ["seeker_id"])
    op.create_index("ix_milestone_duo_id", "milestone", ["duo_id"])
    op.create_table(
        "duo_pause",
        _id(),
        _reference("duo_id", "duo", "duo_pause"),
        sa.Column("begins_at", INSTANT, nullable=False),
        sa.Column("ends_at", INSTANT, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_duo_pause"),
    )
    op.create_index("ix_duo_pause_duo_id", "duo_pause", ["duo_id"])
    op.create_table(
        "duo_event",
        _id(),
        _reference("duo_id", "duo", "duo_event"),
        sa.Column("kind", sa.String(24), nullable=False),
        sa.Column("person_id", BIG, nullable=True),
        sa.Column("at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_duo_event"),
    )
    op.create_index("ix_duo_event_duo", "duo_event", ["duo_id", "at"])


def _alerts() -> None:
    op.create_table(
        "alert",
        _id(),
        _reference("duo_id", "duo", "alert"),
        _reference("organisation_id", "organisation", "alert"),
        sa.Column("level", sa.String(16), nullable=False),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("opened_at", INSTANT, nullable=False),
        _reference("taken_by", "membership", "alert", nullable=True),
        sa.Column("taken_at", INSTANT, nullable=True),
        sa.Column("next_at", INSTANT, nullable=True),
        sa.Column("escalated_at", INSTANT, nullable=True),
        sa.Column("resolved_at", INSTANT, nullable=True),
        sa.Column("by_itself", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_alert"),
    )
    op.create_index("uq_alert_open", "alert", ["duo_id"], unique=True, **_where("resolved_at IS NULL"))
    op.create_index("ix_alert_organisation", "alert", ["organisation_id", "resolved_at"])
    op.create_index("ix_alert_taken_by", "alert", ["taken_by"])
    op.create_index("ix_alert_next", "alert", ["next_at"], **_where("next_at IS NOT NULL"))
    op.create_table(
        "team_deed",
        _id(),
        _reference("duo_id", "duo", "team_deed"),
        _reference("alert_id", "alert", "team_deed", nullable=True),
        _reference("membership_id", "membership", "team_deed", nullable=True),
        sa.Column("deed", sa.String(16), nullable=False),
        sa.Column("note_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_team_deed"),
    )
    op.create_index("ix_team_deed_duo", "team_deed", ["duo_id", "at"])
    op.create_index("ix_team_deed_alert_id", "team_deed", ["alert_id"])
    op.create_index("ix_team_deed_membership_id", "team_deed", ["membership_id"])


def _id() -> sa.Column[Any]:
    return sa.Column("id", BIG, autoincrement=False, nullable=False)


def _reference(name: str, target: str, table: str, *, nullable: bool = False) -> sa.Column[Any]:
    key = sa.ForeignKey(f"{target}.id", name=f"fk_{table}_{name}")
    return sa.Column(name, BIG, key, nullable=nullable)


def _where(condition: str) -> dict[str, Any]:
    return {"sqlite_where": sa.text(condition), "postgresql_where": sa.text(condition)}
