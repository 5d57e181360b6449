"""The steps of the schema, for Alembic. Run by storage/migrate.py."""
