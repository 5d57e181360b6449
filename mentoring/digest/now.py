"""/today: the morning as it stands at this moment, for whoever asks and for the team as a whole."""

from __future__ import annotations

from mentoring.actor import Actor
from mentoring.desk.desks import desk_name
from mentoring.digest.choosing import facts_for, keepers_of
from mentoring.digest.gather import find_now
from mentoring.messages.morning import DigestNow, TeamNow
from mentoring.waiting import other_desks
from mentoring.work import Work


async def today(actor: Actor, work: Work, organisation_id: int | None = None) -> DigestNow:
    """Of that organisation (None: the first one they work for). Raises NotFoundError."""
    desk = actor.staff(organisation_id)
    found = await find_now(work, desk.organisation_id)
    reader = found.roster.of_person(actor.person.id)
    assert reader is not None, "who works there is on the roster"
    return DigestNow(
        facts=facts_for(found, reader),
        organisation=await desk_name(actor, work, desk),
        other_desks=await other_desks(actor, work, desk),
    )


async def whole_team(actor: Actor, work: Work, organisation_id: int) -> TeamNow:
    """How it stands in the whole organisation. Raises NotFoundError."""
    desk = actor.staff(organisation_id)
    found = await find_now(work, desk.organisation_id)
    return TeamNow(facts=facts_for(found, None), keepers=keepers_of(found))
