"""Whoever watches the process learns that it runs, and apart from it whether people are served."""

from __future__ import annotations

import asyncio
from typing import Any

import aiohttp
import pytest

from bot.clocks import StandingClock
from bot.http import HttpServer
from bot.intake.polling import Poller
from bot.process import Options, Process
from bot.supervisor import Supervisor
from storage.database import Database


class Telegram:
    """Answers getUpdates as told: an error is raised, a list is given; then it is silent."""

    def __init__(self, *answers: Any) -> None:
        self.answers = list(answers)
        self.silent = asyncio.Event()

    async def call(self, _method: str, **_params: Any) -> Any:
        if not self.answers:
            self.silent.set()
            await asyncio.Event().wait()
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer


async def polled(telegram: Telegram) -> Poller:
    """After everything was answered."""
    supervisor = Supervisor()
    poller = Poller(telegram, None, supervisor)  # type: ignore[arg-type]
    supervisor.start(poller.run(), "polling")
    async with asyncio.timeout(10):
        await telegram.silent.wait()
    await supervisor.stop()
    return poller


async def test_it_counts_since_when_telegram_is_not_heard() -> None:
    assert (await polled(Telegram(ConnectionError()))).failing_seconds > 0


async def test_one_answer_and_it_is_heard_again() -> None:
    assert (await polled(Telegram(ConnectionError(), []))).failing_seconds == 0


class Deaf:
    """An intake whose poller has heard nothing for so long."""

    def __init__(self, seconds: float) -> None:
        self.poller = self
        self.failing_seconds = seconds


@pytest.mark.parametrize(("seconds", "told"), [(0, ""), (59, ""), (61, "Telegram is not heard")])
async def test_after_a_minute_it_is_not_ready(
    sqlite_database: Database, clock: StandingClock, seconds: float, told: str
) -> None:
    process = Process(Options(token="1:x", api_url="http://127.0.0.1:9"), sqlite_database, clock)
    assert process.why_not_ready() == "starting"
    process.intake, process.courier = Deaf(seconds), object()  # type: ignore[assignment]
    assert process.why_not_ready() == told


async def test_a_deaf_process_is_alive_and_not_ready(sqlite_database: Database, unused_port: int) -> None:
    server = HttpServer(
        sqlite_database,
        "127.0.0.1",
        unused_port,
        webhook=None,
        why_not_ready=lambda: "Telegram is not heard",
        has_failed=lambda: False,
    )
    await server.start()
    async with aiohttp.ClientSession(f"http://127.0.0.1:{unused_port}") as http:
        async with http.get("/healthz") as alive:
            assert alive.status == 200
        async with http.get("/readyz") as ready:
            assert (ready.status, await ready.text()) == (503, "Telegram is not heard\n")
    await server.stop()
