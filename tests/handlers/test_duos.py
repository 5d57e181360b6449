from __future__ import annotations

from datetime import timedelta

import pytest

from mentoring.desk.groups import DuoGroup
from mentoring.desk.looking_after import seen
from mentoring.messages.duos import DuoFacts, DuoIsTheirs, DuoIsYours, DuosFound, Telling, WhichDuoToFind
from mentoring.messages.session_planning import WhichDay
from mentoring.messages.system import UnknownCommand
from mentoring.taps_duos import (
    DuoCard,
    DuoGroups,
    DuoList,
    GiveDuo,
    OpenDuo,
    SearchDuos,
    ShowDuos,
    WhoLooksAfterDuo,
)
from storage.tables import CheckIn, Duo, DuoSession, Goal, Membership, Takeover
from storage.words import CheckInState, DuoState, Role, SessionState
from tests.handlers.house import JAN, LENA, House, open_house
from tests.handlers.people import Made, make_duo, make_organisation, make_person
from tests.handlers.scene import START, Scene

TOM = 505  # another coordinator
DAY = timedelta(days=1)


@pytest.fixture
async def house(scene: Scene) -> House:
    return await open_house(scene)


async def pair(house: House, number: int, state: DuoState = DuoState.ACTIVE, by: Made | None = None) -> int:
    """A duo of two more people: `S{number}` and `M{number}`."""
    seeker = await make_person(house.scene, 600 + number, name=f"S{number}", label=f"Dossier {number}")
    mentor = await make_person(house.scene, 700 + number, Role.MENTOR, name=f"M{number}")
    return await make_duo(house.scene, seeker, mentor, state, by)


async def meeting(house: House, duo_id: int, when: timedelta, state: SessionState) -> None:
    async with house.scene.database.write() as store:
        at = house.scene.clock.now() + when
        row = DuoSession(
            duo_id=duo_id,
            state=state,
            local_start="2026-11-26T18:00",
            time_zone="Europe/Brussels",
            starts_at=at,
            created_at=START,
            changed_at=START,
        )
        store.session.add(row)


async def change(house: House, duo_id: int, **values: object) -> None:
    async with house.scene.database.write() as store:
        duo = await store.session.get(Duo, duo_id)
        assert duo is not None
        for name, value in values.items():
            setattr(duo, name, value)


async def duo_of(house: House, duo_id: int) -> Duo:
    async with house.scene.database.read() as store:
        duo = await store.session.get(Duo, duo_id)
        assert duo is not None
        return duo


async def shown(house: House, words: str = "") -> DuosFound:
    await house.scene.says(LENA, f"/duos {words}")
    found = await house.scene.last(LENA)
    assert isinstance(found, DuosFound)
    return found


# -- the list ---------------------------------------------------------------------------------------------------------
async def test_each_line_names_both_and_tells_the_one_fact_that_matters(house: House) -> None:
    planned, idle, unmet, paused = [await pair(house, n) for n in range(4)]
    await meeting(house, planned, 2 * DAY, SessionState.PLANNED)
    await meeting(house, planned, -7 * DAY, SessionState.HELD)
    await meeting(house, idle, -7 * DAY, SessionState.HELD)
    await meeting(house, idle, 3 * DAY, SessionState.CANCELLED)
    await meeting(house, unmet, -DAY, SessionState.MISSED)
    await change(house, idle, met_at=START - 7 * DAY)
    await change(house, paused, state=DuoState.PAUSED)
    await pair(house, 5, DuoState.PROPOSED)

    found = await shown(house)

    assert {line.id: (line.telling, line.moment) for line in found.duos} == {
        planned: (Telling.NEXT, START + 2 * DAY),
        idle: (Telling.LAST, START - 7 * DAY),
        unmet: (Telling.UNMET, START),
        paused: (Telling.PAUSED, None),
    }
    assert found.duos[-1].seeker.label == "Dossier 0"


@pytest.mark.parametrize(
    ("group", "names"),
    [
        (DuoGroup.ALL, ["S3", "S2", "S1", "S0"]),
        (DuoGroup.MINE, ["S0"]),
        (DuoGroup.PAUSED, ["S3"]),
        (DuoGroup.IDLE, ["S2", "S1"]),
        (DuoGroup.UNMET, ["S3", "S2", "S0"]),
        (DuoGroup.ENDED, ["S4"]),
    ],
)
async def test_each_group_holds_its_duos(house: House, group: DuoGroup, names: list[str]) -> None:
    mine, met, _ = await pair(house, 0, by=house.lena), await pair(house, 1), await pair(house, 2)
    await pair(house, 3, DuoState.PAUSED)
    await pair(house, 4, DuoState.COMPLETED)
    await meeting(house, mine, DAY, SessionState.CONFIRMED)
    await change(house, met, met_at=START)

    await house.scene.taps(LENA, ShowDuos(house.lena.organisation_id, group, 0, ""))

    (edit,) = house.scene.edits()
    lines = [line for line in edit.splitlines() if line[:1].isdigit()]
    assert [line.split("<b>")[1].split("</b>")[0] for line in lines] == names
    await house.scene.taps(LENA, DuoGroups(house.lena.organisation_id))
    house.sees("Running duos: 4", "Nothing planned: 2", "Ended: 1")


async def test_duos_that_wait_for_people_to_join_are_a_group_of_their_own(house: House) -> None:
    async with house.scene.database.write() as store:
        store.session.add(
            Takeover(
                organisation_id=house.lena.organisation_id,
                seeker_id=house.amina.membership_id,
                started_on="2026-03-01",
                created_at=START,
            )
        )
    await house.scene.taps(LENA, ShowDuos(house.lena.organisation_id, DuoGroup.EXPECTED, 0, ""))
    house.sees("Still to join: 1", "Amina", "1 of the two has still to join")


async def test_pages_hold_eight_and_a_page_far_beyond_is_the_last(house: House) -> None:
    for number in range(9):
        await pair(house, number)
    await house.scene.taps(LENA, DuoList(house.lena.organisation_id, 2**62))
    house.sees("Running duos: 9", "9. <b>S0</b>")


async def test_search_looks_at_both_of_the_duo_and_at_duos_that_ended(house: House) -> None:
    await pair(house, 1)
    await pair(house, 2, DuoState.ENDED)
    assert [line.seeker.name for line in (await shown(house, "m1 dossier")).duos] == ["S1"]
    assert [line.telling for line in (await shown(house, "DOSSIER 2")).duos] == [Telling.ENDED]
    assert (await shown(house, "nobody")).total == 0


async def test_the_search_asks_for_a_text_and_survives_whatever_is_written(house: House) -> None:
    await pair(house, 1)
    await house.scene.taps(LENA, SearchDuos(house.lena.organisation_id))
    house.sees("Which duo are you looking for?")
    await house.scene.says(LENA, "%%%")
    assert isinstance(await house.scene.last(LENA), WhichDuoToFind)
    await house.scene.says(LENA, "s1 " * 2000)
    found = await house.scene.last(LENA)
    assert isinstance(found, DuosFound)
    assert found.total == 1
    await house.scene.says(LENA, "s1")
    assert not isinstance(await house.scene.last(LENA), DuosFound)  # the dialogue is over


# -- the card ---------------------------------------------------------------------------------------------------------
async def test_the_card_tells_dates_and_numbers_and_nothing_that_was_said(house: House) -> None:
    duo_id = await pair(house, 1, by=house.lena)
    await change(house, duo_id, started_at=START - 45 * DAY, met_at=START - 40 * DAY, prompt="midterm")
    await change(house, duo_id, prompt_at=START + 30 * DAY)
    await meeting(house, duo_id, DAY, SessionState.CONFIRMED)
    await meeting(house, duo_id, -7 * DAY, SessionState.HELD)
    await meeting(house, duo_id, -40 * DAY, SessionState.HELD)
    await house.scene.taps(LENA, OpenDuo(duo_id, DuoGroup.MINE, 0, ""))
    house.sees("6 weeks", "Looked after by: Lena", "Meetings held: 2", "No goals noted yet", "Mid-term review")

    duo = await duo_of(house, duo_id)
    async with house.scene.database.write() as store:
        seeker = await store.session.get(Membership, duo.seeker_id)
        assert seeker is not None
        goal = Goal(duo_id=duo_id, noted_by=seeker.person_id, created_at=START)
        goal.seal(store.vault, "text", "A secret wish")
        store.session.add(goal)
        for number, state in enumerate((*[CheckInState.ANSWERED] * 2, CheckInState.LAPSED, CheckInState.ASKED)):
            store.session.add(
                CheckIn(
                    thread_id=await _thread(store, duo, seeker),
                    duo_id=duo_id,
                    person_id=seeker.person_id,
                    role=Role.SEEKER,
                    number=number,
                    state=state,
                    asked_at=START - (9 - number) * 7 * DAY,
                )
            )
    await house.scene.taps(LENA, DuoCard(duo_id))
    card = await house.scene.last(LENA)
    assert isinstance(card, DuoFacts)
    assert (card.goals, card.seeker.asked, card.seeker.answered) == (1, 3, 2)
    assert "secret" not in house.scene.rendered(card).text
    labels = [button.text for row in house.scene.rendered(card).buttons for button in row]
    assert labels == [
        "Note a contact",
        "Plan a meeting",
        "Write: S1",
        "Write: M1",
        "S1",
        "M1",
        "Pause",
        "End or hand over",
        "More",
        "Back",
    ]


async def _thread(store: object, duo: Duo, seeker: Membership) -> int:
    from sqlmodel import col, select

    from storage.database import Store
    from storage.tables import Thread

    assert isinstance(store, Store)
    found = await store.session.execute(select(Thread).where(col(Thread.duo_id) == duo.id))
    thread = found.scalar_one_or_none()
    if thread is None:
        mentor = await store.session.get(Membership, duo.mentor_id)
        assert mentor is not None
        thread = Thread(
            duo_id=duo.id,
            person_id=seeker.person_id,
            membership_id=seeker.id,
            partner_person_id=mentor.person_id,
            created_at=START,
        )
        store.session.add(thread)
        await store.session.flush()
    return thread.id


async def test_the_card_leads_to_planning_a_meeting(house: House) -> None:
    duo_id = await pair(house, 1)
    await house.scene.taps(LENA, DuoCard(duo_id))
    card = await house.scene.last(LENA)
    (plan,) = [b for row in house.scene.rendered(card).buttons for b in row if b.text == "Plan a meeting"]
    assert plan.tap is not None
    await house.scene.taps(LENA, plan.tap)
    assert isinstance(await house.scene.last(LENA), WhichDay)


@pytest.mark.parametrize("state", list(DuoState))
async def test_a_card_opened_later_says_how_the_duo_stands_now(house: House, state: DuoState) -> None:
    duo_id = await pair(house, 1, state)
    await house.scene.taps(LENA, DuoCard(duo_id))
    card = await house.scene.last(LENA)
    assert isinstance(card, DuoFacts)
    labels = [button.text for row in house.scene.rendered(card).buttons for button in row]
    assert ("Plan a meeting" in labels) == state.is_running
    assert labels[-1] == "Back"


# -- who looks after --------------------------------------------------------------------------------------------------
async def test_a_duo_is_given_to_a_colleague_once_and_both_of_the_team_hear_of_it(house: House) -> None:
    scene, duo_id = house.scene, await pair(house, 1, by=house.lena)
    tom = await make_person(scene, TOM, Role.COORDINATOR, name="Tom")
    ann = await make_person(scene, 506, Role.LEAD, name="Ann")
    await scene.taps(LENA, WhoLooksAfterDuo(duo_id, 0))
    house.sees("Who looks after the duo of")
    was = seen(house.lena.membership_id)
    await scene.taps(506, GiveDuo(duo_id, tom.membership_id, was))
    await scene.taps(506, GiveDuo(duo_id, tom.membership_id, was))
    await scene.taps(LENA, GiveDuo(duo_id, ann.membership_id, was))

    house.sees("A colleague has just changed something", "Looked after by: Tom")
    assert [type(m) for m in await scene.messages(TOM)] == [DuoIsYours]
    assert [type(m) for m in await scene.messages(LENA)] == [DuoIsTheirs]
    assert (await duo_of(house, duo_id)).coordinator_id == tom.membership_id


async def test_nothing_of_another_organisation_is_seen_or_changed(house: House) -> None:
    scene, duo_id, here = house.scene, await pair(house, 1), house.lena.organisation_id
    eve = await make_person(scene, 800, Role.LEAD, name="Eve", organisation=await make_organisation(scene, "Elsewhere"))
    for tap in (
        *(DuoList(here, 0), ShowDuos(here, DuoGroup.ALL, 0, "s1"), DuoGroups(here), SearchDuos(here)),
        *(DuoCard(duo_id), OpenDuo(duo_id, DuoGroup.ALL, 0, ""), WhoLooksAfterDuo(duo_id, 0)),
        GiveDuo(duo_id, eve.membership_id, 0),
    ):
        await scene.taps(800, tap)
        assert not any("S1" in text for text in (*scene.edits(), *scene.toasts())), tap
    assert not any(isinstance(m, DuoFacts | DuosFound) for m in await scene.messages(800))
    await scene.taps(LENA, GiveDuo(duo_id, eve.membership_id, 0))
    await scene.taps(LENA, GiveDuo(duo_id, house.jan.membership_id, 0))
    assert (await duo_of(house, duo_id)).coordinator_id is None


async def test_people_of_duos_have_no_list_and_no_cards(house: House) -> None:
    duo_id = await pair(house, 1)
    await house.scene.says(JAN, "/duos")
    assert isinstance(await house.scene.last(JAN), UnknownCommand)
    await house.scene.taps(JAN, DuoCard(duo_id))
    assert not any(isinstance(m, DuoFacts) for m in await house.scene.messages(JAN))
