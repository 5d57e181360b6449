"""What happens while a question about a meeting waits, or before its reminder comes: the world changes meanwhile."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from mentoring.taps_sessions import AskToCancel, ChooseDay, WriteDay, WriteTime
from storage.words import Place
from tests.e2e import rough
from tests.e2e.languages import strangers
from tests.e2e.meetings import ask_where, choose, duo_in, open_picker, plan_call, topic_of
from tests.e2e.town import Phone, Town

_MONDAY = datetime(2026, 10, 19, 7, tzinfo=UTC)  # nine o'clock in Brussels
_HOUR, _DAY = 3600, 86_400


async def waiting(town: Town) -> list[str]:
    return [row["state"] for row in await rough.rows(town, "dialogue_state") if row["state"] is not None]


async def ask(phone: Phone, question: str) -> None:
    """Leaves that question open."""
    if question == "word":
        await plan_call(phone, "20261022", 18 * 60)
        await phone.presses(AskToCancel)
        return
    await open_picker(phone)
    if question == "day":
        await phone.presses(WriteDay)
        return
    if question == "time":
        await phone.presses(ChooseDay, nth=0)
        await phone.presses(WriteTime)
        return
    await choose(phone, "20261019", 12 * 60)
    await ask_where(phone, Place.IN_PERSON)


@pytest.mark.parametrize("question", ["day", "time", "where", "word"])
async def test_when_the_duo_has_ended_meanwhile_nothing_more_is_asked(tmp_path: Path, question: str) -> None:
    async with Town.open(tmp_path, start=_MONDAY, topics=False) as town:
        amelie, _ = await duo_in(town)
        await ask(amelie, question)
        await rough.end_duos(town)

        answer = {"day": "24/10", "time": "18:30", "where": "Rue Haute 5", "word": "Désolée"}[question]
        await amelie.says(answer)
        told = (await amelie.texts())[-1]

        assert await waiting(town) == []
        assert strangers([told], "fr") == []
        assert await rough.trouble(town) == []


@pytest.mark.parametrize("question", ["time", "where"])
async def test_when_the_day_has_passed_meanwhile_nothing_more_is_asked(tmp_path: Path, question: str) -> None:
    async with Town.open(tmp_path, start=_MONDAY) as town:
        amelie, bram = await duo_in(town)
        topic = await topic_of(amelie)
        await ask(amelie, question)
        rough.jump(town, timedelta(days=1))
        await amelie.says("18:30", thread=topic)
        told = (await amelie.texts())[-1]

        assert await waiting(town) == []
        assert strangers([told], "fr") == []
        await amelie.says("À demain !", thread=topic)
        assert (await bram.last())["text"] == "À demain !"
        assert await rough.trouble(town) == []
