"""Pins."""

from __future__ import annotations

from sandbox.errors import bad_request
from sandbox.methods.registry import Call, method
from sandbox.world import Content, Message, Person


@method("pinChatMessage")
def pin_chat_message(call: Call) -> bool:
    person = call.recipient()
    message = call.message(person, "message to pin not found")
    if message.is_service:
        raise bad_request("message can't be pinned")
    if message.pinned:
        return True
    set_pinned(call, person, message, pinned=True)
    note = Content("pinned_message", extra={"message_id": message.message_id})
    world = call.telegram.world
    service = world.add_message(person, note, from_bot=True, date=call.telegram.now(), thread_id=message.thread_id)
    call.telegram.emit_message(service)
    return True


@method("unpinChatMessage")
def unpin_chat_message(call: Call) -> bool:
    person = call.recipient()
    if "message_id" in call.params:
        message = call.message(person, "message to unpin not found")
    else:
        pinned = [message for message in person.messages.values() if message.pinned]
        if not pinned:
            raise bad_request("message to unpin not found")
        message = pinned[-1]
    set_pinned(call, person, message, pinned=False)
    return True


@method("unpinAllChatMessages")
def unpin_all_chat_messages(call: Call) -> bool:
    person = call.recipient()
    for message in list(person.messages.values()):
        set_pinned(call, person, message, pinned=False)
    return True


@method("unpinAllForumTopicMessages")
def unpin_all_forum_topic_messages(call: Call) -> bool:
    person = call.recipient()
    if call.params["message_thread_id"] not in person.topics:
        raise bad_request("message thread not found")
    for message in list(person.messages.values()):
        if message.thread_id == call.params["message_thread_id"]:
            set_pinned(call, person, message, pinned=False)
    return True


def set_pinned(call: Call, person: Person, message: Message, *, pinned: bool) -> None:
    """Only a change is a change."""
    if message.pinned != pinned:
        message.pinned = pinned
        call.telegram.world.touch(person, message)
