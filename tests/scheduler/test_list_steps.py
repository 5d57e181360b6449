"""A list is carried out in steps on both databases; two lists at once invite nobody twice."""

from __future__ import annotations

import asyncio

import pytest

from benchmarks.lists import Office, measure, written
from mentoring.lists import carrying
from mentoring.messages.lists import ListDone
from storage.database import Database
from storage.tables import Invitation, Takeover

LINES = 60


async def test_the_benchmark_runs_and_what_it_counts_is_true(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(carrying, "STEP", 25)
    found = await measure(database_url, LINES)
    assert (found["people"], found["duos"], found["files"]) == (LINES, 24, 1)


async def test_the_same_list_twice_at_once_invites_everybody_once(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(carrying, "STEP", 7)
    office = Office(database, LINES)
    await office.open()
    lists = [await office.send(), await office.send()]
    for list_id in lists:
        await office.read(list_id)
    async with asyncio.TaskGroup() as group:
        for list_id in lists:
            group.create_task(office.carry_out(list_id))
    assert (await office.count(Invitation), await office.count(Takeover)) == (LINES, 24)
    done = [message for message in await office.said(ListDone.kind) if isinstance(message, ListDone)]
    assert sum(message.people for message in done) == LINES
    assert sum(message.yours for message in done) == LINES


def test_the_file_of_the_benchmark_has_as_many_lines_as_people() -> None:
    assert len(written(LINES).splitlines()) == LINES + 1
