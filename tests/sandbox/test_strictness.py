"""What Telegram refuses, the sandbox refuses, in the same words."""

from __future__ import annotations

import json

import pytest

from tests.sandbox.client import TOKEN, file, png

NOBODY = 999


async def test_a_wrong_token_is_unauthorized_and_an_unknown_method_not_found(client):
    async with client.http.get("/bot1:other/getMe") as response:
        assert (response.status, await response.json()) == (
            401,
            {"ok": False, "error_code": 401, "description": "Unauthorized"},
        )
    assert await client.refused("makeCoffee") == "404 Not Found"
    assert await client.refused("createNewStickerSet") == "404 Not Found"


async def test_methods_do_not_mind_case_verb_or_encoding(client):
    person = await client.person()
    path = f"/bot{TOKEN}/SENDmessage"
    async with client.http.get(path, params={"chat_id": person, "text": "a"}) as response:
        assert response.status == 200
    keyboard = json.dumps({"inline_keyboard": [[{"text": "k", "callback_data": "d"}]]})
    async with client.http.post(path, data={"chat_id": person, "text": "b", "reply_markup": keyboard}) as response:
        assert (await response.json())["result"]["reply_markup"]["inline_keyboard"][0][0]["callback_data"] == "d"


async def test_a_bot_cannot_write_first(client):
    stranger = await client.person(start=False)
    expected = "403 Forbidden: bot can't initiate conversation with a user"
    assert await client.refused("sendMessage", chat_id=stranger, text="a") == expected
    assert await client.refused("sendMessage", chat_id=NOBODY, text="a") == "400 Bad Request: chat not found"
    await client.write(stranger, text="hello")
    await client.api("sendMessage", chat_id=stranger, text="a")


async def test_a_blocked_bot_cannot_write_until_it_is_unblocked(client):
    person = await client.person()
    await client.control("PUT", f"people/{person}/block")
    blocked = "403 Forbidden: bot was blocked by the user"
    assert await client.refused("sendMessage", chat_id=person, text="a") == blocked
    assert await client.refused("sendChatAction", chat_id=person, action="typing") == blocked
    await client.control("POST", f"people/{person}/messages", {"text": "a"}, status=409)
    await client.control("DELETE", f"people/{person}/block")
    await client.api("sendMessage", chat_id=person, text="a")


async def test_a_person_who_left_telegram_is_deactivated(sandbox, client):
    person = await client.person()
    sandbox.telegram.world.people[person].deactivated = True
    assert await client.refused("sendMessage", chat_id=person, text="a") == "403 Forbidden: user is deactivated"


@pytest.mark.parametrize(
    ("params", "reason"),
    [
        ({}, "message text is empty"),
        ({"text": ""}, "message text is empty"),
        ({"text": " \n\t"}, "message text is empty"),
        ({"text": "<b></b>", "parse_mode": "HTML"}, "message text is empty"),
        ({"text": "x" * 4097}, "message is too long"),
        ({"text": "<b>" + "x" * 4097 + "</b>", "parse_mode": "HTML"}, "message is too long"),
        ({"text": "a", "parse_mode": "Word"}, "unsupported parse_mode"),
        ({"text": "a", "colour": "red"}, 'sendMessage has no parameter "colour"'),
        ({"text": "a", "message_thread_id": 7}, "message thread not found"),
        ({"text": "a", "reply_parameters": {"message_id": 77}}, "message to be replied not found"),
        ({"text": "a", "disable_notification": "maybe"}, "invalid disable_notification value specified"),
        ({"text": "a", "reply_markup": "{"}, "can't parse reply_markup: can't parse JSON object"),
        (
            {"text": "a", "entities": [{"type": "bold", "offset": 0}]},
            "can't parse entities: Can't find field \"length\"",
        ),
        ({"text": "a", "business_connection_id": "x"}, "business_connection_id is not supported in this chat"),
    ],
)
async def test_a_text_that_cannot_be_sent(client, params, reason):
    person = await client.person()
    assert (await client.refused("sendMessage", chat_id=person, **params)).startswith(f"400 Bad Request: {reason}")
    assert len((await client.chat(person))["messages"]) == 1


async def test_the_longest_text_counts_after_entities_parsing(client):
    person = await client.person()
    text = "<b>" + "x" * 4096 + "</b>"
    sent = await client.api("sendMessage", chat_id=person, text=text, parse_mode="HTML")
    assert sent["entities"] == [{"type": "bold", "offset": 0, "length": 4096}]


@pytest.mark.parametrize(
    ("button", "reason"),
    [
        ({"callback_data": "x" * 65}, "BUTTON_DATA_INVALID"),
        ({"callback_data": "é" * 33}, "BUTTON_DATA_INVALID"),
        ({"callback_data": ""}, "BUTTON_DATA_INVALID"),
        ({}, "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"),
        ({"url": "not an address"}, "inline keyboard button URL 'not an address' is invalid: Wrong HTTP URL"),
        ({"url": "javascript://x.be"}, "inline keyboard button URL 'javascript://x.be' is invalid: Wrong HTTP URL"),
        ({"callback_data": "x", "url": "https://a.be"}, "can't parse inline keyboard button"),
        ({"callback_data": "x", "style": "purple"}, "can't parse inline keyboard button"),
        ({"callback_data": "x", "colour": "red"}, "can't parse reply_markup"),
        ({"callback_data": 7}, "can't parse reply_markup"),
    ],
)
async def test_a_button_that_cannot_be(client, button, reason):
    person = await client.person()
    markup = {"inline_keyboard": [[{"text": "k", **button}]]}
    refusal = await client.refused("sendMessage", chat_id=person, text="a", reply_markup=markup)
    assert refusal.startswith(f"400 Bad Request: {reason}")


async def test_a_callback_of_64_bytes_with_style_and_icon_is_fine(client):
    person = await client.person()
    button = {"text": "k", "callback_data": "é" * 32, "style": "danger", "icon_custom_emoji_id": "5"}
    sent = await client.api("sendMessage", chat_id=person, text="a", reply_markup={"inline_keyboard": [[button]]})
    assert sent["reply_markup"]["inline_keyboard"] == [[button]]
    shown = (await client.last(person))["buttons"]
    assert shown == [[{"text": "k", "data": "é" * 32, "style": "danger"}]]


async def test_edits_that_change_nothing_or_cannot_be(client):
    person = await client.person()
    sent = await client.api("sendMessage", chat_id=person, text="a")
    place = {"chat_id": person, "message_id": sent["message_id"]}
    same = await client.refused("editMessageText", **place, text="a")
    assert same == (
        "400 Bad Request: message is not modified: specified new message content and reply markup are exactly the same "
        "as a current content and reply markup of the message"
    )
    assert "there is no caption" in await client.refused("editMessageCaption", **place, caption="b")
    foreign = await client.refused("editMessageText", chat_id=person, message_id=1, text="b")
    assert foreign == "400 Bad Request: message can't be edited"
    gone = await client.refused("editMessageText", chat_id=person, message_id=555, text="b")
    assert gone == "400 Bad Request: message to edit not found"


async def test_the_caption_of_a_picture_is_no_text(client):
    person = await client.person()
    await client.write(person, photo=file(png()), caption="mine")
    update = (await client.updates())[-1]["message"]
    sent = await client.api("sendPhoto", chat_id=person, photo=update["photo"][-1]["file_id"], caption="a")
    place = {"chat_id": person, "message_id": sent["message_id"]}
    assert "there is no text in the message to edit" in await client.refused("editMessageText", **place, text="b")
    await client.api("editMessageCaption", **place, caption="b")
    assert (await client.last(person))["caption"] == "b"
    long = await client.refused("editMessageCaption", **place, caption="x" * 1025)
    assert long == "400 Bad Request: message caption is too long"


async def test_a_tap_is_answered_once_and_not_too_late(sandbox, client):
    person = await client.person()
    markup = {"inline_keyboard": [[{"text": "k", "callback_data": "d"}]]}
    sent = await client.api("sendMessage", chat_id=person, text="a", reply_markup=markup)
    tap = {"message_id": sent["message_id"], "row": 0, "column": 0}
    query = (await client.control("POST", f"people/{person}/taps", tap))["callback_query_id"]
    await client.api("answerCallbackQuery", callback_query_id=query, text="yes")
    old = "400 Bad Request: query is too old and response timeout expired or query ID is invalid"
    assert await client.refused("answerCallbackQuery", callback_query_id=query) == old
    assert await client.refused("answerCallbackQuery", callback_query_id="77") == old
    late = (await client.control("POST", f"people/{person}/taps", tap))["callback_query_id"]
    start = sandbox.telegram.monotonic()
    sandbox.telegram.monotonic = lambda: start + 3600
    assert await client.refused("answerCallbackQuery", callback_query_id=late) == old


async def test_a_message_over_two_days_old_stays(client, hand_clock):
    person = await client.person()
    sent = await client.api("sendMessage", chat_id=person, text="a")
    hand_clock.advance(hours=47)
    fresh = await client.api("sendMessage", chat_id=person, text="b")
    hand_clock.advance(hours=2)
    await client.api("deleteMessage", chat_id=person, message_id=fresh["message_id"])
    late = await client.refused("deleteMessage", chat_id=person, message_id=sent["message_id"])
    assert late == "400 Bad Request: message can't be deleted for everyone"
    gone = await client.refused("deleteMessage", chat_id=person, message_id=fresh["message_id"])
    assert gone == "400 Bad Request: message to delete not found"
    assert (await client.last(person))["deleted"]


async def test_reactions_come_from_a_fixed_list_one_at_a_time(client):
    person = await client.person()
    place = {"chat_id": person, "message_id": 1}
    await client.api("setMessageReaction", **place, reaction=[{"type": "emoji", "emoji": "❤️"}])
    assert (await client.last(person))["reaction"] == "❤"
    wrong = await client.refused("setMessageReaction", **place, reaction=[{"type": "emoji", "emoji": "🥨"}])
    assert wrong == "400 Bad Request: REACTION_INVALID"
    both = [{"type": "emoji", "emoji": "👍"}, {"type": "emoji", "emoji": "🔥"}]
    assert (await client.refused("setMessageReaction", **place, reaction=both)).startswith("400")
    await client.api("setMessageReaction", **place)
    assert "reaction" not in await client.last(person)


async def test_copies_keep_everything_but_the_sender(client):
    one, two = await client.person("Ada"), await client.person("Bob")
    number = await client.write(one, text="see https://example.be now")
    copied = await client.api("copyMessage", chat_id=two, from_chat_id=one, message_id=number)
    assert list(copied) == ["message_id"]
    shown = await client.last(two)
    assert shown["text"] == "see https://example.be now"
    assert shown["entities"] == [{"type": "url", "offset": 4, "length": 18}]
    missing = await client.refused("copyMessage", chat_id=two, from_chat_id=one, message_id=copied["message_id"])
    assert missing == "400 Bad Request: message to copy not found"


async def test_several_copies_skip_what_is_gone_and_keep_albums_together(client):
    one, two = await client.person("Ada"), await client.person("Bob")
    numbers = await client.write(one, album=[{"photo": file(png())}, {"photo": file(png()), "caption": "c"}])
    single = await client.write(one, text="after")
    wanted = [*numbers, numbers[-1] + 50] if single < numbers[-1] else [*numbers, single, single + 50]
    copied = await client.api("copyMessages", chat_id=two, from_chat_id=one, message_ids=wanted)
    assert len(copied) == 3
    albums = [message.get("album") for message in (await client.chat(two))["messages"][-3:]]
    assert albums[0] == albums[1] is not None
    assert albums[2] is None
    disorder = await client.refused("copyMessages", chat_id=two, from_chat_id=one, message_ids=[2, 1])
    assert disorder == "400 Bad Request: message identifiers must be in a strictly increasing order"


async def test_files_must_exist_and_be_what_they_claim(client):
    person = await client.person()
    wrong = "400 Bad Request: wrong file identifier/HTTP URL specified"
    assert await client.refused("sendPhoto", chat_id=person, photo="nonsense") == wrong
    await client.write(person, document=file(b"text", "a.txt"))
    update = (await client.updates())[-1]["message"]
    assert update["document"]["mime_type"] == "text/plain"
    known = update["document"]["file_id"]
    assert await client.refused("sendPhoto", chat_id=person, photo=known) == "400 Bad Request: type of file mismatch"
    path = (await client.api("getFile", file_id=known))["file_path"]
    async with client.http.get(f"/file/bot{TOKEN}/{path}") as response:
        assert await response.read() == b"text"


async def test_names_and_commands_have_their_limits(client):
    assert (await client.refused("setMyName", name="x" * 65)).startswith("400")
    await client.api("setMyDescription", description="Bonjour", language_code="fr")
    assert await client.api("getMyDescription", language_code="fr") == {"description": "Bonjour"}
    assert await client.api("getMyDescription", language_code="nl") == {"description": ""}
    bad = [{"command": "Start!", "description": "x"}]
    assert await client.refused("setMyCommands", commands=bad) == "400 Bad Request: BOT_COMMAND_INVALID"


async def test_the_narrowest_command_list_wins(client):
    person = await client.person(language_code="nl")

    async def shown() -> list[str]:
        return [item["description"] for item in (await client.control("GET", f"people/{person}/commands"))["commands"]]

    def one(text: str) -> list[dict[str, str]]:
        return [{"command": "help", "description": text}]

    await client.api("setMyCommands", commands=one("everyone"))
    assert await shown() == ["everyone"]
    await client.api("setMyCommands", commands=one("iedereen"), language_code="nl")
    assert await shown() == ["iedereen"]
    await client.api("setMyCommands", commands=one("yours"), scope={"type": "chat", "chat_id": person})
    assert await shown() == ["yours"]
    await client.api("deleteMyCommands", scope={"type": "chat", "chat_id": person})
    assert await shown() == ["iedereen"]
