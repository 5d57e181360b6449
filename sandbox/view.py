"""A chat as its person sees it: the shape that the control API hands out."""

from __future__ import annotations

from typing import Any

from sandbox.world import Message, Person

SHOWN = ("location", "venue", "contact", "poll", "dice")


def chat_view(person: Person, after: int) -> dict[str, Any]:
    """Messages and notices that are newer or changed since `after`; threads and keyboard always."""
    messages = [message for message in person.messages.values() if message.seq > after and not message.is_service]
    return {
        "seq": person.seq,
        "messages": [message_view(message) for message in messages],
        "threads": [{"thread_id": topic.thread_id, "name": topic.name} for topic in person.topics.values()],
        "notices": [{"text": item.text, "alert": item.alert} for item in person.notices if item.seq > after],
        "keyboard": person.keyboard,
    }


def message_view(message: Message) -> dict[str, Any]:
    """One message. Of a deleted one only the shell is left."""
    body: dict[str, Any] = {
        "message_id": message.message_id,
        "seq": message.seq,
        "from": "bot" if message.from_bot else "person",
        "date": message.date.isoformat(),
        "entities": [],
        "buttons": [],
        "edited": message.edit_date is not None,
        "deleted": message.deleted,
        "pinned": message.pinned,
    }
    if message.thread_id is not None:
        body["thread_id"] = message.thread_id
    return body if message.deleted else body | said(message)


def said(message: Message) -> dict[str, Any]:
    """What a message says, and what hangs on it."""
    content = message.content
    body: dict[str, Any] = {"entities": content.entities, "buttons": buttons(message)}
    if content.kind == "text":
        body["text"] = content.text
    elif content.text:
        body["caption"] = content.text
    if content.media is not None:
        body["media"] = media(message)
    body |= {name: content.extra[name] for name in SHOWN if name in content.extra}
    if message.reply_to is not None:
        body["reply_to"] = message.reply_to
    if message.media_group_id is not None:
        body["album"] = message.media_group_id
    reaction = reaction_on(message)
    if reaction:
        body["reaction"] = reaction
    return body


def reaction_on(message: Message) -> str:
    """The one of the other side, else the writer's own."""
    first, second = ("person", "bot") if message.from_bot else ("bot", "person")
    return message.reactions.get(first) or message.reactions.get(second) or ""


def media(message: Message) -> dict[str, Any]:
    """Where a phone finds the file."""
    stored = message.content.media
    assert stored is not None
    body: dict[str, Any] = {"kind": stored.kind, "mime_type": stored.mime_type, "size": len(stored.content)}
    body["url"] = f"/sandbox/media/{stored.number}"
    if stored.filename:
        body["filename"] = stored.filename
    return body


def buttons(message: Message) -> list[list[dict[str, Any]]]:
    """Rows of labels with what a tap does."""
    rows = (message.markup or {}).get("inline_keyboard", [])
    return [[button_view(button) for button in row] for row in rows]


def button_view(button: dict[str, Any]) -> dict[str, Any]:
    """`data` for a tap that the bot hears, `url` for one that opens an address."""
    body = {"text": button["text"]}
    for ours, theirs in (("data", "callback_data"), ("url", "url"), ("style", "style")):
        if theirs in button:
            body[ours] = button[theirs]
    return body
