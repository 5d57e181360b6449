"""/organisation: name, contact, languages, time zone, numbers to call."""

from __future__ import annotations

import pytest

from mentoring.messages.menus import ChooseLanguage, Privacy
from mentoring.messages.organisation import OrganisationSettings
from mentoring.messages.organisation_phones import PhoneFault, Phones, WhichPhone
from mentoring.messages.organisation_words import OrganisationChanged, What, WhichPlace, WhichWord, WordFault
from mentoring.taps_organisation import (
    DropPhone,
    NoContact,
    SetPlace,
    ShowPhones,
    ShowSpoken,
    SwitchSpoken,
    UsualPhones,
    Word,
    WritePhone,
    WritePlace,
    WriteWord,
)
from storage.words import Role
from tests.handlers.people import Made, make_organisation, make_person
from tests.handlers.scene import Scene
from tests.handlers.test_organisation import LENA, MARC, row

ANNA = 501


@pytest.fixture
async def lena(scene: Scene) -> Made:
    return await make_person(scene, LENA, Role.LEAD, name="Lena", language="en")


# -- name and contact --------------------------------------------------------------------------------------------------
async def test_a_new_name_and_contact_stand_in_the_text_on_privacy(scene: Scene, lena: Made) -> None:
    await make_person(scene, ANNA, Role.SEEKER)
    await scene.taps(LENA, WriteWord(lena.organisation_id, Word.NAME))
    await scene.says(LENA, "  Duo \u202e<b>Leuven</b>\n")
    await scene.taps(LENA, WriteWord(lena.organisation_id, Word.CONTACT))
    await scene.says(LENA, "privacy@leuven.example")

    await scene.says(ANNA, "/privacy")
    privacy = await scene.last(ANNA)
    assert isinstance(privacy, Privacy)
    text = scene.rendered(privacy).text
    assert "Duo &lt;b&gt;Leuven&lt;/b&gt;" in text
    assert "privacy@leuven.example" in text


@pytest.mark.parametrize(
    ("word", "text", "fault"),
    [
        (Word.NAME, "\u200d \u2060", WordFault.NOT_USABLE),
        (Word.NAME, "😀", WordFault.NOT_USABLE),
        (Word.NAME, "4 + 4", WordFault.NOT_USABLE),
        (Word.NAME, "x" * 81, WordFault.TOO_LONG),
        (Word.NAME, "FMDO", WordFault.TAKEN),
        (Word.NAME, " fmdo ", WordFault.TAKEN),
        (Word.CONTACT, "x" * 4000, WordFault.TOO_LONG),
    ],
)
async def test_a_word_that_cannot_be_is_asked_for_again(
    scene: Scene, lena: Made, word: Word, text: str, fault: WordFault
) -> None:
    await make_organisation(scene, "FMDO")
    before = (await row(scene, lena)).model_dump()
    await scene.taps(LENA, WriteWord(lena.organisation_id, word))
    await scene.says(LENA, text)
    asked = await scene.last(LENA)
    assert isinstance(asked, WhichWord)
    assert asked.fault is fault
    assert (await row(scene, lena)).model_dump() == before

    await scene.says(LENA, "Duo Leuven")
    assert isinstance(await scene.last(LENA), OrganisationSettings)


async def test_an_organisation_may_be_called_as_it_is_called(scene: Scene, lena: Made) -> None:
    await scene.taps(LENA, WriteWord(lena.organisation_id, Word.NAME))
    await scene.says(LENA, "DUO Dijle")
    assert (await row(scene, lena)).name == "DUO Dijle"


async def test_nobody_can_be_named_for_privacy(scene: Scene, lena: Made) -> None:
    await make_person(scene, MARC, Role.LEAD)
    await scene.taps(LENA, NoContact(lena.organisation_id))
    assert (await row(scene, lena)).contact == ""
    heard = await scene.last(MARC)
    assert isinstance(heard, OrganisationChanged)
    assert (heard.what, heard.text) == (What.CONTACT, "")


# -- languages ---------------------------------------------------------------------------------------------------------
async def test_english_is_switched_on_as_the_fourth_language(scene: Scene, lena: Made) -> None:
    await make_person(scene, ANNA, Role.SEEKER)
    await scene.taps(LENA, SwitchSpoken(lena.organisation_id, "en", True))
    assert (await row(scene, lena)).languages == ["fr", "nl", "de", "en"]
    await scene.says(ANNA, "/language")
    assert await scene.last(ANNA) == ChooseLanguage(languages=("fr", "nl", "de", "en"))


async def test_who_chose_a_language_that_goes_keeps_it(scene: Scene, lena: Made) -> None:
    await make_person(scene, ANNA, Role.SEEKER, language="de")
    await make_person(scene, 502, Role.MENTOR, language="de")
    await scene.taps(LENA, SwitchSpoken(lena.organisation_id, "de", False))

    assert "German: 2 people" in scene.edits()[0]
    assert (await row(scene, lena)).languages == ["fr", "nl"]
    await scene.says(ANNA, "/privacy")
    assert "Daten" in scene.rendered(await scene.last(ANNA), "de").text
    assert {(await scene.last(ANNA)).kind} == {"menu.privacy"}


async def test_one_language_stays_and_no_other_is_known(scene: Scene, lena: Made) -> None:
    for language in ("nl", "de", "fr", "fr"):
        await scene.taps(LENA, SwitchSpoken(lena.organisation_id, language, False))
    assert "One language has to stay" in scene.edits()[0]
    await scene.taps(LENA, SwitchSpoken(lena.organisation_id, "tlh", True))
    assert scene.edits() == []
    assert (await row(scene, lena)).languages == ["fr"]
    await scene.taps(LENA, ShowSpoken(lena.organisation_id))
    assert "One language has to stay" not in scene.edits()[0]


# -- time zone ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("zone", ["Europe", "Belgium/Nowhere", "../../etc/passwd", ""])
async def test_a_zone_that_does_not_exist_changes_nothing(scene: Scene, lena: Made, zone: str) -> None:
    await scene.taps(LENA, SetPlace(lena.organisation_id, zone))
    assert scene.edits() == []
    assert (await row(scene, lena)).time_zone == "Europe/Brussels"


async def test_a_zone_is_set_by_a_tap_or_by_a_city(scene: Scene, lena: Made) -> None:
    await scene.taps(LENA, SetPlace(lena.organisation_id, "Europe/London"))
    assert (await row(scene, lena)).time_zone == "Europe/London"
    await scene.taps(LENA, WritePlace(lena.organisation_id))
    await scene.says(LENA, "Nirgendheim")
    assert await scene.last(LENA) == WhichPlace(organisation_id=lena.organisation_id, unknown=True)
    await scene.says(LENA, "Lüttich")
    assert (await row(scene, lena)).time_zone == "Europe/Brussels"


# -- numbers to call ---------------------------------------------------------------------------------------------------
async def shown(scene: Scene) -> Phones:
    message = await scene.last(LENA)
    assert isinstance(message, Phones)
    return message


async def test_a_number_is_added_and_removed_for_one_language(scene: Scene, lena: Made) -> None:
    own = lena.organisation_id
    await scene.taps(LENA, WritePhone(own, "nl"))
    await scene.says(LENA, "02 123 45 67 Wacht <Dijle>")
    assert [each.number for each in (await shown(scene)).phones] == ["112", "106", "1813", "02 123 45 67"]
    await scene.taps(LENA, DropPhone(own, "nl", "106"))
    await scene.taps(LENA, DropPhone(own, "nl", "106"))

    assert (await row(scene, lena)).emergency_numbers == {
        "nl": [{"number": "1813", "name": "Zelfmoordlijn"}, {"number": "02 123 45 67", "name": "Wacht <Dijle>"}]
    }
    await scene.taps(LENA, UsualPhones(own, "nl"))
    assert (await row(scene, lena)).emergency_numbers is None


async def test_112_cannot_be_removed(scene: Scene, lena: Made) -> None:
    await scene.taps(LENA, DropPhone(lena.organisation_id, "fr", "112"))
    assert "<b>112</b>" in scene.edits()[0]
    assert (await row(scene, lena)).emergency_numbers is None


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("Télé-Accueil", PhoneFault.NO_NUMBER),
        ("12 Garde", PhoneFault.NO_NUMBER),
        ("107", PhoneFault.NO_NAME),
        ("02 123 45 67 " + "x" * 4000, PhoneFault.NO_NAME),
        ("1-0-7 Encore", PhoneFault.TWICE),
        ("112 Police", PhoneFault.TWICE),
    ],
)
async def test_a_number_nobody_can_dial_is_asked_for_again(
    scene: Scene, lena: Made, text: str, fault: PhoneFault
) -> None:
    await scene.taps(LENA, WritePhone(lena.organisation_id, "fr"))
    await scene.says(LENA, text)
    asked = await scene.last(LENA)
    assert isinstance(asked, WhichPhone)
    assert asked.fault is fault
    assert (await row(scene, lena)).emergency_numbers is None


async def test_there_are_six_numbers_at_most(scene: Scene, lena: Made) -> None:
    own = lena.organisation_id
    for number in range(3):
        await scene.taps(LENA, WritePhone(own, "fr"))
        await scene.says(LENA, f"02 123 45 6{number} Garde {number}")
    assert not (await shown(scene)).has_room
    await scene.taps(LENA, WritePhone(own, "fr"))
    assert "Garde 2" in scene.edits()[0]
    await scene.says(LENA, "02 123 45 69 Garde 9")
    await scene.taps(LENA, ShowPhones(own, "fr"))
    assert "Garde 9" not in scene.edits()[0]


async def test_a_language_that_is_not_known_shows_the_first(scene: Scene, lena: Made) -> None:
    await scene.taps(LENA, ShowPhones(lena.organisation_id, "tlh"))
    assert "Télé-Accueil" in scene.edits()[0]
    await scene.taps(LENA, DropPhone(lena.organisation_id, "tlh", "107"))
    assert scene.edits() == []
