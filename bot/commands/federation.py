"""`python -m bot federation`: who may read the federation's report, and ending that.

It is given by `python -m bot invite "ORGANISATION" --role federation`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from bot.commands.desk import at_the_desk

if TYPE_CHECKING:
    from bot.settings import Settings
    from mentoring.federation import Access
    from storage.database import Database

app = typer.Typer()


@app.callback(invoke_without_command=True)
def list_all(context: typer.Context) -> None:
    """Without a command: who may read it, a line each, and which links still work."""
    if context.invoked_subcommand is not None:
        return

    async def use(_settings: Settings, database: Database) -> list[Access]:
        return await listed(database)

    found = at_the_desk(use)
    if not found:
        typer.echo('Nobody. python -m bot invite "ORGANISATION" --role federation makes a link.')
    for access in found:
        typer.echo(line_of(access))


@app.command()
def end(number: Annotated[int, typer.Argument(help="As the list shows it.")]) -> None:
    """End one: a link no longer works, a person is told and reads nothing any more."""

    async def use(_settings: Settings, database: Database) -> Access:
        return await ended(database, number)

    typer.echo(f"Ended: {line_of(at_the_desk(use))}")


def line_of(access: Access) -> str:
    """`59179393666281183  Fien  reads  since 2026-11-24  (Mentoring Belgium)`."""
    called = access.called or "no label"
    return f"{access.id}  {called}  {access.standing}  since {access.since:%Y-%m-%d}  ({access.organisation})"


async def listed(database: Database) -> list[Access]:
    from bot.clocks import RealClock
    from mentoring.federation import accesses
    from mentoring.work import Work

    now = RealClock().now()
    async with database.read() as store:
        return await accesses(Work(store, now, now, "command:federation"))


async def ended(database: Database, number: int) -> Access:
    """Raises CommandError where there is none of that number."""
    from bot.clocks import RealClock
    from bot.commands.failures import CommandError
    from mentoring.errors import NotFoundError
    from mentoring.federation import end_access
    from mentoring.work import Work

    now = RealClock().now()
    try:
        async with database.write() as store:
            return await end_access(Work(store, now, now, f"command:federation.end:{number}"), number)
    except NotFoundError:
        raise CommandError(f"There is no {number} (any more); `python -m bot federation` lists them.") from None
