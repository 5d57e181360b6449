"""What is kept of a list between the dry run and the doing: sealed in its row, erased when it is done or dropped.

The links are made with the plan and not with the rows, so that a list which is carried out in steps can be taken up
again after a crash, and the answer written from the plan alone. A token opens nothing before its invitation is there.
"""

from __future__ import annotations

import json
import secrets
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from mentoring.lists.values import Checked, Known, Problem, Reason, Who
from storage.ids import new_id
from storage.sealing import Vault
from storage.tables import IntakeList
from storage.words import Role

SHOWN_PROBLEMS = 10
_TOKEN_BYTES = 24  # as in mentoring/invitations.py


class PlannedPerson(NamedTuple):
    """A line that becomes an invitation. `partner` is what the line says, `started` a day (ISO) or empty."""

    invitation_id: int
    token: str
    role: str
    label: str
    language: str
    reference: str
    partner: str
    started: str
    group: int


class PlannedSide(NamedTuple):
    """One side of a duo: somebody of the list, by place, or somebody who is there already."""

    place: int | None = None
    membership_id: int | None = None
    invitation_id: int | None = None


class PlannedDuo(NamedTuple):
    """A duo that runs since `started` (ISO). It is written with the later of its two lines, `at`."""

    at: int
    seeker: PlannedSide
    mentor: PlannedSide
    started: str


@dataclass(frozen=True)
class Plan:
    """`problem_lines` are left out for a mistake, `here` because they are there already."""

    people: Sequence[PlannedPerson]
    duos: Sequence[PlannedDuo]
    problem_lines: int
    here: int
    problems: tuple[Problem, ...]  # the first ten mistakes
    unknown: tuple[str, ...]  # heads of columns that are left out

    def counts(self) -> Counter[tuple[Role, str]]:
        """How many people by role and language."""
        return Counter((Role(person.role), person.language) for person in self.people)


def plan_of(checked: Checked, unknown: tuple[str, ...]) -> Plan:
    places = {id(newcomer.line): place for place, newcomer in enumerate(checked.people)}
    starts = {id(side): duo.started.isoformat() for duo in checked.duos for side in (duo.seeker, duo.mentor)}
    people = [
        PlannedPerson(
            invitation_id=new_id(),
            token=secrets.token_urlsafe(_TOKEN_BYTES),
            role=newcomer.role.value,
            label=newcomer.label,
            language=newcomer.language,
            reference=newcomer.line.reference,
            partner=newcomer.line.partner,
            started=starts.get(id(newcomer.line), "") if newcomer.line.partner else "",
            group=newcomer.group,
        )
        for newcomer in checked.people
    ]
    duos = []
    for duo in checked.duos:
        seeker, mentor = _side(duo.seeker, places), _side(duo.mentor, places)
        at = max(side.place for side in (seeker, mentor) if side.place is not None)
        duos.append(PlannedDuo(at, seeker, mentor, duo.started.isoformat()))
    mistakes = [problem for problem in checked.problems if problem.reason is not Reason.HERE]
    return Plan(
        people,
        duos,
        problem_lines=len({problem.number for problem in mistakes}),
        here=len(checked.problems) - len(mistakes),
        problems=tuple(mistakes[:SHOWN_PROBLEMS]),
        unknown=unknown,
    )


def _side(who: Who, places: dict[int, int]) -> PlannedSide:
    if isinstance(who, Known):
        return PlannedSide(membership_id=who.membership_id, invitation_id=who.invitation_id)
    return PlannedSide(place=places[id(who)])


def save_plan(vault: Vault, row: IntakeList, plan: Plan) -> None:
    kept = {
        "people": plan.people,
        "duos": plan.duos,
        "problem_lines": plan.problem_lines,
        "here": plan.here,
        "problems": [(problem.number, problem.reason, problem.about) for problem in plan.problems],
        "unknown": plan.unknown,
    }
    row.seal(vault, "rows", json.dumps(kept, ensure_ascii=False, separators=(",", ":")))
    row.total = len(plan.people)


def read_plan(vault: Vault, row: IntakeList) -> Plan | None:
    """None where the list is not read yet, or is erased."""
    kept = json.loads(row.open(vault, "rows") or "{}")
    if "people" not in kept:
        return None
    return Plan(
        [PlannedPerson(*person) for person in kept["people"]],
        [PlannedDuo(at, PlannedSide(*one), PlannedSide(*other), day) for at, one, other, day in kept["duos"]],
        kept["problem_lines"],
        kept["here"],
        tuple(Problem(number, Reason(reason), about) for number, reason, about in kept["problems"]),
        tuple(kept["unknown"]),
    )


@dataclass(frozen=True, slots=True)
class SentFile:
    """A file that was sent and is not read yet."""

    file_id: str


def save_file(vault: Vault, row: IntakeList, sent: SentFile) -> None:
    row.seal(vault, "rows", json.dumps({"file_id": sent.file_id}))


def read_file(vault: Vault, row: IntakeList) -> SentFile | None:
    """None where it was read, or is erased."""
    kept = json.loads(row.open(vault, "rows") or "{}")
    return SentFile(kept["file_id"]) if "file_id" in kept else None
