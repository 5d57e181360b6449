"""Every update and result is an object that both client libraries know."""

from __future__ import annotations

import aiogram.types
import telegram

from tests.sandbox.client import file, png

ALL = ["message", "edited_message", "message_reaction", "my_chat_member", "callback_query"]


async def play_everything(client):
    """One of everything that makes an update."""
    await client.updates(allowed_updates=ALL)
    person = await client.person()
    for kind in ("document", "voice", "sticker", "audio", "video", "video_note", "animation"):
        await client.write(person, **{kind: file(b"content", "a.bin")})
    await client.write(person, photo=file(png()), caption="see #x @someone https://a.be /help", reply_to=1)
    await client.write(person, album=[{"photo": file(png())}, {"video": file(b"v", "v.mp4")}])
    await client.write(person, location={"latitude": 50.85, "longitude": 4.35})
    await client.write(person, contact={"phone_number": "+32", "first_name": "Eve"})
    await client.write(person, poll={"question": "When?", "options": ["a", "b"]})
    topic = await client.api("createForumTopic", chat_id=person, name="Ada")
    thread = topic["message_thread_id"]
    await client.api("editForumTopic", chat_id=person, message_thread_id=thread, name="Bob")
    number = await client.write(person, text="a", thread_id=thread)
    await client.control("PATCH", f"people/{person}/messages/{number}", {"text": "b"})
    await client.control("PUT", f"people/{person}/messages/{number}/reaction", {"emoji": "👍"})
    markup = {"inline_keyboard": [[{"text": "k", "callback_data": "d"}, {"text": "u", "url": "https://a.be"}]]}
    sent = await client.api("sendMessage", chat_id=person, text="<b>x</b>", parse_mode="HTML", reply_markup=markup)
    place = {"chat_id": person, "message_id": sent["message_id"]}
    await client.control("POST", f"people/{person}/taps", {"message_id": sent["message_id"], "row": 0, "column": 0})
    await client.api("pinChatMessage", **place)
    await client.api("forwardMessage", chat_id=person, from_chat_id=person, message_id=1)
    await client.control("PUT", f"people/{person}/block")
    await client.control("DELETE", f"people/{person}/block")
    return person, await client.updates()


async def test_both_libraries_read_every_update(client):
    _, updates = await play_everything(client)
    assert len(updates) > 20
    for update in updates:
        read = aiogram.types.Update.model_validate(update)
        assert read.event_type in ALL
        assert read.event.model_extra == {}
        other = telegram.Update.de_json(update, None)
        part = next(getattr(other, kind) for kind in ALL if getattr(other, kind) is not None)
        assert not part.api_kwargs


async def test_both_libraries_read_the_answers(client):
    person, _ = await play_everything(client)
    chat = await client.api("getChat", chat_id=person)
    aiogram.types.ChatFullInfo.model_validate(chat)
    assert telegram.ChatFullInfo.de_json(chat, None).id == person
    me = await client.api("getMe")
    assert aiogram.types.User.model_validate(me).has_topics_enabled is True
    assert telegram.User.de_json(me, None).is_bot
    aiogram.types.WebhookInfo.model_validate(await client.api("getWebhookInfo"))
    for message in [
        await client.api("sendLocation", chat_id=person, latitude=1, longitude=2),
        await client.api("sendVenue", chat_id=person, latitude=1, longitude=2, title="a", address="b"),
        await client.api("sendContact", chat_id=person, phone_number="1", first_name="b"),
        await client.api("sendDice", chat_id=person),
    ]:
        aiogram.types.Message.model_validate(message)
        assert telegram.Message.de_json(message, None).from_user.is_bot
