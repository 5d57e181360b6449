"""The team's desk: lists of people, running duos, group proposals, lines, absences, pauses, chores."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True)
_NEW_TABLES = (
    "chore",
    "mentor_tick",
    "organisation_pause",
    "absence",
    "line_side",
    "team_line",
    "pairing_round",
    "intake_list",
    "takeover",
)
_WAITING = {
    "ix_membership_news": "news_at",
    "ix_membership_waits_long": "waits_long_at",
    "ix_membership_erase": "erase_at",
}


def upgrade() -> None:
    _people()
    _message_maps("duo_id", "conversation_id")
    _intake()
    _lines()
    _team()


def downgrade() -> None:
    for table in _NEW_TABLES:
        op.drop_table(table)
    # What went over the team's lines belongs to no duo.
    op.execute("DELETE FROM message_map WHERE conversation_id NOT IN (SELECT id FROM duo)")
    _message_maps("conversation_id", "duo_id")
    op.drop_index("ix_invitation_reference", table_name="invitation")
    for column in ("coordinator_id", "reconnects_id"):
        op.drop_index(f"ix_invitation_{column}", table_name="invitation")
    with op.batch_alter_table("invitation") as batch:
        for column in ("coordinator_id", "reconnects_id"):
            batch.drop_constraint(f"fk_invitation_{column}", type_="foreignkey")
        for column in ("reference_sealed", "reference_lookup", "coordinator_id", "reconnects_id", "tries"):
            batch.drop_column(column)
    for name in (*_WAITING, "ix_membership_reference", "ix_membership_coordinator_id", "ix_membership_deputy_id"):
        op.drop_index(name, table_name="membership")
    with op.batch_alter_table("membership") as batch:
        for column in ("coordinator_id", "deputy_id"):
            batch.drop_constraint(f"fk_membership_{column}", type_="foreignkey")
        for column in ("reference_sealed", "reference_lookup", "coordinator_id", "deputy_id", *_WAITING.values()):
            batch.drop_column(column)
    for column in ("mentor_points", "emergency_numbers", "thresholds"):
        op.drop_column("organisation", column)


def _people() -> None:
    for name in ("mentor_points", "emergency_numbers", "thresholds"):
        op.add_column("organisation", sa.Column(name, sa.JSON(), nullable=True))
    with op.batch_alter_table("membership") as batch:
        batch.add_column(sa.Column("reference_sealed", sa.LargeBinary(), nullable=True))
        batch.add_column(sa.Column("reference_lookup", sa.LargeBinary(), nullable=True))
        batch.add_column(_reference("coordinator_id", "membership", "membership", nullable=True))
        batch.add_column(_reference("deputy_id", "membership", "membership", nullable=True))
        for column in _WAITING.values():
            batch.add_column(sa.Column(column, INSTANT, nullable=True))
    op.create_index("ix_membership_reference", "membership", ["organisation_id", "reference_lookup"])
    for column in ("coordinator_id", "deputy_id"):
        op.create_index(f"ix_membership_{column}", "membership", [column])
    for name, column in _WAITING.items():
        _due(name, "membership", column)
    with op.batch_alter_table("invitation") as batch:
        batch.add_column(sa.Column("reference_sealed", sa.LargeBinary(), nullable=True))
        batch.add_column(sa.Column("reference_lookup", sa.LargeBinary(), nullable=True))
        batch.add_column(_reference("coordinator_id", "membership", "invitation", nullable=True))
        batch.add_column(_reference("reconnects_id", "person", "invitation", nullable=True))
        batch.add_column(sa.Column("tries", sa.Integer(), nullable=False, server_default="0"))
    op.create_index("ix_invitation_reference", "invitation", ["organisation_id", "reference_lookup"])
    for column in ("coordinator_id", "reconnects_id"):
        op.create_index(f"ix_invitation_{column}", "invitation", [column])


def _message_maps(before: str, after: str) -> None:
    """The map serves the team's lines as well: its column is no longer the duo's alone, and back."""
    op.drop_index(f"ix_message_map_{before}", table_name="message_map")
    with op.batch_alter_table("message_map") as batch:
        if before == "duo_id":
            batch.drop_constraint("fk_message_map_duo_id", type_="foreignkey")
        batch.alter_column(before, new_column_name=after, existing_type=BIG, existing_nullable=False)
    if after == "duo_id":
        with op.batch_alter_table("message_map") as batch:
            batch.create_foreign_key("fk_message_map_duo_id", "duo", ["duo_id"], ["id"])
    op.create_index(f"ix_message_map_{after}", "message_map", [after])


def _intake() -> None:
    op.create_table(
        "takeover",
        _id(),
        _reference("organisation_id", "organisation", "takeover"),
        _reference("seeker_invitation_id", "invitation", "takeover", nullable=True),
        _reference("mentor_invitation_id", "invitation", "takeover", nullable=True),
        _reference("seeker_id", "membership", "takeover", nullable=True),
        _reference("mentor_id", "membership", "takeover", nullable=True),
        _reference("coordinator_id", "membership", "takeover", nullable=True),
        sa.Column("started_on", sa.String(10), nullable=False),
        _reference("duo_id", "duo", "takeover", nullable=True),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("dropped_at", INSTANT, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_takeover"),
    )
    _indices(
        "takeover",
        *("seeker_invitation_id", "mentor_invitation_id", "seeker_id", "mentor_id", "coordinator_id", "duo_id"),
    )
    op.create_index("ix_takeover_open", "takeover", ["organisation_id"], **_where("duo_id IS NULL"))
    op.create_table(
        "intake_list",
        _id(),
        _reference("organisation_id", "organisation", "intake_list"),
        _reference("made_by", "membership", "intake_list", nullable=True),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("rows_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("closed_at", INSTANT, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_intake_list"),
    )
    _indices("intake_list", "organisation_id", "made_by", "created_at")
    op.create_table(
        "pairing_round",
        _id(),
        _reference("organisation_id", "organisation", "pairing_round"),
        _reference("made_by", "membership", "pairing_round"),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("pairs", sa.JSON(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("closed_at", INSTANT, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_pairing_round"),
    )
    _indices("pairing_round", "made_by")
    op.create_index("ix_pairing_round_organisation", "pairing_round", ["organisation_id", "state"])


def _lines() -> None:
    op.create_table(
        "team_line",
        _id(),
        _reference("organisation_id", "organisation", "team_line"),
        _reference("person_id", "person", "team_line"),
        sa.Column("waits_since", INSTANT, nullable=True),
        sa.Column("remind_at", INSTANT, nullable=True),
        sa.Column("reminded", sa.Integer(), nullable=False),
        _reference("answered_by", "membership", "team_line", nullable=True),
        sa.Column("answered_at", INSTANT, nullable=True),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_team_line"),
        sa.UniqueConstraint("organisation_id", "person_id", name="uq_team_line_once"),
    )
    _indices("team_line", "person_id", "answered_by")
    _due("ix_team_line_remind", "team_line", "remind_at")
    op.create_table(
        "line_side",
        _id(),
        _reference("line_id", "team_line", "line_side"),
        _reference("person_id", "person", "line_side"),
        _reference("membership_id", "membership", "line_side"),
        sa.Column("is_team", sa.Boolean(), nullable=False),
        sa.Column("topic_id", BIG, nullable=True),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("left_at", INSTANT, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_line_side"),
        sa.UniqueConstraint("line_id", "person_id", name="uq_line_side_once"),
    )
    _indices("line_side", "membership_id")
    op.create_index("ix_line_side_topic", "line_side", ["person_id", "topic_id"])


def _team() -> None:
    op.create_table(
        "absence",
        _id(),
        _reference("membership_id", "membership", "absence"),
        sa.Column("first_day", sa.String(10), nullable=False),
        sa.Column("last_day", sa.String(10), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_absence"),
    )
    _indices("absence", "membership_id")
    op.create_table(
        "organisation_pause",
        _id(),
        _reference("organisation_id", "organisation", "organisation_pause"),
        sa.Column("first_day", sa.String(10), nullable=False),
        sa.Column("last_day", sa.String(10), nullable=False),
        sa.Column("word", sa.String(40), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_organisation_pause"),
    )
    _indices("organisation_pause", "organisation_id")
    op.create_table(
        "mentor_tick",
        _id(),
        _reference("membership_id", "membership", "mentor_tick"),
        sa.Column("point", sa.String(24), nullable=False),
        _reference("ticked_by", "membership", "mentor_tick"),
        sa.Column("ticked_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_mentor_tick"),
        sa.UniqueConstraint("membership_id", "point", name="uq_mentor_tick_once"),
    )
    _indices("mentor_tick", "ticked_by")
    op.create_table(
        "chore",
        _id(),
        sa.Column("kind", sa.String(24), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        _reference("membership_id", "membership", "chore", nullable=True),
        sa.Column("params_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("lease_owner", sa.String(64), nullable=True),
        sa.Column("lease_until", INSTANT, nullable=True),
        sa.Column("error", sa.String(64), nullable=True),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("done_at", INSTANT, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_chore"),
    )
    _indices("chore", "membership_id")
    op.create_index("ix_chore_undone", "chore", ["created_at"], **_where("state IN ('waiting', 'working')"))


def _indices(table: str, *columns: str) -> None:
    for column in columns:
        op.create_index(f"ix_{table}_{column}", table, [column])


def _id() -> sa.Column[Any]:
    return sa.Column("id", BIG, autoincrement=False, nullable=False)


def _reference(name: str, target: str, table: str, *, nullable: bool = False) -> sa.Column[Any]:
    key = sa.ForeignKey(f"{target}.id", name=f"fk_{table}_{name}")
    return sa.Column(name, BIG, key, nullable=nullable)


def _due(name: str, table: str, column: str) -> None:
    op.create_index(name, table, [column], **_where(f"{column} IS NOT NULL"))


def _where(condition: str) -> dict[str, Any]:
    return {"sqlite_where": sa.text(condition), "postgresql_where": sa.text(condition)}
