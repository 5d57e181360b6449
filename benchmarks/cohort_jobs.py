"""A small cohort through the whole of it: rows in a database, `duos.review` of the job table in virtual time.

The same lives as those of the pure playing. A day is lived at noon; what changed is reviewed in the evening, what time
alone changes in the morning, when questions to the two leave as well (never on a day of rest). Whoever answers does so
by the next morning, or the one after. The lead looks on the day of an alert; where the duo is well that is the end of
it, and the alert of one that fades stays open. An alert for the lowest face alone is an urgent one.
"""

from __future__ import annotations

import asyncio
import itertools
import statistics
import tempfile
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import time
from pathlib import Path

from sqlalchemy import update
from sqlmodel import col, select

from benchmarks.cohort_lives import Lives
from benchmarks.cohort_rows import Rowed, live_a_day, moment, settle
from benchmarks.cohort_rules import Tandem
from benchmarks.cohort_scores import score
from bot.clocks import StandingClock
from mentoring.alerts.settling import see_to
from mentoring.signals.ladder import Limits
from mentoring.signals.signs import note
from mentoring.simulation.people import DAYS, WEEKS
from mentoring.work import Work
from scheduler.runner import JobRunner
from scheduler.table import JOBS
from storage import migrate
from storage.database import Database
from storage.sealing import Vault
from storage.tables import Alert, Duo, DuoEvent, Outbox
from storage.words import Level, Noticed, OutboxState

_MORNING, _EVENING = time(8), time(20)
_NAMES = {"duos.review"}


class Town:
    """The duos of a cohort in one database, whose clock stands between the steps."""

    def __init__(self, database: Database, clock: StandingClock) -> None:
        self.database, self.clock = database, clock
        self.duos: dict[int, Rowed] = {}
        self.answers: dict[int, list[tuple[Rowed, int, bool]]] = {}  # by the day by whose morning they come
        self.nudges = 0
        self._causes = itertools.count()
        self._seen: set[int] = set()
        self._jobs = JobRunner(database, clock, jobs=[job for job in JOBS if job.name in _NAMES])

    @asynccontextmanager
    async def work(self) -> AsyncIterator[Work]:
        async with self.database.write() as store:
            yield Work(store, self.clock.now(), self.clock.now(), f"cohort:{next(self._causes)}")

    async def play(self, cohort: Lives, until: int) -> None:
        async with self.work() as work:
            self.duos = {rowed.duo_id: rowed for rowed in await settle(work, cohort.lives)}
        for day in range(int(cohort.first_days.min()), until):
            await self._morning(day)
            self.clock.advance_to(moment(day))
            async with self.work() as work:
                for rowed in self.duos.values():
                    await live_a_day(work, rowed, day)
            await self._review(day, _EVENING)

    async def _morning(self, day: int) -> None:
        self.clock.advance_to(moment(day, time(5)))
        for rowed, side, well in self.answers.pop(day, []):
            async with self.work() as work:
                kind = Noticed.NUDGE_WELL if well else Noticed.NUDGE_NO_CONTACT
                await note(work, rowed.duo_id, kind, rowed.people[side])
        await self._review(day, _MORNING)

    async def _review(self, day: int, at: time) -> None:
        self.clock.advance_to(moment(day, at))
        await self._deliver()
        await self._jobs.run_due(self.clock.now())
        async with self.work() as work:
            await self._hear_nudges(work, day)
            for alert in await self._new_alerts(work):
                await self._look(work, alert, day)

    async def _deliver(self) -> None:
        """What has waited has left: only that leaves a place in somebody's week."""
        waits = (col(Outbox.state) == OutboxState.PENDING, col(Outbox.due_at) <= self.clock.now())
        async with self.work() as work:
            left = update(Outbox).where(*waits).values(state=OutboxState.SENT, done_at=col(Outbox.due_at))
            await work.store.session.execute(left)

    async def _hear_nudges(self, work: Work, day: int) -> None:
        own = (col(DuoEvent.kind) == Noticed.NUDGED, col(DuoEvent.at) >= work.now)
        for nudge in (await work.store.session.execute(select(DuoEvent).where(*own))).scalars():
            rowed = self.duos[nudge.duo_id]
            assert nudge.person_id is not None, "a nudge goes to somebody"
            side = rowed.people.index(nudge.person_id)
            self.nudges += day < rowed.life.duo.start + WEEKS * 7
            answer = rowed.life.answer(side, day)
            if answer is not None:
                self.answers.setdefault(day + answer[0], []).append((rowed, side, answer[1]))

    async def _new_alerts(self, work: Work) -> Sequence[Alert]:
        found = (await work.store.session.execute(select(Alert).where(col(Alert.resolved_at).is_(None)))).scalars()
        return [alert for alert in found if alert.level == Level.URGENT or alert.id not in self._seen]

    async def _look(self, work: Work, alert: Alert, day: int) -> None:
        """An alert that becomes urgent is looked at once more."""
        rowed, duo = self.duos[alert.duo_id], await work.store.session.get(Duo, alert.duo_id)
        assert duo is not None, "an alert is of a duo"
        if alert.id not in self._seen:
            self._seen.add(alert.id)
            (rowed.urgent if alert.level == Level.URGENT else rowed.alerts).append(day)
        if rowed.life.duo.is_fading(day):
            return
        await see_to(work, duo, None)
        if alert.level != Level.URGENT:
            await note(work, duo.id, Noticed.CLEARED, None)


async def play_jobs(cohort: Lives, until: int = DAYS) -> tuple[list[Rowed], int]:
    """The duos with their alerts, and how many nudges were sent in the half year."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'cohort.db'}"
        await migrate.upgrade(url)
        database = Database(url, Vault([b"k" * 32], b"l" * 32))
        town = Town(database, StandingClock(moment(int(cohort.first_days.min()), time(1))))
        await town.play(cohort, until)
        await database.close()
    return list(town.duos.values()), town.nudges


def through_jobs(name: str, cohort: Lives) -> None:
    """Prints the figures of the jobs beside those of the pure playing, and how far their alerts are apart."""
    rowed, nudges = asyncio.run(play_jobs(cohort))
    pure = Tandem(cohort, Limits()).watch()
    duos, weeks = [life.duo for life in cohort.lives], len(cohort.lives) * WEEKS
    played = score(duos, [one.alerts for one in rowed], [one.urgent for one in rowed])
    plain = score(duos, pure.alerts, [life.urgent for life in cohort.lives])
    print(f"{name}: {len(duos)} duos, {plain.dropouts} dropouts")
    print(f"  {'through the jobs':<26} {played.line()}, {100 * nudges / weeks:.0f} nudges")
    print(f"  {'pure playing':<26} {plain.line()}, {100 * pure.nudges / weeks:.0f} nudges")
    apart = [
        first - second
        for life, one, other in zip(cohort.lives, rowed, pure.alerts, strict=True)
        if life.duo.drops_out
        for first in [_first(life.duo.fades_at, [*one.alerts, *one.urgent])]
        for second in [_first(life.duo.fades_at, [*other, *life.urgent])]
        if first is not None and second is not None
    ]
    same = sum(abs(days) <= 1 for days in apart) / len(apart)
    print(
        f"  first alert of a dropout: jobs later by {statistics.mean(apart):.1f} days on average, median "
        f"{statistics.median(apart):.0f}; {100 * same:.0f} % within a day of each other"
    )


def _first(fades_at: float, days: Sequence[int]) -> int | None:
    return min((day for day in days if day >= fades_at), default=None)
