"""A message that was passed on is edited: the copy follows. The new text lives sealed in its row until it is sent."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from mentoring.actor import Actor
from mentoring.effects import Effects, Reply
from mentoring.messages.delivery import PartnerAway
from mentoring.messages.thread import NotCarried, NotCarriedReason
from mentoring.relay import relay_row
from mentoring.threads import sides_of
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
    """Changes the copy, if there is one and the duo still runs; the newest of several edits wins.

    `edited` is None where it became something whose copy cannot be changed: the sender is told.
    """
    duo_id = await relays.conversation_of_own(work.store, actor.person.id, message_id)
    side = next((s for s in await sides_of(work, actor.person.id) if s.duo.id == duo_id), None)
    if side is None or not side.is_running:
        return []
    if side.partner.unreachable_since is not None:
        return [Reply(PartnerAway(name=side.name))]
    if edited is None:
        return [Reply(NotCarried(reason=NotCarriedReason.EDIT))]
    prefix = f"edit:{actor.person.id}:{message_id}:"
    await relays.cancel_older(work.store, side.partner.id, prefix, work.now)
    row = relay_row(work, side, Call.EDIT, edited.params(message_id), prefix + work.cause)
    await outbox.add(work.store, row)
    return []
