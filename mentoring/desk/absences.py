"""Who of the team is away from when to when, and who stands in. Days are those of the organisation's time zone."""

from __future__ import annotations

from datetime import date, timedelta

from sqlmodel import col, delete, select

from mentoring.actor import Actor, organisation_of
from mentoring.desk.looking_after import choice_of, colleague
from mentoring.desk.team import Member, changeable, stands_in
from mentoring.errors import NotADateError, NotFoundError, OutOfDateError, PastTimeError, TooFarAheadError
from mentoring.in_charge import local_day
from mentoring.messages.colleagues import (
    AwayNoted,
    WhenAway,
    WhichDeputy,
    WhichFirstDay,
    WhichLastDay,
    YouAreDeputy,
    YouStandIn,
)
from mentoring.pairs import lock_members
from mentoring.people import name_of
from mentoring.work import Work
from storage.ids import new_id
from storage.tables import Absence, Membership

LONGEST = timedelta(days=366)  # from today
_ONE = timedelta(days=1)


def written(day: date) -> str:
    """As buttons carry it: `20261124`."""
    return day.strftime("%Y%m%d")


def read_day(text: str) -> date:
    """The day of a button. Raises NotFoundError for what no button says."""
    if len(text) != 8 or not (text.isascii() and text.isdigit()):
        raise NotFoundError
    try:
        return date(int(text[:4]), int(text[4:6]), int(text[6:]))
    except ValueError as error:
        raise NotFoundError from error


# -- away -------------------------------------------------------------------------------------------------------------
async def ask_absence(actor: Actor, work: Work, membership_id: int, *, passed: bool = False) -> WhenAway:
    """Raises NotFoundError where the actor may not; OutOfDateError for who works there no longer."""
    member = await changeable(actor, work, membership_id)
    today = await local_day(work, member.membership.organisation_id)
    return WhenAway(
        membership_id=membership_id,
        name=name_of(work.store.vault, member.person),
        is_self=member.person.id == actor.person.id,
        today=today,
        week_ends=today + timedelta(days=6 - today.weekday()),
        passed=passed,
        stands_in=await stands_in(work, member),
    )


async def ask_first_day(actor: Actor, work: Work, membership_id: int) -> WhichFirstDay:
    """Raises as `ask_absence`."""
    await changeable(actor, work, membership_id)
    return WhichFirstDay(membership_id=membership_id)


async def ask_last_day(actor: Actor, work: Work, membership_id: int, first: date) -> WhichLastDay:
    """Raises as `ask_absence`; TooFarAheadError."""
    await changeable(actor, work, membership_id)
    if first > await today_at(work, membership_id) + LONGEST:
        raise TooFarAheadError
    return WhichLastDay(membership_id=membership_id, first=first)


async def today_at(work: Work, membership_id: int) -> date:
    """Today, where that person works. Raises NotFoundError."""
    membership = await work.store.session.get(Membership, membership_id)
    if membership is None:
        raise NotFoundError
    return await local_day(work, membership.organisation_id)


async def note_absence(actor: Actor, work: Work, membership_id: int, first: date, last: date) -> None:
    """They are away from `first` to `last`, both included; what it touches becomes one absence with it.

    Days of it that have passed are left out. Raises as `ask_absence`; NotADateError where `last` is before `first`,
    PastTimeError where all of it has passed, TooFarAheadError.
    """
    member = await changeable(actor, work, membership_id)
    await lock_members(work, [held.id for held in member.working])
    today = await local_day(work, member.membership.organisation_id)
    if last < first:
        raise NotADateError
    if last < today:
        raise PastTimeError
    if last > today + LONGEST:
        raise TooFarAheadError
    first, is_new = max(first, today), False
    for held in member.working:
        is_new |= await _merge(work, held.id, first, last)
    if is_new:
        await _tell(actor, work, member, first, last)


async def _merge(work: Work, membership_id: int, first: date, last: date) -> bool:
    """One row instead of all that overlap or follow each other; False where those days were noted before."""
    statement = select(Absence).where(
        col(Absence.membership_id) == membership_id,
        col(Absence.first_day) <= (last + _ONE).isoformat(),
        col(Absence.last_day) >= (first - _ONE).isoformat(),
    )
    rows = (await work.store.session.execute(statement)).scalars().all()
    begins = min([first.isoformat(), *(row.first_day for row in rows)])
    ends = max([last.isoformat(), *(row.last_day for row in rows)])
    if len(rows) == 1 and (rows[0].first_day, rows[0].last_day) == (begins, ends):
        return False
    await work.store.session.execute(delete(Absence).where(col(Absence.id).in_([row.id for row in rows])))
    work.store.session.add(
        Absence(id=new_id(), membership_id=membership_id, first_day=begins, last_day=ends, created_at=work.now)
    )
    await work.store.session.flush()
    return True


async def _tell(actor: Actor, work: Work, member: Member, first: date, last: date) -> None:
    """Whoever did not do it: the one who is away, and the deputy."""
    organisation, vault = (await organisation_of(work.store, member.membership)).name, work.store.vault
    if member.person.id != actor.person.id:
        noted = AwayNoted(organisation=organisation, first=first, last=last, by=name_of(vault, actor.person))
        await work.post(member.person.id, noted)
    deputy_id = member.membership.deputy_id
    deputy = await work.store.session.get(Membership, deputy_id) if deputy_id is not None else None
    if deputy is not None and deputy.person_id != actor.person.id:
        name = name_of(vault, member.person)
        await work.post(deputy.person_id, YouStandIn(organisation=organisation, colleague=name, first=first, last=last))


async def erase_absence(actor: Actor, work: Work, absence_id: int) -> int:
    """They are there after all; gives whose it was. Raises NotFoundError, OutOfDateError where it is gone already."""
    absence = await work.store.session.get(Absence, absence_id)
    if absence is None:
        actor.staff()
        raise OutOfDateError
    member = await changeable(actor, work, absence.membership_id)
    same = (col(Absence.first_day) == absence.first_day, col(Absence.last_day) == absence.last_day)
    await work.store.session.execute(delete(Absence).where(col(Absence.membership_id).in_(member.ids), *same))
    return member.membership.id


# -- standing in ------------------------------------------------------------------------------------------------------
async def ask_deputy(actor: Actor, work: Work, membership_id: int, page: int = 0) -> WhichDeputy:
    """Raises NotFoundError where the actor may not; OutOfDateError for who works there no longer."""
    member = await changeable(actor, work, membership_id)
    membership = member.membership
    return WhichDeputy(
        membership_id=membership_id,
        name=name_of(work.store.vault, member.person),
        is_self=member.person.id == actor.person.id,
        choice=await choice_of(
            work, membership.organisation_id, membership.deputy_id, page, without=membership.person_id
        ),
        has_deputy=membership.deputy_id is not None,
    )


async def set_deputy(actor: Actor, work: Work, membership_id: int, deputy_id: int) -> None:
    """That colleague stands in while they are away; 0 for nobody in particular. The deputy is told, once.

    Raises as `ask_deputy`; NotFoundError for themselves, or for somebody of another team.
    """
    member = await changeable(actor, work, membership_id)
    organisation_id = member.membership.organisation_id
    deputy = await colleague(work, organisation_id, deputy_id) if deputy_id else None
    if deputy is not None and deputy.person_id == member.person.id:
        raise NotFoundError
    was = member.membership.deputy_id
    for held in member.working:
        held.deputy_id = deputy.id if deputy is not None else None
    if deputy is None or deputy.id == was or deputy.person_id == actor.person.id:
        return
    vault, organisation = work.store.vault, await organisation_of(work.store, member.membership)
    name, by = name_of(vault, member.person), name_of(vault, actor.person)
    await work.post(deputy.person_id, YouAreDeputy(organisation=organisation.name, colleague=name, by=by))
