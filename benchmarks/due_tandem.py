"""Tandem's side of benchmarks/due.py: claiming what is due, and starting."""

from __future__ import annotations

import asyncio
import json
import statistics
import sys
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks.due_rows import NOW, due_rows, future_rows, insert, keys
from storage import backlog, delivery, migrate
from storage.database import Database
from storage.delivery import Outcome
from storage.words import OutboxState

BATCH = 64  # rows a claim: the courier's calls in parallel
_LEASE = timedelta(minutes=3)


@dataclass(frozen=True)
class Cost:
    """`claim_seconds`: all due rows, without their marks. `look_ms`: nothing is due. Start: a process of its own."""

    rows: int
    claim_seconds: float
    batch_ms: float
    look_ms: float
    start_ms: float
    start_mb: float
    memory_mb: float
    fill_seconds: float


async def measure(urls: dict[int, str], due: int, people: int, waves: int) -> list[Cost]:
    """Fills a database for each number of future rows; then, wave after wave and in turn, lets `due` rows fall due.

    In turn, so that whatever else the machine does meets both. The best wave counts.
    """
    databases = {future: Database(url, keys()) for future, url in urls.items()}
    filled: dict[int, float] = {}
    taken: dict[int, list[list[float]]] = {future: [] for future in urls}
    looks: dict[int, float] = {}
    try:
        for future, database in databases.items():
            await migrate.upgrade(urls[future])
            began = time.perf_counter()
            await insert(database, future_rows(future, people))
            filled[future] = time.perf_counter() - began
        for _ in range(waves):
            for future, database in databases.items():
                await insert(database, due_rows(due, people))
                taken[future].append(await _claim_all(database, due))
        for future, database in databases.items():
            looks[future] = await best_of(50, partial(_look, database))
    finally:
        for database in databases.values():
            await database.close()
    return [
        await _cost(urls[future], future + due, taken[future], looks[future], filled[future]) for future in databases
    ]


async def _cost(url: str, rows: int, waves: list[list[float]], look: float, filled: float) -> Cost:
    starts = [await in_a_process("benchmarks.due_tandem", url) for _ in range(min(5, len(waves)))]
    best = min(waves, key=sum)
    return Cost(
        rows=rows,
        claim_seconds=sum(best),
        batch_ms=statistics.median(best) * 1000,
        look_ms=look * 1000,
        start_ms=min(each["seconds"] for each in starts) * 1000,
        start_mb=statistics.median(each["grown_mb"] for each in starts),
        memory_mb=statistics.median(each["memory_mb"] for each in starts),
        fill_seconds=filled,
    )


async def _claim_all(database: Database, due: int) -> list[float]:
    """Seconds of each claim, transaction and commit included. The marks between them are not counted."""
    taken: list[float] = []
    claimed = 0
    while claimed < due:
        began = time.perf_counter()
        async with database.write() as store:
            rows = await delivery.claim(
                store, owner="benchmark", now=NOW, real_now=NOW, lease=_LEASE, limit=BATCH, one_per_chat=True
            )
        taken.append(time.perf_counter() - began)
        assert rows, f"{claimed} of {due} rows were found"
        claimed += len(rows)
        async with database.write() as store:
            outcomes = [Outcome(row, OutboxState.SENT, message_ids=(1,)) for row in rows]
            assert await delivery.mark(store, "benchmark", outcomes, NOW) == len(rows)
    return taken


async def _look(database: Database) -> None:
    """What the courier asks when nothing is due: is anything ready, and when is the next?"""
    async with database.read() as store:
        assert not (await backlog.look(store, NOW, NOW)).ready


async def best_of(times: int, action: Callable[[], Awaitable[object]]) -> float:
    """Seconds of the quickest go."""
    taken = []
    for _ in range(times):
        began = time.perf_counter()
        await action()
        taken.append(time.perf_counter() - began)
    return min(taken)


async def in_a_process(module: str, *words: str) -> dict[str, Any]:
    """Runs that module with those words and returns the JSON that it prints."""
    process = await asyncio.create_subprocess_exec(sys.executable, "-m", module, *words, stdout=asyncio.subprocess.PIPE)
    output, _ = await process.communicate()
    if process.returncode:
        raise RuntimeError(f"{module} ended with {process.returncode}")
    answer: dict[str, Any] = json.loads(output)
    return answer


def resident_mb() -> float:
    """What this process holds in memory now."""
    status = Path("/proc/self/status").read_text()
    (line,) = (line for line in status.splitlines() if line.startswith("VmRSS:"))
    return int(line.split()[1]) / 1024


async def start(url: str) -> dict[str, float]:
    """Opens the database and looks once, as a process does that starts; the imports are not counted."""
    before, began = resident_mb(), time.perf_counter()
    database = Database(url, keys())
    await _look(database)
    async with database.read() as store:
        await backlog.next_due(store, NOW)
    seconds, memory = time.perf_counter() - began, resident_mb()
    await database.close()
    return {"seconds": seconds, "memory_mb": memory, "grown_mb": memory - before}


if __name__ == "__main__":
    print(json.dumps(asyncio.run(start(sys.argv[1]))))
