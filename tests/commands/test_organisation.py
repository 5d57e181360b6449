from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import text

from storage import migrate
from storage.database import Database
from storage.sealing import Vault
from tests.commands.conftest import CommandLine


def test_an_organisation_is_added_and_listed(cli: CommandLine) -> None:
    added = cli("organisation", "add", "  Duo\tDijle ", "--languages", "nl, fr", "--time-zone", "Europe/Brussels")
    listed = cli("organisation", "list")

    assert (added.exit_code, listed.exit_code) == (0, 0)
    assert "Added Duo Dijle (nl, fr, Europe/Brussels)." in added.output
    assert listed.output == "Duo Dijle  (nl, fr; nobody yet)\n"


def test_an_empty_list_says_what_to_do(cli: CommandLine) -> None:
    result = cli("organisation", "list")

    assert result.exit_code == 0
    assert "organisation add" in result.output


def test_a_name_is_there_once_in_whatever_letters(cli: CommandLine) -> None:
    cli("organisation", "add", "Apides")

    result = cli("organisation", "add", "APIDES")

    assert result.exit_code == 1
    assert result.output == "Tandem: There is an organisation called APIDES already.\n"


@pytest.mark.parametrize(
    "words",
    [
        ["x" * 81],
        ["\u200d"],
        ["😀"],
        ["Apides", "--contact", "x" * 201],
        ["Apides", "--languages", "fr,xx"],
        ["Apides", "--languages", " , "],
        ["Apides", "--time-zone", "Belgium/Nowhere"],
        ["Apides", "--time-zone", "../../etc/passwd"],
        ["Apides", "--time-zone", "Europe"],
        ["Apides", "--colour", "blue"],
    ],
)
def test_values_that_cannot_be_are_a_usage_error_and_change_nothing(cli: CommandLine, words: list[str]) -> None:
    assert cli("organisation", "add", *words).exit_code == 2
    assert "No organisation yet" in cli("organisation", "list").output


@pytest.mark.parametrize("is_empty", [False, True])
def test_a_new_file_is_set_up_by_the_first_command(new: CommandLine, tmp_path: Path, is_empty: bool) -> None:
    if is_empty:
        (tmp_path / "new.db").touch()
    result = new("organisation", "add", "Apides")

    assert result.exit_code == 0
    assert "A new database is set up." in result.stderr
    assert "Apides" in new("organisation", "list").stdout
    assert new("organisation", "list").stderr == ""


def test_a_new_file_is_for_its_owner_alone(new: CommandLine, tmp_path: Path) -> None:
    new("organisation", "add", "Apides")

    assert (tmp_path / "new.db").stat().st_mode & 0o777 == 0o600


def _modes(folder: Path) -> dict[str, int]:
    return {path.name: path.stat().st_mode & 0o777 for path in folder.glob("new.db*")}


async def test_the_log_beside_a_new_file_is_for_its_owner_alone(tmp_path: Path, vault: Vault) -> None:
    url = f"sqlite:///{tmp_path}/new.db"
    await migrate.upgrade(url)
    database = Database(url, vault)
    try:
        async with database.write() as store:
            await store.session.execute(text("UPDATE organisation SET name = 'a'"))
            modes = _modes(tmp_path)
    finally:
        await database.close()
    assert modes == {"new.db": 0o600, "new.db-wal": 0o600, "new.db-shm": 0o600}


def test_a_file_of_an_older_version_has_to_be_migrated_on_purpose(new: CommandLine) -> None:
    assert new("migrate", migrate.steps()[-2]).exit_code == 0

    result = new("organisation", "list")

    assert result.exit_code == 1
    assert result.output == "Tandem: The database is not up to date. Run `python -m bot migrate` first.\n"


@pytest.mark.parametrize("words", [["migrate"], ["run"], ["organisation", "list"], ["doctor"]])
def test_a_missing_folder_is_named(
    new: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: list[str]
) -> None:
    monkeypatch.setenv("TANDEM_DATABASE_URL", f"sqlite:///{tmp_path}/nowhere/new.db")

    result = new(*words)

    assert result.exit_code == 1
    assert f"there is no folder {tmp_path}/nowhere" in result.output
    assert "No connection" not in result.output


def test_a_file_that_is_no_database_is_told_in_one_line(new: CommandLine, tmp_path: Path) -> None:
    (tmp_path / "new.db").write_text("a letter to a friend " * 100)

    result = new("organisation", "list")

    assert result.exit_code == 1
    assert len(result.output.splitlines()) == 1
    assert "TANDEM_DATABASE_URL" in result.output


def test_missing_settings_are_told_a_line_each(bare: CommandLine) -> None:
    result = bare("organisation", "list")

    assert result.exit_code == 1
    assert [line.split()[1] for line in result.output.splitlines()] == [
        "TANDEM_BOT_TOKEN",
        "TANDEM_ENCRYPTION_KEYS",
        "TANDEM_LOOKUP_KEY",
    ]


def test_it_works_beside_a_bot_that_holds_the_file(cli: CommandLine, sqlite_url: str, vault: Vault) -> None:
    running = Database(sqlite_url, vault)
    running.claim_file()
    try:
        assert cli("organisation", "add", "Apides").exit_code == 0
    finally:
        assert running._lock_file is not None
        running._lock_file.close()
