"""A list is carried out in steps: each a transaction of its own, and after a crash the next step is the first undone.

A step writes the invitations of its lines and the duos whose later line is among them. Whoever else invited the same
people since the dry run was first: their lines are left out, and a duo takes whom it finds.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Table, insert, or_, select

from mentoring.errors import AlreadyPairedError
from mentoring.invitations import reference_lookup
from mentoring.lists.plan import Plan, PlannedDuo, PlannedPerson, PlannedSide
from mentoring.lists.values import Known, key_of, keys_of
from mentoring.pairs import is_live
from mentoring.takeovers import Half, note_takeover
from mentoring.work import Work
from storage.ids import new_id
from storage.sealing import Vault
from storage.tables import Duo, IntakeList, Invitation, Membership, Organisation, Takeover
from storage.words import InvitationState, ListState, MembershipState, Role

STEP = 500  # lines: a transaction of about a tenth of a second
_PIECE = 500  # ids in one statement
_invitation: Table = Invitation.__table__  # type: ignore[attr-defined]
_takeover: Table = Takeover.__table__  # type: ignore[attr-defined]
_membership: Table = Membership.__table__  # type: ignore[attr-defined]
_duo: Table = Duo.__table__  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a list. `made` are the places of its lines that were carried out.

    `inviters`: who invited the people of the others meanwhile, a membership of the team for each line.
    """

    made: tuple[int, ...]
    duos: int
    expires_at: datetime
    inviters: tuple[int | None, ...] = ()


def assigned(people: Sequence[PlannedPerson], keepers: Sequence[int]) -> dict[int, int]:
    """Who looks after each group: whoever has the fewest people so far, in the order of the list."""
    sizes = Counter(person.group for person in people if not Role(person.role).is_staff)
    load = dict.fromkeys(keepers, 0)
    found: dict[int, int] = {}
    for group, size in sizes.items() if keepers else ():
        keeper = min(load, key=lambda each: load[each])
        found[group] = keeper
        load[keeper] += size
    return found


async def step(work: Work, list_id: int, plan: Plan, keepers: Mapping[int, int]) -> int | None:
    """Carries out the next lines; how many are done then, None where there is nothing left to do.

    `keepers` as of `assigned`. The organisation is locked, so that two lists come one after the other.
    """
    row = await work.store.session.get(IntakeList, list_id, with_for_update=True)
    if row is None or row.state != ListState.WORKING or row.done >= len(plan.people):
        return None
    organisation = await work.store.session.get(Organisation, row.organisation_id, with_for_update=True)
    assert organisation is not None, "a foreign key guards this"
    await _Step(work, row, organisation, plan, keepers).run()
    await work.store.session.flush()
    return row.done


@dataclass
class _Step:
    work: Work
    row: IntakeList
    organisation: Organisation
    plan: Plan
    keepers: Mapping[int, int]

    async def run(self) -> None:
        first, after = self.row.done, min(self.row.done + STEP, len(self.plan.people))
        meanwhile = await _invited_meanwhile(self.work, self.row, self.plan)
        there = {key: invited.who for key, invited in meanwhile.items()}
        people = [person for person in self.plan.people[first:after] if _key(person) not in there]
        if people:
            rows = [self._invitation(person) for person in people]
            await self.work.store.session.execute(insert(_invitation), rows)
        duos = [duo for duo in self.plan.duos if first <= duo.at < after]
        await self._take_over(duos, there)
        self.row.done = after

    def _invitation(self, person: PlannedPerson) -> dict[str, Any]:
        vault, work, number = self.work.store.vault, self.work, person.invitation_id
        is_known = bool(person.reference)
        return {
            "id": number,
            "organisation_id": self.organisation.id,
            "role": person.role,
            "language": person.language,
            "label_sealed": vault.seal(person.label, "invitation", "label_sealed", number),
            "token_lookup": vault.lookup("invitation", person.token),
            "token_sealed": vault.seal(person.token, "invitation", "token_sealed", number),
            "reference_sealed": vault.seal(person.reference, "invitation", "reference_sealed", number)
            if is_known
            else None,
            "reference_lookup": reference_lookup(vault, self.organisation.id, person.reference) if is_known else None,
            "invited_by": self.row.made_by,
            "coordinator_id": self.keepers.get(person.group) if not Role(person.role).is_staff else None,
            "tries": 0,
            "state": InvitationState.OPEN,
            "created_at": work.now,
            "expires_at": work.now + timedelta(days=self.organisation.invitation_days),
        }

    # -- duos ----------------------------------------------------------------------------------------------------
    async def _take_over(self, duos: Sequence[PlannedDuo], there: Mapping[str, Known]) -> None:
        sides = [(self._wanted(duo.seeker), self._wanted(duo.mentor)) for duo in duos]
        stand = await self._how_they_stand(side for pair in sides for side in pair)
        rows = []
        for duo, (seeker, mentor) in zip(duos, sides, strict=True):
            its_seeker = self._found(duo.seeker, seeker, stand, there)
            its_mentor = self._found(duo.mentor, mentor, stand, there)
            if its_seeker is None or its_mentor is None or await self._is_taken(its_seeker, its_mentor):
                continue
            if its_seeker.membership_id is None and its_mentor.membership_id is None:
                rows.append(self._takeover(duo, its_seeker, its_mentor))
            else:
                await self._note(duo, its_seeker, its_mentor)
        if rows:
            await self.work.store.session.execute(insert(_takeover), rows)

    def _wanted(self, side: PlannedSide) -> PlannedSide:
        if side.place is None:
            return side
        return side._replace(invitation_id=self.plan.people[side.place].invitation_id)

    async def _how_they_stand(self, sides: Iterable[PlannedSide]) -> dict[int, PlannedSide]:
        """The sides that are there, by invitation or membership; those who left or whose link was revoked are not."""
        wanted = list(sides)
        stand: dict[int, PlannedSide] = {}
        c, session = _invitation.c, self.work.store.session
        for piece in _pieces([side.invitation_id for side in wanted if side.invitation_id is not None]):
            statement = select(c.id, c.used_by).where(c.id.in_(piece), c.state != InvitationState.REVOKED)
            for invitation_id, used_by in (await session.execute(statement)).all():
                stand[invitation_id] = PlannedSide(invitation_id=invitation_id, membership_id=used_by)
        for piece in _pieces([side.membership_id for side in wanted if side.membership_id is not None]):
            members = select(_membership.c.id).where(
                _membership.c.id.in_(piece), _membership.c.state != MembershipState.LEFT
            )
            for membership_id in (await session.execute(members)).scalars():
                stand[membership_id] = PlannedSide(membership_id=membership_id)
        return stand

    def _found(
        self, planned: PlannedSide, wanted: PlannedSide, stand: Mapping[int, PlannedSide], there: Mapping[str, Known]
    ) -> PlannedSide | None:
        found = stand.get(wanted.invitation_id or wanted.membership_id or 0)
        if found is None and planned.place is not None:
            someone = there.get(_key(self.plan.people[planned.place]))
            if someone is not None:
                return PlannedSide(membership_id=someone.membership_id, invitation_id=someone.invitation_id)
        return found._replace(place=planned.place) if found is not None else None

    async def _is_taken(self, seeker: PlannedSide, mentor: PlannedSide) -> bool:
        """Nobody of the two is of this list any more, or the mentee found a mentor meanwhile."""
        if seeker.place is None and mentor.place is None:
            return True
        if seeker.place is not None:
            return False
        t, d, session = _takeover.c, _duo.c, self.work.store.session
        same = or_(t.seeker_id == (seeker.membership_id or 0), t.seeker_invitation_id == (seeker.invitation_id or 0))
        waiting = select(t.id).where(same, t.duo_id.is_(None), t.dropped_at.is_(None)).limit(1)
        live = select(d.id).where(d.seeker_id == (seeker.membership_id or 0), is_live(self.work.now)).limit(1)
        return any([(await session.execute(statement)).first() is not None for statement in (waiting, live)])

    def _takeover(self, duo: PlannedDuo, seeker: PlannedSide, mentor: PlannedSide) -> dict[str, Any]:
        return {
            "id": new_id(),
            "organisation_id": self.organisation.id,
            "seeker_invitation_id": seeker.invitation_id,
            "mentor_invitation_id": mentor.invitation_id,
            "coordinator_id": self.keepers.get(self.plan.people[duo.at].group),
            "started_on": duo.started,
            "created_at": self.work.now,
        }

    async def _note(self, duo: PlannedDuo, seeker: PlannedSide, mentor: PlannedSide) -> None:
        """With somebody who is here already: they wait no longer for another one."""
        with suppress(AlreadyPairedError):
            await note_takeover(
                self.work,
                self.organisation.id,
                seeker=Half(seeker.membership_id, seeker.invitation_id),
                mentor=Half(mentor.membership_id, mentor.invitation_id),
                started_on=date.fromisoformat(duo.started),
                coordinator_id=self.keepers.get(self.plan.people[duo.at].group),
            )


@dataclass(frozen=True, slots=True)
class _Invited:
    """Somebody with an invitation, and whose it was."""

    who: Known
    invited_by: int | None


async def _invited_meanwhile(work: Work, row: IntakeList, plan: Plan) -> dict[str, _Invited]:
    """Whom another list or person invited since the dry run, under each of their keys."""
    own = {person.invitation_id for person in plan.people}
    c, vault, session = _invitation.c, work.store.vault, work.store.session
    since = select(c.id).where(
        c.organisation_id == row.organisation_id,
        c.state.in_((InvitationState.OPEN, InvitationState.USED)),
        c.created_at >= row.created_at,
        c.reconnects_id.is_(None),
    )
    others = [found for found in (await session.execute(since)).scalars() if found not in own]
    there: dict[str, _Invited] = {}
    for piece in _pieces(others):
        columns = select(c.id, c.role, c.label_sealed, c.reference_sealed, c.used_by, c.invited_by)
        found = (await session.execute(columns.where(c.id.in_(piece)))).all()
        for invitation_id, role, label, reference, used_by, invited_by in found:
            someone = Known(
                role=Role(role),
                label=_opened(vault, label, "label", invitation_id),
                reference=_opened(vault, reference, "reference", invitation_id),
                membership_id=used_by,
                invitation_id=invitation_id,
            )
            for key in keys_of(someone.role, someone.label, someone.reference):
                there.setdefault(key, _Invited(someone, invited_by))
    return there


async def finish(work: Work, list_id: int, plan: Plan) -> Outcome | None:
    """Closes the list and forgets what was in it; None where that has happened."""
    row = await work.store.session.get(IntakeList, list_id, with_for_update=True)
    if row is None or row.state != ListState.WORKING:
        return None
    c, session = _invitation.c, work.store.session
    made: dict[int, datetime] = {}
    duos: set[int] = set()
    for piece in _pieces([person.invitation_id for person in plan.people]):
        found = select(c.id, c.expires_at).where(c.id.in_(piece))
        made |= {row.id: row.expires_at for row in (await session.execute(found)).all()}
        t = _takeover.c
        theirs = select(t.id).where(or_(t.seeker_invitation_id.in_(piece), t.mentor_invitation_id.in_(piece)))
        duos |= set((await session.execute(theirs)).scalars())
    places = tuple(place for place, person in enumerate(plan.people) if person.invitation_id in made)
    there = await _invited_meanwhile(work, row, plan) if len(places) < len(plan.people) else {}
    left_out = [there.get(_key(person)) for person in plan.people if person.invitation_id not in made]
    row.seal(work.store.vault, "rows", None)
    row.state, row.closed_at, row.done = ListState.DONE, work.now, len(places)
    await session.flush()
    inviters = tuple(invited.invited_by if invited is not None else None for invited in left_out)
    return Outcome(places, len(duos), min(made.values(), default=work.now), inviters)


def _key(person: PlannedPerson) -> str:
    return key_of(Role(person.role), person.label, person.reference)


def _opened(vault: Vault, sealed: bytes | None, column: str, row_id: int) -> str:
    return "" if sealed is None else vault.open(sealed, "invitation", f"{column}_sealed", row_id)


def _pieces(ids: Sequence[int]) -> list[Sequence[int]]:
    return [ids[place : place + _PIECE] for place in range(0, len(ids), _PIECE)]
