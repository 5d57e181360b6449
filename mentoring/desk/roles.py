"""Who leads and who leaves: roles in a team change by taps, and nothing that was looked after is lost.

Whoever decides locks the whole team first, so that two leads who give up the role at once do not leave it without one.
"""

from __future__ import annotations

from sqlmodel import col, select, update

from mentoring.actor import Actor, organisation_of
from mentoring.desk.looking_after import choice_of, colleague
from mentoring.desk.team import Member, changeable, colleague_of, leads
from mentoring.errors import LastLeadError, LastOfTeamError, NotFoundError
from mentoring.in_charge import absent_today, team_of
from mentoring.leaving import forget_in_team, hand_over, leave_meetings, load_of
from mentoring.menus import refresh_menu
from mentoring.messages.base import Message
from mentoring.messages.colleagues import (
    CameOver,
    HandedOn,
    Load,
    ReallyAll,
    ReallyLeave,
    ReallyRole,
    TeamLeft,
    ToWhomAll,
    YourRoleNow,
)
from mentoring.people import name_of
from mentoring.team_lines.leaving import leave_lines
from mentoring.work import Work
from storage import outbox
from storage.ids import new_id
from storage.tables import Absence, LineSide, Membership, Person
from storage.words import MembershipState, Role


# -- giving everything away -------------------------------------------------------------------------------------------
async def ask_give_all(actor: Actor, work: Work, membership_id: int, page: int = 0) -> ToWhomAll:
    """Raises NotFoundError where the actor may not; OutOfDateError for who works there no longer."""
    member = await changeable(actor, work, membership_id)
    organisation_id, person_id = member.membership.organisation_id, member.person.id
    return ToWhomAll(
        membership_id=membership_id,
        name=name_of(work.store.vault, member.person),
        is_self=person_id == actor.person.id,
        load=await load_of(work, member.memberships),
        choice=await choice_of(work, organisation_id, None, page, without=person_id),
    )


async def really_give_all(actor: Actor, work: Work, membership_id: int, colleague_id: int) -> ReallyAll:
    """Raises as `give_all`."""
    member, new = await _from_to(actor, work, membership_id, colleague_id)
    return ReallyAll(
        membership_id=membership_id,
        colleague_id=colleague_id,
        name=name_of(work.store.vault, member.person),
        colleague=await _name(work, new.person_id),
        load=await load_of(work, member.memberships),
    )


async def give_all(actor: Actor, work: Work, membership_id: int, colleague_id: int) -> HandedOn:
    """All duos and people of one go to the other; both are told, and nobody where there was nothing to give.

    Raises NotFoundError where the actor is neither that person nor a lead there, OutOfDateError.
    """
    member, new = await _from_to(actor, work, membership_id, colleague_id)
    await _lock_team(work, new.organisation_id)
    load = await hand_over(work, member.memberships, new)
    place, vault = await organisation_of(work.store, new), work.store.vault
    name, to = name_of(vault, member.person), await _name(work, new.person_id)
    is_self = member.person.id == actor.person.id
    told = HandedOn(organisation=place.name, name=name, colleague=to, load=load, is_self=True)
    if load == Load(meetings=load.meetings):
        return HandedOn(organisation=place.name, name=name, colleague=to, load=load, is_self=is_self)
    if new.person_id != actor.person.id:
        over = CameOver(organisation_id=place.id, organisation=place.name, colleague=name, load=load, has_left=False)
        await work.post(new.person_id, over)
    if not is_self:
        await work.post(member.person.id, told)
    return HandedOn(organisation=place.name, name=name, colleague=to, load=load, is_self=is_self)


async def _from_to(actor: Actor, work: Work, membership_id: int, colleague_id: int) -> tuple[Member, Membership]:
    member = await changeable(actor, work, membership_id)
    new = await colleague(work, member.membership.organisation_id, colleague_id)
    if new.person_id == member.person.id:
        raise NotFoundError
    return member, new


# -- roles ------------------------------------------------------------------------------------------------------------
async def ask_role(actor: Actor, work: Work, membership_id: int, role: Role) -> ReallyRole:
    """Raises NotFoundError where the actor does not lead there; LastLeadError, OutOfDateError."""
    member = await _for_lead(actor, work, membership_id, role)
    return ReallyRole(
        membership_id=membership_id,
        name=name_of(work.store.vault, member.person),
        organisation=(await organisation_of(work.store, member.membership)).name,
        role=role,
        is_self=member.person.id == actor.person.id,
    )


async def set_role(actor: Actor, work: Work, membership_id: int, role: Role) -> int:
    """They lead from now on, or no longer; gives the membership that they work under. The same once more is nothing.

    Each role is a membership of its own: the one before is kept as left, with its dates, and what it looked after goes
    over to the new one. Raises as `ask_role`.
    """
    member = await colleague_of(actor, work, membership_id)
    await _lock_team(work, member.membership.organisation_id)
    member = await _for_lead(actor, work, membership_id, role)
    if [held.role for held in member.working] == [role]:
        return member.membership.id
    new = await _other_role(work, member, role)
    before = [held for held in member.memberships if held.id != new.id]
    await hand_over(work, before, new)
    await _take_along(work, before, new)
    for held in before:
        held.state = MembershipState.LEFT
    await work.store.session.flush()
    await refresh_menu(work, member.person.id)
    if member.person.id != actor.person.id:
        place, by = await organisation_of(work.store, new), name_of(work.store.vault, actor.person)
        await work.post(member.person.id, YourRoleNow(organisation=place.name, role=role, by=by))
    elif new not in actor.memberships:
        actor.memberships.append(new)
    return new.id


async def _for_lead(actor: Actor, work: Work, membership_id: int, role: Role) -> Member:
    member = await colleague_of(actor, work, membership_id)
    if not role.is_staff or not leads(actor, member.membership.organisation_id):
        raise NotFoundError
    if role is Role.COORDINATOR:
        await _check_another_lead(work, member)
    return member


async def _other_role(work: Work, member: Member, role: Role) -> Membership:
    """Their membership in that role: the one they had before, or a new one."""
    now, vault = member.membership, work.store.vault
    new = next((held for held in member.memberships if held.role == role), None)
    if new is None:
        new = Membership(
            id=new_id(),
            person_id=now.person_id,
            organisation_id=now.organisation_id,
            role=role,
            created_at=work.now,
        )
        work.store.session.add(new)
    if new.state != MembershipState.READY:
        new.state = MembershipState.READY
        new.agreed_version, new.agreed_language, new.agreed_at = now.agreed_version, now.agreed_language, now.agreed_at
        new.seal(vault, "label", now.open(vault, "label"))
        new.seal(vault, "reference", now.open(vault, "reference"))
        new.reference_lookup = now.reference_lookup
    await work.store.session.flush()
    return new


async def _take_along(work: Work, before: list[Membership], new: Membership) -> None:
    """Deputies, absences and lines stay with the person."""
    ids, session = [held.id for held in before], work.store.session
    deputies = [held.deputy_id for held in before if held.deputy_id is not None]
    new.deputy_id = new.deputy_id or next(iter(deputies), None)
    await session.execute(update(Membership).where(col(Membership.deputy_id).in_(ids)).values(deputy_id=new.id))
    await session.execute(update(Absence).where(col(Absence.membership_id).in_(ids)).values(membership_id=new.id))
    await session.execute(update(LineSide).where(col(LineSide.membership_id).in_(ids)).values(membership_id=new.id))


# -- leaving ----------------------------------------------------------------------------------------------------------
async def ask_leave(actor: Actor, work: Work, membership_id: int) -> ReallyLeave:
    """Raises as `leave_team`."""
    member = await changeable(actor, work, membership_id)
    heir = await _heir(actor, work, member)
    return ReallyLeave(
        membership_id=membership_id,
        name=name_of(work.store.vault, member.person),
        organisation=(await organisation_of(work.store, heir)).name,
        is_self=member.person.id == actor.person.id,
        load=await load_of(work, member.memberships),
        heir=await _name(work, heir.person_id),
    )


async def leave_team(actor: Actor, work: Work, membership_id: int) -> Message:
    """They are no longer of the team; what they looked after goes to a lead, who gets one message about all of it.

    Gives what the actor reads. Raises NotFoundError where the actor is neither that person nor a lead there;
    LastLeadError, LastOfTeamError; OutOfDateError where they have left already.
    """
    member = await changeable(actor, work, membership_id)
    await _lock_team(work, member.membership.organisation_id)
    member = await changeable(actor, work, membership_id)
    heir = await _heir(actor, work, member)
    load = await hand_over(work, member.memberships, heir)
    await leave_meetings(work, member.membership)
    await forget_in_team(work, member.memberships)
    for held in member.memberships:
        held.state = MembershipState.LEFT
        await leave_lines(work, held)
    await work.store.session.flush()
    place, name = await organisation_of(work.store, heir), name_of(work.store.vault, member.person)
    over = CameOver(organisation_id=place.id, organisation=place.name, colleague=name, load=load, has_left=True)
    if heir.person_id != actor.person.id:
        await work.post(heir.person_id, over)
    return await _goodbye(actor, work, member, over, heir)


async def _goodbye(actor: Actor, work: Work, member: Member, over: CameOver, heir: Membership) -> Message:
    """The one who left hears it; a lead who arranged it reads what became of everything."""
    person_id, is_self = member.person.id, member.person.id == actor.person.id
    others = select(Membership.id).where(
        col(Membership.person_id) == person_id, col(Membership.state) != MembershipState.LEFT
    )
    if (await work.store.session.execute(others)).first() is None:
        await outbox.cancel(work.store, work.now, person_id=person_id)
    await refresh_menu(work, person_id)
    if is_self:
        return TeamLeft(organisation=over.organisation, by=None)
    by = name_of(work.store.vault, actor.person)
    await work.post(person_id, TeamLeft(organisation=over.organisation, by=by))
    if heir.person_id == actor.person.id:
        return over
    to = await _name(work, heir.person_id)
    return HandedOn(organisation=over.organisation, name=over.colleague, colleague=to, load=over.load, is_self=False)


async def _heir(actor: Actor, work: Work, member: Member) -> Membership:
    """Who looks after everything from then on: a lead, the actor before others, and who is there before who is away.

    Raises LastLeadError, LastOfTeamError.
    """
    organisation_id = member.membership.organisation_id
    others = [m for m in await team_of(work, organisation_id) if m.person_id != member.person.id]
    if not others:
        raise LastOfTeamError
    await _check_another_lead(work, member)
    away = await absent_today(work, organisation_id, [m.id for m in others])
    return min(others, key=lambda m: (m.role != Role.LEAD, m.person_id != actor.person.id, m.id in away, m.id))


async def _check_another_lead(work: Work, member: Member) -> None:
    """Where they lead, somebody else has to lead as well. Raises LastLeadError."""
    if all(held.role != Role.LEAD for held in member.working):
        return
    others = await team_of(work, member.membership.organisation_id)
    if all(m.role != Role.LEAD or m.person_id == member.person.id for m in others):
        raise LastLeadError


async def _lock_team(work: Work, organisation_id: int) -> None:
    """Nobody else decides about this team until the commit; a duo may still be made that names one of it."""
    statement = (
        select(Membership)
        .where(
            col(Membership.organisation_id) == organisation_id,
            col(Membership.role).in_([role for role in Role if role.is_staff]),
        )
        .order_by(col(Membership.id))
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )
    await work.store.session.execute(statement)


async def _name(work: Work, person_id: int) -> str:
    person = await work.store.session.get(Person, person_id)
    assert person is not None, "a foreign key guards this"
    return name_of(work.store.vault, person)
