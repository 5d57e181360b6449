"""The Bot API in numbers and names: the table of parameters, and the limits that stand in its documentation."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

TEXT_LENGTH = 4096
CAPTION_LENGTH = 1024
CALLBACK_DATA_BYTES = 64
CALLBACK_ANSWER_LENGTH = 200
START_PAYLOAD_LENGTH = 64
TOPIC_NAME_LENGTH = 128
NAME_LENGTH, DESCRIPTION_LENGTH, SHORT_DESCRIPTION_LENGTH = 64, 512, 120
ALBUM_SIZE = range(2, 11)
BATCH_SIZE = range(1, 101)
PHOTO_BYTES = 10 * 1024 * 1024
UPLOAD_BYTES = 50 * 1024 * 1024
DOWNLOAD_BYTES = 20 * 1024 * 1024
LONGEST_POLL = 50  # seconds
QUERY_LIFE = 15 * 60.0  # seconds; Telegram says "some time", bots see it end after minutes
DELETABLE_HOURS = 48
RETENTION_HOURS = 24

# fmt: off
UPDATE_TYPES = (
    "message", "edited_message", "channel_post", "edited_channel_post", "business_connection", "business_message",
    "edited_business_message", "deleted_business_messages", "message_reaction", "message_reaction_count",
    "inline_query", "chosen_inline_result", "callback_query", "shipping_query", "pre_checkout_query",
    "purchased_paid_media", "poll", "poll_answer", "my_chat_member", "chat_member", "chat_join_request",
    "chat_boost", "removed_chat_boost", "managed_bot", "guest_message", "subscription",
    "stopped_message_generation",
)
NOT_BY_DEFAULT = frozenset({"chat_member", "message_reaction", "message_reaction_count"})

# The reactions that everyone may use, as listed under ReactionTypeEmoji.
REACTIONS = frozenset((
    "❤", "👍", "👎", "🔥", "🥰", "👏", "😁", "🤔", "🤯", "😱", "🤬", "😢", "🎉", "🤩",
    "🤮", "💩", "🙏", "👌", "🕊", "🤡", "🥱", "🥴", "😍", "🐳", "❤\u200d🔥", "🌚", "🌭",
    "💯", "🤣", "⚡", "🍌", "🏆", "💔", "🤨", "😐", "🍓", "🍾", "💋", "🖕", "😈", "😴",
    "😭", "🤓", "👻", "👨\u200d💻", "👀", "🎃", "🙈", "😇", "😨", "🤝", "✍", "🤗", "🫡",
    "🎅", "🎄", "☃", "💅", "🤪", "🗿", "🆒", "💘", "🙉", "🦄", "😘", "💊", "🙊", "😎",
    "👾", "🤷\u200d♂", "🤷", "🤷\u200d♀", "😡",
))
# fmt: on


@cache
def bot_api() -> dict[str, Any]:
    """`{version, methods, types}` as `make_bot_api.py` wrote it."""
    table: dict[str, Any] = json.loads(Path(__file__).with_name("bot_api.json").read_text(encoding="utf-8"))
    return table


@cache
def canonical_methods() -> dict[str, str]:
    """Lower case name -> the name as documented; Telegram does not mind the case."""
    return {name.lower(): name for name in bot_api()["methods"]}


def plain_emoji(emoji: str) -> str:
    """Without the variation selector, which Telegram ignores in reactions."""
    return emoji.replace("\ufe0f", "")
