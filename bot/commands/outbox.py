"""`python -m bot outbox`: what waits to be sent, what failed and why, and putting it back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from bot.commands.desk import at_the_desk
from bot.commands.times import usual_zone, wide_console
from storage.words import Failure, OutboxState

if TYPE_CHECKING:
    from bot.commands.outbox_words import Moments
    from bot.settings import Settings
    from storage.database import Database
    from storage.dead_letters import Letter, Retried, Summary

_BATCH = 200  # rows put back in one transaction
_SHOWN = 30  # lines about rows put back; the rest is counted

app = typer.Typer()


@app.callback(invoke_without_command=True)
def summed_up(context: typer.Context) -> None:
    """Without a command: how much waits, what failed in the last 30 days, what Telegram asked to hold."""
    if context.invoked_subcommand is not None:
        return

    async def use(_settings: Settings, database: Database) -> tuple[Summary, Moments]:
        from storage import dead_letters

        moments = await _moments(database)
        async with database.read() as store:
            return await dead_letters.summary(store, moments.now, moments.now), moments

    summary, moments = at_the_desk(use)
    show_summary(summary, moments)


@app.command("list")
def list_rows(
    *,
    failed: Annotated[bool, typer.Option("--failed", help="Only what failed.")] = False,
    pending: Annotated[bool, typer.Option("--pending", help="Only what waits or is being sent.")] = False,
    reason: Annotated[Failure | None, typer.Option(help="Only what failed for that reason.")] = None,
    limit: Annotated[int, typer.Option(min=1, max=1000, help="How many rows.")] = 20,
) -> None:
    """List what waits and what failed, a row a line. Never shows names, texts or chats."""
    if pending and (failed or reason is not None):
        raise typer.BadParameter("what is pending has not failed", param_hint="--pending")
    states = [] if failed or reason is not None else [OutboxState.PENDING, OutboxState.SENDING]
    states += [] if pending else [OutboxState.FAILED]

    async def use(_settings: Settings, database: Database) -> tuple[list[Letter], Moments]:
        from storage import dead_letters

        async with database.read() as store:
            found = await dead_letters.listed(store, states, failure=reason, limit=limit)
        return found, await _moments(database)

    show_list(*at_the_desk(use))


@app.command()
def show(row_id: Annotated[int, typer.Argument(metavar="ID", help="The row's id, as listed.")]) -> None:
    """Explain one row: what it is, what happened, what that means, what one can do."""

    async def use(_settings: Settings, database: Database) -> list[str]:
        from bot.commands.failures import CommandError
        from bot.commands.outbox_words import REFUSALS, explain
        from storage import dead_letters
        from storage.dead_letters import Refusal

        moments = await _moments(database)
        async with database.read() as store:
            letter = await dead_letters.find(store, row_id)
            if letter is None:
                raise CommandError(f"Row {row_id}: {REFUSALS[Refusal.UNKNOWN]}.")
            held_until = await dead_letters.held_until(store, letter.chat_key, moments.now)
        return explain(letter, replace(moments, held_until=held_until))

    for paragraph in at_the_desk(use):
        typer.echo(paragraph)


@app.command()
def retry(
    row_ids: Annotated[list[int] | None, typer.Argument(metavar="ID", help="Rows, as listed.")] = None,
    *,
    reason: Annotated[Failure | None, typer.Option(help="Instead of ids: all that failed for that reason.")] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask before putting back all of a reason.")] = False,
) -> None:
    """Put failed rows back, so that they are sent. Says of each row that is not why not."""
    if bool(row_ids) == (reason is not None):
        raise typer.BadParameter("name either rows or a --reason", param_hint="ID")
    wanted = row_ids or []
    if reason is not None:
        wanted = _failed_for(reason)
        if not wanted:
            typer.echo(f"Nothing that failed as {reason} is kept.")
            return
        if not yes:
            question = f"Put {len(wanted)} rows back? What was tried without an answer may arrive twice."
            typer.confirm(question, abort=True)

    async def use(_settings: Settings, database: Database) -> list[Retried]:
        from bot.clocks import RealClock

        return await put_back(database, wanted, RealClock().now())

    retried = at_the_desk(use)
    tell_retried(retried)
    if all(it.refusal is not None for it in retried):
        raise typer.Exit(1)


def _failed_for(reason: Failure) -> list[int]:
    async def use(_settings: Settings, database: Database) -> list[int]:
        from storage import dead_letters

        async with database.read() as store:
            return await dead_letters.failed_ids(store, reason)

    return at_the_desk(use)


async def put_back(database: Database, row_ids: Sequence[int], now: datetime, *, batch: int = _BATCH) -> list[Retried]:
    """In batches, so that nobody waits behind a long transaction."""
    from storage import dead_letters

    retried: list[Retried] = []
    for start in range(0, len(row_ids), batch):
        async with database.write() as store:
            retried += await dead_letters.retry(store, row_ids[start : start + batch], now)
    return retried


async def _moments(database: Database) -> Moments:
    from bot.clocks import RealClock
    from bot.commands.outbox_words import Moments

    return Moments(RealClock().now(), await usual_zone(database))


def show_summary(summary: Summary, moments: Moments) -> None:
    """Prints what waits as a table, and everything else in lines."""
    from rich import box
    from rich.table import Table

    from bot.commands.outbox_words import priority_name

    console = wide_console()
    title = f"The outbox. Times in {moments.zone.key}; it is {moments.say(moments.now)} there."
    table = Table(title=title, title_justify="left", box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("Pending")
    for heading in ("Due now", "Waiting for another try", "Due later"):
        table.add_column(heading, justify="right")
    table.add_column("The first of them")
    for row in summary.pending:
        first = moments.say(row.next_at) if row.next_at is not None else ""
        table.add_row(priority_name(row.priority), str(row.due), str(row.waiting), str(row.later), first)
    console.print(table if summary.pending else f"{title}\nNothing is pending.")
    console.print(f"Being sent: {summary.sending}")
    reasons = ", ".join(f"{count} {reason}" for reason, count in sorted(summary.failed.items()))
    console.print(f"Failed in the last 30 days: {reasons or 'nothing'}")
    if summary.held_chats:
        console.print(f"Telegram asked to wait in {summary.held_chats} chats.")
    if summary.everybody_held_until is not None:
        console.print(
            f"Telegram asked to wait altogether: nothing goes before {moments.say(summary.everybody_held_until)}."
        )
    if summary.failed:
        console.print("`python -m bot outbox list --failed` shows them, `python -m bot outbox show ID` explains one.")


def show_list(found: Sequence[Letter], moments: Moments) -> None:
    """Prints a row a line; the last column is what Telegram said."""
    from rich import box
    from rich.markup import escape
    from rich.table import Table

    from bot.commands.outbox_words import what

    console = wide_console()
    if not found:
        console.print("Nothing.")
        return
    title = f"Times in {moments.zone.key}."
    table = Table(title=title, title_justify="left", box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("Row", no_wrap=True)
    table.add_column("What")
    table.add_column("Person", no_wrap=True)
    table.add_column("Due", no_wrap=True)
    table.add_column("Tries", justify="right")
    table.add_column("State")
    table.add_column("Telegram's words")
    for letter in found:
        state = letter.failure if letter.state == OutboxState.FAILED and letter.failure else letter.state
        person = "" if letter.person_id is None else str(letter.person_id)
        due = moments.say(letter.due_at)
        table.add_row(str(letter.id), what(letter), person, due, str(letter.attempts), state, escape(letter.error))
    console.print(table)


def tell_retried(retried: Sequence[Retried]) -> None:
    """A line for each row, at most so many; then what became of all."""
    from bot.commands.outbox_words import REFUSALS

    for it in retried[:_SHOWN]:
        outcome = f"not put back: {REFUSALS[it.refusal]}" if it.refusal is not None else "put back"
        twice = "; it may arrive twice" if it.refusal is None and it.may_repeat else ""
        typer.echo(f"{it.id}: {outcome}{twice}.")
    for refusal, count in Counter(it.refusal for it in retried[_SHOWN:]).items():
        outcome = f"not put back: {REFUSALS[refusal]}" if refusal is not None else "put back"
        typer.echo(f"and {count} more {outcome}.")
    count = sum(it.refusal is None for it in retried)
    if count:
        typer.echo(
            f"Put back: {count}. A running Tandem sends them within seconds, as far as their reasons still hold."
        )
