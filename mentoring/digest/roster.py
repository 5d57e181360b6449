"""Who of the team is there today, and for what: read once, asked for each duo."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlmodel import col, select

from mentoring.actor import is_working_staff
from mentoring.in_charge import absent_today, choose
from mentoring.people import name_of
from mentoring.work import Work
from storage.tables import Membership, Person
from storage.words import Role


@dataclass(frozen=True, slots=True)
class Colleague:
    """One person of the team. `membership_id`: what they work as today; `ids`: that and what they were before."""

    person_id: int
    membership_id: int
    ids: frozenset[int]
    name: str
    is_lead: bool
    is_away: bool


@dataclass(frozen=True, slots=True)
class Roster:
    """The team of one organisation today, leads first."""

    colleagues: tuple[Colleague, ...]
    _team: Sequence[Membership]
    _held: Mapping[int, Membership]  # every membership of a team, also of those who left
    _away: frozenset[int]

    @property
    def hearers(self) -> tuple[Colleague, ...]:
        """Who is at work; where all are away, everybody: somebody has to hear it (mentoring/in_charge.py)."""
        present = tuple(one for one in self.colleagues if not one.is_away)
        return present or self.colleagues

    def keeper(self, coordinator_id: int | None) -> Colleague | None:
        """Who is in charge today of what that membership looks after; None only without a team."""
        chosen = choose(self._team, self._away, self._own(coordinator_id))
        return self.of_person(chosen.person_id) if chosen is not None else None

    def of_person(self, person_id: int) -> Colleague | None:
        return next((one for one in self.colleagues if one.person_id == person_id), None)

    def _own(self, coordinator_id: int | None) -> Membership | None:
        """What they held as a coordinator stays theirs as a lead."""
        held = self._held.get(coordinator_id) if coordinator_id is not None else None
        if held is None or is_working_staff(held):
            return held
        return next((member for member in self._team if member.person_id == held.person_id), None)


async def read_roster(work: Work, organisation_id: int) -> Roster:
    """In three statements at most."""
    statement = (
        select(Membership, Person)
        .join(Person, col(Person.id) == col(Membership.person_id))
        .where(
            col(Membership.organisation_id) == organisation_id,
            col(Membership.role).in_([role for role in Role if role.is_staff]),
        )
        .order_by(col(Membership.id))
    )
    rows = (await work.store.session.execute(statement)).all()
    held = {member.id: member for member, _ in rows}
    people = {person.id: person for _, person in rows}
    team = sorted((m for m in held.values() if is_working_staff(m)), key=lambda member: member.role != Role.LEAD)
    away = frozenset(await absent_today(work, organisation_id, [member.id for member in team]))
    found: dict[int, Colleague] = {}
    for member in team:
        if member.person_id not in found:
            found[member.person_id] = Colleague(
                person_id=member.person_id,
                membership_id=member.id,
                ids=frozenset(one.id for one in held.values() if one.person_id == member.person_id),
                name=name_of(work.store.vault, people[member.person_id]),
                is_lead=member.role == Role.LEAD,
                is_away=all(one.id in away for one in team if one.person_id == member.person_id),
            )
    return Roster(tuple(found.values()), team, held, away)
