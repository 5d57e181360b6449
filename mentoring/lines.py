"""Lines: without topics, to whom what a person writes goes. docs/decisions/lines.md tells why it is this way."""

from __future__ import annotations

from mentoring.actor import Actor
from mentoring.effects import Edit, Effects, Reply, Toast
from mentoring.errors import NotFoundError, OutOfDateError
from mentoring.messages.base import Message
from mentoring.messages.thread import Chats, InTopic, Line, LineOpen, NoChats
from mentoring.threads import Side, ensure_topic, running, sides_of
from mentoring.work import Work
from storage import relays


async def own_side(actor: Actor, work: Work, thread_id: int) -> Side:
    """The actor's own running thread with that id. Raises NotFoundError; OutOfDateError where the duo has ended."""
    side = next((side for side in await sides_of(work, actor.person.id) if side.thread.id == thread_id), None)
    if side is None:
        raise NotFoundError
    if not side.is_running:
        raise OutOfDateError
    return side


async def open_line(actor: Actor, work: Work, thread_id: int, *, question_waits: bool = False) -> Effects:
    """From now on what the actor writes goes to that partner; said at the top and as the chat's last line.

    `question_waits`: a dialogue of theirs is open, which gets the next text first.
    """
    side = await own_side(actor, work, thread_id)
    if work.has_topics:
        await ensure_topic(work, side.thread)
        return [Toast(InTopic(name=side.name), alert=True)]
    actor.person.open_thread_id = thread_id
    said = LineOpen(name=side.name, question_waits=question_waits)
    return [Toast(said), Reply(said)]


async def switch_line(actor: Actor, work: Work, thread_id: int, *, question_waits: bool = False) -> Effects:
    """The same from the list of /chats, which shows the change."""
    effects = await open_line(actor, work, thread_id, question_waits=question_waits)
    return [Edit(await chats(actor, work)), *effects]


async def chats(actor: Actor, work: Work) -> Message:
    """The actor's running conversations, with the one whose line is open."""
    found = running(await sides_of(work, actor.person.id))
    if not found:
        return NoChats()
    for side in found:
        await ensure_topic(work, side.thread)
    return Chats(
        lines=lines_of(found, None if work.has_topics else actor.person.open_thread_id), topics=work.has_topics
    )


def lines_of(sides: list[Side], open_thread_id: int | None = None) -> list[Line]:
    return [Line(side.thread.id, side.name, side.thread.id == open_thread_id) for side in sides]


async def unanswered_duo(work: Work, person_id: int) -> int | None:
    """The duo of the last message this person received, unless they wrote or chose a line since.

    By the order of the messages in their chat, which is what they see.
    """
    newest = await relays.newest_copy(work.store, person_id)
    if newest is None:
        return None
    duo_id, message_id = newest
    if await relays.wrote_after(work.store, person_id, message_id):
        return None
    chose = await relays.told_after(work.store, person_id, LineOpen.kind, message_id)
    return None if chose else duo_id
