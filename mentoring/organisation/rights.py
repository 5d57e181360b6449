"""Who may look at an organisation's settings, who may change them, and who hears of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlmodel import col, select

from mentoring.actor import Actor
from mentoring.errors import NotFoundError
from mentoring.in_charge import team_of
from mentoring.messages.organisation_words import OrganisationChanged, What
from mentoring.people import name_of
from mentoring.work import Work
from storage.tables import Organisation
from storage.words import Role


@dataclass(frozen=True, slots=True)
class Seat:
    """An organisation and whether the actor leads it."""

    organisation: Organisation
    leads: bool


def leads(actor: Actor, organisation_id: int) -> bool:
    return any(membership.organisation_id == organisation_id for membership in actor.ready_as(Role.LEAD))


async def seat_of(actor: Actor, work: Work, organisation_id: int | None = None) -> Seat:
    """To look: of the team of that organisation; None: the one they lead, else any. Raises NotFoundError."""
    if organisation_id is None:
        led = actor.ready_as(Role.LEAD)
        organisation_id = led[0].organisation_id if led else actor.staff().organisation_id
    actor.staff(organisation_id)
    organisation = await work.store.session.get(Organisation, organisation_id)
    assert organisation is not None, "a foreign key guards this"
    return Seat(organisation, leads(actor, organisation_id))


async def led(actor: Actor, work: Work, organisation_id: int) -> Organisation:
    """To change: the organisation that the actor leads, locked, so that two leads change one after the other.

    Raises NotFoundError.
    """
    if not leads(actor, organisation_id):
        raise NotFoundError
    statement = select(Organisation).where(col(Organisation.id) == organisation_id).with_for_update()
    found = await work.store.session.execute(statement.execution_options(populate_existing=True))
    return found.scalar_one()


async def tell_leads(actor: Actor | None, work: Work, organisation: Organisation, what: What, **values: Any) -> None:
    """One line to everybody else who leads it: the last change counts, and both see it. None: the command line."""
    news = OrganisationChanged(
        organisation_id=organisation.id,
        organisation=organisation.name,
        by=name_of(work.store.vault, actor.person) if actor is not None else "",
        what=what,
        **values,
    )
    others = {member.person_id for member in await team_of(work, organisation.id) if member.role == Role.LEAD}
    own = {actor.person.id} if actor is not None else set()
    for person_id in sorted(others - own):
        await work.post(person_id, news)
