"""Signs that reviews live on, noted where they happen: what a tap says, who blocked the bot, who came back."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Table, and_, delete, func, or_, select, update

from mentoring.signals.review import touch
from mentoring.work import Work
from storage.database import Store
from storage.tables import Duo, DuoEvent, Membership, Organisation
from storage.words import DuoState, Level, Noticed

_duo: Table = Duo.__table__  # type: ignore[attr-defined]
_event: Table = DuoEvent.__table__  # type: ignore[attr-defined]
_membership: Table = Membership.__table__  # type: ignore[attr-defined]
_organisation: Table = Organisation.__table__  # type: ignore[attr-defined]
_RUNNING = [state for state in DuoState if state.is_running]
_TWO_DAYS = timedelta(days=2)


async def note(work: Work, duo_id: int, kind: Noticed, person_id: int | None) -> None:
    """Notes it, and has the duo reviewed. `person_id`: whose it is; None: of the duo."""
    work.store.session.add(DuoEvent(duo_id=duo_id, kind=kind, person_id=person_id, at=work.now))
    await work.store.session.flush()
    await touch(work, duo_id)


async def take_back(work: Work, duo_id: int, kind: Noticed, person_id: int) -> None:
    """That person thinks otherwise now: it was never so."""
    own = (_event.c.duo_id == duo_id, _event.c.kind == kind, _event.c.person_id == person_id)
    await work.store.session.execute(delete(_event).where(*own))
    await touch(work, duo_id)


async def wrote(work: Work, duo: Duo) -> None:
    """A message went through its thread: of a duo that goes well that changes nothing, so nothing is written."""
    if duo.level != Level.WELL:
        await touch(work, duo.id, unless_well=True)


async def acted(work: Work, duo_id: int, person_id: int) -> None:
    """One of the two planned, moved or confirmed something, noted a step or a goal: as good as a message."""
    await _was_seen(work, duo_id, person_id, Noticed.ACTED, (Noticed.ACTED,))


async def was_here(work: Work, duo_id: int, person_id: int) -> None:
    """One of the two answered something else about the duo: they are not silent, whatever they said."""
    await _was_seen(work, duo_id, person_id, Noticed.WAS_HERE, (Noticed.ACTED, Noticed.WAS_HERE))


async def wrote_to_team(work: Work, person_id: int, organisation_id: int) -> None:
    """Who writes to the team is silent in none of their duos there."""
    own = (_duo.c.organisation_id == organisation_id, _duo.c.state.in_(_RUNNING), _is_of(person_id))
    running = select(_duo.c.id).where(*own).order_by(_duo.c.id)
    for duo_id in (await work.store.session.execute(running)).scalars().all():
        await was_here(work, duo_id, person_id)


async def _was_seen(work: Work, duo_id: int, person_id: int, kind: Noticed, known_by: tuple[Noticed, ...]) -> None:
    """Noted once a day of the organisation. A duo that goes well is not reviewed for it."""
    last, zone = await _last_of(work, duo_id, person_id, known_by)
    if last is None or last.astimezone(zone).date() < work.now.astimezone(zone).date():
        work.store.session.add(DuoEvent(duo_id=duo_id, kind=kind, person_id=person_id, at=work.now))
        await work.store.session.flush()
    await touch(work, duo_id, unless_well=True)


async def _last_of(
    work: Work, duo_id: int, person_id: int, kinds: tuple[Noticed, ...]
) -> tuple[datetime | None, ZoneInfo]:
    own = (_event.c.duo_id == _duo.c.id, _event.c.person_id == person_id, _event.c.kind.in_(kinds))
    statement = (
        select(func.max(_event.c.at), _organisation.c.time_zone)
        .select_from(_duo)
        .join(_organisation, _organisation.c.id == _duo.c.organisation_id)
        .outerjoin(_event, and_(*own, _event.c.at > work.now - _TWO_DAYS))
        .where(_duo.c.id == duo_id)
        .group_by(_organisation.c.time_zone)
    )
    last, zone = (await work.store.session.execute(statement)).one()
    return last, ZoneInfo(zone)


async def went_away(store: Store, now: datetime, person_id: int) -> None:
    """That person blocked the bot, or cannot be reached for good: noted once for each of their duos that run."""
    running = select(_duo.c.id).where(_duo.c.state.in_(_RUNNING), _is_of(person_id)).order_by(_duo.c.id)
    for duo_id in (await store.session.execute(running)).scalars().all():
        store.session.add(DuoEvent(duo_id=duo_id, kind=Noticed.BLOCKED, person_id=person_id, at=now))
    await store.session.flush()
    await _touch_all(store, now, person_id)


async def came_back(work: Work, person_id: int) -> None:
    """They can be reached again."""
    await _touch_all(work.store, work.now, person_id)


async def _touch_all(store: Store, now: datetime, person_id: int) -> None:
    later = or_(_duo.c.review_at.is_(None), _duo.c.review_at > now)
    own = (_duo.c.state.in_(_RUNNING), _is_of(person_id), later)
    await store.session.execute(update(_duo).where(*own).values(review_at=now))


def _is_of(person_id: int) -> ColumnElement[bool]:
    held = select(_membership.c.id).where(_membership.c.person_id == person_id)
    return or_(_duo.c.seeker_id.in_(held), _duo.c.mentor_id.in_(held))
