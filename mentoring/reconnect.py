"""Whoever follows a reconnect link becomes the account of that person, once they have said their first name.

The name is proof against a forwarded link; what the team can do is in reconnect_links.py. One transaction moves
everything: docs/decisions/reconnect.md.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from sqlmodel import col, select

from mentoring import visitors
from mentoring.actor import Actor, load_actor
from mentoring.invitations import find_reconnect
from mentoring.menus import refresh_menu
from mentoring.messages.arrival import LinkNotValid
from mentoring.messages.base import Message
from mentoring.messages.reconnect import (
    AccountOfSomebodyElse,
    AlreadyHere,
    ReconnectBySomebodyElse,
    ReconnectDone,
    Reconnected,
    ReconnectUsedUp,
    ThreadGoesOn,
    WhichName,
    WrongName,
    WrongNameTooOften,
)
from mentoring.people import name_of
from mentoring.reconnect_links import called, locked_link, member_of, revoke, teams_to_tell, tell_team
from mentoring.reconnect_questions import ask_again
from mentoring.sessions.board import catch_up
from mentoring.threads import running, sides_of
from mentoring.work import Work
from storage import relays
from storage.reconnect import forget_chat
from storage.tables import Invitation, Organisation, Person
from storage.words import InvitationState

TRIES = 3


@dataclass(frozen=True, slots=True)
class Followed:
    """What is said to whoever followed the link; `asked`: the link for which they are asked their name."""

    message: Message
    asked: int | None = None


@dataclass(frozen=True, slots=True)
class Answered:
    """What became of a name. `actor`: who they are from now on; None with `goes_on`: they can try again."""

    message: Message | None = None
    goes_on: bool = False
    actor: Actor | None = None


async def follow(actor: Actor | None, work: Work, token: str, user_id: int) -> Followed | None:
    """None where the token is no reconnect link (or the chat may not try links now): then it is an invitation's."""
    invitation = await find_reconnect(work, token)
    if invitation is None or not await visitors.may_try_link(work, user_id):
        return None
    if actor is not None and actor.person.id == invitation.reconnects_id:
        return Followed(AlreadyHere())
    if not _is_open(work, invitation):
        await visitors.count_wrong_link(work, user_id)
        return Followed(LinkNotValid())
    if actor is not None:
        membership, person = await member_of(work, invitation)
        news = ReconnectBySomebodyElse(who=called(work, membership, person))
        await tell_team(work, invitation, news, f"known:{actor.person.id}")
        return Followed(AccountOfSomebodyElse(name=name_of(work.store.vault, actor.person)))
    organisation = await work.store.session.get(Organisation, invitation.organisation_id)
    assert organisation is not None, "a foreign key guards this"
    return Followed(WhichName(organisation=organisation.name), invitation.id)


async def say_name(work: Work, invitation_id: int, user_id: int, text: str) -> Answered:
    """A stranger who followed that link says their name: theirs is the person, or one try less."""
    invitation = await locked_link(work, invitation_id)
    if not _is_open(work, invitation):
        return Answered(LinkNotValid())
    membership, person = await member_of(work, invitation)
    if same_name(text, name_of(work.store.vault, person)):
        return Answered(actor=await _connect(work, invitation, person, user_id))
    invitation.tries += 1
    if invitation.tries < TRIES:
        return Answered(WrongName(left=TRIES - invitation.tries), goes_on=True)
    await revoke(work, invitation)
    news = ReconnectUsedUp(who=called(work, membership, person), membership_id=membership.id)
    await tell_team(work, invitation, news, "used-up")
    return Answered(WrongNameTooOften())


def same_name(one: str, other: str) -> bool:
    """In whatever letters, with or without accents, blanks and hyphens; a name of signs alone is no name."""
    return bool(_plain(one)) and _plain(one) == _plain(other)


def _plain(name: str) -> str:
    letters = unicodedata.normalize("NFKD", name).casefold()
    return "".join(letter for letter in unicodedata.normalize("NFKD", letters) if letter.isalnum())


def _is_open(work: Work, invitation: Invitation) -> bool:
    return invitation.state == InvitationState.OPEN and invitation.expires_at > work.now


# -- the move --------------------------------------------------------------------------------------------------------
async def _connect(work: Work, invitation: Invitation, person: Person, user_id: int) -> Actor:
    """The old account is a stranger from here on; everything of the person goes on in the new chat."""
    session, vault = work.store.session, work.store.vault
    await session.refresh(person, with_for_update=True)
    old = person.open(vault, "user")
    await relays.cancel_older(work.store, person.id, "reconnect:", work.now)  # words to the old phone
    lost = await forget_chat(work.store, person.id, int(old) if old else None, work.now)
    person.user_lookup, person.unreachable_since = vault.lookup("user", user_id), None
    person.seal(vault, "user", str(user_id))
    await _use(work, invitation)
    await session.flush()
    actor = await load_actor(work.store, user_id)
    assert actor is not None, "just written"
    await _say_so(work, person, lost=lost)
    membership, _ = await member_of(work, invitation)
    news = ReconnectDone(who=called(work, membership, person), invitation_id=invitation.id)
    for colleague in await teams_to_tell(work, invitation):
        await work.post(colleague, news, key=f"reconnect:{invitation.id}:back:{colleague}")
    return actor


async def _use(work: Work, invitation: Invitation) -> None:
    """This link is used; others for the same person work no longer."""
    statement = select(Invitation).where(
        col(Invitation.reconnects_id) == invitation.reconnects_id,
        col(Invitation.state) == InvitationState.OPEN,
        col(Invitation.id) != invitation.id,
    )
    for other in (await work.store.session.execute(statement)).scalars().all():
        await revoke(work, other)
    membership, _ = await member_of(work, invitation)
    invitation.state, invitation.used_at, invitation.used_by = InvitationState.USED, work.now, membership.id
    invitation.seal(work.store.vault, "token", None)


async def _say_so(work: Work, person: Person, *, lost: bool) -> None:
    """Menu, welcome, a line in each running thread (its topic is made by it), the cards ahead, open questions."""
    await refresh_menu(work, person.id)
    await work.post(person.id, Reconnected(name=name_of(work.store.vault, person), lost=lost))
    for side in running(await sides_of(work, person.id)):
        await work.post(person.id, ThreadGoesOn(name=side.name), thread_id=side.thread.id)
    await catch_up(work, person.id)
    await ask_again(work, person.id)
