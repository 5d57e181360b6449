"""Alerts as values, for whoever tells of them: the digest, /today, a duo's card. One statement for each list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func
from sqlalchemy.orm import aliased
from sqlmodel import col, select

from mentoring.alerts.showing import reasons_shown
from mentoring.desk.duo_rows import MENTOR, MENTORING, SEEKER, SEEKING
from mentoring.messages.pairing import Named
from mentoring.pairs import Side
from mentoring.people import name_of
from mentoring.rest_days import is_working_day
from mentoring.signals.levels import RANK
from mentoring.signals.looking import look_at
from mentoring.signals.reasons import Reason, from_json
from mentoring.waiting_news import working_days_between
from mentoring.work import Work
from storage.tables import Alert, Duo, Membership, Person, TeamDeed
from storage.words import AlertState, Level

REMIND_AFTER = 5  # working days in which nothing was done about an alert that somebody took
_TAKER, _TAKING = aliased(Membership), aliased(Person)


@dataclass(frozen=True, slots=True)
class OpenAlert:
    """One duo that somebody is to look after. `coordinator_id`, `taken_by`: memberships.

    `state` is open, taken or snoozed; `quiet_since` the first day of its reasons, `done_at` when the team last did
    anything about it; `snoozed_until` in UTC.
    """

    alert_id: int
    duo_id: int
    seeker: Named
    mentor: Named
    level: Level
    reasons: tuple[Reason, ...]
    opened_at: datetime
    state: AlertState
    taken_by: int | None
    taken_by_name: str | None
    coordinator_id: int | None
    escalated: bool
    snoozed_until: datetime | None
    quiet_since: date | None
    taken_at: datetime | None = None
    done_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class CameBack:
    """A duo that came back to life: its alert settled by itself."""

    alert_id: int
    duo_id: int
    seeker: Named
    mentor: Named
    coordinator_id: int | None
    resolved_at: datetime


async def open_alerts(work: Work, organisation_id: int) -> list[OpenAlert]:
    """All that are not settled, the worst first, then the oldest; snoozed ones too, `state` tells. One statement.

    Those of one day stand in the order of their duos: at which minute of the morning one was reviewed says nothing.
    """
    here = (col(Alert.organisation_id) == organisation_id, col(Alert.resolved_at).is_(None))
    found = [_open_alert(work, row) for row in (await work.store.session.execute(_with_names(*here))).all()]
    return sorted(found, key=lambda one: (-RANK[one.level], one.opened_at.date(), one.duo_id))


async def with_todays_reasons(work: Work, alerts: Sequence[OpenAlert]) -> list[OpenAlert]:
    """The same alerts with what still speaks against their duos today, as the card shows it (`reasons_shown`).

    Twelve statements, however many they are.
    """
    found = select(Duo).where(col(Duo.id).in_([one.duo_id for one in alerts]))
    duos = (await work.store.session.execute(found)).scalars().all() if alerts else []
    looks = await look_at(work, duos)
    return [replace(one, reasons=reasons_shown(looks[one.duo_id], one.reasons)) for one in alerts]


async def settled_by_itself(work: Work, organisation_id: int, since: datetime) -> list[CameBack]:
    """Duos that came back to life after that moment, the newest last. One statement."""
    statement = (
        select(Alert, Duo, SEEKER, SEEKING, MENTOR, MENTORING)  # type: ignore[call-overload]
        .join(Duo, col(Duo.id) == col(Alert.duo_id))
        .join(SEEKER, col(SEEKER.id) == col(Duo.seeker_id))
        .join(SEEKING, col(SEEKING.id) == col(SEEKER.person_id))
        .join(MENTOR, col(MENTOR.id) == col(Duo.mentor_id))
        .join(MENTORING, col(MENTORING.id) == col(MENTOR.person_id))
        .where(
            col(Alert.organisation_id) == organisation_id,
            col(Alert.resolved_at) > since,
            col(Alert.by_itself).is_(True),
        )
        .order_by(col(Alert.resolved_at), col(Alert.id))
    )
    rows = (await work.store.session.execute(statement)).all()
    vault = work.store.vault
    return [
        CameBack(
            alert_id=alert.id,
            duo_id=duo.id,
            seeker=Side(seeker, seeking).named(vault),
            mentor=Side(mentor, mentoring).named(vault),
            coordinator_id=duo.coordinator_id,
            resolved_at=alert.resolved_at,
        )
        for alert, duo, seeker, seeking, mentor, mentoring in rows
    ]


def resting_with_taker(alerts: Sequence[OpenAlert], today: date) -> list[OpenAlert]:
    """Of these, the ones that somebody took and about which nothing was done for five working days, on exactly the
    working day on which that is so: whoever is reminded each working day hears of each once. `today` is local.
    """
    return [one for one in alerts if one.state is AlertState.TAKEN and _is_due(one, today)]


def _is_due(one: OpenAlert, today: date) -> bool:
    last = max((moment for moment in (one.taken_at, one.done_at) if moment is not None), default=one.opened_at)
    return working_days_between(last.date(), today) == REMIND_AFTER and is_working_day(today)


def _with_names(*where: ColumnElement[bool]) -> Select[Any]:
    """Alerts with both sides, whoever took it, and when anything was last done."""
    done = select(func.max(TeamDeed.at)).where(col(TeamDeed.alert_id) == col(Alert.id)).scalar_subquery()
    statement: Select[Any] = select(Alert, Duo, SEEKER, SEEKING, MENTOR, MENTORING, _TAKING, done)  # type: ignore[call-overload]
    return (
        statement.join(Duo, col(Duo.id) == col(Alert.duo_id))
        .join(SEEKER, col(SEEKER.id) == col(Duo.seeker_id))
        .join(SEEKING, col(SEEKING.id) == col(SEEKER.person_id))
        .join(MENTOR, col(MENTOR.id) == col(Duo.mentor_id))
        .join(MENTORING, col(MENTORING.id) == col(MENTOR.person_id))
        .outerjoin(_TAKER, col(_TAKER.id) == col(Alert.taken_by))
        .outerjoin(_TAKING, col(_TAKING.id) == col(_TAKER.person_id))
        .where(*where)
    )


def _open_alert(work: Work, row: Sequence[Any]) -> OpenAlert:
    """Of one row of `_with_names`."""
    alert, duo, seeker, seeking, mentor, mentoring, taking, done_at = row
    vault, reasons, state = work.store.vault, from_json(alert.reasons), AlertState(alert.state)
    return OpenAlert(
        alert_id=alert.id,
        duo_id=duo.id,
        seeker=Side(seeker, seeking).named(vault),
        mentor=Side(mentor, mentoring).named(vault),
        level=Level(alert.level),
        reasons=reasons,
        opened_at=alert.opened_at,
        state=state,
        taken_by=alert.taken_by,
        taken_by_name=name_of(vault, taking) if taking is not None else None,
        coordinator_id=duo.coordinator_id,
        escalated=alert.escalated_at is not None,
        snoozed_until=alert.next_at if state is AlertState.SNOOZED else None,
        quiet_since=min((reason.since for reason in reasons), default=None),
        taken_at=alert.taken_at,
        done_at=done_at,
    )
