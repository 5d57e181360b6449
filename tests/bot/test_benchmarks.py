"""The benchmark of the outbox runs, and what it counts is true: every row arrives once. Not how fast it is."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.outbox import Course, bot_api
from benchmarks.outbox_meter import Ready, read_ready, send_all
from benchmarks.outbox_stub import ask
from benchmarks.outbox_tandem import steady, wave
from benchmarks.outbox_wave import write_ready

ROWS = 30


@pytest.fixture(scope="module")
def api_url() -> Iterator[str]:
    with bot_api(latency=0) as address:
        yield address


def arrived_once(api_url: str, rows: int) -> bool:
    return ask(api_url, "stats") == {"calls": rows, "chats": rows, "most": 1}


async def test_a_wave_of_rows_arrives_once_each(sqlite_url: str, api_url: str) -> None:
    result = await wave(sqlite_url, api_url, ROWS, parallel=8)
    assert result.messages == ROWS
    assert await asyncio.to_thread(arrived_once, api_url, ROWS)


@pytest.mark.parametrize("wake_each", [True, False])
async def test_rows_that_fall_due_evenly_arrive_once_each(sqlite_url: str, api_url: str, wake_each: bool) -> None:
    await steady(sqlite_url, api_url, rows_a_second=50, seconds=0.2, wake_each=wake_each)
    assert await asyncio.to_thread(arrived_once, api_url, 10)


def test_a_contestant_in_a_process_of_its_own_says_what_it_spent(sqlite_url: str, api_url: str, tmp_path: Path) -> None:
    line = Course(api_url, 8, tmp_path).run("Tandem", "tandem", ROWS, sqlite_url)
    assert line.arrived_once
    assert line.result.cpu > 0
    assert line.result.peak_mb > 0


async def test_the_others_get_the_same_messages_and_each_is_handed_out_once(api_url: str, tmp_path: Path) -> None:
    write_ready(tmp_path / "ready.json", ROWS)
    handed: list[int] = []

    async def send(message: Ready) -> None:
        assert message.text
        handed.append(message.chat_id)
        await asyncio.sleep(0)

    await send_all(api_url, send, read_ready(tmp_path / "ready.json"), parallel=4, warm_up=0)
    assert len(handed) == len(set(handed)) == ROWS
