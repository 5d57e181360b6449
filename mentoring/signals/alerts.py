"""Alerts as reviews open, raise and settle them. What the team does about one is elsewhere."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlmodel import col, or_, select

from mentoring.quiet import moment_of
from mentoring.signals.levels import RANK
from mentoring.signals.reasons import Kind, Reason, from_json
from mentoring.thresholds import Thresholds
from mentoring.waiting_news import after_working_days
from mentoring.work import Work
from storage.signals import EVENTS
from storage.tables import Alert, Duo
from storage.words import AlertState, DuoState, Level

CALLS = frozenset({Level.AT_RISK, Level.URGENT})  # levels at which the team hears of a duo
_MORNING = 8 * 60  # local minutes after midnight: before the digest
_SILENCE = "silence"
_ANSWERS = "answers"
# kinds that grow out of each other while nothing new happens are one reason
_FAMILY = {
    Kind.SILENCE: _SILENCE,
    Kind.UNANSWERED: _SILENCE,
    Kind.NO_MEETING: _SILENCE,
    Kind.FIRST_MEETING_LATE: _SILENCE,
    Kind.NOTHING_PLANNED: _SILENCE,
    Kind.LOW_ANSWERS: _ANSWERS,
    Kind.FALLING_ANSWERS: _ANSWERS,
}


@dataclass(slots=True)
class Alerts:
    """Those of one duo: the open one, and the settled ones of half a year."""

    open: Alert | None
    settled: Sequence[Alert] = ()

    @property
    def seen_to_at(self) -> datetime | None:
        """When the team last settled one; that a duo came back by itself is no deed of the team."""
        moments = (alert.resolved_at for alert in self.settled if not alert.by_itself)
        return max((moment for moment in moments if moment is not None), default=None)

    def holds_back(self, reasons: Iterable[Reason], rest: timedelta, now: datetime) -> bool:
        """An alert for the same was settled a short while ago."""
        families = _families(reasons)
        recent = (one for one in self.settled if one.resolved_at is not None and one.resolved_at + rest > now)
        return any(families <= _families(from_json(one.reasons)) for one in recent)


async def read_alerts(work: Work, duo_ids: Collection[int]) -> dict[int, Alerts]:
    """The alerts of these duos, in one statement."""
    lately = or_(col(Alert.resolved_at).is_(None), col(Alert.resolved_at) >= work.now - EVENTS)
    statement = select(Alert).where(col(Alert.duo_id).in_(duo_ids), lately).order_by(col(Alert.id))
    alerts = (await work.store.session.execute(statement.execution_options(populate_existing=True))).scalars().all()
    found: dict[int, list[Alert]] = {duo_id: [] for duo_id in duo_ids}
    for alert in alerts:
        found[alert.duo_id].append(alert)
    return {duo_id: _split(own) for duo_id, own in found.items()}


def keep_alert(
    work: Work,
    duo: Duo,
    alerts: Alerts,
    level: Level,
    reasons: Sequence[Reason],
    thresholds: Thresholds,
    zone: ZoneInfo,
) -> Alert | None:
    """Opens, raises or settles the duo's alert as its level asks; returns it where the team hears news."""
    known = alerts.open
    if level not in CALLS:
        if known is not None and level is Level.WELL:
            _settle(work, known, alerts, by_itself=duo.state == DuoState.ACTIVE)
        return None
    if known is not None:
        known.reasons = [reason.to_json() for reason in reasons]  # their numbers grow
        return known if _raise(known, level, next_at(work, thresholds, zone)) else None
    rest = timedelta(days=thresholds.alert_rest_days)
    if level is not Level.URGENT and alerts.holds_back(reasons, rest, work.now):
        return None
    alerts.open = Alert(
        duo_id=duo.id,
        organisation_id=duo.organisation_id,
        level=level,
        reasons=[reason.to_json() for reason in reasons],
        opened_at=work.now,
        next_at=next_at(work, thresholds, zone),
    )
    work.store.session.add(alerts.open)
    return alerts.open


def next_at(work: Work, thresholds: Thresholds, zone: ZoneInfo) -> datetime:
    """When somebody else hears of an alert that nobody has taken, in UTC."""
    day = after_working_days(work.now.astimezone(zone).date(), thresholds.alert_taken_days)
    return moment_of(day, _MORNING, zone)


def _raise(alert: Alert, level: Level, due: datetime) -> bool:
    """It has become worse: a snooze is over. Whether it has."""
    if RANK[level] <= RANK[Level(alert.level)]:
        return False
    alert.level = level
    if alert.state == AlertState.SNOOZED:
        alert.state, alert.next_at = AlertState.OPEN, due
    return True


def _settle(work: Work, alert: Alert, alerts: Alerts, *, by_itself: bool) -> None:
    alert.state, alert.resolved_at, alert.next_at, alert.by_itself = AlertState.RESOLVED, work.now, None, by_itself
    alerts.open, alerts.settled = None, [*alerts.settled, alert]


def _split(own: Sequence[Alert]) -> Alerts:
    still = [alert for alert in own if alert.resolved_at is None]
    return Alerts(still[0] if still else None, [alert for alert in own if alert.resolved_at is not None])


def _families(reasons: Iterable[Reason]) -> set[str]:
    return {_FAMILY.get(reason.kind, reason.kind) for reason in reasons}
