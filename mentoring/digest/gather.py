"""A morning's facts from the rows as they stand now, for whoever is to be told."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from mentoring.digest.choosing import facts_for
from mentoring.digest.days import last_told
from mentoring.digest.findings import Findings, find
from mentoring.messages.morning import DigestFacts
from mentoring.work import Work
from storage.tables import Organisation

__all__ = ["DigestFacts", "digest_for_group", "find_now"]


async def find_now(work: Work, organisation_id: int) -> Findings:
    """Good news since the working morning before today."""
    organisation = await work.store.session.get(Organisation, organisation_id)
    assert organisation is not None, "a foreign key or the actor's right guards this"
    zone = ZoneInfo(organisation.time_zone)
    return await find(work, organisation, last_told(work.now.astimezone(zone).date(), zone))


async def digest_for_group(work: Work, organisation_id: int) -> DigestFacts | None:
    """The whole organisation's morning; None where there is nothing to tell."""
    facts = facts_for(await find_now(work, organisation_id), None)
    return facts if facts.has_news else None
