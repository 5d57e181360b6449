"""Lines: without topics, to whom what a person writes goes. docs/decisions/lines.md tells why it is this way."""

from __future__ import annotations

from collections.abc import Sequence

from mentoring.actor import Actor
from mentoring.effects import Edit, Effects, Reply, Toast
from mentoring.errors import NotFoundError, OutOfDateError
from mentoring.messages.base import Message
from mentoring.messages.team_line import DeskLineOpen, TeamLineOpen
from mentoring.messages.thread import Chats, InTopic, Line, LineOpen, NoChats
from mentoring.team_lines.opening import ensure_line_topic, line_opened
from mentoring.team_lines.sides import TeamSide, team_sides
from mentoring.team_lines.ways import Conversation
from mentoring.threads import Side, ensure_topic, running, sides_of
from mentoring.work import Work
from storage import relays

_CHOICES = (LineOpen.kind, TeamLineOpen.kind, DeskLineOpen.kind)  # what is said where somebody chose a line
_MOST_LISTED = 8  # lines of the team in /chats: the latest; /people finds the others


async def sides_of_all(work: Work, person_id: int) -> list[Conversation]:
    """All conversations of that person, closed ones too: duos first, then lines with a team, each oldest first."""
    return [*await sides_of(work, person_id), *await team_sides(work, person_id)]


async def own_side(actor: Actor, work: Work, thread_id: int) -> Conversation:
    """The actor's own running thread or line with that id. Raises NotFoundError; OutOfDateError where it is over."""
    side = next((side for side in await sides_of_all(work, actor.person.id) if side.id == thread_id), None)
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
        await have_topic(work, side)
        return [Toast(InTopic(name=side.name), alert=True)]
    actor.person.open_thread_id = thread_id
    said = opened(side, question_waits=question_waits)
    return [Toast(said), Reply(said)]


def opened(side: Conversation, *, question_waits: bool) -> Message:
    """What is said where a line opens."""
    if isinstance(side, Side):
        return LineOpen(name=side.name, question_waits=question_waits)
    return line_opened(side, question_waits=question_waits)


async def switch_line(actor: Actor, work: Work, thread_id: int, *, question_waits: bool = False) -> Effects:
    """The same from the list of /chats, which shows the change."""
    effects = await open_line(actor, work, thread_id, question_waits=question_waits)
    return [Edit(await chats(actor, work)), *effects]


async def chats(actor: Actor, work: Work) -> Message:
    """The actor's running conversations, with the one whose line is open."""
    found = _listed(running(await sides_of_all(work, actor.person.id)), actor.person.open_thread_id)
    if not found:
        return NoChats()
    for side in found:
        await have_topic(work, side)
    return Chats(
        lines=lines_of(found, None if work.has_topics else actor.person.open_thread_id), topics=work.has_topics
    )


def _listed(sides: list[Conversation], open_thread_id: int | None) -> list[Conversation]:
    """All but lines of the team that were quiet for long."""
    team = [side for side in sides if isinstance(side, TeamSide) and side.seen.is_team]
    latest = sorted(team, key=lambda side: (side.id == open_thread_id, side.seen.latest_at), reverse=True)
    left_out = latest[_MOST_LISTED:]
    return [side for side in sides if side not in left_out]


async def have_topic(work: Work, side: Conversation) -> None:
    """Has its topic made where the bot has topics and it has none yet."""
    if isinstance(side, Side):
        await ensure_topic(work, side.thread)
    else:
        await ensure_line_topic(work, side.seen)


def lines_of(sides: Sequence[Conversation], open_thread_id: int | None = None) -> list[Line]:
    return [Line(side.id, side.name, side.id == open_thread_id) for side in sides]


async def unanswered_conversation(work: Work, person_id: int) -> int | None:
    """The duo or line of the last message this person received, unless they wrote or chose a line since.

    By the order of the messages in their chat, which is what they see.
    """
    newest = await relays.newest_copy(work.store, person_id)
    if newest is None:
        return None
    conversation_id, message_id = newest
    if await relays.wrote_after(work.store, person_id, message_id):
        return None
    chose = await relays.told_after(work.store, person_id, _CHOICES, message_id)
    return None if chose else conversation_id
