"""The rules that watch a cohort: Tandem's, and those of other systems. Each gives the days of its alerts, by duo."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from benchmarks.cohort_lives import Life, Lives
from benchmarks.cohort_weighing import Weighing
from mentoring.signals.explanations import SIDES, Verdict
from mentoring.signals.ladder import (
    Deed,
    Ladder,
    Limits,
    Step,
    next_step,
    reassured,
    resolved,
    silence_of,
    worried,
)
from mentoring.signals.model import USUAL
from mentoring.signals.seen import What
from mentoring.simulation.people import DAYS, WEEKS, Event

Alerts = list[list[int]]  # by duo, its days
_AGAIN = 14  # days after which another rule rings again, and in which Tandem's settled alert does not come back


@dataclass
class Watched:
    """`nudges`: within the half year, by duo those of its healthy weeks and of the others."""

    alerts: Alerts
    nudges: int


@dataclass
class _Duo:
    """How it stands with one duo. `answers`: by side the day on which one will come, and whether all is well."""

    ladder: Ladder
    answers: dict[int, tuple[int, bool]]


class Tandem:
    """The rule of mentoring/signals/: nudges, and alerts at `limits.alarm`.

    The coordinator calls on the day of an alert; where all is well that is the end of it.
    """

    def __init__(self, cohort: Lives, limits: Limits) -> None:
        self.cohort, self.limits = cohort, limits
        self.weighing = Weighing(len(cohort.lives), cohort.keys, USUAL)
        self.duos = [_Duo(Ladder(), {}) for _ in cohort.lives]
        self.found = Watched([[] for _ in cohort.lives], 0)

    def watch(self) -> Watched:
        first_days = self.cohort.first_days
        for day in range(int(first_days.min()), DAYS):
            self.weighing.next_day(day, self.cohort.usual[day])
            self.weighing.forget(np.nonzero(first_days == day)[0])
            for (_, side), (duos, keys) in self.cohort.seen.get(day, {}).items():
                self.weighing.see(duos, keys, side)
            begun = np.nonzero(first_days <= day)[0]
            for number in begun:
                self._hear(int(number), day)
            shares = self.weighing.shares()
            for number in begun:
                self._climb(int(number), day, shares[number].tolist())
        return self.found

    def _hear(self, number: int, day: int) -> None:
        duo = self.duos[number]
        for side, (answered, well) in list(duo.answers.items()):
            if answered == day:
                del duo.answers[side]
                self.weighing.hear(number, What.NUDGE_WELL if well else What.NUDGE_WORRY, side)
                duo.ladder = reassured(duo.ladder, day, self.limits) if well else worried(duo.ladder, day)
        silent = silence_of(duo.ladder, day, self.limits)
        if silent is not None:
            self.weighing.hear(number, What.NUDGE_SILENT, SIDES.index(silent))

    def _climb(self, number: int, day: int, shares: Sequence[float]) -> None:
        duo, fading = self.duos[number], sum(shares)
        if duo.ladder.step is Step.CALM and fading < min(self.limits.watch, self.limits.alarm):
            return
        verdict = Verdict(fading, dict(zip(SIDES, shares, strict=True)), None)
        duo.ladder, deed = next_step(duo.ladder, verdict, day, self.limits)
        if deed is Deed.NUDGE:
            self._nudge(number, day)
        elif deed is Deed.ALERT:
            self._alert(number, day)

    def _nudge(self, number: int, day: int) -> None:
        duo, life = self.duos[number], self.cohort.lives[number]
        assert duo.ladder.asked is not None, "a nudge goes to somebody"
        side = SIDES.index(duo.ladder.asked)
        self.found.nudges += day < life.duo.start + WEEKS * 7
        answer = life.answer(side, day)
        if answer is not None:
            duo.answers[side] = (day + answer[0], answer[1])

    def _alert(self, number: int, day: int) -> None:
        self.found.alerts[number].append(day)
        if not self.cohort.lives[number].duo.is_fading(day):
            self.weighing.forget(number)
            self.duos[number] = _Duo(resolved(day, self.limits), {})


Rule = Callable[[Life], Iterator[int]]
"""The days on which it would ring, in order."""


def without_meeting(days: int) -> Rule:
    """So long no meeting was known (21: a stage of Mentorloop, 14: Torch)."""

    def rings(life: Life) -> Iterator[int]:
        met = life.duo.start
        for day, happened in life.days.items():
            if any(one.event is Event.WEEK and one.value for one in happened):
                met = day
            if day - met >= days:
                yield day

    return rings


def unanswered(times: int) -> Rule:
    """So many rounds in a row unanswered by one side (2: iMentor, 3: Donut)."""

    def rings(life: Life) -> Iterator[int]:
        missed = [0, 0]
        for day, happened in life.days.items():
            for one in happened:
                if one.event is Event.ROUND:
                    missed[one.side] = 0 if one.value else missed[one.side] + 1
            if max(missed) >= times:
                yield day

    return rings


def ring(cohort: Lives, rule: Rule) -> Alerts:
    """Its alerts: it rings again after two weeks at the earliest."""
    return [list(_spaced(rule(life))) for life in cohort.lives]


def _spaced(days: Iterator[int]) -> Iterator[int]:
    quiet_until = -1
    for day in days:
        if day >= quiet_until:
            quiet_until = day + _AGAIN
            yield day
