from __future__ import annotations

from datetime import timedelta

import pytest
from sqlmodel import col, select

from mentoring.in_charge import in_charge
from mentoring.messages.colleagues import (
    AwayNoted,
    ColleagueFacts,
    DayNotUsable,
    DayProblem,
    TeamFound,
    WhichFirstDay,
    WhichLastDay,
    YouAreDeputy,
    YouStandIn,
)
from mentoring.messages.system import UnknownCommand, WritePlease
from mentoring.taps_colleagues import (
    AskAbsence,
    AskDeputy,
    ColleagueCard,
    Colleagues,
    EraseAbsence,
    NoteAbsence,
    SetDeputy,
    WriteAbsence,
)
from storage.tables import Absence, Membership
from storage.words import MembershipState, Role
from tests.handlers.house import JAN, LENA, House, open_house
from tests.handlers.people import Made, make_duo, make_organisation, make_person
from tests.handlers.scene import Scene

TOM, ANN = 505, 506  # another coordinator, a lead


@pytest.fixture
async def house(scene: Scene) -> House:
    return await open_house(scene)


@pytest.fixture
async def tom(house: House) -> Made:
    return await make_person(house.scene, TOM, Role.COORDINATOR, language="en", name="Tom")


@pytest.fixture
async def ann(house: House) -> Made:
    return await make_person(house.scene, ANN, Role.LEAD, language="en", name="Ann")


async def absences(scene: Scene, made: Made) -> list[tuple[str, str]]:
    async with scene.database.read() as store:
        found = select(Absence).where(col(Absence.membership_id) == made.membership_id).order_by(col(Absence.first_day))
        return [(row.first_day, row.last_day) for row in (await store.session.execute(found)).scalars()]


async def who_is_there(scene: Scene, made: Made) -> int | None:
    async with scene.database.write() as store:
        found = await in_charge(scene.work(store), made.organisation_id, made.membership_id)
        return found.person_id if found else None


# -- the list ---------------------------------------------------------------------------------------------------------
async def test_the_team_is_shown_leads_first_with_what_each_looks_after(house: House, tom: Made, ann: Made) -> None:
    await make_duo(house.scene, house.amina, house.jan, coordinator=tom)
    await house.scene.taps(TOM, NoteAbsence(tom.membership_id, "20261124", "20261126"))
    await house.scene.says(LENA, "/colleagues")
    shown = await house.scene.last(LENA)
    assert isinstance(shown, TeamFound)
    assert [(c.name, c.role, c.duos, c.is_self) for c in shown.colleagues] == [
        ("Ann", Role.LEAD, 0, False),
        ("Lena", Role.COORDINATOR, 0, True),
        ("Tom", Role.COORDINATOR, 1, False),
    ]
    assert str(shown.colleagues[2].away_until) == "2026-11-26"


async def test_who_is_lead_and_coordinator_at_once_is_shown_once_with_all_they_look_after(
    house: House, ann: Made
) -> None:
    again = await make_person(house.scene, ANN, Role.COORDINATOR)
    await make_duo(house.scene, house.amina, house.jan, coordinator=again)
    await house.scene.says(LENA, "/colleagues")
    shown = await house.scene.last(LENA)
    assert isinstance(shown, TeamFound)
    assert [(c.name, c.role, c.duos) for c in shown.colleagues] == [
        ("Ann", Role.LEAD, 1),
        ("Lena", Role.COORDINATOR, 0),
    ]


async def test_people_of_duos_and_other_teams_see_nothing_of_it(house: House, tom: Made) -> None:
    scene = house.scene
    elsewhere = await make_organisation(scene, "Elsewhere")
    await make_person(scene, 800, Role.LEAD, name="Eve", organisation=elsewhere)
    await scene.says(JAN, "/colleagues")
    assert isinstance(await scene.last(JAN), UnknownCommand)
    for tap in (
        *(Colleagues(tom.organisation_id), ColleagueCard(tom.membership_id), AskAbsence(tom.membership_id)),
        *(NoteAbsence(tom.membership_id, "20261124", "20261124"), WriteAbsence(tom.membership_id)),
        *(AskDeputy(tom.membership_id, 0), SetDeputy(tom.membership_id, house.lena.membership_id)),
    ):
        await scene.taps(800, tap)
        assert not any("Tom" in text for text in (*scene.edits(), *scene.toasts())), tap
    assert await absences(scene, tom) == []


# -- absences ---------------------------------------------------------------------------------------------------------
async def test_today_and_this_week_are_one_tap_and_the_deputy_is_in_charge_then(house: House, tom: Made) -> None:
    scene, lena = house.scene, house.lena
    await scene.taps(LENA, SetDeputy(lena.membership_id, tom.membership_id))
    await scene.taps(LENA, AskAbsence(lena.membership_id))
    house.sees("When are you away?")
    await scene.taps(LENA, NoteAbsence(lena.membership_id, "20261124", "20261129"))
    house.sees("Away: Tuesday 24 November to Sunday 29 November")

    assert await who_is_there(scene, lena) == tom.person_id
    assert [type(m) for m in await scene.messages(TOM)] == [YouAreDeputy, YouStandIn]
    scene.advance(timedelta(days=6))
    assert await who_is_there(scene, lena) == lena.person_id


async def test_the_card_names_who_really_stands_in_without_a_deputy(house: House) -> None:
    scene, lena = house.scene, house.lena
    await scene.taps(LENA, ColleagueCard(lena.membership_id))
    house.sees("No deputy, and nobody else is there")
    ann = await make_person(scene, ANN, Role.LEAD, language="en", name="Ann")
    await scene.taps(LENA, ColleagueCard(lena.membership_id))
    house.sees("No deputy: Ann stands in")
    await scene.taps(LENA, ColleagueCard(ann.membership_id))
    house.sees("No deputy: Lena stands in")  # the only lead: a coordinator does
    await scene.taps(ANN, AskAbsence(ann.membership_id))
    assert "What comes in then goes to Lena." in scene.edits()[0]


async def test_absences_that_overlap_or_follow_each_other_become_one(house: House) -> None:
    own = house.lena.membership_id
    for first, last in (("20261124", "20261126"), ("20261201", "20261203"), ("20261127", "20261128")):
        await house.scene.taps(LENA, NoteAbsence(own, first, last))
    assert await absences(house.scene, house.lena) == [("2026-11-24", "2026-11-28"), ("2026-12-01", "2026-12-03")]
    await house.scene.taps(LENA, NoteAbsence(own, "20261125", "20261202"))
    await house.scene.taps(LENA, NoteAbsence(own, "20261125", "20261202"))
    assert await absences(house.scene, house.lena) == [("2026-11-24", "2026-12-03")]


async def test_a_button_of_last_week_offers_days_anew(house: House) -> None:
    scene, own = house.scene, house.lena.membership_id
    scene.advance(timedelta(days=7))
    await scene.taps(LENA, NoteAbsence(own, "20261124", "20261124"))
    house.sees("Those days have passed.", "When are you away?")
    await scene.taps(LENA, NoteAbsence(own, "20261124", "20261202"))  # partly over: what is left counts
    assert await absences(scene, house.lena) == [("2026-12-01", "2026-12-02")]


@pytest.mark.parametrize("days", [("20261301", "20261302"), ("2026112", "20261124"), ("x", "y"), ("", "")])
async def test_days_that_no_button_says_change_nothing(house: House, days: tuple[str, str]) -> None:
    await house.scene.taps(LENA, NoteAbsence(house.lena.membership_id, *days))
    assert await absences(house.scene, house.lena) == []


async def test_days_are_written_and_what_is_no_day_is_asked_again(house: House) -> None:
    scene, own = house.scene, house.lena.membership_id
    await scene.taps(LENA, WriteAbsence(own))
    house.sees("first day away")
    for text, problem in (
        ("sometime", DayProblem.NO_DAY),
        ("31/2", DayProblem.NO_DAY),
        ("23/11/2026", DayProblem.PAST),
        ("1/1/2099", DayProblem.TOO_FAR),
        ("x" * 4000, DayProblem.NO_DAY),
    ):
        await scene.says(LENA, text)
        told = await scene.last(LENA)
        assert isinstance(told, DayNotUsable)
        assert told.problem is problem, text
    await scene.says(LENA, photo=[])
    assert isinstance(await scene.last(LENA), WritePlease)
    await scene.says(LENA, "1 december")
    assert isinstance(await scene.last(LENA), WhichLastDay)
    await scene.says(LENA, "30/11/2026")
    told = await scene.last(LENA)
    assert isinstance(told, DayNotUsable)
    assert told.problem is DayProblem.BEFORE_FIRST
    await scene.says(LENA, "4/12")
    assert isinstance(await scene.last(LENA), ColleagueFacts)
    assert await absences(scene, house.lena) == [("2026-12-01", "2026-12-04")]


async def test_the_question_for_days_is_left_by_a_button_and_by_a_command(house: House) -> None:
    scene, own = house.scene, house.lena.membership_id
    for leave in ("button", "/cancel", "/colleagues"):
        await scene.taps(LENA, WriteAbsence(own))
        if leave == "button":
            await scene.taps(LENA, ColleagueCard(own))
        else:
            await scene.says(LENA, leave)
        await scene.says(LENA, "1/12")
        assert not isinstance(await scene.last(LENA), WhichLastDay | WhichFirstDay)
    assert await absences(scene, house.lena) == []


async def test_an_absence_is_deleted_once_and_the_second_tap_is_told_kindly(house: House) -> None:
    scene, own = house.scene, house.lena.membership_id
    await scene.taps(LENA, NoteAbsence(own, "20261124", "20261124"))
    async with scene.database.read() as store:
        (row,) = (await store.session.execute(select(Absence))).scalars().all()
    await scene.taps(JAN, EraseAbsence(row.id))
    assert len(await absences(scene, house.lena)) == 1
    await scene.taps(LENA, EraseAbsence(row.id))
    assert await absences(scene, house.lena) == []
    await scene.taps(LENA, EraseAbsence(row.id))
    assert any("This button is from before" in text for text in scene.toasts())


async def test_a_lead_notes_an_absence_for_a_colleague_who_hears_it_and_a_coordinator_cannot(
    house: House, tom: Made, ann: Made
) -> None:
    scene = house.scene
    await scene.taps(LENA, NoteAbsence(tom.membership_id, "20261124", "20261124"))
    assert await absences(scene, tom) == []
    await scene.taps(ANN, NoteAbsence(tom.membership_id, "20261124", "20261124"))
    assert await absences(scene, tom) == [("2026-11-24", "2026-11-24")]
    assert isinstance(await scene.last(TOM), AwayNoted)


# -- deputies ---------------------------------------------------------------------------------------------------------
async def test_a_deputy_is_named_once_of_the_own_team_and_never_oneself(house: House, tom: Made) -> None:
    scene, own = house.scene, house.lena.membership_id
    eve = await make_person(scene, 800, Role.LEAD, organisation=await make_organisation(scene, "Elsewhere"))
    gone = await make_person(scene, 801, Role.COORDINATOR, state=MembershipState.LEFT)
    for forged in (own, eve.membership_id, gone.membership_id, house.jan.membership_id, 1):
        await scene.taps(LENA, SetDeputy(own, forged))
    await scene.taps(LENA, AskDeputy(own, 0))
    house.sees("Who stands in")
    for _ in range(2):
        await scene.taps(LENA, SetDeputy(own, tom.membership_id))
        house.sees("Deputy: Tom")
    assert [type(m) for m in await scene.messages(TOM)] == [YouAreDeputy]
    await scene.taps(LENA, SetDeputy(own, 0))
    house.sees("No deputy")
    async with scene.database.read() as store:
        row = await store.session.get(Membership, own)
        assert row is not None
        assert row.deputy_id is None
