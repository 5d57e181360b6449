"""The coordinators' side of invitations: make one in the chat, see what is open, show it again, revoke it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, or_
from sqlmodel import col, select

from mentoring.actor import Actor, is_working_staff
from mentoring.errors import NotFoundError, OutOfDateError
from mentoring.invitations import BY_CHAT, Issued, clean_label, issue, link_for, shown_to_team
from mentoring.messages.invitation import (
    Card,
    Choice,
    Entry,
    Forward,
    InvitationList,
    Made,
    ReallyRevoke,
    WhichLabel,
    WhichLanguage,
    WhichOrganisation,
    WhichRole,
)
from mentoring.takeovers_open import tell_of_revoked
from mentoring.work import Work
from storage.tables import Invitation, Organisation
from storage.words import InvitationState, Role

PAGE = 8
Question = WhichOrganisation | WhichRole | WhichLanguage | WhichLabel


# -- making one: each question checks again, because a button is a claim and not a proof ------------------------------
async def first_question(actor: Actor, work: Work) -> WhichOrganisation | WhichRole:
    """For which organisation, where they work for several; else for which role. Raises NotFoundError."""
    organisations = await _organisations(actor, work)
    if len(organisations) == 1:
        return await ask_role(actor, work, organisations[0].id)
    return WhichOrganisation(choices=tuple(Choice(each.id, each.name) for each in organisations))


async def ask_role(actor: Actor, work: Work, organisation_id: int) -> WhichRole:
    """Raises NotFoundError."""
    organisation = await _organisation(actor, work, organisation_id)
    return WhichRole(organisation_id=organisation.id, organisation=organisation.name)


async def ask_language(actor: Actor, work: Work, organisation_id: int, role: Role) -> WhichLanguage | WhichLabel:
    """Straight on to the label where the organisation speaks one language. Raises NotFoundError."""
    organisation = await _organisation(actor, work, organisation_id, role)
    languages = tuple(organisation.languages)
    if len(languages) == 1:
        return WhichLabel(organisation_id=organisation.id, role=role, language=languages[0])
    return WhichLanguage(organisation_id=organisation.id, role=role, languages=languages)


async def ask_label(actor: Actor, work: Work, organisation_id: int, role: Role, language: str) -> WhichLabel:
    """Raises NotFoundError, OutOfDateError."""
    await _organisation(actor, work, organisation_id, role, language)
    return WhichLabel(organisation_id=organisation_id, role=role, language=language)


async def invite(
    actor: Actor, work: Work, organisation_id: int, role: Role, language: str, label: str | None
) -> Issued:
    """Makes the invitation. Raises NotFoundError, OutOfDateError, LabelNotUsableError."""
    organisation = await _organisation(actor, work, organisation_id, role, language)
    kept = None if label is None else clean_label(label)
    member = actor.staff(organisation_id)
    return await issue(work, organisation, role, language=language, label=kept, invited_by=member.id)


def shown(issued: Issued, work: Work) -> tuple[Made, Forward]:
    """The picture for the coordinator and the text for the invitee."""
    invitation = issued.invitation
    role, link, until = Role(invitation.role), link_for(work.bot_username, issued.token), invitation.expires_at
    return (
        Made(role=role, label=issued.label, link=link, expires_at=until),
        Forward(role=role, language=invitation.language, organisation=issued.organisation, link=link, expires_at=until),
    )


async def _organisation(
    actor: Actor, work: Work, organisation_id: int, role: Role | None = None, language: str | None = None
) -> Organisation:
    """The actor's organisation, where they may invite for that role in that language.

    Raises NotFoundError; OutOfDateError for a language that the organisation does not speak (any more).
    """
    actor.staff(organisation_id)
    if role is not None and role not in BY_CHAT:
        raise NotFoundError
    organisation = await work.store.session.get(Organisation, organisation_id)
    assert organisation is not None, "a foreign key guards this"
    if language is not None and language not in organisation.languages:
        raise OutOfDateError
    return organisation


async def _organisations(actor: Actor, work: Work) -> list[Organisation]:
    """The organisations they work for, oldest membership first. Raises NotFoundError where there are none."""
    actor.staff()
    ids = list(dict.fromkeys(m.organisation_id for m in actor.memberships if is_working_staff(m)))
    found = (await work.store.session.execute(select(Organisation).where(col(Organisation.id).in_(ids)))).scalars()
    return sorted(found, key=lambda organisation: ids.index(organisation.id))


# -- looking after them ----------------------------------------------------------------------------------------------
async def listed(actor: Actor, work: Work, page: int) -> InvitationList:
    """A page of what is open and theirs to see, oldest first; a page beyond the last is the last.

    Raises NotFoundError.
    """
    actor.staff()
    session = work.store.session
    where = [_is_open(work.now), _visible_to(actor)]
    counted = (await session.execute(select(func.count()).select_from(Invitation).where(*where))).scalar_one()
    pages = max(1, -(-counted // PAGE))
    number = min(page, pages - 1)
    statement = select(Invitation).where(*where).order_by(col(Invitation.id)).offset(number * PAGE).limit(PAGE)
    found = (await session.execute(statement)).scalars().all()
    entries = tuple([await _entry(actor, work, invitation) for invitation in found])
    return InvitationList(entries=entries, page=number, pages=pages, first=number * PAGE + 1)


async def card(actor: Actor, work: Work, invitation_id: int, page: int) -> Card:
    """Raises NotFoundError, OutOfDateError."""
    invitation = await _open_invitation(actor, work, invitation_id)
    return Card(entry=await _entry(actor, work, invitation), language=invitation.language, page=page)


async def show(actor: Actor, work: Work, invitation_id: int) -> Issued:
    """Link and text once more. Raises NotFoundError, OutOfDateError."""
    invitation = await _open_invitation(actor, work, invitation_id)
    vault = work.store.vault
    organisation = await work.store.session.get(Organisation, invitation.organisation_id)
    token = invitation.open(vault, "token")
    assert organisation is not None, "a foreign key guards this"
    assert token is not None, "open invitations keep their token"
    return Issued(invitation, token, invitation.open(vault, "label"), organisation.name)


async def ask_revoke(actor: Actor, work: Work, invitation_id: int, page: int) -> ReallyRevoke:
    """Raises NotFoundError, OutOfDateError."""
    invitation = await _open_invitation(actor, work, invitation_id)
    return ReallyRevoke(entry=await _entry(actor, work, invitation), page=page)


async def revoke(actor: Actor, work: Work, invitation_id: int) -> None:
    """From now on the link is not valid. Raises NotFoundError, OutOfDateError."""
    invitation = await _open_invitation(actor, work, invitation_id)
    invitation.state = InvitationState.REVOKED
    invitation.seal(work.store.vault, "token", None)
    await work.store.session.flush()
    await tell_of_revoked(actor, work, invitation)


async def _open_invitation(actor: Actor, work: Work, invitation_id: int) -> Invitation:
    """That one, locked. Raises NotFoundError, or OutOfDateError where it was used or revoked or has expired."""
    statement = select(Invitation).where(col(Invitation.id) == invitation_id, _visible_to(actor)).with_for_update()
    found = (await work.store.session.execute(statement)).scalar_one_or_none()
    if found is None:
        raise NotFoundError
    if found.state != InvitationState.OPEN or found.expires_at <= work.now:
        raise OutOfDateError
    return found


async def _entry(actor: Actor, work: Work, invitation: Invitation) -> Entry:
    """Names the organisation only to people who work for several."""
    several = len({m.organisation_id for m in actor.memberships if is_working_staff(m)}) > 1
    organisation = await work.store.session.get(Organisation, invitation.organisation_id) if several else None
    return Entry(
        invitation_id=invitation.id,
        role=Role(invitation.role),
        label=invitation.open(work.store.vault, "label"),
        expires_at=invitation.expires_at,
        organisation=organisation.name if organisation else None,
    )


def _is_open(now: datetime) -> ColumnElement[bool]:
    return and_(col(Invitation.state) == InvitationState.OPEN, col(Invitation.expires_at) > now)


def _visible_to(actor: Actor) -> ColumnElement[bool]:
    """Those of the organisations they work for, as far as they are shown there (mentoring/invitations.py).

    Reconnect links are shown by whoever makes them (mentoring/reconnect_links.py).
    """
    staff = [m for m in actor.memberships if is_working_staff(m)]
    works_for = [m.organisation_id for m in staff]
    leads = [m.organisation_id for m in staff if m.role == Role.LEAD]
    place, role = col(Invitation.organisation_id), col(Invitation.role)
    return and_(
        col(Invitation.reconnects_id).is_(None),
        or_(
            and_(place.in_(works_for), role.in_(shown_to_team(leads=False))),
            and_(place.in_(leads), role.in_(shown_to_team(leads=True))),
        ),
    )
