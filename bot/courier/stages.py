"""The four stages between a due row and its mark. Each can be awaited alone, so that a test can stop between them."""

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
from bot.courier.transport import open_line
from bot.courier.verdicts import Letter, Verdict, failed, waits
from mentoring.clock import Clock
from storage import delivery
from storage.database import Database
from storage.delivery import Claimed
from storage.words import Call, Failure, OutboxState

log = structlog.get_logger()
_LEASE = timedelta(minutes=3)
_CALL_SECONDS = 100.0  # well within the lease
_TOKEN_PAUSE = timedelta(seconds=30)


class Stages:
    """Claims, prepares, sends and marks rows. `clock` is programme time, `real_clock` real time (leases, limits)."""

    def __init__(
        self,
        database: Database,
        *,
        token: str,
        api_url: str,
        clock: Clock,
        real_clock: Clock,
        messages_per_second: float,
        paid_broadcast: bool,
        has_topics: bool | None,
        topics_changed: Callable[[bool], None] | None,
        parallel: int,
        sleep: Sleep,
        chance: random.Random,
    ) -> None:
        self._database = database
        self._clock, self._real_clock = clock, real_clock
        self._paid = paid_broadcast
        self._parallel = parallel
        self._topics = has_topics
        self._topics_changed = topics_changed
        self._topicless: set[int] = set()
        self._limits = Limits(messages_per_second, real_clock, sleep)
        self._line = open_line(token, api_url, self._limits, parallel)
        self._answerer = Answerer(Floods(), chance)
        self._owner = f"{os.getpid()}-{secrets.token_hex(4)}"
        self._in_flight: set[str] = set()  # chat keys, from the claim to the mark
        self._paused_until: datetime | None = None
        self._asked_at = real_clock.now()

    @property
    def has_topics(self) -> bool:
        return bool(self._topics)

    async def close(self) -> None:
        """Gives the connections back."""
        await self._line.close()

    async def take_over(self, *, everything: bool = False) -> int:
        """Puts back what a dead process was carrying; each of these may arrive twice."""
        async with self._database.write() as store:
            count = await delivery.take_over(
                store, self._real_clock.now(), everything=everything, besides=self._in_flight
            )
        if count:
            log.warning("rows taken over: each may arrive twice", rows=count)
        return count

    async def claim(self, limit: int) -> list[Claimed]:
        """At most one row a chat, and no more than can be sent now: nothing urgent waits behind a claimed wave."""
        if limit < 1:
            return []
        async with self._database.write() as store:
            rows = await delivery.claim(
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
            ours = await delivery.mark(store, self._owner, plain, now)
            for verdict in verdicts:
                if verdict.also and await delivery.mark(store, self._owner, [verdict.outcome], now):
                    ours += 1
                    await Writer(store, now).write(verdict)
        metrics.FENCED.inc(len(verdicts) - ours)
        for verdict in verdicts:
            self._note(verdict, now)

    # --- what Telegram says about the bot itself

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

    def _is_paused(self) -> bool:
        if self._paused_until is None:
            return False
        left = self._paused_until - self._real_clock.now()
        return timedelta(0) < left <= _TOKEN_PAUSE  # more than the whole pause: the clock was set back

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
