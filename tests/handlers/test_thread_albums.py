"""Albums: parts that arrive one by one leave together."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import select

from mentoring.messages.delivery import PartnerAway
from mentoring.messages.thread import ForWhom
from mentoring.relay_rows import ALBUM_WAIT
from mentoring.taps_thread import PassOn
from storage.tables import MessageMap
from storage.words import Call
from tests.handlers.scene import Scene
from tests.handlers.threads import ANNA, BRAM, OMAR, carry, kicked, make_pair, relays, waiting

PHOTO = [{"file_id": "a", "file_unique_id": "b", "width": 1, "height": 1}]


async def part(scene: Scene, user: int, group: str = "g", **more: Any) -> int:
    return await scene.says(user, photo=PHOTO, media_group_id=group, **more)


async def test_the_parts_of_an_album_gather_in_one_row_that_waits_a_moment(scene: Scene) -> None:
    await make_pair(scene)

    parts = [await part(scene, ANNA)]
    scene.advance(timedelta(seconds=0.3))
    parts.append(await part(scene, ANNA))

    assert await relays(scene, BRAM) == [(Call.ALBUM, {"message_ids": parts})]
    assert (await waiting(scene, BRAM))[0].not_before == scene.clock.now() + ALBUM_WAIT


async def test_parts_in_mixed_order_are_all_mapped_to_their_copies(scene: Scene) -> None:
    await make_pair(scene)
    messages = [scene._message(ANNA, None) | {"photo": PHOTO, "media_group_id": "g"} for _ in range(3)]

    for place in (2, 0, 1):
        await scene.feed({"message": messages[place]})
    await carry(scene)

    async with scene.database.read() as store:
        statement = select(MessageMap.source_message_id, MessageMap.copy_message_id)
        pairs = sorted((row[0], row[1]) for row in (await store.session.execute(statement)).all())
    assert [source for source, _ in pairs] == [message["message_id"] for message in messages]
    assert [copy - pairs[0][1] for _, copy in pairs] == [0, 1, 2]


async def test_parts_that_come_after_the_album_went_follow_together(scene: Scene) -> None:
    await make_pair(scene)
    await part(scene, ANNA)
    await carry(scene)

    late = [await part(scene, ANNA), await part(scene, ANNA)]

    assert await relays(scene, BRAM) == [(Call.ALBUM, {"message_ids": late})]


async def test_two_albums_stay_apart(scene: Scene) -> None:
    await make_pair(scene)

    first, second = await part(scene, ANNA, "g"), await part(scene, ANNA, "h")

    assert [params["message_ids"] for _, params in await relays(scene, BRAM)] == [[first], [second]]


async def test_what_is_written_after_an_album_does_not_overtake_it(scene: Scene) -> None:
    await make_pair(scene)
    await part(scene, ANNA)

    await scene.says(ANNA, "These are my diplomas")

    assert [row.not_before for row in await waiting(scene, BRAM)] == [None, None]


async def test_an_album_is_asked_about_once_and_passed_on_whole(topic_scene: Scene) -> None:
    pair = await make_pair(topic_scene)
    parts = [await part(topic_scene, BRAM) for _ in range(10)]

    questions = [m for m in await topic_scene.messages(BRAM) if isinstance(m, ForWhom)]
    assert [question.message_ids for question in questions] == [parts]
    button = topic_scene.rendered(questions[0]).buttons[0][0].tap
    assert isinstance(button, PassOn)
    await topic_scene.taps(BRAM, button)
    await topic_scene.taps(BRAM, button)

    assert await relays(topic_scene, ANNA) == [(Call.ALBUM, {"message_ids": parts})]
    assert pair.threads[BRAM] == button.thread_id


async def test_what_is_said_about_an_album_is_said_once(scene: Scene) -> None:
    await make_pair(scene)
    await scene.feed({"my_chat_member": kicked(scene, BRAM)})

    for _ in range(3):
        await part(scene, ANNA)

    assert [m for m in await scene.messages(ANNA) if isinstance(m, PartnerAway)] == [PartnerAway(name="P601")]


async def test_an_album_of_a_mentor_with_two_lines_goes_to_the_open_one(scene: Scene) -> None:
    await make_pair(scene, ANNA, BRAM)
    await make_pair(scene, OMAR, BRAM)

    parts = [await part(scene, BRAM), await part(scene, BRAM)]

    assert await relays(scene, ANNA) == [(Call.ALBUM, {"message_ids": parts})]
    assert await relays(scene, OMAR) == []
