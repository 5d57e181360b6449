"""What tests do to databases that no installation would."""

from __future__ import annotations

from typing import Any

from sqlalchemy import event

from storage.database import Database


def no_waiting_for_the_disk(database: Database) -> None:
    """Lets a SQLite file of a test commit without waiting for the disk: nobody pulls the plug on it."""

    @event.listens_for(database.engine.sync_engine, "connect")
    def prepare(connection: Any, _record: Any) -> None:
        cursor = connection.cursor()
        cursor.execute("PRAGMA synchronous=OFF")
        cursor.close()
