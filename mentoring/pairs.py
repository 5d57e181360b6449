"""The two sides of a duo, and who of them is free: what every step of pairing has to know."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, or_
from sqlmodel import col, select

from mentoring.errors import NotFoundError
from mentoring.matching import Candidate
from mentoring.messages.pairing import Named
from mentoring.people import name_of
from mentoring.profile import read_profile
from mentoring.work import Work
from storage.sealing import Vault
from storage.tables import Duo, Membership, Person, Takeover
from storage.words import DuoState, MembershipState, Role

NO_ROOM = 0  # a mentor's capacity while there is no room at all: see mentoring/room.py
_RUNNING = tuple(state for state in DuoState if state.is_running)


@dataclass(frozen=True, slots=True)
class Side:
    """A seeker or a mentor: what they are here for, and who they are."""

    membership: Membership
    person: Person

    @property
    def role(self) -> Role:
        return Role(self.membership.role)

    def named(self, vault: Vault) -> Named:
        """As the team knows them."""
        return Named(name_of(vault, self.person), self.membership.open(vault, "label"))

    def name(self, vault: Vault) -> str:
        """As their partner knows them."""
        return name_of(vault, self.person)


@dataclass(frozen=True, slots=True)
class Pair:
    seeker: Side
    mentor: Side

    def of(self, role: Role) -> Side:
        return self.seeker if role is Role.SEEKER else self.mentor

    def partner_of(self, role: Role) -> Side:
        return self.mentor if role is Role.SEEKER else self.seeker

    def __iter__(self) -> Iterator[Side]:
        return iter((self.seeker, self.mentor))


def candidate(vault: Vault, side: Side, free_places: int = 0, *, declined_before: bool = False) -> Candidate:
    """The side as matching looks at it."""
    profile = read_profile(vault, side.membership)
    return Candidate(side.membership.id, side.person.id, profile, free_places, declined_before)


async def load_side(work: Work, membership_id: int, role: Role) -> Side:
    """The membership of that role with its person. Raises NotFoundError."""
    statement = (
        select(Membership, Person)
        .join(Person, col(Person.id) == col(Membership.person_id))
        .where(col(Membership.id) == membership_id, col(Membership.role) == role)
    )
    found = (await work.store.session.execute(statement)).one_or_none()
    if found is None:
        raise NotFoundError
    return Side(*found)


async def load_pair(work: Work, duo: Duo) -> Pair:
    return Pair(await load_side(work, duo.seeker_id, Role.SEEKER), await load_side(work, duo.mentor_id, Role.MENTOR))


async def lock_members(work: Work, membership_ids: Sequence[int]) -> None:
    """Nobody else decides about these memberships until the commit; what is loaded of them is read again.

    Always in order of their ids, so that two who want the same ones do not wait for each other for ever.
    """
    statement = select(Membership).where(col(Membership.id).in_(membership_ids)).order_by(col(Membership.id))
    await work.store.session.execute(statement.with_for_update().execution_options(populate_existing=True))


def is_live(now: datetime) -> ColumnElement[bool]:
    """Duos that take a place: they run, or their proposal can still be answered.

    A proposal whose time is over counts no longer, also when the job that closes it has not run yet.
    """
    can_be_answered = and_(
        col(Duo.state) == DuoState.PROPOSED, or_(col(Duo.expires_at).is_(None), col(Duo.expires_at) > now)
    )
    return or_(col(Duo.state).in_(_RUNNING), can_be_answered)


def can_be_answered(duo: Duo, now: datetime) -> bool:
    """The same for one row: proposed, and its time is not over (at `expires_at` it is)."""
    return duo.state == DuoState.PROPOSED and (duo.expires_at is None or now < duo.expires_at)


async def live_duo_of(work: Work, seeker_id: int) -> Duo | None:
    statement = select(Duo).where(col(Duo.seeker_id) == seeker_id, is_live(work.now))
    return (await work.store.session.execute(statement)).scalars().first()


def _places_taken(now: datetime) -> ColumnElement[int]:
    """How many live duos a mentor of the outer query has, with those that ran before and are to begin here."""
    live = select(func.count(col(Duo.id))).where(col(Duo.mentor_id) == col(Membership.id), is_live(now))
    to_come = select(func.count(col(Takeover.id))).where(
        col(Takeover.mentor_id) == col(Membership.id),
        col(Takeover.duo_id).is_(None),
        col(Takeover.dropped_at).is_(None),
    )
    return live.correlate(Membership).scalar_subquery() + to_come.correlate(Membership).scalar_subquery()


def has_no_room(membership: Membership) -> bool:
    """A mentor of whom was said that there is no room now (mentoring/room.py), however many duos they have."""
    return membership.role == Role.MENTOR and membership.capacity == NO_ROOM


async def places_taken(work: Work, mentor: Membership) -> int:
    """How many live duos the mentor has, and duos of before that are to begin here."""
    statement = select(_places_taken(work.now)).select_from(Membership).where(col(Membership.id) == mentor.id)
    return int((await work.store.session.execute(statement)).scalar_one())


async def free_places(work: Work, mentor: Membership) -> int:
    """How many more duos the mentor can have; never below 0. Exact only while the membership is locked."""
    return max(0, mentor.capacity - await places_taken(work, mentor))


def _has_room(organisation_id: int, now: datetime) -> tuple[ColumnElement[bool], ...]:
    return (
        col(Membership.organisation_id) == organisation_id,
        col(Membership.role) == Role.MENTOR,
        col(Membership.state) == MembershipState.READY,
        col(Membership.capacity) > _places_taken(now),
        col(Person.unreachable_since).is_(None),  # a proposal would not arrive
    )


async def mentors_with_room(work: Work, organisation_id: int) -> list[tuple[Side, int]]:
    """The organisation's mentors who can be asked, each with their free places; oldest first."""
    statement = (
        select(Membership, Person, _places_taken(work.now))
        .join(Person, col(Person.id) == col(Membership.person_id))
        .where(*_has_room(organisation_id, work.now))
        .order_by(col(Membership.id))
    )
    rows = (await work.store.session.execute(statement)).all()
    return [(Side(membership, person), membership.capacity - taken) for membership, person, taken in rows]


async def count_running(work: Work, *conditions: ColumnElement[bool]) -> int:
    """How many duos run, of those that the conditions name."""
    statement = select(func.count(col(Duo.id))).where(col(Duo.state).in_(_RUNNING), *conditions)
    return int((await work.store.session.execute(statement)).scalar_one())


async def count_free_places(work: Work, organisation_id: int) -> int:
    """How many more duos the organisation's mentors can have."""
    statement = (
        select(func.coalesce(func.sum(col(Membership.capacity) - _places_taken(work.now)), 0))
        .join(Person, col(Person.id) == col(Membership.person_id))
        .where(*_has_room(organisation_id, work.now))
    )
    return int((await work.store.session.execute(statement)).scalar_one())


async def declined_mentors(work: Work, seeker_id: int) -> set[int]:
    """The mentors with whom an earlier proposal of this seeker was declined, by either of the two."""
    statement = select(Duo.mentor_id).where(col(Duo.seeker_id) == seeker_id, col(Duo.state) == DuoState.DECLINED)
    return set((await work.store.session.execute(statement)).scalars())
