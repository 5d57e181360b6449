"""What the clock does about alerts: one that nobody takes goes to the lead as well, one that was snoozed comes back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import func
from sqlmodel import col, select

from mentoring.alerts.showing import reasons_shown
from mentoring.guards import duo_active
from mentoring.hats import hat_of
from mentoring.in_charge import absent_today, at_work, in_charge, team_of
from mentoring.messages.alerts import NobodyTookIt
from mentoring.pairs import load_pair
from mentoring.pauses import Calendar, read_pauses
from mentoring.people import name_of
from mentoring.quiet import moment_of
from mentoring.signals.alerts import CALLS, next_at
from mentoring.signals.looking import look_at
from mentoring.signals.probes import seen
from mentoring.signals.reasons import from_json
from mentoring.thresholds import thresholds_of
from mentoring.work import Work
from storage.database import Store
from storage.tables import Alert, Duo, Membership, Organisation, Person
from storage.words import AlertState, Level, Role

_MORNING = 8 * 60  # local minutes after midnight, before the digest
_DAY = timedelta(days=1)


async def next_due_alert(store: Store) -> datetime | None:
    """When the next one is due, by index."""
    earliest = select(func.min(Alert.next_at)).where(col(Alert.next_at).is_not(None))
    moment: datetime | None = (await store.session.execute(earliest)).scalar_one()
    return moment


async def see_to_due_alerts(work: Work, limit: int = 100) -> int:
    """Does what is due, for `limit` alerts at most; returns how many were. Safe to run twice, late, beside itself."""
    statement = (
        select(Duo)
        .join(Alert, col(Alert.duo_id) == col(Duo.id))
        .where(col(Alert.next_at).is_not(None), col(Alert.next_at) <= work.now)
        .order_by(col(Alert.next_at), col(Alert.id))
        .limit(limit)
        .with_for_update(skip_locked=True, key_share=True, of=Duo)
    )
    duos = {duo.id: duo for duo in (await work.store.session.execute(statement)).scalars()}
    calendars = await read_pauses(work, {duo.organisation_id for duo in duos.values()})
    for alert in await _locked(work, list(duos)):
        duo = duos[alert.duo_id]
        await _see_to(work, duo, alert, calendars[duo.organisation_id])
    await work.store.session.flush()
    return len(duos)


async def _locked(work: Work, duo_ids: Sequence[int]) -> Sequence[Alert]:
    """Those that are still due, after whoever was quicker."""
    statement = (
        select(Alert)
        .where(col(Alert.duo_id).in_(duo_ids), col(Alert.next_at).is_not(None), col(Alert.next_at) <= work.now)
        .order_by(col(Alert.id))
        .with_for_update()
    )
    return (await work.store.session.execute(statement.execution_options(populate_existing=True))).scalars().all()


async def _see_to(work: Work, duo: Duo, alert: Alert, calendar: Calendar) -> None:
    if calendar.rests(work.now):  # the organisation has a pause
        alert.next_at = calendar.after(work.now, _MORNING)
    elif alert.state == AlertState.SNOOZED:
        await _wake(work, duo, alert, calendar)
    elif alert.state == AlertState.OPEN and alert.escalated_at is None:
        alert.next_at = None
        await _escalate(work, duo, alert)
    else:
        alert.next_at = None


async def _wake(work: Work, duo: Duo, alert: Alert, calendar: Calendar) -> None:
    """The snooze is over. While the duo is better than when the alert was opened, it stays quiet for one more day."""
    if Level(duo.level) not in CALLS:
        alert.next_at = moment_of(work.now.astimezone(calendar.zone).date() + _DAY, _MORNING, calendar.zone)
        return
    taker = await at_work(work, alert.taken_by)
    alert.taken_by = taker.id if taker is not None else None
    alert.state = AlertState.TAKEN if taker is not None else AlertState.OPEN
    organisation = await work.store.session.get(Organisation, duo.organisation_id)
    assert organisation is not None, "a foreign key guards this"
    is_told = alert.escalated_at is not None or taker is not None
    alert.next_at = None if is_told else next_at(work, thresholds_of(organisation), calendar.zone)


async def _escalate(work: Work, duo: Duo, alert: Alert) -> None:
    """Once: the leads hear of it; where nobody else leads, the next of the team."""
    first = await in_charge(work, duo.organisation_id, duo.coordinator_id)
    if first is None:
        return
    others = await _others(work, first)
    if others:
        alert.escalated_at = work.now
    pair, vault = await load_pair(work, duo), work.store.vault
    message = NobodyTookIt(
        alert_id=alert.id,
        seen=seen(alert),
        duo_id=duo.id,
        seeker=pair.seeker.named(vault),
        mentor=pair.mentor.named(vault),
        level=Level(alert.level),
        opened_at=alert.opened_at,
        reasons=reasons_shown((await look_at(work, [duo]))[duo.id], from_json(alert.reasons)),
        told=await _name(work, first),
    )
    for other in others:
        key = f"alert:{alert.id}:untaken:{other.person_id}"
        await work.post(other.person_id, message, guard=duo_active(duo.id), key=key, hat=await hat_of(work, other))


async def _others(work: Work, first: Membership) -> list[Membership]:
    """Who else hears of it: the leads who are there today, else the next of the team; all are away: whoever leads."""
    team = await team_of(work, first.organisation_id)
    known: dict[int, Membership] = {}  # one person may hold two roles: the lead's comes first
    for member in team:
        if member.person_id != first.person_id:
            known.setdefault(member.person_id, member)
    away = await absent_today(work, first.organisation_id, [member.id for member in known.values()])
    for there in ([one for one in known.values() if one.id not in away], list(known.values())):
        leads = [member for member in there if member.role == Role.LEAD]
        if there:
            return leads or there[:1]
    return []


async def _name(work: Work, member: Membership) -> str:
    person = await work.store.session.get(Person, member.person_id)
    assert person is not None, "a foreign key guards this"
    return name_of(work.store.vault, person)
