"""What somebody finds who tries the demo: a past that shows it all, and people who answer while time travels."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from tests.e2e.town import Phone, Town

_MONDAY = datetime(2026, 11, 23, 9, tzinfo=UTC)
_THURSDAY = datetime(2026, 11, 26, 7, 45, tzinfo=UTC)  # after the questions of Wednesday evening


async def _cast(town: Town) -> dict[str, Phone]:
    people = (await town.call("GET", "state"))["people"]
    return {one["first_name"]: Phone(town, one["id"], one["first_name"]) for one in people}


async def _since(phone: Phone, moment: datetime) -> list[str]:
    return [one.get("text", "") for one in await phone.received() if one["date"] >= moment.isoformat()]


async def test_the_first_day_shows_it_all_with_the_dates_of_its_past(tmp_path: Path) -> None:
    async with Town.open(tmp_path, empty=False, start=_MONDAY) as town:
        cast = await _cast(town)
        about = {one["first_name"]: one["last_name"] for one in (await town.call("GET", "state"))["people"]}
        said = await cast["Aïcha"].received()
        asked = await cast["Olena"].messages()
        for name, command in (("Sabine", "/today"), ("Pieter", "/today"), ("Aïcha", "/progress")):
            await cast[name].says(command)

        assert town.demo.clock.now() == _MONDAY
        assert about["Sabine"] == "(lead coordinator; try /today)"
        assert about["Wout"] == "(mentor of Aïcha, Yasmina, Samuel; try /sessions)"
        assert max(len(words) for words in about.values()) <= 64  # what Telegram allows for a last name
        desk = (await cast["Sabine"].last())["text"]
        assert "Dringend: 1\n" in desk
        assert "Gefährdet: 1\n" in desk
        assert all(name in desk for name in ("Yasmina", "Olena", "Nour", "Gute Nachrichten"))
        assert "Gaat goed: 3" in (await cast["Pieter"].last())["text"]
        progress = (await cast["Aïcha"].last())["text"]
        assert "5 rencontres" in progress
        assert "CV prêt ✓" in progress
        assert [one["date"] for one in said] == sorted(one["date"] for one in said)
        assert said[0]["date"] < "2026-10-18"
        assert said[-1]["date"] < _MONDAY.isoformat()
        assert any("Tout va bien" in button["text"] for one in asked for row in one["buttons"] for button in row)
        assert any("contract getekend" in text for text in await cast["Reza"].texts())


async def test_while_time_travels_the_healthy_answer_and_the_silent_do_not(tmp_path: Path) -> None:
    async with Town.open(tmp_path, empty=False, start=_MONDAY) as town:
        cast = await _cast(town)
        await town.call("POST", "clock", {"to": _THURSDAY.isoformat()})

        new = {name: await _since(cast[name], _MONDAY) for name in ("Fatma", "Lotte", "Olena")}
        assert any("Je antwoord" in text for text in new["Fatma"])
        assert any("sprak je Fatma" in text for text in new["Lotte"])
        latest = await cast["Olena"].last()
        assert "Question de la semaine" in latest["text"]
        assert len(latest["buttons"]) > 4, "her question still waits"
