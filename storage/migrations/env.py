"""Alembic's entry point. Works on the connection that storage/migrate.py opened, inside its transaction."""

from __future__ import annotations

from alembic import context

from storage.migrate import CONTEXT_OPTIONS
from storage.tables import metadata

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=metadata, **CONTEXT_OPTIONS)
with context.begin_transaction():
    context.run_migrations()
