"""Topics in the private chat of a person with the bot."""

from __future__ import annotations

from typing import Any

from sandbox.errors import bad_request
from sandbox.facts import TOPIC_NAME_LENGTH
from sandbox.methods.registry import Call, method
from sandbox.wire import without_none
from sandbox.world import Content, Person, Topic

COLORS = (0x6FB9F0, 0xFFD67E, 0xCB86DB, 0x8EEE98, 0xFF93B2, 0xFB6F5F)


def forum(call: Call) -> Person:
    """A chat that can have topics."""
    person = call.recipient()
    if not call.telegram.world.bot.has_topics_enabled:
        raise bad_request("the chat is not a forum")
    return person


def existing(call: Call, person: Person) -> Topic:
    """The topic that the call names."""
    topic = person.topics.get(call.params["message_thread_id"])
    if topic is None:
        raise bad_request("message thread not found")
    return topic


def topic_name(call: Call) -> str:
    """1-128 characters."""
    name: str = call.params["name"].strip()
    if not name:
        raise bad_request("topic name must be non-empty")
    if len(name) > TOPIC_NAME_LENGTH:
        raise bad_request("TOPIC_TITLE_TOO_LONG")
    return name


@method("createForumTopic")
def create_forum_topic(call: Call) -> dict[str, Any]:
    person, name = forum(call), topic_name(call)
    color = call.params.get("icon_color", COLORS[len(person.topics) % len(COLORS)])
    if color not in COLORS:
        raise bad_request("TOPIC_ICON_COLOR_INVALID")
    icon = call.params.get("icon_custom_emoji_id") or None
    about = without_none(name=name, icon_color=color, icon_custom_emoji_id=icon)
    world = call.telegram.world
    note = Content("forum_topic_created", extra={"forum_topic_created": about})
    service = world.add_message(person, note, from_bot=True, date=call.telegram.now())
    topic = world.open_topic(person, service, name, color, icon)
    call.telegram.emit_message(service)
    return {"message_thread_id": topic.thread_id, **about}


@method("editForumTopic")
def edit_forum_topic(call: Call) -> bool:
    person = forum(call)
    topic = existing(call, person)
    changes: dict[str, Any] = {}
    if "name" in call.params and (name := topic_name(call)) != topic.name:
        changes["name"] = topic.name = name
    if "icon_custom_emoji_id" in call.params and call.params["icon_custom_emoji_id"] != topic.icon_custom_emoji_id:
        changes["icon_custom_emoji_id"] = call.params["icon_custom_emoji_id"]
        topic.icon_custom_emoji_id = call.params["icon_custom_emoji_id"] or None
    if not changes:
        raise bad_request("TOPIC_NOT_MODIFIED")
    note = Content("forum_topic_edited", extra={"forum_topic_edited": changes})
    service = call.telegram.world.add_message(
        person, note, from_bot=True, date=call.telegram.now(), thread_id=topic.thread_id
    )
    call.telegram.emit_message(service)
    return True


@method("deleteForumTopic")
def delete_forum_topic(call: Call) -> bool:
    person = forum(call)
    call.telegram.world.close_topic(person, existing(call, person).thread_id)
    return True


def only_in_groups(call: Call) -> bool:
    """Open and closed topics exist in supergroups alone."""
    call.recipient()
    raise bad_request("the chat is not a supergroup forum")


method("closeForumTopic")(only_in_groups)
method("reopenForumTopic")(only_in_groups)


@method("getForumTopicIconStickers")
def get_forum_topic_icon_stickers(_call: Call) -> list[dict[str, Any]]:
    return []
