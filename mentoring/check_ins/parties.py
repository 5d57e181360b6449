"""One side of a duo as the clock looks at it: who it is, whose, and whether they can be asked now."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from zoneinfo import ZoneInfo

from sqlmodel import col, select

from mentoring.check_ins.times import Slot, slot_for
from mentoring.endings.rested import rested_by_duo
from mentoring.pauses import read_pauses
from mentoring.work import Work
from storage.tables import Duo, Membership, Organisation, Person, Thread
from storage.words import DuoState, Group, MembershipState, Role


@dataclass(frozen=True, slots=True)
class Party:
    """A thread with the person whose it is."""

    thread: Thread
    duo: Duo
    membership: Membership
    person: Person
    organisation: Organisation
    rests: bool = False  # the organisation has a pause now
    rested: timedelta = timedelta()  # how long the duo had pauses, all together

    @property
    def role(self) -> Role:
        return Role(self.membership.role)

    @property
    def slot(self) -> Slot:
        return slot_for(self.organisation, self.thread.id)

    @property
    def zone(self) -> ZoneInfo:
        """The organisation's."""
        return ZoneInfo(self.organisation.time_zone)

    @property
    def can_be_asked(self) -> bool:
        """Neither organisation nor duo has a pause, the person is here and has not switched these questions off."""
        return (
            not self.rests
            and self.duo.state == DuoState.ACTIVE
            and self.membership.state == MembershipState.READY
            and self.person.unreachable_since is None
            and Group.CHECK_INS not in (self.person.muted or "").split()
        )


async def read_parties(work: Work, thread_ids: Collection[int]) -> dict[int, Party]:
    """The sides of these threads, by thread."""
    statement = (
        select(Thread, Duo, Membership, Person)
        .join(Duo, col(Duo.id) == col(Thread.duo_id))
        .join(Membership, col(Membership.id) == col(Thread.membership_id))
        .join(Person, col(Person.id) == col(Thread.person_id))
        .where(col(Thread.id).in_(list(thread_ids)))
    )
    parties = {}
    rows = (await work.store.session.execute(statement)).all()
    calendars = await read_pauses(work, {duo.organisation_id for _, duo, _, _ in rows})
    rested = await rested_by_duo(work, {duo.id for _, duo, _, _ in rows})
    for thread, duo, membership, person in rows:
        organisation = await work.store.session.get(Organisation, duo.organisation_id)
        assert organisation is not None, "a foreign key guards this"
        rests = calendars[organisation.id].rests(work.now)
        span = rested.get(duo.id, timedelta())
        parties[thread.id] = Party(thread, duo, membership, person, organisation, rests, span)
    return parties
