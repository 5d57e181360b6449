"""/organisation: who may look, who may change, and the settings that are numbers."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from mentoring.messages.menus import Help
from mentoring.messages.organisation import OrganisationSettings, WhichNumber
from mentoring.messages.organisation_words import OrganisationChanged, What
from mentoring.messages.settings import QuestionOpen
from mentoring.messages.system import Cancelled, NotHere, WritePlease
from mentoring.organisation.numbers import Fault, Part, Setting
from mentoring.school_holidays import Community
from mentoring.taps import Tap
from mentoring.taps_organisation import (
    AddSchoolHoliday,
    AskUsual,
    DropPhone,
    NoContact,
    OrganisationCard,
    SetNumber,
    SetPlace,
    SetUsual,
    ShowNumber,
    ShowPart,
    ShowPauses,
    ShowPhones,
    ShowPlaces,
    ShowSchoolHolidays,
    ShowSpoken,
    SwitchSpoken,
    UsualPhones,
    Word,
    WriteDays,
    WriteNumber,
    WritePhone,
    WritePlace,
    WriteWord,
)
from mentoring.taps_settings import WriteZone
from storage.tables import Membership, Organisation, Thread
from storage.words import MembershipState, Role
from tests.handlers.check_in_rounds import get_going, thread_row
from tests.handlers.people import Made, make_organisation, make_person
from tests.handlers.scene import Scene
from tests.handlers.threads import ANNA, make_pair

LENA, MARC, COCO = 701, 702, 703  # two leads and a coordinator
_PHOTO = [{"file_id": "f", "file_unique_id": "u", "width": 9, "height": 9}]


def looking(own: int) -> list[Tap]:
    return [
        *(OrganisationCard(own), ShowPart(own, Part.SIGNALS), ShowNumber(own, Setting.HOUR), ShowSpoken(own)),
        *(ShowPlaces(own), ShowPhones(own, "fr"), ShowPauses(own)),
    ]


def changing(own: int) -> list[Tap]:
    return [
        *(SetNumber(own, Setting.PROPOSAL_DAYS, 10), WriteNumber(own, Setting.HOUR), AskUsual(own, Part.DUOS)),
        *(SetUsual(own, Part.DUOS), WriteWord(own, Word.NAME), NoContact(own), SwitchSpoken(own, "en", True)),
        *(SetPlace(own, "Europe/London"), WritePlace(own), WritePhone(own, "fr"), DropPhone(own, "fr", "107")),
        *(UsualPhones(own, "fr"), ShowSchoolHolidays(own, Community.FRENCH), WriteDays(own)),
        AddSchoolHoliday(own, "fr-2026-winter"),
    ]


@pytest.fixture
async def lena(scene: Scene) -> Made:
    return await make_person(scene, LENA, Role.LEAD, name="Lena", language="en")


async def row(scene: Scene, made: Made) -> Organisation:
    async with scene.database.read() as store:
        found = await store.session.get(Organisation, made.organisation_id)
    assert found is not None
    return found


async def plain(scene: Scene, made: Made) -> dict[str, object]:
    return (await row(scene, made)).model_dump()


# -- who may -----------------------------------------------------------------------------------------------------------
async def test_a_lead_sees_how_everything_stands(scene: Scene, lena: Made) -> None:
    await scene.says(LENA, "/organisation")
    card = await scene.last(LENA)
    assert isinstance(card, OrganisationSettings)
    assert (card.name, card.leads, card.weekday, card.minute) == ("Duo Dijle", True, 2, 17 * 60)


async def test_a_coordinator_looks_at_all_of_it_and_changes_nothing(scene: Scene, lena: Made) -> None:
    await make_person(scene, COCO, Role.COORDINATOR, language="en")
    before = await plain(scene, lena)
    await scene.says(COCO, "/organisation")
    card = await scene.last(COCO)
    assert isinstance(card, OrganisationSettings)
    assert not card.leads
    for tap in looking(lena.organisation_id):
        await scene.taps(COCO, tap)
        assert len(scene.edits()) == 1
    for tap in changing(lena.organisation_id):
        await scene.taps(COCO, tap)
        assert scene.edits() == []
        assert scene.toasts() == [scene.rendered(NotHere()).text]
    assert await plain(scene, lena) == before


@pytest.mark.parametrize("role", [Role.SEEKER, Role.MENTOR])
async def test_nobody_outside_the_team_sees_any_of_it(scene: Scene, lena: Made, role: Role) -> None:
    await make_person(scene, ANNA, role)
    await scene.says(ANNA, "/organisation")
    assert not isinstance(await scene.last(ANNA), OrganisationSettings)
    for tap in (*looking(lena.organisation_id), *changing(lena.organisation_id)):
        await scene.taps(ANNA, tap)
        assert scene.edits() == []


async def test_a_stranger_with_a_forged_button_hears_nothing(scene: Scene, lena: Made) -> None:
    for tap in (ShowPauses(lena.organisation_id), WriteDays(lena.organisation_id), ShowSpoken(lena.organisation_id)):
        await scene.taps(999, tap)
        assert scene.edits() == []
    assert await scene.messages(999) == []


async def test_a_lead_of_another_organisation_finds_nothing(scene: Scene, lena: Made) -> None:
    other = await make_organisation(scene, "FMDO")
    await make_person(scene, MARC, Role.LEAD, organisation=other)
    before = await plain(scene, lena)
    for tap in (*looking(lena.organisation_id), *changing(lena.organisation_id)):
        await scene.taps(MARC, tap)
        assert scene.edits() == []
    assert await plain(scene, lena) == before


async def test_who_leads_one_and_coordinates_another_changes_only_the_first(scene: Scene, lena: Made) -> None:
    other = await make_organisation(scene, "FMDO")
    await make_person(scene, LENA, Role.COORDINATOR, organisation=other)
    await scene.says(LENA, "/organisation")
    card = await scene.last(LENA)
    assert isinstance(card, OrganisationSettings)
    assert (card.name, [desk.name for desk in card.other_desks]) == ("Duo Dijle", ["FMDO"])

    await scene.taps(LENA, SetNumber(other, Setting.PROPOSAL_DAYS, 10))
    assert scene.edits() == []


async def test_who_lost_the_role_while_a_number_was_asked_for_is_asked_no_more(scene: Scene, lena: Made) -> None:
    await scene.taps(LENA, WriteNumber(lena.organisation_id, Setting.PROPOSAL_DAYS))
    async with scene.database.write() as store:
        held = await store.session.get_one(Membership, lena.membership_id)
        held.state = MembershipState.LEFT
    await scene.says(LENA, "10")
    assert (await row(scene, lena)).proposal_days == 7
    assert not isinstance(await scene.last(LENA), WhichNumber)


# -- by taps -----------------------------------------------------------------------------------------------------------
async def test_the_hour_is_changed_in_three_taps(scene: Scene, lena: Made) -> None:
    own = lena.organisation_id
    await scene.says(LENA, "/organisation")
    await scene.taps(LENA, ShowPart(own, Part.WEEKLY))
    await scene.taps(LENA, ShowNumber(own, Setting.HOUR))
    await scene.taps(LENA, SetNumber(own, Setting.HOUR, 18 * 60))

    assert (await row(scene, lena)).check_in_minute == 18 * 60
    assert "18:00" in scene.edits()[0]


@pytest.mark.parametrize(
    ("setting", "value", "word"),
    [
        (Setting.HOUR, 25 * 60 + 39, "not possible"),
        (Setting.WEEKDAY, 6, "not possible"),
        (Setting.ERASE, 2**62, "not possible"),
        (Setting.WATCH_UNANSWERED, 3, "less than here: Weekly question unanswered in a row: 3 times"),
        (Setting.CLOSING_WEEK, 12, "more than here: Mid-term review: week 12"),
    ],
)
async def test_a_forged_or_contradicting_number_is_refused_with_a_word(
    scene: Scene, lena: Made, setting: Setting, value: int, word: str
) -> None:
    before = await plain(scene, lena)
    await scene.taps(LENA, SetNumber(lena.organisation_id, setting, value))
    assert word in scene.edits()[0]
    assert await plain(scene, lena) == before


async def test_thresholds_go_back_to_what_is_suggested(scene: Scene, lena: Made) -> None:
    own = lena.organisation_id
    await scene.taps(LENA, SetNumber(own, Setting.WAITING_NEWS, 15))
    await scene.taps(LENA, SetNumber(own, Setting.RISK_SESSION, 28))
    assert (await row(scene, lena)).thresholds == {"waiting_news_days": 15, "risk_session_days": 28}

    await scene.taps(LENA, AskUsual(own, Part.TEAM))
    await scene.taps(LENA, SetUsual(own, Part.TEAM))
    assert (await row(scene, lena)).thresholds == {"risk_session_days": 28}


async def test_another_lead_hears_who_changed_what_and_the_last_one_counts(scene: Scene, lena: Made) -> None:
    await make_person(scene, MARC, Role.LEAD, name="Marc", language="en")
    await make_person(scene, COCO, Role.COORDINATOR)
    await scene.taps(LENA, SetNumber(lena.organisation_id, Setting.PROPOSAL_DAYS, 10))
    await scene.taps(MARC, SetNumber(lena.organisation_id, Setting.PROPOSAL_DAYS, 14))

    assert (await row(scene, lena)).proposal_days == 14
    heard = [
        (m.by, m.number.value) for m in await scene.messages(MARC) if isinstance(m, OrganisationChanged) and m.number
    ]
    assert heard == [("Lena", 10)]
    last = await scene.last(LENA)
    assert isinstance(last, OrganisationChanged)
    assert (last.by, last.what) == ("Marc", What.NUMBER)
    assert scene.rendered(last).text.endswith("A proposal waits for answers: 14 days")
    assert await scene.messages(COCO) == []


async def test_a_double_tap_is_told_once(scene: Scene, lena: Made) -> None:
    await make_person(scene, MARC, Role.LEAD)
    for _ in range(2):
        await scene.taps(LENA, SetNumber(lena.organisation_id, Setting.PROPOSAL_DAYS, 10))
    assert len(await scene.messages(MARC)) == 1


# -- written -----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("setting", "text", "fault"),
    [
        (Setting.PROPOSAL_DAYS, "soon", Fault.NO_NUMBER),
        (Setting.PROPOSAL_DAYS, "٣", Fault.NO_NUMBER),
        (Setting.PROPOSAL_DAYS, "9" * 4000, Fault.NO_NUMBER),
        (Setting.PROPOSAL_DAYS, "-3", Fault.NO_NUMBER),
        (Setting.PROPOSAL_DAYS, "31", Fault.OUT_OF_BOUNDS),
        (Setting.HOUR, "25:99", Fault.NO_NUMBER),
        (Setting.HOUR, "3:00", Fault.OUT_OF_BOUNDS),
        (Setting.HOUR, "20:00", None),
        (Setting.HOUR, "17h45", None),
        (Setting.WAITING_NEWS, "12 days", None),
        (Setting.WAITING_NEWS, "21", Fault.ABOVE),
    ],
)
async def test_nonsense_is_asked_again_and_a_number_is_kept(
    scene: Scene, lena: Made, setting: Setting, text: str, fault: Fault | None
) -> None:
    before = await plain(scene, lena)
    await scene.taps(LENA, WriteNumber(lena.organisation_id, setting))
    await scene.says(LENA, text)
    asked = await scene.last(LENA)
    assert (await plain(scene, lena) == before) is (fault is not None)
    if fault is not None:
        assert isinstance(asked, WhichNumber)
        assert asked.refusal is not None
        assert asked.refusal.fault is fault
        await scene.says(LENA, "18:00" if setting is Setting.HOUR else "9")
        assert await plain(scene, lena) != before


async def test_the_question_can_be_left_and_takes_nothing_but_text(scene: Scene, lena: Made) -> None:
    await scene.taps(LENA, WriteNumber(lena.organisation_id, Setting.PROPOSAL_DAYS))
    await scene.says(LENA, photo=_PHOTO)
    assert isinstance(await scene.last(LENA), WritePlease)
    await scene.says(LENA, "/help")
    assert isinstance(await scene.last(LENA), Help)
    await scene.says(LENA, "/cancel")
    assert isinstance(await scene.last(LENA), Cancelled)
    await scene.says(LENA, "9")
    assert (await row(scene, lena)).proposal_days == 7


async def test_a_button_of_the_settings_ends_the_question(scene: Scene, lena: Made) -> None:
    await scene.taps(LENA, WriteNumber(lena.organisation_id, Setting.PROPOSAL_DAYS))
    await scene.taps(LENA, ShowPart(lena.organisation_id, Part.DUOS))
    await scene.says(LENA, "9")
    assert (await row(scene, lena)).proposal_days == 7


async def test_while_another_question_is_open_none_is_asked(scene: Scene, lena: Made) -> None:
    await scene.taps(LENA, WriteZone())
    await scene.taps(LENA, WriteNumber(lena.organisation_id, Setting.PROPOSAL_DAYS))
    assert scene.toasts() == [scene.rendered(QuestionOpen()).text]


# -- effect ------------------------------------------------------------------------------------------------------------
async def test_a_new_hour_counts_for_the_next_question_of_running_duos(scene: Scene, lena: Made) -> None:
    pair = await make_pair(scene)
    await get_going(scene, pair)
    await scene.taps(LENA, SetNumber(lena.organisation_id, Setting.SPREAD, 15))
    await scene.taps(LENA, SetNumber(lena.organisation_id, Setting.WEEKDAY, 4))
    await scene.taps(LENA, SetNumber(lena.organisation_id, Setting.HOUR, 9 * 60))

    assert "asked next on Friday 27 November" in scene.edits()[0]
    thread: Thread = await thread_row(scene, pair.threads[ANNA])
    assert thread.next_check_in_at is not None
    assert datetime(2026, 11, 27, 8, tzinfo=UTC) <= thread.next_check_in_at < datetime(2026, 11, 27, 8, 15, tzinfo=UTC)
