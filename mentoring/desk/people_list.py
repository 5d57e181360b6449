"""/people: everybody of an organisation, a page at a time. Nothing is changed here."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import col, select

from mentoring.actor import Actor, is_working_staff
from mentoring.desk.desks import PAGE, Sealed, desk_name, own_ids, ranked
from mentoring.desk.groups import PeopleGroup
from mentoring.desk.people_rows import (
    Conditions,
    count_invited,
    count_members,
    expected,
    finished,
    in_a_duo,
    invited,
    members,
)
from mentoring.messages.pairing import Named
from mentoring.messages.people import PeopleCounts, PeopleFound, PersonLine, Spot, Status, WhomToFind
from mentoring.open_proposals import page_of
from mentoring.pairs import Side, has_no_room, is_live
from mentoring.search import folded, for_button, search_words
from mentoring.waiting import other_desks
from mentoring.work import Work
from storage.tables import Duo, Invitation, Membership, Person
from storage.words import DuoState, MembershipState, Role


async def people(
    actor: Actor, work: Work, organisation_id: int | None = None, spot: Spot | None = None
) -> PeopleFound | WhomToFind:
    """A page of a group, newest first; one that is not there is the last. With a text in `spot`, what it finds.

    Raises NotFoundError where the actor does not work for that organisation (None: for any).
    """
    spot = spot or Spot()
    if spot.text:
        return await search(actor, work, spot.text, organisation_id, spot.page)
    desk = actor.staff(organisation_id)
    own = own_ids(actor, desk.organisation_id)
    some = members(spot.group, desk.organisation_id, work, own)
    others = invited(spot.group, desk.organisation_id, own, leads=_leads(actor, desk.organisation_id))
    joined, to_come = await count_members(work, some), await count_invited(work, others)
    page, pages = page_of(spot.page, joined + to_come)
    first = page * PAGE
    lines = await _members_page(work, some, spot.group, first) if some is not None and first < joined else []
    if others is not None and len(lines) < PAGE:
        lines += await _invited_page(work, others, max(0, first - joined), PAGE - len(lines))
    return PeopleFound(
        organisation_id=desk.organisation_id,
        organisation=await desk_name(actor, work, desk),
        people=tuple(lines),
        spot=Spot(spot.group, page),
        total=joined + to_come,
        pages=pages,
        other_desks=await other_desks(actor, work, desk),
    )


async def counts(actor: Actor, work: Work, organisation_id: int) -> PeopleCounts:
    """How many are in each group. Raises NotFoundError."""
    desk = actor.staff(organisation_id)
    own, leads = own_ids(actor, organisation_id), _leads(actor, organisation_id)
    found = []
    for group in PeopleGroup:
        number = await count_members(work, members(group, organisation_id, work, own))
        number += await count_invited(work, invited(group, organisation_id, own, leads=leads))
        found.append((group, number))
    return PeopleCounts(
        organisation_id=organisation_id, organisation=await desk_name(actor, work, desk), counts=tuple(found)
    )


async def ask_whom(actor: Actor, work: Work, organisation_id: int, *, again: bool = False) -> WhomToFind:
    """Raises NotFoundError."""
    desk = actor.staff(organisation_id)
    return WhomToFind(organisation_id=organisation_id, organisation=await desk_name(actor, work, desk), again=again)


async def search(
    actor: Actor, work: Work, text: str, organisation_id: int | None = None, page: int = 0
) -> PeopleFound | WhomToFind:
    """Everybody there whose name, label or reference holds all the words; asks again where there are none to look for.

    Raises NotFoundError.
    """
    desk = actor.staff(organisation_id)
    words = search_words(text)
    if not words:
        return await ask_whom(actor, work, desk.organisation_id, again=True)
    own, leads = own_ids(actor, desk.organisation_id), _leads(actor, desk.organisation_id)
    some = members(PeopleGroup.ALL, desk.organisation_id, work, own)
    others = invited(PeopleGroup.ALL, desk.organisation_id, own, leads=leads)
    assert some is not None, "everybody is in the group of all"
    assert others is not None, "so is everybody who was invited"
    found = ranked(words, [*await _named_members(work, some), *await _named_invited(work, others)])
    kept = for_button(words)
    page, pages = page_of(page, len(found))
    shown = found[page * PAGE : (page + 1) * PAGE]
    return PeopleFound(
        organisation_id=desk.organisation_id,
        organisation=await desk_name(actor, work, desk),
        people=tuple(await _lines_of(work, shown)),
        spot=Spot(PeopleGroup.ALL, page, kept or ""),
        total=len(found),
        pages=pages,
        searched=" ".join(words),
        can_turn=kept is not None,
        other_desks=await other_desks(actor, work, desk),
    )


def _leads(actor: Actor, organisation_id: int) -> bool:
    return any(
        m.organisation_id == organisation_id and m.role == Role.LEAD and is_working_staff(m) for m in actor.memberships
    )


# -- rows to lines ----------------------------------------------------------------------------------------------------
async def _members_page(work: Work, where: Conditions, group: PeopleGroup, first: int) -> list[PersonLine]:
    longest_first = group is PeopleGroup.WAITING
    order = (col(Membership.waiting_since), col(Membership.id)) if longest_first else (col(Membership.id).desc(),)
    statement = select(Membership, Person).join(Person, col(Person.id) == col(Membership.person_id)).where(*where)
    rows = await work.store.session.execute(statement.order_by(*order).limit(PAGE).offset(first))
    return await _lines(work, [Side(*row) for row in rows.all()])


async def _invited_page(work: Work, where: Conditions, first: int, limit: int) -> list[PersonLine]:
    statement = select(Invitation).where(*where).order_by(col(Invitation.id).desc()).limit(limit).offset(first)
    return [_invited_line(work, row) for row in (await work.store.session.execute(statement)).scalars()]


async def _lines_of(work: Work, ids: Sequence[int]) -> list[PersonLine]:
    """Memberships and invitations of a search, in its order."""
    statement = select(Membership, Person).join(Person, col(Person.id) == col(Membership.person_id))
    rows = (await work.store.session.execute(statement.where(col(Membership.id).in_(ids)))).all()
    lines = {line.id: line for line in await _lines(work, [Side(*row) for row in rows])}
    links = await work.store.session.execute(select(Invitation).where(col(Invitation.id).in_(ids)))
    lines |= {row.id: _invited_line(work, row) for row in links.scalars()}
    return [lines[key] for key in ids]


async def _lines(work: Work, sides: Sequence[Side]) -> list[PersonLine]:
    ids = [side.membership.id for side in sides]
    live = (await work.store.session.execute(select(Duo).where(in_a_duo(ids), is_live(work.now)))).scalars().all()
    awaited, done = await expected(work, ids), await finished(work, ids)
    return [
        _line(
            work,
            side,
            [duo for duo in live if side.membership.id in {duo.seeker_id, duo.mentor_id}],
            is_expected=side.membership.id in awaited,
            is_done=side.membership.id in done,
        )
        for side in sides
    ]


def _line(work: Work, side: Side, live: Sequence[Duo], *, is_expected: bool, is_done: bool) -> PersonLine:
    status, number = status_of(side.membership, live, work.now, is_expected=is_expected, is_done=is_done)
    return PersonLine(
        id=side.membership.id,
        is_invited=False,
        who=side.named(work.store.vault),
        role=side.role,
        status=status,
        number=number,
        unreachable=side.person.unreachable_since is not None,
    )


def status_of(
    membership: Membership,
    live: Sequence[Duo],
    now: datetime,
    *,
    is_expected: bool = False,
    is_done: bool = False,
) -> tuple[Status, int]:
    """Where they stand in that role, and the number that belongs to it, given the duos of it that are live.

    `is_expected`, `is_done`: see `expected` and `finished` of mentoring/desk/people_rows.py.
    """
    running = sum(DuoState(duo.state).is_running for duo in live)
    waited = (now - (membership.waiting_since or membership.created_at)).days
    if membership.state != MembershipState.READY:
        return (Status.BY_PHONE, waited) if membership.state == MembershipState.BY_PHONE else (Status.WELCOMING, 0)
    role = Role(membership.role)
    if not role.is_in_duos:
        return (Status.WORKING if role.is_staff else Status.READING), 0
    if running:
        return Status.IN_DUO, running
    if membership.role == Role.MENTOR:
        status = Status.NO_ROOM if has_no_room(membership) else Status.ROOM
        return status, max(0, membership.capacity - len(live))
    if live or is_expected or is_done:
        return (Status.ASKED if live else Status.EXPECTED if is_expected else Status.FINISHED), 0
    return Status.WAITING, waited


def _invited_line(work: Work, invitation: Invitation) -> PersonLine:
    has_expired = invitation.expires_at <= work.now
    return PersonLine(
        id=invitation.id,
        is_invited=True,
        who=Named("", invitation.open(work.store.vault, "label")),
        role=Role(invitation.role),
        status=Status.LINK_EXPIRED if has_expired else Status.INVITED,
        until=invitation.expires_at,
    )


# -- names to search in -----------------------------------------------------------------------------------------------
async def _named_members(work: Work, where: Conditions) -> list[tuple[int, str]]:
    """Columns alone, no rows: with 10,000 people that is most of the time."""
    statement = (
        select(
            Person.id,
            Person.first_name_sealed,
            Membership.id,
            Membership.label_sealed,  # type: ignore[call-overload]  # sqlmodel types four columns at most
            Membership.reference_sealed,
        )
        .join(Membership, col(Membership.person_id) == col(Person.id))
        .where(*where)
    )
    vault = work.store.vault
    rows = [Sealed(*row) for row in (await work.store.session.execute(statement)).all()]
    return [(row.membership_id, row.folded(vault)) for row in rows]


async def _named_invited(work: Work, where: Conditions) -> list[tuple[int, str]]:
    vault = work.store.vault
    statement = select(Invitation.id, Invitation.label_sealed, Invitation.reference_sealed).where(*where)
    found = []
    for key, label, reference in (await work.store.session.execute(statement)).all():
        names = [vault.open(label, "invitation", "label_sealed", key) if label else ""]
        names.append(vault.open(reference, "invitation", "reference_sealed", key) if reference else "")
        found.append((key, folded(" ".join(names))))
    return found
