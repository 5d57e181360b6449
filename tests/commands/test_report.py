"""`python -m bot report`: the figures of a period on the terminal and in files, faults in a line."""

from __future__ import annotations

import asyncio
import csv
from datetime import UTC, datetime
from pathlib import Path

import pytest
from openpyxl import load_workbook
from sqlmodel import select

from bot.settings import load_settings
from storage.database import Database
from storage.tables import Duo, Membership, Organisation, Person
from storage.words import DuoState, MembershipState, Role
from tests.commands.conftest import CommandLine

STARTED = datetime(2025, 3, 10, 9, tzinfo=UTC)
SPRING = ("--from", "2025-03-01", "--to", "2025-03-31")


@pytest.fixture
def apides(cli: CommandLine) -> CommandLine:
    assert cli("organisation", "add", "Apides").exit_code == 0
    return cli


def add_duos(name: str, number: int) -> None:
    async def add() -> None:
        settings = load_settings()
        database = Database(settings.database_url, settings.vault())
        try:
            async with database.write() as store:
                found = await store.session.execute(select(Organisation).where(Organisation.name == name))
                place = found.scalar_one()
                for _ in range(number):
                    sides = []
                    for role in (Role.SEEKER, Role.MENTOR):
                        person = Person(created_at=STARTED)
                        store.session.add(person)
                        await store.session.flush()
                        side = Membership(
                            person_id=person.id,
                            organisation_id=place.id,
                            role=role,
                            state=MembershipState.READY,
                            created_at=STARTED,
                        )
                        store.session.add(side)
                        sides.append(side)
                    await store.session.flush()
                    store.session.add(
                        Duo(
                            organisation_id=place.id,
                            seeker_id=sides[0].id,
                            mentor_id=sides[1].id,
                            state=DuoState.ACTIVE,
                            proposed_at=STARTED,
                            started_at=STARTED,
                        )
                    )
        finally:
            await database.close()

    asyncio.run(add())


def line_of(output: str, word: str) -> list[str]:
    """The numbers of the table's line with that word."""
    line = next(line for line in output.splitlines() if line.strip().startswith(word))
    return line.strip().removeprefix(word).split()


def test_a_report_is_a_table_with_definitions(apides: CommandLine) -> None:
    add_duos("Apides", 3)
    result = apides("report", *SPRING)
    assert result.exit_code == 0, result.output
    assert "Apides\nPeriod: 1–31 Mar 2025\n" in result.output
    assert line_of(result.output, "Duos started") == ["3", "0"]
    assert "Duos started Duos that began in the period" in " ".join(result.output.split())


def test_what_is_to_be_shared_hides_small_numbers(apides: CommandLine) -> None:
    add_duos("Apides", 3)
    assert line_of(apides("report", *SPRING, "--share").output, "Duos started")[0] == "*"


def test_the_federation_adds_up_all_and_names_none(apides: CommandLine) -> None:
    apides("organisation", "add", "FMDO")
    add_duos("Apides", 3)
    add_duos("FMDO", 4)
    output = apides("report", "--federation", *SPRING).output
    assert line_of(output, "Duos started")[0] == "7"
    assert "Mentoring Belgium" in output
    assert "Apides" not in output
    add_duos("FMDO", 0)
    assert line_of(apides("report", "--organisation", "fmdo", *SPRING).output, "Duos started")[0] == "4"


def test_files_open_in_a_spreadsheet(apides: CommandLine) -> None:
    add_duos("Apides", 6)
    result = apides("report", *SPRING, "--language", "fr", "--csv", "march.csv", "--xlsx", "march.xlsx")
    assert result.exit_code == 0, result.output
    with Path("march.csv").open(encoding="utf-8-sig", newline="") as source:
        rows = list(csv.reader(source, delimiter=";"))
    assert rows[0] == ["Apides"]
    book = load_workbook("march.xlsx")
    assert len(book.worksheets) == 2
    values = [row[2] for row in book.worksheets[0].iter_rows(values_only=True)]
    assert 6 in values
    assert "is there already" in apides("report", *SPRING, "--csv", "march.csv").output
    assert "no folder" in apides("report", *SPRING, "--xlsx", "nowhere/march.xlsx").output


def test_nothing_is_drawn_where_every_number_would_be_hidden(apides: CommandLine) -> None:
    add_duos("Apides", 1)
    result = apides("report", *SPRING, "--picture", "march.png")
    assert (result.exit_code, Path("march.png").exists()) == (0, False)
    assert "nothing to draw" in result.output


def test_an_organisation_without_duos_is_said_in_a_line(apides: CommandLine) -> None:
    result = apides("report", "--last-year")
    assert result.exit_code == 0, result.output
    assert "No duo ran in this period" in result.output


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--organisation", "Nobody"), "There are: Apides"),
        (("--from", "2035-01-01"), "has not begun yet"),
        (("--from", "2010-01-01", "--to", "2020-12-31"), "5 years at most"),
    ],
)
def test_what_cannot_be_reported_on_is_told_in_a_line(apides: CommandLine, words: tuple[str, ...], told: str) -> None:
    result = apides("report", *words)
    assert result.exit_code == 1
    assert told in result.output


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--federation", "--organisation", "Apides"), "not both"),
        (("--last-year", "--this-month"), "Name one"),
        (("--last-year", "--from", "2026-01-01"), "Name one"),
        (("--to", "2026-01-01"), "From which day"),
        (("--last-month", "--this-month"), "You named --this-month, --last-month."),
        (("--from", "2026-11-10", "--to", "2026-11-01"), "2026-11-01 is before 2026-11-10"),
        (("--from", "soon"), "'soon' is no day. Write it like 2026-01-31."),
        (("--language", "xx"), "There are: fr, nl, de, en"),
    ],
)
def test_a_wrong_option_is_explained(apides: CommandLine, words: tuple[str, ...], told: str) -> None:
    result = apides("report", *words)
    assert result.exit_code == 2
    assert told in " ".join(result.output.replace("│", "").split())


def test_several_organisations_have_to_be_told_apart(apides: CommandLine) -> None:
    apides("organisation", "add", "FMDO")
    assert "There are: Apides, FMDO" in apides("report").output


def test_with_a_new_database_the_next_step_is_named(new: CommandLine) -> None:
    assert "organisation add" in new("report").output


def test_an_empty_database_says_what_to_add(cli: CommandLine) -> None:
    assert "organisation add" in cli("report").output
