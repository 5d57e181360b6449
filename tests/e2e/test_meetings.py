"""A meeting through the sandbox, on real buttons: planned, confirmed, moved twice, cancelled; its calendar files."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import aiohttp
import pytest
import vobject

from mentoring.taps_sessions import (
    AskToCancel,
    ChooseDay,
    ChoosePlace,
    ChooseTime,
    ConfirmSession,
    JustCancel,
    MoveSession,
    PlanSession,
    WriteTime,
)
from tests.e2e.journeys import accept, first_coordinator, join, propose
from tests.e2e.languages import strangers
from tests.e2e.town import Phone, Town

_MONDAY = datetime(2026, 10, 19, 7, tzinfo=UTC)  # the clocks go back on the Sunday after
_CHANGE, _AFTER = "20261025", "20261027"


async def duo_in(town: Town) -> tuple[Phone, Phone]:
    sabine = await first_coordinator(town)
    amelie = await join(town, sabine, "Amélie", "seeker", "fr")
    bram = await join(town, sabine, "Bram", "mentor", "nl", duos=1)
    await propose(sabine)
    await accept(amelie, bram)
    return amelie, bram


async def topic_of(phone: Phone) -> int | None:
    return next(iter((await phone.topics()).values()), None)


async def choose(phone: Phone, day: str, minute: int) -> None:
    """Day and time of the picker that is open."""
    subject = next(
        button["data"].split(":")[1:3]
        for message in reversed(await phone.received())
        for row in message["buttons"]
        for button in row
        if button["data"].startswith(f"{ChooseDay.code}:")
    )
    await phone.presses(ChooseDay(int(subject[0]), subject[1], day))
    await phone.presses(ChooseTime(int(subject[0]), subject[1], day, minute, anyway=False))


async def calendars(phone: Phone) -> list[Any]:
    """The calendar files that this phone has got, oldest first, read by another parser."""
    files = [m["media"] for m in await phone.received() if m.get("media", {}).get("filename", "").endswith(".ics")]
    found = []
    async with aiohttp.ClientSession() as http:
        for file in files:
            async with http.get(f"{phone.town.address}{file['url']}") as response:
                found.append(vobject.readOne((await response.read()).decode()))
    return found


async def cards(phone: Phone) -> list[dict[str, Any]]:
    return [message for message in await phone.received() if message.get("text", "").startswith("📅")]


@pytest.mark.parametrize("topics", [True, False])
async def test_a_meeting_is_moved_twice_and_cancelled(tmp_path: Path, topics: bool) -> None:
    async with Town.open(tmp_path, start=_MONDAY, topics=topics) as town:
        amelie, bram = await duo_in(town)
        await amelie.says("/sessions", thread=await topic_of(amelie))
        await amelie.presses(PlanSession)
        await choose(amelie, "20261022", 18 * 60)
        await amelie.presses(ChoosePlace, nth=1)  # a call: saved with the third tap
        assert (await bram.last()).get("thread_id") == await topic_of(bram)
        assert await calendars(bram) == []
        await bram.presses(ConfirmSession)

        await bram.presses(MoveSession)
        await choose(bram, _CHANGE, 15 * 60)
        await amelie.presses(ConfirmSession)
        await amelie.presses(MoveSession)
        await choose(amelie, _AFTER, 18 * 60)
        await bram.presses(AskToCancel)
        await bram.says("Mijn zoon is ziek.", thread=await topic_of(bram))

        for phone, statuses in (
            (amelie, ["CONFIRMED", "TENTATIVE", "CONFIRMED", "TENTATIVE", "CANCELLED"]),
            (bram, ["CONFIRMED", "TENTATIVE", "CONFIRMED", "TENTATIVE", "CANCELLED"]),
        ):
            events = [calendar.vevent for calendar in await calendars(phone)]
            assert [event.status.value for event in events] == statuses
            assert [int(event.sequence.value) for event in events] == [0, 1, 1, 2, 3]
            assert len({event.uid.value for event in events}) == 1
            starts = [event.dtstart.value.astimezone(UTC) for event in events]
            assert [start.hour for start in starts] == [16, 14, 14, 17, 17], "summer time ends in between"
            (card,) = await cards(phone)
            assert (card["edited"], card["buttons"], card["pinned"]) == (True, [], False)
        assert any("Mijn zoon is ziek." in text for text in await amelie.texts())
        assert strangers(await bram.texts(), "nl") == []


async def test_the_card_of_the_next_meeting_is_on_top(tmp_path: Path) -> None:
    async with Town.open(tmp_path, start=_MONDAY) as town:
        amelie, bram = await duo_in(town)
        for day in ("20261029", "20261022"):
            await amelie.says("/sessions", thread=await topic_of(amelie))
            await amelie.presses(PlanSession)
            await choose(amelie, day, 18 * 60)
            await amelie.presses(ChoosePlace, nth=1)
        for phone in (amelie, bram):
            assert [card["pinned"] for card in await cards(phone)] == [False, True]
        await bram.presses(AskToCancel)
        await bram.presses(JustCancel)

        for phone in (amelie, bram):
            assert [card["pinned"] for card in await cards(phone)] == [True, False]


async def test_a_time_is_written_in_the_topic_and_goes_to_nobody(tmp_path: Path) -> None:
    async with Town.open(tmp_path, start=_MONDAY) as town:
        amelie, bram = await duo_in(town)
        await amelie.says("/sessions", thread=await topic_of(amelie))
        await amelie.presses(PlanSession)
        await amelie.presses(ChooseDay, nth=3)
        await amelie.presses(WriteTime)
        await amelie.says("18 h 30", thread=await topic_of(amelie))
        await amelie.presses(ChoosePlace, nth=1)

        (event,) = [text for text in await bram.texts() if "18:30" in text and "Amélie" in text and "📅" not in text]
        assert "22 oktober" in event
        assert not any("18 h 30" in text for text in await bram.texts())
