"""Sessions as use cases need them: loaded, locked, with the sides of everybody who takes part."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlmodel import col, select

from mentoring.actor import Actor
from mentoring.errors import NotFoundError
from mentoring.people import name_of
from mentoring.work import Work
from storage.tables import Duo, DuoSession, Membership, Person, SessionSide, Thread
from storage.words import Role, SessionState

OPEN_STATES = tuple(state for state in SessionState if state.is_open)


@dataclass(frozen=True, slots=True)
class Attendee:
    """Somebody's part in a session, with the person."""

    side: SessionSide
    person: Person

    @property
    def role(self) -> Role:
        return Role(self.side.role)

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.person.time_zone)


@dataclass(frozen=True, slots=True)
class Gathering:
    """A session with its duo and everybody who takes part: seeker, mentor, and perhaps somebody of the team."""

    session: DuoSession
    duo: Duo
    attendees: Sequence[Attendee]

    @property
    def pair(self) -> list[Attendee]:
        """Seeker and mentor, without the team."""
        return [attendee for attendee in self.attendees if not attendee.role.is_staff]

    def of(self, person_id: int) -> Attendee:
        """That person's part. Raises NotFoundError."""
        for attendee in self.attendees:
            if attendee.person.id == person_id:
                return attendee
        raise NotFoundError

    def partner_of(self, person_id: int) -> Attendee:
        """The other of the two; for somebody of the team, the seeker."""
        return next(attendee for attendee in self.pair if attendee.person.id != person_id)


def ends_at(session: DuoSession) -> datetime:
    """When its planned time is over, in UTC."""
    return session.starts_at + timedelta(minutes=session.minutes)


def is_to_come(session: DuoSession, now: datetime) -> bool:
    """It is planned or confirmed, and not over yet: it can be confirmed, moved and cancelled."""
    return SessionState(session.state).is_open and now < ends_at(session)


async def load_gathering(work: Work, session_id: int) -> Gathering:
    """Locks the session (and so decides one change after the other). Raises NotFoundError."""
    found = select(DuoSession).where(col(DuoSession.id) == session_id).with_for_update()
    found = found.execution_options(populate_existing=True)
    session = (await work.store.session.execute(found)).scalar_one_or_none()
    if session is None:
        raise NotFoundError
    return await read_gathering(work, session)


async def read_gathering(work: Work, session: DuoSession) -> Gathering:
    """The same around a row that is there, without locking it: to look at."""
    duo = await work.store.session.get(Duo, session.duo_id)
    assert duo is not None, "a foreign key guards this"
    return Gathering(session, duo, await _attendees(work, session.id))


async def own_gathering(actor: Actor, work: Work, session_id: int) -> Gathering:
    """The session, locked, if the actor takes part in it or looks after its organisation. Raises NotFoundError."""
    gathering = await load_gathering(work, session_id)
    if all(attendee.person.id != actor.person.id for attendee in gathering.pair):
        actor.staff(gathering.duo.organisation_id)
    return gathering


async def _attendees(work: Work, session_id: int) -> list[Attendee]:
    statement = (
        select(SessionSide, Person)
        .join(Person, col(Person.id) == col(SessionSide.person_id))
        .where(col(SessionSide.session_id) == session_id)
        .order_by(col(SessionSide.id))
    )
    return [Attendee(side, person) for side, person in (await work.store.session.execute(statement)).all()]


async def next_sessions(work: Work, duo_id: int) -> list[DuoSession]:
    """The duo's sessions that are still to come, soonest first."""
    statement = (
        select(DuoSession)
        .where(
            col(DuoSession.duo_id) == duo_id,
            col(DuoSession.state).in_(OPEN_STATES),
            col(DuoSession.starts_at) > work.now,
        )
        .order_by(col(DuoSession.starts_at), col(DuoSession.id))
    )
    return list((await work.store.session.execute(statement)).scalars().all())


async def threads_of(work: Work, duo_id: int) -> list[tuple[Thread, Membership, Person]]:
    """Both sides of a duo's thread, with membership and person."""
    statement = (
        select(Thread, Membership, Person)
        .join(Membership, col(Membership.id) == col(Thread.membership_id))
        .join(Person, col(Person.id) == col(Thread.person_id))
        .where(col(Thread.duo_id) == duo_id)
        .order_by(col(Thread.id))
    )
    return [(thread, member, person) for thread, member, person in (await work.store.session.execute(statement)).all()]


def attendee_name(work: Work, attendee: Attendee) -> str:
    return name_of(work.store.vault, attendee.person)
