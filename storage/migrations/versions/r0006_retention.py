"""What describes the people of a duo goes 24 months after its end: which duos are through that."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

_KEPT = sa.text("closed_at IS NOT NULL AND emptied_at IS NULL")


def upgrade() -> None:
    op.add_column("duo", sa.Column("emptied_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index("ix_duo_kept", "duo", ["closed_at"], sqlite_where=_KEPT, postgresql_where=_KEPT)


def downgrade() -> None:
    op.drop_index("ix_duo_kept", table_name="duo")
    op.drop_column("duo", "emptied_at")
