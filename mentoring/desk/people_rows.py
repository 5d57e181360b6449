"""Which rows belong to a group of /people: memberships, and invitations that nobody used yet."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement, func, or_
from sqlmodel import col, select

from mentoring.desk.groups import PeopleGroup
from mentoring.endings.afterwards import is_done
from mentoring.invitations import shown_to_team
from mentoring.pairs import is_live
from mentoring.takeovers import awaits_partner, is_open
from mentoring.waiting_news import mentee_looks_for_mentor
from mentoring.work import Work
from storage.tables import Duo, Invitation, Membership, Takeover
from storage.words import DuoState, InvitationState, MembershipState, Role

_RUNNING = tuple(state for state in DuoState if state.is_running)
Conditions = tuple[ColumnElement[bool], ...]


def members(group: PeopleGroup, organisation_id: int, work: Work, own: Sequence[int]) -> Conditions | None:
    """The memberships of that group; None where there are none in it. `own`: the actor's memberships there."""
    here = col(Membership.organisation_id) == organisation_id
    there = (here, col(Membership.state) != MembershipState.LEFT)
    ready = (here, col(Membership.state) == MembershipState.READY)
    role = col(Membership.role)
    as_seeker = select(Duo.id).where(col(Duo.seeker_id) == col(Membership.id))
    taken = select(func.count()).where(col(Duo.mentor_id) == col(Membership.id), is_live(work.now))
    has_room = col(Membership.capacity) > taken.correlate(Membership).scalar_subquery()
    groups: dict[PeopleGroup, Conditions] = {
        PeopleGroup.ALL: there,
        PeopleGroup.WAITING: (
            *(here, mentee_looks_for_mentor(), ~awaits_partner(), ~is_done()),
            ~as_seeker.where(is_live(work.now)).exists(),
        ),
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

    Which roles: mentoring/invitations.py. A link for another phone invites nobody.
    """
    unused = (
        col(Invitation.organisation_id) == organisation_id,
        col(Invitation.state) == InvitationState.OPEN,
        col(Invitation.reconnects_id).is_(None),
        col(Invitation.role).in_(shown_to_team(leads=leads)),
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


async def expected(work: Work, membership_ids: Sequence[int]) -> set[int]:
    """Those mentees who have a mentor already, who has still to join."""
    statement = select(Takeover.seeker_id).where(col(Takeover.seeker_id).in_(membership_ids), is_open())
    return {found for found in (await work.store.session.execute(statement)).scalars() if found is not None}


async def finished(work: Work, membership_ids: Sequence[int]) -> set[int]:
    """Those mentees whose duo is over, and who look for no other mentor."""
    statement = select(Membership.id).where(col(Membership.id).in_(membership_ids), is_done())
    return set((await work.store.session.execute(statement)).scalars())


def in_a_duo(membership_ids: Sequence[int]) -> ColumnElement[bool]:
    return or_(col(Duo.seeker_id).in_(membership_ids), col(Duo.mentor_id).in_(membership_ids))
