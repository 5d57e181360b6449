"""`python -m bot migrate`."""

from __future__ import annotations

import asyncio

import typer

from bot.settings import load_settings
from storage import migrate


def main(revision: str, *, down: bool) -> None:
    """Steps the configured database up (or down) and says where it stands then."""
    url = load_settings().database_url
    asyncio.run(migrate.downgrade(url, revision) if down else migrate.upgrade(url, revision))
    stands_at = asyncio.run(migrate.current(url)) or "empty"
    newest = " (the newest)" if stands_at == migrate.head() else ""
    typer.echo(f"The database stands at {stands_at}{newest}.")
