"""What is known of duos now, read for a batch and weighed; nothing is changed."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from sqlmodel import col, select

from mentoring.pauses import Calendar, read_pauses
from mentoring.signals.alerts import Alerts, read_alerts
from mentoring.signals.explanations import Verdict
from mentoring.signals.facts import Facts, facts_of
from mentoring.signals.history import History, history_of
from mentoring.signals.keeping import Kept, read_kept
from mentoring.signals.ladder import Limits
from mentoring.signals.levels import level_of
from mentoring.signals.reasons import Reason
from mentoring.signals.replay import verdict_of
from mentoring.thresholds import Thresholds, thresholds_of
from mentoring.work import Work
from storage.signals import Rows, read_rows
from storage.tables import Duo, Organisation
from storage.words import Level, Role


@dataclass(frozen=True, slots=True)
class Look:
    """One duo as it stands. `fading_since`: the day on which the likeliest fade began, None where nothing explains
    itself so.
    """

    duo: Duo
    facts: Facts
    verdict: Verdict
    level: Level
    reasons: tuple[Reason, ...]
    thresholds: Thresholds
    limits: Limits
    alerts: Alerts
    before: Kept
    history: History
    people: Mapping[Role, int]

    @property
    def fading_since(self) -> date | None:
        return self.history.date_of(self.verdict.since)


async def look_at(work: Work, duos: Sequence[Duo]) -> dict[int, Look]:
    """These duos as they stand now, by their ids, in eleven statements however many they are."""
    if not duos:
        return {}
    ids = [duo.id for duo in duos]
    organisations = await _organisations(work, {duo.organisation_id for duo in duos})
    calendars = await read_pauses(work, organisations.keys())
    rows, alerts = await read_rows(work.store, ids, work.now), await read_alerts(work, ids)
    found = {}
    for duo in duos:
        organisation = organisations[duo.organisation_id]
        found[duo.id] = _look(work, duo, organisation, calendars[organisation.id], rows[duo.id], alerts[duo.id])
    return found


async def _organisations(work: Work, ids: Collection[int]) -> Mapping[int, Organisation]:
    statement = select(Organisation).where(col(Organisation.id).in_(ids))
    return {one.id: one for one in (await work.store.session.execute(statement)).scalars()}


def _look(work: Work, duo: Duo, organisation: Organisation, calendar: Calendar, rows: Rows, alerts: Alerts) -> Look:
    before, thresholds = read_kept(duo.ladder), thresholds_of(organisation)
    facts = facts_of(
        duo,
        rows,
        ZoneInfo(organisation.time_zone),
        work.now,
        pauses=calendar.pauses,
        usual=before.usual,
        last_signs=before.last_signs,
        seen_to_at=alerts.seen_to_at,
    )
    history, limits = history_of(facts), Limits(hold=thresholds.alert_rest_days)
    verdict = verdict_of(history)
    level, reasons = level_of(facts, verdict, thresholds, limits)
    people = {role: side.person_id for role, side in rows.sides.items()}
    return Look(duo, facts, verdict, level, reasons, thresholds, limits, alerts, before, history, people)
