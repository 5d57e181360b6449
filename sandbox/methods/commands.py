"""Command lists by scope and language, and the menu button."""

from __future__ import annotations

import re
from typing import Any

from sandbox.errors import bad_request
from sandbox.methods.account import language_of
from sandbox.methods.registry import Call, method
from sandbox.world import BotProfile, Person

COMMAND = re.compile(r"[a-z0-9_]{1,32}")
COMMAND_DESCRIPTION = range(1, 257)
MOST_COMMANDS = 100


def scope_of(call: Call) -> str:
    """One word for a scope: `default`, `all_private_chats`, `chat:42`, ..."""
    scope = call.params.get("scope", {"type": "default"})
    if "chat_id" not in scope:
        return str(scope["type"])
    person = call.telegram.world.people.get(scope["chat_id"])
    if person is None or not person.started:
        raise bad_request("chat not found")
    if scope["type"] != "chat":
        raise bad_request(f"can't use scope {scope['type']} in a private chat")
    return f"chat:{person.id}"


@method("setMyCommands")
def set_my_commands(call: Call) -> bool:
    commands = call.params["commands"]
    if len(commands) > MOST_COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    for command in commands:
        if not COMMAND.fullmatch(command["command"].removeprefix("/")):
            raise bad_request("BOT_COMMAND_INVALID")
        if len(command["description"].strip()) not in COMMAND_DESCRIPTION:
            raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    stored = [{**command, "command": command["command"].removeprefix("/")} for command in commands]
    put(call, stored)
    return True


@method("deleteMyCommands")
def delete_my_commands(call: Call) -> bool:
    put(call, [])
    return True


def put(call: Call, commands: list[dict[str, str]]) -> None:
    """An empty list is the same as none: the next wider scope shows through."""
    key, table = (scope_of(call), language_of(call)), call.telegram.world.bot.commands
    if commands:
        table[key] = commands
    else:
        table.pop(key, None)
    call.telegram.world.publish("state", {})


@method("getMyCommands")
def get_my_commands(call: Call) -> list[dict[str, str]]:
    return call.telegram.world.bot.commands.get((scope_of(call), language_of(call)), [])


def seen_by(bot: BotProfile, person: Person) -> list[dict[str, str]]:
    """The list a phone shows: the narrowest scope wins, within it the person's language before no language."""
    language = (person.language_code or "")[:2]
    for scope in (f"chat:{person.id}", "all_private_chats", "default"):
        for code in (language, ""):
            if (scope, code) in bot.commands:
                return bot.commands[scope, code]
    return []


def menu_button_of(bot: BotProfile, person: Person | None) -> dict[str, Any]:
    """The one of this chat, unless it is the default; then the bot's own."""
    own = bot.menu_buttons.get(person.id) if person else None
    if own is not None and own["type"] != "default":
        return own
    return bot.menu_buttons.get(None, {"type": "commands"})


@method("setChatMenuButton")
def set_chat_menu_button(call: Call) -> bool:
    person = call.recipient() if "chat_id" in call.params else None
    button = call.params.get("menu_button", {"type": "default"})
    if button["type"] == "web_app" and not button["web_app"]["url"].startswith("https://"):
        raise bad_request("menu button Web App URL is invalid: Only HTTPS links are allowed")
    call.telegram.world.bot.menu_buttons[person.id if person else None] = button
    call.telegram.world.publish("state", {})
    return True


@method("getChatMenuButton")
def get_chat_menu_button(call: Call) -> dict[str, Any]:
    person = call.person() if "chat_id" in call.params else None
    bot = call.telegram.world.bot
    return bot.menu_buttons.get(person.id, {"type": "default"}) if person else menu_button_of(bot, None)
