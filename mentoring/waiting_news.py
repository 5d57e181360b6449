"""Waiting for a duo: news for whoever waits, word for the team, erasure in the end (programme, "The life of a duo", 3).

The moments are set when somebody is ready and in no duo, and go when one begins. Working days are Belgium's, in the
organisation's time zone; how many is the organisation's choice (mentoring/thresholds.py), and the days of its pauses do
not count. A proposal that is open holds news and word back, the place in the queue stays.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, and_, func
from sqlmodel import col, or_, select

from mentoring.actor import organisation_of
from mentoring.contact import WEEKLY_LIMIT, begun_lately
from mentoring.endings.afterwards import has_finished
from mentoring.hats import hat_of
from mentoring.in_charge import in_charge
from mentoring.messages.pairing import Named
from mentoring.messages.waiting_news import StillLooking, WaitsLong
from mentoring.pairs import has_no_room, is_live
from mentoring.pauses import Calendar, Pause, is_paused, read_pauses
from mentoring.people import name_of
from mentoring.quiet import moment_of
from mentoring.rest_days import is_working_day
from mentoring.thresholds import thresholds_of
from mentoring.work import Work
from storage import relays
from storage.database import Store
from storage.tables import Duo, Membership, Organisation, Person, Takeover
from storage.words import DuoState, MembershipState, Role

AGAIN_AFTER = 10  # working days, then the team hears once more that somebody waits for long
_HOUR = 10 * 60  # local minute of what the clock begins
_SPREAD = 60  # minutes, so that an intake day makes no wave
_RUNNING = tuple(state for state in DuoState if state.is_running)


# -- the calendar ------------------------------------------------------------------------------------------------------
def after_working_days(day: date, count: int, pauses: Collection[Pause] = ()) -> date:
    """The working day that many working days later; days of pauses are none."""
    while count > 0:
        day += timedelta(days=1)
        count -= is_working_day(day) and not is_paused(pauses, day)
    return day


def working_days_between(first: date, last: date) -> int:
    """How many working days came after the first day, the last one included."""
    span = max(0, (last - first).days)
    return sum(is_working_day(first + timedelta(days=n)) for n in range(1, span + 1))


def after_months(day: date, months: int) -> date:
    """The same day of the month; of a shorter month, its last."""
    count = day.year * 12 + day.month - 1 + months
    year, month = divmod(count, 12)
    last = (date(year + (month == 11), (month + 1) % 12 + 1, 1) - timedelta(days=1)).day
    return date(year, month + 1, min(day.day, last))


def _moment(day: date, membership_id: int, zone: ZoneInfo) -> datetime:
    return moment_of(day, _HOUR + membership_id % _SPREAD, zone)


def end_of_day_in(day: date, zone: ZoneInfo) -> datetime:
    """The last minute of that day, in UTC."""
    return datetime.combine(day, time(23, 59), zone).astimezone(UTC)


# -- beginning and ending ----------------------------------------------------------------------------------------------
async def begin_waiting(work: Work, membership: Membership, since: datetime | None = None) -> None:
    """Somebody is in no duo, since now unless told: sets what the clock does meanwhile.

    News is for who is past the welcome, word to the team about a mentee who looks for a mentor, by phone too; the end
    is for all, those who never finish the welcome among them.

    A mentor who has no room now waits for nothing, and hears no news.

    Who was in a duo is kept as long as what describes its people is (mentoring/closed_duos.py), not erased for waiting.
    """
    if not Role(membership.role).is_in_duos or membership.state == MembershipState.LEFT:
        return
    own = thresholds_of(await organisation_of(work.store, membership))
    calendar = (await read_pauses(work, [membership.organisation_id]))[membership.organisation_id]
    day = (since or work.now).astimezone(calendar.zone).date()
    every = own.waiting_news_days
    membership.news_at = membership.waits_long_at = None
    if membership.state == MembershipState.READY and not has_no_room(membership):
        membership.news_at = _next(work, membership, calendar, day, every, every)
    if membership.role == Role.SEEKER and looks_for_partner(membership):
        membership.waits_long_at = _next(work, membership, calendar, day, own.waiting_alert_days, AGAIN_AFTER)
    was_in_one = await is_kept_for_a_duo(work, membership.id)
    membership.erase_at = None if was_in_one else end_of_day_in(after_months(day, own.erase_months), calendar.zone)


def _next(work: Work, membership: Membership, calendar: Calendar, day: date, first: int, every: int) -> datetime:
    """So many working days after that day or, where that has passed, the next in the rhythm."""
    day = after_working_days(day, first, calendar.pauses)
    while (moment := _moment(day, membership.id, calendar.zone)) <= work.now:
        day = after_working_days(day, every, calendar.pauses)
    return moment


async def stop_waiting(work: Work, membership_id: int) -> None:
    """A duo begins, or one that ran before is about to: the clock has nothing more to say about waiting."""
    membership = await work.store.session.get(Membership, membership_id)
    assert membership is not None, "a foreign key guards this"
    membership.news_at = membership.waits_long_at = membership.erase_at = None
    await hush(work, membership)


async def hush(work: Work, membership: Membership) -> None:
    """News that is on its way is overtaken: a proposal or a duo has come."""
    await relays.cancel_older(work.store, membership.person_id, _news_prefix(membership), work.now)


def _news_prefix(membership: Membership) -> str:
    return f"waiting:{membership.id}:news:"


async def is_kept_for_a_duo(work: Work, membership_id: int) -> bool:
    """A duo of theirs runs or has run, and more than its figures is kept."""
    theirs = or_(col(Duo.seeker_id) == membership_id, col(Duo.mentor_id) == membership_id)
    found = select(Duo.id).where(theirs, col(Duo.started_at).is_not(None), col(Duo.emptied_at).is_(None))
    return (await work.store.session.execute(found.limit(1))).first() is not None


def looks_for_partner(membership: Membership) -> bool:
    """Past the welcome; or a mentee by phone, unless the team has noted that they have a mentor outside of Tandem."""
    if membership.state == MembershipState.BY_PHONE:
        return membership.role == Role.SEEKER and membership.waiting_since is not None
    return membership.state == MembershipState.READY


def mentee_looks_for_mentor() -> ColumnElement[bool]:
    """The same of a mentee's membership, in a query."""
    return and_(
        col(Membership.role) == Role.SEEKER,
        col(Membership.state).in_((MembershipState.READY, MembershipState.BY_PHONE)),
        or_(col(Membership.state) == MembershipState.READY, col(Membership.waiting_since).is_not(None)),
    )


async def is_waiting(work: Work, membership: Membership) -> bool:
    """Looks for a partner, and is in no duo."""
    return looks_for_partner(membership) and await is_in_no_duo(work, membership)


async def is_in_no_duo(work: Work, membership: Membership) -> bool:
    """Of those who have not left: none runs or is to begin here; after one, a seeker has asked for another."""
    if membership.state == MembershipState.LEFT or not Role(membership.role).is_in_duos:
        return False
    theirs = or_(col(Duo.seeker_id) == membership.id, col(Duo.mentor_id) == membership.id)
    running = select(Duo.id).where(theirs, col(Duo.state).in_(_RUNNING))
    noted = select(Takeover.id).where(
        or_(col(Takeover.seeker_id) == membership.id, col(Takeover.mentor_id) == membership.id),
        col(Takeover.duo_id).is_(None),
        col(Takeover.dropped_at).is_(None),
    )
    found = [await work.store.session.execute(query.limit(1)) for query in (running, noted)]
    return all(result.first() is None for result in found) and not await has_finished(work, membership.id)


async def is_asked(work: Work, membership: Membership) -> bool:
    """A proposal to them is open."""
    theirs = or_(col(Duo.seeker_id) == membership.id, col(Duo.mentor_id) == membership.id)
    return (
        await work.store.session.execute(select(Duo.id).where(theirs, is_live(work.now)).limit(1))
    ).first() is not None


# -- news for whoever waits --------------------------------------------------------------------------------------------
async def send_news(work: Work, limit: int = 100) -> int:
    """Says to those whose turn it is that the team is still looking; returns how many were due, `limit` at most."""
    statement = (
        select(Membership, Person)
        .join(Person, col(Person.id) == col(Membership.person_id))
        .where(col(Membership.news_at) <= work.now)
        .order_by(col(Membership.news_at), col(Membership.id))
        .limit(limit)
        .with_for_update(skip_locked=True, of=Membership)
    )
    due = (await work.store.session.execute(statement)).all()
    begun = await begun_lately(work, {person.id for _, person in due})
    calendars = await read_pauses(work, {membership.organisation_id for membership, _ in due})
    for membership, person in due:
        calendar = calendars[membership.organisation_id]
        zone, pauses = calendar.zone, calendar.pauses
        today = work.now.astimezone(zone).date()
        if has_no_room(membership) or not await is_waiting(work, membership):
            membership.news_at = None
            continue
        held_back = person.unreachable_since is not None or begun[person.id] >= WEEKLY_LIMIT
        if held_back or is_paused(pauses, today) or await is_asked(work, membership):
            membership.news_at = _moment(after_working_days(today, 1, pauses), membership.id, zone)
            continue
        every = thresholds_of(await organisation_of(work.store, membership)).waiting_news_days
        await _say_news(work, membership, today, zone, every)
        begun[person.id] += 1
        membership.news_at = _moment(after_working_days(today, every, pauses), membership.id, zone)
    await work.store.session.flush()
    return len(due)


async def _say_news(work: Work, membership: Membership, today: date, zone: ZoneInfo, every: int) -> None:
    since = waits_since(membership).astimezone(zone).date()
    news = StillLooking(
        to=Role(membership.role),
        organisation=(await organisation_of(work.store, membership)).name,
        turn=max(0, working_days_between(since, today) // every - 1),
    )
    await work.post(membership.person_id, news, key=f"{_news_prefix(membership)}{today.isoformat()}")


def waits_since(membership: Membership) -> datetime:
    return membership.waiting_since or membership.agreed_at or membership.created_at


async def next_news(store: Store) -> datetime | None:
    """When the next one is due, by index."""
    return await _earliest(store, col(Membership.news_at))


# -- word for the team -------------------------------------------------------------------------------------------------
async def flag_long_waits(work: Work, limit: int = 100) -> int:
    """Tells whoever is in charge of mentees who have waited for long; returns how many were due, `limit` at most."""
    statement = (
        select(Membership, Person)
        .join(Person, col(Person.id) == col(Membership.person_id))
        .where(col(Membership.waits_long_at) <= work.now)
        .order_by(col(Membership.waits_long_at), col(Membership.id))
        .limit(limit)
        .with_for_update(skip_locked=True, of=Membership)
    )
    due = (await work.store.session.execute(statement)).all()
    calendars = await read_pauses(work, {membership.organisation_id for membership, _ in due})
    for membership, person in due:
        calendar, organisation = calendars[membership.organisation_id], await organisation_of(work.store, membership)
        zone, pauses = calendar.zone, calendar.pauses
        today = work.now.astimezone(zone).date()
        if not await is_waiting(work, membership):
            membership.waits_long_at = None
        elif is_paused(pauses, today) or await is_asked(work, membership):
            membership.waits_long_at = _moment(after_working_days(today, 1, pauses), membership.id, zone)
        else:
            await _tell_of_long_wait(work, membership, person, organisation)
            membership.waits_long_at = _moment(after_working_days(today, AGAIN_AFTER, pauses), membership.id, zone)
    await work.store.session.flush()
    return len(due)


async def _tell_of_long_wait(work: Work, seeker: Membership, person: Person, organisation: Organisation) -> None:
    team = await in_charge(work, seeker.organisation_id, seeker.coordinator_id)
    if team is None:
        return
    zone, vault = ZoneInfo(organisation.time_zone), work.store.vault
    today, since = work.now.astimezone(zone).date(), waits_since(seeker).astimezone(zone).date()
    days = working_days_between(since, today)
    alert = WaitsLong(
        seeker_id=seeker.id,
        who=Named(name_of(vault, person), seeker.open(vault, "label")),
        since=since,
        working_days=days,
        times=max(1, (days - thresholds_of(organisation).waiting_alert_days) // AGAIN_AFTER + 1),
        by_phone=seeker.state == MembershipState.BY_PHONE,
    )
    key, hat = f"waiting:{seeker.id}:long:{today.isoformat()}", await hat_of(work, team)
    await work.post(team.person_id, alert, key=key, hat=hat)


async def next_long_wait(store: Store) -> datetime | None:
    """When the next one is due, by index."""
    return await _earliest(store, col(Membership.waits_long_at))


async def _earliest(store: Store, column: Any) -> datetime | None:
    earliest = select(func.min(column)).where(column.is_not(None))
    moment: datetime | None = (await store.session.execute(earliest)).scalar_one()
    return moment
