"""The schema, step by step: brings a database up to date, back, and says where it stands.

No alembic.ini: the configuration is made here. A step is one transaction under a lock, on both databases, so that a
failing step leaves nothing behind and processes that start together take turns.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, event, text
from sqlalchemy.engine import URL
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import NullPool

from storage.database import async_url
from storage.sqlite_file import is_new, make_private

_FOLDER = Path(__file__).parent / "migrations"
_LOCK = 0x7A6D_1647  # PostgreSQL's advisory lock of migrations; any number nobody else uses
CONTEXT_OPTIONS: dict[str, Any] = {
    "render_as_batch": True,  # SQLite changes a column by copying the table
    "transactional_ddl": True,  # Alembic assumes that SQLite cannot; it can, once the driver does not interfere
    "compare_type": True,
    "compare_server_default": True,
}


class BrokenReferencesError(Exception):
    """A step left rows on SQLite that refer to rows that are gone; it was rolled back."""


async def upgrade(url: str, revision: str = "head") -> None:
    """Takes every step up to that revision. Safe to call from several processes at once."""
    await _run(url, lambda config: command.upgrade(config, revision))


async def downgrade(url: str, revision: str) -> None:
    """Takes the steps back down to that revision; `base` is an empty database. Loses what the steps had added."""
    await _run(url, lambda config: command.downgrade(config, revision))


async def current(url: str) -> str | None:
    """The revision the database stands at; None where it was never set up. Makes no SQLite file."""
    parsed = async_url(url)
    if not _is_there(parsed):
        return None
    async with _engine(parsed, begin="BEGIN") as engine, engine.connect() as connection:
        return await connection.run_sync(lambda plain: MigrationContext.configure(plain).get_current_revision())


def head() -> str:
    """The newest revision, which this version of the programme needs."""
    newest = ScriptDirectory.from_config(_config()).get_current_head()
    assert newest is not None
    return newest


def steps() -> list[str]:
    """All revisions, oldest first."""
    walked = ScriptDirectory.from_config(_config()).walk_revisions()
    return [script.revision for script in walked][::-1]


async def set_up_new(url: str) -> bool:
    """Sets up an SQLite file that is not there yet, or empty; says whether it was. Anything else is left as it is.

    Raises DatabaseFolderError where it cannot be made.
    """
    if not is_new(async_url(url)):
        return False
    await upgrade(url)
    return True


async def _run(url: str, change: Callable[[Config], None]) -> None:
    make_private(async_url(url))
    async with _engine(async_url(url)) as engine, engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            await connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
        await connection.run_sync(_change, change)


def _change(connection: Connection, change: Callable[[Config], None]) -> None:
    config = _config()
    config.attributes["connection"] = connection
    change(config)
    if connection.dialect.name == "sqlite":
        broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
        if broken:
            raise BrokenReferencesError(sorted({str(row[0]) for row in broken}))


def _is_there(url: URL) -> bool:
    return url.get_backend_name() != "sqlite" or not url.database or Path(url.database).exists()


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(_FOLDER).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


@asynccontextmanager
async def _engine(url: URL, begin: str = "BEGIN IMMEDIATE") -> AsyncIterator[AsyncEngine]:
    engine = create_async_engine(url, poolclass=NullPool)
    if url.get_backend_name() == "sqlite":
        _prepare_sqlite(engine, begin)
    try:
        yield engine
    finally:
        await engine.dispose()


def _prepare_sqlite(engine: AsyncEngine, begin_with: str) -> None:
    @event.listens_for(engine.sync_engine, "connect")
    def prepare(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        cursor.execute("PRAGMA busy_timeout=60000")
        cursor.execute("PRAGMA journal_mode=WAL")
        # A table that is copied and dropped must not take the rows along that refer to it; checked at the end.
        cursor.execute("PRAGMA foreign_keys=OFF")
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def begin(connection: Any) -> None:
        connection.exec_driver_sql(begin_with)
