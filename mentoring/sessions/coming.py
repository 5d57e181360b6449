"""What people tap on a reminder."""

from __future__ import annotations

from dataclasses import dataclass

from mentoring.actor import Actor
from mentoring.messages.base import Message
from mentoring.messages.reminders import Meeting, SessionReminder
from mentoring.messages.sessions import ChangedMeanwhile
from mentoring.sessions.answering import you_come
from mentoring.sessions.changing import confirm_session
from mentoring.sessions.core import Gathering, is_to_come, own_gathering
from mentoring.sessions.view import card_for, facts_for
from mentoring.work import Work
from storage.words import Answer


@dataclass(frozen=True, slots=True)
class Shown:
    """What the person sees in place of the reminder, and for a moment on top of the screen."""

    message: Message
    toast: Message | None = None


async def i_come(actor: Actor, work: Work, session_id: int, sequence: int) -> Shown:
    """The actor comes, to the session as it was at that sequence; else they see how it stands now.

    Raises NotFoundError.
    """
    gathering = await own_gathering(actor, work, session_id)
    gathering.of(actor.person.id)
    if not is_to_come(gathering.session, work.now) or gathering.session.sequence != sequence:
        return Shown(await card_for(work, gathering, actor.person), ChangedMeanwhile())
    gathering = await confirm_session(actor, work, session_id, sequence)
    return Shown(await _reminder(work, gathering, actor), you_come(gathering))


async def show_reminder(actor: Actor, work: Work, session_id: int) -> Message:
    """One session of a day, with what can be done about it as it stands now. Raises NotFoundError."""
    gathering = await own_gathering(actor, work, session_id)
    gathering.of(actor.person.id)
    if not is_to_come(gathering.session, work.now):
        return await card_for(work, gathering, actor.person)
    return await _reminder(work, gathering, actor)


async def _reminder(work: Work, gathering: Gathering, actor: Actor) -> SessionReminder:
    side = gathering.of(actor.person.id).side
    return SessionReminder(meeting=Meeting(await facts_for(work, gathering, actor.person), side.coming == Answer.YES))
