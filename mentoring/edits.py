"""A message that was passed on is edited: the copy follows. The new text lives sealed in its row until it is sent."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from mentoring.actor import Actor
from mentoring.effects import Effects, Reply
from mentoring.lines import sides_of_all
from mentoring.messages.delivery import PartnerAway
from mentoring.messages.thread import NotCarried, NotCarriedReason
from mentoring.relay_rows import relay_row
from mentoring.team_lines.ways import ways
from mentoring.work import Work
from storage import outbox, relays
from storage.words import Call


@dataclass(frozen=True, slots=True)
class Edited:
    """What a message became, in the Bot API's words: exactly one of text, caption and media.

    `media` is `{"type", "file_id", "caption"}`; `entities` are those of the text or the caption.
    """

    text: str | None = None
    caption: str | None = None
    media: dict[str, Any] | None = None
    entities: tuple[dict[str, Any], ...] = ()

    def params(self, message_id: int) -> dict[str, Any]:
        """As the row keeps it; the id is the message's in the sender's chat."""
        contents = {"text": self.text, "caption": self.caption, "media": self.media}
        kept = {name: value for name, value in contents.items() if value is not None}
        return {"message_id": message_id, **kept, "entities": list(self.entities)}


async def relay_edit(actor: Actor, work: Work, message_id: int, edited: Edited | None) -> Effects:
    """Changes the copy, if there is one and the conversation still runs; the newest of several edits wins.

    `edited` is None where it became something whose copy cannot be changed: the sender is told.
    """
    conversation_id = await relays.conversation_of_own(work.store, actor.person.id, message_id)
    if conversation_id is None:
        return []
    side = next((s for s in await sides_of_all(work, actor.person.id) if s.conversation_id == conversation_id), None)
    if side is None or not side.is_running:
        return []
    legs = await ways(work, side)
    if not legs:
        return [Reply(PartnerAway(name=side.name))]
    if edited is None:
        return [Reply(NotCarried(reason=NotCarriedReason.EDIT))]
    prefix = f"edit:{actor.person.id}:{message_id}:"
    for leg in legs:
        await relays.cancel_older(work.store, leg.person_id, prefix, work.now)
        row = relay_row(work, leg, Call.EDIT, edited.params(message_id), prefix + work.cause)
        await outbox.add(work.store, row)
    return []
