"""What the team does about an alert: takes it, snoozes it, settles it. The duo is locked first, then its alert.

Two coordinators at once: each button carries a print of the alert as it was shown (`seen`); where it stands otherwise,
nothing is changed, and the second sees on the card what the first did.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from zoneinfo import ZoneInfo

from mentoring.actor import Actor, organisation_of
from mentoring.alerts.history import add_deed, newest_deed
from mentoring.alerts.settling import open_alert_of, settle
from mentoring.desk.duo_card import duo_card
from mentoring.endings.duos import lock_duo
from mentoring.errors import NotFoundError
from mentoring.messages.duos import DuoFacts
from mentoring.quiet import moment_of
from mentoring.signals.probes import seen, tell
from mentoring.signals.review import review_duos
from mentoring.work import Work
from storage.tables import Alert, Duo, DuoEvent, Membership
from storage.words import AlertState, Deed, Noticed

SNOOZES = (3, 7)  # days
_MORNING = 8 * 60  # local minutes after midnight, before the digest
_JUST_NOW = timedelta(days=1)


@dataclass(slots=True)
class Held:
    """A duo and its alert, both locked; `by` is the actor in that team."""

    duo: Duo
    alert: Alert
    by: Membership

    def stands(self, as_seen: int) -> bool:
        """The alert is open, and as the button has it."""
        return self.alert.resolved_at is None and as_seen == seen(self.alert)


async def show_alert(actor: Actor, work: Work, alert_id: int) -> DuoFacts:
    """The card of its duo, however it stands now. Raises NotFoundError."""
    alert = await _alert(actor, work, alert_id)
    return await duo_card(actor, work, alert.duo_id)


async def take(actor: Actor, work: Work, alert_id: int, as_seen: int) -> DuoFacts:
    """From now on the actor looks after it, also where a colleague did when the button was made.

    Raises NotFoundError.
    """
    held = await _hold(actor, work, alert_id)
    if not held.stands(as_seen) or (held.alert.taken_by == held.by.id and held.alert.state == AlertState.TAKEN):
        return await as_it_stands(actor, work, held.duo, held.by)
    take_locked(work, held.alert, held.by)
    await add_deed(work, held.duo, held.alert, held.by, Deed.TOOK)
    return await duo_card(actor, work, held.duo.id)


def take_locked(work: Work, alert: Alert, by: Membership) -> None:
    """Nobody else is told of it any more."""
    alert.state, alert.taken_by, alert.taken_at, alert.next_at = AlertState.TAKEN, by.id, work.now, None


async def snooze(actor: Actor, work: Work, alert_id: int, days: int, as_seen: int) -> DuoFacts:
    """Quiet until the morning of the local day so many days from today. Raises NotFoundError."""
    if days not in SNOOZES:
        raise NotFoundError
    held = await _hold(actor, work, alert_id)
    if not held.stands(as_seen):
        return await as_it_stands(actor, work, held.duo, held.by)
    zone = ZoneInfo((await organisation_of(work.store, held.by)).time_zone)
    day = work.now.astimezone(zone).date() + timedelta(days=days)
    held.alert.state, held.alert.next_at = AlertState.SNOOZED, moment_of(day, _MORNING, zone)
    await add_deed(work, held.duo, held.alert, held.by, Deed.SNOOZED)
    return await duo_card(actor, work, held.duo.id)


async def settle_alert(actor: Actor, work: Work, alert_id: int, as_seen: int) -> DuoFacts:
    """All is well, says the team: what was noticed up to now counts no longer. Raises NotFoundError."""
    held = await _hold(actor, work, alert_id)
    if not held.stands(as_seen):
        return await as_it_stands(actor, work, held.duo, held.by)
    await add_deed(work, held.duo, held.alert, held.by, Deed.RESOLVED)
    settle(work, held.alert, held.by)
    work.store.session.add(DuoEvent(duo_id=held.duo.id, kind=Noticed.CLEARED, at=work.now))
    await work.store.session.flush()
    await review_duos(work, [held.duo.id], tell)
    return await duo_card(actor, work, held.duo.id)


async def as_it_stands(actor: Actor, work: Work, duo: Duo, by: Membership) -> DuoFacts:
    """The card; where a colleague has done the last thing of late, it says so."""
    last = await newest_deed(work, duo.id)
    is_news = last is not None and last.membership_id not in {None, by.id} and last.at > work.now - _JUST_NOW
    return await duo_card(actor, work, duo.id, changed_meanwhile=is_news)


async def _hold(actor: Actor, work: Work, alert_id: int) -> Held:
    """Raises NotFoundError."""
    alert = await _alert(actor, work, alert_id)
    by = actor.staff(alert.organisation_id)
    duo = await lock_duo(work, alert.duo_id)
    locked = await open_alert_of(work, duo.id)
    if locked is not None and locked.id == alert.id:
        return Held(duo, locked, by)
    await work.store.session.refresh(alert)
    return Held(duo, alert, by)


async def _alert(actor: Actor, work: Work, alert_id: int) -> Alert:
    alert = await work.store.session.get(Alert, alert_id)
    if alert is None:
        raise NotFoundError
    actor.staff(alert.organisation_id)
    return alert
