"""Those who were invited and have not joined yet: their card, a new link where the old one ran out, taking it back."""

from __future__ import annotations

from datetime import timedelta

from sqlmodel import col, or_, select

from mentoring.actor import Actor, is_working_staff
from mentoring.desk.desks import keeper_name
from mentoring.errors import NotFoundError, OutOfDateError
from mentoring.invitations import Issued, new_token, shown_to_team
from mentoring.messages.pairing import Named
from mentoring.messages.people import InvitedFacts, ReallyTakeBack, Spot
from mentoring.pairs import load_side
from mentoring.takeovers_open import tell_of_revoked
from mentoring.work import Work
from storage.tables import Invitation, Organisation, Takeover
from storage.words import InvitationState, Role


async def invited_card(actor: Actor, work: Work, invitation_id: int, spot: Spot | None = None) -> InvitedFacts:
    """Raises NotFoundError; OutOfDateError where it was used or taken back."""
    invitation = await unused(actor, work, invitation_id)
    organisation, vault = await _organisation(work, invitation), work.store.vault
    keeper = invitation.coordinator_id or invitation.invited_by
    return InvitedFacts(
        invitation_id=invitation.id,
        organisation_id=organisation.id,
        organisation=organisation.name,
        role=Role(invitation.role),
        label=invitation.open(vault, "label"),
        reference=invitation.open(vault, "reference"),
        language=invitation.language,
        made_at=invitation.created_at,
        expires_at=invitation.expires_at,
        has_expired=invitation.expires_at <= work.now,
        spot=spot or Spot(),
        looked_after_by=await keeper_name(work, organisation.id, keeper),
        partner=await _partner(work, invitation),
    )


async def renew_link(actor: Actor, work: Work, invitation_id: int) -> Issued:
    """A new link for the same invitation where the old one ran out; one that still works is shown as it is.

    The row stays: a duo that ran before waits for it (Takeover). Raises NotFoundError, OutOfDateError.
    """
    invitation = await unused(actor, work, invitation_id, locked=True)
    organisation, vault = await _organisation(work, invitation), work.store.vault
    token = invitation.open(vault, "token")
    if token is None or invitation.expires_at <= work.now:
        token = new_token()
        invitation.token_lookup = vault.lookup("invitation", token)
        invitation.seal(vault, "token", token)
        invitation.expires_at = work.now + timedelta(days=organisation.invitation_days)
    return Issued(invitation, token, invitation.open(vault, "label"), organisation.name)


async def ask_take_back(actor: Actor, work: Work, invitation_id: int) -> ReallyTakeBack:
    """Raises NotFoundError, OutOfDateError."""
    invitation = await unused(actor, work, invitation_id)
    label = invitation.open(work.store.vault, "label")
    return ReallyTakeBack(invitation_id=invitation.id, role=Role(invitation.role), label=label)


async def take_back(actor: Actor, work: Work, invitation_id: int) -> int:
    """From now on the link is not valid. Gives the organisation. Raises NotFoundError, OutOfDateError."""
    invitation = await unused(actor, work, invitation_id, locked=True)
    invitation.state = InvitationState.REVOKED
    invitation.seal(work.store.vault, "token", None)
    await work.store.session.flush()
    await tell_of_revoked(actor, work, invitation)
    return invitation.organisation_id


async def unused(actor: Actor, work: Work, invitation_id: int, *, locked: bool = False) -> Invitation:
    """That one, where the actor may see it (mentoring/invitations.py).

    Raises NotFoundError; OutOfDateError where it was used or taken back.
    """
    statement = select(Invitation).where(col(Invitation.id) == invitation_id)
    if locked:
        statement = statement.with_for_update().execution_options(populate_existing=True)
    invitation = (await work.store.session.execute(statement)).scalar_one_or_none()
    if invitation is None or invitation.reconnects_id is not None:
        raise NotFoundError
    own = [m for m in actor.memberships if m.organisation_id == invitation.organisation_id and is_working_staff(m)]
    leads = any(m.role == Role.LEAD for m in own)
    if not own or invitation.role not in shown_to_team(leads=leads):
        raise NotFoundError
    if invitation.state != InvitationState.OPEN:
        raise OutOfDateError
    return invitation


async def _organisation(work: Work, invitation: Invitation) -> Organisation:
    organisation = await work.store.session.get(Organisation, invitation.organisation_id)
    assert organisation is not None, "a foreign key guards this"
    return organisation


async def _partner(work: Work, invitation: Invitation) -> Named | None:
    """With whom a duo that ran before will begin here, by a name or a label."""
    theirs = or_(
        col(Takeover.seeker_invitation_id) == invitation.id, col(Takeover.mentor_invitation_id) == invitation.id
    )
    waits = (theirs, col(Takeover.duo_id).is_(None), col(Takeover.dropped_at).is_(None))
    takeover = (await work.store.session.execute(select(Takeover).where(*waits))).scalars().first()
    if takeover is None:
        return None
    is_seeker = takeover.seeker_invitation_id == invitation.id
    other_id = takeover.mentor_id if is_seeker else takeover.seeker_id
    if other_id is not None:
        other = await load_side(work, other_id, Role.MENTOR if is_seeker else Role.SEEKER)
        return other.named(work.store.vault)
    link_id = takeover.mentor_invitation_id if is_seeker else takeover.seeker_invitation_id
    link = await work.store.session.get(Invitation, link_id) if link_id is not None else None
    return Named("", link.open(work.store.vault, "label")) if link is not None else None
