"""`python -m bot migrate`."""

from __future__ import annotations

import asyncio

import typer
from alembic.util import CommandError

from bot.commands.failures import CommandError as Refused
from bot.settings import Settings, load_settings
from storage import migrate
from storage.database import Database


def main(revision: str, *, down: bool) -> None:
    """Steps the configured database up (or down) and says where it stands then."""
    settings = load_settings()
    url = settings.database_url
    asyncio.run(_step(settings, revision, down=down))
    stands_at = asyncio.run(migrate.current(url)) or "empty"
    newest = " (the newest)" if stands_at == migrate.head() else ""
    typer.echo(f"The database stands at {stands_at}{newest}.")


async def _step(settings: Settings, revision: str, *, down: bool) -> None:
    """A file that a running Tandem works on is left alone."""
    database = Database(settings.database_url, settings.vault())
    try:
        database.claim_file()
        await (migrate.downgrade if down else migrate.upgrade)(settings.database_url, revision)
    except CommandError as error:  # alembic's, for a revision that does not exist
        raise Refused(str(error)) from None
    finally:
        await database.close()
