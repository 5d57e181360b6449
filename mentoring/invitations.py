"""Invitations: a single-use, expiring link for one role in one organisation."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Table, update
from sqlmodel import col, select

from mentoring import takeovers, visitors
from mentoring.actor import Actor, load_actor
from mentoring.errors import LabelNotUsableError, LinkNotValidError, TooManyTriesError
from mentoring.hats import hat_of
from mentoring.in_charge import in_charge
from mentoring.mentor_points import open_points_to_tell
from mentoring.menus import refresh_menu
from mentoring.messages.arrival import Joined
from mentoring.people import has_letters, name_of, one_line
from mentoring.profile import save_position
from mentoring.takeovers_open import awaited_by
from mentoring.waiting_news import begin_waiting
from mentoring.work import Work
from storage.ids import new_id
from storage.sealing import Vault
from storage.tables import Invitation, Membership, Organisation, Person
from storage.words import InvitationState, MembershipState, Role

BY_CHAT = (Role.SEEKER, Role.MENTOR, Role.COORDINATOR)  # all others are named on the command line only
LABEL_LIMIT = 60  # characters
_TOKEN_BYTES = 24  # 192 bits, 32 characters: far beyond guessing, and short enough for a QR code that scans well
_TOKEN_FORM = re.compile(r"[A-Za-z0-9_-]{22,64}")  # Bot API: a start payload has at most 64 of these characters
_invitations: Table = Invitation.__table__  # type: ignore[attr-defined]


@dataclass(frozen=True)
class Issued:
    """An invitation and its token, which nobody but the invitee and the team shall see."""

    invitation: Invitation
    token: str
    label: str | None
    organisation: str


def link_for(bot_username: str, token: str) -> str:
    """The deep link that opens the bot with this token."""
    return f"https://t.me/{bot_username}?start={token}"


def new_token() -> str:
    """A token for a link, which nobody can guess."""
    return secrets.token_urlsafe(_TOKEN_BYTES)


def clean_label(text: str) -> str:
    """The team's private label as it is kept. Raises LabelNotUsableError."""
    label = one_line(text)
    if len(label) > LABEL_LIMIT or not has_letters(label):
        raise LabelNotUsableError
    return label


# -- making ----------------------------------------------------------------------------------------------------------
async def issue(
    work: Work,
    organisation: Organisation,
    role: Role,
    *,
    language: str | None = None,
    label: str | None = None,
    invited_by: int | None = None,
    coordinator_id: int | None = None,
    reference: str | None = None,
) -> Issued:
    """Makes the invitation, without asking who may: for the desk (invitation_desk), the command line and the demo.

    `language` is that of the text to forward, the organisation's first by default; `label` is kept as it is, and so is
    `reference`, the organisation's own number for the person. `coordinator_id`: who looks after them, else the inviter.
    """
    token = new_token()
    vault = work.store.vault
    invitation = Invitation(
        id=new_id(),
        organisation_id=organisation.id,
        role=role,
        language=language or organisation.languages[0],
        token_lookup=vault.lookup("invitation", token),
        invited_by=invited_by,
        coordinator_id=coordinator_id,
        created_at=work.now,
        expires_at=work.now + timedelta(days=organisation.invitation_days),
    )
    invitation.seal(vault, "token", token)
    invitation.seal(vault, "label", label)
    if reference is not None:
        invitation.seal(vault, "reference", reference)
        invitation.reference_lookup = reference_lookup(vault, organisation.id, reference)
    work.store.session.add(invitation)
    await work.store.session.flush()
    return Issued(invitation, token, label, organisation.name)


def reference_lookup(vault: Vault, organisation_id: int, reference: str) -> bytes:
    """The fingerprint by which a reference is found again within its organisation, in whatever letters."""
    return vault.lookup("reference", f"{organisation_id}:{one_line(reference).casefold()}")


def shown_to_team(*, leads: bool) -> tuple[Role, ...]:
    """The roles whose invitations a team sees in its chats: the link is the role.

    Those for a lead are seen by leads alone, those for the federation by nobody: they come from the command line.
    """
    return (*BY_CHAT, Role.LEAD) if leads else BY_CHAT


async def has_staff(work: Work, organisation_id: int) -> bool:
    """Whether anybody works there, or is about to."""
    staff = select(Membership.id).where(
        col(Membership.organisation_id) == organisation_id,
        col(Membership.role).in_([role for role in Role if role.is_staff]),
        col(Membership.state) != MembershipState.LEFT,
    )
    return (await work.store.session.execute(staff.limit(1))).first() is not None


# -- following a link ------------------------------------------------------------------------------------------------
async def redeem(work: Work, token: str, user_id: int, phone_language: str | None) -> tuple[Actor, Membership]:
    """Whoever follows the link gets its role: the person (made where they are new) and that membership.

    The link they used before, or one for a role they have, gives the membership they have and uses nothing up.
    Raises LinkNotValidError and counts it, TooManyTriesError; to keep the count, catch both within the transaction.
    """
    if not await visitors.may_try_link(work, user_id):
        raise TooManyTriesError
    actor = await load_actor(work.store, user_id)
    invitation = await _find(work, token)
    held = _held(actor, invitation, work.now) if invitation is not None else None
    if actor is not None and held is not None:
        if invitation is not None and await takeovers.waits_for(work, invitation.id) and await _use(work, invitation):
            invitation.used_by = held.id
            await takeovers.joined(work, invitation, held)
        return actor, held
    if invitation is None or not await _use(work, invitation):
        await visitors.count_wrong_link(work, user_id)
        raise LinkNotValidError
    organisation = await work.store.session.get(Organisation, invitation.organisation_id)
    assert organisation is not None, "a foreign key guards this"
    if actor is None:
        language = first_language(phone_language, invitation, organisation)
        actor = Actor(await _meet(work, user_id, language, organisation), [])
        await refresh_menu(work, actor.person.id)
    membership = await _join(work, actor, invitation)
    invitation.used_by = membership.id
    await work.store.session.flush()
    await takeovers.joined(work, invitation, membership)
    return actor, membership


def first_language(phone_language: str | None, invitation: Invitation, organisation: Organisation) -> str:
    """The phone's language (IETF, as Telegram tells it) where the organisation speaks it, else the invitation's."""
    primary = (phone_language or "").lower().replace("_", "-").split("-")[0]
    return primary if primary in organisation.languages else invitation.language


async def find_reconnect(work: Work, token: str) -> Invitation | None:
    """The link of that token, if it is for another phone or account (mentoring/reconnect.py), whatever its state."""
    found = await _find_any(work, token)
    return found if found is not None and found.reconnects_id is not None else None


async def _find(work: Work, token: str) -> Invitation | None:
    found = await _find_any(work, token)
    return found if found is not None and found.reconnects_id is None else None


async def _find_any(work: Work, token: str) -> Invitation | None:
    if not _TOKEN_FORM.fullmatch(token):
        return None
    lookup = work.store.vault.lookup("invitation", token)
    found = await work.store.session.execute(select(Invitation).where(col(Invitation.token_lookup) == lookup))
    return found.scalar_one_or_none()


def _held(actor: Actor | None, invitation: Invitation, now: datetime) -> Membership | None:
    """The membership that the link would give and that they hold already.

    An open link does not replace a membership that was left or that goes by phone: it begins that one anew.
    """
    for membership in actor.memberships if actor is not None else []:
        if membership.id == invitation.used_by and membership.state != MembershipState.LEFT:
            return membership
        same = (membership.organisation_id, membership.role) == (invitation.organisation_id, invitation.role)
        is_open = invitation.state == InvitationState.OPEN and invitation.expires_at > now
        if same and is_open and membership.state in {MembershipState.WELCOMING, MembershipState.READY}:
            return membership
    return None


async def _use(work: Work, invitation: Invitation) -> bool:
    """Takes the link for whoever comes first: the check and the change are one statement, so two cannot both win."""
    statement = (
        update(_invitations)
        .where(
            _invitations.c.id == invitation.id,
            _invitations.c.state == InvitationState.OPEN,
            _invitations.c.expires_at > work.now,
        )
        .values(state=InvitationState.USED, used_at=work.now, token_sealed=None)
        .returning(_invitations.c.id)
    )
    won = (await work.store.session.execute(statement)).scalar_one_or_none() is not None
    await work.store.session.refresh(invitation)
    return won


async def _meet(work: Work, user_id: int, language: str, organisation: Organisation) -> Person:
    vault = work.store.vault
    person = Person(
        id=new_id(),
        user_lookup=vault.lookup("user", user_id),
        language=language,
        time_zone=organisation.time_zone,
        created_at=work.now,
    )
    person.seal(vault, "user", str(user_id))
    work.store.session.add(person)
    await work.store.session.flush()
    return person


async def _join(work: Work, actor: Actor, invitation: Invitation) -> Membership:
    """The new membership, or the one they left (or that went by phone), which is welcomed anew."""
    vault = work.store.vault
    wanted = (invitation.organisation_id, invitation.role)
    membership = next((m for m in actor.memberships if (m.organisation_id, m.role) == wanted), None)
    if membership is None:
        membership = Membership(
            id=new_id(),
            person_id=actor.person.id,
            organisation_id=invitation.organisation_id,
            role=invitation.role,
            created_at=work.now,
        )
        work.store.session.add(membership)
        actor.memberships.append(membership)
    if not Role(invitation.role).is_in_duos:
        await _void_reconnects(work, actor.person)
    membership.state = MembershipState.WELCOMING
    membership.agreed_version = membership.agreed_language = membership.agreed_at = None
    membership.coordinator_id = invitation.coordinator_id or invitation.invited_by or membership.coordinator_id
    save_position(vault, membership, None)
    if invitation.reference_lookup is not None:
        membership.seal(vault, "reference", invitation.open(vault, "reference"))
        membership.reference_lookup = invitation.reference_lookup
    membership.seal(vault, "label", invitation.open(vault, "label") or membership.open(vault, "label"))
    await work.store.session.flush()
    await begin_waiting(work, membership)
    return membership


async def _void_reconnects(work: Work, person: Person) -> None:
    """A link that moves the account was made for less than the account opens from now on."""
    await work.store.session.execute(
        update(_invitations)
        .where(_invitations.c.reconnects_id == person.id, _invitations.c.state == InvitationState.OPEN)
        .values(state=InvitationState.REVOKED, token_sealed=None)
    )


async def tell_inviter(work: Work, person: Person, membership: Membership) -> None:
    """The welcome is finished: whoever looks after them hears it."""
    inviter = await in_charge(work, membership.organisation_id, membership.coordinator_id)
    if inviter is None or inviter.person_id == person.id:
        return
    vault = work.store.vault
    points = await open_points_to_tell(work, membership)
    message = Joined(
        role=Role(membership.role),
        name=name_of(vault, person),
        label=membership.open(vault, "label"),
        membership_id=membership.id if points else None,
        points=points,
        awaits=tuple(await awaited_by(work, membership)),
    )
    key, hat = f"invitation:{membership.id}:joined:{work.cause}", await hat_of(work, inviter)
    await work.post(inviter.person_id, message, key=key, hat=hat)
