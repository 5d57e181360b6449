"""Who still waits for an answer of the team, in writing: told each morning until somebody answers.

Reminders go to whoever is there at their moment (mentoring/team_lines/waiting.py). Who was away then, or is in charge
again, would not hear of it otherwise.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlmodel import col, select

from mentoring.desk.duo_rows import RUNNING
from mentoring.messages.morning import Unanswered
from mentoring.messages.pairing import Named
from mentoring.people import name_of
from mentoring.work import Work
from storage.tables import Duo, Membership, Person, TeamLine
from storage.words import MembershipState, Role


@dataclass(frozen=True, slots=True)
class Waiting:
    """Whose it is to answer: who looks after the running duo, else after the person. `is_late`: the lead was told."""

    coordinator_id: int | None
    is_late: bool


async def unanswered_lines(work: Work, organisation_id: int) -> list[tuple[Waiting, Unanswered]]:
    """Those of which somebody was reminded, the longest first; who left or has no Telegram waits no longer.

    Three statements.
    """
    statement = (
        select(TeamLine, Membership, Person)
        .join(Person, col(Person.id) == col(TeamLine.person_id))
        .join(Membership, col(Membership.person_id) == col(Person.id))
        .where(
            col(TeamLine.organisation_id) == organisation_id,
            col(TeamLine.waits_since).is_not(None),
            col(TeamLine.reminded) > 0,
            col(Membership.organisation_id) == organisation_id,
            col(Membership.role).in_([Role.SEEKER, Role.MENTOR]),
            col(Membership.state) == MembershipState.READY,
            col(Person.user_sealed).is_not(None),
        )
        .order_by(col(TeamLine.waits_since), col(TeamLine.id), col(Membership.id))
    )
    rows = (await work.store.session.execute(statement)).all()
    of_duos = await _keepers(work, [member.id for _, member, _ in rows])
    found: dict[int, tuple[Waiting, Unanswered]] = {}
    for line, member, person in rows:
        assert line.waits_since is not None, "the query says so"
        keeper = of_duos.get(member.id)
        if line.id not in found or keeper is not None:  # who is mentee and mentor there comes twice
            who = Named(name_of(work.store.vault, person), member.open(work.store.vault, "label"))
            waiting = Waiting(keeper or member.coordinator_id, line.reminded > 1)
            found[line.id] = (waiting, Unanswered(member.id, who, line.waits_since))
    return list(found.values())


async def _keepers(work: Work, membership_ids: list[int]) -> dict[int, int]:
    """Who looks after the newest running duo of each, where somebody does."""
    if not membership_ids:
        return {}
    found: dict[int, int] = {}
    for side in (Duo.seeker_id, Duo.mentor_id):
        statement = select(side, Duo.coordinator_id).where(
            col(side).in_(membership_ids), col(Duo.state).in_(RUNNING), col(Duo.coordinator_id).is_not(None)
        )
        rows = (await work.store.session.execute(statement.order_by(col(Duo.started_at), col(Duo.id)))).all()
        found |= {member_id: keeper for member_id, keeper in rows if keeper is not None}
    return found
