"""Which updates from groups are looked at. Everything else there is not for us, and is not even loaded."""

from __future__ import annotations

from aiogram.types import Update

_GROUPS = frozenset({"group", "supergroup"})


def is_a_groups(update: Update) -> bool:
    """The bot comes or goes, the group gets another id, or somebody writes /today."""
    change, message = update.my_chat_member, update.message
    if change is not None:
        return change.chat.type in _GROUPS
    if message is None or message.chat.type not in _GROUPS or message.from_user is None:
        return False
    is_asked = (message.text or "").lower().startswith("/today") and not message.from_user.is_bot
    return message.migrate_to_chat_id is not None or is_asked
