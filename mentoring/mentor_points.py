"""What a mentor has to have before a first proposal: the organisation's points, ticked by its team.

Kept as `Organisation.mentor_points`: codes in the team's order; an own one carries its text. None or an empty list:
nobody is held back. Whoever was in a duo before is not held back either: the list is about beginning.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from sqlmodel import col, select

from mentoring.work import Work
from storage.tables import Duo, Membership, MentorTick, Organisation, Takeover
from storage.words import Role

OWN_LIMIT = 60  # characters of an own point
MOST = 12  # points of one list


class UsualPoint(StrEnum):
    """What the law on volunteers and the programme ask for. The words are in locales/mentor_points.py."""

    INFORMATION = "information"  # the information note (law of 3 July 2005, art. 4)
    INSURANCE = "insurance"  # that law, art. 6
    CONFIDENTIALITY = "confidentiality"  # that law, art. 4, 5°: professional secrecy
    TRAINING = "training"
    FIRST_TALK = "first-talk"  # with somebody of the team


@dataclass(frozen=True, slots=True)
class Point:
    """One of the list. `text` only of an own one."""

    code: str
    text: str | None = None


def usual_points() -> list[dict[str, str]]:
    """The list that a new organisation begins with."""
    return [{"code": point.value} for point in UsualPoint]


def points_of(organisation: Organisation) -> tuple[Point, ...]:
    """The organisation's points, in order."""
    kept = organisation.mentor_points or []
    points = (Point(entry["code"], entry.get("text")) for entry in kept)
    return tuple(point for point in points if point.text is not None or point.code in set(UsualPoint))


async def ticked(work: Work, membership_ids: Collection[int]) -> dict[int, dict[str, MentorTick]]:
    """The ticks of these mentors, by membership and code."""
    found: dict[int, dict[str, MentorTick]] = {membership_id: {} for membership_id in membership_ids}
    statement = select(MentorTick).where(col(MentorTick.membership_id).in_(list(membership_ids)))
    for tick in (await work.store.session.execute(statement)).scalars():
        found[tick.membership_id][tick.point] = tick
    return found


async def open_points(work: Work, mentor: Membership) -> tuple[Point, ...]:
    """What holds that mentor's first proposal back; nothing for whoever was in a duo, or is about to be."""
    return (await open_points_of(work, mentor.organisation_id, [mentor.id]))[mentor.id]


async def open_points_of(
    work: Work, organisation_id: int, membership_ids: Collection[int]
) -> dict[int, tuple[Point, ...]]:
    """The same for several mentors of one organisation."""
    organisation = await work.store.session.get(Organisation, organisation_id)
    assert organisation is not None, "a foreign key guards this"
    points = points_of(organisation)
    if not points or not membership_ids:
        return dict.fromkeys(membership_ids, ())
    ticks, experienced = await ticked(work, membership_ids), await _experienced(work, membership_ids)
    return {
        membership_id: ()
        if membership_id in experienced
        else tuple(point for point in points if point.code not in ticks[membership_id])
        for membership_id in membership_ids
    }


async def _experienced(work: Work, membership_ids: Collection[int]) -> set[int]:
    """Those who are or were in a duo, or in one that ran before and is about to begin here."""
    ids = list(membership_ids)
    duos = select(Duo.mentor_id).where(col(Duo.mentor_id).in_(ids), col(Duo.started_at).is_not(None))
    noted = select(col(Takeover.mentor_id)).where(col(Takeover.mentor_id).in_(ids), col(Takeover.dropped_at).is_(None))
    found: set[int] = set()
    for statement in (duos, noted):
        found.update(id_ for id_ in (await work.store.session.execute(statement)).scalars() if id_ is not None)
    return found


async def is_experienced(work: Work, membership_id: int) -> bool:
    return membership_id in await _experienced(work, [membership_id])


async def open_points_to_tell(work: Work, membership: Membership) -> tuple[Point, ...]:
    """What a mentor and the team read of it; nothing for other roles."""
    return await open_points(work, membership) if membership.role == Role.MENTOR else ()


def next_own_code(points: Collection[Point]) -> str:
    numbers = [int(point.code.removeprefix("own-")) for point in points if point.text is not None]
    return f"own-{max(numbers, default=0) + 1}"
