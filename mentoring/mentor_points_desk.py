"""The team ticks a mentor's points; a lead says which points there are."""

from __future__ import annotations

from sqlalchemy import delete
from sqlmodel import col, select

from mentoring.actor import Actor
from mentoring.errors import NotFoundError, TextTooLongError
from mentoring.mentor_points import (
    MOST,
    OWN_LIMIT,
    Point,
    UsualPoint,
    is_experienced,
    next_own_code,
    open_points,
    points_of,
    ticked,
)
from mentoring.messages.mentor_points import EditList, MentorNotReady, Offered, PointLine, PointsCard
from mentoring.pairs import Side, load_side, lock_members
from mentoring.people import has_letters, name_of, one_line
from mentoring.work import Work
from storage.tables import Membership, MentorTick, Organisation, Person
from storage.words import MembershipState, Role


# -- ticking: by anybody of the team -----------------------------------------------------------------------------------
async def points_card(actor: Actor, work: Work, membership_id: int) -> PointsCard:
    """A mentor's points as they stand. Raises NotFoundError."""
    side = await _mentor(actor, work, membership_id)
    organisation = await _organisation(work, side.membership.organisation_id)
    ticks = (await ticked(work, [membership_id]))[membership_id]
    lines = [await _line(work, point, ticks.get(point.code)) for point in points_of(organisation)]
    return PointsCard(
        membership_id=membership_id,
        organisation_id=organisation.id,
        who=side.named(work.store.vault),
        lines=tuple(lines),
        has_begun=await is_experienced(work, membership_id),
        leads=_leads(actor, organisation.id),
    )


async def _line(work: Work, point: Point, tick: MentorTick | None) -> PointLine:
    if tick is None:
        return PointLine(point)
    statement = select(Person).join(Membership, col(Membership.person_id) == col(Person.id))
    person = (await work.store.session.execute(statement.where(col(Membership.id) == tick.ticked_by))).scalar_one()
    return PointLine(point, name_of(work.store.vault, person), tick.ticked_at)


async def tick(actor: Actor, work: Work, membership_id: int, code: str, *, on: bool) -> PointsCard:
    """Ticks that point, or takes the tick away. A point that is no longer on the list changes nothing.

    Raises NotFoundError.
    """
    side = await _mentor(actor, work, membership_id)
    await lock_members(work, [membership_id])
    organisation = await _organisation(work, side.membership.organisation_id)
    if any(point.code == code for point in points_of(organisation)):
        if on:
            await _tick(actor, work, side.membership, [code])
        else:
            own = (col(MentorTick.membership_id) == membership_id, col(MentorTick.point) == code)
            await work.store.session.execute(delete(MentorTick).where(*own))
    return await points_card(actor, work, membership_id)


async def tick_all(actor: Actor, work: Work, membership_id: int) -> PointsCard:
    """Everything on the list is done. Raises NotFoundError."""
    side = await _mentor(actor, work, membership_id)
    await lock_members(work, [membership_id])
    organisation = await _organisation(work, side.membership.organisation_id)
    await _tick(actor, work, side.membership, [point.code for point in points_of(organisation)])
    return await points_card(actor, work, membership_id)


async def _tick(actor: Actor, work: Work, mentor: Membership, codes: list[str]) -> None:
    """Of a locked mentor. Who ticked first stays noted."""
    done = (await ticked(work, [mentor.id]))[mentor.id]
    own = actor.staff(mentor.organisation_id)
    work.store.session.add_all(
        MentorTick(membership_id=mentor.id, point=code, ticked_by=own.id, ticked_at=work.now)
        for code in codes
        if code not in done
    )
    await work.store.session.flush()


async def not_ready(work: Work, mentor: Side, seeker_id: int) -> MentorNotReady:
    """What is open before a first proposal to that mentor."""
    points, who = await open_points(work, mentor.membership), mentor.named(work.store.vault)
    return MentorNotReady(membership_id=mentor.membership.id, seeker_id=seeker_id, who=who, points=points)


async def _mentor(actor: Actor, work: Work, membership_id: int) -> Side:
    side = await load_side(work, membership_id, Role.MENTOR)
    actor.staff(side.membership.organisation_id)
    return side


# -- the list: by a lead -----------------------------------------------------------------------------------------------
async def edit_list(actor: Actor, work: Work, organisation_id: int) -> EditList:
    """Raises NotFoundError where the actor does not lead that organisation."""
    return _shown(await _led(actor, work, organisation_id))


async def switch_point(actor: Actor, work: Work, organisation_id: int, code: str, *, on: bool) -> EditList:
    """A usual point goes on the list (the usual ones come first, in their order) or off; its ticks stay.

    Raises NotFoundError.
    """
    organisation = await _led(actor, work, organisation_id, locked=True)
    if code not in set(UsualPoint):
        raise NotFoundError
    codes = {point.code for point in points_of(organisation)} - {code} | ({code} if on else set())
    usual = [Point(point.value) for point in UsualPoint if point.value in codes]
    _keep(organisation, [*usual, *_own(organisation)])
    await work.store.session.flush()
    return _shown(organisation)


async def add_point(actor: Actor, work: Work, organisation_id: int, text: str) -> EditList:
    """An own point at the end of the list; one that is there already stays as it is.

    Raises NotFoundError; TextTooLongError where there is nothing to read in it, it is too long, or the list is full.
    """
    organisation = await _led(actor, work, organisation_id, locked=True)
    point, points = one_line(text), list(points_of(organisation))
    if not has_letters(point) or len(point) > OWN_LIMIT or len(points) >= MOST:
        raise TextTooLongError
    if all((known.text or "").casefold() != point.casefold() for known in points):
        _keep(organisation, [*points, Point(next_own_code(points), point)])
        await work.store.session.flush()
    return _shown(organisation)


async def remove_point(actor: Actor, work: Work, organisation_id: int, code: str) -> EditList:
    """An own point goes, and its ticks with it: another point may get its code. Raises NotFoundError."""
    organisation = await _led(actor, work, organisation_id, locked=True)
    kept = [point for point in points_of(organisation) if point.text is None or point.code != code]
    if len(kept) < len(points_of(organisation)):
        _keep(organisation, kept)
        members = select(col(Membership.id)).where(col(Membership.organisation_id) == organisation_id)
        ticks = (col(MentorTick.point) == code, col(MentorTick.membership_id).in_(members))
        await work.store.session.execute(delete(MentorTick).where(*ticks))
        await work.store.session.flush()
    return _shown(organisation)


def _keep(organisation: Organisation, points: list[Point]) -> None:
    organisation.mentor_points = [
        {"code": point.code} | ({"text": point.text} if point.text is not None else {}) for point in points
    ]


def _own(organisation: Organisation) -> list[Point]:
    return [point for point in points_of(organisation) if point.text is not None]


def _shown(organisation: Organisation) -> EditList:
    points = points_of(organisation)
    on = {point.code for point in points}
    return EditList(
        organisation_id=organisation.id,
        organisation=organisation.name,
        usual=tuple(Offered(Point(point.value), point.value in on) for point in UsualPoint),
        own=tuple(_own(organisation)),
        is_full=len(points) >= MOST,
    )


def _leads(actor: Actor, organisation_id: int) -> bool:
    return any(
        m.organisation_id == organisation_id and m.role == Role.LEAD and m.state == MembershipState.READY
        for m in actor.memberships
    )


async def _led(actor: Actor, work: Work, organisation_id: int, *, locked: bool = False) -> Organisation:
    """Raises NotFoundError."""
    if not _leads(actor, organisation_id):
        raise NotFoundError
    if locked:
        statement = select(Organisation).where(col(Organisation.id) == organisation_id).with_for_update()
        await work.store.session.execute(statement.execution_options(populate_existing=True))
    return await _organisation(work, organisation_id)


async def _organisation(work: Work, organisation_id: int) -> Organisation:
    organisation = await work.store.session.get(Organisation, organisation_id)
    assert organisation is not None, "a foreign key guards this"
    return organisation
