"""Edits and reactions reach the other side; those of strangers, of before and of nothing do not."""

from __future__ import annotations

from typing import Any

import pytest

from mentoring.messages.delivery import PartnerAway
from mentoring.messages.thread import NotCarried, NotCarriedReason
from storage.words import Call, DuoState, OutboxState
from tests.handlers.scene import Scene
from tests.handlers.threads import ANNA, BRAM, OMAR, carry, copy_of, end, kicked, make_pair, relays, set_state

FILE = {"file_id": "big", "file_unique_id": "b"}
SMALL = {"file_id": "small", "file_unique_id": "s", "width": 1, "height": 1}


async def edit(scene: Scene, user: int, message_id: int, **content: Any) -> None:
    message = scene._message(user, None) | {"message_id": message_id, "edit_date": 2} | content
    await scene.feed({"edited_message": message})


async def written(scene: Scene) -> int:
    """A message of Anna's that arrived."""
    sent = await scene.says(ANNA, "Hello")
    await carry(scene)
    return sent


async def test_an_edited_text_is_carried_with_its_entities(scene: Scene) -> None:
    await make_pair(scene)
    sent = await written(scene)

    entity = {"type": "text_link", "offset": 0, "length": 2, "url": "https://example.org/"}
    await edit(scene, ANNA, sent, text="Good day", entities=[entity])

    wanted = {"message_id": sent, "text": "Good day", "entities": [entity]}
    assert await relays(scene, BRAM) == [(Call.EDIT, wanted)]


@pytest.mark.parametrize(
    ("kind", "content", "file_id"),
    [
        ("photo", [SMALL, FILE | {"width": 9, "height": 9}], "big"),
        ("video", FILE | {"width": 1, "height": 1, "duration": 1}, "big"),
        ("document", FILE, "big"),
        ("audio", FILE | {"duration": 1}, "big"),
    ],
)
async def test_an_edited_file_or_caption_is_carried_as_media(
    scene: Scene, kind: str, content: Any, file_id: str
) -> None:
    await make_pair(scene)
    sent = await written(scene)

    bold = {"type": "bold", "offset": 0, "length": 2}
    await edit(scene, ANNA, sent, **{kind: content}, caption="My CV", caption_entities=[bold])

    media = {"type": kind, "file_id": file_id, "caption": "My CV"}
    assert await relays(scene, BRAM) == [(Call.EDIT, {"message_id": sent, "media": media, "entities": [bold]})]


async def test_a_gif_is_carried_as_animation_though_it_is_a_document_too(scene: Scene) -> None:
    await make_pair(scene)
    sent = await written(scene)

    await edit(scene, ANNA, sent, animation=FILE | {"width": 1, "height": 1, "duration": 1}, document=FILE)

    assert (await relays(scene, BRAM))[0][1]["media"]["type"] == "animation"


async def test_an_edited_caption_of_a_voice_message_is_carried_as_caption(scene: Scene) -> None:
    await make_pair(scene)
    sent = await written(scene)

    await edit(scene, ANNA, sent, voice=FILE | {"duration": 1}, caption="listen")

    assert await relays(scene, BRAM) == [(Call.EDIT, {"message_id": sent, "caption": "listen", "entities": []})]


async def test_of_several_quick_edits_the_newest_wins_and_the_older_texts_are_erased(scene: Scene) -> None:
    await make_pair(scene)
    sent = await written(scene)

    for text in ("one", "two", "three"):
        await edit(scene, ANNA, sent, text=text)

    assert [params["text"] for _, params in await relays(scene, BRAM)] == ["three"]
    older = [r for r in await scene.rows(BRAM) if r.call == Call.EDIT and r.state == OutboxState.CANCELLED]
    assert [row.params_sealed for row in older] == [None, None]


async def test_an_edit_of_something_else_leaves_other_edits_alone(scene: Scene) -> None:
    await make_pair(scene)
    first, second = await written(scene), await written(scene)

    await edit(scene, ANNA, first, text="one")
    await edit(scene, ANNA, second, text="two")

    assert [params["text"] for _, params in await relays(scene, BRAM)] == ["one", "two"]


async def test_an_edit_goes_after_its_message_where_that_still_waits(scene: Scene) -> None:
    await make_pair(scene)
    sent = await scene.says(ANNA, "Hello")

    await edit(scene, ANNA, sent, text="Good day")

    assert [call for call, _ in await relays(scene, BRAM)] == [Call.COPY, Call.EDIT]


async def test_what_was_never_passed_on_is_not_edited_anywhere(topic_scene: Scene) -> None:
    await make_pair(topic_scene)
    sent = await topic_scene.says(ANNA, "in General")

    await edit(topic_scene, ANNA, sent, text="in General, again")
    await edit(topic_scene, ANNA, 99_999, text="of before")

    assert await relays(topic_scene, BRAM) == []


async def test_a_copy_is_not_edited_by_its_reader(scene: Scene) -> None:
    await make_pair(scene)
    copy = await copy_of(scene, ANNA, await written(scene))

    await edit(scene, BRAM, copy, text="never")

    assert await relays(scene, ANNA) == []


async def test_an_edit_after_the_end_goes_nowhere(scene: Scene) -> None:
    pair = await make_pair(scene)
    sent = await written(scene)
    await end(scene, pair)

    await edit(scene, ANNA, sent, text="too late")
    await react(scene, ANNA, sent, new=[EMOJI])

    assert await relays(scene, BRAM) == []


async def test_strangers_edit_and_react_to_nothing(scene: Scene) -> None:
    await make_pair(scene)
    sent = await written(scene)

    await edit(scene, 999, sent, text="x")
    await react(scene, 999, sent, new=[EMOJI])

    assert await relays(scene, BRAM) == []
    assert await scene.rows(999) == []


async def test_an_edit_that_cannot_be_made_is_told(scene: Scene) -> None:
    await make_pair(scene)
    sent = await written(scene)

    sticker = FILE | {"type": "regular", "width": 1, "height": 1, "is_animated": False, "is_video": False}
    await edit(scene, ANNA, sent, sticker=sticker)

    assert await scene.last(ANNA) == NotCarried(reason=NotCarriedReason.EDIT)


async def test_an_edit_for_somebody_away_is_told(scene: Scene) -> None:
    await make_pair(scene)
    sent = await written(scene)
    await scene.feed({"my_chat_member": kicked(scene, BRAM)})

    await edit(scene, ANNA, sent, text="Good day")

    assert await scene.last(ANNA) == PartnerAway(name="P601")


# -- reactions ---------------------------------------------------------------------------------------------------------
EMOJI = {"type": "emoji", "emoji": "❤"}
CUSTOM = {"type": "custom_emoji", "custom_emoji_id": "1"}


async def react(scene: Scene, user: int, message_id: int, *, old: Any = (), new: Any = ()) -> None:
    reaction = {
        "chat": {"id": user, "type": "private", "first_name": "x"},
        "message_id": message_id,
        "user": {"id": user, "is_bot": False, "first_name": "x"},
        "date": 1,
        "old_reaction": list(old),
        "new_reaction": list(new),
    }
    await scene.feed({"message_reaction": reaction})


async def test_a_reaction_to_a_copy_goes_to_the_one_who_wrote_it(scene: Scene) -> None:
    await make_pair(scene)
    copy = await copy_of(scene, ANNA, await written(scene))

    await react(scene, BRAM, copy, new=[EMOJI])

    assert await relays(scene, ANNA) == [(Call.REACTION, {"message_id": copy, "emoji": "❤"})]


async def test_a_reaction_to_an_own_message_goes_to_its_reader(scene: Scene) -> None:
    await make_pair(scene)
    sent = await written(scene)

    await react(scene, ANNA, sent, new=[EMOJI])

    assert await relays(scene, BRAM) == [(Call.REACTION, {"message_id": sent, "emoji": "❤"})]


async def test_the_newest_reaction_wins_and_taking_it_back_is_one(scene: Scene) -> None:
    await make_pair(scene)
    copy = await copy_of(scene, ANNA, await written(scene))

    await react(scene, BRAM, copy, new=[EMOJI])
    await react(scene, BRAM, copy, old=[EMOJI])

    assert await relays(scene, ANNA) == [(Call.REACTION, {"message_id": copy, "emoji": None})]


@pytest.mark.parametrize("kind", [CUSTOM, {"type": "paid"}])
async def test_other_kinds_of_reactions_are_left_aside(scene: Scene, kind: dict[str, str]) -> None:
    await make_pair(scene)
    copy = await copy_of(scene, ANNA, await written(scene))

    await react(scene, BRAM, copy, new=[kind])
    await react(scene, BRAM, copy, old=[kind])

    assert await relays(scene, ANNA) == []


async def test_a_reaction_to_tandems_own_words_means_nothing(scene: Scene) -> None:
    await make_pair(scene)

    await react(scene, ANNA, 101, new=[EMOJI])

    assert await relays(scene, BRAM) == []


async def test_the_same_message_id_in_another_chat_is_another_message(scene: Scene) -> None:
    await make_pair(scene, ANNA, BRAM)
    await make_pair(scene, OMAR, 602)
    sent = await written(scene)

    await react(scene, OMAR, sent, new=[EMOJI])
    await edit(scene, OMAR, sent, text="x")

    assert await relays(scene, 602) == await relays(scene, BRAM) == []


async def test_a_paused_duo_still_edits(scene: Scene) -> None:
    pair = await make_pair(scene)
    sent = await written(scene)
    await set_state(scene, pair, DuoState.PAUSED)

    await edit(scene, ANNA, sent, text="Good day")

    assert len(await relays(scene, BRAM)) == 1
