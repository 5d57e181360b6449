"""How a command in the foreground ends."""

from __future__ import annotations

import asyncio
import signal


async def until_interrupted() -> None:
    """Returns on SIGTERM or Ctrl+C."""
    told = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, told.set)
    await told.wait()
