"""The team's side of another phone or account: the link, taken back, and "That was not X"."""

from __future__ import annotations

from datetime import timedelta

from sqlmodel import col, select

from mentoring.actor import Actor, is_working_staff
from mentoring.effects import Edit, Effects, Reply
from mentoring.errors import NotFoundError, OutOfDateError
from mentoring.hats import hat_of
from mentoring.in_charge import in_charge
from mentoring.invitations import issue, link_for
from mentoring.messages.base import Message
from mentoring.messages.pairing import Named
from mentoring.messages.reconnect import (
    ReconnectByLead,
    ReconnectByNobody,
    ReconnectDropped,
    ReconnectForward,
    ReconnectLink,
    ReconnectNoName,
    ReconnectNotice,
    ReconnectStopped,
    ReconnectStoppedByYou,
    ReconnectTooLate,
    ReconnectUndone,
)
from mentoring.people import name_of
from mentoring.work import Work
from storage import outbox
from storage.reconnect import forget_chat
from storage.tables import Invitation, Membership, Organisation, Person
from storage.words import InvitationState, MembershipState, Role

VALID = timedelta(hours=48)
UNDO_WITHIN = timedelta(hours=24)


# -- the link --------------------------------------------------------------------------------------------------------
async def new_phone(actor: Actor, work: Work, membership_id: int) -> Effects:
    """The link for that person's new phone with the text to forward; one that is still open is shown again.

    Raises NotFoundError; OutOfDateError for somebody who left.
    """
    membership, person = await _member(work, membership_id)
    desk = actor.staff(membership.organisation_id)
    if person.id == actor.person.id:
        raise NotFoundError
    if membership.state == MembershipState.LEFT:
        raise OutOfDateError
    held = await _memberships(work, person.id)
    if any(m.role == Role.FEDERATION and m.state != MembershipState.LEFT for m in held):
        return [Reply(ReconnectByNobody())]
    if not _may(actor, held):
        return [Reply(ReconnectByLead())]
    if person.open(work.store.vault, "first_name") is None:
        return [Reply(ReconnectNoName())]
    await work.store.session.refresh(person, with_for_update=True)  # two taps make one link
    invitation = await _open_link(work, person) or await _issue(work, desk, membership, person)
    return [*map(Reply, await _shown(work, membership, person, invitation))]


def _may(actor: Actor, held: list[Membership]) -> bool:
    """An account that opens a team's desk is moved by a lead of that team only."""
    desks = {membership.organisation_id for membership in held if is_working_staff(membership)}
    leads = {m.organisation_id for m in actor.memberships if m.role == Role.LEAD and is_working_staff(m)}
    return desks <= leads


async def _open_link(work: Work, person: Person) -> Invitation | None:
    statement = select(Invitation).where(
        col(Invitation.reconnects_id) == person.id,
        col(Invitation.state) == InvitationState.OPEN,
        col(Invitation.expires_at) > work.now,
    )
    return (await work.store.session.execute(statement)).scalars().first()


async def _issue(work: Work, desk: Membership, membership: Membership, person: Person) -> Invitation:
    """The link, and a word on the phone that the person has now, if it still is theirs."""
    organisation = await _organisation(work, membership.organisation_id)
    issued = await issue(work, organisation, Role(membership.role), language=person.language, invited_by=desk.id)
    invitation = issued.invitation
    invitation.reconnects_id, invitation.expires_at = person.id, work.now + VALID
    await work.store.session.flush()
    notice = ReconnectNotice(organisation=organisation.name, invitation_id=invitation.id)
    await work.post(person.id, notice, key=notice_key(invitation), expires_at=invitation.expires_at)
    return invitation


def notice_key(invitation: Invitation) -> str:
    """The dedupe key of the word on the old phone; it is taken back where it did not arrive in time."""
    return f"reconnect:{invitation.id}:notice"


async def _shown(work: Work, membership: Membership, person: Person, invitation: Invitation) -> tuple[Message, ...]:
    token = invitation.open(work.store.vault, "token")
    assert token is not None, "open invitations keep their token"
    link, until = link_for(work.bot_username, token), invitation.expires_at
    organisation = await _organisation(work, invitation.organisation_id)
    return (
        ReconnectLink(who=called(work, membership, person), link=link, expires_at=until),
        ReconnectForward(
            language=invitation.language,
            organisation=organisation.name,
            link=link,
            expires_at=until,
            invitation_id=invitation.id,
        ),
    )


async def drop_link(actor: Actor, work: Work, invitation_id: int) -> Effects:
    """The team takes the link back, and the text to forward says so. Raises NotFoundError; OutOfDateError once used."""
    invitation = await locked_link(work, invitation_id)
    actor.staff(invitation.organisation_id)
    if invitation.state == InvitationState.USED:
        raise OutOfDateError
    await revoke(work, invitation)
    membership, _ = await member_of(work, invitation)
    return [Edit(ReconnectDropped(membership_id=membership.id))]


async def stop_link(actor: Actor, work: Work, invitation_id: int) -> Effects:
    """The person did not ask for it, and the team hears it. Raises NotFoundError; OutOfDateError once it was used."""
    invitation = await locked_link(work, invitation_id)
    if invitation.reconnects_id != actor.person.id:
        raise NotFoundError
    if invitation.state == InvitationState.USED:
        raise OutOfDateError
    if invitation.state == InvitationState.OPEN:
        await revoke(work, invitation)
        membership, person = await member_of(work, invitation)
        await tell_team(work, invitation, ReconnectStopped(who=called(work, membership, person)), "stopped")
    return [Edit(ReconnectStoppedByYou(organisation=(await _organisation(work, invitation.organisation_id)).name))]


# -- afterwards ------------------------------------------------------------------------------------------------------
async def not_them(actor: Actor, work: Work, invitation_id: int) -> Effects:
    """The account that followed the link is detached at once; the person has none until there is another link.

    By whoever works for an organisation that the person belongs to, within a day. Raises NotFoundError.
    """
    invitation = await locked_link(work, invitation_id)
    assert invitation.reconnects_id is not None
    own = await _memberships(work, invitation.reconnects_id)
    if not any(
        is_working_staff(m) and m.organisation_id in {o.organisation_id for o in own} for m in actor.memberships
    ):
        raise NotFoundError
    membership, person = await member_of(work, invitation)
    if invitation.state == InvitationState.USED:
        if not await _can_be_undone(work, invitation):
            return [Edit(ReconnectTooLate(membership_id=membership.id))]
        await work.store.session.refresh(person, with_for_update=True)
        await detach(work, person)
        await revoke(work, invitation)
    return [Edit(ReconnectUndone(who=called(work, membership, person), membership_id=membership.id))]


async def _can_be_undone(work: Work, invitation: Invitation) -> bool:
    """For a day, and only while no other account came after it."""
    later = select(Invitation.id).where(
        col(Invitation.reconnects_id) == invitation.reconnects_id,
        col(Invitation.state) == InvitationState.USED,
        col(Invitation.used_at) > invitation.used_at,
    )
    is_last = (await work.store.session.execute(later.limit(1))).first() is None
    return is_last and invitation.used_at is not None and work.now < invitation.used_at + UNDO_WITHIN


async def detach(work: Work, person: Person) -> None:
    """The person has no account: nothing goes anywhere, and what waits for them is not said to anybody."""
    user = person.open(work.store.vault, "user")
    await outbox.cancel(work.store, work.now, person_id=person.id)
    await forget_chat(work.store, person.id, int(user) if user else None, work.now)
    person.user_lookup, person.unreachable_since = None, work.now
    person.seal(work.store.vault, "user", None)
    await work.store.session.flush()


# -- shared ----------------------------------------------------------------------------------------------------------
async def locked_link(work: Work, invitation_id: int) -> Invitation:
    """That reconnect link; nobody else decides about it until the commit. Raises NotFoundError."""
    statement = select(Invitation).where(
        col(Invitation.id) == invitation_id, col(Invitation.reconnects_id).is_not(None)
    )
    statement = statement.with_for_update().execution_options(populate_existing=True)
    found = (await work.store.session.execute(statement)).scalar_one_or_none()
    if found is None:
        raise NotFoundError
    return found


async def revoke(work: Work, invitation: Invitation) -> None:
    invitation.state = InvitationState.REVOKED
    invitation.seal(work.store.vault, "token", None)
    await work.store.session.flush()


async def member_of(work: Work, invitation: Invitation) -> tuple[Membership, Person]:
    """The membership for which the link was made (or one that is left of that person's), and the person."""
    assert invitation.reconnects_id is not None
    person = await work.store.session.get(Person, invitation.reconnects_id)
    own = await _memberships(work, invitation.reconnects_id)
    assert person is not None
    assert own, "whoever is known has a role"
    wanted = (invitation.organisation_id, invitation.role)
    return next((m for m in own if (m.organisation_id, m.role) == wanted), own[0]), person


async def tell_team(work: Work, invitation: Invitation, message: Message, word: str) -> None:
    """To whoever made the link, or is there for them today; once for each `word`."""
    member = await in_charge(work, invitation.organisation_id, invitation.invited_by)
    if member is not None and member.person_id != invitation.reconnects_id:
        key, hat = f"reconnect:{invitation.id}:{word}:team", await hat_of(work, member)
        await work.post(member.person_id, message, key=key, hat=hat)


async def teams_to_tell(work: Work, invitation: Invitation) -> set[int]:
    """Who hears that the person is back, as persons: in each organisation whoever looks after them there."""
    assert invitation.reconnects_id is not None
    own = [m for m in await _memberships(work, invitation.reconnects_id) if m.state != MembershipState.LEFT]
    found = [await in_charge(work, invitation.organisation_id, invitation.invited_by)]
    found += [await in_charge(work, m.organisation_id, m.coordinator_id) for m in own]
    return {member.person_id for member in found if member is not None} - {invitation.reconnects_id}


def called(work: Work, membership: Membership, person: Person) -> Named:
    vault = work.store.vault
    return Named(name_of(vault, person), membership.open(vault, "label"))


async def _member(work: Work, membership_id: int) -> tuple[Membership, Person]:
    statement = select(Membership, Person).join(Person, col(Person.id) == col(Membership.person_id))
    found = (await work.store.session.execute(statement.where(col(Membership.id) == membership_id))).one_or_none()
    if found is None:
        raise NotFoundError
    return found[0], found[1]


async def _memberships(work: Work, person_id: int) -> list[Membership]:
    statement = select(Membership).where(col(Membership.person_id) == person_id).order_by(col(Membership.id))
    return list((await work.store.session.execute(statement)).scalars())


async def _organisation(work: Work, organisation_id: int) -> Organisation:
    organisation = await work.store.session.get(Organisation, organisation_id)
    assert organisation is not None, "a foreign key guards this"
    return organisation
