"""A reaction to a message of the thread shows on the other side's message."""

from __future__ import annotations

from mentoring.actor import Actor
from mentoring.relay import relay_row
from mentoring.threads import sides_of
from mentoring.work import Work
from storage import outbox, relays
from storage.words import Call


async def relay_reaction(actor: Actor, work: Work, message_id: int, emoji: str | None) -> None:
    """Shows the emoji on the other side's message, or takes it back (None).

    `message_id` is the message in the actor's chat, their own or a copy; others are Tandem's and mean nothing here.
    """
    duo_id = await relays.conversation_of_message(work.store, actor.person.id, message_id)
    side = next((s for s in await sides_of(work, actor.person.id) if s.duo.id == duo_id), None)
    if side is None or not side.is_running or side.partner.unreachable_since is not None:
        return
    prefix = f"reaction:{actor.person.id}:{message_id}:"
    await relays.cancel_older(work.store, side.partner.id, prefix, work.now)
    params = {"message_id": message_id, "emoji": emoji}
    await outbox.add(work.store, relay_row(work, side, Call.REACTION, params, prefix + work.cause))
