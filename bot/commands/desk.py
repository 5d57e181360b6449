"""What the short commands of the team's desk share: the configured database, and faults told in a line.

They write beside a running bot: on SQLite the write-ahead log and a patience of five seconds make that safe.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

import typer

if TYPE_CHECKING:
    from bot.settings import Settings
    from storage.database import Database
    from storage.tables import Organisation

T = TypeVar("T")


@contextmanager
def faults_in_a_line() -> Iterator[None]:
    """What a person can mend is told in a line a fault, with exit code 1; a defect of ours keeps its traceback."""
    from bot.commands.failures import CommandError, explained

    try:
        yield
    except CommandError as error:
        _fail(str(error))
    except Exception as error:
        line = explained(error)
        if line is None:
            raise
        _fail(line)


def _fail(text: str) -> None:
    for line in text.splitlines():
        typer.echo(f"Tandem: {line}", err=True)
    raise typer.Exit(1)


def at_the_desk(use: Callable[[Settings, Database], Awaitable[T]]) -> T:
    """Runs it with the configured database, once that is up to date. Tells faults in a line."""
    with faults_in_a_line():
        from bot.settings import load_settings

        return asyncio.run(_with_database(load_settings(), use))


async def _with_database(settings: Settings, use: Callable[[Settings, Database], Awaitable[T]]) -> T:
    from storage.database import Database

    await check_schema(settings.database_url)
    database = Database(settings.database_url, settings.vault())
    try:
        return await use(settings, database)
    finally:
        await database.close()


async def check_schema(url: str) -> None:
    """Sets up a new SQLite file, as `run` does. Raises CommandError for any other that is not of this version."""
    from sqlalchemy.exc import DatabaseError

    from bot.commands.failures import CommandError, explained
    from storage import migrate

    try:
        if await migrate.set_up_new(url):
            typer.echo("A new database is set up.", err=True)
        stands_at = await migrate.current(url)
    except DatabaseError as error:
        raise CommandError(
            explained(error) or f"The database of TANDEM_DATABASE_URL cannot be read: {error.orig}."
        ) from None
    if stands_at != migrate.head():
        state = "is not set up yet" if stands_at is None else "is not up to date"
        raise CommandError(f"The database {state}. Run `python -m bot migrate` first.")


async def organisations(database: Database) -> list[Organisation]:
    """All of them, by name."""
    from sqlmodel import col, select

    from storage.tables import Organisation

    async with database.read() as store:
        found = await store.session.execute(select(Organisation).order_by(col(Organisation.name)))
        return list(found.scalars().all())
