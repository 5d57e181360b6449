"""Edits of the bot's own messages."""

from __future__ import annotations

from typing import Any

from sandbox import wire
from sandbox.errors import bad_request
from sandbox.methods.media import content as media_content
from sandbox.methods.outgoing import caption_of, keyboards, note_links, text_of
from sandbox.methods.registry import Call, method
from sandbox.world import CAPTIONED, Content, Message

NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same as a current "
    "content and reply markup of the message"
)


def editable(call: Call) -> Message:
    """The message that the call names, if the bot may change it."""
    if "inline_message_id" in call.params:
        raise bad_request("MESSAGE_ID_INVALID")
    for name in ("chat_id", "message_id"):
        if name not in call.params:
            raise bad_request({"chat_id": "chat_id is empty"}.get(name, "message identifier is not specified"))
    message = call.message(call.recipient(), "message to edit not found")
    if not message.from_bot or message.is_service or message.other_markup or message.forward_origin:
        raise bad_request("message can't be edited")
    return message


def edit(call: Call, message: Message, new: Content) -> dict[str, Any]:
    """Change a message, unless nothing would change. Without `reply_markup` its keyboard goes."""
    inline, other = keyboards(call)
    if other is not None:
        raise bad_request("inline keyboard expected")
    if new == message.content and inline == message.markup:
        raise bad_request(NOT_MODIFIED)
    if new != message.content:
        message.edit_date = call.telegram.now()
    message.content, message.markup = new, inline
    call.telegram.world.touch(call.telegram.world.people[message.person_id], message)
    note_links(call, message)
    return wire.message(call.telegram.world, message)


@method("editMessageText")
def edit_message_text(call: Call) -> dict[str, Any]:
    if "rich_message" in call.params:
        raise bad_request("rich messages are not supported here")
    message = editable(call)
    text = text_of(call)
    if message.content.kind != "text":
        raise bad_request("there is no text in the message to edit")
    options = call.params.get("link_preview_options")
    extra = {"link_preview_options": options} if options else {}
    return edit(call, message, Content("text", text.text, text.entities, extra=extra))


@method("editMessageCaption")
def edit_message_caption(call: Call) -> dict[str, Any]:
    message = editable(call)
    caption = caption_of(call.params)
    if message.content.kind not in CAPTIONED:
        raise bad_request("there is no caption in the message to edit")
    extra = {key: value for key, value in message.content.extra.items() if key != "show_caption_above_media"}
    if call.params.get("show_caption_above_media"):
        extra["show_caption_above_media"] = True
    kind, media = message.content.kind, message.content.media
    return edit(call, message, Content(kind, caption.text, caption.entities, media, extra))


@method("editMessageMedia")
def edit_message_media(call: Call) -> dict[str, Any]:
    message = editable(call)
    item = call.params["media"]
    if message.content.kind not in CAPTIONED - {"voice"}:
        raise bad_request("message can't be edited")
    if item["type"] == "live_photo":
        raise bad_request("this type of media is not supported here")
    return edit(call, message, media_content(call, item["type"], item, item["media"]))


@method("editMessageReplyMarkup")
def edit_message_reply_markup(call: Call) -> dict[str, Any]:
    message = editable(call)
    return edit(call, message, message.content)
