from __future__ import annotations

from datetime import timedelta

import pytest

from mentoring.messages.arrival import Joined
from mentoring.messages.menus import LeftTandem
from mentoring.messages.system import NotHere, OutOfDate, TapPlease, WritePlease
from mentoring.messages.welcome import (
    ByPhone,
    DataCard,
    LeftOpen,
    MentorWaits,
    NameNotUsable,
    SeekerWaits,
    StaffBegins,
    Summary,
    WantsPhone,
    WhichLanguage,
    WhichName,
    WhichOptions,
)
from mentoring.profile import Profile, Question, read_profile
from mentoring.steps import Place, Step
from mentoring.taps_welcome import (
    Agree,
    ChangeMind,
    ChooseCapacity,
    GoBack,
    GoOn,
    ShowData,
    SpeakLanguage,
    TakeOfferedName,
    ToggleOption,
    TurnOptions,
)
from mentoring.welcome import AGREEMENT_VERSION
from storage.tables import Membership
from storage.words import Call, MembershipState, Role
from tests.handlers.newcomers import COORDINATOR, membership_of, newcomer, organisation, person_of
from tests.handlers.scene import Scene

ANNA = 501
BART = 502
_PHOTO = [{"file_id": "f", "file_unique_id": "u", "width": 9, "height": 9}]


@pytest.fixture
async def anna(scene: Scene) -> int:
    """A job seeker who has just tapped the link: her membership's id."""
    return await newcomer(scene, ANNA, await organisation(scene))


async def up_to(scene: Scene, user: int, own: int, step: Step, name: str = "Anna") -> None:
    """Answers everything before that step."""
    await scene.taps(user, SpeakLanguage(own, "fr"))
    if step is Step.AGREEMENT:
        return
    await scene.taps(user, Agree(own, agrees=True))
    if step is Step.NAME:
        return
    await scene.says(user, name)
    for optional in (Step.LANGUAGES, Step.SECTORS, Step.REGIONS, Step.TIMES):
        if step is optional:
            return
        await scene.taps(user, GoOn(own, optional))


# -- the whole way -----------------------------------------------------------------------------------------------------
async def test_a_seeker_answers_everything_and_waits(scene: Scene, anna: int) -> None:
    await scene.says(ANNA, "bonjour")
    assert await scene.last(ANNA) == WhichLanguage(membership_id=anna, place=Place(1, 7), languages=("fr", "nl", "de"))
    await up_to(scene, ANNA, anna, Step.LANGUAGES)
    await scene.taps(ANNA, ToggleOption(anna, Question.LANGUAGES, "ar"))
    await scene.taps(ANNA, ToggleOption(anna, Question.LANGUAGES, "fr"))
    await scene.taps(ANNA, GoOn(anna, Step.LANGUAGES))
    await scene.taps(ANNA, ToggleOption(anna, Question.SECTORS, "care"))
    await scene.taps(ANNA, GoOn(anna, Step.SECTORS))
    await scene.taps(ANNA, GoOn(anna, Step.REGIONS))
    await scene.taps(ANNA, ToggleOption(anna, Question.TIMES, "weekend"))
    scene.advance(timedelta(minutes=3))
    await scene.taps(ANNA, GoOn(anna, Step.TIMES))

    told = Profile(languages=("fr", "ar"), sectors=("care",), times=("weekend",))
    summary = Summary(membership_id=anna, role=Role.SEEKER, name="Anna", profile=told, duos=None)
    assert scene.edits() == [scene.rendered(summary, "fr").text]
    assert await scene.last(ANNA) == SeekerWaits(organisation="Team4Job")
    membership = await membership_of(scene, anna)
    assert membership.state == MembershipState.READY
    assert membership.waiting_since == scene.clock.now()
    assert membership.agreed_version == AGREEMENT_VERSION
    assert membership.agreed_language == "fr"
    assert read_profile(scene.database.vault, membership) == told
    assert await scene.last(COORDINATOR) == Joined(role=Role.SEEKER, name="Anna", label="A-17")


async def test_a_mentor_also_says_how_many_duos_at_once(scene: Scene) -> None:
    own = await newcomer(scene, BART, await organisation(scene), Role.MENTOR)
    await up_to(scene, BART, own, Step.CAPACITY, "Bart")
    assert "8/8" in scene.edits()[0]
    await scene.taps(BART, ChooseCapacity(own, 3))

    assert await scene.last(BART) == MentorWaits(organisation="Team4Job")
    membership = await membership_of(scene, own)
    assert membership.capacity == 3
    assert membership.waiting_since is None


async def test_colleagues_are_asked_only_language_agreement_and_name(scene: Scene) -> None:
    own = await newcomer(scene, BART, await organisation(scene), Role.COORDINATOR)
    await up_to(scene, BART, own, Step.NAME)
    assert "3/3" in scene.edits()[0]
    await scene.says(BART, "Bart")

    assert [type(message) for message in (await scene.messages(BART))[-2:]] == [Summary, StaffBegins]
    assert (await membership_of(scene, own)).state == MembershipState.READY


async def test_a_second_role_asks_neither_language_nor_name_again(scene: Scene, anna: int) -> None:
    await up_to(scene, ANNA, anna, Step.CAPACITY)
    own = await newcomer(scene, ANNA, await organisation(scene, "FMDO"), Role.MENTOR)
    await scene.taps(ANNA, ChangeMind(own))

    card = DataCard(membership_id=own, place=Place(1, 6), role=Role.MENTOR, organisation="FMDO")
    assert scene.edits() == [scene.rendered(card, "fr").text]
    await scene.taps(ANNA, Agree(own, agrees=True))
    assert "2/6" in scene.edits()[0]


async def test_with_two_welcomes_open_the_end_of_one_leads_to_the_other(scene: Scene, anna: int) -> None:
    other = await newcomer(scene, ANNA, await organisation(scene, "FMDO"), Role.COORDINATOR)
    await up_to(scene, ANNA, anna, Step.CAPACITY)

    last = await scene.last(ANNA)
    assert isinstance(last, DataCard)
    assert last.membership_id == other


# -- language ----------------------------------------------------------------------------------------------------------
async def test_the_chosen_language_is_spoken_at_once_and_in_the_menu(scene: Scene, anna: int) -> None:
    await scene.taps(ANNA, SpeakLanguage(anna, "nl"))

    card = DataCard(membership_id=anna, place=Place(2, 7), role=Role.SEEKER, organisation="Team4Job")
    assert scene.edits() == [scene.rendered(card, "nl").text]
    assert (await person_of(scene, ANNA)).language == "nl"
    assert [row.call for row in await scene.rows(ANNA)][-1] == Call.COMMANDS


async def test_a_language_the_organisation_does_not_speak_changes_nothing(scene: Scene, anna: int) -> None:
    await scene.taps(ANNA, SpeakLanguage(anna, "en"))

    assert scene.toasts() == [scene.rendered(NotHere(), "fr").text]
    assert (await person_of(scene, ANNA)).language == "fr"


# -- agreement ---------------------------------------------------------------------------------------------------------
async def test_everything_about_the_data_is_one_tap_away_and_one_back(scene: Scene, anna: int) -> None:
    await up_to(scene, ANNA, anna, Step.AGREEMENT)
    await scene.taps(ANNA, ShowData(anna, open=True))
    assert "Team4Job" in scene.edits()[0]
    await scene.taps(ANNA, ShowData(anna, open=False))
    assert "2/7" in scene.edits()[0]


async def test_who_does_not_agree_goes_by_phone_and_the_team_hears_it(scene: Scene, anna: int) -> None:
    await up_to(scene, ANNA, anna, Step.AGREEMENT)
    await scene.taps(ANNA, Agree(anna, agrees=False))

    line = ByPhone(membership_id=anna, role=Role.SEEKER, organisation="Team4Job")
    assert scene.edits() == [scene.rendered(line, "fr").text]
    assert (await membership_of(scene, anna)).state == MembershipState.BY_PHONE
    told = WantsPhone(role=Role.SEEKER, label="A-17", name=None, organisation="Team4Job")
    assert await scene.last(COORDINATOR) == told


async def test_refusing_after_going_back_keeps_nothing_that_was_answered(scene: Scene, anna: int) -> None:
    await up_to(scene, ANNA, anna, Step.LANGUAGES)
    await scene.taps(ANNA, ToggleOption(anna, Question.LANGUAGES, "ar"))
    await scene.taps(ANNA, GoBack(anna, Step.LANGUAGES))
    await scene.taps(ANNA, GoBack(anna, Step.NAME))
    await scene.taps(ANNA, Agree(anna, agrees=False))

    membership = await membership_of(scene, anna)
    assert membership.agreed_at is None
    assert membership.profile_sealed is None
    assert (await person_of(scene, ANNA)).first_name_sealed is None


async def test_refusing_twice_in_a_day_tells_the_team_once(scene: Scene, anna: int) -> None:
    await up_to(scene, ANNA, anna, Step.AGREEMENT)
    for _ in range(2):
        await scene.taps(ANNA, Agree(anna, agrees=False))
        await scene.taps(ANNA, ChangeMind(anna))
        await scene.taps(ANNA, Agree(anna, agrees=True))
        await scene.taps(ANNA, GoBack(anna, Step.NAME))

    assert sum(isinstance(message, WantsPhone) for message in await scene.messages(COORDINATOR)) == 1


async def test_who_goes_by_phone_can_come_back(scene: Scene, anna: int) -> None:
    await up_to(scene, ANNA, anna, Step.AGREEMENT)
    await scene.taps(ANNA, Agree(anna, agrees=False))
    await scene.says(ANNA, "allo ?")
    assert isinstance(await scene.last(ANNA), ByPhone)
    await scene.taps(ANNA, ChangeMind(anna))
    assert (await membership_of(scene, anna)).state == MembershipState.BY_PHONE
    await scene.taps(ANNA, Agree(anna, agrees=True))

    assert (await membership_of(scene, anna)).state == MembershipState.WELCOMING
    assert "3/7" in scene.edits()[0]


# -- the name ----------------------------------------------------------------------------------------------------------
async def test_the_name_on_telegram_is_one_tap_away(scene: Scene, anna: int) -> None:
    await up_to(scene, ANNA, anna, Step.NAME)
    asked = WhichName(membership_id=anna, place=Place(3, 7), offered=f"P{ANNA}")
    assert scene.edits() == [scene.rendered(asked, "fr").text]
    await scene.taps(ANNA, TakeOfferedName(anna))

    assert (await person_of(scene, ANNA)).open(scene.database.vault, "first_name") == f"P{ANNA}"


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("<b>Anna</b>", "<b>Anna</b>"),
        ("  Marie \n Claire ", "Marie Claire"),
        ("\u202eAnna\u0007", "Anna"),
        ("מרים", "מרים"),
        ("क्‍षमा", "क्‍षमा"),
    ],
)
async def test_names_of_all_kinds_are_kept_as_people_write_them(
    scene: Scene, anna: int, written: str, kept: str
) -> None:
    await up_to(scene, ANNA, anna, Step.NAME)
    await scene.says(ANNA, written)

    assert (await person_of(scene, ANNA)).open(scene.database.vault, "first_name") == kept
    assert isinstance(await scene.last(ANNA), WhichOptions)


@pytest.mark.parametrize("written", ["🙂", "1234", "a" * 4096, "\u200d", "\u0000", "Z" + "\u0301" * 40])
async def test_what_is_no_name_is_asked_for_again(scene: Scene, anna: int, written: str) -> None:
    await up_to(scene, ANNA, anna, Step.NAME)
    await scene.says(ANNA, written)
    assert await scene.last(ANNA) == NameNotUsable()
    await scene.says(ANNA, "Anna")

    assert isinstance(await scene.last(ANNA), WhichOptions)


async def test_html_in_a_name_stays_a_name_where_it_is_shown(scene: Scene, anna: int) -> None:
    summary = Summary(membership_id=anna, role=Role.SEEKER, name="<i>A&B</i>", profile=Profile(), duos=None)

    assert "&lt;i&gt;A&amp;B&lt;/i&gt;" in scene.rendered(summary).text


async def test_a_picture_instead_of_a_name_is_answered_and_the_question_stays(scene: Scene, anna: int) -> None:
    await up_to(scene, ANNA, anna, Step.NAME)
    await scene.says(ANNA, photo=_PHOTO)
    assert await scene.last(ANNA) == WritePlease()
    await scene.says(ANNA, "Anna")

    assert isinstance(await scene.last(ANNA), WhichOptions)


async def test_the_name_cannot_be_skipped(scene: Scene, anna: int) -> None:
    await up_to(scene, ANNA, anna, Step.NAME)
    await scene.taps(ANNA, GoOn(anna, Step.NAME))

    assert scene.toasts() == [scene.rendered(OutOfDate(), "fr").text]
    assert (await membership_of(scene, anna)).state == MembershipState.WELCOMING


# -- where it stands ---------------------------------------------------------------------------------------------------
async def test_text_instead_of_a_tap_loses_nothing(scene: Scene, anna: int) -> None:
    await up_to(scene, ANNA, anna, Step.SECTORS)
    await scene.taps(ANNA, ToggleOption(anna, Question.SECTORS, "it"))
    await scene.says(ANNA, "informatique")
    assert await scene.last(ANNA) == TapPlease()
    await scene.says(ANNA, photo=_PHOTO)
    assert await scene.last(ANNA) == TapPlease()

    assert read_profile(scene.database.vault, await membership_of(scene, anna)).sectors == ("it",)


async def test_a_button_of_an_earlier_question_shows_the_open_one(scene: Scene, anna: int) -> None:
    await up_to(scene, ANNA, anna, Step.REGIONS)
    await scene.taps(ANNA, ToggleOption(anna, Question.LANGUAGES, "ar"))

    assert scene.toasts() == [scene.rendered(OutOfDate(), "fr").text]
    assert "6/7" in scene.edits()[0]
    assert read_profile(scene.database.vault, await membership_of(scene, anna)) == Profile()


async def test_two_quick_taps_on_the_same_button_go_one_step(scene: Scene, anna: int) -> None:
    await up_to(scene, ANNA, anna, Step.SECTORS)
    await scene.taps(ANNA, GoOn(anna, Step.SECTORS))
    await scene.taps(ANNA, GoOn(anna, Step.SECTORS))

    assert "6/7" in scene.edits()[0]


async def test_the_same_update_five_times_toggles_once(scene: Scene, anna: int) -> None:
    await up_to(scene, ANNA, anna, Step.SECTORS)
    for _ in range(5):
        scene.update_id = 5000
        await scene.taps(ANNA, ToggleOption(anna, Question.SECTORS, "it"))

    assert read_profile(scene.database.vault, await membership_of(scene, anna)).sectors == ("it",)


async def test_buttons_of_a_finished_welcome_change_nothing(scene: Scene, anna: int) -> None:
    await up_to(scene, ANNA, anna, Step.CAPACITY)
    for tap in (ToggleOption(anna, Question.SECTORS, "it"), Agree(anna, agrees=False), GoBack(anna, Step.TIMES)):
        await scene.taps(ANNA, tap)
        assert scene.toasts() == [scene.rendered(OutOfDate(), "fr").text]

    membership = await membership_of(scene, anna)
    assert membership.state == MembershipState.READY
    assert read_profile(scene.database.vault, membership) == Profile()


@pytest.mark.parametrize(
    "tap_of",
    [
        lambda own: SpeakLanguage(own, "de"),
        lambda own: Agree(own, agrees=True),
        lambda own: GoOn(own, Step.TIMES),
        ChangeMind,
        lambda own: TurnOptions(own, Question.LANGUAGES, 10**18),
    ],
)
async def test_buttons_of_somebody_else_are_not_theirs(scene: Scene, anna: int, tap_of) -> None:
    await newcomer(scene, BART, await organisation(scene, "FMDO"), Role.MENTOR)
    await scene.taps(BART, tap_of(anna))

    assert scene.toasts() == [scene.rendered(NotHere(), "fr").text]
    assert (await membership_of(scene, anna)).agreed_at is None


@pytest.mark.parametrize("data", ["wo:1:sectors:nothing", "wo:{own}:sectors:nothing", "wl:1" + "0" * 20 + ":fr"])
async def test_forged_buttons_change_nothing(scene: Scene, anna: int, data: str) -> None:
    await up_to(scene, ANNA, anna, Step.SECTORS)
    await scene.taps(ANNA, data.format(own=anna))

    assert len(scene.toasts()) == 1
    assert read_profile(scene.database.vault, await membership_of(scene, anna)) == Profile()


async def test_a_page_far_beyond_the_last_is_the_last(scene: Scene, anna: int) -> None:
    await up_to(scene, ANNA, anna, Step.LANGUAGES)
    await scene.taps(ANNA, TurnOptions(anna, Question.LANGUAGES, 10**18))

    assert "4/7" in scene.edits()[0]


async def test_an_option_on_another_page_keeps_that_page(scene: Scene, anna: int) -> None:
    await up_to(scene, ANNA, anna, Step.LANGUAGES)
    await scene.taps(ANNA, ToggleOption(anna, Question.LANGUAGES, "zh"))

    (edit,) = [call for call in scene.session.calls if type(call).__name__ == "EditMessageText"]
    buttons = [button.text for row in edit.reply_markup.inline_keyboard for button in row]
    assert "✓ Chinois" in buttons


async def test_cancel_leaves_the_welcome_open_and_any_word_goes_on_where_it_stopped(scene: Scene, anna: int) -> None:
    await up_to(scene, ANNA, anna, Step.REGIONS)
    await scene.says(ANNA, "/cancel")
    assert await scene.last(ANNA) == LeftOpen()
    await scene.says(ANNA, "me voilà")

    last = await scene.last(ANNA)
    assert isinstance(last, WhichOptions)
    assert last.question is Question.REGIONS


async def test_who_left_hears_whom_to_ask(scene: Scene, anna: int) -> None:
    async with scene.database.write() as store:
        membership = await store.session.get(Membership, anna)
        membership.state = MembershipState.LEFT
    await scene.says(ANNA, "bonjour")

    assert isinstance(await scene.last(ANNA), LeftTandem)
