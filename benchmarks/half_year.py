"""`python -m benchmarks.half_year` (`make half-year`): a half year of many duos through the sandbox, in virtual time.

Everything that should have reached somebody is reckoned apart from the programme (half_year_ledger.py) and compared
with what is on the phones: planned, sent, moved, expired, doubled, lost. Exit code 1 if anything is doubled or lost.
"""

from __future__ import annotations

import argparse
import asyncio
import logging
import random
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import structlog
from rich.console import Console
from rich.table import Table

from benchmarks.half_year_book import Book
from benchmarks.half_year_ledger import Line
from benchmarks.half_year_people import Life
from benchmarks.half_year_town import Citizen, Couple, enter, settle
from bot.demo import Demo
from mentoring.taps_sessions import PlanSession
from storage.words import SessionKind

HOURS = (7, 12, 17, 21)  # of the day, UTC: when people look at their phones
ROUNDS = 12  # of seeing and doing, until nobody has anything more to do
console = Console()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--duos", type=int, default=200)
    parser.add_argument("--weeks", type=int, default=26)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--start", default="2026-10-05", help="a day; the default half year has both clock changes")
    parser.add_argument("--no-outage", action="store_true", help="without the nine hours in which Tandem is down")
    parser.add_argument("--database", default="", help="an empty database instead of a throw-away SQLite file")
    options = parser.parse_args()
    logging.disable(logging.CRITICAL)
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    with tempfile.TemporaryDirectory(dir=_memory()) as folder:
        url = options.database or f"sqlite:///{Path(folder) / 'half-year.db'}"
        faults = asyncio.run(_live(options, url))
    sys.exit(1 if faults else 0)


def _memory() -> str | None:
    """A folder in memory where there is one: what a disk costs is measured elsewhere."""
    return "/dev/shm" if Path("/dev/shm").is_dir() else None


async def _live(options: argparse.Namespace, url: str) -> int:
    began, cpu = time.monotonic(), time.process_time()
    chance = random.Random(options.seed)
    start = datetime.fromisoformat(options.start).replace(hour=6, tzinfo=UTC)
    demo = Demo(url, limits=False, page=False, start=start)
    await demo.start()
    try:
        life = Life(demo.sandbox.telegram, chance)
        people, couples = await settle(demo.database, demo.sandbox, chance, start, options.duos)
        for citizen in people:
            life.says(citizen.user, "/start")
        await _quiet(demo)
        await enter(demo.database, couples, start, has_topics=True)
        await _quiet(demo)
        year = HalfYear(demo, life, chance, people, couples, Book(demo, people, couples))
        await year.pass_by(start, options.weeks, outage=not options.no_outage)
        lines = await year.book.close()
    finally:
        await demo.stop()
    return _print(lines, year, time.monotonic() - began, time.process_time() - cpu)


class HalfYear:
    """Time passes; people look at their phones four times a day."""

    def __init__(
        self, demo: Demo, life: Life, chance: random.Random, people: list[Citizen], couples: list[Couple], book: Book
    ) -> None:
        self.demo, self.life, self.chance = demo, life, chance
        self.people, self.couples, self.book = people, couples, book
        self._users = [citizen.user for citizen in people]

    async def pass_by(self, start: datetime, weeks: int, *, outage: bool) -> None:
        down_on = start.date() + timedelta(days=weeks * 7 // 2 + 1) if outage else None
        for number in range(weeks * 7):
            day = (start + timedelta(days=number)).date()
            for hour in HOURS:
                moment = datetime(day.year, day.month, day.day, hour, tzinfo=UTC)
                if moment <= self.demo.clock.now():
                    continue
                if day == down_on and hour == HOURS[1]:
                    await self._be_down(moment, moment + timedelta(hours=9))
                    continue
                await self._reach(moment)
                if hour == HOURS[1]:
                    await self._plan()
                await self._live_a_little()
            if number % 14 == 13 and sys.stderr.isatty():
                console.print(f"{day}: {self.life.taps:,} taps, {len(self.book.arrived):,} messages", style="dim")

    async def _reach(self, moment: datetime) -> None:
        assert self.demo.sandbox.port is not None
        await self.demo.sandbox.port.advance(moment)
        await self.book.look()

    async def _be_down(self, begin: datetime, end: datetime) -> None:
        """Tandem stops and starts again hours later; Telegram keeps what people tap meanwhile."""
        await self._reach(begin)
        self.book.gaps.spans.append((begin, end))
        await self.demo.restart(end)
        await _quiet(self.demo)
        await self.book.look()

    async def _live_a_little(self) -> None:
        for _ in range(ROUNDS):
            if not self.life.react(self._users):
                break
            await _quiet(self.demo)
        await self.book.look()

    async def _plan(self) -> None:
        """Whoever has nothing planned may plan something today; some like to meet every week."""
        for couple in self.couples:
            if couple.id in self.book.planned or self.chance.random() > 0.4:
                continue
            planner = self.chance.choice((couple.seeker, couple.mentor))
            kind = SessionKind.REGULAR if couple.id in self.book.under_way else SessionKind.FIRST
            if kind is SessionKind.REGULAR and couple.likes_weekly:
                self.life.weekly.add(planner.user)
            self.life.begins(planner.user, PlanSession(couple.id, kind))
        await _quiet(self.demo)


async def _quiet(demo: Demo) -> None:
    assert demo.sandbox.port is not None
    await demo.sandbox.port.settle(300)


def _print(lines: dict[str, Line], year: HalfYear, seconds: float, cpu: float) -> int:
    table = Table(title=f"{len(year.couples)} duos, {year.demo.clock.now().date()} reached")
    table.add_column("what")
    for name in ("planned", "sent", "moved", "expired", "doubled", "lost"):
        table.add_column(name, justify="right")
    for what, line in lines.items():
        counts = (line.planned, line.sent, line.moved, line.expired, line.doubled, line.lost)
        table.add_row(what, *(f"{count:,}" for count in counts))
    console.print(table)
    for what, line in lines.items():
        for odd in (*line.lost_ones[:5], *line.doubled_ones[:5]):
            console.print(f"{what}: {odd}", style="red")
    console.print(f"{year.life.taps:,} taps; {seconds:,.0f} s, {cpu:,.0f} s of processor time")
    return sum(line.doubled + line.lost for line in lines.values())


if __name__ == "__main__":
    main()
