"""The morning's digest in the team's group, on both databases: once, and in the language of the group."""

from __future__ import annotations

import asyncio

import pytest
from sqlmodel import col, select

from bot.clocks import StandingClock
from mentoring.guards import holds, read_facts, read_guard
from mentoring.messages.team_group import GroupDigest
from mentoring.team_group.links import keep, locked_organisation
from mentoring.work import ZONE
from storage.database import Database
from storage.tables import Outbox
from tests.scheduler.mornings import Team

GROUP, OTHER = -4_001, -4_002


@pytest.fixture
async def team(database: Database, clock: StandingClock) -> Team:
    """On Tuesday the third of March at noon in Brussels; with a group that reads German, and an alert."""
    team = Team(database, clock)
    await team.settle_in()
    await team.run()
    await link(team, GROUP)
    await team.alert(await team.duo_of(1, team.lena))
    return team


async def link(team: Team, chat_id: int | None) -> None:
    async with team.work() as work:
        await keep(work, await locked_organisation(work, team.lena.organisation_id), chat_id, "de")


async def in_group(team: Team) -> list[Outbox]:
    async with team.database.read() as store:
        rows = select(Outbox).where(col(Outbox.kind) == GroupDigest.kind)
        return list((await store.session.execute(rows)).scalars().all())


async def test_the_group_gets_it_once_in_its_language_and_time_zone(team: Team) -> None:
    await team.at(2026, 3, 4, 7, 30)
    await team.run()
    (row,) = await in_group(team)
    assert (row.person_id, row.language) == (None, "de")
    assert row.dedupe_key == f"digest:{team.lena.organisation_id}:2026-03-04:group"
    assert '"Europe/Brussels"' in (row.open(team.database.vault, "params") or "").split(ZONE)[1]
    assert len(await team.digests(team.lena)) == 1


async def test_two_workers_at_once_post_it_once(team: Team) -> None:
    team.clock.advance_to(team.now.replace(day=4, hour=7, minute=30))
    await asyncio.gather(team.run(), team.run())
    assert len(await in_group(team)) == 1


async def test_without_a_group_nothing_is_posted(team: Team) -> None:
    await link(team, None)
    await team.at(2026, 3, 4, 7, 30)
    assert await in_group(team) == []


async def test_what_waits_for_a_group_falls_away_with_the_group(team: Team) -> None:
    await team.at(2026, 3, 4, 7, 30)
    (row,) = await in_group(team)
    guard = read_guard(row.guard)
    assert guard is not None
    for chat_id, stands in ((GROUP, True), (OTHER, False), (None, False)):
        await link(team, chat_id)
        async with team.database.read() as store:
            assert holds(guard, await read_facts(store, [guard]), team.now) is stands
