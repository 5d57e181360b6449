"""`python -m bot import` and `export`: the same rules as in the chat, faults in a line."""

from __future__ import annotations

import asyncio
import csv
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select

from bot.settings import load_settings
from storage.database import Database
from storage.tables import Invitation, Takeover
from tests.commands.conftest import CommandLine

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
LIST = "role;label;language;reference;partner;started\nmentee;Anna;fr;S1;M1;01/03/2026\nmentor;Ben;nl;M1;;\n"
APIDES = ("--organisation", "Apides")
BOT = ("--bot-username", "duo_bot")


@pytest.fixture
def apides(cli: CommandLine) -> CommandLine:
    assert cli("organisation", "add", "Apides").exit_code == 0
    return cli


def rows(table: type[Any]) -> list[Any]:
    async def read() -> list[Any]:
        settings = load_settings()
        database = Database(settings.database_url, settings.vault())
        try:
            async with database.read() as store:
                return list((await store.session.execute(select(table))).scalars().all())
        finally:
            await database.close()

    return asyncio.run(read())


def written(text: str = LIST) -> str:
    Path("people.txt").write_text(text, encoding="utf-8")
    return "people.txt"


def test_a_list_becomes_invitations_and_a_file_of_links(apides: CommandLine) -> None:
    result = apides("import", written(), *APIDES, *BOT, "--yes")
    assert result.exit_code == 0, result.output
    assert "2 people, 1 duo" in result.output
    assert (len(rows(Invitation)), len(rows(Takeover))) == (2, 1)
    with Path("links.csv").open(encoding="utf-8-sig", newline="") as source:
        anna, ben = csv.DictReader(source, delimiter=";")
    assert (anna["label"], ben["label"]) == ("Anna", "Ben")
    assert anna["link"].startswith("https://t.me/duo_bot?start=")
    assert anna["link"] in anna["text"]
    assert oct(Path("links.csv").stat().st_mode & 0o777) == "0o600"


def test_a_dry_run_changes_nothing_and_names_every_problem(apides: CommandLine) -> None:
    text = LIST + "".join(f"chef;Person {number};;;;\n" for number in range(12))
    result = apides("import", written(text), *APIDES, "--dry-run")
    assert result.exit_code == 0, result.output
    assert result.output.count("is no role") == 12
    assert "line 15: “chef” is no role." in result.output
    assert "Nothing was changed." in result.output
    assert (rows(Invitation), Path("links.csv").exists()) == ([], False)


def test_without_a_yes_nothing_is_done(apides: CommandLine) -> None:
    assert apides("import", written(), *APIDES, *BOT).exit_code == 1
    assert rows(Invitation) == []


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("role\nmentee\n", "only one column"),
        ("a;b\nx;y\n", "column with the roles"),
        ("role;label\nchef;Anna\n", "Nothing of this list can be done"),
        ("role;label\n" + "mentee;x\n" * 10_001, "more than 10,000 lines"),
    ],
)
def test_what_is_no_list_is_refused_in_a_line(apides: CommandLine, text: str, word: str) -> None:
    result = apides("import", written(text), *APIDES, "--yes")
    assert result.exit_code == 1
    assert word in result.output
    assert rows(Invitation) == []


def test_a_missing_file_an_unknown_organisation_or_colleague_and_a_file_in_the_way_are_told(
    apides: CommandLine,
) -> None:
    assert "cannot be read" in apides("import", "nowhere.csv", *APIDES).output
    assert "no organisation called Nobody" in apides("import", written(), "--organisation", "Nobody").output
    assert "Nobody of the team is called Cem" in apides("import", written(), *APIDES, "--coordinator", "Cem").output
    Path("links.csv").touch()
    assert "is there already" in apides("import", written(), *APIDES, *BOT, "--yes").output
    assert "no folder" in apides("export", *APIDES, "-o", "nowhere/people.csv").output
    assert rows(Invitation) == []


def test_what_goes_out_comes_in_again_without_harm(apides: CommandLine) -> None:
    assert apides("import", written(), *APIDES, *BOT, "--yes").exit_code == 0
    assert "2 people of Apides" in apides("export", *APIDES, "-o", "all.csv").output
    result = apides("import", "all.csv", *APIDES, *BOT, "--yes")
    assert (result.exit_code, "2 here already" in result.output) == (0, True)
    assert len(rows(Invitation)) == 2


def test_the_commands_load_no_bot_library() -> None:
    code = (
        "import sys; import bot.commands.lists, mentoring.lists.carrying_chore, mentoring.lists.export, "
        "locales.messages.lists_files; print(sorted({'aiogram', 'telegram'} & set(sys.modules)))"
    )
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=os.environ)
    assert answer.stdout.strip() == "[]"
