"""Time: sessions, weekly questions, nudges, cards that are edited in place."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True)
_COUNTS = {
    "check_in_weekday": 2,
    "check_in_minute": 1020,
    "check_in_spread": 60,
    "midterm_week": 12,
    "closing_week": 26,
}
_MOMENTS = ("met_at", "under_way_since", "idle_at", "prompt_at")


def upgrade() -> None:
    _new_columns()
    _sessions()
    _rhythm()
    op.create_table(
        "card",
        _id(),
        _reference("person_id", "person", "card"),
        sa.Column("anchor", sa.String(48), nullable=False),
        sa.Column("message_id", BIG, nullable=True),
        sa.Column("is_pinned", sa.Boolean(), nullable=False),
        sa.Column("updated_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_card"),
        sa.UniqueConstraint("person_id", "anchor", name="uq_card_anchor"),
    )
    _index_chats("chat_key", "due_at", "priority", "id")


def downgrade() -> None:
    _index_chats("chat_key", "priority", "id")
    for table in (
        "card",
        "nudge",
        "check_in_answer",
        "check_in",
        "goal",
        "session_side",
        "duo_session",
        "session_series",
    ):
        op.drop_table(table)
    for name, table in (("ix_duo_idle", "duo"), ("ix_duo_prompt", "duo"), ("ix_thread_check_in", "thread")):
        op.drop_index(name, table_name=table)
    columns = {
        "job_state": ("last_error",),
        "thread": ("next_check_in_at", "check_ins_asked", "check_in_weeks"),
        "duo": (*_MOMENTS, "prompt", "seeker_goes_on", "mentor_goes_on"),
        "person": ("muted",),
        "organisation": tuple(_COUNTS),
    }
    for table, names in columns.items():
        for name in names:
            op.drop_column(table, name)


def _new_columns() -> None:
    for name, default in _COUNTS.items():
        op.add_column("organisation", sa.Column(name, sa.Integer(), nullable=False, server_default=str(default)))
    op.add_column("person", sa.Column("muted", sa.String(80), nullable=True))
    for name in _MOMENTS:
        op.add_column("duo", sa.Column(name, INSTANT, nullable=True))
    for name in ("seeker_goes_on", "mentor_goes_on"):
        op.add_column("duo", sa.Column(name, sa.String(8), nullable=False, server_default="open"))
    op.add_column("duo", sa.Column("prompt", sa.String(16), nullable=True))
    op.add_column("thread", sa.Column("next_check_in_at", INSTANT, nullable=True))
    op.add_column("thread", sa.Column("check_ins_asked", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("thread", sa.Column("check_in_weeks", sa.Integer(), nullable=False, server_default="1"))
    op.add_column("job_state", sa.Column("last_error", sa.String(64), nullable=True))
    _due("ix_duo_idle", "duo", "idle_at")
    _due("ix_duo_prompt", "duo", "prompt_at")
    _due("ix_thread_check_in", "thread", "next_check_in_at")


def _index_chats(*columns: str) -> None:
    """The rows to come of a chat are many by now: what asks for its earlier ones shall pass over them by index."""
    pending = sa.text("state = 'pending'")
    op.drop_index("ix_outbox_chat", table_name="outbox")
    op.create_index("ix_outbox_chat", "outbox", list(columns), sqlite_where=pending, postgresql_where=pending)


def _sessions() -> None:
    op.create_table(
        "session_series",
        _id(),
        _reference("duo_id", "duo", "session_series"),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("minute", sa.Integer(), nullable=False),
        sa.Column("time_zone", sa.String(64), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(16), nullable=False),
        sa.Column("where_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("last_date", sa.String(10), nullable=False),
        sa.Column("next_at", INSTANT, nullable=True),
        sa.Column("started_by", BIG, nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("ended_at", INSTANT, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_session_series"),
    )
    op.create_index("ix_session_series_duo_id", "session_series", ["duo_id"])
    _due("ix_session_series_next", "session_series", "next_at")
    op.create_table(
        "duo_session",
        _id(),
        _reference("duo_id", "duo", "duo_session"),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("local_start", sa.String(16), nullable=False),
        sa.Column("time_zone", sa.String(64), nullable=False),
        sa.Column("starts_at", INSTANT, nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(16), nullable=False),
        sa.Column("where_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("with_team", sa.Boolean(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        _reference("series_id", "session_series", "duo_session", nullable=True),
        sa.Column("planned_by", BIG, nullable=True),
        sa.Column("ask_at", INSTANT, nullable=True),
        sa.Column("settle_at", INSTANT, nullable=True),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("changed_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_duo_session"),
    )
    op.create_index("ix_duo_session_duo", "duo_session", ["duo_id", "starts_at"])
    op.create_index("ix_duo_session_series_id", "duo_session", ["series_id"])
    _due("ix_duo_session_ask", "duo_session", "ask_at")
    _due("ix_duo_session_settle", "duo_session", "settle_at")
    op.create_table(
        "session_side",
        _id(),
        _reference("session_id", "duo_session", "session_side"),
        _reference("person_id", "person", "session_side"),
        sa.Column("role", sa.String(16), nullable=False),
        sa.Column("thread_id", BIG, nullable=True),
        sa.Column("coming", sa.String(8), nullable=False),
        sa.Column("met", sa.String(12), nullable=False),
        sa.Column("reminder", sa.String(16), nullable=True),
        sa.Column("remind_at", INSTANT, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_session_side"),
        sa.UniqueConstraint("session_id", "person_id", name="uq_session_side_once"),
    )
    op.create_index("ix_session_side_person", "session_side", ["person_id"])
    _due("ix_session_side_remind", "session_side", "remind_at")
    op.create_table(
        "goal",
        _id(),
        _reference("duo_id", "duo", "goal"),
        sa.Column("text_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("noted_by", BIG, nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_goal"),
    )
    op.create_index("ix_goal_duo_id", "goal", ["duo_id"])


def _rhythm() -> None:
    op.create_table(
        "check_in",
        _id(),
        _reference("thread_id", "thread", "check_in"),
        _reference("duo_id", "duo", "check_in"),
        _reference("person_id", "person", "check_in"),
        sa.Column("role", sa.String(16), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("occasion", sa.String(16), nullable=False),
        sa.Column("questions", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("note_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("asked_at", INSTANT, nullable=False),
        sa.Column("remind_at", INSTANT, nullable=True),
        sa.Column("answered_at", INSTANT, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_check_in"),
        sa.UniqueConstraint("thread_id", "number", name="uq_check_in_number"),
    )
    op.create_index("ix_check_in_duo", "check_in", ["duo_id", "asked_at"])
    op.create_index("ix_check_in_person_id", "check_in", ["person_id"])
    _due("ix_check_in_remind", "check_in", "remind_at")
    op.create_table(
        "check_in_answer",
        _id(),
        _reference("check_in_id", "check_in", "check_in_answer"),
        sa.Column("question", sa.String(16), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.Column("answered_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_check_in_answer"),
        sa.UniqueConstraint("check_in_id", "question", name="uq_check_in_answer_once"),
    )
    op.create_table(
        "nudge",
        _id(),
        sa.Column("dedupe_key", sa.String(120), nullable=False),
        _reference("duo_id", "duo", "nudge"),
        _reference("person_id", "person", "nudge"),
        sa.Column("kind", sa.String(24), nullable=False),
        sa.Column("about", sa.String(64), nullable=False),
        sa.Column("due_at", INSTANT, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("closed_at", INSTANT, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_nudge"),
        sa.UniqueConstraint("dedupe_key", name="uq_nudge_dedupe_key"),
    )
    op.create_index("ix_nudge_duo_id", "nudge", ["duo_id"])
    op.create_index("ix_nudge_person_id", "nudge", ["person_id"])
    op.create_index("ix_nudge_due", "nudge", ["due_at"], **_where("state = 'waiting'"))


def _id() -> sa.Column[Any]:
    return sa.Column("id", BIG, autoincrement=False, nullable=False)


def _reference(name: str, target: str, table: str, *, nullable: bool = False) -> sa.Column[Any]:
    key = sa.ForeignKey(f"{target}.id", name=f"fk_{table}_{name}")
    return sa.Column(name, BIG, key, nullable=nullable)


def _due(name: str, table: str, column: str) -> None:
    op.create_index(name, table, [column], **_where(f"{column} IS NOT NULL"))


def _where(condition: str) -> dict[str, Any]:
    return {"sqlite_where": sa.text(condition), "postgresql_where": sa.text(condition)}
