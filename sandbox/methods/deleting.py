"""deleteMessage(s): in a private chat a bot may delete its own and the person's messages, for two days."""

from __future__ import annotations

from datetime import timedelta

from sandbox.errors import bad_request
from sandbox.facts import BATCH_SIZE, DELETABLE_HOURS
from sandbox.methods.registry import Call, method
from sandbox.world import Message, Person


def deletable(call: Call, message: Message) -> bool:
    """Not older than 48 hours."""
    return call.telegram.now() - message.date <= timedelta(hours=DELETABLE_HOURS)


@method("deleteMessage")
def delete_message(call: Call) -> bool:
    person = call.person()
    message = call.message(person, "message to delete not found")
    delete_all(call, person, [message])
    return True


@method("deleteMessages")
def delete_messages(call: Call) -> bool:
    person = call.person()
    numbers = call.params["message_ids"]
    if len(numbers) not in BATCH_SIZE:
        raise bad_request("too many messages to delete" if numbers else "message identifiers are not specified")
    delete_all(call, person, [message for number in set(numbers) if (message := person.find(number))])
    return True


def delete_all(call: Call, person: Person, messages: list[Message]) -> None:
    """All of them or, when one is too old, none. The message that opened a topic goes only with the topic."""
    if any(message.content.kind == "forum_topic_created" for message in messages):
        raise bad_request("message can't be deleted")
    if not all(deletable(call, message) for message in messages):
        raise bad_request("message can't be deleted for everyone")
    for message in messages:
        call.telegram.world.delete(person, message)
