"""Chats, members, reactions of the bot, and answers to taps."""

from __future__ import annotations

from typing import Any

from sandbox import wire
from sandbox.errors import bad_request
from sandbox.facts import CALLBACK_ANSWER_LENGTH, QUERY_LIFE, REACTIONS, plain_emoji
from sandbox.methods.registry import Call, method
from sandbox.world import Notice, Person

TOO_OLD = "query is too old and response timeout expired or query ID is invalid"


@method("answerCallbackQuery")
def answer_callback_query(call: Call) -> bool:
    query = call.telegram.world.queries.get(call.params["callback_query_id"])
    if query is None or query.answered or call.telegram.monotonic() - query.asked > QUERY_LIFE:
        raise bad_request(TOO_OLD)
    text = call.params.get("text", "")
    if len(text) > CALLBACK_ANSWER_LENGTH:
        raise bad_request("MESSAGE_TOO_LONG")
    url = call.params.get("url", "")
    if url and not url.startswith(f"https://t.me/{call.telegram.world.bot.username}?start="):
        raise bad_request("URL_INVALID")
    query.answered = True
    if text:
        person = call.telegram.world.people[query.person_id]
        call.telegram.world.touch(person)
        person.notices.append(Notice(person.seq, text, call.params.get("show_alert", False)))
    return True


@method("setMessageReaction")
def set_message_reaction(call: Call) -> bool:
    person = call.recipient()
    message = call.message(person, "message to react not found")
    reactions = call.params.get("reaction", [])
    if len(reactions) > 1:
        raise bad_request("REACTIONS_TOO_MANY")
    if any(r["type"] != "emoji" or plain_emoji(r["emoji"]) not in REACTIONS for r in reactions):
        raise bad_request("REACTION_INVALID")
    if message.is_service:
        raise bad_request("message can't be reacted")
    new = plain_emoji(reactions[0]["emoji"]) if reactions else ""
    if new != message.reactions.get("bot", ""):
        message.reactions["bot"] = new
        call.telegram.world.touch(person, message)
    return True


@method("getChat")
def get_chat(call: Call) -> dict[str, Any]:
    person = known(call)
    accepted = dict.fromkeys(("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription"), True)
    pinned = [message for message in person.messages.values() if message.pinned]
    body = {
        **wire.chat(person),
        "accent_color_id": person.id % 7,
        "max_reaction_count": 11,
        "accepted_gift_types": {**accepted, "gifts_from_channels": True},
    }
    if pinned:
        body["pinned_message"] = wire.message(call.telegram.world, pinned[-1], nested=True)
    return body


def known(call: Call) -> Person:
    """Asking about a chat needs no permission to write, only an acquaintance."""
    person = call.telegram.world.people.get(call.params["chat_id"])
    if person is None or not person.started:
        raise bad_request("chat not found")
    return person


@method("getChatMember")
def get_chat_member(call: Call) -> dict[str, Any]:
    person = known(call)
    if call.params["user_id"] == person.id:
        return {"status": "member", "user": wire.person_user(person)}
    if call.params["user_id"] == call.telegram.world.bot.id:
        return wire.bot_member(call.telegram.world.bot, person)
    raise bad_request("user not found")


@method("getChatMemberCount")
def get_chat_member_count(call: Call) -> int:
    known(call)
    return 2


@method("leaveChat")
def leave_chat(call: Call) -> bool:
    """There are no groups here, and nobody leaves a private chat."""
    known(call)
    raise bad_request("chat member status can't be changed in private chats")


@method("getUserProfilePhotos")
def get_user_profile_photos(call: Call) -> dict[str, Any]:
    person = call.telegram.world.people.get(call.params["user_id"])
    if person is None:
        raise bad_request("user not found")
    return {"total_count": 0, "photos": []}
