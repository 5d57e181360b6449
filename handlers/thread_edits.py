"""Edited messages: what was passed on is changed there too."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from aiogram import Router
from aiogram.types import Message, MessageEntity

from handlers.filters import Known
from mentoring.actor import Actor
from mentoring.edits import Edited, relay_edit
from mentoring.effects import Effects
from mentoring.work import Work

router = Router(name="thread-edits")
router.edited_message.filter(Known())


@router.edited_message()
async def on_edit(message: Message, actor: Actor, work: Work) -> Effects:
    if message.location is not None:
        return []  # a live location that moves; it was never passed on
    return await relay_edit(actor, work, message.message_id, edited(message))


def edited(message: Message) -> Edited | None:
    """What the message became; None for what the Bot API cannot make of a copy."""
    if message.text is not None:
        return Edited(text=message.text, entities=_plain(message.entities))
    file = _file(message)
    if file is not None:
        kind, file_id = file
        media = {"type": kind, "file_id": file_id, "caption": message.caption}
        return Edited(media=media, entities=_plain(message.caption_entities))
    if message.voice is not None or message.live_photo is not None:
        return Edited(caption=message.caption or "", entities=_plain(message.caption_entities))
    return None


def _file(message: Message) -> tuple[str, str] | None:
    """The kind of an InputMedia and its file; a GIF is a document as well, so it is looked at first."""
    if message.photo:
        return "photo", message.photo[-1].file_id  # the largest
    for kind in ("animation", "video", "audio", "document"):
        file = getattr(message, kind)
        if file is not None:
            return kind, file.file_id
    return None


def _plain(entities: Sequence[MessageEntity] | None) -> tuple[dict[str, Any], ...]:
    return tuple(entity.model_dump(mode="json", exclude_none=True) for entity in entities or ())
