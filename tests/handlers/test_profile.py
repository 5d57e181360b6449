from __future__ import annotations

import pytest

from mentoring.messages.pairing_desk import WaitingList
from mentoring.messages.profile import NewName, ProfileCard, WhichHat
from mentoring.messages.system import Cancelled, NotHere, OutOfDate, WritePlease
from mentoring.messages.welcome import ByPhone, NameNotUsable, WhichOptions
from mentoring.profile import Profile, Question, read_profile
from mentoring.steps import Step
from mentoring.taps_welcome import (
    ChangeAnswers,
    ChangeCapacity,
    ChangeName,
    OpenProfile,
    SetCapacity,
    ToggleAnswer,
)
from storage.words import MembershipState, Role
from tests.handlers.newcomers import membership_of, newcomer, organisation, person_of
from tests.handlers.people import Made, make_duo, make_organisation, make_person
from tests.handlers.scene import Scene
from tests.handlers.test_welcome import up_to

ANNA = 501
BART = 502
_PHOTO = [{"file_id": "f", "file_unique_id": "u", "width": 9, "height": 9}]


@pytest.fixture
async def anna(scene: Scene) -> Made:
    return await make_person(scene, ANNA, Role.SEEKER, name="Anna", profile=Profile(languages=("fr",)))


@pytest.fixture
async def bart(scene: Scene) -> Made:
    return await make_person(scene, BART, Role.MENTOR, name="Bart", capacity=2)


async def test_people_see_what_they_told(scene: Scene, anna: Made) -> None:
    await scene.says(ANNA, "/profile")

    assert await scene.last(ANNA) == ProfileCard(
        membership_id=anna.membership_id,
        role=Role.SEEKER,
        name="Anna",
        profile=Profile(languages=("fr",)),
        duos=None,
    )


async def test_an_answer_is_changed_in_place_and_the_card_shows_it(scene: Scene, anna: Made) -> None:
    own = anna.membership_id
    await scene.taps(ANNA, ChangeAnswers(own, Question.REGIONS, 0))
    assert len(scene.edits()) == 1
    await scene.taps(ANNA, ToggleAnswer(own, Question.REGIONS, "liege"))
    await scene.taps(ANNA, OpenProfile(own))

    assert "Li" in scene.edits()[0]
    profile = read_profile(scene.database.vault, await membership_of(scene, own))
    assert profile == Profile(languages=("fr",), regions=("liege",))


async def test_a_mentor_changes_how_many_duos_at_once(scene: Scene, bart: Made) -> None:
    await scene.taps(BART, ChangeCapacity(bart.membership_id))
    await scene.taps(BART, SetCapacity(bart.membership_id, 3))

    assert (await membership_of(scene, bart.membership_id)).capacity == 3


async def test_fewer_duos_than_run_are_allowed_said_kindly_and_leave_no_free_place(scene: Scene, bart: Made) -> None:
    for user in (601, 602):
        await make_duo(scene, await make_person(scene, user), bart)
    lena = await make_person(scene, 603, Role.COORDINATOR)
    await scene.taps(BART, SetCapacity(bart.membership_id, 1))

    assert (await membership_of(scene, bart.membership_id)).capacity == 1
    await scene.says(BART, "/profile")
    card = await scene.last(BART)
    assert isinstance(card, ProfileCard)
    assert (card.duos, card.running) == (1, 2)
    assert "2 duos are running and go on as before." in scene.rendered(card).text
    await scene.says(lena.user, "/waiting")
    shown = await scene.last(lena.user)
    assert isinstance(shown, WaitingList)
    assert (shown.running_duos, shown.free_places) == (2, 0)

    await scene.taps(BART, SetCapacity(bart.membership_id, 2))  # as many as run: nothing to explain
    await scene.says(BART, "/profile")
    assert "go on as before" not in scene.rendered(await scene.last(BART)).text


@pytest.mark.parametrize("duos", [4, 10**18])
async def test_a_number_no_button_says_changes_nothing(scene: Scene, bart: Made, duos: int) -> None:
    await scene.taps(BART, SetCapacity(bart.membership_id, duos))

    assert scene.toasts() == [scene.rendered(NotHere(), "fr").text]
    assert (await membership_of(scene, bart.membership_id)).capacity == 2


async def test_a_seeker_has_no_number_of_duos(scene: Scene, anna: Made) -> None:
    await scene.taps(ANNA, SetCapacity(anna.membership_id, 3))

    assert scene.toasts() == [scene.rendered(OutOfDate(), "fr").text]


@pytest.mark.parametrize(
    "tap_of",
    [
        OpenProfile,
        ChangeName,
        ChangeCapacity,
        lambda own: ChangeAnswers(own, Question.TIMES, 0),
        lambda own: ToggleAnswer(own, Question.LANGUAGES, "nl"),
        lambda own: SetCapacity(own, 1),
    ],
)
async def test_nobody_sees_or_changes_what_others_told(scene: Scene, anna: Made, bart: Made, tap_of) -> None:
    await scene.taps(BART, tap_of(anna.membership_id))

    assert scene.toasts() == [scene.rendered(NotHere(), "fr").text]
    assert scene.edits() == []


async def test_a_new_name_is_written(scene: Scene, anna: Made) -> None:
    await scene.taps(ANNA, ChangeName(anna.membership_id))
    assert scene.edits() == [scene.rendered(NewName(membership_id=anna.membership_id, name="Anna"), "fr").text]
    await scene.says(ANNA, photo=_PHOTO)
    assert await scene.last(ANNA) == WritePlease()
    await scene.says(ANNA, "🙂")
    assert await scene.last(ANNA) == NameNotUsable()
    await scene.says(ANNA, "Anneke")

    card = await scene.last(ANNA)
    assert isinstance(card, ProfileCard)
    assert card.name == "Anneke"
    assert (await person_of(scene, ANNA)).open(scene.database.vault, "first_name") == "Anneke"


async def test_a_name_that_is_not_wanted_any_more_is_not_taken_from_the_next_text(scene: Scene, anna: Made) -> None:
    await scene.taps(ANNA, ChangeName(anna.membership_id))
    await scene.taps(ANNA, OpenProfile(anna.membership_id))
    await scene.says(ANNA, "Bonjour")
    await scene.taps(ANNA, ChangeName(anna.membership_id))
    await scene.says(ANNA, "/cancel")
    assert await scene.last(ANNA) == Cancelled()
    await scene.says(ANNA, "Bonjour")

    assert (await person_of(scene, ANNA)).open(scene.database.vault, "first_name") == "Anna"


async def test_with_several_roles_one_is_chosen_first(scene: Scene, anna: Made) -> None:
    await make_person(scene, ANNA, Role.MENTOR, organisation=await make_organisation(scene, "FMDO"), name="Anna")
    await scene.says(ANNA, "/profile")

    choice = await scene.last(ANNA)
    assert isinstance(choice, WhichHat)
    assert [hat.role for hat in choice.hats] == [Role.SEEKER, Role.MENTOR]
    await scene.taps(ANNA, OpenProfile(choice.hats[1].membership_id))
    assert "FMDO" in scene.edits()[0]


async def test_staff_see_their_name(scene: Scene) -> None:
    await make_person(scene, BART, Role.COORDINATOR, name="Bart")
    await scene.says(BART, "/profile")

    card = await scene.last(BART)
    assert isinstance(card, ProfileCard)
    assert card.role is Role.COORDINATOR


async def test_in_the_welcome_the_open_question_comes_again(scene: Scene) -> None:
    own = await newcomer(scene, ANNA, await organisation(scene))
    await up_to(scene, ANNA, own, Step.TIMES)
    await scene.says(ANNA, "/profile")

    question = await scene.last(ANNA)
    assert isinstance(question, WhichOptions)
    assert question.question is Question.TIMES


async def test_who_goes_by_phone_is_told_so(scene: Scene) -> None:
    await make_person(scene, ANNA, Role.SEEKER, state=MembershipState.BY_PHONE)
    await scene.says(ANNA, "/profile")

    assert isinstance(await scene.last(ANNA), ByPhone)
