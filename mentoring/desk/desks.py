"""What the lists of the desk share: whose desk it is, the other ones, people by their parts of a name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import col, select

from mentoring.actor import Actor, is_working_staff, organisation_of
from mentoring.people import name_of
from mentoring.search import begins_in, folded, found_in
from mentoring.work import Work
from storage.sealing import Vault
from storage.tables import Membership, Person
from storage.words import MembershipState, Role

PAGE = 8  # as many buttons as a phone shows without scrolling far


async def desk_name(actor: Actor, work: Work, desk: Membership) -> str | None:
    """The organisation's name, for people who work for several; None for all others."""
    several = len({m.organisation_id for m in actor.memberships if is_working_staff(m)}) > 1
    return (await organisation_of(work.store, desk)).name if several else None


def own_ids(actor: Actor, organisation_id: int) -> list[int]:
    """All their memberships of that team, those before another role too: what they look after names one of them."""
    return [m.id for m in actor.memberships if m.organisation_id == organisation_id and Role(m.role).is_staff]


async def keeper_name(work: Work, organisation_id: int, coordinator_id: int | None) -> str | None:
    """Who of the team looks after it; None where nobody does, or somebody who left."""
    if coordinator_id is None:
        return None
    held = await work.store.session.get(Membership, coordinator_id)
    if held is None or held.organisation_id != organisation_id:
        return None
    working = select(Membership.id).where(
        col(Membership.person_id) == held.person_id,
        col(Membership.organisation_id) == organisation_id,
        col(Membership.role).in_([role for role in Role if role.is_staff]),
        col(Membership.state) == MembershipState.READY,
    )
    if (await work.store.session.execute(working)).first() is None:
        return None
    person = await work.store.session.get(Person, held.person_id)
    assert person is not None, "a foreign key guards this"
    return name_of(work.store.vault, person)


@dataclass(frozen=True, slots=True)
class Sealed:
    """One person's sealed names with the rows they were sealed for."""

    person_id: int
    first_name: bytes | None
    membership_id: int
    label: bytes | None
    reference: bytes | None

    def folded(self, vault: Vault) -> str:
        """First name, label and reference as one text to search in."""
        names = [
            vault.open(self.first_name, "person", "first_name_sealed", self.person_id) if self.first_name else "",
            vault.open(self.label, "membership", "label_sealed", self.membership_id) if self.label else "",
            vault.open(self.reference, "membership", "reference_sealed", self.membership_id) if self.reference else "",
        ]
        return folded(" ".join(names))


def ranked(words: tuple[str, ...], named: Sequence[tuple[int, str]]) -> list[int]:
    """The ids whose folded names hold all the words: where names begin so first, then by the alphabet."""
    found = [(not begins_in(words, names), names, key) for key, names in named if found_in(words, names)]
    return [key for _, _, key in sorted(found)]
