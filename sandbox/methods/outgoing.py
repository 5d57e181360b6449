"""What every sending method shares: to whom, where, in answer to what, with which keyboard."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from sandbox import wire
from sandbox.entities import Formatted, formatted, urls
from sandbox.errors import bad_request
from sandbox.facts import CAPTION_LENGTH, TEXT_LENGTH
from sandbox.markup import inline_keyboard, reply_keyboard
from sandbox.methods.registry import Call
from sandbox.world import Content, Message, Person

UNSUPPORTED = (
    "business_connection_id",
    "direct_messages_topic_id",
    "ephemeral_message_parameters",
    "suggested_post_parameters",
)
LABEL = 60  # characters of a message's first line that name a link in it


@dataclass
class Envelope:
    """Where a message goes and what hangs on it, all checked."""

    person: Person
    thread_id: int | None
    reply_to: int | None
    quote: dict[str, Any] | None
    inline: dict[str, Any] | None
    other: dict[str, Any] | None


def envelope(call: Call) -> Envelope:
    """Check everything but the content. Raises `ApiError`."""
    for name in UNSUPPORTED:
        if name in call.params:
            raise bad_request(f"{name} is not supported in this chat")
    person = call.recipient()
    thread_id = thread(call, person)
    answered, quote = replied(call, person)
    if thread_id is None and answered is not None:
        thread_id = answered.thread_id
    inline, other = keyboards(call)
    return Envelope(person, thread_id, answered.message_id if answered else None, quote, inline, other)


def thread(call: Call, person: Person) -> int | None:
    """The topic to write in."""
    thread_id: int | None = call.params.get("message_thread_id") or None
    if thread_id is not None and (thread_id not in person.topics or not call.telegram.world.bot.has_topics_enabled):
        raise bad_request("message thread not found")
    return thread_id


def replied(call: Call, person: Person) -> tuple[Message | None, dict[str, Any] | None]:
    """The message that is answered, and the quoted part of it."""
    reply: dict[str, Any] = call.params.get("reply_parameters", {})
    if not reply:
        return None, None
    chat = call.telegram.world.people.get(reply.get("chat_id", person.id))
    found = chat.find(reply.get("message_id", 0)) if chat else None
    if found is None:
        if reply.get("allow_sending_without_reply") and "chat_id" not in reply:
            return None, None
        raise bad_request("message to be replied not found")
    if found.person_id != person.id:
        return None, None
    return found, quoted(reply, found)


def quoted(reply: dict[str, Any], found: Message) -> dict[str, Any] | None:
    """A `TextQuote`; it must stand in the answered message."""
    if not reply.get("quote"):
        return None
    part = formatted(reply["quote"], reply.get("quote_parse_mode"), reply.get("quote_entities"))
    if len(part.text) > CAPTION_LENGTH or part.text not in found.content.text:
        raise bad_request("QUOTE_TEXT_INVALID")
    return {"text": part.text, "position": reply.get("quote_position", 0), "is_manual": True}


def keyboards(call: Call) -> tuple[dict[str, Any] | None, dict[str, Any] | None]:
    """An inline keyboard, or one of the other kinds of markup."""
    markup = call.params.get("reply_markup")
    if not markup:
        return None, None
    if "inline_keyboard" in markup:
        return inline_keyboard(markup), None
    return None, reply_keyboard(markup) if "keyboard" in markup else markup


def text_of(call: Call) -> Formatted:
    """The `text` parameter after entities parsing: 1-4096 characters."""
    text = formatted(call.params.get("text", ""), call.params.get("parse_mode"), call.params.get("entities"))
    if not text.text:
        raise bad_request("message text is empty")
    if len(text.text) > TEXT_LENGTH:
        raise bad_request("message is too long")
    return text


def caption_of(params: dict[str, Any]) -> Formatted:
    """The `caption` of a call or of an item of an album: 0-1024 characters."""
    caption = formatted(params.get("caption", ""), params.get("parse_mode"), params.get("caption_entities"))
    if len(caption.text) > CAPTION_LENGTH:
        raise bad_request("message caption is too long")
    return caption


def send(call: Call, content: Content, to: Envelope | None = None) -> dict[str, Any]:
    """Put one message into the chat and answer with it. Raises 429 when that is too fast."""
    to = to or envelope(call)
    count(call, to.person)
    return wire.message(call.telegram.world, deliver(call, to, content))


def count(call: Call, person: Person) -> None:
    """Ask the flood limits."""
    call.telegram.limits.spend(person.id, paid=call.params.get("allow_paid_broadcast", False))


def deliver(call: Call, to: Envelope, content: Content, **more: Any) -> Message:
    """The message itself, once nothing can go wrong any more."""
    message = call.telegram.world.add_message(
        to.person,
        content,
        from_bot=True,
        date=call.telegram.now(),
        thread_id=to.thread_id,
        reply_to=to.reply_to,
        quote=to.quote,
        markup=to.inline,
        other_markup=to.other is not None,
        protected=call.params.get("protect_content", False),
        **more,
    )
    if to.other is not None and ("keyboard" in to.other or "remove_keyboard" in to.other):
        to.person.keyboard = to.other if "keyboard" in to.other else None
    note_links(call, message)
    return message


def note_links(call: Call, message: Message) -> None:
    """A deep link to the bot is what people forward: it shows up among what reached people outside Telegram."""
    said = message.content
    buttons = [button for row in (message.markup or {}).get("inline_keyboard", []) for button in row]
    places = [said.text, *urls(Formatted(said.text, said.entities)), *(b["url"] for b in buttons if "url" in b)]
    username = re.escape(call.telegram.world.bot.username)
    link = re.compile(
        rf"https?://(?:t|telegram)\.me/{username}\?start=([\w-]{{1,64}})(?![\w-])", re.ASCII | re.IGNORECASE
    )
    first_line = (said.text.splitlines() or [""])[0]
    label = first_line if len(first_line) <= LABEL else first_line[: LABEL - 1].rstrip() + "…"
    for place in places:
        for match in link.finditer(place):
            call.telegram.world.add_link(label, match[0])
