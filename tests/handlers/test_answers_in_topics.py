"""An answer that cannot be an edit is a new message, in the topic of the tap."""

from __future__ import annotations

from mentoring.messages.menus import LanguageSet
from mentoring.taps_menus import SwitchLanguage
from tests.handlers.scene import Scene
from tests.handlers.threads import ANNA, make_pair


async def test_a_tap_under_a_file_in_a_topic_is_answered_in_that_topic(topic_scene: Scene) -> None:
    pair = await make_pair(topic_scene)
    file = {"file_id": "x", "file_unique_id": "x", "file_name": "a.ics"}
    message = topic_scene._message(ANNA, pair.topics[ANNA]) | {"from": topic_scene._bot(), "document": file}
    tapped = {"id": "1", "from": topic_scene._user(ANNA), "chat_instance": "1", "message": message}
    await topic_scene.feed({"callback_query": tapped | {"data": SwitchLanguage("nl").pack()}})

    answers = [row for row in await topic_scene.rows(ANNA) if row.kind == LanguageSet.kind]
    assert [row.thread_id for row in answers] == [pair.threads[ANNA]]
