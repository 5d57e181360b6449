"""A reaction to a message of the thread shows on the other side's message."""

from __future__ import annotations

from mentoring.actor import Actor
from mentoring.lines import sides_of_all
from mentoring.relay_rows import relay_row
from mentoring.signals.signs import was_here
from mentoring.team_lines.ways import ways
from mentoring.threads import Side
from mentoring.work import Work
from storage import outbox, relays
from storage.words import Call


async def relay_reaction(actor: Actor, work: Work, message_id: int, emoji: str | None) -> None:
    """Shows the emoji on the other side's message, or takes it back (None).

    `message_id` is the message in the actor's chat, their own or a copy; others are Tandem's and mean nothing here.
    """
    conversation_id = await relays.conversation_of_message(work.store, actor.person.id, message_id)
    if conversation_id is None:
        return
    side = next((s for s in await sides_of_all(work, actor.person.id) if s.conversation_id == conversation_id), None)
    if side is None or not side.is_running:
        return
    prefix = f"reaction:{actor.person.id}:{message_id}:"
    params = {"message_id": message_id, "emoji": emoji}
    for leg in await ways(work, side):
        await relays.cancel_older(work.store, leg.person_id, prefix, work.now)
        await outbox.add(work.store, relay_row(work, leg, Call.REACTION, params, prefix + work.cause))
    if isinstance(side, Side) and emoji is not None:
        await was_here(work, side.duo.id, actor.person.id)
