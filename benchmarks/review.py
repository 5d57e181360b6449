"""What it costs to review duos: a thousand that changed, beside few and beside many that did not. On PostgreSQL.

    python -m benchmarks.review [--duos 100000] [--beside 10000] [--changed 1000] [--waves 3] [--small]

Fills a database for each number of duos with weeks of meetings, questions and messages, lets as many duos change in
both, and reviews them as `duos.review` does: found by index, in batches of 100, each with its commit, one after the
other in one process. The best of some waves counts, taken in turn. Aim: under 10 seconds, and at most 1.5 times as long
beside ten times as many.
"""

from __future__ import annotations

import argparse
import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

import asyncpg
from sqlalchemy import Table, func, select

from benchmarks.due import databases
from benchmarks.due_rows import keys
from bot.clocks import StandingClock
from bot.logs import set_up_logs
from mentoring.signals.review import nobody_told, review_due
from mentoring.work import Work
from storage import migrate
from storage.database import Database
from storage.tables import Duo

NOW = datetime(2026, 3, 4, 6, tzinfo=UTC)  # a Wednesday morning
LONGEST, TARGET = 10.0, 1.5  # seconds; times
BATCH = 100
_duo: Table = Duo.__table__  # type: ignore[attr-defined]

# {n}: how many duos. Duo n is of job seeker 2n and mentor 2n + 1; the numbers of other rows only have to differ.
# Every tenth duo has been silent for three weeks.
_FILL = """
SET session_replication_role = replica;
SET TIME ZONE 'UTC';
INSERT INTO organisation (id, name, contact, time_zone, languages, proposal_days, invitation_days, created_at)
SELECT o, 'Organisation ' || o, '', 'Europe/Brussels', '["fr"]', 7, 30, timestamptz '{now}' - interval '1 year'
FROM generate_series(0, 9) o;
INSERT INTO person (id, language, time_zone, quiet_from, quiet_to, created_at)
SELECT p, 'fr', 'Europe/Brussels', 1260, 480, timestamptz '{now}' - interval '1 year'
FROM generate_series(0, 2 * {n} + 1) p;
INSERT INTO membership (id, person_id, organisation_id, role, state, capacity, created_at)
SELECT p, p, p / 2 % 10, CASE WHEN p % 2 = 0 THEN 'seeker' ELSE 'mentor' END, 'ready', 1,
       timestamptz '{now}' - interval '1 year'
FROM generate_series(0, 2 * {n} + 1) p;
INSERT INTO duo (id, organisation_id, seeker_id, mentor_id, state, reasons, seeker_answer, mentor_answer, proposed_at,
                 started_at, met_at, under_way_since, review_at)
SELECT n, n % 10, 2 * n, 2 * n + 1, 'active', '[]', 'yes', 'yes', timestamptz '{now}' - interval '80 days',
       timestamptz '{now}' - interval '80 days', timestamptz '{now}' - interval '70 days',
       timestamptz '{now}' - interval '70 days', timestamptz '{now}' + interval '1 day' + n * interval '1 second'
FROM generate_series(0, {n} - 1) n;
INSERT INTO thread (id, duo_id, person_id, membership_id, partner_person_id, check_ins_asked, created_at)
SELECT p, p / 2, p, p, CASE WHEN p % 2 = 0 THEN p + 1 ELSE p - 1 END, 8, timestamptz '{now}' - interval '80 days'
FROM generate_series(0, 2 * {n} - 1) p;
INSERT INTO duo_session (id, duo_id, kind, state, local_start, time_zone, starts_at, minutes, place, with_team,
                         sequence, created_at, changed_at)
SELECT n * 8 + w, n, 'regular',
       CASE WHEN w = 0 THEN 'confirmed' WHEN (n + w) % 5 = 0 THEN 'cancelled' ELSE 'held' END, '2026-01-01T18:00',
       'Europe/Brussels', timestamptz '{now}' + interval '5 days' - w * interval '7 days' + n % 11 * interval '1 hour',
       60, 'call', false, 0, timestamptz '{now}' - interval '60 days', timestamptz '{now}' - interval '60 days'
FROM generate_series(0, {n} - 1) n, generate_series(CASE WHEN n % 10 = 0 THEN 4 ELSE 0 END, 7) w;
INSERT INTO session_side (id, session_id, person_id, role, coming, met)
SELECT s.id * 2 + side, s.id, s.duo_id * 2 + side, CASE WHEN side = 0 THEN 'seeker' ELSE 'mentor' END,
       CASE WHEN s.state = 'cancelled' AND side = 0 THEN 'no' ELSE 'yes' END,
       CASE WHEN s.state = 'held' THEN 'yes' ELSE 'open' END
FROM duo_session s, generate_series(0, 1) side;
INSERT INTO check_in (id, thread_id, duo_id, person_id, role, number, occasion, questions, state, asked_at)
SELECT p * 8 + w, p, p / 2, p, CASE WHEN p % 2 = 0 THEN 'seeker' ELSE 'mentor' END, 8 - w, 'weekly', '["duo"]',
       CASE WHEN (p + w) % 4 = 0 OR (p / 2 % 10 = 0 AND w < 3) THEN 'lapsed' ELSE 'answered' END,
       timestamptz '{now}' - w * interval '7 days' - interval '3 days'
FROM generate_series(0, 2 * {n} - 1) p, generate_series(0, 7) w;
INSERT INTO check_in_answer (id, check_in_id, question, value, answered_at)
SELECT id, id, 'duo', 3 + id % 3, asked_at + interval '3 hours' FROM check_in WHERE state = 'answered';
INSERT INTO message_map (id, conversation_id, source_person_id, source_message_id, copy_person_id, outbox_id,
                         created_at)
SELECT n * 10 + m, n, 2 * n + m % 2, m, 2 * n + 1 - m % 2, n * 10 + m, timestamptz '{now}' - m * interval '60 hours'
FROM generate_series(0, {n} - 1) n, generate_series(CASE WHEN n % 10 = 0 THEN 9 ELSE 0 END, 9) m;
"""
_TABLES = (
    "organisation",
    "person",
    "membership",
    "duo",
    "thread",
    "duo_session",
    "session_side",
    "check_in",
    "check_in_answer",
    "message_map",
    "duo_event",
    "alert",
)


@dataclass(frozen=True)
class Cost:
    """Seconds for all changed duos, of each wave; what the review made of them."""

    duos: int
    waves: tuple[float, ...]
    levels: dict[str, int]
    fill_seconds: float

    @property
    def best(self) -> float:
        return min(self.waves)


async def fill(url: str, duos: int) -> float:
    """That many duos in a new database; seconds it took."""
    began = time.perf_counter()
    await migrate.upgrade(url)
    connection = await asyncpg.connect(url)
    try:
        await connection.execute(_FILL.format(n=duos, now=NOW.isoformat()))
        for name in _TABLES:
            await connection.execute(f"VACUUM (ANALYZE) {name}")
    finally:
        await connection.close()
    return time.perf_counter() - began


async def measure(urls: dict[int, str], changed: int, waves: int) -> list[Cost]:
    """The same number of changed duos in each database, wave after wave and in turn."""
    filled = {duos: await fill(url, duos) for duos, url in urls.items()}
    taken: dict[int, list[float]] = {duos: [] for duos in urls}
    levels: dict[int, dict[str, int]] = {}
    for _ in range(waves):
        for duos, url in urls.items():
            async with _opened(url) as database:
                await _change(url, duos, changed)
                taken[duos].append(await _review(database, changed))
                levels[duos] = await _levels(database)
    return [Cost(duos, tuple(taken[duos]), levels[duos], filled[duos]) for duos in urls]


async def _change(url: str, duos: int, changed: int) -> None:
    """So many duos, evenly spread, are due; what the last wave made of them is forgotten."""
    connection = await asyncpg.connect(url)
    try:
        await connection.execute("DELETE FROM alert")
        step = duos // changed
        await connection.execute(
            f"UPDATE duo SET review_at = timestamptz '{NOW.isoformat()}', level = 'well', ladder = NULL "
            f"WHERE (id / 10 % {step} = 0 AND {step} > 1) OR {step} = 1"
        )
        await connection.execute("VACUUM (ANALYZE) duo")
    finally:
        await connection.close()


async def _review(database: Database, changed: int) -> float:
    """Seconds of the job's work, transactions and commits included."""
    clock, done = StandingClock(NOW), 0
    began = time.perf_counter()
    while True:
        async with database.write() as store:
            work = Work(store, clock.now(), clock.now(), f"job:duos.review:{done}")
            found = await review_due(work, BATCH, nobody_told)
        done += found
        if found < BATCH:
            break
    seconds = time.perf_counter() - began
    assert done == changed, f"{done} of {changed} were reviewed"
    return seconds


async def _levels(database: Database) -> dict[str, int]:
    async with database.read() as store:
        counted = select(_duo.c.level, func.count()).group_by(_duo.c.level)
        return {row[0]: row[1] for row in await store.session.execute(counted)}


@asynccontextmanager
async def _opened(url: str) -> AsyncIterator[Database]:
    database = Database(url, keys())
    try:
        async with database.read():  # connected before it counts
            yield database
    finally:
        await database.close()


def table(few: Cost, many: Cost, changed: int) -> str:
    """Both side by side, with what the cost grew by."""
    grown = many.best / few.best
    kept = "kept" if many.best < LONGEST and grown <= TARGET else "NOT kept"
    lines = [
        f"| {changed:,} changed duos | beside {few.duos:,} | beside {many.duos:,} | times |",
        "|---|---|---|---|",
        f"| reviewed, s | {few.best:.2f} | {many.best:.2f} | {grown:.2f} |",
        f"| a duo, ms | {1000 * few.best / changed:.2f} | {1000 * many.best / changed:.2f} | |",
        "",
        f"filled in {few.fill_seconds:.0f} and {many.fill_seconds:.0f} s; levels then: {many.levels}",
        f"under {LONGEST:.0f} s, at most {TARGET} times: {kept}",
    ]
    return "\n".join(lines)


def main(words: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--duos", type=int, default=100_000)
    parser.add_argument("--beside", type=int, default=10_000, help="the smaller number of duos to compare with")
    parser.add_argument("--changed", type=int, default=1_000)
    parser.add_argument("--waves", type=int, default=3)
    parser.add_argument("--small", action="store_true", help="everything tiny, in seconds; the figures mean nothing")
    asked = parser.parse_args(words)
    if asked.small:
        asked.duos, asked.beside, asked.changed, asked.waves = 400, 200, 100, 1
    set_up_logs("console", 30)
    with databases("postgresql") as urls:
        url_of = urls["PostgreSQL"]
        sizes = {asked.beside: url_of("few"), asked.duos: url_of("many")}
        few, many = asyncio.run(measure(sizes, asked.changed, asked.waves))
    print(table(few, many, asked.changed))


if __name__ == "__main__":
    main()
