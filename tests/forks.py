"""Bots as processes of their own, forked from a server that has imported everything once.

A fork is at work in a moment; a new interpreter first reads two Telegram libraries, which takes seconds.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from multiprocessing.connection import Connection
from typing import Any

forks = multiprocessing.get_context("forkserver")  # it has no threads and no event loop when it forks
forks.set_forkserver_preload(["bot.process", "bot.wiring", "bot.commands.run", "bot.__main__"])


class ForkedBot:
    """What a test needs of a process: the same words as asyncio's."""

    def __init__(self, process: Any, stderr: asyncio.StreamReader) -> None:
        self._process = process
        self.stderr = stderr

    @property
    def pid(self) -> int:
        return int(self._process.pid)

    @property
    def returncode(self) -> int | None:
        code: int | None = self._process.exitcode
        return code

    def kill(self) -> None:
        self._process.kill()

    def send_signal(self, number: signal.Signals) -> None:
        os.kill(self.pid, number)

    async def wait(self) -> int:
        await asyncio.to_thread(self._process.join, 40)
        assert self.returncode is not None, "it does not end"
        return self.returncode


@asynccontextmanager
async def forked_bot(*words: str, **environment: str) -> AsyncIterator[ForkedBot]:
    """`python -m bot <words>` with exactly this environment; killed at the end where it still runs."""
    reading, writing = forks.Pipe(duplex=False)
    process = forks.Process(target=_be_the_bot, args=(words, environment, writing), daemon=True)
    process.start()
    writing.close()
    stderr = asyncio.StreamReader()
    pipe = os.fdopen(os.dup(reading.fileno()), "rb")
    reading.close()
    transport, _ = await asyncio.get_running_loop().connect_read_pipe(
        lambda: asyncio.StreamReaderProtocol(stderr), pipe
    )
    bot = ForkedBot(process, stderr)
    try:
        yield bot
    finally:
        if bot.returncode is None:
            bot.kill()
        await bot.wait()
        transport.close()


def _be_the_bot(words: tuple[str, ...], environment: dict[str, str], stderr: Connection) -> None:
    from bot.__main__ import app

    os.dup2(stderr.fileno(), sys.stderr.fileno())
    stderr.close()
    os.environ.clear()
    os.environ.update(environment)
    os.chdir("/")
    app(words, prog_name="python -m bot")
