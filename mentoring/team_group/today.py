"""The digest in the team's group: each working morning, and as it stands now when somebody of the team asks there."""

from __future__ import annotations

from mentoring.actor import Actor, is_working_staff
from mentoring.digest.gather import digest_for_group
from mentoring.messages.morning import DigestFacts
from mentoring.messages.team_group import GroupDigest, NothingToday
from mentoring.team_group.links import organisation_with, say_there
from mentoring.work import Work
from storage.tables import Organisation

_COMMAND = "/today"


def is_asked(text: str, bot_username: str) -> bool:
    """Whether somebody asks this bot: `/today`, or `/today@its_name` among other bots."""
    word = (text.split() or [""])[0].lower()
    return word in {_COMMAND, f"{_COMMAND}@{bot_username.lower()}"}


async def post_today(actor: Actor, work: Work, chat_id: int) -> None:
    """Nothing happens where the group is no team's, or the actor is not of that team."""
    organisation = await organisation_with(work, chat_id)
    if organisation is None or not _is_of_team(actor, organisation.id):
        return
    facts = await digest_for_group(work, organisation.id)
    if facts is None:
        await say_there(work, organisation, NothingToday(organisation=organisation.name))
    else:
        await say_there(work, organisation, GroupDigest(facts=facts))


def _is_of_team(actor: Actor, organisation_id: int) -> bool:
    return any(m.organisation_id == organisation_id and is_working_staff(m) for m in actor.memberships)


async def tell_group(work: Work, organisation: Organisation, facts: DigestFacts) -> None:
    """The morning's digest, once a day; nothing where the organisation has no group."""
    key = f"digest:{organisation.id}:{facts.day.isoformat()}:group"
    await say_there(work, organisation, GroupDigest(facts=facts), key=key)
