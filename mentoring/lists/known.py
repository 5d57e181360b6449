"""Who is there already, or is invited: what a list is checked against."""

from __future__ import annotations

from collections import Counter

from sqlalchemy import Table, select

from mentoring.lists.values import Known
from mentoring.pairs import is_live
from mentoring.work import Work
from storage.sealing import Vault
from storage.tables import Duo, Invitation, Membership, Person, Takeover
from storage.words import InvitationState, MembershipState, Role

_invitation: Table = Invitation.__table__  # type: ignore[attr-defined]
_membership: Table = Membership.__table__  # type: ignore[attr-defined]
_person: Table = Person.__table__  # type: ignore[attr-defined]
_duo: Table = Duo.__table__  # type: ignore[attr-defined]
_takeover: Table = Takeover.__table__  # type: ignore[attr-defined]


async def load_known(work: Work, organisation_id: int) -> list[Known]:
    """Everybody of the organisation who has not left, then the invitations that wait, oldest first."""
    duos = await _duos_by_side(work, organisation_id)
    return [*await _members(work, organisation_id, duos), *await _invited(work, organisation_id, duos)]


async def _duos_by_side(work: Work, organisation_id: int) -> Counter[int]:
    """How many duos each membership or invitation has: that live, or that begin when both have joined."""
    live = select(_duo.c.seeker_id, _duo.c.mentor_id).where(_duo.c.organisation_id == organisation_id)
    found = list((await work.store.session.execute(live.where(is_live(work.now)))).all())
    sides: Counter[int] = Counter()
    for seeker_id, mentor_id in found:
        sides.update((seeker_id, mentor_id))
    c = _takeover.c
    waiting = select(c.seeker_id, c.seeker_invitation_id, c.mentor_id, c.mentor_invitation_id).where(
        c.organisation_id == organisation_id, c.duo_id.is_(None), c.dropped_at.is_(None)
    )
    for row in (await work.store.session.execute(waiting)).all():
        sides.update(side for side in row if side is not None)
    return sides


async def _members(work: Work, organisation_id: int, duos: Counter[int]) -> list[Known]:
    c, vault = _membership.c, work.store.vault
    statement = (
        select(c.id, c.role, c.label_sealed, c.reference_sealed, _person.c.id, _person.c.first_name_sealed)
        .join(_person, _person.c.id == c.person_id)
        .where(c.organisation_id == organisation_id, c.state != MembershipState.LEFT)
        .order_by(c.id)
    )
    known = []
    for membership_id, role, label, reference, person_id, name in (await work.store.session.execute(statement)).all():
        called = _opened(vault, label, "membership", "label", membership_id) or _opened(
            vault, name, "person", "first_name", person_id
        )
        number = _opened(vault, reference, "membership", "reference", membership_id)
        known.append(Known(Role(role), called, number, membership_id=membership_id, duos=duos[membership_id]))
    return known


async def _invited(work: Work, organisation_id: int, duos: Counter[int]) -> list[Known]:
    c, vault = _invitation.c, work.store.vault
    statement = (
        select(c.id, c.role, c.label_sealed, c.reference_sealed)
        .where(
            c.organisation_id == organisation_id,
            c.state == InvitationState.OPEN,
            c.expires_at > work.now,
            c.reconnects_id.is_(None),
            c.role != Role.FEDERATION,  # shown to no team
        )
        .order_by(c.id)
    )
    known = []
    for invitation_id, role, label, reference in (await work.store.session.execute(statement)).all():
        called = _opened(vault, label, "invitation", "label", invitation_id)
        number = _opened(vault, reference, "invitation", "reference", invitation_id)
        known.append(Known(Role(role), called, number, invitation_id=invitation_id, duos=duos[invitation_id]))
    return known


def _opened(vault: Vault, sealed: bytes | None, table: str, column: str, row_id: int) -> str:
    return "" if sealed is None else vault.open(sealed, table, f"{column}_sealed", row_id)
