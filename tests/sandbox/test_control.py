"""The contract of the control API."""

from __future__ import annotations

import asyncio
from datetime import datetime

import pytest

from tests.sandbox.client import file, png


async def test_the_state_shows_people_links_and_the_bot(sandbox, client):
    person = await client.person("Ada", "de")
    sandbox.add_link("Coordinator", "https://t.me/tandem_sandbox_bot?start=first")
    state = await client.control("GET", "state")
    assert datetime.fromisoformat(state["now"]).tzinfo is not None
    assert {"id", "username", "has_topics_enabled"} <= set(state["bot"])
    assert {"id": person, "first_name": "Ada", "language_code": "de", "blocked": False}.items() <= state["people"][
        0
    ].items()
    assert state["links"] == [{"label": "Coordinator", "url": "https://t.me/tandem_sandbox_bot?start=first"}]


async def test_a_deep_link_in_a_message_reaches_people_outside(client):
    person = await client.person()
    link = "https://t.me/tandem_sandbox_bot?start=abc_-1"
    await client.api("sendMessage", chat_id=person, text=f"Forward this\n{link}")
    button = {"text": "open", "url": "https://t.me/tandem_sandbox_bot?start=def"}
    await client.api("sendMessage", chat_id=person, text="x" * 99, reply_markup={"inline_keyboard": [[button]]})
    await client.api("sendMessage", chat_id=person, text=f"again {link}")
    links = (await client.control("GET", "state"))["links"]
    assert links[0] == {"label": "Forward this", "url": link}
    assert links[1]["url"].endswith("=def")
    assert len(links[1]["label"]) == 60
    assert len(links) == 2


async def test_a_chat_message_has_the_agreed_shape(client):
    person = await client.person()
    number = await client.write(person, text="/start abc")
    shown = await client.last(person)
    assert shown == {
        "message_id": number,
        "seq": 2,
        "from": "person",
        "date": "2026-03-02T09:00:00+00:00",
        "text": "/start abc",
        "entities": [{"type": "bot_command", "offset": 0, "length": 6}],
        "buttons": [],
        "edited": False,
        "deleted": False,
        "pinned": False,
    }


async def test_after_shows_only_what_is_new_or_changed(client):
    person = await client.person()
    before = (await client.chat(person))["seq"]
    sent = await client.api("sendMessage", chat_id=person, text="a")
    assert [m["text"] for m in (await client.chat(person, before))["messages"]] == ["a"]
    seq = (await client.chat(person))["seq"]
    assert (await client.chat(person, seq))["messages"] == []
    place = {"chat_id": person, "message_id": sent["message_id"]}
    await client.api("pinChatMessage", **place)
    changed = (await client.chat(person, seq))["messages"]
    assert [(m["message_id"], m["pinned"]) for m in changed] == [(sent["message_id"], True)]
    await client.api("deleteMessage", **place)
    last = (await client.chat(person, seq))["messages"][-1]
    assert last["deleted"]
    assert "text" not in last


async def test_what_people_do_becomes_updates(client):
    await client.updates(allowed_updates=["message", "edited_message", "message_reaction", "my_chat_member"])
    person = await client.person()
    number = await client.write(person, text="one", reply_to=1)
    await client.control("PATCH", f"people/{person}/messages/{number}", {"text": "two"})
    await client.control("PUT", f"people/{person}/messages/{number}/reaction", {"emoji": "👍"})
    await client.control("PUT", f"people/{person}/messages/{number}/reaction", {"emoji": ""})
    await client.control("PUT", f"people/{person}/block")
    await client.control("PUT", f"people/{person}/block")
    await client.control("DELETE", f"people/{person}/block")
    updates = await client.updates()
    kinds = [next(key for key in update if key != "update_id") for update in updates]
    assert kinds == ["message", "message", "edited_message", *["message_reaction"] * 2, *["my_chat_member"] * 2]
    assert updates[1]["message"]["reply_to_message"]["text"] == "/start"
    assert updates[2]["edited_message"]["text"] == "two"
    assert updates[3]["message_reaction"]["new_reaction"] == [{"type": "emoji", "emoji": "👍"}]
    assert updates[4]["message_reaction"]["new_reaction"] == []
    assert [u["my_chat_member"]["new_chat_member"]["status"] for u in updates[5:]] == ["kicked", "member"]


async def test_reactions_stay_away_until_the_bot_asks_for_them(client):
    person = await client.person()
    await client.control("PUT", f"people/{person}/messages/1/reaction", {"emoji": "👍"})
    assert [list(update)[1] for update in await client.updates()] == ["message"]


@pytest.mark.parametrize(
    ("kind", "field"),
    [
        ("document", "document"),
        ("voice", "voice"),
        ("sticker", "sticker"),
        ("audio", "audio"),
        ("video", "video"),
        ("video_note", "video_note"),
        ("animation", "animation"),
    ],
)
async def test_every_kind_of_file_arrives_and_is_shown(client, kind, field):
    person = await client.person()
    await client.write(person, **{kind: file(b"content", "a.bin")})
    message = (await client.updates())[-1]["message"]
    assert message[field]["file_size"] == 7
    media = (await client.last(person))["media"]
    assert (media["kind"], media["size"]) == (kind, 7)
    async with client.http.get(media["url"]) as response:
        assert await response.read() == b"content"
        assert response.headers["Content-Type"] == media["mime_type"]


async def test_other_things_people_send(client):
    person = await client.person()
    await client.write(person, location={"latitude": 50.85, "longitude": 4.35})
    await client.write(person, contact={"phone_number": "+32 470 00 00 00", "first_name": "Eve"})
    await client.write(person, poll={"question": "When?", "options": ["Monday", "Tuesday"]})
    messages = [update["message"] for update in await client.updates()][1:]
    assert messages[0]["location"] == {"latitude": 50.85, "longitude": 4.35}
    assert messages[1]["contact"]["first_name"] == "Eve"
    assert messages[2]["poll"]["options"][1]["text"] == "Tuesday"


async def test_an_album_is_several_updates_with_one_mark(client):
    person = await client.person()
    numbers = await client.write(person, album=[{"photo": file(png())}, {"photo": file(png())}])
    messages = [update["message"] for update in await client.updates()][1:]
    assert [message["message_id"] for message in messages] == numbers
    assert len({message["media_group_id"] for message in messages}) == 1
    assert messages[0]["photo"][0]["width"] < messages[0]["photo"][-1]["width"] == 200


async def test_forged_taps_reach_the_bot_and_notices_the_person(client):
    person = await client.person()
    sent = await client.api("sendMessage", chat_id=person, text="a")
    tap = {"message_id": sent["message_id"], "data": "forged:1"}
    await client.control("POST", f"people/{person}/taps", tap)
    query = (await client.updates())[-1]["callback_query"]
    assert (query["data"], query["message"]["text"]) == ("forged:1", "a")
    await client.api("answerCallbackQuery", callback_query_id=query["id"], text="out of date", show_alert=True)
    assert (await client.chat(person))["notices"] == [{"text": "out of date", "alert": True}]


async def test_a_reply_keyboard_comes_and_goes(client):
    person = await client.person()
    keyboard = {"keyboard": [[{"text": "Yes"}, "No"]], "one_time_keyboard": True}
    await client.api("sendMessage", chat_id=person, text="a", reply_markup=keyboard)
    assert (await client.chat(person))["keyboard"]["keyboard"] == [[{"text": "Yes"}, {"text": "No"}]]
    await client.write(person, text="Yes")
    assert (await client.chat(person))["keyboard"] is None


async def test_topics_hold_messages_and_go_with_them(client):
    person = await client.person()
    topic = await client.api("createForumTopic", chat_id=person, name="Ada")
    thread = topic["message_thread_id"]
    sent = await client.api("sendMessage", chat_id=person, text="a", message_thread_id=thread)
    assert (sent["message_thread_id"], sent["is_topic_message"]) == (thread, True)
    await client.write(person, text="b", thread_id=thread)
    update = (await client.updates())[-1]["message"]
    assert (update["message_thread_id"], update["is_topic_message"]) == (thread, True)
    await client.api("editForumTopic", chat_id=person, message_thread_id=thread, name="Ada L.")
    assert (await client.chat(person))["threads"] == [{"thread_id": thread, "name": "Ada L."}]
    opening = await client.refused("deleteMessage", chat_id=person, message_id=thread)
    assert opening == "400 Bad Request: message can't be deleted"
    await client.control("DELETE", f"people/{person}/threads/{thread}")
    lost = await client.refused("sendMessage", chat_id=person, text="a", message_thread_id=thread)
    assert lost == "400 Bad Request: message thread not found"
    await client.control("POST", f"people/{person}/messages", {"text": "c", "thread_id": thread}, status=404)
    assert all(m["deleted"] for m in (await client.chat(person))["messages"] if m.get("thread_id") == thread)


async def test_topics_can_be_switched_off(client):
    person = await client.person()
    await client.control("PUT", "topics", {"enabled": False})
    assert (await client.api("getMe"))["has_topics_enabled"] is False
    assert "the chat is not a forum" in await client.refused("createForumTopic", chat_id=person, name="Ada")


async def test_the_call_log_shows_what_was_sent_but_no_empty_polls(client):
    person = await client.person()
    await client.updates()
    await client.api("getUpdates")
    start = (await client.control("GET", "calls"))["calls"][-1]["n"]
    await client.api("sendMessage", chat_id=person, text="a")
    await client.refused("sendMessage", chat_id=person, text="")
    await client.api("getMe")
    calls = (await client.control("GET", f"calls?after={start}&method=sendmessage"))["calls"]
    assert [(call["method"], call["status"]) for call in calls] == [("sendMessage", 200), ("sendMessage", 400)]
    assert calls[0]["params"] == {"chat_id": person, "text": "a"}
    assert calls[0]["result"]["text"] == "a"


@pytest.mark.parametrize(
    ("verb", "path", "body", "status"),
    [
        ("POST", "people", {}, 400),
        ("POST", "people", {"first_name": "A", "language_code": "fr", "age": 7}, 400),
        ("POST", "people", {"first_name": 7}, 400),
        ("POST", "people", [], 400),
        ("GET", "people/7/chat", None, 404),
        ("GET", "people/x/chat", None, 404),
        ("POST", "people/7/messages", {"text": "a"}, 404),
        ("POST", "people/{id}/messages", {}, 400),
        ("POST", "people/{id}/messages", {"text": ""}, 400),
        ("POST", "people/{id}/messages", {"text": "x" * 4097}, 400),
        ("POST", "people/{id}/messages", {"text": "/start " + "x" * 65}, 400),
        ("POST", "people/{id}/messages", {"text": "a", "photo": {}}, 400),
        ("POST", "people/{id}/messages", {"photo": {"filename": "a", "base64": "%%%"}}, 400),
        ("POST", "people/{id}/messages", {"document": {"base64": "QQ==", "mime_type": "a/b\r\nX: y"}}, 400),
        ("POST", "people/{id}/messages", {"album": [{"photo": {"base64": "QQ=="}}]}, 400),
        ("POST", "people/{id}/messages", {"location": {"latitude": 91, "longitude": 0}}, 400),
        ("POST", "people/{id}/messages", {"text": "a", "thread_id": 5}, 404),
        ("POST", "people/{id}/messages", {"text": "a", "reply_to": 55}, 404),
        ("PATCH", "people/{id}/messages/55", {"text": "a"}, 404),
        ("PUT", "people/{id}/messages/1/reaction", {"emoji": "abc"}, 400),
        ("POST", "people/{id}/taps", {"message_id": 55, "data": "x"}, 404),
        ("POST", "people/{id}/taps", {"message_id": 1}, 400),
        ("POST", "people/{id}/taps", {"message_id": 10**30, "data": "x"}, 400),
        ("POST", "people/{id}/taps", {"message_id": 1, "data": "x" * 65}, 400),
        ("DELETE", "people/{id}/threads/5", None, 404),
        ("GET", "people/{id}/chat?after=x", None, 400),
        ("GET", "calls?after=-1", None, 400),
        ("POST", "clock", {"advance": 60}, 409),
        ("POST", "clock", {}, 400),
        ("POST", "faults", {"kind": "flood"}, 400),
        ("POST", "faults", {"kind": "429", "times": 0}, 400),
        ("POST", "settle", {"timeout": "long"}, 400),
        ("GET", "nothing", None, 404),
        ("GET", "media/1", None, 404),
    ],
)
async def test_bad_control_requests_get_one_plain_sentence(client, verb, path, body, status):
    person = await client.person()
    answer = await client.control(verb, path.format(id=person), body, status=status)
    assert answer["error"].endswith(".")


async def test_a_body_that_is_not_json_is_refused(client):
    async with client.http.post("/sandbox/people", data=b"\xff{") as response:
        assert response.status == 400
        assert list(await response.json()) == ["error"]


async def test_the_page_comes_with_a_strict_policy_and_nothing_beside_it(client):
    async with client.http.get("/") as response:
        assert response.status == 200
        assert "unsafe" not in response.headers["Content-Security-Policy"]
        assert response.headers["Cache-Control"] == "no-store"
    for path in ("/page/../server.py", "/page/%2e%2e/server.py", "/page/..%2fserver.py", "/page//etc/passwd"):
        async with client.http.get(path) as response:
            assert response.status == 404


async def test_the_event_stream_tells_of_a_change(client):
    async with client.http.get("/sandbox/events") as response:
        assert response.headers["Content-Type"] == "text/event-stream"
        assert await response.content.readline() == b": here\n"
        person = await client.person()
        told = b""
        async with asyncio.timeout(5):
            while b'event: chat\ndata: {"person_id": %d, "seq": 1}\n\n' % person not in told:
                told += await response.content.readany()
    assert b"event: state\ndata: {}\n\n" in told
