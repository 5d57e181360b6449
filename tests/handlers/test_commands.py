from __future__ import annotations

import json
import re

import pytest
from sqlmodel import select

from mentoring.menus import NEWCOMERS
from mentoring.messages.menus import ChooseLanguage, Help, LanguageSet, LeftTandem, Privacy
from mentoring.messages.profile import ProfileCard
from mentoring.messages.system import NotHere, NothingToCancel
from mentoring.messages.welcome import WhichOptions
from mentoring.steps import Step
from mentoring.taps_menus import SwitchLanguage
from mentoring.taps_welcome import ChangeName
from storage.tables import Organisation
from storage.words import Call, DuoState, MembershipState, Role
from tests.handlers.newcomers import newcomer, organisation, person_of
from tests.handlers.people import make_duo, make_organisation, make_person
from tests.handlers.scene import Scene
from tests.handlers.test_welcome import up_to
from tests.handlers.threads import BRAM, make_pair

ANNA = 501


async def menu(scene: Scene, user: int) -> list[str]:
    """The commands of the last menu that was written for them."""
    rows = [row for row in await scene.rows(user) if row.call == Call.COMMANDS]
    commands: list[str] = json.loads(rows[-1].open(scene.database.vault, "params") or "{}")["commands"]
    return commands


# -- /language -----------------------------------------------------------------------------------------------------
async def test_the_language_changes_at_once_and_the_menu_with_it(scene: Scene) -> None:
    await make_person(scene, ANNA, Role.SEEKER, language="nl")
    await scene.says(ANNA, "/language")
    assert await scene.last(ANNA) == ChooseLanguage(languages=("nl", "fr", "de"))
    await scene.taps(ANNA, SwitchLanguage("de"))

    assert scene.edits() == [scene.rendered(LanguageSet(), "de").text]
    assert (await person_of(scene, ANNA)).language == "de"
    assert await menu(scene, ANNA) == ["profile", "team", "settings", "language", "help", "privacy", "cancel"]


async def test_their_own_language_stays_offered_after_the_organisation_switched_it_off(scene: Scene) -> None:
    await make_person(scene, ANNA, Role.SEEKER, language="nl")
    async with scene.database.write() as store:
        for place in (await store.session.execute(select(Organisation))).scalars():
            place.languages = ["fr", "de"]
    await scene.says(ANNA, "/language")
    assert await scene.last(ANNA) == ChooseLanguage(languages=("nl", "fr", "de"))

    await scene.taps(ANNA, SwitchLanguage("nl"))
    assert (await person_of(scene, ANNA)).language == "nl"


@pytest.mark.parametrize("language", ["en", "xx", "", "fr "])
async def test_a_language_that_is_not_offered_changes_nothing(scene: Scene, language: str) -> None:
    await make_person(scene, ANNA, Role.SEEKER)
    await scene.taps(ANNA, SwitchLanguage(language))

    assert scene.toasts() == [scene.rendered(NotHere(), "fr").text]
    assert (await person_of(scene, ANNA)).language == "fr"


async def test_in_the_welcome_the_open_question_comes_again_in_the_new_language(scene: Scene) -> None:
    own = await newcomer(scene, ANNA, await organisation(scene))
    await up_to(scene, ANNA, own, Step.SECTORS)
    await scene.taps(ANNA, SwitchLanguage("nl"))

    assert isinstance(await scene.last(ANNA), WhichOptions)


async def test_the_general_commands_leave_an_open_question_open(scene: Scene) -> None:
    made = await make_person(scene, ANNA, Role.SEEKER, name="Anna")
    await scene.taps(ANNA, ChangeName(made.membership_id))
    for command in ("/help", "/privacy", "/language"):
        await scene.says(ANNA, command)
    await scene.taps(ANNA, SwitchLanguage("de"))
    await scene.says(ANNA, "Anneke")

    card = await scene.last(ANNA)
    assert isinstance(card, ProfileCard)
    assert card.name == "Anneke"


# -- /help and /privacy ---------------------------------------------------------------------------------------------
async def test_help_names_each_hat_and_who_answers(scene: Scene) -> None:
    await make_person(scene, ANNA, Role.MENTOR)
    await make_person(scene, ANNA, Role.COORDINATOR, organisation=await make_organisation(scene, "FMDO"))
    await scene.says(ANNA, "/help")

    card = await scene.last(ANNA)
    assert isinstance(card, Help)
    text = scene.rendered(card).text
    for expected in ("Mentor · Duo Dijle", "Coordinator · FMDO", "/invite", "/profile", "/privacy", "info@example.org"):
        assert expected in text


@pytest.mark.parametrize("contact", ["02 123 45 67", ""])
async def test_help_names_the_way_to_a_person_before_any_command(scene: Scene, contact: str) -> None:
    made = await make_person(scene, ANNA, Role.SEEKER)
    async with scene.database.write() as store:
        place = await store.session.get(Organisation, made.organisation_id)
        assert place is not None
        place.contact = contact
    await scene.says(ANNA, "/help")

    text = scene.rendered(await scene.last(ANNA)).text
    way, *_ = re.findall("<b>(.*?)</b>", text, re.DOTALL)
    assert (contact or "ask the team in person") in way
    assert "Duo Dijle" in way
    assert text.index(way) < text.index("/profile")


async def test_help_ends_with_whom_to_call_in_danger_in_their_language(scene: Scene) -> None:
    made = await make_person(scene, ANNA, Role.SEEKER, language="nl")
    await scene.says(ANNA, "/help")
    text = scene.rendered(await scene.last(ANNA), "nl").text
    assert text.endswith("<b>106</b> Tele-Onthaal\n<b>1813</b> Zelfmoordlijn")
    assert text.index("<b>112</b>") > text.index("/cancel")

    async with scene.database.write() as store:
        place = await store.session.get(Organisation, made.organisation_id)
        assert place is not None
        place.emergency_numbers = {"nl": [{"number": "02 123 45 67", "name": "Wacht <1>"}]}
    await scene.says(ANNA, "/help")
    assert scene.rendered(await scene.last(ANNA), "nl").text.endswith("<b>02 123 45 67</b> Wacht &lt;1&gt;")


async def test_help_speaks_of_passing_on_messages_only_in_the_role_that_has_a_duo(scene: Scene) -> None:
    seeker, mentor = await make_person(scene, ANNA, Role.SEEKER), await make_person(scene, 502, Role.MENTOR)
    await make_person(scene, ANNA, Role.MENTOR, organisation=await make_organisation(scene, "FMDO"))
    await make_duo(scene, seeker, mentor, DuoState.PAUSED)
    await scene.says(ANNA, "/help")

    card = await scene.last(ANNA)
    assert isinstance(card, Help)
    assert {hat.role: hat.in_duo for hat in card.hats} == {Role.SEEKER: True, Role.MENTOR: False}
    text = scene.rendered(card).text
    assert "between you and your mentor" in text
    assert "between you and your mentee" not in text


async def test_help_shows_only_commands_of_the_menu(scene: Scene) -> None:
    for role in (Role.SEEKER, Role.COORDINATOR):
        await make_person(scene, ANNA, role)
    await scene.says(ANNA, "/help")
    await scene.taps(ANNA, SwitchLanguage("nl"))

    text = scene.rendered(await scene.last(ANNA)).text
    assert set(re.findall(r"^/(\w+)", text, re.MULTILINE)) == set(await menu(scene, ANNA))


@pytest.mark.parametrize("user", [ANNA, BRAM])
async def test_help_in_a_duo_names_the_meetings_and_the_settings(scene: Scene, user: int) -> None:
    await make_pair(scene)
    await scene.says(user, "/help")
    text = scene.rendered(await scene.last(user)).text

    await scene.taps(user, SwitchLanguage("nl"))
    named = re.findall(r"^/(\w+)", text, re.MULTILINE)
    assert {"sessions", "settings"} <= set(named)
    assert set(named) == set(await menu(scene, user))


@pytest.mark.parametrize("state", [MembershipState.BY_PHONE, MembershipState.WELCOMING])
async def test_help_before_the_welcome_names_no_command_that_leads_nowhere(
    scene: Scene, state: MembershipState
) -> None:
    await make_person(scene, ANNA, Role.SEEKER, state=state)
    await scene.says(ANNA, "/help")

    text = scene.rendered(await scene.last(ANNA)).text
    assert tuple(re.findall(r"^/(\w+)", text, re.MULTILINE)) == NEWCOMERS


async def test_help_with_one_hat_names_only_what_is_theirs(scene: Scene) -> None:
    await make_person(scene, ANNA, Role.SEEKER)
    await scene.says(ANNA, "/help@tandem_bot")

    text = scene.rendered(await scene.last(ANNA)).text
    assert "/profile" in text
    assert "/invite" not in text
    assert "/chats" not in text


@pytest.mark.parametrize("state", [MembershipState.BY_PHONE, MembershipState.WELCOMING])
async def test_help_before_the_welcome_says_where_things_stand(scene: Scene, state: MembershipState) -> None:
    await make_person(scene, ANNA, Role.SEEKER, state=state)
    await scene.says(ANNA, "/help")

    assert "/start" in scene.rendered(await scene.last(ANNA)).text


async def test_privacy_says_who_what_how_long_and_which_rights(scene: Scene) -> None:
    await make_person(scene, ANNA, Role.SEEKER)
    await scene.says(ANNA, "/privacy")

    card = await scene.last(ANNA)
    assert isinstance(card, Privacy)
    text = scene.rendered(card).text
    for expected in ("Duo Dijle", "info@example.org", "30 days", "24 months", "Telegram", "rights", "not kept"):
        assert expected in text


async def test_who_left_still_hears_who_is_responsible(scene: Scene) -> None:
    await make_person(scene, ANNA, Role.SEEKER, state=MembershipState.LEFT)
    await scene.says(ANNA, "/privacy")
    assert isinstance(await scene.last(ANNA), Privacy)
    await scene.says(ANNA, "/help")
    assert isinstance(await scene.last(ANNA), LeftTandem)
    await scene.says(ANNA, "/start")
    assert isinstance(await scene.last(ANNA), LeftTandem)


async def test_an_organisation_without_an_address_is_named_all_the_same(scene: Scene) -> None:
    own = await newcomer(scene, ANNA, await organisation(scene, "A & B <c>"))
    assert own
    await scene.says(ANNA, "/privacy")

    assert "A &amp; B &lt;c&gt;" in scene.rendered(await scene.last(ANNA)).text


# -- /cancel -----------------------------------------------------------------------------------------------------------
async def test_nothing_to_cancel_is_said(scene: Scene) -> None:
    await make_person(scene, ANNA, Role.SEEKER)
    await scene.says(ANNA, "/cancel")

    assert await scene.last(ANNA) == NothingToCancel()


# -- /start goes on ----------------------------------------------------------------------------------------------------
async def test_start_asks_the_open_question_again(scene: Scene) -> None:
    own = await newcomer(scene, ANNA, await organisation(scene))
    await up_to(scene, ANNA, own, Step.TIMES)
    await scene.says(ANNA, "/cancel")
    await scene.says(ANNA, "/start")

    question = await scene.last(ANNA)
    assert isinstance(question, WhichOptions)
    assert question.question == "times"
