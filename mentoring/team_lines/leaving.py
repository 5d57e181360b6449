"""What becomes of lines when somebody leaves the team."""

from __future__ import annotations

from sqlmodel import col, select

from mentoring.guards import line_side
from mentoring.work import Work
from storage import outbox
from storage.tables import LineSide, Membership, Person, TeamLine
from storage.words import MembershipState, Role


async def leave_lines(work: Work, membership: Membership) -> None:
    """Somebody leaves the team: nothing of its lines reaches them any more. What others wait for goes on to wait.

    Whoever works there in another role as well, a coordinator who became a lead, stays in their lines.
    """
    others = select(Membership.id).where(
        col(Membership.person_id) == membership.person_id,
        col(Membership.organisation_id) == membership.organisation_id,
        col(Membership.role).in_([role for role in Role if role.is_staff]),
        col(Membership.state) == MembershipState.READY,
        col(Membership.id) != membership.id,
    )
    if (await work.store.session.execute(others.limit(1))).first() is not None:
        return
    statement = (
        select(LineSide)
        .join(TeamLine, col(TeamLine.id) == col(LineSide.line_id))
        .where(
            col(TeamLine.organisation_id) == membership.organisation_id,
            col(LineSide.person_id) == membership.person_id,
            col(LineSide.is_team),
            col(LineSide.left_at).is_(None),
        )
    )
    sides = (await work.store.session.execute(statement)).scalars().all()
    for side in sides:
        side.left_at = work.now
        await outbox.cancel(work.store, work.now, guard=line_side(side.id))
    person = await work.store.session.get(Person, membership.person_id)
    if person is not None and person.open_thread_id in {side.id for side in sides}:
        person.open_thread_id = None
