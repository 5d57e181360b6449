"""How good the alarm is: cohorts whose true dropouts are known, watched by Tandem's rule and by the rules of others.

    python -m benchmarks.cohort [--duos 2000] [--seed 1] [--curve]

Prints, for the base and the stress cohort: the share of dropouts that were alerted, the median days from the start of
the fade to the alert, false alerts per 100 healthy duos a week, nudges per 100 duos a week; then the same for 21 days
in a stage (as in Mentorloop), two missed check-ins (iMentor), three ignored rounds (Donut), 14 days without a meeting
(Torch). `--curve` shows Tandem at other limits. A dropout counts as alerted until four weeks after its fade is over;
false urgent alerts are counted apart from Tandem's others.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field, replace
from random import Random

from benchmarks.cohort_people import BASE, DAYS, STRESS, WEEKS, Duo, Event, Happened
from mentoring.signals.explanations import SIDES, Evidence
from mentoring.signals.ladder import Deed, Ladder, Limits, next_step, reassured, resolved, silence_of, worried
from mentoring.signals.seen import Seen, What

OTHERS = ("21 days in a stage", "14 days no meeting", "2 missed check-ins", "3 ignored rounds")
_AFTER = 28  # days after the fade in which an alert still counts
_NEVER = 60
_SIGHTS = {
    Event.WROTE: What.WROTE,
    Event.CONFIRMED: What.CONFIRMED,
    Event.CANCELLED: What.CANCELLED,
    Event.ABSENT: What.ABSENT,
}


@dataclass
class Watched:
    """What the rules made of one duo. Alerts and urgent ones (the lowest face) are days."""

    duo: Duo
    alerts: list[int] = field(default_factory=list)
    urgent: list[int] = field(default_factory=list)
    nudges: int = 0
    others: dict[str, list[int]] = field(default_factory=lambda: {name: [] for name in OTHERS})


@dataclass
class Habits:
    """How often somebody usually does something, of what was seen lately, beginning with what is usual for all."""

    done: float
    of: float
    keep: float

    @property
    def share(self) -> float:
        return self.done / self.of

    def note(self, *, done: bool) -> None:
        self.done, self.of = self.done * self.keep + done, self.of * self.keep + 1


class Watch:
    """Tandem's rule beside one duo, day by day."""

    def __init__(self, watched: Watched, limits: Limits) -> None:
        self.watched, self.limits, self.ladder = watched, limits, Ladder()
        self.evidence = Evidence()
        self.rounds = [Habits(1.36, 2.0, 0.9) for _ in SIDES]
        self.weeks = Habits(1.2, 2.0, 0.875)
        self.writes = [0.15, 0.15]
        self.answers: dict[int, tuple[int, bool]] = {}  # side -> (day, all is well?)

    def day(self, day: int, happened: Sequence[Happened]) -> None:
        evidence, ladder = self.evidence, self.ladder
        evidence.writes = dict(zip(SIDES, self.writes, strict=True))
        if not evidence.day:
            evidence.begin(day)
        evidence.go_to(day)
        for one in happened:
            self._see(day, one)
        wrote = {one.side for one in happened if one.event is Event.WROTE}
        self.writes = [usual + ((side in wrote) - usual) / 30 for side, usual in enumerate(self.writes)]
        ladder = self._heard(day, ladder)
        silent = silence_of(ladder, day, self.limits)
        if silent is not None:
            evidence.see(Seen(What.NUDGE_SILENT, day, silent))
        self.ladder, deed = next_step(ladder, evidence.verdict(), day, self.limits)
        if deed is Deed.NUDGE:
            self._nudge(day)
        elif deed is Deed.ALERT:
            self._alert(day)

    def _see(self, day: int, one: Happened) -> None:
        side = SIDES[one.side]
        if one.event in _SIGHTS:
            self.evidence.see(Seen(_SIGHTS[one.event], day, side))
        elif one.event is Event.FACE:
            self.evidence.see(Seen(What.FACE, day, side, value=one.value))
        elif one.event is Event.WEEK:
            self.evidence.see(Seen(What.MET if one.value else What.NOT_MET, day, side, self.weeks.share))
            self.weeks.note(done=bool(one.value))
        else:
            habit = self.rounds[one.side]
            self.evidence.see(Seen(What.ANSWERED if one.value else What.UNANSWERED, day, side, habit.share))
            habit.note(done=bool(one.value))

    def _heard(self, day: int, ladder: Ladder) -> Ladder:
        for side, (answered, well) in list(self.answers.items()):
            if answered == day:
                del self.answers[side]
                self.evidence.see(Seen(What.NUDGE_WELL if well else What.NUDGE_WORRY, day, SIDES[side]))
                ladder = reassured(ladder, day, self.limits) if well else worried(ladder, day)
        return ladder

    def _nudge(self, day: int) -> None:
        assert self.ladder.asked is not None
        side = SIDES.index(self.ladder.asked)
        self.watched.nudges += 1
        answer = self.watched.duo.answer_nudge(side, day)
        if answer is not None:
            self.answers[side] = (day + answer[0], answer[1])

    def _alert(self, day: int) -> None:
        """The coordinator calls; where all is well that is the end of it."""
        self.watched.alerts.append(day)
        if not self.watched.duo.is_fading(day):
            self.evidence.begin(day)
            self.ladder = resolved(day, self.limits)
            self.answers.clear()


class OtherRules:
    """What other systems go by; each rings again after two weeks at the earliest."""

    def __init__(self, watched: Watched) -> None:
        self.watched = watched
        self.met = watched.duo.start
        self.missed = [0, 0]
        self.quiet_until = dict.fromkeys(OTHERS, -1)

    def day(self, day: int, happened: Sequence[Happened]) -> None:
        for one in happened:
            if one.event is Event.WEEK and one.value:
                self.met = day
            elif one.event is Event.ROUND:
                self.missed[one.side] = 0 if one.value else self.missed[one.side] + 1
        rings = (day - self.met >= 21, day - self.met >= 14, max(self.missed) >= 2, max(self.missed) >= 3)
        for name, rung in zip(OTHERS, rings, strict=True):
            if rung and day >= self.quiet_until[name]:
                self.watched.others[name].append(day)
                self.quiet_until[name] = day + 14


def watch(duo: Duo, limits: Limits) -> Watched:
    """Half a year and six weeks of one duo, from its second week on."""
    watched = Watched(duo)
    tandem, others = Watch(watched, limits), OtherRules(watched)
    for day in range(duo.start + 7, DAYS):
        happened = duo.live(day)
        watched.urgent += [day for one in happened if one.event is Event.FACE and one.value == 1]
        tandem.day(day, happened)
        others.day(day, happened)
    return watched


@dataclass(frozen=True)
class Score:
    dropouts: int
    alerted: float
    median: float
    within_12: float
    false_alerts: float  # per 100 healthy duos a week

    def line(self) -> str:
        caught = f"{100 * self.alerted:5.1f} % alerted, median {self.median:4.1f} days"
        false = f"{self.false_alerts:5.2f} false alerts per 100 healthy duos a week"
        return f"{caught}, {100 * self.within_12:3.0f} % within 12 days, {false}"


def score(found: Iterable[tuple[Duo, Sequence[int]]]) -> Score:
    delays: list[float] = []
    false_alerts, weeks = 0, 0.0
    for duo, alerts in found:
        healthy_until = min(duo.start + WEEKS * 7, duo.fades_at)
        weeks += max(0.0, healthy_until - duo.start) / 7
        false_alerts += sum(day < healthy_until for day in alerts)
        if duo.drops_out:
            seen = [day for day in alerts if duo.fades_at <= day <= duo.fades_at + duo.fade + _AFTER]
            delays.append(seen[0] - duo.fades_at if seen else _NEVER)
    alerted = [delay for delay in delays if delay < _NEVER]
    return Score(
        len(delays),
        len(alerted) / len(delays),
        statistics.median(delays),
        sum(delay <= 12 for delay in delays) / len(delays),
        100 * false_alerts / weeks,
    )


def _part(task: tuple[int, int, float, Limits]) -> list[Watched]:
    seed, duos, dropouts, limits = task
    random = Random(seed)
    return [watch(Duo(Random(random.random()), dropouts), limits) for _ in range(duos)]


def play(pool: ProcessPoolExecutor, duos: int, seed: int, dropouts: float, limits: Limits) -> list[Watched]:
    """The cohort of that seed, in parts of 100 duos."""
    tasks = [(seed * 10_000 + part, min(100, duos - part * 100), dropouts, limits) for part in range(-(-duos // 100))]
    return [watched for part in pool.map(_part, tasks) for watched in part]


def tandems(cohort: Sequence[Watched]) -> Score:
    """A dropout is seen by whichever comes first; false urgent alerts (the lowest face) are a line of their own."""
    seen = score((watched.duo, sorted([*watched.alerts, *watched.urgent])) for watched in cohort)
    at_risk = score((watched.duo, watched.alerts) for watched in cohort)
    return replace(seen, false_alerts=at_risk.false_alerts)


def show(name: str, cohort: Sequence[Watched]) -> None:
    nudges = 100 * sum(watched.nudges for watched in cohort) / (len(cohort) * WEEKS)
    tandem = tandems(cohort)
    print(f"{name}: {len(cohort)} duos, {tandem.dropouts} dropouts, {nudges:.0f} nudges per 100 duos a week")
    print(f"  Tandem              {tandem.line()}")
    for rule in OTHERS:
        print(f"  {rule:<19} {score((watched.duo, watched.others[rule]) for watched in cohort).line()}")
    print(f"  urgent alone        {score((watched.duo, watched.urgent) for watched in cohort).line()}")


def main() -> None:
    parser = argparse.ArgumentParser(prog="benchmarks.cohort", description=__doc__.split("\n")[0])
    parser.add_argument("--duos", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--curve", action="store_true", help="Tandem at other limits, on the stress cohort")
    asked = parser.parse_args()
    begun = time.perf_counter()
    with ProcessPoolExecutor(asked.processes) as pool:
        for name, dropouts in (("base", BASE), ("stress", STRESS)):
            show(name, play(pool, asked.duos, asked.seed, dropouts, Limits()))
        if asked.curve:
            for alarm in (0.03, 0.05, 0.08, 0.12, 0.2):
                cohort = play(pool, asked.duos, asked.seed, STRESS, replace(Limits(), alarm=alarm))
                print(f"  alarm at {alarm:<10} {tandems(cohort).line()}")
    print(f"{time.perf_counter() - begun:.0f} s")


if __name__ == "__main__":
    main()
