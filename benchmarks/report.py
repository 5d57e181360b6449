"""What a report costs: of an organisation of 5,000 duos, and of the federation. On both databases.

    python -m benchmarks.report [--duos 100000] [--databases sqlite,postgresql] [--waves 3] [--small]

Fills a database with two years of duos of twenty organisations or fewer, each with twenty weeks of meetings and of
questions to both, the six dimensions at the start and half-way, and two steps. Then reads and counts the report of a
quarter with that of the quarter before. The best of some waves counts: reading, and counting after it, which keeps the
process busy. Aim: an organisation within 2 seconds, the federation within 30.
"""

from __future__ import annotations

import argparse
import asyncio
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, date, datetime

import asyncpg
from sqlmodel import col, select

from benchmarks.due import databases
from benchmarks.due_rows import keys
from mentoring.reports.making import report_of
from mentoring.reports.periods import Period
from mentoring.reports.reading import read_period
from storage import migrate
from storage.database import Database
from storage.tables import Organisation

NOW = datetime(2026, 11, 24, 6, tzinfo=UTC)
QUARTER = Period(date(2026, 7, 1), date(2026, 9, 30))
IN_ONE, WEEKS = 5_000, 20  # duos of an organisation; weeks of a duo
ONE_SECONDS, ALL_SECONDS = 2.0, 30.0
_TABLES = ("organisation", "duo", "duo_session", "check_in", "check_in_answer", "milestone")


@dataclass(frozen=True)
class Dialect:
    """How a database writes a series of numbers, and a moment or a day so many days before NOW."""

    is_postgres: bool

    def numbers(self, name: str, count: int) -> str:
        if self.is_postgres:
            return f"generate_series(0, {count} - 1) AS {name}(n)"
        counted = f"WITH RECURSIVE s(n) AS (VALUES (0) UNION ALL SELECT n + 1 FROM s WHERE n < {count} - 1)"
        return f"({counted} SELECT n FROM s) AS {name}"

    def moment(self, days: str) -> str:
        if self.is_postgres:
            return f"timestamptz '{NOW:%Y-%m-%d %H:%M}+00' - ({days}) * interval '1 day'"
        return f"strftime('%Y-%m-%d %H:%M:%f000', '{NOW:%Y-%m-%d %H:%M}', '-' || ({days}) || ' days')"

    def day(self, days: str, clock: str = "") -> str:
        if self.is_postgres:
            return f"to_char(date '{NOW:%Y-%m-%d}' - ({days}), 'YYYY-MM-DD') || '{clock}'"
        return f"date('{NOW:%Y-%m-%d}', '-' || ({days}) || ' days') || '{clock}'"


def statements(dialect: Dialect, duos: int, in_one: int) -> Iterator[str]:
    """Duo n began 7919 n mod 730 days ago and ran half a year; the newer ones still run."""
    began = "(d.n * 7919 % 730)"
    over = f"({began} > 180 AND d.n % 12 > 0)"
    week = f"(CASE WHEN {began} > 7 * w.n THEN {began} - 7 * w.n ELSE 0 END)"  # days ago
    numbers, moment, day = dialect.numbers, dialect.moment, dialect.day
    each = f"FROM {numbers('d', duos)} CROSS JOIN {numbers('w', WEEKS)}"
    yield (
        "INSERT INTO organisation (id, name, contact, time_zone, languages, proposal_days, invitation_days, created_at)"
        f" SELECT d.n, 'Organisation ' || d.n, '', 'Europe/Brussels', '[]', 7, 30, {moment('900')}"
        f" FROM {numbers('d', -(-duos // in_one))}"
    )
    yield (
        "INSERT INTO duo (id, organisation_id, seeker_id, mentor_id, state, reasons, seeker_answer, mentor_answer,"
        " proposed_at, started_at, closed_at, end_reason, outcome)"
        f" SELECT d.n, d.n / {in_one}, 2 * d.n, 2 * d.n + 1,"
        f" CASE WHEN NOT {over} THEN 'active' WHEN d.n % 7 = 0 THEN 'ended' ELSE 'completed' END, '[]', 'yes', 'yes',"
        f" {moment(began)}, {moment(began)}, CASE WHEN {over} THEN {moment(f'{began} - 180')} END,"
        f" CASE WHEN {over} AND d.n % 7 = 0 THEN 'silence' END,"
        f" CASE WHEN {over} AND d.n % 7 > 0 THEN CASE WHEN d.n % 3 = 0 THEN 'seeking' ELSE 'work' END END"
        f" FROM {numbers('d', duos)}"
    )
    yield (
        "INSERT INTO duo_session (id, duo_id, kind, state, local_start, time_zone, starts_at, minutes, place,"
        " with_team, sequence, created_at, changed_at)"
        f" SELECT d.n * {WEEKS} + w.n, d.n, 'regular', CASE WHEN (d.n + w.n) % 5 = 0 THEN 'cancelled' ELSE 'held' END,"
        f" {day(week, 'T18:00')}, 'Europe/Brussels', {moment(week)}, 60, 'call',"
        f" false, 0, {moment('900')}, {moment('900')} {each}"
    )
    for side, role in enumerate(("seeker", "mentor")):
        yield (
            "INSERT INTO check_in (id, thread_id, duo_id, person_id, role, number, occasion, questions, state,"
            " asked_at)"
            f" SELECT (d.n * 2 + {side}) * {WEEKS} + w.n, d.n * 2 + {side}, d.n, d.n * 2 + {side}, '{role}', w.n + 1,"
            f" 'weekly', '[]', CASE WHEN (d.n + w.n) % 4 = 0 THEN 'lapsed' ELSE 'answered' END, {moment(week)} {each}"
        )
    yield (
        "INSERT INTO check_in_answer (id, check_in_id, question, value, answered_at)"
        " SELECT c.id * 8, c.id, CASE WHEN c.number % 2 = 0 THEN 'duo' ELSE 'network' END, 1 + c.id % 5, c.asked_at"
        " FROM check_in c WHERE c.state = 'answered'"
    )
    for place, question in enumerate(("motivation", "confidence", "autonomy", "codes", "search"), 1):
        yield (
            "INSERT INTO check_in_answer (id, check_in_id, question, value, answered_at)"
            f" SELECT c.id * 8 + {place}, c.id, '{question}', 1 + (c.id + c.number) % 5, c.asked_at"
            " FROM check_in c WHERE c.role = 'seeker' AND c.number IN (1, 12)"
        )
    yield (
        "INSERT INTO milestone (id, seeker_id, duo_id, kind, on_day, recorded_by, recorded_at)"
        f" SELECT d.n * 2 + w.n, 2 * d.n, d.n, CASE WHEN w.n = 0 THEN 'cv_ready' ELSE 'contract_signed' END,"
        f" {day(f'{began} / (w.n + 1)')}, 1, {moment('0')} FROM {numbers('d', duos)} CROSS JOIN {numbers('w', 2)}"
    )


async def fill(url: str, duos: int, in_one: int) -> float:
    """That many duos in a new database, without the people in them; seconds it took."""
    began = time.perf_counter()
    await migrate.upgrade(url)
    if url.startswith("sqlite"):
        with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as connection:
            connection.executescript(f"PRAGMA synchronous=OFF; {'; '.join(statements(Dialect(False), duos, in_one))}")
            connection.executescript("PRAGMA wal_checkpoint(TRUNCATE); ANALYZE")
        return time.perf_counter() - began
    server = await asyncpg.connect(url)
    try:
        await server.execute("SET session_replication_role = replica")  # nobody is in the duos
        for statement in statements(Dialect(True), duos, in_one):
            await server.execute(statement)
        for name in _TABLES:
            await server.execute(f"VACUUM (ANALYZE) {name}")
    finally:
        await server.close()
    return time.perf_counter() - began


@dataclass(frozen=True)
class Cost:
    """Seconds for reading, and for counting after it."""

    reading: float
    counting: float


async def measure(url: str, organisation_id: int | None, waves: int) -> Cost:
    """The best of so many reports."""
    database, taken = Database(url, keys()), []
    try:
        for _ in range(waves):
            async with database.read() as store:
                found = await store.session.execute(select(Organisation).where(col(Organisation.id) == organisation_id))
                place = found.scalar_one_or_none()
                began = time.perf_counter()
                read = await read_period(store, place, QUARTER, NOW)
            done = time.perf_counter()
            report = report_of(read, is_shared=True)
            assert report.duos
            taken.append(Cost(done - began, time.perf_counter() - done))
    finally:
        await database.close()
    return min(taken, key=lambda cost: cost.reading + cost.counting)


def line(name: str, what: str, cost: Cost, longest: float) -> str:
    kept = "kept" if cost.reading + cost.counting <= longest else "NOT kept"
    return f"| {name} | {what} | {cost.reading:.2f} | {cost.counting:.2f} | {longest:.0f} s: {kept} |"


def main(words: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--duos", type=int, default=100_000)
    parser.add_argument("--databases", default="sqlite,postgresql")
    parser.add_argument("--waves", type=int, default=3)
    parser.add_argument("--small", action="store_true", help="everything tiny, in seconds; the figures mean nothing")
    asked = parser.parse_args(words)
    duos, in_one = (400, 100) if asked.small else (asked.duos, IN_ONE)
    print("| database | report of | reading, s | counting, s | aim |\n|---|---|---|---|---|")
    with databases(asked.databases) as urls:
        for name, url_of in urls.items():
            url = url_of("few")
            seconds = asyncio.run(fill(url, duos, in_one))
            one = asyncio.run(measure(url, 0, asked.waves))
            print(line(name, f"an organisation of {min(in_one, duos):,} duos", one, ONE_SECONDS))
            print(
                line(
                    name, f"the federation of {duos:,} duos", asyncio.run(measure(url, None, asked.waves)), ALL_SECONDS
                )
            )
            print(f"(filled in {seconds:.0f} s)", flush=True)


if __name__ == "__main__":
    main()
