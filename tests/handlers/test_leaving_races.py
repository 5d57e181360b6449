"""Several of a team decide at the same moment, each in a transaction of their own, on both databases."""

from __future__ import annotations

import pytest
from sqlmodel import col, select

from bot.clocks import StandingClock
from mentoring.actor import Actor
from mentoring.answering import answer_proposal
from mentoring.desk.looking_after import give_duo, give_person, seen
from mentoring.desk.removing import remove_person
from mentoring.desk.roles import leave_team, set_role
from mentoring.work import Work
from storage.database import Database
from storage.tables import Duo, Membership
from storage.words import Answer, DuoState, MembershipState, Role
from tests.handlers.people import Made, make_duo
from tests.handlers.scene import START
from tests.handlers.test_pairing_races import ROUNDS, Town


@pytest.fixture
async def town(database: Database) -> Town:
    return Town(database, StandingClock(START))


async def states(town: Town, *people: Made) -> list[tuple[str, str]]:
    async with town.database.read() as store:
        ids = [made.person_id for made in people]
        found = select(Membership).where(col(Membership.person_id).in_(ids), col(Membership.state) == "ready")
        return sorted((row.role, row.state) for row in (await store.session.execute(found)).scalars())


@pytest.mark.parametrize("round_", range(ROUNDS))
async def test_of_two_leads_who_give_up_the_role_at_once_one_goes_on_to_lead(town: Town, round_: int) -> None:
    one, two = await town.somebody(Role.LEAD), await town.somebody(Role.LEAD)

    def give_up(made: Made):  # type: ignore[no-untyped-def]
        async def act(actor: Actor, work: Work) -> int:
            return await set_role(actor, work, made.membership_id, Role.COORDINATOR)

        return act

    told = await town.at_once((one.user, give_up(one)), (two.user, give_up(two)))
    assert sorted(told) == ["LastLeadError", "int"]
    assert await states(town, one, two) == [(Role.COORDINATOR, "ready"), (Role.LEAD, "ready")]


@pytest.mark.parametrize("round_", range(ROUNDS))
async def test_of_the_last_two_of_a_team_who_leave_at_once_one_stays(town: Town, round_: int) -> None:
    one, two = await town.somebody(Role.COORDINATOR), await town.somebody(Role.COORDINATOR)

    def leave(made: Made):  # type: ignore[no-untyped-def]
        async def act(actor: Actor, work: Work) -> object:
            return await leave_team(actor, work, made.membership_id)

        return act

    told = await town.at_once((one.user, leave(one)), (two.user, leave(two)))
    assert sorted(told) == ["LastOfTeamError", "TeamLeft"]
    assert len(await states(town, one, two)) == 1


@pytest.mark.parametrize("round_", range(ROUNDS))
async def test_a_duo_given_to_somebody_who_leaves_at_that_moment_is_not_lost(town: Town, round_: int) -> None:
    lead, tom = await town.somebody(Role.LEAD), await town.somebody(Role.COORDINATOR)
    seeker, mentor = await town.somebody(Role.SEEKER), await town.somebody(Role.MENTOR)
    duo_id = await make_duo(town, seeker, mentor, coordinator=lead)

    async def give(actor: Actor, work: Work) -> None:
        await give_duo(actor, work, duo_id, tom.membership_id, seen(lead.membership_id))

    async def leave(actor: Actor, work: Work) -> object:
        return await leave_team(actor, work, tom.membership_id)

    await town.at_once((lead.user, give), (tom.user, leave))
    (duo,) = await town.duos_of(seeker)
    assert duo.coordinator_id == lead.membership_id


@pytest.mark.parametrize("round_", range(ROUNDS))
async def test_the_second_of_two_who_give_one_person_away_at_once_changes_nothing(town: Town, round_: int) -> None:
    one, two = await town.somebody(Role.COORDINATOR), await town.somebody(Role.COORDINATOR)
    seeker = await town.somebody(Role.SEEKER)

    def give(to: Made):  # type: ignore[no-untyped-def]
        async def act(actor: Actor, work: Work) -> None:
            await give_person(actor, work, seeker.membership_id, to.membership_id, 0)

        return act

    told = await town.at_once((one.user, give(two)), (two.user, give(one)))
    assert sorted(told) == ["ChangedMeanwhileError", "NoneType"]


@pytest.mark.parametrize("round_", range(ROUNDS))
async def test_somebody_removed_while_the_second_yes_comes_is_either_in_a_duo_or_gone(town: Town, round_: int) -> None:
    lead, seeker, mentor = [await town.somebody(role) for role in (Role.LEAD, Role.SEEKER, Role.MENTOR)]
    duo_id = await make_duo(town, seeker, mentor, DuoState.PROPOSED, lead)
    async with town.database.write() as store:
        duo = await store.session.get(Duo, duo_id)
        assert duo is not None
        duo.seeker_answer = Answer.YES

    async def say_yes(actor: Actor, work: Work) -> object:
        return await answer_proposal(actor, work, duo_id, True)

    async def remove(actor: Actor, work: Work) -> int:
        return await remove_person(actor, work, seeker.membership_id)

    told = await town.at_once((mentor.user, say_yes), (lead.user, remove))
    (duo,) = await town.duos_of(seeker)
    async with town.database.read() as store:
        row = await store.session.get(Membership, seeker.membership_id)
        assert row is not None
    assert (duo.state, row.state) in {
        (DuoState.ACTIVE, MembershipState.READY),
        (DuoState.WITHDRAWN, MembershipState.LEFT),
    }
    assert told[0] == "Answered"
