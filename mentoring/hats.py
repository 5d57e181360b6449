"""Which organisation a message is about, for people who have roles in several.

Most messages name it themselves. Those that do not get a line above them, but only for somebody to whom it could be
about another organisation as well.
"""

from __future__ import annotations

from sqlmodel import col, select

from mentoring.work import Work
from storage.tables import Membership, Organisation
from storage.words import MembershipState


async def hat_of(work: Work, membership: Membership) -> str | None:
    """The name of the membership's organisation where that person is in another one as well, else None."""
    return await hat_for(work, membership.person_id, membership.organisation_id)


async def hat_for(work: Work, person_id: int, organisation_id: int) -> str | None:
    """The same for a person and what is about that organisation."""
    elsewhere = select(Membership.id).where(
        col(Membership.person_id) == person_id,
        col(Membership.organisation_id) != organisation_id,
        col(Membership.state) != MembershipState.LEFT,
    )
    if (await work.store.session.execute(elsewhere.limit(1))).first() is None:
        return None
    organisation = await work.store.session.get(Organisation, organisation_id)
    assert organisation is not None, "a foreign key guards this"
    return organisation.name
