"""A meeting through the sandbox, on real buttons: planned, confirmed, moved twice, cancelled; its calendar files."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from mentoring.taps_sessions import (
    AskToCancel,
    ChooseDay,
    ChoosePlace,
    ConfirmSession,
    JustCancel,
    MoveSession,
    PlanSession,
    WriteTime,
)
from tests.e2e.languages import strangers
from tests.e2e.meetings import calendars, cards, choose, duo_in, topic_of
from tests.e2e.town import Town

_MONDAY = datetime(2026, 10, 19, 7, tzinfo=UTC)  # the clocks go back on the Sunday after
_CHANGE, _AFTER = "20261025", "20261027"


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
