"""The programme's time, moved through the port."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import aiohttp
import pytest

from sandbox import Sandbox
from tests.sandbox.client import TOKEN, Client

START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


class Programme:
    """A port that only notes what it is asked."""

    def __init__(self) -> None:
        self.now = START
        self.stops: list[datetime] = []
        self.moved = asyncio.Event()
        self.settled: list[float] = []
        self.busy = False

    async def settle(self, timeout: float) -> None:  # noqa: ASYNC109
        self.settled.append(timeout)
        if self.busy:
            raise TimeoutError

    async def advance(self, to: datetime) -> datetime:
        self.now = to
        self.stops.append(to)
        self.moved.set()
        return to


@pytest.fixture
def programme() -> Programme:
    return Programme()


@pytest.fixture
async def travelling(programme: Programme) -> AsyncIterator[Client]:
    sandbox = Sandbox(token=TOKEN, now=lambda: programme.now, port=programme)
    url = await sandbox.start()
    async with aiohttp.ClientSession(url) as http:
        yield Client(http)
    await sandbox.stop()


async def test_time_travels_by_seconds_and_to_a_moment(travelling, programme):
    assert await travelling.control("GET", "clock") == {"now": START.isoformat(), "run": 0}
    there = await travelling.control("POST", "clock", {"advance": 3600})
    assert datetime.fromisoformat(there["now"]) == START + timedelta(hours=1)
    await travelling.control("POST", "clock", {"to": "2026-03-09T10:00:00+01:00"})
    assert programme.stops == [START + timedelta(hours=1), START + timedelta(days=7)]


@pytest.mark.parametrize(
    "body",
    [
        {"advance": -1},
        {"advance": 10**15},
        {"advance": 1e300},
        {"advance": "1"},
        {"to": "2020-01-01T00:00:00+00:00"},
        {"to": "2027-01-01T00:00:00"},
        {"to": "soon"},
        {"run": -1},
        {"run": 1, "advance": 1},
        {"run": None},
    ],
)
async def test_impossible_journeys_are_refused(travelling, programme, body):
    await travelling.control("POST", "clock", body, status=400)
    assert programme.stops == []


async def test_a_running_clock_moves_until_it_is_stopped(travelling, programme):
    assert (await travelling.control("POST", "clock", {"run": 3600}))["run"] == 3600
    async with asyncio.timeout(5):
        await programme.moved.wait()
    assert programme.now > START + timedelta(minutes=10)
    assert (await travelling.control("POST", "clock", {"run": 0}))["run"] == 0


async def test_settling_asks_the_bot_first_and_then_the_programme(travelling, programme):
    person = await travelling.person()
    await travelling.control("POST", "settle", {"timeout": 0.05}, status=504)
    assert programme.settled == []
    await travelling.updates()
    assert await travelling.control("POST", "settle", {"timeout": 5}) == {"now": START.isoformat()}
    programme.busy = True
    await travelling.control("POST", "settle", {"timeout": 5}, status=504)
    assert person


async def test_what_the_programme_causes_while_settling_is_waited_for_as_well(travelling, programme):
    person = await travelling.person()
    await travelling.updates()

    async def answer_with_a_topic(_timeout: float) -> None:
        programme.settle = settled
        await travelling.api("createForumTopic", chat_id=person, name="Ada")

    settled, programme.settle = programme.settle, answer_with_a_topic
    await travelling.control("POST", "settle", {"timeout": 0.2}, status=504)
    await travelling.updates()
    await travelling.control("POST", "settle", {"timeout": 0.2})
