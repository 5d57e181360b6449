"""Which rows belong to a group of /people: memberships, and invitations that nobody used yet."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement, func, or_, select
from sqlmodel import col

from mentoring.desk.groups import PeopleGroup
from mentoring.pairs import is_live
from mentoring.work import Work
from storage.tables import Duo, Invitation, Membership
from storage.words import DuoState, InvitationState, MembershipState, Role

_RUNNING = tuple(state for state in DuoState if state.is_running)
Conditions = tuple[ColumnElement[bool], ...]


def members(group: PeopleGroup, organisation_id: int, work: Work, own: Sequence[int]) -> Conditions | None:
    """The memberships of that group; None where there are none in it. `own`: the actor's memberships there."""
    here = col(Membership.organisation_id) == organisation_id
    there = (here, col(Membership.state) != MembershipState.LEFT)
    ready = (here, col(Membership.state) == MembershipState.READY)
    role = col(Membership.role)
    as_seeker = select(Duo.__table__.c.id).where(col(Duo.seeker_id) == col(Membership.id))  # type: ignore[attr-defined]
    taken = select(func.count()).where(col(Duo.mentor_id) == col(Membership.id), is_live(work.now))
    has_room = col(Membership.capacity) > taken.correlate(Membership).scalar_subquery()
    groups: dict[PeopleGroup, Conditions] = {
        PeopleGroup.ALL: there,
        PeopleGroup.WAITING: (*ready, role == Role.SEEKER, ~as_seeker.where(is_live(work.now)).exists()),
        PeopleGroup.IN_DUO: (*ready, role == Role.SEEKER, as_seeker.where(col(Duo.state).in_(_RUNNING)).exists()),
        PeopleGroup.ROOM: (*ready, role == Role.MENTOR, has_room),
        PeopleGroup.MENTORS: (*there, role == Role.MENTOR),
        PeopleGroup.TEAM: (*there, role.in_([Role.COORDINATOR, Role.LEAD])),
        PeopleGroup.PHONE: (here, col(Membership.state) == MembershipState.BY_PHONE),
        PeopleGroup.MINE: (*there, role.in_([Role.SEEKER, Role.MENTOR]), col(Membership.coordinator_id).in_(own)),
    }
    return groups.get(group)


def invited(group: PeopleGroup, organisation_id: int, own: Sequence[int], *, leads: bool) -> Conditions | None:
    """The invitations of that group that nobody used, those whose link ran out too; None where there are none in it.

    Those for a lead are seen by leads alone: the link is the role. A link for another phone invites nobody.
    """
    unused = (
        col(Invitation.organisation_id) == organisation_id,
        col(Invitation.state) == InvitationState.OPEN,
        col(Invitation.reconnects_id).is_(None),
        *(() if leads else (col(Invitation.role) != Role.LEAD,)),
    )
    if group in {PeopleGroup.ALL, PeopleGroup.INVITED}:
        return unused
    if group is PeopleGroup.MENTORS:
        return (*unused, col(Invitation.role) == Role.MENTOR)
    if group is PeopleGroup.MINE:
        keeper = func.coalesce(col(Invitation.coordinator_id), col(Invitation.invited_by))
        return (*unused, col(Invitation.role).in_([Role.SEEKER, Role.MENTOR]), keeper.in_(own))
    return None


async def count_members(work: Work, where: Conditions | None) -> int:
    if where is None:
        return 0
    statement = select(func.count(col(Membership.id))).where(*where)
    return int((await work.store.session.execute(statement)).scalar_one())


async def count_invited(work: Work, where: Conditions | None) -> int:
    if where is None:
        return 0
    statement = select(func.count(col(Invitation.id))).where(*where)
    return int((await work.store.session.execute(statement)).scalar_one())


def in_a_duo(membership_ids: Sequence[int]) -> ColumnElement[bool]:
    return or_(col(Duo.seeker_id).in_(membership_ids), col(Duo.mentor_id).in_(membership_ids))
