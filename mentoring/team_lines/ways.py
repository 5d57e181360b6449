"""Which ways a message takes: to the partner; to the team of today; from the team to the person and its colleagues."""

from __future__ import annotations

from sqlmodel import col, or_, select

from mentoring.guards import duo_running, line_side
from mentoring.in_charge import in_charge, team_of
from mentoring.relay_rows import Leg
from mentoring.team_lines.catching_up import catch_up
from mentoring.team_lines.opening import ensure_line_topic, join_line, locked_line, sides_of_line
from mentoring.team_lines.sides import TeamSide
from mentoring.threads import Side
from mentoring.work import Work
from storage.lines import SeenLine
from storage.tables import Duo, Membership, Person, TeamLine
from storage.words import DuoState, MembershipState, Role

Conversation = Side | TeamSide
_RUNNING = tuple(state for state in DuoState if state.is_running)


async def ways(work: Work, side: Conversation) -> list[Leg]:
    """Who can read now what is written from that side; nobody where the other end cannot be reached.

    Of a line, the person comes first; colleagues of the team get copies.
    """
    if isinstance(side, Side):
        if side.partner.unreachable_since is not None:
            return []
        return [Leg(side.duo.id, side.partner.id, side.partner_thread.id, duo_running(side.duo.id))]
    others = [other for other in await sides_of_line(work, side.conversation_id) if other.id != side.id]
    if side.seen.is_team and any(not other.is_team and other.unreachable_since is not None for other in others):
        return []
    reached = [other for other in others if other.unreachable_since is None]
    return [_leg(side, other, is_copy=place > 0) for place, other in enumerate(reached)]


def _leg(side: TeamSide, other: SeenLine, *, is_copy: bool) -> Leg:
    return Leg(side.conversation_id, other.person_id, other.id, line_side(other.id), side.id, is_copy)


async def call_in_charge(work: Work, side: TeamSide) -> None:
    """Whoever is there for that person today sees the line from now on, besides those who took part before."""
    line = await locked_line(work, side.conversation_id)
    staff = await who_hears(work, line)
    if staff is not None:
        await join_line(work, line, staff)
        await catch_up(work, line, staff.person_id)
    for other in await sides_of_line(work, line.id):
        await ensure_line_topic(work, other)


async def in_charge_of(work: Work, line: TeamLine) -> Membership | None:
    """Who of the team is there today for that person: by their running duo, else by who looks after them."""
    statement = (
        select(Duo.coordinator_id)
        .join(Membership, or_(col(Membership.id) == Duo.seeker_id, col(Membership.id) == Duo.mentor_id))
        .where(
            col(Membership.person_id) == line.person_id,
            col(Duo.organisation_id) == line.organisation_id,
            col(Duo.state).in_(_RUNNING),
            col(Duo.coordinator_id).is_not(None),
        )
        .order_by(col(Duo.started_at).desc(), col(Duo.id).desc())
        .limit(1)
    )
    of_duo = (await work.store.session.execute(statement)).scalars().first()
    own = select(Membership.coordinator_id).where(
        col(Membership.person_id) == line.person_id,
        col(Membership.organisation_id) == line.organisation_id,
        col(Membership.role).in_([Role.SEEKER, Role.MENTOR]),
        col(Membership.state) == MembershipState.READY,
        col(Membership.coordinator_id).is_not(None),
    )
    looks_after = of_duo or (await work.store.session.execute(own.limit(1))).scalars().first()
    return await in_charge(work, line.organisation_id, looks_after)


async def who_hears(work: Work, line: TeamLine) -> Membership | None:
    """The same, past those who blocked the bot; nobody is their own team. None: nobody of the team can be reached."""
    first = await in_charge_of(work, line)
    candidates = [m for m in (first, *await team_of(work, line.organisation_id)) if m is not None]
    people = {member.person_id for member in candidates} - {line.person_id}
    reachable = select(Person.id).where(col(Person.id).in_(people), col(Person.unreachable_since).is_(None))
    there = set((await work.store.session.execute(reachable)).scalars())
    return next((member for member in candidates if member.person_id in there), None)
