"""copyMessage(s) and forwardMessage(s): what somebody else said, without or with the sender's name."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable
from itertools import pairwise
from typing import Any

from sandbox import wire
from sandbox.errors import bad_request
from sandbox.facts import BATCH_SIZE
from sandbox.methods.outgoing import Envelope, caption_of, count, deliver, envelope
from sandbox.methods.registry import Call, method
from sandbox.world import CAPTIONED, Content, Message

Passer = Callable[[Call, Envelope, Message, str | None], Message]


def copied(call: Call, source: Message, *, without_caption: bool = False) -> Content:
    """The same content; a caption may be replaced."""
    said = source.content
    if said.kind not in CAPTIONED:
        return dataclasses.replace(said)
    if without_caption:
        return dataclasses.replace(said, text="", entities=[])
    if "caption" not in call.params:
        return dataclasses.replace(said)
    caption = caption_of(call.params)
    extra = {key: value for key, value in said.extra.items() if key != "show_caption_above_media"}
    if call.params.get("show_caption_above_media"):
        extra["show_caption_above_media"] = True
    return dataclasses.replace(said, text=caption.text, entities=caption.entities, extra=extra)


def can_be_passed_on(source: Message) -> bool:
    """Neither notes of Telegram itself nor what its sender protects."""
    return not source.is_service and not source.protected


@method("copyMessage")
def copy_message(call: Call) -> dict[str, int]:
    source = call.message(call.person("from_chat_id"), "message to copy not found")
    if not can_be_passed_on(source):
        raise bad_request("message can't be copied")
    to = envelope(call)
    content = copied(call, source)
    count(call, to.person)
    return {"message_id": deliver(call, to, content).message_id}


@method("copyMessages")
def copy_messages(call: Call) -> list[dict[str, int]]:
    without_caption = call.params.get("remove_caption", False)

    def copy(call: Call, to: Envelope, source: Message, group: str | None) -> Message:
        content = copied(call, source, without_caption=without_caption)
        return deliver(call, to, content, media_group_id=group)

    return batch(call, "message to copy not found", copy)


@method("forwardMessage")
def forward_message(call: Call) -> dict[str, Any]:
    source = call.message(call.person("from_chat_id"), "message to forward not found")
    if not can_be_passed_on(source):
        raise bad_request("message can't be forwarded")
    to = envelope(call)
    count(call, to.person)
    return wire.message(call.telegram.world, forward(call, to, source, None))


@method("forwardMessages")
def forward_messages(call: Call) -> list[dict[str, int]]:
    return batch(call, "message to forward not found", forward)


def forward(call: Call, to: Envelope, source: Message, group: str | None) -> Message:
    """With the name of whoever wrote it first."""
    world = call.telegram.world
    author = wire.bot_user(world.bot) if source.from_bot else wire.person_user(world.people[source.person_id])
    origin = {"type": "user", "sender_user": author, "date": int(source.date.timestamp())}
    content = dataclasses.replace(source.content)
    return deliver(call, to, content, media_group_id=group, forward_origin=source.forward_origin or origin)


def batch(call: Call, missing: str, pass_on: Passer) -> list[dict[str, int]]:
    """Several at once: those that do not exist are skipped, albums stay together."""
    numbers = call.params["message_ids"]
    if len(numbers) not in BATCH_SIZE:
        raise bad_request(
            "too many messages to forward or copy" if numbers else "message identifiers are not specified"
        )
    if any(second <= first for first, second in pairwise(numbers)):
        raise bad_request("message identifiers must be in a strictly increasing order")
    origin = call.person("from_chat_id")
    found = [message for number in numbers if (message := origin.find(number)) and can_be_passed_on(message)]
    to = envelope(call)
    if not found:
        raise bad_request(missing)
    count(call, to.person)
    groups = new_groups(call, found)
    passed = [pass_on(call, to, source, groups.get(source.media_group_id)) for source in found]
    return [{"message_id": message.message_id} for message in passed]


def new_groups(call: Call, messages: Iterable[Message]) -> dict[str | None, str]:
    """A fresh album mark for each album of which at least two messages go along."""
    marks = [message.media_group_id for message in messages if message.media_group_id]
    return {mark: call.telegram.world.new_group_id() for mark in dict.fromkeys(marks) if marks.count(mark) > 1}
