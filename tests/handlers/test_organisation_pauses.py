"""/organisation: pauses, from the school calendar or by days."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlmodel import col, select

from mentoring.messages.organisation_pauses import DaysFault, PauseList, PauseNews, WhichDays, WhichLastDay
from mentoring.messages.organisation_words import OrganisationChanged, What
from mentoring.messages.system import NotHere, OutOfDate
from mentoring.school_holidays import Community
from mentoring.taps import Tap
from mentoring.taps_organisation import (
    AddSchoolHoliday,
    EndPauseToday,
    PauseCard,
    RemovePause,
    ShowPauses,
    ShowSchoolHolidays,
    WriteDays,
    WriteLastDay,
)
from storage.tables import OrganisationPause
from storage.words import Role
from tests.handlers.people import Made, make_organisation, make_person
from tests.handlers.scene import Scene
from tests.handlers.test_organisation import COCO, LENA, MARC

WINTER = ("2026-12-21", "2027-01-03")


@pytest.fixture
async def lena(scene: Scene) -> Made:
    return await make_person(scene, LENA, Role.LEAD, name="Lena", language="en")


async def rows(scene: Scene) -> list[OrganisationPause]:
    async with scene.database.read() as store:
        ordered = select(OrganisationPause).order_by(col(OrganisationPause.first_day))
        return list((await store.session.execute(ordered)).scalars().all())


async def days(scene: Scene) -> list[tuple[str, str]]:
    return [(row.first_day, row.last_day) for row in await rows(scene)]


async def writes(scene: Scene, made: Made, text: str) -> object:
    await scene.taps(LENA, WriteDays(made.organisation_id))
    await scene.says(LENA, text)
    return await scene.last(LENA)


async def test_a_school_holiday_becomes_a_pause_in_three_taps(scene: Scene, lena: Made) -> None:
    own = lena.organisation_id
    await make_person(scene, MARC, Role.LEAD)
    await scene.taps(LENA, ShowPauses(own))
    await scene.taps(LENA, ShowSchoolHolidays(own, Community.FLEMISH))
    await scene.taps(LENA, AddSchoolHoliday(own, "nl-2026-winter"))

    assert "Monday 21 December to Sunday 3 January 2027 · Winter holidays" in scene.edits()[0]
    assert await days(scene) == [WINTER]
    heard = await scene.last(MARC)
    assert isinstance(heard, OrganisationChanged)
    assert (heard.what, heard.days) == (What.PAUSE, (date(2026, 12, 21), date(2027, 1, 3)))


async def test_a_second_tap_and_the_same_days_of_other_schools_add_nothing(scene: Scene, lena: Made) -> None:
    for code in ("nl-2026-winter", "nl-2026-winter", "fr-2026-winter"):
        await scene.taps(LENA, AddSchoolHoliday(lena.organisation_id, code))
    assert "These days are in a pause already" in scene.edits()[0]
    assert await days(scene) == [WINTER]


async def test_holidays_of_the_past_are_not_offered_and_not_taken(scene: Scene, lena: Made) -> None:
    await scene.taps(LENA, ShowSchoolHolidays(lena.organisation_id, Community.FRENCH))
    assert "Autumn" not in scene.edits()[0]
    await scene.taps(LENA, AddSchoolHoliday(lena.organisation_id, "fr-2026-autumn"))
    assert scene.toasts() == [scene.rendered(OutOfDate()).text]
    await scene.taps(LENA, AddSchoolHoliday(lena.organisation_id, "xx-1999-never"))
    assert scene.toasts() == [scene.rendered(NotHere()).text]
    assert await days(scene) == []


async def test_of_a_holiday_that_has_begun_the_rest_is_a_pause(scene: Scene, lena: Made) -> None:
    scene.advance(timedelta(days=30))
    await scene.taps(LENA, AddSchoolHoliday(lena.organisation_id, "nl-2026-winter"))
    assert await days(scene) == [("2026-12-24", "2027-01-03")]


async def test_days_that_touch_make_one_pause(scene: Scene, lena: Made) -> None:
    await scene.taps(LENA, AddSchoolHoliday(lena.organisation_id, "nl-2026-winter"))
    shown = await writes(scene, lena, "4/1 - 8/1")
    assert isinstance(shown, PauseList)
    assert shown.news is PauseNews.JOINED
    assert await days(scene) == [("2026-12-21", "2027-01-08")]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("soon", DaysFault.NOT_DAYS),
        ("30/2 - 31/2", DaysFault.NOT_DAYS),
        ("1/11/2026 - 2/11/2026", DaysFault.PAST),
        ("21/12/2026 - 1/12/2026", DaysFault.BACKWARDS),
        ("1/12/2026 - 1/12/2029", DaysFault.TOO_LONG),
        ("1/12/2029 - 3/12/2029", DaysFault.TOO_FAR),
        ("<b>21/12</b>", DaysFault.NOT_DAYS),
    ],
)
async def test_days_that_cannot_be_are_asked_for_again(scene: Scene, lena: Made, text: str, fault: DaysFault) -> None:
    asked = await writes(scene, lena, text)
    assert isinstance(asked, WhichDays)
    assert asked.fault is fault
    assert await days(scene) == []

    await scene.says(LENA, "21/12 - 3/1")
    assert await days(scene) == [WINTER]


async def test_what_touches_a_long_pause_is_refused_kindly(scene: Scene, lena: Made) -> None:
    await scene.taps(LENA, AddSchoolHoliday(lena.organisation_id, "nl-2027-summer"))
    assert await writes(scene, lena, "1/9/2027 - 30/9/2027") == WhichDays(
        organisation_id=lena.organisation_id, fault=DaysFault.TOO_LONG
    )
    assert await days(scene) == [("2027-07-01", "2027-08-31")]


async def test_a_pause_that_has_not_begun_is_removed(scene: Scene, lena: Made) -> None:
    await scene.taps(LENA, AddSchoolHoliday(lena.organisation_id, "nl-2026-winter"))
    (pause,) = await rows(scene)
    await scene.taps(LENA, PauseCard(pause.id))
    await scene.taps(LENA, RemovePause(pause.id))
    assert "taken back" in scene.edits()[0]
    assert await days(scene) == []
    for tap in (PauseCard(pause.id), RemovePause(pause.id), EndPauseToday(pause.id), WriteLastDay(pause.id)):
        await scene.taps(LENA, tap)
        assert scene.toasts() == [scene.rendered(OutOfDate()).text]


async def test_a_pause_that_has_begun_only_becomes_shorter(scene: Scene, lena: Made) -> None:
    await writes(scene, lena, "24/11 - 3/12")
    (pause,) = await rows(scene)
    scene.advance(timedelta(days=2))
    await scene.taps(LENA, RemovePause(pause.id))
    assert "has begun" in scene.edits()[0]
    await scene.taps(LENA, WriteLastDay(pause.id))
    for text, fault in (("9/12", DaysFault.NOT_SHORTER), ("25/11/2026", DaysFault.PAST), ("x", DaysFault.NOT_DAYS)):
        await scene.says(LENA, text)
        asked = await scene.last(LENA)
        assert isinstance(asked, WhichLastDay)
        assert asked.fault is fault
    await scene.says(LENA, "1/12")
    assert await days(scene) == [("2026-11-24", "2026-12-01")]
    await scene.taps(LENA, EndPauseToday(pause.id))
    assert await days(scene) == [("2026-11-24", "2026-11-26")]


async def test_a_pause_that_went_away_while_its_last_day_was_asked_for_is_asked_no_more(
    scene: Scene, lena: Made
) -> None:
    await make_person(scene, MARC, Role.LEAD)
    await scene.taps(LENA, AddSchoolHoliday(lena.organisation_id, "nl-2026-winter"))
    (pause,) = await rows(scene)
    await scene.taps(LENA, WriteLastDay(pause.id))
    await scene.taps(MARC, RemovePause(pause.id))
    await scene.says(LENA, "31/12")
    assert isinstance(await scene.last(LENA), OutOfDate)
    await scene.says(LENA, "31/12")
    assert not isinstance(await scene.last(LENA), WhichLastDay)


async def test_pauses_of_others_are_out_of_reach(scene: Scene, lena: Made) -> None:
    await make_person(scene, COCO, Role.COORDINATOR)
    await make_person(scene, MARC, Role.LEAD, organisation=await make_organisation(scene, "FMDO"))
    await scene.taps(LENA, AddSchoolHoliday(lena.organisation_id, "nl-2026-winter"))
    (pause,) = await rows(scene)
    changing: list[Tap] = [RemovePause(pause.id), EndPauseToday(pause.id), WriteLastDay(pause.id)]
    for user, taps in ((COCO, changing), (MARC, [*changing, PauseCard(pause.id)])):
        for tap in taps:
            await scene.taps(user, tap)
            assert scene.toasts()
            assert scene.edits() == []
    await scene.taps(COCO, PauseCard(pause.id))
    assert len(scene.edits()) == 1
    assert await days(scene) == [WINTER]
