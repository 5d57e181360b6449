"""A morning's facts from the rows, for whoever is to be told."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from mentoring.digest.choosing import facts_for
from mentoring.digest.days import morning_before
from mentoring.digest.findings import Findings, find
from mentoring.messages.morning import DigestFacts
from mentoring.work import Work
from storage.tables import Organisation

__all__ = ["DigestFacts", "digest_for_group", "find_now"]


async def find_now(work: Work, organisation_id: int) -> Findings:
    """As it stands now; good news since the last working morning."""
    organisation = await work.store.session.get(Organisation, organisation_id)
    assert organisation is not None, "a foreign key or the actor's right guards this"
    return await find(work, organisation, morning_before(work.now, ZoneInfo(organisation.time_zone)))


async def digest_for_group(work: Work, organisation_id: int) -> DigestFacts | None:
    """The whole organisation's morning as it stands now; None where there is nothing to tell."""
    facts = facts_for(await find_now(work, organisation_id), None)
    return facts if facts.has_news else None
