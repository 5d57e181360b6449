"""Does what was asked for in a chat and takes longer than an update may: mentoring/chores.py."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from secrets import token_hex
from typing import Any

import aiohttp
import structlog
from sqlalchemy.exc import DBAPIError

from bot.chore_table import REGRETS
from bot.intake.api import ApiError, RawApi
from bot.intake.unit import BotFacts
from mentoring.chores import ChoreFunction, ClaimedChore, ComputingFailedError, FileGoneError, FileTooBigError, Tools
from mentoring.clock import Clock
from mentoring.messages.system import SomethingWentWrong
from mentoring.work import Work
from storage import chores
from storage.database import Database
from storage.tables import Membership
from storage.words import ChoreKind, ChoreState

log = structlog.get_logger()
PARALLEL = 2  # a long list does not keep a short question waiting
MAX_ATTEMPTS = 3
_SAFETY_SECONDS = 5.0  # how soon a chore is found that another process asked for
_RENEW_SECONDS = 30.0
_COMPUTE_SECONDS = 120.0


Compute = Callable[[Any], Awaitable[Any]]
"""What a module answers: JSON values in, JSON values out."""


class Chores:
    """Takes chores up as they come; several processes may, each chore is in one hand. `run` until cancelled."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        real_clock: Clock,
        facts: BotFacts,
        tools: Tools,
        functions: Mapping[ChoreKind, ChoreFunction],
    ) -> None:
        self._database = database
        self._clock = clock
        self._real_clock = real_clock
        self._facts = facts
        self._tools = tools
        self._functions = functions
        self._owner = token_hex(8)
        self._awake, self._quiet = asyncio.Event(), asyncio.Event()

    def wake(self) -> None:
        """There may be something to do."""
        self._quiet.clear()
        self._awake.set()

    async def run(self) -> None:
        async with asyncio.TaskGroup() as group:
            for number in range(PARALLEL):
                group.create_task(self._keep_at_it(), name=f"chores {number}")

    async def idle(self) -> None:
        """Waits until nothing is left to do, of whoever asked; only while `run` runs."""
        while True:
            self._quiet.clear()
            async with self._database.read() as store:
                if not await chores.count_undone(store):
                    return
            self._awake.set()
            with suppress(TimeoutError):
                async with asyncio.timeout(1):
                    await self._quiet.wait()

    async def _keep_at_it(self) -> None:
        while True:
            try:
                while await self.pull():
                    pass
            except (OSError, DBAPIError) as error:  # the database is away
                log.warning("chores pause", error=type(error).__name__)
            self._awake.clear()
            with suppress(TimeoutError):
                async with asyncio.timeout(_SAFETY_SECONDS):
                    await self._awake.wait()

    async def pull(self) -> bool:
        """Does one chore, if there is one; False where there is none."""
        async with self._database.read() as store:
            if not await chores.count_undone(store):
                self._quiet.set()
                return False
        async with self._database.write() as store:
            chore = await chores.claim(store, self._owner, self._real_clock.now())
        if chore is None:
            return False
        if chore.attempts > MAX_ATTEMPTS:  # whoever had it in hand the last time is gone without a word
            log.error("chore given up", chore=chore.id, kind=chore.kind)
            await self._close(chore, ChoreState.FAILED, "ProcessGone")
        else:
            await self._do(chore)
        self._quiet.set()  # one less: whoever waits looks again
        return True

    async def _do(self, chore: ClaimedChore) -> None:
        try:
            problem = await self._attempt(chore)
        except asyncio.CancelledError:  # we are stopped: whoever comes next need not wait for the lease to run out
            with suppress(OSError, DBAPIError):  # no: the lease runs out, and we do stop
                await self._close(chore, ChoreState.WAITING, None)
            raise
        if problem is None:
            await self._close(chore, ChoreState.DONE, None)
            return
        log.error("chore failed", chore=chore.id, kind=chore.kind, attempt=chore.attempts, exc_info=problem)
        is_last = chore.attempts >= MAX_ATTEMPTS
        await self._close(chore, ChoreState.FAILED if is_last else ChoreState.WAITING, type(problem).__name__)

    async def _attempt(self, chore: ClaimedChore) -> Exception | None:
        """Keeps the chore in hand while it is done; what went wrong, if anything did."""
        problem: Exception | None = None
        async with asyncio.TaskGroup() as group:
            renewing = group.create_task(self._renew(chore))
            try:
                await self._functions[chore.kind](partial(self._open_work, chore), chore, self._tools)
            except Exception as error:  # noqa: BLE001 - whatever a chore runs into, the next one is done
                problem = error
            renewing.cancel()
        return problem

    async def _renew(self, chore: ClaimedChore) -> None:
        while True:
            await asyncio.sleep(_RENEW_SECONDS)
            with suppress(OSError, DBAPIError):  # the next time will do: a lease is four times as long
                async with self._database.write() as store:
                    await chores.renew(store, chore.id, self._owner, self._real_clock.now())

    async def _close(self, chore: ClaimedChore, state: ChoreState, error: str | None) -> None:
        async with self._database.write() as store:
            if state is ChoreState.FAILED:
                await self._say_sorry(Work(store, self._clock.now(), self._real_clock.now(), self._cause(chore)), chore)
            await chores.close(store, chore.id, self._owner, self._real_clock.now(), state, error)

    async def _say_sorry(self, work: Work, chore: ClaimedChore) -> None:
        member = await work.store.session.get(Membership, chore.membership_id) if chore.membership_id else None
        if member is not None:
            regret = REGRETS.get(chore.kind)
            said = regret(chore) if regret is not None else SomethingWentWrong()
            await work.post(member.person_id, said, key=f"chore:{chore.id}:failed")

    @asynccontextmanager
    async def _open_work(self, chore: ClaimedChore, *, only_reads: bool = False) -> AsyncIterator[Work]:
        async with self._database.read() if only_reads else self._database.write() as store:
            yield Work(
                store,
                self._clock.now(),
                self._real_clock.now(),
                self._cause(chore),
                has_topics=self._facts.has_topics,
                bot_username=self._facts.username,
            )

    @staticmethod
    def _cause(chore: ClaimedChore) -> str:
        """Each transaction of a chore has a cause of its own: they are apart in what they say."""
        return f"chore:{chore.id}:{token_hex(4)}"


@dataclass(frozen=True)
class ProcessTools:
    """Files from Telegram, computing in a process of its own. Errors never carry the address, which holds the token."""

    api: RawApi
    file_url: str  # `https://api.telegram.org/file/botTOKEN/`
    here: Mapping[str, Compute] = field(default_factory=dict)  # modules whose answer needs no other process

    async def fetch(self, file_id: str, limit: int) -> bytes:
        try:
            file = await self.api.call("getFile", file_id=file_id)
        except ApiError as error:
            raise (FileTooBigError if "too big" in error.description else FileGoneError) from None
        if int(file.get("file_size") or 0) > limit:
            raise FileTooBigError
        if "file_path" not in file:
            raise FileGoneError
        return await self._download(str(file["file_path"]), limit)

    async def _download(self, path: str, limit: int) -> bytes:
        content = bytearray()
        timeout = aiohttp.ClientTimeout(total=120, connect=10)
        try:
            async with aiohttp.ClientSession(timeout=timeout) as http, http.get(self.file_url + path) as response:
                if response.status != 200:
                    raise FileGoneError
                async for part in response.content.iter_chunked(64 * 1024):
                    content += part
                    if len(content) > limit:
                        raise FileTooBigError
        except aiohttp.ClientError as error:
            raise ConnectionError(type(error).__name__) from None
        return bytes(content)

    async def compute(self, module: str, payload: Any) -> Any:
        if module in self.here:
            return await self.here[module](payload)
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            module,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        )
        try:
            async with asyncio.timeout(_COMPUTE_SECONDS):
                answer, _ = await process.communicate(json.dumps(payload).encode())
        except TimeoutError:
            raise ComputingFailedError("took too long") from None
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()
        if process.returncode != 0:
            raise ComputingFailedError(f"exit code {process.returncode}")
        return json.loads(answer)
