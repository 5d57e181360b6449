"""`python -m bot`: the command line. Each command imports what it needs when it runs, so that none pays for another."""

from __future__ import annotations

import importlib
from typing import Annotated

import typer
from rich.console import Console

from bot.commands.plain import PlainGroup

app = typer.Typer(
    cls=PlainGroup,
    help="Tandem, the chat companion for employment mentoring.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
errors = Console(stderr=True)

Port = Annotated[int, typer.Option(min=0, max=65535, help="Port on this machine; 0 takes any free one.")]


@app.command()
def demo(
    port: Port = 8080,
    headless: Annotated[bool, typer.Option("--headless", help="Without the page, only its interfaces.")] = False,
    empty: Annotated[bool, typer.Option("--empty", help="One organisation, one unused invitation.")] = False,
    no_limits: Annotated[bool, typer.Option("--no-limits", help="Without Telegram's flood limits.")] = False,
    database: Annotated[str, typer.Option(help="A database instead of a throw-away file. It has to be empty.")] = "",
) -> None:
    """Play with everything on this machine: a page with phones, the bot behind it, a clock that travels."""
    _run("bot.commands.demo", port=port, page=not headless, empty=empty, limits=not no_limits, database_url=database)


@app.command()
def sandbox(
    port: Port = 8081,
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    token: Annotated[str, typer.Option(help="The bot's token; a made-up one is shown if you name none.")] = "",
    no_limits: Annotated[bool, typer.Option("--no-limits", help="Without Telegram's flood limits.")] = False,
) -> None:
    """Run the local Telegram alone, on real time. Any bot process can use it as TANDEM_BOT_API_URL."""
    _run("bot.commands.sandbox", port=port, host=host, token=token, limits=not no_limits)


@app.command()
def run() -> None:
    """Run the bot: updates, messages and jobs in one process."""
    _run("bot.commands.run")


@app.command()
def migrate(
    revision: Annotated[str, typer.Argument(help="Where to: head is the newest.")] = "head",
    down: Annotated[bool, typer.Option("--down", help="Step back to it. Loses what later steps added.")] = False,
) -> None:
    """Bring the database up to date."""
    _run("bot.commands.migrate", revision=revision, down=down)


@app.command()
def doctor() -> None:
    """Check token, database, keys, time zones and topics, and say what to do about each fault."""
    _run("bot.commands.doctor")


@app.command()
def keys() -> None:
    """Make new keys for sealing and look-ups, to be kept apart from the database."""
    _run("bot.commands.keys")


def _run(module: str, **options: object) -> None:
    """Runs a command's module; what can be told in a line is told in a line, with exit code 1."""
    from bot.commands.failures import CommandError, explained

    try:
        importlib.import_module(module).main(**options)
    except CommandError as error:
        fail(str(error))
    except Exception as error:
        line = explained(error)
        if line is None:
            raise
        fail(line)


def fail(text: str) -> None:
    """Says what is wrong, a line a fault, and ends with exit code 1."""
    for line in text.splitlines():
        errors.print(f"[bold red]Tandem:[/] {line}", highlight=False, soft_wrap=True)
    raise typer.Exit(1)


def _add_desk_commands() -> None:
    from bot.commands.federation import app as federation
    from bot.commands.invite import invite
    from bot.commands.jobs import jobs
    from bot.commands.lists import export_list, import_list
    from bot.commands.organisation import app as organisation
    from bot.commands.outbox import app as outbox
    from bot.commands.report import report
    from bot.commands.simulate import simulate

    app.add_typer(organisation, name="organisation", help="Add and list organisations; show, explain, set settings.")
    app.add_typer(federation, name="federation", help="Show who may read the federation's report, and end that.")
    app.add_typer(outbox, name="outbox", help="Show what waits to be sent and what failed, and put it back.")
    app.command()(invite)
    app.command()(jobs)
    app.command()(report)
    app.command()(simulate)
    app.command("import")(import_list)
    app.command("export")(export_list)


_add_desk_commands()

if __name__ == "__main__":
    app(prog_name="python -m bot")
