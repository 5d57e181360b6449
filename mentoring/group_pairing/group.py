"""Who is to be paired: everyone who waits, the mentors with room, and who said no to whom before."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from sqlmodel import col, select

from mentoring.group_pairing.scores import Declined
from mentoring.matching import Candidate, Suggestion, fit
from mentoring.mentor_points import open_points_of
from mentoring.pairs import Side, candidate, mentors_with_room
from mentoring.waiting import waiting_sides
from mentoring.work import Work
from storage.tables import Duo, Membership, Person
from storage.words import DuoState, MembershipState, Role


@dataclass(frozen=True, slots=True)
class Group:
    """`seekers` longest waiting first; `mentors` who can be proposed with their free places, oldest first.

    `held_back`: how many mentors have room, but points of the organisation's list are open.
    """

    seekers: tuple[Side, ...]
    mentors: tuple[tuple[Side, int], ...]
    declined: Declined
    held_back: int = 0

    def mentor(self, membership_id: int | None) -> tuple[Side, int] | None:
        return next((found for found in self.mentors if found[0].membership.id == membership_id), None)


async def read_group(work: Work, organisation_id: int, seeker_ids: Collection[int] | None = None) -> Group:
    """Everyone who waits and can be asked here, or those of them with these memberships."""
    waiting = [
        side
        for side in await waiting_sides(work, organisation_id)
        if side.membership.state == MembershipState.READY  # whoever goes by phone gets no proposal
    ]
    seekers = [side for side in waiting if seeker_ids is None or side.membership.id in seeker_ids]
    with_room = await mentors_with_room(work, organisation_id)
    open_lists = await open_points_of(work, organisation_id, [side.membership.id for side, _ in with_room])
    mentors = [found for found in with_room if not open_lists[found[0].membership.id]]
    declined = await _declined(work, organisation_id)
    return Group(tuple(seekers), tuple(mentors), declined, len(with_room) - len(mentors))


async def _declined(work: Work, organisation_id: int) -> Declined:
    statement = select(Duo.seeker_id, Duo.mentor_id).where(
        col(Duo.organisation_id) == organisation_id, col(Duo.state) == DuoState.DECLINED
    )
    found: defaultdict[int, set[int]] = defaultdict(set)
    for seeker_id, mentor_id in (await work.store.session.execute(statement)).all():
        found[seeker_id].add(mentor_id)
    return found


def fitting(work: Work, group: Group, seeker: Side, mentor: Side, free_places: int) -> Suggestion:
    """How the two fit, with the reasons."""
    return fit(candidate(work.store.vault, seeker), mentor_candidate(work, group, seeker, mentor, free_places))


def mentor_candidate(work: Work, group: Group, seeker: Side, mentor: Side, free_places: int) -> Candidate:
    before = mentor.membership.id in group.declined.get(seeker.membership.id, ())
    return candidate(work.store.vault, mentor, free_places, declined_before=before)


async def sides_of(work: Work, membership_ids: Collection[int]) -> dict[int, Side]:
    """These seekers and mentors by their memberships, whether they are free or not."""
    statement = (
        select(Membership, Person)
        .join(Person, col(Person.id) == col(Membership.person_id))
        .where(col(Membership.id).in_(list(membership_ids)), col(Membership.role).in_([Role.SEEKER, Role.MENTOR]))
    )
    rows = (await work.store.session.execute(statement)).all()
    return {membership.id: Side(membership, person) for membership, person in rows}
