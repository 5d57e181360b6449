"""Somebody of the team wants to write to a person."""

from __future__ import annotations

from mentoring.actor import Actor
from mentoring.effects import Effects, Reply
from mentoring.messages.team_line import DeskHow
from mentoring.messages.thread import LineOpen
from mentoring.people import NOT_TOLD
from mentoring.team_lines.catching_up import catch_up
from mentoring.team_lines.opening import in_topic, line_about, locked_line
from mentoring.work import Work


async def write_to(actor: Actor, work: Work, membership_id: int, *, question_waits: bool = False) -> Effects:
    """The actor's side of that person's line, ready to be written into; what waits for an answer is shown there.

    Raises NotFoundError and NotOnTelegramError.
    """
    side = await line_about(actor, work, membership_id)
    await catch_up(work, await locked_line(work, side.conversation_id), actor.person.id)
    if not work.has_topics:
        actor.person.open_thread_id = side.id
        return [Reply(LineOpen(name=side.name, question_waits=question_waits))]
    return await in_topic(work, side, DeskHow(name=side.seen.label or NOT_TOLD))
