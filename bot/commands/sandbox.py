"""`python -m bot sandbox`: the local Telegram alone, on real time."""

from __future__ import annotations

import asyncio

from rich.console import Console

from bot.commands.ending import until_interrupted
from bot.commands.failures import CommandError
from bot.commands.tokens import made_up_token


def main(*, port: int, host: str, token: str, limits: bool) -> None:
    asyncio.run(_serve(port, host, token or made_up_token(), limits=limits))


async def _serve(port: int, host: str, token: str, *, limits: bool) -> None:
    from sandbox import Sandbox

    server = Sandbox(token=token, limits=limits)
    try:
        url = await server.start(host, port)
    except OSError:
        raise CommandError(f"Port {port} of {host} is taken or not to be had. Name another one with --port.") from None
    console = Console()
    console.print(f"The sandbox is at [bold]{url}[/]; end it with Ctrl+C. For a bot:", highlight=False)
    console.print(f"  TANDEM_BOT_API_URL={url}\n  TANDEM_BOT_TOKEN={token}", highlight=False)
    await until_interrupted()
    await server.stop()
