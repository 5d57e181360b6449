"""Who of the team is there for a duo or a person today: who looks after them, the deputy, the lead.

The order is the programme's ("Roles and the organisation's desk"): whoever looks after them; while that person is
absent, their deputy; then a lead; then whoever of the team has been here longest. Where all are absent, absence counts
no longer: somebody has to hear it. Who left the team is never in charge; what they held goes to the lead.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from zoneinfo import ZoneInfo

from sqlmodel import col, select

from mentoring.actor import is_working_staff
from mentoring.work import Work
from storage.tables import Absence, Membership, Organisation
from storage.words import MembershipState, Role


async def team_of(work: Work, organisation_id: int) -> list[Membership]:
    """Everybody who works there, leads first, then by how long. One person may be both: each membership counts."""
    statement = select(Membership).where(
        col(Membership.organisation_id) == organisation_id,
        col(Membership.role).in_([role for role in Role if role.is_staff]),
        col(Membership.state) == MembershipState.READY,
    )
    found = (await work.store.session.execute(statement.order_by(col(Membership.id)))).scalars().all()
    return sorted(found, key=lambda membership: membership.role != Role.LEAD)


async def in_charge(work: Work, organisation_id: int, coordinator_id: int | None) -> Membership | None:
    """Who is there today for what `coordinator_id` looks after (None: nobody yet); None only without a team."""
    team = await team_of(work, organisation_id)
    away = await absent_today(work, organisation_id, [member.id for member in team])
    own = next((member for member in team if member.id == coordinator_id), None)
    if own is None and coordinator_id is not None:
        own = await _same_person(work, team, coordinator_id)
    return choose(team, away, own)


def choose(team: Sequence[Membership], away: Collection[int], own: Membership | None) -> Membership | None:
    """The same by a team that is at hand (in the order of `team_of`) and those of it who are away."""
    deputy = next((member for member in team if own is not None and member.id == own.deputy_id), None)
    candidates = [member for member in (own, deputy, *team) if member is not None]
    present = [member for member in candidates if member.id not in away]
    return next(iter([*present, *candidates]), None)


async def at_work(work: Work, membership_id: int | None) -> Membership | None:
    """That one of a team under the role they work in now: a coordinator may have become a lead. None for who left."""
    held = await work.store.session.get(Membership, membership_id) if membership_id is not None else None
    if held is None or is_working_staff(held):
        return held
    return await _same_person(work, await team_of(work, held.organisation_id), held.id)


async def _same_person(work: Work, team: list[Membership], coordinator_id: int) -> Membership | None:
    """A coordinator who became a lead has another membership: what they held stays theirs."""
    held = await work.store.session.get(Membership, coordinator_id)
    if held is None or is_working_staff(held):
        return None
    return next((member for member in team if member.person_id == held.person_id), None)


async def absent_today(work: Work, organisation_id: int, membership_ids: Collection[int]) -> set[int]:
    """Those of them who are away today, by the organisation's calendar."""
    if not membership_ids:
        return set()
    today = (await local_day(work, organisation_id)).isoformat()
    statement = select(Absence.membership_id).where(
        col(Absence.membership_id).in_(list(membership_ids)),
        col(Absence.first_day) <= today,
        col(Absence.last_day) >= today,
    )
    return set((await work.store.session.execute(statement)).scalars())


async def local_day(work: Work, organisation_id: int) -> date:
    """Today, where the organisation works."""
    organisation = await work.store.session.get(Organisation, organisation_id)
    assert organisation is not None, "a foreign key guards this"
    return work.now.astimezone(ZoneInfo(organisation.time_zone)).date()
