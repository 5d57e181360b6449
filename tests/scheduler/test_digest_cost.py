"""`pytest -m slow -s tests/scheduler/test_digest_cost.py`: what the morning of a big organisation costs."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from time import perf_counter
from typing import Any

import pytest
from sqlalchemy import event, insert

from bot.clocks import StandingClock
from mentoring.digest.sending import send_due
from mentoring.messages.morning import Digest
from storage.database import Database
from storage.ids import new_id
from storage.tables import Alert, Duo, Membership, Person
from storage.words import AlertState, Answer, DuoState, Level, MembershipState, Role
from tests.handlers.people import make_person
from tests.scheduler.mornings import Team, silent

PEOPLE, DUOS, TEAM = 10_000, 150, 5


@pytest.mark.slow
async def test_a_morning_for_five_of_a_team_with_150_duos_among_10_000_people(
    database: Database, clock: StandingClock
) -> None:
    team = Team(database, clock)
    await team.settle_in()
    await team.run()
    keepers = [team.lena, team.els]
    keepers += [await make_person(team, 910 + n, Role.COORDINATOR) for n in range(TEAM - 2)]
    await _fill(team, [one.membership_id for one in keepers])
    clock.advance_to(datetime(2026, 3, 4, 7, 30, tzinfo=UTC))
    seen: list[str] = []

    def note(_conn: Any, _cursor: Any, statement: str, *_: Any) -> None:
        seen.append(statement)

    event.listen(database.engine.sync_engine, "before_cursor_execute", note)
    began = perf_counter()
    assert await team.does(lambda work: send_due(work, 1)) == 1
    took = perf_counter() - began
    event.remove(database.engine.sync_engine, "before_cursor_execute", note)
    for one in keepers:
        assert len(await team.rows(one, Digest)) == 1
    kind = "PostgreSQL" if database.is_postgres else "SQLite"
    print(f"\n{kind}: {len(seen)} statements, {took * 1000:.0f} ms")  # noqa: T201 - that is what it is for


async def _fill(team: Team, keepers: list[int]) -> None:
    """Every mentee in no duo has waited since yesterday, every fiftieth for long; every seventh duo has an alert."""
    now, vault = team.now, team.database.vault
    people: list[dict[str, Any]] = []
    members: list[dict[str, Any]] = []
    for number in range(PEOPLE):
        person_id, member_id = new_id(), new_id()
        name = vault.seal(f"P{number}", "person", "first_name_sealed", person_id)
        people.append({"id": person_id, "first_name_sealed": name, "created_at": now})
        waits = now - timedelta(days=60 if number % 100 == 0 else 1)
        is_mentor = number % 2
        members.append(
            {
                "id": member_id,
                "person_id": person_id,
                "organisation_id": team.lena.organisation_id,
                "role": Role.MENTOR if is_mentor else Role.SEEKER,
                "state": MembershipState.READY,
                "waiting_since": None if is_mentor else waits,
                "created_at": now,
            }
        )
    duos = [
        {
            "id": new_id(),
            "organisation_id": team.lena.organisation_id,
            "seeker_id": members[2 * place]["id"],
            "mentor_id": members[2 * place + 1]["id"],
            "coordinator_id": keepers[place % len(keepers)],
            "state": DuoState.ACTIVE,
            "level": Level.AT_RISK if place % 5 < 2 else Level.WELL,
            "reasons": [],
            "seeker_answer": Answer.YES,
            "mentor_answer": Answer.YES,
            "proposed_at": now,
            "started_at": now - timedelta(days=place),
        }
        for place in range(DUOS)
    ]
    alerts = [
        {
            "id": new_id(),
            "duo_id": duo["id"],
            "organisation_id": team.lena.organisation_id,
            "level": Level.AT_RISK,
            "reasons": silent(now.date()),
            "state": AlertState.OPEN,
            "opened_at": now,
            "by_itself": False,
        }
        for duo in duos[::7]
    ]
    async with team.database.write() as store:
        for table, rows in ((Person, people), (Membership, members), (Duo, duos), (Alert, alerts)):
            await store.session.execute(insert(table), rows)
