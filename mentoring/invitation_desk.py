"""The coordinators' side of invitations: make one in the chat, see what is open, show it again, revoke it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, or_
from sqlmodel import col, select

from mentoring.actor import Actor, is_working_staff
from mentoring.errors import NotFoundError, OutOfDateError
from mentoring.invitations import Issued, clean_label, issue
from mentoring.work import Work
from storage.tables import Invitation, Organisation
from storage.words import InvitationState, Role

BY_CHAT = (Role.SEEKER, Role.MENTOR, Role.COORDINATOR)  # a lead is named on the command line only
PAGE = 8


async def invite(
    actor: Actor, work: Work, organisation_id: int, role: Role, language: str, label: str | None
) -> Issued:
    """A coordinator invites. Raises NotFoundError, OutOfDateError, LabelNotUsableError."""
    organisation = await organisation_for(actor, work, organisation_id, role, language)
    kept = None if label is None else clean_label(label)
    member = actor.staff(organisation_id)
    return await issue(work, organisation, role, language=language, label=kept, invited_by=member.id)


async def organisation_for(
    actor: Actor, work: Work, organisation_id: int, role: Role | None = None, language: str | None = None
) -> Organisation:
    """The actor's organisation, where they may invite for that role in that language.

    Raises NotFoundError; OutOfDateError for a language that the organisation no longer speaks.
    """
    actor.staff(organisation_id)
    if role is not None and role not in BY_CHAT:
        raise NotFoundError
    organisation = await work.store.session.get(Organisation, organisation_id)
    assert organisation is not None, "a foreign key guards this"
    if language is not None and language not in organisation.languages:
        raise OutOfDateError
    return organisation


async def organisations_of_staff(actor: Actor, work: Work) -> list[Organisation]:
    """The organisations they work for, oldest membership first. Raises NotFoundError where there are none."""
    actor.staff()
    ids = list(dict.fromkeys(m.organisation_id for m in actor.memberships if is_working_staff(m)))
    found = (await work.store.session.execute(select(Organisation).where(col(Organisation.id).in_(ids)))).scalars()
    return sorted(found, key=lambda organisation: ids.index(organisation.id))


# -- looking after them ----------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Page:
    """Some of the open invitations; `number` begins with 0 and lies within `pages`."""

    invitations: list[Invitation]
    number: int
    pages: int


async def open_invitations(actor: Actor, work: Work, page: int) -> Page:
    """A page of what the actor may see, oldest first; a page beyond the last is the last. Raises NotFoundError."""
    actor.staff()
    session = work.store.session
    visible = [_is_open(work.now), _visible_to(actor)]
    counted = (await session.execute(select(func.count()).select_from(Invitation).where(*visible))).scalar_one()
    pages = max(1, -(-counted // PAGE))
    number = min(page, pages - 1)
    statement = select(Invitation).where(*visible).order_by(col(Invitation.id)).offset(number * PAGE).limit(PAGE)
    return Page(list((await session.execute(statement)).scalars().all()), number, pages)


async def open_invitation(actor: Actor, work: Work, invitation_id: int) -> Invitation:
    """That one, locked. Raises NotFoundError, or OutOfDateError where it was used or revoked or has expired."""
    statement = select(Invitation).where(col(Invitation.id) == invitation_id, _visible_to(actor)).with_for_update()
    found = (await work.store.session.execute(statement)).scalar_one_or_none()
    if found is None:
        raise NotFoundError
    if found.state != InvitationState.OPEN or found.expires_at <= work.now:
        raise OutOfDateError
    return found


async def show(actor: Actor, work: Work, invitation_id: int) -> Issued:
    """Link and text of an open invitation once more. Raises NotFoundError, OutOfDateError."""
    invitation = await open_invitation(actor, work, invitation_id)
    vault = work.store.vault
    organisation = await work.store.session.get(Organisation, invitation.organisation_id)
    token = invitation.open(vault, "token")
    assert organisation is not None, "a foreign key guards this"
    assert token is not None, "open invitations keep their token"
    return Issued(invitation, token, invitation.open(vault, "label"), organisation.name)


async def revoke(actor: Actor, work: Work, invitation_id: int) -> None:
    """From now on the link is not valid. Raises NotFoundError, OutOfDateError."""
    invitation = await open_invitation(actor, work, invitation_id)
    invitation.state = InvitationState.REVOKED
    invitation.seal(work.store.vault, "token", None)


def _is_open(now: datetime) -> ColumnElement[bool]:
    return and_(col(Invitation.state) == InvitationState.OPEN, col(Invitation.expires_at) > now)


def _visible_to(actor: Actor) -> ColumnElement[bool]:
    """Those of the organisations they work for; those for a lead, only where they lead: the link is the role."""
    staff = [m for m in actor.memberships if is_working_staff(m)]
    works_for = [m.organisation_id for m in staff]
    leads = [m.organisation_id for m in staff if m.role == Role.LEAD]
    place, role = col(Invitation.organisation_id), col(Invitation.role)
    return or_(and_(place.in_(works_for), role != Role.LEAD), place.in_(leads))
