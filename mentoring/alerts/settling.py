"""The alert of a duo that rests or is over: settled with that, so that nothing stays open about it."""

from __future__ import annotations

from sqlmodel import col, select

from mentoring.work import Work
from storage.tables import Alert, Duo, Membership
from storage.words import AlertState, Level


async def see_to(work: Work, duo: Duo, by: Membership | None) -> None:
    """The team did what there was to do about the locked duo: it is well now, and its open alert settled.

    `by` is who did it; they count as who took it, where nobody had. None for the clock.
    """
    alert = await open_alert_of(work, duo.id)
    if alert is not None:
        settle(work, alert, by)
    if duo.level != Level.WELL:
        duo.level, duo.level_since = Level.WELL, work.now
    await work.store.session.flush()


async def open_alert_of(work: Work, duo_id: int) -> Alert | None:
    """Locked, and as it is now; its duo is locked by the caller before."""
    own = select(Alert).where(col(Alert.duo_id) == duo_id, col(Alert.resolved_at).is_(None)).with_for_update()
    return (await work.store.session.execute(own.execution_options(populate_existing=True))).scalar_one_or_none()


def settle(work: Work, alert: Alert, by: Membership | None) -> None:
    """By the team, not by itself."""
    if alert.taken_by is None and by is not None:
        alert.taken_by, alert.taken_at = by.id, work.now
    alert.state, alert.resolved_at, alert.next_at, alert.by_itself = AlertState.RESOLVED, work.now, None, False
