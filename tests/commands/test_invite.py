from __future__ import annotations

import re
import subprocess
import sys
from datetime import UTC, datetime

import pytest
from sqlmodel import col, select

from bot.commands.failures import CommandError
from bot.commands.invite import Made, find_organisation, make_invitation, print_qr
from mentoring.invitations import redeem
from mentoring.work import Work
from storage.database import Database
from storage.ids import new_id
from storage.tables import Invitation, Membership, Organisation, Person
from storage.words import MembershipState, Role
from tests.commands.conftest import CommandLine

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)


@pytest.fixture
async def apides(database: Database) -> Organisation:
    organisation = Organisation(name="Apides", languages=["fr", "nl"], created_at=NOW)
    async with database.write() as store:
        store.session.add(organisation)
    return organisation


async def make(database: Database, place: Organisation, role: Role | None = None, **more: str) -> Made:
    return await make_invitation(database, place, role, "duo_bot", NOW, **more)


# -- the link ----------------------------------------------------------------------------------------------------------
async def test_the_link_makes_its_first_user_a_lead_on_both_databases(database: Database, apides: Organisation) -> None:
    made = await make(database, apides, label="Cem")

    assert made.role is Role.LEAD
    token = made.link.removeprefix("https://t.me/duo_bot?start=")
    async with database.write() as store:
        _, membership = await redeem(Work(store, NOW, NOW, "test"), token, 601, "nl")
        assert (membership.role, membership.open(store.vault, "label")) == (Role.LEAD, "Cem")
        used = (await store.session.execute(select(Invitation))).scalar_one()
        assert (used.invited_by, used.used_by, used.language) == (None, membership.id, "fr")


async def test_where_somebody_works_already_it_is_for_a_coordinator(database: Database, apides: Organisation) -> None:
    async with database.write() as store:
        person = Person(id=new_id(), created_at=NOW)
        store.session.add(person)
        await store.session.flush()
        member = Membership(person_id=person.id, organisation_id=apides.id, role=Role.LEAD, created_at=NOW)
        store.session.add(member)
    assert (await make(database, apides)).role is Role.COORDINATOR

    async with database.write() as store:
        statement = select(Membership).where(col(Membership.id) == member.id)
        (await store.session.execute(statement)).scalar_one().state = MembershipState.LEFT
    assert (await make(database, apides)).role is Role.LEAD


async def test_a_language_the_organisation_does_not_speak_is_refused(database: Database, apides: Organisation) -> None:
    with pytest.raises(CommandError, match="It speaks: fr, nl"):
        await make(database, apides, language="de")


async def test_an_organisation_is_found_in_whatever_letters(database: Database, apides: Organisation) -> None:
    assert (await find_organisation(database, " apides ")).id == apides.id
    with pytest.raises(CommandError, match="There are: Apides"):
        await find_organisation(database, "Apide")


# -- the command -------------------------------------------------------------------------------------------------------
def test_the_command_asks_telegram_for_the_bots_name(cli: CommandLine, telegram: None) -> None:
    cli("organisation", "add", "Apides")

    result = cli("invite", "apides")

    assert result.exit_code == 0
    assert re.fullmatch(r"https://t\.me/duo_bot\?start=[A-Za-z0-9_-]{32}\n", result.stdout)
    assert "Apides as lead" in result.stderr


def test_with_the_name_given_telegram_is_not_asked(cli: CommandLine) -> None:
    cli("organisation", "add", "Apides")

    result = cli("invite", "Apides", "--bot-username", "@other_bot", "--role", "mentor", "--label", "Ben")

    assert result.exit_code == 0
    assert result.stdout.startswith("https://t.me/other_bot?start=")
    assert "as mentor" in result.stderr


def test_an_unreachable_telegram_is_one_line_and_makes_nothing(cli: CommandLine) -> None:
    cli("organisation", "add", "Apides")

    result = cli("invite", "Apides")

    assert result.exit_code == 1
    assert result.stdout == ""
    assert len(result.stderr.splitlines()) == 1
    assert "TANDEM_BOT_API_URL" in result.stderr


def test_a_token_telegram_does_not_know_is_one_line(
    cli: CommandLine, telegram: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    cli("organisation", "add", "Apides")
    monkeypatch.setenv("TANDEM_BOT_TOKEN", "123456:" + "B" * 35)

    result = cli("invite", "Apides")

    assert result.exit_code == 1
    assert result.output.startswith("Tandem: Telegram does not know this token.")


def test_an_unknown_organisation_is_one_line_that_says_what_to_do(cli: CommandLine) -> None:
    result = cli("invite", "Apides")

    assert result.exit_code == 1
    assert result.output == (
        'Tandem: There is no organisation called Apides. Add it first: python -m bot organisation add "NAME".\n'
    )


@pytest.mark.parametrize("words", [["--role", "king"], ["--label", "x" * 61], ["--label", "\x07"], ["--colour"]])
def test_values_that_cannot_be_are_a_usage_error(cli: CommandLine, words: list[str]) -> None:
    assert cli("invite", "Apides", *words).exit_code == 2


def test_the_terminals_qr_code_is_square_and_as_wide_as_its_link_needs(capsys: pytest.CaptureFixture[str]) -> None:
    print_qr("https://t.me/duo_bot?start=" + "a" * 32)

    lines = capsys.readouterr().out.splitlines()
    assert {len(line) for line in lines} == {len(lines[0])}
    assert len(lines) == (len(lines[0]) + 1) // 2
    assert {"█", "▀", "▄", " "} >= set("".join(lines))


def test_the_commands_of_the_desk_load_no_conversation() -> None:
    program = (
        "import sys, bot.commands.organisation, bot.commands.invite, bot.commands.desk, mentoring.invitations, "
        "bot.intake.api, storage.migrate; print(sorted({'aiogram', 'telegram'} & set(sys.modules)))"
    )
    result = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert result.stdout == "[]\n"
