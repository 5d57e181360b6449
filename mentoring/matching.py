"""Which mentors fit a seeker, and why. Pure: the same people always give the same order.

The order of importance is the programme's ("The life of a duo", 4): a language in common, then sector, region, times,
then how much room the mentor has. Each outweighs everything that follows it together, so that the reasons a
coordinator reads, from the top, are the reasons for the order.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from mentoring.profile import Profile

COMMON_LANGUAGE = 200
COMMON_SECTOR = 40
COMMON_REGION = 20
COMMON_TIME = 10
FREE_PLACE = 1  # for each place, up to MOST_FREE_PLACES
MOST_FREE_PLACES = 5
# Who said no to each other before goes behind the others, but stays before those without a common language.
DECLINED_BEFORE = -(COMMON_SECTOR + COMMON_REGION + COMMON_TIME + MOST_FREE_PLACES * FREE_PLACE + 1)


class ReasonKind(StrEnum):
    """Why a pair fits or does not. The words are in locales/portraits.py."""

    LANGUAGE = "language"
    NO_LANGUAGE = "no-language"  # both told theirs, and none is common
    LANGUAGE_UNKNOWN = "language-unknown"  # one of them skipped the question
    SECTOR = "sector"
    REGION = "region"
    TIMES = "times"
    FREE = "free"
    DECLINED = "declined"
    LIST_OPEN = "list-open"  # not a matter of fitting: points of the organisation's list hold a proposal back

    @property
    def is_warning(self) -> bool:
        return self in {ReasonKind.NO_LANGUAGE, ReasonKind.LANGUAGE_UNKNOWN, ReasonKind.DECLINED, ReasonKind.LIST_OPEN}


@dataclass(frozen=True, slots=True)
class Reason:
    """`codes` are what the two have in common; `places` the mentor's free places, for FREE."""

    kind: ReasonKind
    codes: tuple[str, ...] = ()
    places: int = 0

    def written(self) -> str:
        """As a duo's row keeps it: `language:fr,nl`."""
        detail = str(self.places) if self.kind is ReasonKind.FREE else ",".join(self.codes)
        return f"{self.kind}:{detail}" if detail else str(self.kind)


@dataclass(frozen=True, slots=True)
class Candidate:
    """One side of a possible duo. `free_places` counts for mentors only, `declined_before` is about this seeker."""

    membership_id: int
    person_id: int
    profile: Profile
    free_places: int = 0
    declined_before: bool = False


@dataclass(frozen=True, slots=True)
class Suggestion:
    mentor: Candidate
    score: int
    reasons: tuple[Reason, ...]


def suggest(seeker: Candidate, mentors: Sequence[Candidate], limit: int, offset: int = 0) -> list[Suggestion]:
    """The mentors with room that fit best, best first, `limit` of them after the first `offset`.

    Equal ones: who came to the organisation first. Nobody is suggested to themselves.
    """
    possible = (m for m in mentors if m.free_places > 0 and m.person_id != seeker.person_id)
    ranked = sorted((fit(seeker, mentor) for mentor in possible), key=_rank)
    return ranked[offset : offset + limit]


def fit(seeker: Candidate, mentor: Candidate) -> Suggestion:
    """How well the two fit, with the reasons in order of importance."""
    reasons = list(_reasons(seeker, mentor))
    return Suggestion(mentor, sum(_weight(reason) for reason in reasons), tuple(reasons))


def _rank(suggestion: Suggestion) -> tuple[int, int]:
    return -suggestion.score, suggestion.mentor.membership_id


def _reasons(seeker: Candidate, mentor: Candidate) -> list[Reason]:
    mine, theirs = seeker.profile, mentor.profile
    found = [_language_reason(mine, theirs)]
    for kind, ours, other in (
        (ReasonKind.SECTOR, mine.sectors, theirs.sectors),
        (ReasonKind.REGION, mine.regions, theirs.regions),
        (ReasonKind.TIMES, mine.times, theirs.times),
    ):
        if both := in_common(ours, other):
            found.append(Reason(kind, both))
    found.append(Reason(ReasonKind.FREE, places=mentor.free_places))
    if mentor.declined_before:
        found.append(Reason(ReasonKind.DECLINED))
    return found


def _language_reason(mine: Profile, theirs: Profile) -> Reason:
    if both := in_common(mine.languages, theirs.languages):
        return Reason(ReasonKind.LANGUAGE, both)
    told = mine.languages and theirs.languages
    return Reason(ReasonKind.NO_LANGUAGE if told else ReasonKind.LANGUAGE_UNKNOWN)


def _weight(reason: Reason) -> int:
    weights = {
        ReasonKind.LANGUAGE: COMMON_LANGUAGE,
        ReasonKind.SECTOR: COMMON_SECTOR,
        ReasonKind.REGION: COMMON_REGION,
        ReasonKind.TIMES: COMMON_TIME,
        ReasonKind.DECLINED: DECLINED_BEFORE,
        ReasonKind.FREE: FREE_PLACE * min(reason.places, MOST_FREE_PLACES),
    }
    return weights.get(reason.kind, 0)


def in_common(ours: Sequence[str], theirs: Sequence[str]) -> tuple[str, ...]:
    """What stands in both, in the order of the first, once each."""
    return tuple(code for code in dict.fromkeys(ours) if code in theirs)
