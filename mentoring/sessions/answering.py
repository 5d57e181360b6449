"""What somebody reads when they answer about a meeting, look at it, or cancel it."""

from __future__ import annotations

from datetime import datetime

from mentoring.actor import Actor
from mentoring.errors import ChangedMeanwhileError
from mentoring.messages.base import Message
from mentoring.messages.delivery import PartnerAway
from mentoring.messages.session_changes import CancelDone, CancelQuestion
from mentoring.messages.sessions import YouCome
from mentoring.sessions import changing
from mentoring.sessions.core import Gathering, is_to_come, next_sessions, own_gathering
from mentoring.sessions.view import card_for, facts_for
from mentoring.threads import sides_of
from mentoring.work import Work
from storage.words import SessionState


async def session_card(actor: Actor, work: Work, session_id: int, *, is_listed: bool = False) -> Message:
    """How the meeting stands, with what the actor can do. Raises NotFoundError."""
    return await card_for(work, await own_gathering(actor, work, session_id), actor.person, is_listed=is_listed)


def you_come(gathering: Gathering) -> Message:
    return YouCome(settled=gathering.session.state == SessionState.CONFIRMED)


async def cancel_question(actor: Actor, work: Work, session_id: int, sequence: int) -> Message:
    """Asks for a word to the other. Raises NotFoundError, ChangedMeanwhileError."""
    gathering = await own_gathering(actor, work, session_id)
    if not is_to_come(gathering.session, work.now) or gathering.session.sequence != sequence:
        raise ChangedMeanwhileError
    return CancelQuestion(facts=await facts_for(work, gathering, actor.person))


async def cancel(actor: Actor, work: Work, session_id: int, sequence: int, word: str | None) -> Message:
    """Cancels it, with the word; whoever has just done so is told the same again.

    Raises as `changing.cancel_session`.
    """
    gathering = await own_gathering(actor, work, session_id)
    if changing.was_just_cancelled_by(actor, gathering, sequence):
        return CancelDone(facts=await facts_for(work, gathering, actor.person), next_at=await _next_of(work, gathering))
    gathering, next_at = await changing.cancel_session(actor, work, session_id, word, sequence)
    return CancelDone(facts=await facts_for(work, gathering, actor.person), next_at=next_at)


async def _next_of(work: Work, gathering: Gathering) -> datetime | None:
    """Of a weekly meeting, the next one that is planned."""
    series_id = gathering.session.series_id
    coming = await next_sessions(work, gathering.duo.id) if series_id is not None else []
    return next((session.starts_at for session in coming if session.series_id == series_id), None)


async def partner_away(actor: Actor, work: Work, duo_id: int) -> PartnerAway | None:
    """That the actor's partner cannot be reached, so that what was planned has not arrived; None where they can."""
    side = next((side for side in await sides_of(work, actor.person.id) if side.duo.id == duo_id), None)
    if side is None or side.partner.unreachable_since is None:
        return None
    return PartnerAway(name=side.name)
