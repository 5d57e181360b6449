"""/colleagues: who works there, and one of them. Nothing is changed here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func
from sqlmodel import col, select

from mentoring.actor import Actor, is_working_staff, organisation_of
from mentoring.desk.desks import PAGE
from mentoring.desk.looking_after import one_each
from mentoring.errors import NotFoundError, OutOfDateError
from mentoring.in_charge import absent_today, choose, local_day, team_of
from mentoring.messages.colleagues import Away, ColleagueFacts, ColleagueLine, TeamFound
from mentoring.open_proposals import page_of
from mentoring.people import name_of
from mentoring.waiting import other_desks
from mentoring.work import Work
from storage.tables import Absence, Duo, Membership, Person
from storage.words import DuoState, MembershipState, Role

_RUNNING = tuple(state for state in DuoState if state.is_running)


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody who works in a team. `memberships`: all they ever had in it, what they look after may name any."""

    membership: Membership
    person: Person
    memberships: tuple[Membership, ...]

    @property
    def working(self) -> list[Membership]:
        return [membership for membership in self.memberships if is_working_staff(membership)]

    @property
    def ids(self) -> list[int]:
        return [membership.id for membership in self.memberships]


async def colleague_of(actor: Actor, work: Work, membership_id: int) -> Member:
    """Somebody of a team of the actor's, under their first role there.

    Raises NotFoundError; OutOfDateError for who works there no longer.
    """
    found = await work.store.session.get(Membership, membership_id)
    if found is None or not Role(found.role).is_staff:
        raise NotFoundError
    actor.staff(found.organisation_id)
    return await _member(work, found)


async def changeable(actor: Actor, work: Work, membership_id: int) -> Member:
    """The same, where the actor may decide for them: it is the actor, or the actor leads there. Raises the same."""
    member = await colleague_of(actor, work, membership_id)
    if member.person.id != actor.person.id and not leads(actor, member.membership.organisation_id):
        raise NotFoundError
    return member


def leads(actor: Actor, organisation_id: int) -> bool:
    return any(
        m.organisation_id == organisation_id and m.role == Role.LEAD and is_working_staff(m) for m in actor.memberships
    )


async def _member(work: Work, found: Membership) -> Member:
    statement = (
        select(Membership)
        .where(
            col(Membership.person_id) == found.person_id,
            col(Membership.organisation_id) == found.organisation_id,
            col(Membership.role).in_([role for role in Role if role.is_staff]),
        )
        .order_by(col(Membership.id))
    )
    held = tuple((await work.store.session.execute(statement)).scalars().all())
    working = sorted((m for m in held if is_working_staff(m)), key=lambda m: m.role != Role.LEAD)
    if not working:
        raise OutOfDateError
    person = await work.store.session.get(Person, found.person_id)
    assert person is not None, "a foreign key guards this"
    return Member(working[0], person, held)


# -- the list ---------------------------------------------------------------------------------------------------------
async def team(actor: Actor, work: Work, organisation_id: int | None = None, page: int = 0) -> TeamFound:
    """Who works there, leads first. Raises NotFoundError where the actor does not (None: anywhere)."""
    desk = actor.staff(organisation_id)
    members = one_each(await team_of(work, desk.organisation_id))
    page, pages = page_of(page, len(members))
    shown = [await _member(work, member) for member in members[page * PAGE : (page + 1) * PAGE]]
    own = next(member for member in members if member.person_id == actor.person.id)
    return TeamFound(
        organisation_id=desk.organisation_id,
        organisation=(await organisation_of(work.store, desk)).name,
        own_id=own.id,
        colleagues=tuple([await _line(actor, work, member) for member in shown]),
        page=page,
        pages=pages,
        total=len(members),
        other_desks=await other_desks(actor, work, desk),
    )


async def _line(actor: Actor, work: Work, member: Member) -> ColleagueLine:
    today = await local_day(work, member.membership.organisation_id)
    on_now = [away.last for away in await absences_of(work, member) if away.first <= today]
    return ColleagueLine(
        membership_id=member.membership.id,
        name=name_of(work.store.vault, member.person),
        role=Role(member.membership.role),
        duos=await _count_duos(work, member.ids),
        people=await _count_people(work, member.ids),
        away_until=max(on_now, default=None),
        is_self=member.person.id == actor.person.id,
    )


async def _count_duos(work: Work, ids: Sequence[int]) -> int:
    where = (col(Duo.coordinator_id).in_(ids), col(Duo.state).in_(_RUNNING))
    return int((await work.store.session.execute(select(func.count(col(Duo.id))).where(*where))).scalar_one())


async def _count_people(work: Work, ids: Sequence[int]) -> int:
    where = (
        col(Membership.coordinator_id).in_(ids),
        col(Membership.state) != MembershipState.LEFT,
        col(Membership.role).in_([Role.SEEKER, Role.MENTOR]),
    )
    return int((await work.store.session.execute(select(func.count(col(Membership.id))).where(*where))).scalar_one())


async def absences_of(work: Work, member: Member) -> list[Away]:
    """Those that are not over, soonest first; the same days noted for two roles are told once."""
    today = await local_day(work, member.membership.organisation_id)
    statement = (
        select(Absence)
        .where(
            col(Absence.membership_id).in_([m.id for m in member.working]), col(Absence.last_day) >= today.isoformat()
        )
        .order_by(col(Absence.first_day), col(Absence.id))
    )
    rows = (await work.store.session.execute(statement)).scalars().all()
    found = {(row.first_day, row.last_day): row for row in reversed(rows)}
    days = [Away(r.id, date.fromisoformat(r.first_day), date.fromisoformat(r.last_day)) for r in found.values()]
    return sorted(days, key=lambda away: (away.first, away.last))


# -- one of them ------------------------------------------------------------------------------------------------------
async def colleague_card(actor: Actor, work: Work, membership_id: int) -> ColleagueFacts:
    """Raises NotFoundError; OutOfDateError for who works there no longer."""
    member = await colleague_of(actor, work, membership_id)
    organisation = await organisation_of(work.store, member.membership)
    is_self, reader_leads = member.person.id == actor.person.id, leads(actor, organisation.id)
    return ColleagueFacts(
        membership_id=member.membership.id,
        organisation_id=organisation.id,
        organisation=organisation.name,
        name=name_of(work.store.vault, member.person),
        role=Role(member.membership.role),
        duos=await _count_duos(work, member.ids),
        people=await _count_people(work, member.ids),
        deputy=await deputy_name(work, member),
        absences=tuple(await absences_of(work, member)),
        is_self=is_self,
        may_change=is_self or reader_leads,
        reader_leads=reader_leads,
        stands_in=await stands_in(work, member),
    )


async def deputy_name(work: Work, member: Member) -> str | None:
    """Who stands in, if they still work there."""
    deputy_id = member.membership.deputy_id
    deputy = await work.store.session.get(Membership, deputy_id) if deputy_id is not None else None
    if deputy is None or not is_working_staff(deputy):
        return None
    return await _name(work, deputy)


async def stands_in(work: Work, member: Member) -> str | None:
    """Who is in charge of theirs while they are away, of those who are there today; None where nobody else is."""
    held = member.membership
    members = await team_of(work, held.organisation_id)
    own = {one.id for one in members if one.person_id == held.person_id}
    away = await absent_today(work, held.organisation_id, [one.id for one in members])
    chosen = choose(members, away | own, held)
    return await _name(work, chosen) if chosen is not None and chosen.person_id != held.person_id else None


async def _name(work: Work, membership: Membership) -> str:
    person = await work.store.session.get(Person, membership.person_id)
    assert person is not None, "a foreign key guards this"
    return name_of(work.store.vault, person)
