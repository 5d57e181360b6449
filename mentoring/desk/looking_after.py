"""Who of the team looks after a person or a duo, chosen by taps; the new and the old one are told.

Two coordinators may give the same person away at once. Each button carries a short print of who looked after them when
it was made (`seen`); where that is no longer so, nothing is changed and the actor sees what the other one did.
"""

from __future__ import annotations

from sqlmodel import col, select

from mentoring.actor import Actor, is_working_staff, organisation_of
from mentoring.desk.desks import PAGE
from mentoring.desk.person_card import staff_side
from mentoring.errors import ChangedMeanwhileError, NotFoundError, OutOfDateError
from mentoring.in_charge import absent_today, team_of
from mentoring.messages.base import Message
from mentoring.messages.duos import DuoIsTheirs, DuoIsYours, WhoseIsDuo
from mentoring.messages.people import Choice, Colleague, PersonIsTheirs, PersonIsYours, WhoseIsPerson
from mentoring.open_proposals import page_of
from mentoring.pairs import Pair, load_pair
from mentoring.people import name_of
from mentoring.work import Work
from storage.tables import Duo, Membership, Person
from storage.words import DuoState, MembershipState, Role

_PRINT = 99_991  # four or five digits, so that two ids fit beside them


def seen(coordinator_id: int | None) -> int:
    """A short print of who looks after somebody; 0 for nobody."""
    return 0 if coordinator_id is None else 1 + coordinator_id % _PRINT


# -- a person ---------------------------------------------------------------------------------------------------------
async def ask_for_person(actor: Actor, work: Work, membership_id: int, page: int = 0) -> WhoseIsPerson:
    """Raises NotFoundError; OutOfDateError where they have left, or nobody looks after their role."""
    side = await staff_side(actor, work, membership_id)
    _check_person(side.membership)
    return WhoseIsPerson(
        membership_id=membership_id,
        who=side.named(work.store.vault),
        choice=await choice_of(work, side.membership.organisation_id, side.membership.coordinator_id, page),
    )


async def give_person(actor: Actor, work: Work, membership_id: int, colleague_id: int, seen_then: int) -> None:
    """From now on that colleague looks after them. The same once more changes nothing.

    Raises NotFoundError, OutOfDateError, ChangedMeanwhileError.
    """
    side = await staff_side(actor, work, membership_id)
    new = await colleague(work, side.membership.organisation_id, colleague_id, stays=True)
    side = await staff_side(actor, work, membership_id, locked=True)
    membership, vault = side.membership, work.store.vault
    _check_person(membership)
    if membership.coordinator_id == new.id:
        return
    old = await _check_seen(work, membership.coordinator_id, seen_then)
    membership.coordinator_id = new.id
    organisation, who = (await organisation_of(work.store, new)).name, side.named(vault)
    by, now = name_of(vault, actor.person), await _name(work, new)
    yours = PersonIsYours(membership_id=membership_id, organisation=organisation, who=who, role=side.role, by=by)
    theirs = PersonIsTheirs(
        membership_id=membership_id, organisation=organisation, who=who, role=side.role, colleague=now
    )
    await _tell_both(work, actor, new, old, yours, theirs)


def _check_person(membership: Membership) -> None:
    if membership.state == MembershipState.LEFT or not Role(membership.role).is_in_duos:
        raise OutOfDateError


# -- a duo ------------------------------------------------------------------------------------------------------------
async def ask_for_duo(actor: Actor, work: Work, duo_id: int, page: int = 0) -> WhoseIsDuo:
    """Raises NotFoundError; OutOfDateError where the duo does not run any more."""
    duo, pair = await _running_duo(actor, work, duo_id)
    return WhoseIsDuo(
        duo_id=duo.id,
        seeker=pair.seeker.named(work.store.vault),
        mentor=pair.mentor.named(work.store.vault),
        choice=await choice_of(work, duo.organisation_id, duo.coordinator_id, page),
    )


async def give_duo(actor: Actor, work: Work, duo_id: int, colleague_id: int, seen_then: int) -> None:
    """From now on that colleague looks after the duo. Raises as `give_person`."""
    duo, pair = await _running_duo(actor, work, duo_id)
    new, vault = await colleague(work, duo.organisation_id, colleague_id, stays=True), work.store.vault
    duo, pair = await _running_duo(actor, work, duo_id, locked=True)
    if duo.coordinator_id == new.id:
        return
    old = await _check_seen(work, duo.coordinator_id, seen_then)
    duo.coordinator_id = new.id
    organisation = (await organisation_of(work.store, new)).name
    seeker, mentor = pair.seeker.named(vault), pair.mentor.named(vault)
    by, now = name_of(vault, actor.person), await _name(work, new)
    yours = DuoIsYours(duo_id=duo_id, organisation=organisation, seeker=seeker, mentor=mentor, by=by)
    theirs = DuoIsTheirs(duo_id=duo_id, organisation=organisation, seeker=seeker, mentor=mentor, colleague=now)
    await _tell_both(work, actor, new, old, yours, theirs)


async def _running_duo(actor: Actor, work: Work, duo_id: int, *, locked: bool = False) -> tuple[Duo, Pair]:
    statement = select(Duo).where(col(Duo.id) == duo_id)
    if locked:
        statement = statement.with_for_update().execution_options(populate_existing=True)
    duo = (await work.store.session.execute(statement)).scalar_one_or_none()
    if duo is None:
        raise NotFoundError
    actor.staff(duo.organisation_id)
    if not DuoState(duo.state).is_running:
        raise OutOfDateError
    return duo, await load_pair(work, duo)


# -- the team ---------------------------------------------------------------------------------------------------------
async def choice_of(
    work: Work, organisation_id: int, now_id: int | None, page: int = 0, *, without: int | None = None
) -> Choice:
    """A page of the team, one button a person. `without`: that person is not offered."""
    team = one_each(await team_of(work, organisation_id))
    offered = [member for member in team if member.person_id != without]
    page, pages = page_of(page, len(offered))
    shown = offered[page * PAGE : (page + 1) * PAGE]
    away = await absent_today(work, organisation_id, [member.id for member in shown])
    held = await work.store.session.get(Membership, now_id) if now_id is not None else None
    keeper = held.person_id if held is not None else None
    people = [Colleague(m.id, await _name(work, m), m.person_id == keeper, m.id in away) for m in shown]
    return Choice(tuple(people), page, pages, seen(now_id))


def one_each(team: list[Membership]) -> list[Membership]:
    """Who is a lead and a coordinator there is shown once, as the first of the two."""
    first: dict[int, Membership] = {}
    for member in team:
        first.setdefault(member.person_id, member)
    return list(first.values())


async def colleague(work: Work, organisation_id: int, membership_id: int, *, stays: bool = False) -> Membership:
    """Somebody who works there. `stays`: and does not leave the team before the commit; ask for that first of all.

    Raises NotFoundError; OutOfDateError for who works there no longer.
    """
    statement = select(Membership).where(col(Membership.id) == membership_id)
    if stays:
        statement = statement.with_for_update(read=True)
    found = (await work.store.session.execute(statement.execution_options(populate_existing=True))).scalar_one_or_none()
    if found is None or found.organisation_id != organisation_id or not Role(found.role).is_staff:
        raise NotFoundError
    if not is_working_staff(found):
        raise OutOfDateError
    return found


async def _check_seen(work: Work, coordinator_id: int | None, seen_then: int) -> Membership | None:
    """Who looked after it until now. Raises ChangedMeanwhileError where the actor saw somebody else."""
    if seen(coordinator_id) != seen_then:
        raise ChangedMeanwhileError
    return await work.store.session.get(Membership, coordinator_id) if coordinator_id is not None else None


async def _name(work: Work, membership: Membership) -> str:
    person = await work.store.session.get(Person, membership.person_id)
    assert person is not None, "a foreign key guards this"
    return name_of(work.store.vault, person)


async def _tell_both(
    work: Work, actor: Actor, new: Membership, old: Membership | None, yours: Message, theirs: Message
) -> None:
    """Whoever did it knows; who left the team hears nothing any more; one person in both is told once."""
    if new.person_id != actor.person.id:
        await work.post(new.person_id, yours)
    if old is not None and is_working_staff(old) and old.person_id not in {actor.person.id, new.person_id}:
        await work.post(old.person_id, theirs)
