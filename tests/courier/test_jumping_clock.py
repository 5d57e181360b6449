"""Real time that is set back by a day: the courier keeps going."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from bot.courier.answers import Floods
from bot.courier.limits import Limits
from mentoring.messages.delivery import PartnerAway
from storage import holds
from storage.holds import EVERYBODY, LONGEST_WAIT
from storage.words import OutboxState
from tests.courier.conftest import SEEKER, Stage

DAY = timedelta(days=1)


class WallClock:
    """Real time as a machine has it: it can be set."""

    def __init__(self) -> None:
        self.time = datetime(2026, 7, 1, tzinfo=UTC)

    def now(self) -> datetime:
        return self.time


def test_limits_that_are_used_up_are_not_closed_for_a_day() -> None:
    clock = WallClock()
    limits = Limits(25, clock)
    for _ in range(5):
        limits.take("person:1")
    assert (limits.room(64), limits.closed()) == (0, ["person:1"])
    clock.time -= DAY
    assert limits.room(64) > 0
    assert limits.closed() == []


def test_a_correction_of_a_moment_opens_no_limit() -> None:
    clock = WallClock()
    limits = Limits(25, clock)
    for _ in range(5):
        limits.take("person:1")
    clock.time -= timedelta(milliseconds=10)
    assert (limits.room(64), limits.closed()) == (0, ["person:1"])


async def test_a_refused_token_stops_nothing_for_a_day(stage: Stage) -> None:
    clock = WallClock()
    courier = stage.make_courier(real_clock=clock)
    stage.telegram.refuse("sendMessage", 401, "Unauthorized")
    stage.telegram.refuse("getMe", 401, "Unauthorized")
    row_id = await stage.post(SEEKER, PartnerAway(name="Bart"))
    await courier.pull()
    assert await courier.pull() == []
    clock.time -= DAY
    await courier.pull()
    assert (await stage.row(row_id)).state == OutboxState.SENT


async def test_a_hold_of_everybody_lasts_no_longer_than_the_longest_wait(stage: Stage) -> None:
    clock = WallClock()
    courier = stage.make_courier(real_clock=clock)
    row_id = await stage.post(SEEKER, PartnerAway(name="Bart"))
    async with stage.database.write() as store:
        await holds.hold(store, EVERYBODY, clock.now() + timedelta(seconds=5))
    clock.time -= DAY
    await courier._upkeep()
    clock.time += LONGEST_WAIT
    await courier.pull()
    assert (await stage.row(row_id)).state == OutboxState.SENT


def test_refusals_from_before_a_jump_back_do_not_hold_everybody() -> None:
    clock, floods = WallClock(), Floods()
    for chat in ("person:1", "person:2"):
        floods.hold(chat, clock.now(), clock.now())
    clock.time -= DAY
    assert floods.hold("person:3", clock.now(), clock.now()).chat_key == "person:3"
