"""What every possible pair of a group is worth: the numbers that are sent to be computed. Pure.

`mentoring/matching.fit` says the same of one pair with its reasons; 250,000 of these in a moment need sets as bits.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from mentoring.matching import (
    COMMON_LANGUAGE,
    COMMON_REGION,
    COMMON_SECTOR,
    COMMON_TIME,
    DECLINED_BEFORE,
    FREE_PLACE,
    MOST_FREE_PLACES,
    Candidate,
)
from mentoring.profile import OPTIONS, Profile, Question

Declined = Mapping[int, Collection[int]]
"""By seeker, the mentors with whom a proposal was declined before (memberships)."""

_WEIGHTS = {
    Question.LANGUAGES: COMMON_LANGUAGE,
    Question.SECTORS: COMMON_SECTOR,
    Question.REGIONS: COMMON_REGION,
    Question.TIMES: COMMON_TIME,
}
_BITS = {question: {code: 1 << place for place, code in enumerate(options)} for question, options in OPTIONS.items()}


@dataclass(frozen=True, slots=True)
class Table:
    """`scores[seeker][mentor]` without the free places; None: not to be paired by itself.

    `places` are each mentor's free places, `declined` the cells of those who said no to each other before.
    """

    scores: tuple[tuple[int | None, ...], ...]
    places: tuple[int, ...]
    declined: tuple[tuple[int, int], ...]

    def payload(self) -> dict[str, Any]:
        """As `assign.py` reads it."""
        weights = {"free_place": FREE_PLACE, "most_free_places": MOST_FREE_PLACES}
        return {"scores": self.scores, "places": self.places, "declined": self.declined, **weights}


def score_table(seekers: Sequence[Candidate], mentors: Sequence[Candidate], declined: Declined) -> Table:
    """Every seeker with every mentor. Who told languages without a common one, and anybody with themselves: None."""
    theirs = [(mentor, *_bits(mentor.profile)) for mentor in mentors]
    rows, cells = [], []
    for at, seeker in enumerate(seekers):
        languages, sectors, regions, times = _bits(seeker.profile)
        refused = declined.get(seeker.membership_id, ())
        row: list[int | None] = []
        for mentor, spoken, fields, places, moments in theirs:
            common = languages & spoken
            if (languages and spoken and not common) or mentor.person_id == seeker.person_id:
                row.append(None)
                continue
            score = COMMON_LANGUAGE if common else 0
            score += COMMON_SECTOR if sectors & fields else 0
            score += COMMON_REGION if regions & places else 0
            score += COMMON_TIME if times & moments else 0
            if mentor.membership_id in refused:
                score += DECLINED_BEFORE
                cells.append((at, len(row)))
            row.append(score)
        rows.append(tuple(row))
    return Table(tuple(rows), tuple(mentor.free_places for mentor in mentors), tuple(cells))


def _bits(profile: Profile) -> tuple[int, int, int, int]:
    """Languages, sectors, regions and times as bits. A code that is no longer offered counts for nobody."""
    languages, sectors, regions, times = (
        sum(_BITS[question].get(code, 0) for code in set(profile.told(question))) for question in _WEIGHTS
    )
    return languages, sectors, regions, times
