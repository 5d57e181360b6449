"""What a duo's card tells of signs and of the open alert. Nothing is changed here."""

from __future__ import annotations

from datetime import date, timedelta
from zoneinfo import ZoneInfo

from sqlmodel import col, select

from mentoring.actor import Actor
from mentoring.desk.duo_levels import worse
from mentoring.messages.duos import AlertFacts, Signs
from mentoring.pairs import Pair
from mentoring.people import name_of
from mentoring.signals.history import ELSEWHERE_DAYS
from mentoring.signals.looking import Look, look_at
from mentoring.signals.probes import asked_lately, next_move, seen
from mentoring.signals.reasons import Reason, from_json
from mentoring.work import Work
from storage.tables import Alert, Duo, DuoEvent, Membership, Person
from storage.words import AlertState, Level, Noticed


async def open_alert_at(work: Work, duo_id: int) -> Alert | None:
    """As it stands now, not locked."""
    own = select(Alert).where(col(Alert.duo_id) == duo_id, col(Alert.resolved_at).is_(None))
    return (await work.store.session.execute(own)).scalar_one_or_none()


async def alert_facts(actor: Actor, work: Work, alert: Alert, zone: ZoneInfo) -> AlertFacts:
    taker = await _taker(work, alert)
    return AlertFacts(
        alert_id=alert.id,
        seen=seen(alert),
        taken_by=name_of(work.store.vault, taker) if taker is not None else None,
        taken_at=alert.taken_at,
        is_mine=taker is not None and taker.id == actor.person.id,
        snoozed_until=alert.next_at.astimezone(zone).date()
        if alert.state == AlertState.SNOOZED and alert.next_at is not None
        else None,
        lead_knows=alert.escalated_at is not None,
    )


async def _taker(work: Work, alert: Alert) -> Person | None:
    if alert.taken_by is None:
        return None
    statement = select(Person).join(Membership, col(Membership.person_id) == col(Person.id))
    return (await work.store.session.execute(statement.where(col(Membership.id) == alert.taken_by))).scalar_one()


async def signs_of(work: Work, duo: Duo, alert: Alert | None, pair: Pair, zone: ZoneInfo) -> Signs | None:
    """Why it is not well, with the reasons as they are today; where nothing is left of them, those of the alert."""
    level = worse(Level(duo.level), Level(alert.level) if alert is not None else None)
    if level is Level.WELL:
        return None
    kept = from_json(alert.reasons) if alert is not None else ()
    reasons = reasons_shown((await look_at(work, [duo]))[duo.id], kept)
    move, whom = next_move(reasons)
    return Signs(
        level=level,
        since=alert.opened_at if alert is not None else duo.level_since or work.now,
        reasons=reasons,
        asked=await asked_lately(work, duo.id, pair, zone, before=alert.opened_at if alert is not None else None),
        move=move,
        whom=whom,
    )


def reasons_shown(look: Look, kept: tuple[Reason, ...]) -> tuple[Reason, ...]:
    """Why a duo is called about: what speaks against it today; until the next review settles an alert of which nothing
    holds any more, what it keeps of the day before.
    """
    return look.reasons or kept


async def elsewhere_until(work: Work, duo_id: int, zone: ZoneInfo) -> date | None:
    """The last day on which silence says nothing, because somebody said that they meet elsewhere; None: it does."""
    statement = select(DuoEvent.at).where(
        col(DuoEvent.duo_id) == duo_id,
        col(DuoEvent.kind) == Noticed.ELSEWHERE,
        col(DuoEvent.at) > work.now - timedelta(days=ELSEWHERE_DAYS),
    )
    at = (await work.store.session.execute(statement.order_by(col(DuoEvent.at).desc()).limit(1))).scalars().first()
    if at is None:
        return None
    until = at.astimezone(zone).date() + timedelta(days=ELSEWHERE_DAYS - 1)
    return until if until >= work.now.astimezone(zone).date() else None
