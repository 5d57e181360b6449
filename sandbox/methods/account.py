"""The bot's own account: who it is, its names and descriptions."""

from __future__ import annotations

import re
from typing import Any

from sandbox import wire
from sandbox.errors import bad_request
from sandbox.facts import DESCRIPTION_LENGTH, NAME_LENGTH, SHORT_DESCRIPTION_LENGTH
from sandbox.methods.registry import Call, Handler, method

LANGUAGE = re.compile(r"[a-z]{2}")
TEXTS = {
    "Name": ("name", NAME_LENGTH),
    "Description": ("description", DESCRIPTION_LENGTH),
    "ShortDescription": ("short_description", SHORT_DESCRIPTION_LENGTH),
}


@method("getMe")
def get_me(call: Call) -> dict[str, Any]:
    bot = call.telegram.world.bot
    return {
        **wire.bot_user(bot),
        "can_join_groups": False,
        "can_read_all_group_messages": False,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
        "has_topics_enabled": bot.has_topics_enabled,
        "allows_users_to_create_topics": False,
        "can_manage_bots": False,
    }


def language_of(call: Call) -> str:
    """A two-letter code, or nothing for everybody else."""
    code: str = call.params.get("language_code", "")
    if code and not LANGUAGE.fullmatch(code):
        raise bad_request("invalid language code specified")
    return code


def setter(field: str, longest: int) -> Handler:
    """SetMyName and its siblings: an empty text removes it."""

    def set_text(call: Call) -> bool:
        text = call.params.get(field, "").strip()
        if len(text) > longest:
            raise bad_request(f"bot {field.replace('_', ' ')} is too long")
        texts, key = call.telegram.world.bot.texts, (field, language_of(call))
        if text:
            texts[key] = text
        else:
            texts.pop(key, None)
        call.telegram.world.publish("state", {})
        return True

    return set_text


def getter(field: str) -> Handler:
    """GetMyName and its siblings: the text for that language, else the one for everybody."""

    def get_text(call: Call) -> dict[str, str]:
        bot = call.telegram.world.bot
        default = bot.texts.get((field, ""), bot.first_name if field == "name" else "")
        return {field: bot.texts.get((field, language_of(call)), default)}

    return get_text


for name, (key, most) in TEXTS.items():
    method(f"setMy{name}")(setter(key, most))
    method(f"getMy{name}")(getter(key))
