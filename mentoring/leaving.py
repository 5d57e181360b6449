"""What somebody of a team looks after goes to a colleague: handed over by choice, or because they leave the team."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_
from sqlmodel import col, delete, select, update

from mentoring.guards import session_stands
from mentoring.messages.colleagues import Load
from mentoring.sessions.core import OPEN_STATES, load_gathering
from mentoring.sessions.planning import changed
from mentoring.work import Work
from storage import outbox
from storage.tables import Absence, Alert, Duo, DuoSession, Invitation, Membership, SessionSide, Takeover
from storage.words import DuoState, InvitationState, MembershipState, Role

_LIVE = (DuoState.PROPOSED, DuoState.ACTIVE, DuoState.PAUSED)
Condition = ColumnElement[bool]


# -- what is looked after ---------------------------------------------------------------------------------------------
def _duos(ids: Collection[int]) -> Condition:
    return and_(col(Duo.coordinator_id).in_(ids), col(Duo.state).in_(_LIVE))


def _people(ids: Collection[int]) -> Condition:
    in_duos = col(Membership.role).in_([Role.SEEKER, Role.MENTOR])
    return and_(col(Membership.coordinator_id).in_(ids), in_duos, col(Membership.state) != MembershipState.LEFT)


def _invitations(ids: Collection[int]) -> Condition:
    """Whoever invited looks after them, unless somebody else was named."""
    invited = and_(col(Invitation.coordinator_id).is_(None), col(Invitation.invited_by).in_(ids))
    theirs = or_(col(Invitation.coordinator_id).in_(ids), invited)
    return and_(theirs, col(Invitation.state) == InvitationState.OPEN)


def _takeovers(ids: Collection[int]) -> Condition:
    waits = and_(col(Takeover.duo_id).is_(None), col(Takeover.dropped_at).is_(None))
    return and_(col(Takeover.coordinator_id).in_(ids), waits)


def _alerts(ids: Collection[int]) -> Condition:
    """Alerts that they have taken, also of duos that a colleague looks after."""
    return and_(col(Alert.taken_by).in_(ids), col(Alert.resolved_at).is_(None))


async def load_of(work: Work, memberships: Sequence[Membership]) -> Load:
    """How much the person of these memberships of one team looks after."""
    ids = [membership.id for membership in memberships]
    return Load(
        duos=await _count(work, col(Duo.id), _duos(ids)),
        people=await _count(work, col(Membership.id), _people(ids)),
        invitations=await _count(work, col(Invitation.id), _invitations(ids)),
        takeovers=await _count(work, col(Takeover.id), _takeovers(ids)),
        meetings=len(await _sides(work, memberships[0])) if memberships else 0,
    )


async def _count(work: Work, key: Any, where: Condition) -> int:
    return int((await work.store.session.execute(select(func.count(key)).where(where))).scalar_one())


async def hand_over(work: Work, old: Sequence[Membership], new: Membership) -> Load:
    """Everything that the memberships of one person look after is looked after by `new` from now on; says how much."""
    load, ids = await load_of(work, old), [membership.id for membership in old]
    session = work.store.session
    # in order, as whoever decides about one of them locks: duos before the people in them
    duos = or_(_duos(ids), col(Duo.id).in_(select(Alert.duo_id).where(_alerts(ids))))
    await session.execute(select(Duo.id).where(duos).order_by(col(Duo.id)).with_for_update())
    await session.execute(select(Membership.id).where(_people(ids)).order_by(col(Membership.id)).with_for_update())
    await session.execute(update(Duo).where(_duos(ids)).values(coordinator_id=new.id))
    await session.execute(update(Alert).where(_alerts(ids)).values(taken_by=new.id))
    await session.execute(update(Membership).where(_people(ids)).values(coordinator_id=new.id))
    await session.execute(update(Invitation).where(_invitations(ids)).values(coordinator_id=new.id))
    await session.execute(update(Takeover).where(_takeovers(ids)).values(coordinator_id=new.id))
    return load


# -- what only somebody of the team has -------------------------------------------------------------------------------
async def forget_in_team(work: Work, memberships: Sequence[Membership]) -> None:
    """Their absences, and that they stand in for others or others for them."""
    ids = [membership.id for membership in memberships]
    await work.store.session.execute(delete(Absence).where(col(Absence.membership_id).in_(ids)))
    stands_in = update(Membership).where(col(Membership.deputy_id).in_(ids))
    await work.store.session.execute(stands_in.values(deputy_id=None))
    for membership in memberships:
        membership.deputy_id = None


async def leave_meetings(work: Work, membership: Membership) -> None:
    """They come to no meeting of that organisation's duos any more; both of the duo see it on their cards."""
    for side, session in await _sides(work, membership):
        await work.store.session.delete(side)
        await work.store.session.flush()
        guard = session_stands(session.id, session.sequence)
        await outbox.cancel(work.store, work.now, person_id=membership.person_id, guard=guard)
        gathering = await load_gathering(work, session.id)
        gathering.session.with_team = any(attendee.role.is_staff for attendee in gathering.attendees)
        await changed(work, gathering)


async def _sides(work: Work, membership: Membership) -> Sequence[tuple[SessionSide, DuoSession]]:
    statement = (
        select(SessionSide, DuoSession)
        .join(DuoSession, col(DuoSession.id) == col(SessionSide.session_id))
        .join(Duo, col(Duo.id) == col(DuoSession.duo_id))
        .where(
            col(SessionSide.person_id) == membership.person_id,
            col(SessionSide.thread_id).is_(None),
            col(DuoSession.state).in_(OPEN_STATES),
            col(Duo.organisation_id) == membership.organisation_id,
        )
        .order_by(col(DuoSession.id))
    )
    return [(side, session) for side, session in (await work.store.session.execute(statement)).all()]
