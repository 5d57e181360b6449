"""`python -m bot run` as a process of its own, on both databases."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

import aiohttp
import pytest

from sandbox import Sandbox
from storage import migrate
from storage.sealing import make_key
from tests.forks import ForkedBot, forked_bot

ROOT = Path(__file__).parents[2]
TOKEN = "123456789:AAE-abcdefghijklmnopqrstuvwxyz_0123"
KEYS = {"TANDEM_ENCRYPTION_KEYS": make_key(), "TANDEM_LOOKUP_KEY": make_key()}


@pytest.fixture
async def telegram() -> AsyncIterator[Sandbox]:
    server = Sandbox(token=TOKEN, page=False)
    await server.start()
    yield server
    await server.stop()


def environment(telegram: Sandbox, url: str, **more: str) -> dict[str, str]:
    return {
        "TANDEM_BOT_TOKEN": TOKEN,
        "TANDEM_BOT_API_URL": telegram.url,
        "TANDEM_DATABASE_URL": url,
        "TANDEM_HTTP_PORT": "0",
        **KEYS,
        **more,
    }


def running(telegram: Sandbox, url: str, **more: str) -> AbstractAsyncContextManager[ForkedBot]:
    return forked_bot("run", **environment(telegram, url, **more))


@asynccontextmanager
async def started_anew(telegram: Sandbox, url: str) -> AsyncIterator[asyncio.subprocess.Process]:
    """The same by a new interpreter, as an installation does it; that takes longer."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "bot", "run"),
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment(telegram, url)},
        cwd="/",
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


async def says(process: asyncio.subprocess.Process | ForkedBot, word: str) -> str:
    """Waits for a line with that word on standard error."""
    assert process.stderr is not None
    async with asyncio.timeout(40):
        while line := (await process.stderr.readline()).decode():
            if word in line:
                return line
    raise AssertionError(f"it ended without saying {word!r}")


async def write(telegram: Sandbox, text: str) -> int:
    person = telegram.add_person(first_name="Anna")
    async with aiohttp.ClientSession() as http:
        path = f"{telegram.url}/sandbox/people/{person}/messages"
        async with http.post(path, json={"text": text}) as response:
            assert response.status == 200
    return person


async def answered(telegram: Sandbox, person: int) -> bool:
    async with aiohttp.ClientSession() as http, asyncio.timeout(20):
        while True:
            async with http.get(f"{telegram.url}/sandbox/people/{person}/chat?after=0") as response:
                if any(m["from"] == "bot" for m in (await response.json())["messages"]):
                    return True
            await asyncio.sleep(0.05)  # another process works: there is no event to wait for


async def test_it_sets_up_its_file_serves_and_drains_on_sigterm(tmp_path: Path, telegram: Sandbox) -> None:
    async with started_anew(telegram, f"sqlite:///{tmp_path}/run.db") as process:
        await says(process, "running")
        person = await write(telegram, "Bonjour")

        assert await answered(telegram, person)
        process.send_signal(signal.SIGTERM)
        assert await asyncio.wait_for(process.wait(), 20) == 0


async def test_a_second_process_on_the_same_file_refuses_in_one_line(tmp_path: Path, telegram: Sandbox) -> None:
    url = f"sqlite:///{tmp_path}/run.db"
    async with running(telegram, url) as first:
        await says(first, "running")
        async with running(telegram, url) as second:
            line = await says(second, "works on this database file")
            assert await second.wait() == 1
            assert await second.stderr.read() == b""
            assert str(first.pid) in line


async def test_where_telegram_does_not_answer_it_says_so_in_a_line(tmp_path: Path, telegram: Sandbox) -> None:
    url = f"sqlite:///{tmp_path}/run.db"
    async with running(telegram, url, TANDEM_BOT_API_URL="http://127.0.0.1:9") as process:
        lines = (await asyncio.wait_for(process.stderr.read(), 40)).decode()
        assert await process.wait() == 1

    assert "Traceback" not in lines
    assert len(lines.splitlines()) == 1
    assert "TANDEM_BOT_API_URL" in lines


async def test_a_postgresql_that_is_not_migrated_is_said_in_one_line(postgres_url: str, telegram: Sandbox) -> None:
    await migrate.downgrade(postgres_url, "base")
    async with running(telegram, postgres_url) as process:
        await says(process, "python -m bot migrate")
        assert await process.wait() == 1


async def test_on_postgresql_a_second_process_stands_by_and_takes_over(postgres_url: str, telegram: Sandbox) -> None:
    await migrate.upgrade(postgres_url)
    async with running(telegram, postgres_url) as first, running(telegram, postgres_url) as second:
        waits = [asyncio.ensure_future(says(process, "running")) for process in (first, second)]  # noqa: TID251
        done, _ = await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        leads_first = waits[0] in done
        leader, stand_by = (first, second) if leads_first else (second, first)
        assert not waits[1 if leads_first else 0].done()

        leader.kill()
        await waits[1 if leads_first else 0]
        person = await write(telegram, "Goedendag")

        assert await answered(telegram, person)
        stand_by.send_signal(signal.SIGTERM)
        assert await asyncio.wait_for(stand_by.wait(), 20) == 0


async def test_by_webhook_it_answers_after_the_commit_and_only_to_the_secret(
    tmp_path: Path, telegram: Sandbox, unused_port: int
) -> None:
    address = f"http://127.0.0.1:{unused_port}"
    more = {"TANDEM_WEBHOOK_URL": address, "TANDEM_WEBHOOK_SECRET": "s3cret", "TANDEM_HTTP_PORT": str(unused_port)}
    async with running(telegram, f"sqlite:///{tmp_path}/run.db", **more) as process:
        await says(process, "running")
        person = await write(telegram, "Guten Tag")
        assert await answered(telegram, person)
        async with aiohttp.ClientSession(address) as http:
            async with http.post("/telegram", json={"update_id": 1}) as response:
                assert response.status == 404, "without the secret there is nothing here"
            headers = {"X-Telegram-Bot-Api-Secret-Token": "s3cret"}
            async with http.post("/telegram", data=b"rubbish", headers=headers) as response:
                assert response.status == 400
            for path, word in (("/healthz", "ok"), ("/readyz", "ready"), ("/metrics", "tandem_")):
                async with http.get(path) as response:
                    assert response.status == 200
                    assert word in await response.text()
