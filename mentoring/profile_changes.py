"""/profile: what people told, role by role, and changing it after the welcome."""

from __future__ import annotations

from sqlmodel import col

from mentoring import profile as told
from mentoring.actor import Actor, organisation_of
from mentoring.errors import OutOfDateError
from mentoring.messages import profile as say
from mentoring.messages.base import Message
from mentoring.names import clean_name
from mentoring.pairs import NO_ROOM, count_running, lock_members
from mentoring.profile import Question
from mentoring.room import close_room, open_room
from mentoring.threads import rename_topics
from mentoring.welcome import checked_capacity
from mentoring.work import Work
from storage.tables import Duo, Membership
from storage.words import MembershipState, Role


def hats_with_answers(actor: Actor) -> list[Membership]:
    """The roles that have something to show: seeker and mentor, else any other with their name alone."""
    return actor.ready_as(Role.SEEKER, Role.MENTOR) or actor.ready_as(*Role)[:1]


async def overview(actor: Actor, work: Work) -> Message:
    """The card; with several roles, first which one. Raises OutOfDateError where no welcome is finished."""
    held = hats_with_answers(actor)
    if not held:
        raise OutOfDateError
    if len(held) == 1:
        return await card(actor, work, held[0].id)
    hats = [say.Hat(m.id, Role(m.role), (await organisation_of(work.store, m)).name) for m in held]
    return say.WhichHat(hats=tuple(hats))


async def card(actor: Actor, work: Work, membership_id: int) -> Message:
    """What was told in that role. Raises NotFoundError, OutOfDateError."""
    membership = _own(actor, membership_id)
    vault, role = work.store.vault, Role(membership.role)
    return say.ProfileCard(
        membership_id=membership.id,
        role=role,
        name=actor.person.open(vault, "first_name") or "",
        profile=told.read_profile(vault, membership),
        duos=membership.capacity if role is Role.MENTOR else None,
        running=await count_running(work, col(Duo.mentor_id) == membership.id) if role is Role.MENTOR else 0,
        organisation=await _place(actor, work, membership),
    )


async def question(actor: Actor, work: Work, membership_id: int, asked: Question, page: int) -> Message:
    """One question with what was told. Raises NotFoundError, OutOfDateError."""
    membership = _own(actor, membership_id, Role.SEEKER, Role.MENTOR)
    chosen = told.read_profile(work.store.vault, membership).told(asked)
    return say.ChangeOptions(
        membership_id=membership.id,
        role=Role(membership.role),
        question=asked,
        chosen=chosen,
        page=page,
        organisation=await _place(actor, work, membership),
    )


async def toggle(actor: Actor, work: Work, membership_id: int, asked: Question, option: str) -> None:
    """Raises NotFoundError, OutOfDateError."""
    membership = _own(actor, membership_id, Role.SEEKER, Role.MENTOR)
    profile = told.read_profile(work.store.vault, membership).with_toggled(asked, option)
    told.save_profile(work.store.vault, membership, profile)


async def capacity_question(actor: Actor, work: Work, membership_id: int) -> Message:
    """Raises NotFoundError, OutOfDateError where they are no mentor there."""
    membership = _own(actor, membership_id, Role.MENTOR)
    place = await _place(actor, work, membership)
    return say.ChangeDuos(membership_id=membership.id, duos=membership.capacity, organisation=place)


async def set_capacity(actor: Actor, work: Work, membership_id: int, duos: int) -> None:
    """How many duos at once, 0 for no room now; those that run stay, also where they are more.

    Raises NotFoundError, OutOfDateError.
    """
    membership = _own(actor, membership_id, Role.MENTOR)
    await lock_members(work, (membership.id,))
    if duos == NO_ROOM:
        await close_room(work, membership)
    else:
        await open_room(work, membership, checked_capacity(duos))


async def name_question(actor: Actor, work: Work, membership_id: int) -> Message:
    """Raises NotFoundError, OutOfDateError."""
    membership = _own(actor, membership_id)
    return say.NewName(membership_id=membership.id, name=actor.person.open(work.store.vault, "first_name") or "")


async def rename(actor: Actor, work: Work, membership_id: int, text: str) -> None:
    """Another first name, in every role; their partners' topics get it too.

    Raises NotFoundError, OutOfDateError, NameNotUsableError.
    """
    _own(actor, membership_id)
    vault, name = work.store.vault, clean_name(text)
    if actor.person.open(vault, "first_name") == name:
        return
    actor.person.seal(vault, "first_name", name)
    await rename_topics(work, actor.person.id)


async def _place(actor: Actor, work: Work, membership: Membership) -> str | None:
    """The organisation's name, where they have answers in several roles; None for all others."""
    has_several = len(hats_with_answers(actor)) > 1
    return (await organisation_of(work.store, membership)).name if has_several else None


def _own(actor: Actor, membership_id: int, *roles: Role) -> Membership:
    membership = actor.membership(membership_id)
    if membership.state != MembershipState.READY or (roles and membership.role not in roles):
        raise OutOfDateError
    return membership
