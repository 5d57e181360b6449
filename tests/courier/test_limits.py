"""Telegram's limits, kept before Telegram has to ask."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.clocks import StandingClock
from bot.courier.limits import Limits, Pass


class Sleeper:
    """Sleeping moves the clock."""

    def __init__(self, clock: StandingClock) -> None:
        self.clock = clock
        self.slept: list[float] = []

    async def __call__(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.clock.advance_to(self.clock.now() + timedelta(seconds=seconds))


@pytest.fixture
def ticking() -> StandingClock:
    return StandingClock(datetime(2026, 7, 1, tzinfo=UTC))


def test_a_chat_takes_a_small_burst_and_then_one_a_second(ticking: StandingClock) -> None:
    limits = Limits(100, ticking)
    for _ in range(4):
        assert limits.closed() == []
        limits.take("person:1")
    assert limits.closed() == ["person:1"]
    assert limits.opens_in() == pytest.approx(1)
    ticking.advance_to(ticking.now() + timedelta(seconds=1))
    assert limits.closed() == []
    limits.take("person:1")
    assert limits.closed() == ["person:1"]


def test_all_chats_together_keep_the_rate_over_any_second(ticking: StandingClock) -> None:
    limits = Limits(25, ticking)
    taken = []
    for step in range(400):
        if limits.room(64):
            limits.take(f"person:{step}")
            taken.append(ticking.now())
        ticking.advance_to(ticking.now() + timedelta(milliseconds=10))
    assert max(sum(since <= at < since + timedelta(seconds=1) for at in taken) for since in taken) <= 30
    assert len(taken) >= 100


def test_no_rate_is_no_limit(ticking: StandingClock) -> None:
    limits = Limits(0, ticking)
    for _ in range(50):
        limits.take("person:1")
    assert (limits.room(64), limits.closed(), limits.opens_in()) == (64, [], None)


async def test_a_second_call_of_a_row_waits_for_its_place_and_groups_are_slower(ticking: StandingClock) -> None:
    sleeper = Sleeper(ticking)
    limits = Limits(100, ticking, sleeper)

    async def call() -> bool:
        return True

    async def ask(chat_id: int, taken: bool) -> Any:
        return await limits.process_request(call, (), {}, "sendMessage", {"chat_id": chat_id}, Pass("person:1", taken))

    for _ in range(4):
        await ask(1, taken=False)
    assert sleeper.slept == []
    await ask(1, taken=True)
    assert sleeper.slept == []
    await ask(1, taken=False)
    assert sum(sleeper.slept) == pytest.approx(1)
    sleeper.slept.clear()
    for _ in range(5):
        await ask(-100, taken=True)
    assert sum(sleeper.slept) == pytest.approx(6)
