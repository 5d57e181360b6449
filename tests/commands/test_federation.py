"""Who may read the federation's report: seen and ended from the command line."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from sqlmodel import col, select

from bot.commands.failures import CommandError
from bot.commands.federation import ended, listed
from bot.commands.invite import make_invitation
from mentoring.errors import LinkNotValidError
from mentoring.federation import Standing
from mentoring.invitations import redeem
from mentoring.messages.people import PlaceEnded
from mentoring.work import Work
from storage.database import Database
from storage.tables import Membership, Organisation, Outbox
from storage.words import MembershipState, Role
from tests.commands.conftest import CommandLine

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)


@pytest.fixture
async def office(database: Database) -> Organisation:
    """The federation's own office: nobody of a team, no duo."""
    organisation = Organisation(name="Mentoring Belgium", invitation_days=10_000, created_at=NOW)
    async with database.write() as store:
        store.session.add(organisation)
    return organisation


async def token_of(database: Database, office: Organisation, role: Role = Role.FEDERATION) -> str:
    made = await make_invitation(database, office, role, "duo_bot", NOW, label="Fien")
    return made.link.partition("start=")[2]


async def test_a_link_is_listed_and_taken_back_on_both_databases(database: Database, office: Organisation) -> None:
    token = await token_of(database, office)
    await token_of(database, office, Role.LEAD)
    (access,) = await listed(database)
    assert (access.organisation, access.called, access.standing) == ("Mentoring Belgium", "Fien", Standing.INVITED)
    await ended(database, access.id)
    assert await listed(database) == []
    async with database.write() as store:
        with pytest.raises(LinkNotValidError):
            await redeem(Work(store, NOW, NOW, "test"), token, 601, "nl")


async def test_who_has_joined_is_told_and_gone(database: Database, office: Organisation) -> None:
    token = await token_of(database, office)
    async with database.write() as store:
        _, membership = await redeem(Work(store, NOW, NOW, "test"), token, 601, "nl")
        assert [access.standing for access in await listed(database)] == [Standing.INVITED]  # not committed yet
        membership.state, membership.agreed_at = MembershipState.READY, NOW
    (access,) = await listed(database)
    assert (access.id, access.standing) == (membership.id, Standing.READS)
    await ended(database, access.id)
    assert await listed(database) == []
    async with database.read() as store:
        assert (await store.session.execute(select(Membership.state))).scalar_one() == MembershipState.LEFT
        told = select(Outbox.kind).where(col(Outbox.kind) == PlaceEnded.kind)
        assert len((await store.session.execute(told)).all()) == 1
    with pytest.raises(CommandError, match="There is no"):
        await ended(database, access.id)


async def test_no_other_role_is_ended_by_its_number(database: Database, office: Organisation) -> None:
    token = await token_of(database, office, Role.LEAD)
    async with database.write() as store:
        _, membership = await redeem(Work(store, NOW, NOW, "test"), token, 601, "nl")
    with pytest.raises(CommandError):
        await ended(database, membership.id)


def test_the_commands_lead_from_the_link_to_its_end(cli: CommandLine) -> None:
    cli("organisation", "add", "Mentoring Belgium")
    assert "--role federation" in cli("federation").output
    made = cli("invite", "Mentoring Belgium", "--role", "federation", "--bot-username", "duo_bot", "--label", "Fien")
    assert made.exit_code == 0
    assert made.stdout.startswith("https://t.me/duo_bot?start=")
    assert "as federation" in made.stderr
    shown = cli("federation")
    found = re.fullmatch(r"(\d+)  Fien  invited  since \S+  \(Mentoring Belgium\)\n", shown.stdout)
    assert found, shown.stdout
    assert cli("federation", "end", found[1]).stdout.startswith("Ended: ")
    again = cli("federation", "end", found[1])
    assert again.exit_code == 1
    assert again.output.count("\n") == 1
