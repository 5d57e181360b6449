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

from mentoring.signals.ladder import Limits
from mentoring.simulation.people import BASE, DAYS, STRESS, WEEKS, Duo, Event, Happened
from mentoring.simulation.watching import Watch, Watched

OTHERS = ("21 days in a stage", "14 days no meeting", "2 missed check-ins", "3 ignored rounds")
_AFTER = 28  # days after the fade in which an alert still counts
_NEVER = 60


@dataclass
class Compared(Watched):
    """And what other rules made of the same duo."""

    others: dict[str, list[int]] = field(default_factory=lambda: {name: [] for name in OTHERS})


class OtherRules:
    """What other systems go by; each rings again after two weeks at the earliest."""

    def __init__(self, watched: Compared) -> None:
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


def watch(duo: Duo, limits: Limits) -> Compared:
    """Half a year and six weeks of one duo, from its second week on."""
    watched = Compared(duo)
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


def _part(task: tuple[int, int, float, Limits]) -> list[Compared]:
    seed, duos, dropouts, limits = task
    random = Random(seed)
    return [watch(Duo(Random(random.random()), dropouts), limits) for _ in range(duos)]


def play(pool: ProcessPoolExecutor, duos: int, seed: int, dropouts: float, limits: Limits) -> list[Compared]:
    """The cohort of that seed, in parts of 100 duos."""
    tasks = [(seed * 10_000 + part, min(100, duos - part * 100), dropouts, limits) for part in range(-(-duos // 100))]
    return [watched for part in pool.map(_part, tasks) for watched in part]


def tandems(cohort: Sequence[Compared]) -> Score:
    """A dropout is seen by whichever comes first; false urgent alerts (the lowest face) are a line of their own."""
    seen = score((watched.duo, sorted([*watched.alerts, *watched.urgent])) for watched in cohort)
    at_risk = score((watched.duo, watched.alerts) for watched in cohort)
    return replace(seen, false_alerts=at_risk.false_alerts)


def show(name: str, cohort: Sequence[Compared]) -> None:
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
