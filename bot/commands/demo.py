"""`python -m bot demo`: sandbox and bot in one process, on a programme clock that stands still unless it is moved."""

from __future__ import annotations

import asyncio
import logging
import tempfile
from pathlib import Path

from rich.console import Console

from bot.commands.ending import until_interrupted
from bot.commands.failures import CommandError
from bot.demo import Demo

console = Console()


def main(*, port: int, page: bool, empty: bool, limits: bool, database_url: str) -> None:
    from bot.logs import set_up_logs

    set_up_logs("console", logging.WARNING)
    with tempfile.TemporaryDirectory(prefix="tandem-demo-") as folder:
        url = database_url or f"sqlite:///{Path(folder) / 'demo.db'}"
        asyncio.run(_play(url, port, page=page, empty=empty, limits=limits))


async def _play(url: str, port: int, *, page: bool, empty: bool, limits: bool) -> None:
    demo = Demo(url, limits=limits, page=page)
    try:
        address = await demo.open(port, empty=empty)
        _welcome(address, page=page)
        await until_interrupted()
    except OSError as error:
        if error.errno is not None and "address" in str(error).lower():
            raise CommandError(f"Port {port} is taken. Name another one: make demo PORT=8090") from None
        raise
    finally:
        await demo.stop()


def _welcome(address: str, *, page: bool) -> None:
    where = "Open this page" if page else "The interfaces are at"
    console.print(f"\n  [bold]Tandem[/] is running. {where}: [bold cyan]{address}[/]", highlight=False)
    console.print("  Everything stays on this machine. End it with Ctrl+C.\n", highlight=False)
