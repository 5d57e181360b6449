"""The tables of the beginning: people, pairing, delivery, intake."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True)


def _where(condition: str) -> dict[str, Any]:
    return {"sqlite_where": sa.text(condition), "postgresql_where": sa.text(condition)}


def upgrade() -> None:
    _people()
    _pairing()
    _delivery()
    _intake()


def downgrade() -> None:
    for table in (
        "job_state",
        "visitor",
        "dialogue_state",
        "handled_update",
        "chat_hold",
        "outbox",
        "message_map",
        "thread",
        "duo",
        "invitation",
        "membership",
        "person",
        "organisation",
    ):
        op.drop_table(table)


def _people() -> None:
    op.create_table(
        "organisation",
        sa.Column("id", BIG, autoincrement=False, nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("contact", sa.String(200), nullable=False),
        sa.Column("time_zone", sa.String(64), nullable=False),
        sa.Column("languages", sa.JSON(), nullable=False),
        sa.Column("proposal_days", sa.Integer(), nullable=False),
        sa.Column("invitation_days", sa.Integer(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_organisation"),
        sa.UniqueConstraint("name", name="uq_organisation_name"),
    )
    op.create_table(
        "person",
        sa.Column("id", BIG, autoincrement=False, nullable=False),
        sa.Column("user_lookup", sa.LargeBinary(), nullable=True),
        sa.Column("user_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("first_name_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("language", sa.String(8), nullable=False),
        sa.Column("time_zone", sa.String(64), nullable=False),
        sa.Column("quiet_from", sa.Integer(), nullable=False),
        sa.Column("quiet_to", sa.Integer(), nullable=False),
        sa.Column("open_thread_id", BIG, nullable=True),
        sa.Column("unreachable_since", INSTANT, nullable=True),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_person"),
        sa.UniqueConstraint("user_lookup", name="uq_person_user_lookup"),
    )
    op.create_table(
        "membership",
        sa.Column("id", BIG, autoincrement=False, nullable=False),
        sa.Column("person_id", BIG, nullable=False),
        sa.Column("organisation_id", BIG, nullable=False),
        sa.Column("role", sa.String(16), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("label_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("profile_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.Column("agreed_version", sa.String(16), nullable=True),
        sa.Column("agreed_language", sa.String(8), nullable=True),
        sa.Column("agreed_at", INSTANT, nullable=True),
        sa.Column("waiting_since", INSTANT, nullable=True),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_membership"),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name="fk_membership_organisation_id"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_membership_person_id"),
        sa.UniqueConstraint("person_id", "organisation_id", "role", name="uq_membership_once"),
    )
    op.create_index("ix_membership_desk", "membership", ["organisation_id", "role", "state", "waiting_since"])
    op.create_index("ix_membership_person_id", "membership", ["person_id"])
    op.create_table(
        "invitation",
        sa.Column("id", BIG, autoincrement=False, nullable=False),
        sa.Column("organisation_id", BIG, nullable=False),
        sa.Column("role", sa.String(16), nullable=False),
        sa.Column("language", sa.String(8), nullable=False),
        sa.Column("label_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("token_lookup", sa.LargeBinary(), nullable=False),
        sa.Column("token_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("invited_by", BIG, nullable=True),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("expires_at", INSTANT, nullable=False),
        sa.Column("used_at", INSTANT, nullable=True),
        sa.Column("used_by", BIG, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_invitation"),
        sa.ForeignKeyConstraint(["invited_by"], ["membership.id"], name="fk_invitation_invited_by"),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name="fk_invitation_organisation_id"),
        sa.UniqueConstraint("token_lookup", name="uq_invitation_token_lookup"),
        sa.ForeignKeyConstraint(["used_by"], ["membership.id"], name="fk_invitation_used_by"),
    )
    op.create_index("ix_invitation_invited_by", "invitation", ["invited_by"])
    op.create_index("ix_invitation_open", "invitation", ["organisation_id", "state", "created_at"])
    op.create_index("ix_invitation_used_by", "invitation", ["used_by"])


def _pairing() -> None:
    op.create_table(
        "duo",
        sa.Column("id", BIG, autoincrement=False, nullable=False),
        sa.Column("organisation_id", BIG, nullable=False),
        sa.Column("seeker_id", BIG, nullable=False),
        sa.Column("mentor_id", BIG, nullable=False),
        sa.Column("coordinator_id", BIG, nullable=True),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column("seeker_answer", sa.String(8), nullable=False),
        sa.Column("mentor_answer", sa.String(8), nullable=False),
        sa.Column("proposed_at", INSTANT, nullable=False),
        sa.Column("expires_at", INSTANT, nullable=True),
        sa.Column("started_at", INSTANT, nullable=True),
        sa.Column("closed_at", INSTANT, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_duo"),
        sa.ForeignKeyConstraint(["coordinator_id"], ["membership.id"], name="fk_duo_coordinator_id"),
        sa.ForeignKeyConstraint(["mentor_id"], ["membership.id"], name="fk_duo_mentor_id"),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name="fk_duo_organisation_id"),
        sa.ForeignKeyConstraint(["seeker_id"], ["membership.id"], name="fk_duo_seeker_id"),
    )
    op.create_index("ix_duo_coordinator_id", "duo", ["coordinator_id"])
    op.create_index("ix_duo_expiry", "duo", ["state", "expires_at"])
    op.create_index("ix_duo_mentor", "duo", ["mentor_id", "state"])
    op.create_index("ix_duo_organisation", "duo", ["organisation_id", "state"])
    op.create_index("ix_duo_seeker_id", "duo", ["seeker_id"])
    op.create_index(
        "uq_duo_seeker_live", "duo", ["seeker_id"], unique=True, **_where("state IN ('proposed', 'active', 'paused')")
    )
    op.create_table(
        "thread",
        sa.Column("id", BIG, autoincrement=False, nullable=False),
        sa.Column("duo_id", BIG, nullable=False),
        sa.Column("person_id", BIG, nullable=False),
        sa.Column("membership_id", BIG, nullable=False),
        sa.Column("partner_person_id", BIG, nullable=False),
        sa.Column("topic_id", BIG, nullable=True),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_thread"),
        sa.ForeignKeyConstraint(["duo_id"], ["duo.id"], name="fk_thread_duo_id"),
        sa.UniqueConstraint("duo_id", "person_id", name="uq_thread_side"),
        sa.ForeignKeyConstraint(["membership_id"], ["membership.id"], name="fk_thread_membership_id"),
        sa.ForeignKeyConstraint(["partner_person_id"], ["person.id"], name="fk_thread_partner_person_id"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_thread_person_id"),
    )
    op.create_index("ix_thread_membership_id", "thread", ["membership_id"])
    op.create_index("ix_thread_partner_person_id", "thread", ["partner_person_id"])
    op.create_index("ix_thread_topic", "thread", ["person_id", "topic_id"])
    op.create_table(
        "message_map",
        sa.Column("id", BIG, autoincrement=False, nullable=False),
        sa.Column("duo_id", BIG, nullable=False),
        sa.Column("source_person_id", BIG, nullable=False),
        sa.Column("source_message_id", BIG, nullable=False),
        sa.Column("copy_person_id", BIG, nullable=False),
        sa.Column("copy_message_id", BIG, nullable=True),
        sa.Column("outbox_id", BIG, nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_message_map"),
        sa.ForeignKeyConstraint(["duo_id"], ["duo.id"], name="fk_message_map_duo_id"),
    )
    op.create_index("ix_message_map_age", "message_map", ["created_at"])
    op.create_index("ix_message_map_copy", "message_map", ["copy_person_id", "copy_message_id"])
    op.create_index("ix_message_map_duo_id", "message_map", ["duo_id"])
    op.create_index("ix_message_map_outbox_id", "message_map", ["outbox_id"])
    op.create_index("ix_message_map_source", "message_map", ["source_person_id", "source_message_id"])


def _delivery() -> None:
    op.create_table(
        "outbox",
        sa.Column("id", BIG, autoincrement=False, nullable=False),
        sa.Column("dedupe_key", sa.String(160), nullable=False),
        sa.Column("call", sa.String(16), nullable=False),
        sa.Column("kind", sa.String(64), nullable=False),
        sa.Column("params_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("person_id", BIG, nullable=True),
        sa.Column("chat_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("language", sa.String(8), nullable=True),
        sa.Column("chat_key", sa.String(80), nullable=False),
        sa.Column("thread_id", BIG, nullable=True),
        sa.Column("guard", sa.String(64), nullable=False),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("failure", sa.String(16), nullable=True),
        sa.Column("error", sa.String(200), nullable=False),
        sa.Column("due_at", INSTANT, nullable=False),
        sa.Column("expires_at", INSTANT, nullable=True),
        sa.Column("not_before", INSTANT, nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("takeovers", sa.Integer(), nullable=False),
        sa.Column("lease_owner", sa.String(64), nullable=True),
        sa.Column("lease_until", INSTANT, nullable=True),
        sa.Column("message_id", BIG, nullable=True),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("done_at", INSTANT, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_outbox"),
        sa.UniqueConstraint("dedupe_key", name="uq_outbox_dedupe_key"),
    )
    op.create_index("ix_outbox_chat", "outbox", ["chat_key", "priority", "id"], **_where("state = 'pending'"))
    op.create_index("ix_outbox_done", "outbox", ["done_at"], **_where("done_at IS NOT NULL"))
    op.create_index(
        "ix_outbox_edits", "outbox", ["created_at"], **_where("call = 'edit' AND params_sealed IS NOT NULL")
    )
    op.create_index("ix_outbox_guard", "outbox", ["guard"], **_where("state = 'pending'"))
    op.create_index("ix_outbox_lease", "outbox", ["lease_until"], **_where("state = 'sending'"))
    op.create_index("ix_outbox_next", "outbox", ["priority", "due_at", "id"], **_where("state = 'pending'"))
    op.create_index("ix_outbox_person", "outbox", ["person_id"])
    op.create_index(
        "ix_outbox_waits", "outbox", ["not_before"], **_where("state = 'pending' AND not_before IS NOT NULL")
    )
    op.create_table(
        "chat_hold",
        sa.Column("chat_key", sa.String(80), nullable=False),
        sa.Column("until", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("chat_key", name="pk_chat_hold"),
    )


def _intake() -> None:
    op.create_table(
        "handled_update",
        sa.Column("update_id", BIG, autoincrement=False, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("seen_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("update_id", name="pk_handled_update"),
    )
    op.create_index("ix_handled_update_seen_at", "handled_update", ["seen_at"])
    op.create_table(
        "dialogue_state",
        sa.Column("key", sa.LargeBinary(), nullable=False),
        sa.Column("state", sa.String(80), nullable=True),
        sa.Column("data_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("updated_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_dialogue_state"),
    )
    op.create_index("ix_dialogue_state_updated_at", "dialogue_state", ["updated_at"])
    op.create_table(
        "visitor",
        sa.Column("chat_lookup", sa.LargeBinary(), nullable=False),
        sa.Column("greeted_at", INSTANT, nullable=True),
        sa.Column("wrong_links", sa.Integer(), nullable=False),
        sa.Column("wrong_since", INSTANT, nullable=True),
        sa.PrimaryKeyConstraint("chat_lookup", name="pk_visitor"),
    )
    op.create_index("ix_visitor_wrong_since", "visitor", ["wrong_since"])
    op.create_table(
        "job_state",
        sa.Column("name", sa.String(64), nullable=False),
        sa.Column("last_run_at", INSTANT, nullable=True),
        sa.Column("last_due", sa.Integer(), nullable=False),
        sa.Column("last_took_ms", sa.Integer(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_job_state"),
    )
