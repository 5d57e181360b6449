"""The pairs of a draft as values, and what a tap makes of them. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from mentoring.matching import ReasonKind


@dataclass(frozen=True, slots=True)
class Place:
    """One seeker of the draft, with the mentor proposed or None; memberships. `reasons` as a duo's row keeps them.

    `sent`: None while it is a draft, then whether the proposal went out.
    """

    seeker_id: int
    mentor_id: int | None = None
    reasons: tuple[str, ...] = ()
    sent: bool | None = None

    @property
    def is_flagged(self) -> bool:
        """Somebody of the team should look at it: no language in common or not told, or declined before."""
        kinds = {reason.partition(":")[0] for reason in self.reasons}
        return self.mentor_id is not None and any(kind.is_warning for kind in ReasonKind if kind in kinds)

    def written(self) -> dict[str, Any]:
        """As the round's row keeps it."""
        kept: dict[str, Any] = {
            "seeker_id": self.seeker_id,
            "mentor_id": self.mentor_id,
            "reasons": list(self.reasons),
        }
        return kept if self.sent is None else {**kept, "sent": self.sent}

    @classmethod
    def read(cls, kept: Mapping[str, Any]) -> Place:
        return cls(kept["seeker_id"], kept["mentor_id"], tuple(kept["reasons"]), kept.get("sent"))


Draft = tuple[Place, ...]


def in_order(places: Sequence[Place]) -> Draft:
    """As it is read: pairs to look at first, then the other pairs, then who waits on; within that as it was."""
    return tuple(sorted(places, key=lambda place: (place.mentor_id is None, not place.is_flagged)))


def place_of(draft: Draft, seeker_id: int) -> Place | None:
    return next((place for place in draft if place.seeker_id == seeker_id), None)


def usage(draft: Draft) -> Counter[int]:
    """How many of the draft each mentor has."""
    return Counter(place.mentor_id for place in draft if place.mentor_id is not None)


def holder_to_swap(draft: Draft, seeker_id: int, mentor_id: int, free_places: int) -> Place | None:
    """Who gives the mentor up when that seeker takes them: None while there is room.

    The one who was proposed last: the first ones have waited longest.
    """
    holders = [p for p in draft if p.mentor_id == mentor_id and p.seeker_id != seeker_id]
    return holders[-1] if len(holders) >= free_places and holders else None


def take(
    draft: Draft,
    seeker_id: int,
    mentor_id: int,
    free_places: int,
    reasons_of: Callable[[int, int], tuple[str, ...]],
) -> Draft:
    """That seeker with that mentor. Where the mentor's places are taken, the two seekers swap mentors.

    `free_places`: how many the mentor has before the draft, at least one. `reasons_of` a seeker and a mentor.
    """
    own = place_of(draft, seeker_id)
    if own is None or own.mentor_id == mentor_id:
        return draft
    other = holder_to_swap(draft, seeker_id, mentor_id, free_places)
    changed: dict[int, int | None] = {seeker_id: mentor_id}
    if other is not None:
        changed[other.seeker_id] = own.mentor_id
    return tuple(
        _with(place, changed[place.seeker_id], reasons_of) if place.seeker_id in changed else place for place in draft
    )


def _with(place: Place, mentor_id: int | None, reasons_of: Callable[[int, int], tuple[str, ...]]) -> Place:
    reasons = reasons_of(place.seeker_id, mentor_id) if mentor_id is not None else ()
    return replace(place, mentor_id=mentor_id, reasons=reasons)


def leave_out(draft: Draft, seeker_id: int) -> Draft:
    """That seeker waits on."""
    return tuple(replace(p, mentor_id=None, reasons=()) if p.seeker_id == seeker_id else p for p in draft)
