"""What a list of 10,000 people costs: reading, checking, carrying out, the answer, and the same list again.

    python -m benchmarks.lists [--lines 10000] [--databases sqlite,postgresql]

The functions are those of the chores, each transaction committed; the file is handed over as Telegram's would be. Real
time and the memory of a process of its own. "Longest wait" is how long anything else in the same process had to wait
for its turn at most: chats go on beside a list. Target (issue 4): under 30 seconds, with a progress that moves.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import resource
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import func
from sqlmodel import col, select

from benchmarks.due import databases
from bot.clocks import RealClock
from locales.rendering import load_all, render
from mentoring.chores import ClaimedChore
from mentoring.lists.carrying_chore import carry_out_list
from mentoring.lists.plan import SentFile, save_file
from mentoring.lists.reading_chore import read_list
from mentoring.messages.base import from_params
from mentoring.messages.lists import LinksFile, ListDone, NothingToDo, Progress
from mentoring.work import Work
from storage import migrate
from storage.database import Database
from storage.ids import new_id
from storage.sealing import Vault
from storage.tables import IntakeList, Invitation, Membership, Organisation, Outbox, Person, Takeover
from storage.words import ChoreKind, ListState, MembershipState, Role

TARGET_SECONDS = 30.0
_BRUSSELS = ZoneInfo("Europe/Brussels")
_BEGAN = date(2026, 1, 5)


class Kept:
    """One file, as Telegram hands it over."""

    def __init__(self, content: bytes) -> None:
        self.content = content

    async def fetch(self, file_id: str, limit: int) -> bytes:
        assert file_id == "list"
        assert len(self.content) <= limit
        return self.content

    async def compute(self, module: str, payload: Any) -> Any:  # noqa: ARG002 - as a chore calls it
        raise AssertionError("not asked for")


class Office:
    """An organisation with one coordinator, on a database of its own."""

    def __init__(self, database: Database, lines: int) -> None:
        self.database = database
        self.file = Kept(written(lines))
        self.clock = RealClock()
        self.member_id = self.organisation_id = self.causes = 0

    @asynccontextmanager
    async def work(self, *, only_reads: bool = False) -> AsyncIterator[Work]:
        self.causes += 1
        async with self.database.read() if only_reads else self.database.write() as store:
            now = self.clock.now()
            yield Work(store, now, now, f"benchmark:{self.causes}", bot_username="tandem_bot")

    async def open(self) -> None:
        async with self.work() as work:
            organisation = Organisation(name="Apides", created_at=work.now)
            person = Person(id=new_id(), created_at=work.now)
            work.store.session.add_all([organisation, person])
            await work.store.session.flush()
            member = Membership(
                person_id=person.id,
                organisation_id=organisation.id,
                role=Role.LEAD,
                state=MembershipState.READY,
                created_at=work.now,
            )
            work.store.session.add(member)
            self.member_id, self.organisation_id = member.id, organisation.id

    async def send(self) -> int:
        async with self.work() as work:
            row = IntakeList(
                id=new_id(),
                organisation_id=self.organisation_id,
                made_by=self.member_id,
                state=ListState.WORKING,
                created_at=work.now,
            )
            save_file(work.store.vault, row, SentFile("list"))
            work.store.session.add(row)
            return row.id

    def chore(self, kind: ChoreKind, **params: Any) -> ClaimedChore:
        return ClaimedChore(new_id(), kind, self.member_id, params, 1)

    async def read(self, list_id: int) -> None:
        await read_list(self.work, self.chore(ChoreKind.READ_LIST, list_id=list_id), self.file)

    async def carry_out(self, list_id: int) -> None:
        async with self.work() as work:
            row = await work.store.session.get(IntakeList, list_id)
            assert row is not None
            row.state = ListState.WORKING
        params = {"list_id": list_id, "keepers": [self.member_id]}
        await carry_out_list(self.work, self.chore(ChoreKind.CARRY_OUT_LIST, **params), self.file)

    async def said(self, kind: str) -> list[Any]:
        async with self.database.read() as store:
            statement = select(Outbox).where(col(Outbox.kind) == kind).order_by(col(Outbox.id))
            rows = (await store.session.execute(statement)).scalars().all()
            return [from_params(kind, json.loads(row.open(store.vault, "params") or "{}")) for row in rows]

    async def count(self, table: type[Invitation | Takeover]) -> int:
        async with self.database.read() as store:
            return int((await store.session.execute(select(func.count(col(table.id))))).scalar_one())


def written(lines: int) -> bytes:
    """Half mentees, half mentors, four fifths of them in duos that run; every cell filled that can be."""
    rows = ["role;label;language;reference;partner;started"]
    for number in range(lines // 2):
        began = (_BEGAN + timedelta(days=number % 200)).strftime("%d/%m/%Y")
        pair = f"M-{number:05};{began}" if number % 5 else ";"
        language = ("fr", "nl", "de")[number % 3]
        rows.append(f"mentee;Amina Ben Salah {number:05}, mardi;{language};S-{number:05};{pair}")
        rows.append(f"mentor;Jean-Baptiste Peeters {number:05};{language};M-{number:05};;")
    return "\r\n".join(rows).encode("utf-8-sig")


class Waits:
    """How long the event loop kept others waiting."""

    longest = 0.0

    @asynccontextmanager
    async def watched(self) -> AsyncIterator[None]:
        task = asyncio.get_running_loop().create_task(self._look())
        try:
            yield
        finally:
            task.cancel()

    async def _look(self) -> None:
        while True:
            before = time.perf_counter()
            await asyncio.sleep(0.01)
            self.longest = max(self.longest, time.perf_counter() - before - 0.01)


@contextmanager
def timed(found: dict[str, float], name: str) -> Iterator[None]:
    began = time.perf_counter()
    yield
    found[name] = time.perf_counter() - began


async def measure(url: str, lines: int) -> dict[str, float]:
    load_all()
    await migrate.upgrade(url)
    database = Database(url, Vault([b"k" * 32], b"l" * 32))
    office, waits = Office(database, lines), Waits()
    found: dict[str, float] = {}
    await office.open()
    before = _peak_mb()
    async with waits.watched():
        list_id = await office.send()
        with timed(found, "read and check, s"):
            await office.read(list_id)
        with timed(found, "carry out, s"):
            await office.carry_out(list_id)
        found["longest wait, s"] = waits.longest
    with timed(found, "write the answer's files, s"):
        files = [render(file, "fr", _BRUSSELS).document for file in await office.said(LinksFile.kind)]
    found["memory it took, MB"] = _peak_mb() - before
    with timed(found, "the same list again, s"):
        await office.read(await office.send())
    (done,) = await office.said(ListDone.kind)
    (again,) = await office.said(NothingToDo.kind)
    assert (done.people, again.here) == (lines, lines)
    assert done.people == await office.count(Invitation)
    assert done.duos == await office.count(Takeover)
    found |= {
        "people": done.people,
        "duos": done.duos,
        "progress messages": len(await office.said(Progress.kind)),
        "files": len(files),
        "bytes of the file that came in": len(office.file.content),
        "bytes of the answer": sum(len(file.content) for file in files if file is not None),
    }
    await database.close()
    return found


def _peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def table(results: dict[str, dict[str, float]]) -> str:
    names = list(results)
    rows = [f"| | {' | '.join(names)} |", "|---|" + "---|" * len(names)]
    for what in next(iter(results.values())):
        digits = 2 if what.endswith(", s") else 0
        rows.append(f"| {what} | {' | '.join(f'{results[name][what]:,.{digits}f}' for name in names)} |")
    slowest = max(found["read and check, s"] + found["carry out, s"] for found in results.values())
    rows.append(
        f"\nunder {TARGET_SECONDS:.0f} s: {'kept' if slowest < TARGET_SECONDS else 'NOT kept'} ({slowest:.1f} s)"
    )
    return "\n".join(rows)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lines", type=int, default=10_000)
    parser.add_argument("--databases", default="sqlite,postgresql")
    parser.add_argument("--one", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        print(json.dumps(asyncio.run(measure(options.one, options.lines))))
        return
    results = {}
    with databases(options.databases) as urls:
        for name, url_of in urls.items():
            command = [sys.executable, "-m", "benchmarks.lists", "--lines", str(options.lines), "--one", url_of("few")]
            answer = subprocess.run(command, check=True, capture_output=True, text=True).stdout
            results[name] = json.loads(answer.splitlines()[-1])
    print(f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC")
    print(table(results))


if __name__ == "__main__":
    main()
