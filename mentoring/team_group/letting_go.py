"""The digest no longer goes to a group: a lead says so, the bot was taken out, or the group is gone."""

from __future__ import annotations

from mentoring.actor import Actor
from mentoring.in_charge import team_of
from mentoring.messages.team_group import DigestEnds, GroupNews, TeamGroup
from mentoring.organisation.rights import led, seat_of
from mentoring.people import name_of
from mentoring.team_group.links import chat_of, keep, leave, organisation_with, say_there
from mentoring.work import Work
from storage.tables import Organisation
from storage.words import Role


async def card(actor: Actor, work: Work, organisation_id: int) -> TeamGroup:
    """Whether the digest goes to a group. Raises NotFoundError."""
    seat = await seat_of(actor, work, organisation_id)
    return TeamGroup(
        organisation_id=organisation_id,
        organisation=seat.organisation.name,
        has_group=seat.organisation.team_chat_sealed is not None,
        leads=seat.leads,
        bot=work.bot_username,
    )


async def unlink(actor: Actor, work: Work, organisation_id: int) -> TeamGroup:
    """It goes to the group no longer, and the bot leaves. Twice is once. Raises NotFoundError: only a lead may."""
    organisation = await led(actor, work, organisation_id)
    chat_id = chat_of(work, organisation)
    if chat_id is not None:
        await say_there(work, organisation, DigestEnds(organisation=organisation.name), is_last=True)
        await leave(work, chat_id)
        await keep(work, organisation, None, None)
        await tell_leads(work, organisation, actor, goes_there=False)
    return await card(actor, work, organisation_id)


async def lost(work: Work, chat_id: int) -> None:
    """The bot is not in that group any more, or may not write there: its organisation's leads hear of it, once."""
    organisation = await organisation_with(work, chat_id)
    if organisation is None:
        return
    await keep(work, organisation, None, None)
    await tell_leads(work, organisation, None, goes_there=False)


async def moved(work: Work, old_id: int, new_id: int) -> None:
    """Telegram gave the group another id (it became a supergroup): the same people read there."""
    organisation = await organisation_with(work, old_id)
    if organisation is not None:
        await keep(work, organisation, new_id, organisation.team_chat_language)


async def tell_leads(work: Work, organisation: Organisation, actor: Actor | None, *, goes_there: bool) -> None:
    """To the leads, whoever did it excepted; where there is no lead, to whoever of the team has been here longest."""
    team = await team_of(work, organisation.id)
    hearers = {member.person_id for member in team if member.role == Role.LEAD} or {m.person_id for m in team[:1]}
    news = GroupNews(
        organisation_id=organisation.id,
        organisation=organisation.name,
        by=name_of(work.store.vault, actor.person) if actor is not None else "",
        goes_there=goes_there,
    )
    for person_id in sorted(hearers - ({actor.person.id} if actor is not None else set())):
        await work.post(person_id, news)
