"""An album where something else was asked for: its parts are updates of their own, but it is answered once."""

from __future__ import annotations

from mentoring.messages.base import Message
from mentoring.messages.system import TapPlease, WritePlease
from mentoring.messages.welcome import ByPhone
from mentoring.steps import Step
from mentoring.taps_welcome import ChangeName
from storage.words import MembershipState
from tests.handlers.newcomers import newcomer, organisation
from tests.handlers.people import make_person
from tests.handlers.scene import Scene
from tests.handlers.test_welcome import up_to

ANNA = 501
_PHOTO = [{"file_id": "f", "file_unique_id": "u", "width": 9, "height": 9}]


async def sends_album(scene: Scene, user: int, album: str, parts: int = 6) -> None:
    for _ in range(parts):
        await scene.says(user, photo=_PHOTO, media_group_id=album)


async def heard(scene: Scene, user: int, kind: type[Message]) -> int:
    return sum(isinstance(message, kind) for message in await scene.messages(user))


async def test_an_album_instead_of_a_name_is_answered_once_and_the_next_one_again(scene: Scene) -> None:
    own = await newcomer(scene, ANNA, await organisation(scene))
    await up_to(scene, ANNA, own, Step.NAME)

    await sends_album(scene, ANNA, "13000000000000001")
    assert await heard(scene, ANNA, WritePlease) == 1
    await sends_album(scene, ANNA, "13000000000000002")
    assert await heard(scene, ANNA, WritePlease) == 2


async def test_single_pictures_are_answered_each(scene: Scene) -> None:
    made = await make_person(scene, ANNA)
    await scene.taps(ANNA, ChangeName(made.membership_id))
    for _ in range(2):
        await scene.says(ANNA, photo=_PHOTO)

    assert await heard(scene, ANNA, WritePlease) == 2


async def test_an_album_instead_of_a_tap_is_answered_once(scene: Scene) -> None:
    own = await newcomer(scene, ANNA, await organisation(scene))
    await up_to(scene, ANNA, own, Step.AGREEMENT)
    await sends_album(scene, ANNA, "9" * 300)

    assert await heard(scene, ANNA, TapPlease) == 1


async def test_an_album_of_somebody_who_goes_by_phone_is_answered_once(scene: Scene) -> None:
    await make_person(scene, ANNA, state=MembershipState.BY_PHONE)
    await sends_album(scene, ANNA, "1")

    assert await heard(scene, ANNA, ByPhone) == 1
