"""The team's morning: when its digest is due, its group in Telegram, how the duos stood week by week."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_DUE = sa.text("digest_at IS NOT NULL")


def upgrade() -> None:
    with op.batch_alter_table("organisation") as batch:
        batch.add_column(sa.Column("digest_at", sa.DateTime(timezone=True), nullable=True))
        batch.add_column(sa.Column("team_chat_lookup", sa.LargeBinary(), nullable=True))
        batch.add_column(sa.Column("team_chat_sealed", sa.LargeBinary(), nullable=True))
        batch.add_column(sa.Column("team_chat_language", sa.String(8), nullable=True))
        batch.create_unique_constraint("uq_organisation_team_chat_lookup", ["team_chat_lookup"])
    op.create_index("ix_organisation_digest", "organisation", ["digest_at"], sqlite_where=_DUE, postgresql_where=_DUE)
    op.create_table(
        "week_figures",
        sa.Column("id", BIG, autoincrement=False, nullable=False),
        sa.Column("organisation_id", BIG, nullable=False),
        sa.Column("monday", sa.String(10), nullable=False),
        sa.Column("figures", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_week_figures"),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name="fk_week_figures_organisation_id"),
        sa.UniqueConstraint("organisation_id", "monday", name="uq_week_figures_once"),
    )


def downgrade() -> None:
    op.drop_table("week_figures")
    op.drop_index("ix_organisation_digest", table_name="organisation")
    with op.batch_alter_table("organisation") as batch:
        batch.drop_constraint("uq_organisation_team_chat_lookup", type_="unique")
        for name in ("digest_at", "team_chat_lookup", "team_chat_sealed", "team_chat_language"):
            batch.drop_column(name)
