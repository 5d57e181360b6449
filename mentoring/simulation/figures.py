"""What alerts were worth: how many, how many dropouts they showed, how early, and how many were false."""

from __future__ import annotations

import statistics
from collections.abc import Iterable
from dataclasses import dataclass, fields

from mentoring.simulation.past import End, Past
from mentoring.simulation.replaying import Played

ENOUGH = 20  # duos that have ended: with fewer, one duo more or less says too much


@dataclass(frozen=True)
class Figures:
    """Sums over duos. Alerts are those of level at risk; urgent ones are counted apart.

    `leads`: days between the first alert (or urgent one) and the day on which the team knew, of each dropout seen.
    """

    duos: int = 0
    ended: int = 0
    dropouts: int = 0
    weeks: float = 0.0
    healthy_weeks: float = 0.0
    alerts: int = 0
    urgent: int = 0
    false_alarms: int = 0
    nudges: int = 0
    leads: tuple[int, ...] = ()

    def __add__(self, other: Figures) -> Figures:
        return Figures(**{each.name: getattr(self, each.name) + getattr(other, each.name) for each in fields(self)})

    @property
    def alerts_a_week(self) -> float:
        """For each 100 running duos."""
        return _each_100(self.alerts, self.weeks)

    @property
    def urgent_a_week(self) -> float:
        return _each_100(self.urgent, self.weeks)

    @property
    def nudges_a_week(self) -> float:
        return _each_100(self.nudges, self.weeks)

    @property
    def false_alarms_a_week(self) -> float:
        """For each 100 healthy duos."""
        return _each_100(self.false_alarms, self.healthy_weeks)

    @property
    def seen_percent(self) -> float:
        """Of the dropouts, those alerted before the team knew; 0 without any."""
        return 100 * len(self.leads) / self.dropouts if self.dropouts else 0.0

    @property
    def missed(self) -> int:
        return self.dropouts - len(self.leads)

    @property
    def lead_days(self) -> float | None:
        return statistics.median(self.leads) if self.leads else None


def _each_100(count: int, weeks: float) -> float:
    return 100 * count / weeks if weeks else 0.0


def figures_of(past: Past, played: Played) -> Figures:
    """One duo's."""
    healthy = max(0, (past.healthy_until - past.here_since).days)
    return Figures(
        duos=1,
        ended=int(past.end is not End.RUNNING),
        dropouts=int(past.end is End.DROPPED_OUT),
        weeks=((past.until - past.here_since).days + 1) / 7,
        healthy_weeks=healthy / 7,
        alerts=len(played.alerts),
        urgent=len(played.urgent),
        false_alarms=sum(day < past.healthy_until for day in played.alerts),
        nudges=played.nudges,
        leads=_lead(past, played),
    )


def _lead(past: Past, played: Played) -> tuple[int, ...]:
    if past.end is not End.DROPPED_OUT:
        return ()
    heard = [day for day in (*played.alerts, *played.urgent) if past.healthy_until <= day < past.until]
    return ((past.until - min(heard)).days,) if heard else ()


def total(found: Iterable[Figures]) -> Figures:
    return sum(found, Figures())
