"""A coordinator sends a list as a file; the people of it join by its links, and their duo goes on."""

from __future__ import annotations

import csv
import io
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from mentoring.taps_lists import DoList, ExportList, HowLists
from tests.e2e import rough
from tests.e2e.journeys import first_coordinator, welcome
from tests.e2e.town import Phone, Town, payload


@pytest.fixture
async def town(tmp_path: Path) -> AsyncIterator[Town]:
    async with Town.open(tmp_path) as town:
        yield town
        assert await rough.trouble(town) == []


async def sends(phone: Phone, content: bytes, name: str = "liste.csv", kind: str = "text/csv") -> None:
    await phone.says(document=rough._file(name, kind, content))


async def file_of(phone: Phone, message: dict[str, Any]) -> bytes:
    async with phone.town.http.get(phone.town.address + message["media"]["url"]) as response:
        return await response.read()


async def newest_file(phone: Phone) -> list[dict[str, str]]:
    """The lines of the newest document of the bot's, by their heads."""
    message = next(each for each in reversed(await phone.received()) if "media" in each)
    text = (await file_of(phone, message)).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=";"))


async def test_a_list_from_a_spreadsheet_becomes_a_duo_that_goes_on(town: Town) -> None:
    sabine = await first_coordinator(town)
    began = (town.demo.clock.now() - timedelta(days=70)).strftime("%d.%m.%Y")
    rows = f"Rolle;Name;Sprache;Referenz;Partner;Beginn\nMentee;Amélie;fr;S1;M1;{began}\nMentor;Bram;nl;M1;;\n"
    await sends(sabine, rows.encode("cp1252"))
    assert "2" in (await sabine.last())["text"]
    await sabine.presses(DoList, times=2)
    links = await newest_file(sabine)
    assert [row["Bezeichnung"] for row in links] == ["Amélie", "Bram"]
    assert links[0]["Link"] in links[0]["Text"]

    amelie, bram = await town.person("Amélie", "fr"), await town.person("Bram", "nl")
    await amelie.says(f"/start {payload(links[0]['Link'])}")
    await welcome(amelie, "fr")
    await bram.says(f"/start {payload(links[1]['Link'])}")
    await welcome(bram, "nl", mentor_of=1)
    thread = next(iter((await amelie.topics()).values()))
    await amelie.says("Bonjour", thread=thread)
    assert (await bram.last())["text"] == "Bonjour"

    await sends(sabine, rows.encode())
    assert not any(button["data"].startswith("bd:") for row in (await sabine.last())["buttons"] for button in row)
    assert len(await rough.rows(town, "invitation")) == 3, "the first coordinator's, and two"


async def test_ten_thousand_lines_are_carried_out_with_a_message_that_moves(town: Town) -> None:
    sabine = await first_coordinator(town)
    lines = "".join(f"mentee;Person {number};fr;S{number};;\n" for number in range(10_000))
    await sends(sabine, ("role;label;language;reference;partner;started\n" + lines).encode())
    await sabine.presses(DoList)
    files = [message for message in await sabine.received() if "media" in message]
    assert len(files) == 7
    assert len(await newest_file(sabine)) == 1_000
    edits = [call for call in await town.calls("editMessageText") if "▓" in str(call)]
    assert edits


@pytest.mark.parametrize(
    ("content", "name", "kind"),
    [
        (rough.PIXEL, "people.png", "image/png"),
        (b"PK\x03\x04" + b"\0" * 100, "people.xlsx", "application/vnd.ms-excel"),
        (b"role\nmentee\n", "people.csv", "text/csv"),
        (b"role;label\n" + b"mentee;x\n" * 10_001, "people.csv", "text/csv"),
        (b"role;label;partner;started\nmentee;Anna;nobody;2026-01-01\n", "people.csv", "text/csv"),
    ],
)
async def test_what_is_no_list_gets_a_word_and_changes_nothing(
    town: Town, content: bytes, name: str, kind: str
) -> None:
    sabine = await first_coordinator(town)
    before = len(await sabine.received())
    await sends(sabine, content, name, kind)
    assert len(await sabine.received()) > before
    assert not (await sabine.last())["buttons"]
    assert len(await rough.rows(town, "invitation")) == 1


async def test_the_empty_list_and_everybody_come_as_files(town: Town) -> None:
    sabine = await first_coordinator(town)
    (organisation,) = await rough.rows(town, "organisation")
    await sabine.taps_data((await sabine.last())["message_id"], HowLists(organisation["id"]).pack())
    assert [row["Rolle"] for row in await newest_file(sabine)] == ["Mentee", "Mentor"]
    await sabine.presses(ExportList)
    assert [row["Bezeichnung"] for row in await newest_file(sabine)] == ["The first coordinator"], "their label"
