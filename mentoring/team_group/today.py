"""/today, written in the team's group by somebody of the team: the digest as it stands now, for everybody there."""

from __future__ import annotations

from mentoring.actor import Actor
from mentoring.team_group.links import organisation_with
from mentoring.work import Work

_COMMAND = "/today"


def is_asked(text: str, bot_username: str) -> bool:
    """Whether somebody asks this bot: `/today`, or `/today@its_name` among other bots."""
    word = (text.split() or [""])[0].lower()
    return word in {_COMMAND, f"{_COMMAND}@{bot_username.lower()}"}


async def post_today(actor: Actor, work: Work, chat_id: int) -> None:
    """Nothing happens where the group is no team's, or the actor is not of that team."""
    organisation = await organisation_with(work, chat_id)
    if organisation is None or organisation.id not in {m.organisation_id for m in actor.memberships}:
        return
