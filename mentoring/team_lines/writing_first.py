"""Somebody of the team wants to write to a person."""

from __future__ import annotations

from mentoring.actor import Actor
from mentoring.effects import Edit, Effects, Reply
from mentoring.messages.team_line import DeskHow, DeskLineDone
from mentoring.people import NOT_TOLD
from mentoring.team_lines.catching_up import catch_up
from mentoring.team_lines.opening import in_topic, line_about, line_opened, locked_line
from mentoring.work import Work


async def write_to(actor: Actor, work: Work, membership_id: int, *, question_waits: bool = False) -> Effects:
    """The actor's side of that person's line, ready to be written into; what waits for an answer is shown there.

    Raises NotFoundError and NotOnTelegramError.
    """
    side = await line_about(actor, work, membership_id)
    await catch_up(work, await locked_line(work, side.conversation_id), actor.person.id)
    if not work.has_topics:
        actor.person.open_thread_id = side.id
        return [Reply(line_opened(side, question_waits=question_waits))]
    return await in_topic(work, side, DeskHow(name=side.seen.label or NOT_TOLD))


async def close_line(actor: Actor, side_id: int) -> Effects:
    """What the actor writes goes to nobody now, where that line was the open one; another one stays open."""
    if actor.person.open_thread_id == side_id:
        actor.person.open_thread_id = None
    return [Edit(DeskLineDone())]
