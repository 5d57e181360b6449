"""One of the two of a duo, acting about the duo as a whole: the first meeting, goals, "we met elsewhere"."""

from __future__ import annotations

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from sqlmodel import col, select

from mentoring.actor import Actor
from mentoring.errors import NotFoundError
from mentoring.work import Work
from storage.tables import Duo, Person, Thread
from storage.words import DuoState, Role


@dataclass(frozen=True, slots=True)
class DuoSide:
    """The duo, locked, with the actor's side of it."""

    duo: Duo
    person: Person
    thread: Thread
    partner_thread_id: int

    @property
    def role(self) -> Role:
        return Role.SEEKER if self.thread.membership_id == self.duo.seeker_id else Role.MENTOR

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.person.time_zone)

    @property
    def is_running(self) -> bool:
        return DuoState(self.duo.state).is_running


async def own_side(actor: Actor, work: Work, duo_id: int) -> DuoSide:
    """Locks the duo, so that what both do at once happens one after the other. Raises NotFoundError."""
    found = (await work.store.session.execute(select(Thread).where(col(Thread.duo_id) == duo_id))).scalars().all()
    own = next((thread for thread in found if thread.person_id == actor.person.id), None)
    other = next((thread for thread in found if thread.person_id != actor.person.id), None)
    if own is None or other is None:
        raise NotFoundError
    return DuoSide(await _locked(work, duo_id), actor.person, own, other.id)


async def _locked(work: Work, duo_id: int) -> Duo:
    found = select(Duo).where(col(Duo.id) == duo_id).with_for_update().execution_options(populate_existing=True)
    return (await work.store.session.execute(found)).scalar_one()
