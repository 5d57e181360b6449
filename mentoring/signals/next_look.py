"""When time alone could change a duo's level: the moment of its next review."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from mentoring.quiet import moment_of
from mentoring.signals.explanations import Verdict
from mentoring.signals.facts import WAITS, Facts
from mentoring.signals.ladder import Limits
from mentoring.signals.reasons import last_met
from mentoring.thresholds import Thresholds
from storage.words import Level

HEALTHY_DAYS = 3  # so long a duo that goes well is left alone, unless something is due before
NEAR = 0.7  # of the limit of *watch*: so close to it a quiet day or two is enough
_MORNING = 6 * 60  # local minutes after midnight; the digest goes out at 08:30
_SPREAD = 90  # minutes over which the duos of a morning are spread
_DAY = timedelta(days=1)


def next_look(
    facts: Facts, level: Level, verdict: Verdict, thresholds: Thresholds, limits: Limits, *, spread_by: int
) -> datetime:
    """A morning where the organisation is, in UTC.

    Who is not well, or nearly not, is looked at daily; who is, after a few days or as soon as a question has waited too
    long, a meeting is over or a threshold is reached. `spread_by`: any number, always the same for a duo.
    """
    tomorrow = day = facts.today + _DAY
    if facts.days.pause_on(facts.today) is None and level is Level.WELL and verdict.fading < limits.watch * NEAR:
        day = min(due for due in _due(facts, thresholds) if due >= tomorrow)
    while (pause := facts.days.pause_on(day)) is not None:
        day = pause.last_day + _DAY
    return morning_of(day, facts.zone, spread_by)


def morning_of(day: date, zone: ZoneInfo, spread_by: int) -> datetime:
    """When that day's reviews of a duo are due, in UTC."""
    return moment_of(day, _MORNING + spread_by % _SPREAD, zone)


def _due(facts: Facts, thresholds: Thresholds) -> Iterator[date]:
    """Days on which something is told or reached, those that have passed included."""
    yield facts.today + HEALTHY_DAYS * _DAY
    yield from (one.asked + WAITS * _DAY for one in facts.rounds if one.answered is None)
    yield from (meeting.day + _DAY for meeting in facts.meetings)
    met = last_met(facts)
    if met is None:
        yield facts.begins + thresholds.watch_first_session_days * _DAY
        return
    yield met + thresholds.watch_contact_days * _DAY
    yield met + thresholds.risk_session_days * _DAY
