"""What alerts were worth: dropouts seen, how early, and how often a healthy duo was suspected; with standard errors."""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import sqrt
from random import Random

from mentoring.simulation.people import WEEKS, Duo

AFTER = 28  # days after the end of the fade in which an alert still counts
NEVER = 60  # days: later than any that counts
_DRAWS = 200  # of the dropouts with replacement, for the standard error of a median


@dataclass(frozen=True)
class Score:
    """Days are from the start of the fade to the first alert; who was never alerted counts as NEVER in the median.

    `false_alerts` are those of 100 healthy duos in a week. Each figure has its standard error beside it.
    """

    dropouts: int
    alerted: float
    alerted_error: float
    median: float
    median_error: float
    within_12: float
    false_alerts: float
    false_error: float

    def line(self) -> str:
        alerted = f"{100 * self.alerted:5.1f} ±{100 * self.alerted_error:3.1f} % alerted"
        median = f"median {self.median:4.1f} ±{self.median_error:3.1f} days ({100 * self.within_12:2.0f} % within 12)"
        return f"{alerted}, {median}, {self.false_alerts:5.2f} ±{self.false_error:4.2f} false alerts"


def score(duos: Sequence[Duo], alerts: Sequence[Sequence[int]], urgent: Sequence[Sequence[int]] | None = None) -> Score:
    """`urgent`: what reaches the team beside the rule, whatever it says. A dropout is seen by whichever comes first;
    false urgent alerts are not counted here.
    """
    beside = urgent or [()] * len(duos)
    delays = [
        _delay(duo, sorted([*own, *other]))
        for duo, own, other in zip(duos, alerts, beside, strict=True)
        if duo.drops_out
    ]
    alerted = sum(delay < NEVER for delay in delays) / len(delays)
    false_alerts, false_error = _false(zip(duos, alerts, strict=True))
    return Score(
        len(delays),
        alerted,
        sqrt(alerted * (1 - alerted) / len(delays)),
        statistics.median(delays),
        _median_error(delays),
        sum(delay <= 12 for delay in delays) / len(delays),
        false_alerts,
        false_error,
    )


def _delay(duo: Duo, alerts: Sequence[int]) -> float:
    seen = [day for day in alerts if duo.fades_at <= day <= duo.fades_at + duo.fade + AFTER]
    return seen[0] - duo.fades_at if seen else NEVER


def _median_error(delays: Sequence[float]) -> float:
    chance = Random(1)
    return statistics.stdev(statistics.median(chance.choices(delays, k=len(delays))) for _ in range(_DRAWS))


def _false(found: Iterable[tuple[Duo, Sequence[int]]]) -> tuple[float, float]:
    """Alerts of one duo are not independent of each other, so the error goes by duo."""
    counts, weeks = [], []
    for duo, alerts in found:
        healthy_until = min(duo.start + WEEKS * 7, duo.fades_at)
        weeks.append(max(0.0, healthy_until - duo.start) / 7)
        counts.append(sum(day < healthy_until for day in alerts))
    rate = sum(counts) / sum(weeks)
    spread = sum((count - rate * share) ** 2 for count, share in zip(counts, weeks, strict=True))
    return 100 * rate, 100 * sqrt(spread) / sum(weeks)
