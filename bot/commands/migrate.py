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


def _no_such_step(revision: str, *, down: bool) -> str:
    """Where one can go."""
    if down:
        there = ", ".join(migrate.steps()[:-1])
        return f"There is no step down to {revision}. Name an older one ({there}), or base for an empty database."
    there = ", ".join(migrate.steps())
    return f"There is no step up to {revision}. The steps are {there}; head is the newest."


async def _step(settings: Settings, revision: str, *, down: bool) -> None:
    """A file that a running Tandem works on is left alone."""
    if down and revision in {"head", migrate.head()}:
        raise Refused(_no_such_step(revision, down=True))
    database = Database(settings.database_url, settings.vault())
    try:
        database.claim_file()
        await (migrate.downgrade if down else migrate.upgrade)(settings.database_url, revision)
    except CommandError:  # alembic's, for a revision that does not exist, or lies on the other side
        raise Refused(_no_such_step(revision, down=down)) from None
    finally:
        await database.close()
