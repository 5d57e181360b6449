"""What an intake costs its people in taps and texts: a team of three takes over running duos and holds an intake day.

    python -m benchmarks.intake [--duos 60] [--mentees 12] [--mentors 8]

The same story as tests/e2e/test_intake.py, through the sandbox, in three languages.
"""

from __future__ import annotations

import argparse
import asyncio
import logging
import tempfile
import time
from pathlib import Path

import structlog

from tests.e2e.intake import Book, intake_day, settle_team, take_over
from tests.e2e.town import Town


async def tell(duos: int, mentees: int, mentors: int) -> None:
    """Plays it on a throw-away database and prints what it took."""
    begun = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        async with Town.open(Path(folder)) as town:
            book = Book()
            place = await settle_team(town, book)
            taken_over = await take_over(place, duos)
            newcomers = await intake_day(place, mentees, mentors, others=taken_over.values())
            threads = [len(await phone.topics()) for phone in (*taken_over.values(), *newcomers.values())]
            print(f"{duos} duos taken over, {mentees} mentees and {mentors} mentors on the intake day:")
            print(f"{sum(threads) // 2} duos write to each other; {threads.count(0)} people have no duo")
            print("\n".join(book.lines()))
    print(f"{time.perf_counter() - begun:.0f} s")


def main() -> None:
    parser = argparse.ArgumentParser(prog="benchmarks.intake", description=__doc__.split("\n")[0])
    parser.add_argument("--duos", type=int, default=60)
    parser.add_argument("--mentees", type=int, default=12)
    parser.add_argument("--mentors", type=int, default=8)
    asked = parser.parse_args()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    asyncio.run(tell(asked.duos, asked.mentees, asked.mentors))


if __name__ == "__main__":
    main()
