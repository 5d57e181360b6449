"""The outbox costs what is due, not what is done or still to come."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import text

from storage import backlog, delivery, outbox
from storage.database import Database, Store
from storage.delivery import Claimed
from tests.storage.plans import Question, fill, plans
from tests.storage.rows import sent

NOW = datetime(2026, 6, 1, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
QUESTIONS: dict[str, Question] = {
    "claim": lambda store: delivery.claim(store, owner="a", now=NOW, real_now=NOW, lease=MINUTE, limit=50),
    "claim one a chat": lambda store: delivery.claim(
        store, owner="a", now=NOW, real_now=NOW, lease=MINUTE, limit=50, busy=["person:1"], one_per_chat=True
    ),
    "look": lambda store: backlog.look(store, NOW, NOW),
    "next due": lambda store: backlog.next_due(store, NOW),
    "queue": lambda store: backlog.queue(store, NOW),
    "unsent": lambda store: backlog.unsent(store, NOW),
    "take over": lambda store: delivery.take_over(store, NOW),
    "cancel for a person": lambda store: outbox.cancel(store, NOW, person_id=17),
    "cancel for a reason": lambda store: outbox.cancel(store, NOW, guard="duo:17"),
    "erase old edits": lambda store: outbox.erase_old_edits(store, NOW),
}


async def test_no_question_of_the_outbox_reads_what_is_done_or_still_to_come(database: Database) -> None:
    await fill(database, 20_000)
    for name, ask in QUESTIONS.items():
        for plan in await plans(database, ask):
            assert list(_whole_table_reads(plan)) == [], (name, plan)
            if database.is_postgres:
                assert _pages(plan) < 50, (name, plan)


async def test_a_backlog_of_less_urgent_rows_does_not_slow_the_claim_down(postgres_database: Database) -> None:
    await fill(postgres_database, 20_000)  # the statistics know nothing of what follows
    async with postgres_database.write() as store:
        await store.session.execute(text("UPDATE outbox SET due_at = '2026-01-01' WHERE state = 'pending'"))
    [plan] = await plans(postgres_database, QUESTIONS["claim one a chat"])
    assert {node.get("Index Name") for node in _nodes(plan)} & {"ix_outbox_due_at", "ix_outbox_waits"} == set()
    assert 50 <= sum(_rows_read(node) for node in _nodes(plan) if node.get("Relation Name") == "outbox") < 1000


async def test_what_is_to_come_in_a_chat_does_not_slow_its_claim_down(postgres_database: Database) -> None:
    await fill(postgres_database, 20_000)
    async with (
        postgres_database.write() as store
    ):  # 200 rows to come in each of 50 chats; two are due, one claim goes before
        await store.session.execute(text("UPDATE outbox SET chat_key = 'person:' || (id % 100)"))
        await store.session.execute(
            text("UPDATE outbox SET due_at = '2026-01-01' WHERE state = 'pending' AND id < 200")
        )
    [plan] = await plans(postgres_database, QUESTIONS["claim one a chat"])
    assert 50 <= sum(_rows_read(node) for node in _nodes(plan) if node.get("Relation Name") == "outbox") < 1000


async def test_a_wave_that_the_statistics_know_nothing_of_is_claimed_and_marked_by_index(
    postgres_database: Database,
) -> None:
    await fill(postgres_database, 2, analyze=True)  # all that the statistics know
    await fill(postgres_database, 6_000, first=3, analyze=False)
    async with postgres_database.write() as store:
        await store.session.execute(text("UPDATE outbox SET due_at = '2026-01-01', chat_key = 'person:' || id"))

    async def claim(store: Store) -> list[Claimed]:
        return await delivery.claim(store, owner="a", now=NOW, real_now=NOW, lease=MINUTE, limit=50, one_per_chat=True)

    async with postgres_database.write() as store:
        carried = await claim(store)
    for ask in (claim, lambda store: delivery.mark(store, "a", [sent(row) for row in carried], NOW)):
        [plan] = await plans(postgres_database, ask)
        assert 50 <= sum(_rows_read(node) for node in _nodes(plan) if node.get("Relation Name") == "outbox") < 1000


def _nodes(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield node
    for child in node.get("Plans", []):
        yield from _nodes(child)


def _rows_read(node: dict[str, Any]) -> float:
    thrown_away: float = sum(value for name, value in node.items() if name.startswith("Rows Removed"))
    rows: float = node["Actual Rows"] * node["Actual Loops"]
    return rows + thrown_away * node["Actual Loops"]


def _whole_table_reads(plan: Any) -> Iterator[Any]:
    if isinstance(plan, list):  # SQLite: reading all of a partial index is fine where it holds what is asked for
        yield from (line for line in plan if re.match(r"SCAN (outbox|o|e)\b(?!.*ix_outbox_lease)", line))
    else:
        sequential = (node for node in _nodes(plan) if node["Node Type"] == "Seq Scan")
        yield from (node for node in sequential if node["Relation Name"] == "outbox")


def _pages(plan: dict[str, Any]) -> int:
    pages: int = plan["Shared Hit Blocks"] + plan["Shared Read Blocks"]
    return pages
