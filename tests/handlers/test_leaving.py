from __future__ import annotations

from datetime import timedelta

import pytest
from sqlmodel import col, select

from mentoring.in_charge import in_charge
from mentoring.messages.colleagues import CameOver, HandedOn, Load, TeamLeft, YourRoleNow
from mentoring.messages.people import PeopleFound
from mentoring.taps_colleagues import (
    AskGiveAll,
    AskLeave,
    AskRole,
    GiveAll,
    LeaveTeam,
    NoteAbsence,
    ReallyGiveAll,
    SetDeputy,
    SetRole,
)
from mentoring.taps_people import PersonCard
from storage.tables import (
    Absence,
    Duo,
    DuoSession,
    Invitation,
    LineSide,
    Membership,
    SessionSide,
    Takeover,
    TeamLine,
)
from storage.words import DuoState, MembershipState, Role
from tests.handlers.house import AMINA, LENA, House, open_house
from tests.handlers.people import Made, make_duo, make_organisation, make_person
from tests.handlers.scene import START, Scene

TOM, ANN, EVE = 505, 506, 507  # another coordinator, the lead, a second lead


@pytest.fixture
async def house(scene: Scene) -> House:
    return await open_house(scene)


@pytest.fixture
async def ann(house: House) -> Made:
    return await make_person(house.scene, ANN, Role.LEAD, language="en", name="Ann")


@pytest.fixture
async def tom(house: House, ann: Made) -> Made:
    return await make_person(house.scene, TOM, Role.COORDINATOR, language="en", name="Tom")


async def hold_something(house: House, keeper: Made) -> int:
    """A duo, a person, an invitation, a takeover, a meeting with them, a line: gives the duo."""
    scene = house.scene
    duo_id = await make_duo(scene, house.amina, house.jan, coordinator=keeper)
    async with scene.database.write() as store:
        amina = await store.session.get(Membership, house.amina.membership_id)
        assert amina is not None
        amina.coordinator_id = keeper.membership_id
        place = keeper.organisation_id
        store.session.add(
            Invitation(
                organisation_id=place,
                role=Role.SEEKER,
                token_lookup=b"x" * 32,
                invited_by=keeper.membership_id,
                created_at=START,
                expires_at=START + timedelta(days=30),
            )
        )
        waits = Takeover(organisation_id=place, started_on="2026-03-01", created_at=START)
        waits.coordinator_id = keeper.membership_id
        meeting = DuoSession(
            duo_id=duo_id,
            local_start="2026-11-26T18:00",
            time_zone="Europe/Brussels",
            starts_at=START + timedelta(days=2),
            with_team=True,
            created_at=START,
            changed_at=START,
        )
        line = TeamLine(organisation_id=place, person_id=house.amina.person_id, created_at=START)
        store.session.add_all([waits, meeting, line])
        await store.session.flush()
        side = SessionSide(session_id=meeting.id, person_id=keeper.person_id, role=Role.COORDINATOR)
        seen = LineSide(
            line_id=line.id,
            person_id=keeper.person_id,
            membership_id=keeper.membership_id,
            is_team=True,
            created_at=START,
        )
        store.session.add_all([side, seen])
    return duo_id


async def rows(scene: Scene) -> tuple[int | None, int | None, int | None, int | None]:
    """Who looks after the duo, the person, the invitation and the takeover."""
    async with scene.database.read() as store:
        duo = (await store.session.execute(select(Duo))).scalars().one()
        person = await store.session.get(Membership, duo.seeker_id)
        link = (await store.session.execute(select(Invitation))).scalars().one()
        waits = (await store.session.execute(select(Takeover))).scalars().one()
        assert person is not None
        return duo.coordinator_id, person.coordinator_id, link.coordinator_id, waits.coordinator_id


async def memberships(scene: Scene, person: Made) -> dict[str, str]:
    """Their roles and states in the team."""
    async with scene.database.read() as store:
        found = select(Membership).where(col(Membership.person_id) == person.person_id)
        return {row.role: row.state for row in (await store.session.execute(found)).scalars()}


async def now_in(scene: Scene, person: Made, role: Role) -> Membership:
    async with scene.database.read() as store:
        found = select(Membership).where(col(Membership.person_id) == person.person_id, col(Membership.role) == role)
        return (await store.session.execute(found)).scalar_one()


# -- giving everything away -------------------------------------------------------------------------------------------
async def test_everything_of_one_goes_to_another_and_both_are_told(house: House, tom: Made, ann: Made) -> None:
    scene, lena = house.scene, house.lena
    await hold_something(house, lena)
    await scene.taps(ANN, AskGiveAll(lena.membership_id, 0))
    house.sees("Lena looks after 1 duo, 1 person, 1 invitation and 1 duo still to join")
    await scene.taps(ANN, ReallyGiveAll(lena.membership_id, tom.membership_id))
    house.sees("Give all of it to Tom?")
    await scene.taps(ANN, GiveAll(lena.membership_id, tom.membership_id))
    await scene.taps(ANN, GiveAll(lena.membership_id, tom.membership_id))

    assert set(await rows(scene)) == {tom.membership_id}
    assert [type(m) for m in await scene.messages(TOM)] == [CameOver]
    assert [type(m) for m in await scene.messages(LENA)] == [HandedOn]


async def test_a_coordinator_gives_away_the_own_and_not_what_a_colleague_has(house: House, tom: Made) -> None:
    scene, lena = house.scene, house.lena
    await hold_something(house, lena)
    await scene.taps(TOM, GiveAll(lena.membership_id, tom.membership_id))
    assert set(await rows(scene)) != {tom.membership_id}
    await scene.taps(LENA, GiveAll(lena.membership_id, lena.membership_id))
    await scene.taps(LENA, GiveAll(lena.membership_id, house.jan.membership_id))
    assert (await rows(scene))[0] == lena.membership_id
    await scene.taps(LENA, GiveAll(lena.membership_id, tom.membership_id))
    assert set(await rows(scene)) == {tom.membership_id}


# -- leaving ----------------------------------------------------------------------------------------------------------
async def test_what_a_coordinator_held_goes_to_the_lead_who_gets_one_message(
    house: House, tom: Made, ann: Made
) -> None:
    scene = house.scene
    await hold_something(house, tom)
    await scene.taps(TOM, NoteAbsence(tom.membership_id, "20261124", "20261201"))
    await scene.taps(LENA, SetDeputy(house.lena.membership_id, tom.membership_id))

    await house.arrives(TOM)  # what is still to be sent to them falls away

    await scene.taps(TOM, AskLeave(tom.membership_id))
    house.sees("Leave the team of Duo Dijle?", "Ann then looks after 1 duo")
    await scene.taps(TOM, LeaveTeam(tom.membership_id))
    house.sees("You are no longer in the team")
    await scene.taps(TOM, LeaveTeam(tom.membership_id))

    assert set(await rows(scene)) == {ann.membership_id}
    (over,) = await scene.messages(ANN)
    assert isinstance(over, CameOver)
    assert over.load == Load(duos=1, people=1, invitations=1, takeovers=1, meetings=1)
    assert await memberships(scene, tom) == {Role.COORDINATOR: MembershipState.LEFT}
    async with scene.database.read() as store:
        session = store.session
        assert (await session.execute(select(Absence))).first() is None
        assert (await session.execute(select(SessionSide))).first() is None
        assert (await session.execute(select(DuoSession))).scalars().one().with_team is False
        assert (await session.execute(select(LineSide))).scalars().one().left_at is not None
        lena = await session.get(Membership, house.lena.membership_id)
        assert lena is not None
        assert lena.deputy_id is None
    await scene.says(TOM, "/people")
    assert not isinstance(await scene.last(TOM), PeopleFound)


async def test_a_lead_removes_a_coordinator_and_reads_what_came_over(house: House, tom: Made, ann: Made) -> None:
    await hold_something(house, tom)
    await house.scene.taps(ANN, LeaveTeam(tom.membership_id))
    house.sees("Tom is no longer in the team", "1 duo", "planned meeting")
    assert isinstance(await house.scene.last(TOM), TeamLeft)
    await house.scene.taps(TOM, PersonCard(house.amina.membership_id))
    assert [type(m) for m in await house.scene.messages(TOM)][-1] is TeamLeft
    assert set(await rows(house.scene)) == {ann.membership_id}


async def test_a_coordinator_removes_nobody_and_a_lead_of_elsewhere_neither(house: House, tom: Made) -> None:
    elsewhere = await make_organisation(house.scene, "Elsewhere")
    await make_person(house.scene, EVE, Role.LEAD, organisation=elsewhere)
    for user in (LENA, EVE, AMINA):
        for tap in (LeaveTeam(tom.membership_id), SetRole(tom.membership_id, Role.LEAD)):
            await house.scene.taps(user, tap)
    assert await memberships(house.scene, tom) == {Role.COORDINATOR: MembershipState.READY}


async def test_the_only_lead_stays_until_somebody_else_leads(house: House, tom: Made, ann: Made) -> None:
    scene = house.scene
    for tap in (LeaveTeam(ann.membership_id), SetRole(ann.membership_id, Role.COORDINATOR)):
        await scene.taps(ANN, tap)
        assert any("Nobody else leads" in text for text in scene.toasts())
    assert await memberships(scene, ann) == {Role.LEAD: MembershipState.READY}

    await scene.taps(ANN, SetRole(tom.membership_id, Role.LEAD))
    await scene.taps(ANN, AskRole(ann.membership_id, Role.COORDINATOR))
    house.sees("Give up the lead")
    await scene.taps(ANN, SetRole(ann.membership_id, Role.COORDINATOR))

    assert await memberships(scene, ann) == {
        Role.LEAD: MembershipState.LEFT,
        Role.COORDINATOR: MembershipState.READY,
    }
    await scene.taps(TOM, SetRole((await now_in(scene, tom, Role.LEAD)).id, Role.COORDINATOR))
    assert (await memberships(scene, tom))[Role.LEAD] == MembershipState.READY


async def test_the_last_of_a_team_cannot_leave_it(house: House) -> None:
    await house.scene.taps(LENA, LeaveTeam(house.lena.membership_id))
    assert any("Nobody else works here" in text for text in house.scene.toasts())
    assert await memberships(house.scene, house.lena) == {Role.COORDINATOR: MembershipState.READY}


# -- roles ------------------------------------------------------------------------------------------------------------
async def test_a_coordinator_who_becomes_lead_keeps_what_they_look_after_and_may_become_coordinator_again(
    house: House, tom: Made, ann: Made
) -> None:
    scene = house.scene
    await hold_something(house, tom)
    await scene.taps(TOM, NoteAbsence(tom.membership_id, "20261124", "20261124"))
    await scene.taps(TOM, SetDeputy(tom.membership_id, house.lena.membership_id))
    await scene.taps(LENA, SetDeputy(house.lena.membership_id, tom.membership_id))
    for _ in range(2):
        await scene.taps(ANN, SetRole(tom.membership_id, Role.LEAD))
    assert len([m for m in await scene.messages(TOM) if isinstance(m, YourRoleNow)]) == 1
    lead = await now_in(scene, tom, Role.LEAD)
    assert set(await rows(scene)) == {lead.id}
    assert lead.deputy_id == house.lena.membership_id
    async with scene.database.read() as store:
        assert (await store.session.execute(select(Absence))).scalars().one().membership_id == lead.id
        assert (await store.session.execute(select(LineSide))).scalars().one().membership_id == lead.id
        assert (await now_in(scene, house.lena, Role.COORDINATOR)).deputy_id == lead.id

    await scene.taps(ANN, SetRole(lead.id, Role.COORDINATOR))
    assert await memberships(scene, tom) == {
        Role.LEAD: MembershipState.LEFT,
        Role.COORDINATOR: MembershipState.READY,
    }
    assert set(await rows(scene)) == {tom.membership_id}


async def test_an_old_name_of_a_coordinator_who_leads_now_still_finds_that_person(
    house: House, tom: Made, ann: Made
) -> None:
    scene = house.scene
    await scene.taps(ANN, SetRole(tom.membership_id, Role.LEAD))
    async with scene.database.write() as store:
        found = await in_charge(scene.work(store), tom.organisation_id, tom.membership_id)
    assert found is not None
    assert (found.person_id, found.role) == (tom.person_id, Role.LEAD)


async def test_a_duo_that_was_proposed_by_who_left_goes_to_the_lead_and_one_that_ended_keeps_its_history(
    house: House, tom: Made, ann: Made
) -> None:
    scene = house.scene
    open_one = await make_duo(scene, house.amina, house.jan, DuoState.PROPOSED, tom)
    over = await make_duo(scene, house.amina, house.jan, DuoState.ENDED, tom)
    await scene.taps(ANN, LeaveTeam(tom.membership_id))
    async with scene.database.read() as store:
        found = {duo.id: duo.coordinator_id for duo in (await store.session.execute(select(Duo))).scalars()}
    assert found == {open_one: ann.membership_id, over: tom.membership_id}


async def test_who_leaves_one_team_stays_in_the_other(house: House, tom: Made, ann: Made) -> None:
    scene = house.scene
    elsewhere = await make_organisation(scene, "Elsewhere")
    there = await make_person(scene, TOM, Role.COORDINATOR, organisation=elsewhere)
    await scene.taps(ANN, LeaveTeam(tom.membership_id))
    await scene.says(TOM, "/people")
    shown = await scene.last(TOM)
    assert isinstance(shown, PeopleFound)
    assert shown.organisation_id == there.organisation_id
