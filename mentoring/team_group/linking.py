"""The bot was added to a group: whoever of a team did it is asked, in their own chat, what it is for.

A group shows everybody in it what is posted there, so nothing goes to one before somebody of the team said yes in a
chat of their own. Whoever else adds the bot hears one polite line, and it leaves.
"""

from __future__ import annotations

from mentoring.actor import Actor, is_working_staff
from mentoring.messages.base import Message
from mentoring.messages.pairing_desk import Desk
from mentoring.messages.team_group import (
    DigestBegins,
    DigestEnds,
    DigestToGroup,
    GroupLinked,
    GroupRefused,
    GroupTaken,
    NotMyGroup,
    PublicGroup,
)
from mentoring.people import name_of
from mentoring.team_group.letting_go import tell_leads
from mentoring.team_group.links import (
    Group,
    chat_of,
    checked_chat,
    keep,
    leave,
    locked_organisation,
    organisation_with,
    say_there,
    seal_for,
)
from mentoring.visitors import greet_once
from mentoring.work import Work
from storage.tables import Organisation


async def added(actor: Actor | None, work: Work, group: Group, language: str) -> None:
    """`actor`: who added the bot; `language`: theirs, for the one line that a stranger's group gets."""
    if actor is None or not actor.is_staff:
        if await greet_once(work, group.chat_id):
            await work.post_to_chat(group.chat_id, language, NotMyGroup())
        await leave(work, group.chat_id)
        return
    if await organisation_with(work, group.chat_id) is not None:
        return
    if group.is_public:
        await work.post(actor.person.id, PublicGroup(title=group.title))
        await leave(work, group.chat_id)
        return
    question = DigestToGroup(
        title=group.title,
        desks=await _desks(actor, work),
        chat=str(group.chat_id),
        seal=seal_for(work, actor.person.id, group.chat_id),
    )
    await work.post(actor.person.id, question)


async def _desks(actor: Actor, work: Work) -> tuple[Desk, ...]:
    ids = dict.fromkeys(m.organisation_id for m in actor.memberships if is_working_staff(m))
    found = [await work.store.session.get(Organisation, id_) for id_ in ids]
    return tuple(Desk(each.id, each.name) for each in found if each is not None)


async def link(actor: Actor, work: Work, organisation_id: int, chat: str, seal: str) -> Message:
    """The digest goes to that group as well; to another one no longer. Twice is once. Raises NotFoundError."""
    actor.staff(organisation_id)
    chat_id = checked_chat(work, actor.person.id, chat, seal)
    organisation = await locked_organisation(work, organisation_id)
    holder = await organisation_with(work, chat_id)
    if holder is not None and holder.id != organisation_id:
        return GroupTaken()
    if holder is None:
        await _give_up_the_old(work, organisation)
        await keep(work, organisation, chat_id, actor.person.language)
        by = name_of(work.store.vault, actor.person)
        await say_there(work, organisation, DigestBegins(organisation=organisation.name, by=by))
        await tell_leads(work, organisation, actor, goes_there=True)
    return GroupLinked(organisation_id=organisation.id, organisation=organisation.name)


async def _give_up_the_old(work: Work, organisation: Organisation) -> None:
    old = chat_of(work, organisation)
    if old is None:
        return
    await say_there(work, organisation, DigestEnds(organisation=organisation.name), is_last=True)
    await leave(work, old)


async def refuse(actor: Actor, work: Work, chat: str, seal: str) -> Message:
    """No digest there: the bot leaves, unless the group was linked meanwhile. Raises NotFoundError."""
    chat_id = checked_chat(work, actor.person.id, chat, seal)
    holder = await organisation_with(work, chat_id)
    if holder is None:
        await leave(work, chat_id)
    elif any(m.organisation_id == holder.id and is_working_staff(m) for m in actor.memberships):
        return GroupLinked(organisation_id=holder.id, organisation=holder.name)
    return GroupRefused()
