"""Who may read the federation's report: from the command line, which alone gives that right, without anybody's asking.

A lead can end it in the chat as well (mentoring/desk/removing.py), where its organisation has a lead.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlmodel import col, select

from mentoring.desk.removing import end_place
from mentoring.errors import NotFoundError
from mentoring.pairs import Side, load_side
from mentoring.people import label_of
from mentoring.work import Work
from storage.tables import Invitation, Membership, Organisation, Person
from storage.words import InvitationState, MembershipState, Role


class Standing(StrEnum):
    INVITED = "invited"  # a link that works
    JOINING = "joining"  # followed it, is not past the welcome
    READS = "reads"


@dataclass(frozen=True, slots=True)
class Access:
    """One person's, or one link's. `id`: of the membership, or of the invitation; `since`: when it was given."""

    id: int
    organisation: str
    called: str  # the label, else the first name; empty for a link without a label
    standing: Standing
    since: datetime


async def accesses(work: Work) -> list[Access]:
    """All that are open, oldest first."""
    return sorted([*await _members(work), *await _links(work)], key=lambda access: access.id)


async def _members(work: Work) -> list[Access]:
    statement = (
        select(Membership, Person, Organisation.name)
        .join(Person, col(Person.id) == col(Membership.person_id))
        .join(Organisation, col(Organisation.id) == col(Membership.organisation_id))
        .where(col(Membership.role) == Role.FEDERATION, col(Membership.state) != MembershipState.LEFT)
    )
    found = []
    for member, person, organisation in (await work.store.session.execute(statement)).all():
        standing = Standing.READS if member.state == MembershipState.READY else Standing.JOINING
        called = label_of(work.store.vault, member, person)
        found.append(Access(member.id, organisation, called, standing, member.created_at))
    return found


async def _links(work: Work) -> list[Access]:
    statement = (
        select(Invitation, Organisation.name)
        .join(Organisation, col(Organisation.id) == col(Invitation.organisation_id))
        .where(
            col(Invitation.role) == Role.FEDERATION,
            col(Invitation.state) == InvitationState.OPEN,
            col(Invitation.expires_at) > work.now,
        )
    )
    return [
        Access(link.id, name, link.open(work.store.vault, "label") or "", Standing.INVITED, link.created_at)
        for link, name in (await work.store.session.execute(statement)).all()
    ]


async def end_access(work: Work, access_id: int) -> Access:
    """A link works no longer; who had joined reads nothing any more, and is told. Raises NotFoundError."""
    access = next((each for each in await accesses(work) if each.id == access_id), None)
    if access is None:
        raise NotFoundError
    if access.standing is Standing.INVITED:
        await _revoke(work, access_id)
    else:
        side: Side = await load_side(work, access_id, Role.FEDERATION)
        await end_place(work, side)
    return access


async def _revoke(work: Work, invitation_id: int) -> None:
    invitation = await work.store.session.get(Invitation, invitation_id, with_for_update=True)
    if invitation is None or invitation.state != InvitationState.OPEN:
        raise NotFoundError  # used while we looked
    invitation.state = InvitationState.REVOKED
    invitation.seal(work.store.vault, "token", None)
    await work.store.session.flush()
