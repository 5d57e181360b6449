"""From the sandbox's world to the objects of the Bot API."""

from __future__ import annotations

from typing import Any

from sandbox.files import THUMB, StoredFile, image_size
from sandbox.world import MEDIA, BotProfile, Message, Person, World

Json = dict[str, Any]


def without_none(**values: Any) -> Json:
    """Absent fields are left out, never null."""
    return {name: value for name, value in values.items() if value is not None}


def person_user(person: Person) -> Json:
    """A `User` who is a human."""
    return without_none(
        id=person.id,
        is_bot=False,
        first_name=person.first_name,
        last_name=person.last_name,
        username=person.username,
        language_code=person.language_code,
    )


def bot_user(bot: BotProfile) -> Json:
    """The bot as `User`, as in messages."""
    return {
        "id": bot.id,
        "is_bot": True,
        "first_name": bot.texts.get(("name", ""), bot.first_name),
        "username": bot.username,
    }


def bot_member(bot: BotProfile, person: Person) -> Json:
    """The bot's place in a chat as `ChatMember`: a blocked bot counts as kicked."""
    user = bot_user(bot)
    return {"status": "kicked", "user": user, "until_date": 0} if person.blocked else {"status": "member", "user": user}


def chat(person: Person) -> Json:
    """A private `Chat`."""
    return without_none(
        id=person.id,
        type="private",
        first_name=person.first_name,
        last_name=person.last_name,
        username=person.username,
    )


def message(world: World, item: Message, *, nested: bool = False) -> Json:
    """A `Message`. Nested ones (a reply, a pin) do not show in turn what they answer."""
    person = world.people[item.person_id]
    body = without_none(
        message_id=item.message_id,
        date=int(item.date.timestamp()),
        chat=chat(person),
        message_thread_id=item.thread_id,
        is_topic_message=True if item.thread_id is not None else None,
        edit_date=int(item.edit_date.timestamp()) if item.edit_date else None,
        media_group_id=item.media_group_id,
        forward_origin=item.forward_origin,
        has_protected_content=item.protected or None,
        reply_markup=item.markup,
        quote=item.quote,
    )
    body["from"] = bot_user(world.bot) if item.from_bot else person_user(person)
    body |= content(item)
    if item.content.kind == "pinned_message":
        body["pinned_message"] = referred(world, person, item.content.extra["message_id"])
    answered = person.find(item.reply_to) if item.reply_to and not nested else None
    if answered is not None:
        body["reply_to_message"] = message(world, answered, nested=True)
    return body


def referred(world: World, person: Person, message_id: int) -> Json:
    """A `MaybeInaccessibleMessage`: a deleted one has the date 0."""
    found = person.find(message_id)
    if found is None:
        return {"message_id": message_id, "chat": chat(person), "date": 0}
    return message(world, found, nested=True)


def content(item: Message) -> Json:
    """The fields that say what the message says."""
    said = item.content
    if said.kind == "text":
        return {"text": said.text, **({"entities": said.entities} if said.entities else {}), **said.extra}
    if said.kind == "pinned_message":
        return {}
    if said.kind not in MEDIA or said.media is None:
        return dict(said.extra)
    body: Json = {said.kind: media(said.media), **said.extra}
    if said.kind == "animation":
        body["document"] = document(said.media)
    if said.text:
        body["caption"] = said.text
    if said.text and said.entities:
        body["caption_entities"] = said.entities
    return body


def media(stored: StoredFile) -> Json | list[Json]:
    """`PhotoSize` list, `Document`, `Voice`, ..."""
    if stored.kind == "photo":
        return photo_sizes(stored)
    if stored.kind == "document":
        return document(stored)
    body: Json = {**stored.ids(), **stored.details}
    if stored.kind in {"audio", "video", "animation"} and stored.filename:
        body["file_name"] = stored.filename
    if stored.kind in {"voice", "audio", "video", "animation"}:
        body["mime_type"] = stored.mime_type
    return body


def document(stored: StoredFile) -> Json:
    """A `Document`."""
    return without_none(**stored.ids(), file_name=stored.filename, mime_type=stored.mime_type)


def photo_sizes(stored: StoredFile) -> list[Json]:
    """Smallest first, as Telegram lists them."""
    width, height = image_size(stored.content) or (THUMB, THUMB)
    sizes = [{**stored.ids(), "width": width, "height": height}]
    longest = max(width, height)
    if longest > THUMB:
        small = {"width": max(1, width * THUMB // longest), "height": max(1, height * THUMB // longest)}
        sizes.insert(0, {**stored.ids(thumb=True), **small})
    return sizes
