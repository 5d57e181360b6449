from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlmodel import col

from mentoring.messages.menus import ChooseLanguage, LanguageSet
from mentoring.messages.profile import ProfileCard
from mentoring.messages.settings import (
    Mentee,
    QuestionOpen,
    QuietFrom,
    QuietTo,
    Received,
    SettingsCard,
    WhichZone,
    Zones,
    ZoneUnknown,
)
from mentoring.messages.system import Cancelled, NotHere, OutOfDate, WritePlease
from mentoring.messages.welcome import ByPhone, WhichOptions
from mentoring.sessions.core import load_gathering
from mentoring.sessions.timing import schedule
from mentoring.settings_zones import OFFERED, find_zone
from mentoring.steps import Step
from mentoring.taps import Tap
from mentoring.taps_menus import SwitchLanguage
from mentoring.taps_settings import (
    AskQuietFrom,
    AskQuietTo,
    SetQuietHours,
    SetZone,
    ShowLanguages,
    ShowQuietHours,
    ShowReceived,
    ShowSettings,
    ShowZones,
    SwitchGroup,
    WriteZone,
)
from mentoring.taps_welcome import ChangeName
from storage.tables import DuoSession, SessionSide
from storage.words import DuoState, Group, MembershipState, Role, SessionState
from tests.handlers.newcomers import newcomer, organisation, person_of
from tests.handlers.people import Made, make_person
from tests.handlers.scene import START, Scene
from tests.handlers.test_welcome import up_to
from tests.handlers.threads import BRAM, OMAR, end, make_pair, relays, set_state

ANNA = 501
_PHOTO = [{"file_id": "f", "file_unique_id": "u", "width": 9, "height": 9}]
TAPS: list[Tap] = [
    *(ShowSettings(), ShowLanguages(), ShowQuietHours(), SetQuietHours(0, 0), AskQuietFrom(), AskQuietTo(60)),
    *(ShowZones(), SetZone("Europe/London"), WriteZone(), ShowReceived(), SwitchGroup(Group.NUDGES, False)),
]


@pytest.fixture
async def anna(scene: Scene) -> Made:
    return await make_person(scene, ANNA, Role.SEEKER, name="Anna")


async def hours_of(scene: Scene, user: int) -> tuple[int, int]:
    person = await person_of(scene, user)
    return person.quiet_from, person.quiet_to


# -- the card ----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("role", list(Role))
async def test_everybody_past_the_welcome_has_settings(scene: Scene, role: Role) -> None:
    await make_person(scene, ANNA, role)
    await scene.says(ANNA, "/settings")

    assert await scene.last(ANNA) == SettingsCard(
        quiet_from=21 * 60, quiet_to=8 * 60, zone="Europe/Brussels", now=START, off=()
    )


async def test_in_the_welcome_the_open_question_comes_again(scene: Scene) -> None:
    own = await newcomer(scene, ANNA, await organisation(scene))
    await up_to(scene, ANNA, own, Step.TIMES)
    await scene.says(ANNA, "/settings")
    assert isinstance(await scene.last(ANNA), WhichOptions)


@pytest.mark.parametrize("tap", TAPS, ids=lambda tap: tap.code)
async def test_who_is_not_past_the_welcome_changes_nothing_with_a_forged_button(scene: Scene, tap: Tap) -> None:
    await make_person(scene, ANNA, state=MembershipState.BY_PHONE)
    await scene.says(ANNA, "/settings")
    assert isinstance(await scene.last(ANNA), ByPhone)
    await scene.taps(ANNA, tap)

    person = await person_of(scene, ANNA)
    assert (person.quiet_from, person.time_zone, person.muted) == (21 * 60, "Europe/Brussels", None)
    if not isinstance(tap, ShowLanguages):  # a language is everybody's
        assert scene.toasts() == [scene.rendered(OutOfDate(), "fr").text]


@pytest.mark.parametrize("tap", TAPS, ids=lambda tap: tap.code)
async def test_a_stranger_changes_nothing(scene: Scene, tap: Tap) -> None:
    await scene.taps(999, tap)
    assert scene.edits() == []


async def test_the_language_is_chosen_as_with_its_own_command(scene: Scene, anna: Made) -> None:
    await scene.taps(ANNA, ShowLanguages())
    assert scene.edits() == [scene.rendered(ChooseLanguage(languages=("fr", "nl", "de")), "fr").text]
    await scene.taps(ANNA, SwitchLanguage("nl"))
    assert scene.edits() == [scene.rendered(LanguageSet(), "nl").text]


# -- quiet hours -------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("hours", [(20 * 60, 9 * 60), (23 * 60, 6 * 60), (8 * 60, 16 * 60), (0, 0)])
async def test_quiet_hours_are_one_tap(scene: Scene, anna: Made, hours: tuple[int, int]) -> None:
    await scene.taps(ANNA, ShowQuietHours())
    await scene.taps(ANNA, SetQuietHours(*hours))

    assert await hours_of(scene, ANNA) == hours
    shown = SettingsCard(quiet_from=hours[0], quiet_to=hours[1], zone="Europe/Brussels", now=START, off=())
    assert scene.edits() == [scene.rendered(shown, "fr").text]


async def test_own_hours_are_two_taps(scene: Scene, anna: Made) -> None:
    await scene.taps(ANNA, AskQuietFrom())
    assert scene.edits() == [scene.rendered(QuietFrom(hours=tuple(range(0, 1440, 60))), "fr").text]
    await scene.taps(ANNA, AskQuietTo(22 * 60))
    ends = tuple(hour % 24 * 60 for hour in range(23, 37))
    assert scene.edits() == [scene.rendered(QuietTo(quiet_from=22 * 60, hours=ends), "fr").text]
    await scene.taps(ANNA, SetQuietHours(22 * 60, 10 * 60))

    assert await hours_of(scene, ANNA) == (22 * 60, 10 * 60)


@pytest.mark.parametrize(
    "tap",
    [
        *(SetQuietHours(8 * 60, 7 * 60), SetQuietHours(0, 15 * 60), SetQuietHours(90, 600), SetQuietHours(0, 1440)),
        *(SetQuietHours(10**18, 0), AskQuietTo(1440), AskQuietTo(61)),
    ],
    ids=lambda tap: tap.pack(),
)
async def test_hours_that_no_button_says_are_not_taken(scene: Scene, anna: Made, tap: Tap) -> None:
    await scene.taps(ANNA, tap)
    assert scene.toasts() == [scene.rendered(NotHere(), "fr").text]
    assert await hours_of(scene, ANNA) == (21 * 60, 8 * 60)


@pytest.mark.parametrize("tap", [SetQuietHours(8 * 60, 16 * 60), SetZone("America/New_York")])
async def test_reminders_still_to_come_follow_at_once_and_only_ones_own(scene: Scene, tap: Tap) -> None:
    pair = await make_pair(scene)
    session_id = await _meeting(scene, pair.id, START + timedelta(days=4))  # 10:00: in the new quiet hours
    before = await _reminders(scene, session_id)
    await scene.taps(BRAM, tap)

    after = await _reminders(scene, session_id)
    changed = {person_id for person_id in before if before[person_id] != after[person_id]}
    assert changed == {(await person_of(scene, BRAM)).id}


async def _meeting(scene: Scene, duo_id: int, at: datetime) -> int:
    async with scene.database.write() as store:
        session = DuoSession(
            duo_id=duo_id,
            state=SessionState.PLANNED,
            local_start=at.strftime("%Y-%m-%dT%H:%M"),
            time_zone="Europe/Brussels",
            starts_at=at,
            created_at=scene.clock.now(),
            changed_at=scene.clock.now(),
        )
        store.session.add(session)
        await store.session.flush()
        for user, role in ((ANNA, Role.SEEKER), (BRAM, Role.MENTOR)):
            person = await person_of(scene, user)
            store.session.add(SessionSide(session_id=session.id, person_id=person.id, role=role))
    async with scene.database.write() as store:
        work = scene.work(store, f"plan:{session.id}")
        await schedule(work, await load_gathering(work, session.id))
    return session.id


async def _reminders(scene: Scene, session_id: int) -> dict[int, datetime | None]:
    async with scene.database.read() as store:
        sides = select(SessionSide).where(col(SessionSide.session_id) == session_id)
        found = (await store.session.execute(sides)).scalars().all()
    return {side.person_id: side.remind_at for side in found}


# -- zone --------------------------------------------------------------------------------------------------------------
async def test_a_zone_is_one_tap_and_the_card_tells_the_time_there(scene: Scene, anna: Made) -> None:
    await scene.taps(ANNA, ShowZones())
    assert scene.edits() == [scene.rendered(Zones(offered=OFFERED, zone="Europe/Brussels"), "fr").text]
    await scene.taps(ANNA, SetZone("America/New_York"))

    assert (await person_of(scene, ANNA)).time_zone == "America/New_York"
    assert "04:00" in scene.edits()[0]  # START is 09:00 UTC


@pytest.mark.parametrize(
    "zone", ["", "Europe", "Europe/Liege", "../../etc/passwd", "Etc/GMT+1", "europe/brussels", "x" * 30]
)
async def test_a_zone_that_no_button_says_is_not_taken(scene: Scene, anna: Made, zone: str) -> None:
    await scene.taps(ANNA, SetZone(zone))
    assert scene.toasts() == [scene.rendered(NotHere(), "fr").text]
    assert (await person_of(scene, ANNA)).time_zone == "Europe/Brussels"


async def test_another_place_is_written(scene: Scene, anna: Made) -> None:
    await scene.taps(ANNA, WriteZone())
    assert scene.edits() == [scene.rendered(WhichZone(), "fr").text]
    await scene.says(ANNA, photo=_PHOTO)
    assert await scene.last(ANNA) == WritePlease()
    await scene.says(ANNA, "Atlantis")
    assert await scene.last(ANNA) == ZoneUnknown()
    await scene.says(ANNA, "x" * 4000)
    assert await scene.last(ANNA) == ZoneUnknown()
    await scene.says(ANNA, "le caire")

    shown = await scene.last(ANNA)
    assert isinstance(shown, SettingsCard)
    assert shown.zone == (await person_of(scene, ANNA)).time_zone == "Africa/Cairo"


@pytest.mark.parametrize("leave", [ShowZones(), ShowSettings(), SetZone("Europe/London"), "/cancel"])
async def test_once_left_the_question_takes_no_text_any_more(scene: Scene, leave: Tap | str) -> None:
    await make_pair(scene)
    await scene.taps(ANNA, WriteZone())
    if isinstance(leave, Tap):
        await scene.taps(ANNA, leave)
    else:
        await scene.says(ANNA, leave)
        assert await scene.last(ANNA) == Cancelled()
    zone = (await person_of(scene, ANNA)).time_zone
    await scene.says(ANNA, "Kinshasa")

    assert len(await relays(scene, BRAM)) == 1
    assert (await person_of(scene, ANNA)).time_zone == zone


@pytest.mark.parametrize(
    ("text", "zone"),
    [
        ("Kinshasa", "Africa/Kinshasa"),
        ("  new   YORK ", "America/New_York"),
        ("america/new_york", "America/New_York"),
        ("Londres", "Europe/London"),
        ("Istanboel", "Europe/Istanbul"),
        ("Brüssel", "Europe/Brussels"),
        ("Liège", "Europe/Brussels"),
        ("Marokko", "Africa/Casablanca"),
        ("Türkei", "Europe/Istanbul"),
        ("Portugal", "Europe/Lisbon"),
        ("Oekraïne", "Europe/Kyiv"),
        ("Congo", None),  # two countries, four clocks
        ("Canada", None),
        ("Etc/GMT-3", None),
        ("", None),
        ("\u202e", None),
        ("x" * 4000, None),
    ],
)
def test_a_place_is_known_by_its_name_in_the_languages_of_the_programme(text: str, zone: str | None) -> None:
    assert find_zone(text) == zone


@pytest.mark.parametrize("zone", OFFERED)
def test_every_zone_that_is_offered_exists_and_is_found_by_its_name(zone: str) -> None:
    assert find_zone(zone) == zone


# -- what somebody receives --------------------------------------------------------------------------------------------
async def test_what_is_switched_off_is_told_with_what_is_missing_then(scene: Scene, anna: Made) -> None:
    await scene.taps(ANNA, SwitchGroup(Group.NUDGES, False))
    await scene.taps(ANNA, SwitchGroup(Group.REMINDERS, False))
    await scene.taps(ANNA, SwitchGroup(Group.REMINDERS, False))  # a second tap, an old button

    person = await person_of(scene, ANNA)
    assert (person.muted or "").split() == ["nudges", "reminders"]
    shown = Received(groups=tuple(Group), off=(Group.REMINDERS, Group.NUDGES))
    assert scene.edits() == [scene.rendered(shown, "fr").text]
    await scene.says(ANNA, "/settings")
    card = await scene.last(ANNA)
    assert isinstance(card, SettingsCard)
    assert card.off == (Group.REMINDERS, Group.NUDGES)

    await scene.taps(ANNA, SwitchGroup(Group.REMINDERS, True))
    await scene.taps(ANNA, SwitchGroup(Group.NUDGES, True))
    assert (await person_of(scene, ANNA)).muted is None


@pytest.mark.parametrize("data", ["eg:everything:0", "eg:nudges:2", "eg:nudges", "eg::0"])
async def test_a_group_that_no_button_says_is_not_taken(scene: Scene, anna: Made, data: str) -> None:
    await scene.taps(ANNA, data)
    assert scene.edits() == []
    assert (await person_of(scene, ANNA)).muted is None


async def test_staff_alone_are_only_reminded(scene: Scene) -> None:
    await make_person(scene, ANNA, Role.COORDINATOR)
    await scene.taps(ANNA, ShowReceived())
    assert scene.edits() == [scene.rendered(Received(groups=(Group.REMINDERS,), off=()), "fr").text]


async def test_a_mentor_chooses_for_each_duo_that_runs_how_often_to_be_asked(scene: Scene) -> None:
    first = await make_pair(scene, names=("Amina", "Bram"))
    second = await make_pair(scene, seeker=OMAR, names=("Omar", "Bram"))
    await end(scene, second)
    await scene.taps(BRAM, ShowReceived())
    assert scene.edits() == [scene.rendered(_received(Mentee(first.threads[BRAM], "Amina")), "fr").text]
    labels = [button["text"] for row in _keyboard(scene) for button in row]
    assert any("Amina" in label for label in labels)
    assert not any("Omar" in label for label in labels)

    await scene.taps(ANNA, ShowReceived())  # a seeker is asked every week
    assert len(_keyboard(scene)) == len(Group) + 1
    await scene.taps(BRAM, SwitchGroup(Group.CHECK_INS, False))  # nothing is asked: nothing to choose
    assert len(_keyboard(scene)) == len(Group) + 1


def _received(*mentees: Mentee) -> Received:
    return Received(groups=tuple(Group), off=(), mentees=mentees)


def _keyboard(scene: Scene) -> list[list[dict[str, str]]]:
    (edit,) = [call for call in scene.session.calls if type(call).__name__ == "EditMessageText"]
    keyboard: list[list[dict[str, str]]] = edit.model_dump()["reply_markup"]["inline_keyboard"]
    return keyboard


# -- in the middle of something ----------------------------------------------------------------------------------------
async def test_settings_leave_an_open_question_open(scene: Scene, anna: Made) -> None:
    await scene.taps(ANNA, ChangeName(anna.membership_id))
    await scene.says(ANNA, "/settings")
    for tap in TAPS:
        await scene.taps(ANNA, tap)
    await scene.says(ANNA, "Anneke")

    card = await scene.last(ANNA)
    assert isinstance(card, ProfileCard)
    assert card.name == "Anneke"


async def test_a_city_is_not_asked_for_while_another_text_is(scene: Scene, anna: Made) -> None:
    await scene.taps(ANNA, ChangeName(anna.membership_id))
    await scene.taps(ANNA, WriteZone())
    assert scene.toasts() == [scene.rendered(QuestionOpen(), "fr").text]
    assert scene.edits() == []


async def test_what_is_written_to_the_partner_goes_there_while_settings_are_open(scene: Scene) -> None:
    await make_pair(scene)
    await scene.says(ANNA, "/settings")
    await scene.taps(ANNA, ShowQuietHours())
    await scene.taps(ANNA, SwitchGroup(Group.CHECK_INS, False))
    await scene.says(ANNA, "Bonjour")
    assert len(await relays(scene, BRAM)) == 1


async def test_settings_work_in_a_pause_and_in_a_topic(topic_scene: Scene) -> None:
    pair = await make_pair(topic_scene)
    await set_state(topic_scene, pair, DuoState.PAUSED)
    topic = pair.topics[ANNA]
    await topic_scene.says(ANNA, "/settings", topic=topic)
    assert isinstance(await topic_scene.last(ANNA), SettingsCard)
    await topic_scene.taps(ANNA, WriteZone(), topic=topic)
    await topic_scene.says(ANNA, "Kigali", topic=topic)
    assert (await person_of(topic_scene, ANNA)).time_zone == "Africa/Kigali"
    assert await relays(topic_scene, BRAM) == []
