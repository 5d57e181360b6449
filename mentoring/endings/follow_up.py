"""Half a year after the end: one question to the seeker, once, skippable (ESF+: in work six months after leaving)."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import func
from sqlmodel import col, select

from mentoring.actor import Actor
from mentoring.contact import may_begin
from mentoring.endings.afterwards import OVER
from mentoring.errors import NotFoundError
from mentoring.messages.base import Message
from mentoring.messages.endings_goodbye import WhereAreYou, WhereNoted, WhereSkipped
from mentoring.pairs import Pair, live_duo_of, load_pair
from mentoring.pauses import Calendar, read_pauses
from mentoring.proposals import locked
from mentoring.quiet import moment_of
from mentoring.work import Work
from storage.database import Store
from storage.tables import Duo, Organisation
from storage.words import MembershipState, Outcome

CHOICES = (Outcome.WORK, Outcome.TRAINING, Outcome.SEEKING, Outcome.OTHER)
_TEN = 10 * 60  # local minute after midnight
_HALF_A_YEAR = timedelta(days=184)  # at most
_GIVES_UP_AFTER = timedelta(days=28)  # so long it waits for a place in somebody's week


async def ask_due(work: Work, limit: int = 100) -> int:
    """Asks those whose duo ended half a year ago, `limit` at most; returns how many were due. Safe to run twice."""
    statement = (
        select(Duo)
        .where(col(Duo.follow_up_at).is_not(None), col(Duo.follow_up_at) <= work.now)
        .order_by(col(Duo.follow_up_at), col(Duo.id))
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    duos = (await work.store.session.execute(statement)).scalars().all()
    calendars = await read_pauses(work, {duo.organisation_id for duo in duos})
    for duo in duos:
        duo.follow_up_at = await _ask_or_put_off(work, duo, calendars[duo.organisation_id])
    await work.store.session.flush()
    return len(duos)


async def next_follow_up(store: Store) -> datetime | None:
    """When the next one is due, by index."""
    earliest = select(func.min(Duo.follow_up_at)).where(col(Duo.follow_up_at).is_not(None))
    moment: datetime | None = (await store.session.execute(earliest)).scalar_one()
    return moment


async def _ask_or_put_off(work: Work, duo: Duo, calendar: Calendar) -> datetime | None:
    """Returns when it is tried again; None: it was asked, or there is nobody to ask."""
    pair = await load_pair(work, duo)
    if duo.state not in OVER or duo.outcome_later is not None or not await _can_be_asked(work, pair):
        return None
    if calendar.rests(work.now):
        return calendar.after(work.now, _TEN)
    if not await may_begin(work, pair.seeker.person.id):
        return None if _is_late(work, duo) else _tomorrow(work, calendar.zone)
    organisation = await work.store.session.get(Organisation, duo.organisation_id)
    assert organisation is not None, "a foreign key guards this"
    question = WhereAreYou(duo_id=duo.id, mentor=pair.mentor.name(work.store.vault), organisation=organisation.name)
    await work.post(pair.seeker.person.id, question, key=f"duo:{duo.id}:follow-up")
    return None


def _is_late(work: Work, duo: Duo) -> bool:
    return duo.closed_at is not None and work.now >= duo.closed_at + _HALF_A_YEAR + _GIVES_UP_AFTER


def _tomorrow(work: Work, zone: ZoneInfo) -> datetime:
    return moment_of(work.now.astimezone(zone).date() + timedelta(days=1), _TEN, zone)


async def _can_be_asked(work: Work, pair: Pair) -> bool:
    """Reachable, not erased, still of the organisation, and not in a new duo, which has an end of its own."""
    person, membership = pair.seeker.person, pair.seeker.membership
    is_here = person.user_lookup is not None and person.unreachable_since is None
    if not is_here or membership.state != MembershipState.READY:
        return False
    return await live_duo_of(work, membership.id) is None


async def note_where(actor: Actor, work: Work, duo_id: int, outcome: Outcome) -> Message:
    """The seeker's answer. The first one counts. Raises NotFoundError."""
    duo = await _own(actor, work, duo_id)
    if outcome not in CHOICES:
        raise NotFoundError
    if duo.outcome_later is None:
        duo.outcome_later = outcome
        await work.store.session.flush()
    return WhereNoted(outcome=Outcome(duo.outcome_later), organisation=await _place(work, duo))


async def skip_where(actor: Actor, work: Work, duo_id: int) -> Message:
    """Rather not say. Raises NotFoundError."""
    duo = await _own(actor, work, duo_id)
    place = await _place(work, duo)
    if duo.outcome_later is not None:
        return WhereNoted(outcome=Outcome(duo.outcome_later), organisation=place)
    return WhereSkipped(organisation=place)


async def _own(actor: Actor, work: Work, duo_id: int) -> Duo:
    """That duo, locked, if it is over and the actor was its seeker."""
    duo = await locked(work, duo_id)
    if duo.state not in OVER or all(membership.id != duo.seeker_id for membership in actor.memberships):
        raise NotFoundError
    return duo


async def _place(work: Work, duo: Duo) -> str:
    organisation = await work.store.session.get(Organisation, duo.organisation_id)
    assert organisation is not None, "a foreign key guards this"
    return organisation.name
