"""The wheel: claim, prepare, send, mark; and when to turn it."""

from __future__ import annotations

import asyncio
import os
import random
import secrets
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime, timedelta

import structlog
from telegram.error import InvalidToken, TelegramError

from bot.courier import metrics
from bot.courier.answers import Answerer, Floods, about_topics
from bot.courier.briefing import read_briefing
from bot.courier.calls import carry
from bot.courier.consequences import Writer
from bot.courier.judging import Circumstances, judge
from bot.courier.limits import Limits, Sleep
from bot.courier.listening import listen
from bot.courier.marking import Ledger
from bot.courier.transport import open_line
from bot.courier.verdicts import Letter, Verdict, failed, waits
from mentoring.clock import Clock
from storage import outbox
from storage.database import Database
from storage.outbox import Claimed
from storage.words import Call, Failure, OutboxState

log = structlog.get_logger()
_LEASE = timedelta(minutes=3)
_CALL_SECONDS = 100.0  # well within the lease
_SAFETY_SECONDS = 3.0
_UPKEEP = timedelta(seconds=30)
_ASK_AGAIN = timedelta(minutes=5)
_TOKEN_PAUSE = timedelta(seconds=30)


class Courier:
    """Carries due rows to Telegram. `clock` is programme time, `real_clock` real time (leases, limits, back-off).

    The stages `claim`, `prepare`, `send` and `mark` are separate, so that a test can stop the process between them.
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
        parallel: int = 64,
        sleep: Sleep = asyncio.sleep,
        chance: random.Random | None = None,
    ) -> None:
        """`has_topics`: as asked already; None: asked at the start. `topics_changed` is told when it turns out else."""
        self._database = database
        self._clock, self._real_clock = clock, real_clock
        self._paid = paid_broadcast
        self._parallel = parallel
        self._topics = has_topics
        self._topics_changed = topics_changed
        self._topicless: set[int] = set()
        self._limits = Limits(messages_per_second, real_clock, sleep)
        self._line = open_line(token, api_url, self._limits, parallel)
        self._answerer = Answerer(Floods(), chance or random.Random())  # noqa: S311 - jitter
        self._owner = f"{os.getpid()}-{secrets.token_hex(4)}"
        self._in_flight: set[str] = set()  # chat keys, from the claim to the mark
        self._ledger = Ledger(self.mark)
        self._woken, self._look_again, self._stopping = asyncio.Event(), False, asyncio.Event()
        self._paused_until: datetime | None = None
        self._upkeep_at = self._asked_at = datetime.min.replace(tzinfo=real_clock.now().tzinfo)

    @property
    def has_topics(self) -> bool:
        return bool(self._topics)

    # --- from outside

    def wake(self) -> None:
        """There may be something to carry."""
        self._woken.set()

    async def idle(self) -> None:
        """Returns when nothing that is due by programme time is unsent or under way; waits count as unsent."""
        self.wake()
        while True:
            async with self._database.read() as store:
                left = await outbox.unsent(store, self._clock.now())
            if not left and not self._in_flight:
                return
            await self._ledger.progress(_SAFETY_SECONDS / 10)

    async def drain(self, seconds: float = 25) -> None:
        """Claims nothing more and returns when what is under way is sent and marked, or after so many seconds."""
        self._stopping.set()
        self.wake()
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                while self._in_flight:
                    await self._ledger.progress(_SAFETY_SECONDS / 10)

    async def close(self) -> None:
        """After `run` has ended."""
        await self._line.close()

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

    async def take_over(self, *, everything: bool = False) -> int:
        """Puts back what a dead process was carrying; each of these may arrive twice."""
        async with self._database.write() as store:
            count = await outbox.take_over(store, self._real_clock.now(), everything=everything)
        if count:
            log.warning("rows taken over: each may arrive twice", rows=count)
        return count

    # --- the stages

    async def claim(self, limit: int) -> list[Claimed]:
        """At most one row a chat, and no more than can be sent now: nothing urgent waits behind a claimed wave."""
        if limit < 1:
            return []
        async with self._database.write() as store:
            rows = await outbox.claim(
                store,
                owner=self._owner,
                now=self._clock.now(),
                real_now=self._real_clock.now(),
                lease=_LEASE,
                limit=limit,
                busy=[*self._in_flight, *self._limits.closed()],
                one_per_chat=True,
            )
        self._in_flight.update(row.chat_key for row in rows)
        for row in rows:
            if row.takeovers:
                metrics.TAKEOVERS.labels(row.call).inc()
        return rows

    async def prepare(self, rows: Sequence[Claimed]) -> list[Letter | Verdict]:
        """Looks once more at everything a row depends on; takes its place in the limits."""
        if not rows:
            return []
        async with self._database.read() as store:
            briefing = await read_briefing(store, rows, count_lines=not self.has_topics or bool(self._topicless))
        circumstances = Circumstances(
            self._clock.now(), self._real_clock.now(), self.has_topics, frozenset(self._topicless)
        )
        prepared = [judge(row, briefing, circumstances) for row in rows]
        for letter in prepared:
            if isinstance(letter, Letter):
                self._limits.take(letter.row.chat_key)
        return prepared

    async def send(self, letter: Letter) -> Verdict:
        """Makes the call; whatever comes back is a verdict."""
        try:
            async with asyncio.timeout(_CALL_SECONDS):
                return await carry(self._line.bot, letter, paid=self._paid)
        except InvalidToken:
            return await self._token_refused(letter.row)
        except TelegramError as error:
            if about_topics(error):
                await self._ask_me_quietly()
            return self._answerer.refused(letter, error, self._real_clock.now(), has_topics=self.has_topics)
        except TimeoutError:
            return self._answerer.unanswered(letter.row, self._real_clock.now())
        except Exception as error:  # noqa: BLE001 - parameters of another version must not stop the others
            log.error("row cannot be sent", row=letter.row.id, call=letter.row.call, error=type(error).__name__)  # noqa: TRY400
            return failed(letter.row, Failure.REJECTED, f"cannot be sent: {type(error).__name__}")

    async def mark(self, verdicts: Sequence[Verdict]) -> None:
        """Writes down what became of the rows, and what follows from it, in one transaction."""
        now = self._clock.now()
        plain = [verdict.outcome for verdict in verdicts if not verdict.also]
        async with self._database.write() as store:
            ours = await outbox.mark(store, self._owner, plain, now)
            for verdict in verdicts:
                if verdict.also and await outbox.mark(store, self._owner, [verdict.outcome], now):
                    ours += 1
                    await Writer(store, now).write(verdict)
        metrics.FENCED.inc(len(verdicts) - ours)
        for verdict in verdicts:
            self._note(verdict, now)
        self._look_again = True
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
        self._woken.clear()
        if self._is_paused():
            return False
        rows = await self.claim(self._room())
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
        return bool(rows)

    async def _deliver(self, letter: Letter) -> None:
        self._ledger.add(await self.send(letter))

    async def _rest(self) -> None:
        """Until woken with something to do, or the next moment that a row waits for, or the safety poll."""
        while not self._stopping.is_set():
            delay = await self._longest_rest()
            woken = await self._wait_for_wake(delay)
            looks_only, self._look_again = self._look_again, False
            if not woken or not looks_only or self._stopping.is_set():
                return
            self._woken.clear()
            if self._is_nearly_full():  # more marks will come: a claim for one place is not worth its transaction
                continue
            async with self._database.read() as store:  # after marks: ask before taking the write lock
                if await outbox.anything_ready(store, self._clock.now(), self._real_clock.now()):
                    return

    async def _longest_rest(self) -> float:
        real_now = self._real_clock.now()
        if self._paused_until is not None and self._is_paused():
            return (self._paused_until - real_now).total_seconds()
        async with self._database.read() as store:
            moment = await outbox.next_wake(store, self._clock.now(), real_now)
        delays = [_SAFETY_SECONDS]
        if moment is not None:
            delays.append((moment - real_now).total_seconds())
        if (opens := self._limits.opens_in()) is not None:
            delays.append(opens)
        return max(0.001, min(delays))

    async def _wait_for_wake(self, seconds: float) -> bool:
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                return await self._woken.wait()
        return False

    async def _upkeep(self) -> None:
        real_now = self._real_clock.now()
        if real_now - self._upkeep_at >= _UPKEEP:
            self._upkeep_at = real_now
            await self.take_over()
            async with self._database.write() as store:
                await outbox.drop_old_holds(store, real_now)
                metrics.QUEUE.set(await outbox.unsent(store, self._clock.now()))
        if real_now - self._asked_at >= _ASK_AGAIN:
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

    async def _ask_me(self) -> None:
        self._asked_at = self._real_clock.now()
        me = await self._line.bot.get_me()
        topics = bool(me.has_topics_enabled)
        if topics != self._topics:
            self._topics = topics
            self._topicless.clear()
            if self._topics_changed is not None:
                self._topics_changed(topics)

    async def _ask_me_quietly(self) -> None:
        with suppress(TelegramError):
            await self._ask_me()

    async def _token_refused(self, row: Claimed) -> Verdict:
        """401 and 404 look the same: of the token, or of a method that this Bot API server does not know."""
        try:
            await self._ask_me()
        except InvalidToken:
            self._paused_until = self._real_clock.now() + _TOKEN_PAUSE
            log.error("Telegram refuses the bot's token: nothing can be sent")  # noqa: TRY400
            return waits(row, "token", error=row.error)
        except TelegramError:
            return self._answerer.unanswered(row, self._real_clock.now())
        return failed(row, Failure.REJECTED, "method not found")

    # --- small things

    def _room(self) -> int:
        return 0 if self._is_paused() else self._limits.room(self._parallel - len(self._in_flight))

    def _is_nearly_full(self) -> bool:
        return len(self._in_flight) > self._parallel * 3 // 4

    def _is_paused(self) -> bool:
        return self._paused_until is not None and self._real_clock.now() < self._paused_until

    async def _pause(self, seconds: float) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._stopping.wait()

    def _note(self, verdict: Verdict, now: datetime) -> None:
        row, outcome = verdict.row, verdict.outcome
        self._in_flight.discard(row.chat_key)
        if row.call is Call.TOPIC and outcome.failure in {Failure.REJECTED, Failure.GAVE_UP} and row.thread_id:
            self._topicless.add(row.thread_id)
        metrics.note(verdict, now)
        if outcome.state is OutboxState.SENT:
            log.debug("sent", row=row.id, call=row.call, kind=row.kind)
        else:
            log.info(
                "not sent",
                row=row.id,
                call=row.call,
                kind=row.kind,
                state=outcome.state,
                reason=verdict.reason,
                error=outcome.error,
                attempts=row.attempts,
            )
