"""The past of the demo's people, played in the order of its days, so that every phone has it with its real dates.

What is older than the last days are rows (bot/demo/rhythm.py); everything that a phone shows was said by the product's
own use cases and jobs, or written and tapped on a phone, while the clock stood at that moment.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from sqlmodel import col, select

from bot.clocks import RealClock
from bot.demo.cast import CAST, CLOSED_DAYS, DUOS, DuoStory, joined_days
from bot.demo.clock import DemoClock
from bot.demo.life import Life
from bot.demo.people import Settled, greet, pair
from bot.demo.phones import Hands
from bot.demo.port import DemoPort
from bot.demo.rhythm import actor_of, duo_of, look_ahead, look_back
from mentoring.check_ins.asking import ask_due
from mentoring.endings.ending import complete_duo
from mentoring.milestones import Milestone
from mentoring.progress.milestones import confirm_milestone, record_milestone
from mentoring.rest_days import is_rest_day
from mentoring.signals.review import review_duos
from mentoring.waiting_news import flag_long_waits
from mentoring.work import Work
from scheduler.review_duos import TELL
from storage.database import Database
from storage.tables import Thread
from storage.words import DuoState, Outcome

_ZONE = ZoneInfo("Europe/Brussels")
_NOTICED = 21  # days ago: on that morning it was seen that a duo fades, and one of the two was asked
_ANSWERS = 8  # at most so many taps for one round of questions: six faces and a little more

Deed = Callable[[], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Event:
    """What happens, and when: so many days before the demo opens, at that local hour."""

    days: int
    hour: int
    deed: Deed


class Past:
    """Plays all of it once. `now`: when the demo opens."""

    def __init__(
        self,
        database: Database,
        hands: Hands,
        clock: DemoClock,
        port: DemoPort,
        people: dict[str, Settled],
        life: Life,
        *,
        has_topics: bool,
    ) -> None:
        self._database, self._hands, self._clock, self._port = database, hands, clock, port
        self._people, self._life, self._has_topics = people, life, has_topics
        self._now = clock.now()
        self._played = 0

    async def play(self) -> None:
        """From the first day to the moment at which the demo opens; the clock ends where it began."""
        moments = [(self._moment(event), number, event) for number, event in enumerate(self._events())]
        self._clock.begin_at(min(moments)[0])
        for moment, _, event in sorted(moments, key=lambda one: one[:2]):
            if moment > self._clock.now():
                await self._settle()
                self._clock.advance_to(moment)
            await event.deed()
        await self._settle()
        self._clock.advance_to(self._now)
        await self._settle()

    def _moment(self, event: Event) -> datetime:
        """Never later than a minute before the demo opens."""
        local = (self._now - timedelta(days=event.days)).astimezone(_ZONE)
        at = local.replace(hour=event.hour, minute=0, second=0, microsecond=0).astimezone(self._now.tzinfo)
        return min(at, self._now - timedelta(minutes=1))

    def _last_working_day(self) -> int:
        """How many days ago it was."""
        return next(days for days in range(1, 9) if not is_rest_day((self._now - timedelta(days=days)).date()))

    # -- what happens --------------------------------------------------------------------------------------------------
    def _events(self) -> Iterator[Event]:
        for character in CAST:
            yield Event(joined_days(character), 9, partial(self._write, character.name, "/start"))
        for story in DUOS:
            yield Event(story.days, 10, partial(self._pair, story))
            if DuoState(story.state).is_running or story.state is DuoState.COMPLETED:
                yield from self._life_of(story)
        for settled in self._people.values():
            yield Event(2, 11, partial(self._greet, settled))
        yield Event(self._last_working_day(), 17, self._ask)
        yield Event(_NOTICED, 8, self._review_silent)
        yield Event(0, 7, self._look_around)

    def _life_of(self, story: DuoStory) -> Iterator[Event]:
        if story.days >= 10:
            yield Event(story.days - 1, 10, partial(self._look_back, story))
        for days, milestone in story.steps:
            yield Event(days, 12, partial(self._step, story, milestone))
        for number, (by_seeker, text) in enumerate(story.words):
            writer, reader = (story.seeker, story.mentor) if by_seeker else (story.mentor, story.seeker)
            yield Event(story.words_days, 13 + number, partial(self._write, writer, text, to=reader))
        if story.state is DuoState.ACTIVE:
            yield Event(1, 12, partial(self._look_ahead, story))
        if story.state is DuoState.COMPLETED:
            yield Event(CLOSED_DAYS, 15, partial(self._finish, story))

    async def _pair(self, story: DuoStory) -> None:
        async with self._work() as work:
            await pair(work, story, self._people, self._now)

    async def _greet(self, settled: Settled) -> None:
        async with self._work() as work:
            await greet(work, settled)

    async def _look_back(self, story: DuoStory) -> None:
        async with self._work() as work:
            await look_back(work, await duo_of(work, self._people, story), story, self._now)

    async def _look_ahead(self, story: DuoStory) -> None:
        async with self._work() as work:
            await look_ahead(work, await duo_of(work, self._people, story), self._people, story, self._now)

    async def _step(self, story: DuoStory, milestone: Milestone) -> None:
        """The job seeker notes it, the mentor says that it is so."""
        seeker, mentor = self._people[story.seeker], self._people[story.mentor]
        async with self._work() as work:
            duo = await duo_of(work, self._people, story)
            day = work.now.astimezone(_ZONE).date()
            noted = await record_milestone(await actor_of(work, seeker), work, duo.id, milestone, day)
            await confirm_milestone(await actor_of(work, mentor), work, noted.step.step_id)

    async def _finish(self, story: DuoStory) -> None:
        async with self._work() as work:
            duo = await duo_of(work, self._people, story)
            await complete_duo(await actor_of(work, self._people[story.by]), work, duo.id, Outcome.WORK)

    async def _ask(self) -> None:
        """The question of the week; who is well answers within minutes."""
        async with self._work() as work:
            asked = select(Thread).where(col(Thread.next_check_in_at).is_not(None))
            for thread in (await work.store.session.execute(asked)).scalars():
                thread.next_check_in_at = work.now
            await work.store.session.flush()
            await ask_due(work)
        await self._settle()
        self._clock.advance_to(self._clock.now() + timedelta(minutes=40))
        for _ in range(_ANSWERS):
            if not await self._life.live(self._now):
                return
            await self._settle()

    async def _review_silent(self) -> None:
        silent = [story for story in DUOS if story.silent_days]
        async with self._work() as work:
            duos = [await duo_of(work, self._people, story) for story in silent]
            await review_duos(work, [duo.id for duo in duos], TELL)

    async def _look_around(self) -> None:
        """How everybody stands this morning."""
        running = [story for story in DUOS if story.state is DuoState.ACTIVE]
        async with self._work() as work:
            duos = [await duo_of(work, self._people, story) for story in running]
            await review_duos(work, [duo.id for duo in duos], TELL)
            await flag_long_waits(work, 100)

    # -- means ---------------------------------------------------------------------------------------------------------
    @asynccontextmanager
    async def _work(self) -> AsyncIterator[Work]:
        self._played += 1
        async with self._database.write() as store:
            now, real_now = self._clock.now(), RealClock().now()
            yield Work(store, now, real_now, f"demo:{self._played}", has_topics=self._has_topics)

    async def _write(self, name: str, text: str, *, to: str = "") -> None:
        """On that phone; `to`: in the thread with that partner."""
        thread_id = None
        if to:
            async with self._database.read() as store:
                own = col(Thread.person_id) == self._people[name].person.id
                partner = col(Thread.partner_person_id) == self._people[to].person.id
                thread = (await store.session.execute(select(Thread).where(own, partner))).scalars().one()
            thread_id = thread.topic_id
        self._hands.write(self._people[name].user_id, text, thread_id)

    async def _settle(self) -> None:
        """Waits until the bot has taken every update and everything that follows from it has arrived."""
        await self._hands.heard()
        self._port.wake()
        await self._port.settle(60)
