"""The wheel: claim, prepare, send, mark; and when to turn it."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import timedelta

import structlog
from telegram.error import TelegramError

from bot.courier import metrics
from bot.courier.limits import Sleep
from bot.courier.listening import listen
from bot.courier.marking import Ledger
from bot.courier.stages import Stages
from bot.courier.verdicts import Letter, Verdict, waits
from mentoring.clock import Clock
from storage import backlog, holds
from storage.database import Database

log = structlog.get_logger()
_SAFETY_SECONDS = 3.0
_GLANCE_SECONDS = 0.25  # while calls are under way: their marks come first
_UPKEEP = timedelta(seconds=30)
_ASK_AGAIN = timedelta(minutes=5)


class Courier(Stages):
    """Carries due rows to Telegram. `clock` is programme time, `real_clock` real time (leases, limits, back-off).

    `run` keeps going until cancelled or drained; `pull` does one turn.
    """

    pause_seconds = 2.0  # after the database or, at the start, Telegram could not be reached

    def __init__(
        self,
        database: Database,
        *,
        token: str,
        api_url: str,
        clock: Clock,
        real_clock: Clock,
        messages_per_second: float = 25,
        paid_broadcast: bool = False,
        has_topics: bool | None = None,
        topics_changed: Callable[[bool], None] | None = None,
        parallel: int = 200,
        sleep: Sleep = asyncio.sleep,
        chance: random.Random | None = None,
    ) -> None:
        """`has_topics`: as asked already; None: asked at the start. `topics_changed` is told when it turns out else."""
        super().__init__(
            database,
            token=token,
            api_url=api_url,
            clock=clock,
            real_clock=real_clock,
            messages_per_second=messages_per_second,
            paid_broadcast=paid_broadcast,
            has_topics=has_topics,
            topics_changed=topics_changed,
            parallel=parallel,
            sleep=sleep,
            chance=chance or random.Random(),  # noqa: S311 - jitter
        )
        self._ledger = Ledger(self.mark)
        self._woken, self._look_again, self._stopping = asyncio.Event(), False, asyncio.Event()
        self._backlogged = False  # the last claim took as much as it was allowed to
        self._upkeep_at = real_clock.now()

    # --- from outside

    def wake(self) -> None:
        """There may be something to carry."""
        self._woken.set()

    async def idle(self) -> None:
        """Returns when nothing that is due by programme time is unsent or under way; waits count as unsent."""
        self.wake()
        while self._in_flight or await self._anything_unsent():
            await self._ledger.progress(_SAFETY_SECONDS / 10)

    async def _anything_unsent(self) -> bool:
        async with self._database.read() as store:
            return await backlog.unsent(store, self._clock.now()) > 0

    async def drain(self, seconds: float = 25) -> None:
        """Claims nothing more and returns when what is under way is sent and marked, or after so many seconds."""
        self._stopping.set()
        self.wake()
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                while self._in_flight:
                    await self._ledger.progress(_SAFETY_SECONDS / 10)

    async def run(self) -> None:
        """Carries until cancelled or drained."""
        if not await self._begin():
            return
        async with asyncio.TaskGroup() as group:
            helpers = [group.create_task(self._ledger.keep(), name="courier: marks")]
            if self._database.is_postgres:
                helpers.append(group.create_task(listen(self._database.url, self.wake), name="courier: listens"))
            while not self._stopping.is_set():
                await self._turn(group)
            while self._in_flight:
                await self._ledger.progress(_SAFETY_SECONDS / 10)
            for helper in helpers:
                helper.cancel()

    async def pull(self) -> list[Verdict]:
        """One turn, from claim to mark, without waiting for anything; returns what became of each row."""
        rows = await self.claim(self._room())
        prepared = await self.prepare(rows)
        letters = [letter for letter in prepared if isinstance(letter, Letter)]
        verdicts = [verdict for verdict in prepared if isinstance(verdict, Verdict)]
        verdicts += await asyncio.gather(*(self.send(letter) for letter in letters))
        await self.mark(verdicts)
        return verdicts

    async def mark(self, verdicts: Sequence[Verdict]) -> None:
        await super().mark(verdicts)
        self._look_again = True  # their chats are free again
        self._woken.set()

    # --- turning

    async def _turn(self, group: asyncio.TaskGroup) -> None:
        """Claims and starts what can go, or rests until something may have changed."""
        try:
            await self._upkeep()
            if not await self._start_some(group):
                await self._rest()
        except Exception as error:  # noqa: BLE001 - the database may be away for a while; the courier is not
            log.error("courier stumbled", error=type(error).__name__)  # noqa: TRY400
            await self._pause(self.pause_seconds)

    async def _start_some(self, group: asyncio.TaskGroup) -> bool:
        """Whether there may be more to claim at once."""
        self._woken.clear()
        if self._is_paused():
            return False
        room = self._room()
        if room < 1:
            return False
        rows = await self.claim(room)
        self._backlogged = len(rows) >= room
        self._ledger.expect(len(rows))
        try:
            prepared = await self.prepare(rows)
        except Exception:
            for row in rows:
                self._ledger.add(waits(row, "not prepared", error=row.error))
            raise
        for letter in prepared:
            if isinstance(letter, Verdict):
                self._ledger.add(letter)
            else:
                group.create_task(self._deliver(letter), name=f"courier: {letter.row.id}")
        return self._backlogged

    async def _deliver(self, letter: Letter) -> None:
        self._ledger.add(await self.send(letter))

    async def _rest(self) -> None:
        """Until woken with something to do, or the next moment that a row waits for, or the safety poll.

        The database is asked only when no marks are about to come, and before the write lock is taken for a claim.
        """
        delay = self._glance() if self._in_flight else (await self._look())[1]
        while not self._stopping.is_set():
            woken = await self._wait_for_wake(delay)
            by_marks, self._look_again = self._look_again, False
            if woken and not by_marks:
                return
            self._woken.clear()
            if self._is_nearly_full():  # more marks will come: a claim for one place is not worth its transaction
                delay = self._glance()
                continue
            if self._backlogged:
                return
            ready, delay = await self._look()
            if ready:
                return

    def _glance(self) -> float:
        opens = self._limits.opens_in()
        return _GLANCE_SECONDS if opens is None else max(0.001, min(_GLANCE_SECONDS, opens))

    async def _look(self) -> tuple[bool, float]:
        """Whether a row can go now, busy and closed chats left aside; and how many seconds to rest if not."""
        real_now = self._real_clock.now()
        if self._paused_until is not None and self._is_paused():
            return False, (self._paused_until - real_now).total_seconds()
        async with self._database.read() as store:
            outlook = await backlog.look(store, self._clock.now(), real_now)
        delays = [_SAFETY_SECONDS]
        if outlook.wake is not None:
            delays.append((outlook.wake - real_now).total_seconds())
        if (opens := self._limits.opens_in()) is not None:
            delays.append(opens)
        return outlook.ready, max(0.001, min(delays))

    async def _wait_for_wake(self, seconds: float) -> bool:
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                return await self._woken.wait()
        return False

    async def _upkeep(self) -> None:
        real_now = self._real_clock.now()
        if abs(real_now - self._upkeep_at) >= _UPKEEP:  # abs: the clock may be set back
            self._upkeep_at = real_now
            await self.take_over()
            async with self._database.write() as store:
                await holds.drop_old_holds(store, real_now)
                metrics.show_queue(await backlog.queue(store, self._clock.now()), self._clock.now())
        if abs(real_now - self._asked_at) >= _ASK_AGAIN:
            await self._ask_me_quietly()

    # --- what Telegram says about the bot itself

    async def _begin(self) -> bool:
        """False: drained before Telegram answered."""
        self._upkeep_at = self._real_clock.now()
        await self.take_over(everything=True)
        while self._topics is None and not self._stopping.is_set():
            try:
                await self._ask_me()
            except TelegramError as error:
                log.error("Telegram does not say who this bot is", error=type(error).__name__)  # noqa: TRY400
                await self._pause(self.pause_seconds)
        self._asked_at = self._real_clock.now()
        return not self._stopping.is_set()

    # --- small things

    def _room(self) -> int:
        return 0 if self._is_paused() else self._limits.room(self._parallel - len(self._in_flight))

    def _is_nearly_full(self) -> bool:
        return len(self._in_flight) > self._parallel * 3 // 4

    async def _pause(self, seconds: float) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._stopping.wait()
