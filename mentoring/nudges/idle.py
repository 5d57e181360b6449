"""When it is too long since a duo planned anything: a nudge to the mentor, two in a row at most."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import func
from sqlmodel import col, select

from mentoring.actor import Actor
from mentoring.errors import NotFoundError, OutOfDateError
from mentoring.messages.nudges import AllIsWellNoted
from mentoring.nudges.rows import add_nudge
from mentoring.pauses import Calendar, read_pauses
from mentoring.signals.signs import was_here
from mentoring.threads import sides_of
from mentoring.work import Work
from storage.database import Store
from storage.tables import Duo, DuoSession, Membership, Nudge
from storage.words import DuoState, NudgeKind, SessionState

TOO_LONG = timedelta(days=10)  # issue "Time": nothing planned for 10 days
SETTLED = timedelta(days=14)  # how long "all is well" counts
IN_A_ROW = 2  # then somebody else has to do something
_BREATH = timedelta(days=2)  # who has just cancelled something knows that nothing is planned


async def refresh_idle(work: Work, duo: Duo) -> None:
    """Sets `duo.idle_at` anew: call it whenever a session of the duo is planned, moved, cancelled or over.

    Ten days after the end of the last session, be it past or still to come, or after the duo got under way; before
    that, and when the duo does not run any more, never.
    """
    since = await _planned_until(work, duo)
    duo.idle_at = max(since + TOO_LONG, work.now + _BREATH) if since is not None else None


async def find_idle(work: Work, limit: int = 100) -> int:
    """Has mentors nudged where nothing was planned for too long, `limit` duos at most; returns how many were due."""
    statement = (
        select(Duo)
        .where(col(Duo.idle_at).is_not(None), col(Duo.idle_at) <= work.now)
        .order_by(col(Duo.idle_at), col(Duo.id))
        .limit(limit)
    )
    duos = (await work.store.session.execute(statement.with_for_update(skip_locked=True))).scalars().all()
    calendars = await read_pauses(work, {duo.organisation_id for duo in duos})
    for duo in duos:
        await _nudge_once_more(work, duo, calendars[duo.organisation_id])
    return len(duos)


async def next_idle(store: Store) -> datetime | None:
    """When the next duo is due."""
    earliest = select(func.min(Duo.idle_at)).where(col(Duo.idle_at).is_not(None))
    return (await store.session.execute(earliest)).scalar_one_or_none()


async def nothing_is_planned(work: Work, duo: Duo) -> bool:
    """Whether it still is too long since anything was planned."""
    since = await _planned_until(work, duo)
    return since is not None and since + TOO_LONG <= work.now


async def all_is_well(actor: Actor, work: Work, duo_id: int) -> AllIsWellNoted:
    """The mentor says that nothing planned is fine. Raises NotFoundError; OutOfDateError where the duo has ended."""
    side = next((side for side in await sides_of(work, actor.person.id) if side.duo.id == duo_id), None)
    if side is None or side.thread.membership_id != side.duo.mentor_id:
        raise NotFoundError
    if not side.is_running:
        raise OutOfDateError
    if side.duo.idle_at is not None:
        side.duo.idle_at = max(side.duo.idle_at, work.now + SETTLED)
    await was_here(work, duo_id, actor.person.id)
    return AllIsWellNoted(name=side.name)


async def _nudge_once_more(work: Work, duo: Duo, calendar: Calendar) -> None:
    """The days of the organisation's pauses do not count, and nothing is said in one."""
    since = await _planned_until(work, duo)
    if since is None:
        duo.idle_at = None
        return
    too_long = max(calendar.counted(since, TOO_LONG), calendar.after(work.now))
    if too_long > work.now:
        duo.idle_at = too_long
        return
    about = since.isoformat(timespec="minutes")  # a new reason when something was planned since
    given = await _given(work, duo, about)
    if given >= IN_A_ROW:
        duo.idle_at = None
        return
    mentor = await work.store.session.get(Membership, duo.mentor_id)
    assert mentor is not None, "a foreign key guards this"
    key = f"idle:{duo.id}:{about}:{given + 1}"
    await add_nudge(work, duo, mentor.person_id, NudgeKind.NOTHING_PLANNED, work.now, about=about, key=key)
    duo.idle_at = calendar.counted(work.now, TOO_LONG)


async def _planned_until(work: Work, duo: Duo) -> datetime | None:
    """The end of the duo's last session, or when it got under way; None where nobody is nudged about it."""
    if duo.state != DuoState.ACTIVE or duo.under_way_since is None:
        return None
    statement = (
        select(DuoSession)
        .where(col(DuoSession.duo_id) == duo.id, col(DuoSession.state) != SessionState.CANCELLED)
        .order_by(col(DuoSession.starts_at).desc())
        .limit(1)
    )
    last = (await work.store.session.execute(statement)).scalars().first()
    if last is None:
        return duo.under_way_since
    return max(duo.under_way_since, last.starts_at + timedelta(minutes=last.minutes))


async def _given(work: Work, duo: Duo, about: str) -> int:
    statement = select(func.count(col(Nudge.id))).where(
        col(Nudge.duo_id) == duo.id, col(Nudge.kind) == NudgeKind.NOTHING_PLANNED, col(Nudge.about) == about
    )
    return int((await work.store.session.execute(statement)).scalar_one())
