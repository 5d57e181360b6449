"""How good the alarm is: cohorts whose true dropouts are known, watched by Tandem's rule and by the rules of others.

    python -m benchmarks.cohort [--duos 2000] [--seeds 201-205] [--curve] [--nudges]
    python -m benchmarks.cohort --through-jobs [--duos 300] [--seeds 201]

Prints, for the base and the stress cohort: the share of dropouts that were alerted, the median days from the start of
the fade to the alert, false alerts per 100 healthy duos a week, nudges per 100 duos a week, with standard errors; then
the same for 21 days in a stage (as in Mentorloop), 14 days without a meeting (Torch), two missed check-ins (iMentor)
and three ignored rounds (Donut), and for Tandem as often wrong as each of them. A dropout counts as alerted until four
weeks after its fade is over; false urgent alerts (the lowest face) are counted apart from Tandem's others. `--curve`
tries other limits of the alarm, and other days and times of the other rules, and sets Tandem beside each of them at a
limit at which it is no more often wrong; `--nudges` tries fewer and more nudges.

Limits were chosen on the seeds 101 to 103; figures are those of 201 to 205.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from benchmarks.cohort_jobs import through_jobs
from benchmarks.cohort_lives import Life, Lives, live
from benchmarks.cohort_rules import Rule, Tandem, ring, unanswered, without_meeting
from benchmarks.cohort_scores import Score, score
from mentoring.signals.ladder import Limits
from mentoring.simulation.people import BASE, STRESS, WEEKS

OTHERS = {
    "21 days in a stage": without_meeting(21),
    "14 days no meeting": without_meeting(14),
    "2 missed check-ins": unanswered(2),
    "3 ignored rounds": unanswered(3),
}
ALARMS = (0.009, 0.0095, 0.0105, 0.0115, 0.013, 0.016, 0.02, 0.03, 0.04, 0.054, 0.07, 0.1, 0.15, 0.25)
DAYS_WITHOUT, TIMES = (10, 14, 21, 28, 35, 42, 56), (1, 2, 3, 4, 5, 6)


@dataclass(frozen=True)
class Cohort:
    """Several seeds watched as one."""

    name: str
    parts: Sequence[Lives]

    def tandem(self, limits: Limits) -> tuple[Score, float]:
        """And nudges per 100 duos a week."""
        found = [Tandem(part, limits).watch() for part in self.parts]
        nudges = sum(one.nudges for one in found)
        alerts = [own for one in found for own in one.alerts]
        return self._score(alerts, [life.urgent for life in self.lives]), 100 * nudges / (len(self.lives) * WEEKS)

    def other(self, rule: Rule) -> Score:
        return self._score([own for part in self.parts for own in ring(part, rule)])

    def urgent(self) -> Score:
        return self._score([life.urgent for life in self.lives])

    @property
    def lives(self) -> list[Life]:
        return [life for part in self.parts for life in part.lives]

    def _score(self, alerts: Sequence[Sequence[int]], urgent: Sequence[Sequence[int]] | None = None) -> Score:
        return score([life.duo for life in self.lives], alerts, urgent)


def show(cohort: Cohort) -> None:
    tandem, nudges = cohort.tandem(Limits())
    size = f"{len(cohort.lives)} duos, {tandem.dropouts} dropouts"
    print(f"{cohort.name}: {size}, {nudges:.0f} nudges per 100 duos a week; false alerts per 100 healthy duos a week")
    print(f"  {'Tandem':<26} {tandem.line()}")
    print(f"  {'urgent (lowest face) alone':<26} {cohort.urgent().line()}")
    for name, rule in OTHERS.items():
        other = cohort.other(rule)
        times = other.false_alerts / tandem.false_alerts
        print(f"  {name:<26} {other.line()}, {times:.1f} times as many")


def curve(cohort: Cohort) -> None:
    """Recall and days against false alerts; and Tandem beside each other rule, no more often wrong than that one."""
    print(f"{cohort.name}: the curve")
    scores = [cohort.tandem(replace(Limits(), alarm=alarm))[0] for alarm in ALARMS]
    for alarm, found in zip(ALARMS, scores, strict=True):
        print(f"  {f'Tandem, alarm at {alarm}':<26} {found.line()}")
    for days in DAYS_WITHOUT:
        print(f"  {f'{days} days without a meeting':<26} {cohort.other(without_meeting(days)).line()}")
    for times in TIMES:
        print(f"  {f'{times} rounds unanswered':<26} {cohort.other(unanswered(times)).line()}")
    print(f"{cohort.name}: Tandem no more often wrong than each other rule")
    for name, rule in OTHERS.items():
        other = cohort.other(rule)
        same = max((one for one in scores if one.false_alerts <= other.false_alerts), key=lambda one: one.false_alerts)
        print(f"  {name:<26} {other.line()}\n  {'  Tandem':<26} {same.line()}, {_compared(same, other)}")


def _compared(tandem: Score, other: Score) -> str:
    """How the two stand; "worse on both" is what must not be."""
    more, earlier = 100 * (tandem.alerted - other.alerted), other.median - tandem.median
    return f"{more:+.1f} points, {earlier:+.1f} days earlier{', worse on both' if more < 0 > earlier else ''}"


def nudging(cohort: Cohort) -> None:
    """What fewer nudges cost, as often wrong as with those that are sent."""
    print(f"{cohort.name}: fewer and more nudges")
    for watch, alarm in ((0.006, 0.0475), (0.009, 0.054), (0.011, 0.0555), (0.013, 0.058), (0.016, 0.0615)):
        found, nudges = cohort.tandem(replace(Limits(), watch=watch, alarm=alarm))
        print(f"  {f'watch at {watch}, alarm {alarm}':<28} {nudges:3.0f} nudges, {found.line()}")


def seeds_of(text: str) -> Iterator[int]:
    """`201-205`, or `7`."""
    first, _, last = text.partition("-")
    yield from range(int(first), int(last or first) + 1)


def main() -> None:
    parser = argparse.ArgumentParser(prog="benchmarks.cohort", description=__doc__.split("\n")[0])
    parser.add_argument("--duos", type=int, default=0, help="of each seed (2000; 300 through the jobs)")
    parser.add_argument("--seeds", default="201", help="one, or from-to")
    parser.add_argument("--curve", action="store_true", help="other limits, days and times")
    parser.add_argument("--nudges", action="store_true", help="fewer and more nudges")
    parser.add_argument("--through-jobs", action="store_true", help="rows in a database, reviewed by the job")
    asked = parser.parse_args()
    begun, seeds = time.perf_counter(), list(seeds_of(asked.seeds))
    if asked.through_jobs:
        through_jobs("stress", live(asked.duos or 300, seeds[0], STRESS))
    for name, dropouts in () if asked.through_jobs else (("base", BASE), ("stress", STRESS)):
        cohort = Cohort(name, [live(asked.duos or 2000, seed, dropouts) for seed in seeds])
        show(cohort)
        if asked.curve:
            curve(cohort)
        if asked.nudges:
            nudging(cohort)
    print(f"{time.perf_counter() - begun:.0f} s")


if __name__ == "__main__":
    main()
