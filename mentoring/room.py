"""A mentor without room now: no proposal, no news of waiting, until the team or they themselves say otherwise.

Their places are none at all then, not as many as their duos: when one of these ends, there still is no room.
"""

from __future__ import annotations

from mentoring.pairs import NO_ROOM, has_no_room, places_taken
from mentoring.waiting_news import begin_waiting, hush, is_waiting
from mentoring.work import Work
from storage.tables import Membership


async def close_room(work: Work, mentor: Membership) -> None:
    """No room from now on; the membership is locked. Duos that run and proposals that are open stay."""
    mentor.capacity = NO_ROOM
    mentor.news_at = None
    await hush(work, mentor)


async def open_room(work: Work, mentor: Membership, duos: int | None = None) -> None:
    """So many duos at once; by default one more than they have. The membership is locked."""
    had_none = has_no_room(mentor)
    mentor.capacity = duos if duos is not None else await places_taken(work, mentor) + 1
    if had_none and await is_waiting(work, mentor):
        await begin_waiting(work, mentor)
