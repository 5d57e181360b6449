"""What people do on their phones, and the updates that the bot hears of it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sandbox import wire
from sandbox.entities import as_typed
from sandbox.errors import ControlError
from sandbox.facts import REACTIONS, plain_emoji
from sandbox.telegram import Telegram
from sandbox.world import CAPTIONED, Content, Message, Person


def can_act(person: Person) -> None:
    """Nobody writes to a bot that they have blocked."""
    if person.blocked:
        raise ControlError(409, "This person has blocked the bot, so the chat is closed.")


def message_of(person: Person, message_id: int) -> Message:
    """A message that is still in the chat, else 404."""
    message = person.find(message_id)
    if message is None or message.is_service:
        raise ControlError(404, f"There is no message {message_id} in this chat.")
    return message


def write(
    telegram: Telegram, person: Person, contents: list[Content], thread_id: int | None, reply_to: int | None
) -> list[Message]:
    """One message, or an album of several. The first one ever opens the chat for the bot."""
    can_act(person)
    if thread_id is not None and thread_id not in person.topics:
        raise ControlError(404, f"There is no topic {thread_id} in this chat.")
    if reply_to is not None:
        message_of(person, reply_to)
    person.started = True
    group = telegram.world.new_group_id() if len(contents) > 1 else None
    place = {"thread_id": thread_id, "reply_to": reply_to, "media_group_id": group}
    sent = []
    for content in contents:
        message = telegram.world.add_message(person, content, from_bot=False, date=telegram.now(), **place)
        telegram.emit_message(message)
        sent.append(message)
    hide_keyboard(person, contents[0].text)
    return sent


def hide_keyboard(person: Person, text: str) -> None:
    """A one-time keyboard goes when one of its buttons was used."""
    keyboard = person.keyboard
    if (
        keyboard
        and keyboard.get("one_time_keyboard")
        and any(b["text"] == text for r in keyboard["keyboard"] for b in r)
    ):
        person.keyboard = None


def edit(telegram: Telegram, person: Person, message_id: int, text: str) -> None:
    """A new text, or a new caption, for an own message."""
    can_act(person)
    message = message_of(person, message_id)
    if message.from_bot:
        raise ControlError(409, "People can edit only their own messages.")
    if message.content.kind != "text" and message.content.kind not in CAPTIONED:
        raise ControlError(409, "This message has no text that could be edited.")
    if message.forward_origin:
        raise ControlError(409, "A forwarded message cannot be edited.")
    if message.content.text == text:
        return
    new = as_typed(text)
    old = message.content
    message.content = Content(old.kind, new.text, new.entities, old.media, old.extra)
    message.edit_date = telegram.now()
    telegram.world.touch(person, message)
    telegram.emit_message(message, "edited_message")


def react(telegram: Telegram, person: Person, message_id: int, emoji: str) -> None:
    """Set, change or take back (empty) a reaction."""
    can_act(person)
    message = message_of(person, message_id)
    new, old = plain_emoji(emoji), message.reactions.get("person", "")
    if new and new not in REACTIONS:
        raise ControlError(400, "Telegram does not offer this reaction.")
    if new == old:
        return
    message.reactions["person"] = new
    telegram.world.touch(person, message)
    payload = {
        "chat": wire.chat(person),
        "message_id": message.message_id,
        "user": wire.person_user(person),
        "date": seconds(telegram.now()),
        "old_reaction": [{"type": "emoji", "emoji": old}] if old else [],
        "new_reaction": [{"type": "emoji", "emoji": new}] if new else [],
    }
    telegram.emit("message_reaction", payload, person)


def seconds(moment: datetime) -> int:
    """Unix time."""
    return int(moment.timestamp())


def tap(telegram: Telegram, person: Person, message_id: int, data: str) -> str:
    """Press a button with this data, real or forged. Returns the id of the query."""
    can_act(person)
    message = message_of(person, message_id)
    if not message.from_bot:
        raise ControlError(400, "Only messages of the bot have buttons.")
    query = telegram.world.new_query(person, telegram.monotonic())
    payload = {
        "id": query.id,
        "from": wire.person_user(person),
        "message": wire.message(telegram.world, message),
        "chat_instance": str(1_000_000_007 * person.id % 2**61),
        "data": data,
    }
    telegram.emit("callback_query", payload, person)
    return query.id


def button_data(person: Person, message_id: int, row: int, column: int) -> str:
    """What the button at this place carries, counted from 0."""
    rows = (message_of(person, message_id).markup or {}).get("inline_keyboard", [])
    if not (0 <= row < len(rows) and 0 <= column < len(rows[row])):
        raise ControlError(404, f"There is no button in row {row}, column {column}.")
    button = rows[row][column]
    if "callback_data" not in button:
        raise ControlError(400, "The bot does not hear of a tap on this button.")
    return str(button["callback_data"])


def set_blocked(telegram: Telegram, person: Person, *, blocked: bool) -> None:
    """Block or unblock the bot; `my_chat_member` follows when that changes something."""
    if person.blocked == blocked:
        return
    old = wire.bot_member(telegram.world.bot, person)
    person.blocked = blocked
    if person.started:
        payload: dict[str, Any] = {
            "chat": wire.chat(person),
            "from": wire.person_user(person),
            "date": seconds(telegram.now()),
            "old_chat_member": old,
            "new_chat_member": wire.bot_member(telegram.world.bot, person),
        }
        telegram.emit("my_chat_member", payload, person)
    telegram.world.touch(person)
    telegram.world.publish("state", {})


def delete_topic(telegram: Telegram, person: Person, thread_id: int) -> None:
    """The person throws a topic away; the bot is not told."""
    if thread_id not in person.topics:
        raise ControlError(404, f"There is no topic {thread_id} in this chat.")
    telegram.world.close_topic(person, thread_id)
    telegram.world.publish("state", {})
