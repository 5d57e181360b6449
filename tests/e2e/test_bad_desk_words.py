"""Whatever is written where the team's desk asks for a text: a kind word, nothing lost, nothing half done."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from mentoring.messages.system import Cancelled, OutOfDate, SomethingWentWrong, WritePlease
from mentoring.organisation.numbers import Setting
from mentoring.taps import Tap
from mentoring.taps_colleagues import WriteAbsence
from mentoring.taps_duos import SearchDuos
from mentoring.taps_invitations import InviteLanguage
from mentoring.taps_mentor_points import WriteOwnPoint
from mentoring.taps_organisation import Word, WriteDays, WriteNumber, WritePhone, WritePlace, WriteWord
from mentoring.taps_people import AskNote, Noted, SearchPeople
from mentoring.taps_takeovers import OtherStart, TakeOverNew
from storage.words import Role
from tests.e2e import rough
from tests.e2e.test_bad_desk import AMINA, KARIM, LEAD, waiting
from tests.handlers.people import make_person
from tests.handlers.scene import Scene

NASTY = (
    *(rough.LONG, "9" * 4096, "👩\u200d👩\u200d👧" * 300, rough.HTML, rough.BIDI, rough.NUL, *rough.BLANKS),
    *("²", "٣", "-1", "1e9", "+32 4" + "7" * 60, "Notruf 112\n\n\n" + "x" * 200, "{name} %s {0}", "=1+1"),
    *("31.02.2026", "00/00/0000", "1.1.99999", "٣/٣/٢٠٢٦", "01/01/2026 - 01/01/2099", "24/12 - 24/12/0001"),
)
PHOTO = [{"file_id": "p", "file_unique_id": "p", "width": 1, "height": 1}]
NO_TEXT = (
    {"photo": PHOTO, "caption": "Zoë"},
    {"contact": {"phone_number": "+32470000000", "first_name": "Zoë"}},
    {"location": {"latitude": 50.85, "longitude": 4.35}},
    {
        "sticker": {"file_id": "s", "file_unique_id": "s", "type": "regular", "width": 1, "height": 1}
        | {"is_animated": False, "is_video": False}
    },
    {"document": {"file_id": "d", "file_unique_id": "d", "file_name": "cv.pdf", "mime_type": "application/pdf"}},
)
QUESTIONS = 15


@pytest.fixture
async def scene(tmp_path: Path) -> AsyncIterator[Scene]:
    scene = await Scene.open(tmp_path)
    yield scene
    await scene.close()


async def question(scene: Scene, number: int) -> Tap:
    """One of the questions that the desk asks a lead."""
    lead = await make_person(scene, LEAD, Role.LEAD, name="Lena", language="en")
    amina = await make_person(scene, AMINA, name="Amina", language="en")
    karim = await make_person(scene, KARIM, Role.MENTOR, language="en")
    place = lead.organisation_id
    return (
        InviteLanguage(place, Role.SEEKER, "fr"),
        AskNote(amina.membership_id, Noted.LABEL),
        AskNote(karim.membership_id, Noted.REFERENCE),
        SearchPeople(place),
        SearchDuos(place),
        WriteAbsence(lead.membership_id),
        WriteOwnPoint(place),
        OtherStart(amina.membership_id, karim.membership_id),
        TakeOverNew(place),
        WriteWord(place, Word.NAME),
        WriteWord(place, Word.CONTACT),
        WriteNumber(place, next(iter(Setting))),
        WritePlace(place),
        WritePhone(place, "de"),
        WriteDays(place),
    )[number]


@pytest.mark.parametrize("number", range(QUESTIONS))
async def test_every_question_of_the_desk_survives_whatever_is_written(scene: Scene, number: int) -> None:
    asks = await question(scene, number)
    for text in NASTY:
        if not await waiting(scene):
            await scene.taps(LEAD, asks)
        heard = len(await scene.rows(LEAD))
        await scene.says(LEAD, text)
        assert len(await scene.rows(LEAD)) > heard, text
    for message in await scene.messages(LEAD):
        assert not isinstance(message, SomethingWentWrong | OutOfDate)
        for language in ("fr", "nl", "de", "en"):
            shown = scene.rendered(message, language)
            assert len(shown.text) <= (1024 if shown.photo or shown.document else 4096), message
            assert not {"\x00", "\x07", "\u202e", "\u2066"} & set(shown.text), message


@pytest.mark.parametrize("number", range(QUESTIONS))
async def test_every_question_of_the_desk_asks_for_a_text_again_and_is_left_by_a_command(
    scene: Scene, number: int
) -> None:
    asks = await question(scene, number)
    await scene.taps(LEAD, asks)
    open_one = await waiting(scene)
    assert len(open_one) == 1
    for content in NO_TEXT:
        await scene.says(LEAD, **content)
        assert isinstance(await scene.last(LEAD), WritePlease), content
    for command in ("/help", "/privacy", "/language"):
        await scene.says(LEAD, command)
        assert await waiting(scene) == open_one, command
    await scene.says(LEAD, "/cancel")
    assert isinstance(await scene.last(LEAD), Cancelled)
    assert await waiting(scene) == []
