"""What people answer to "did you meet?", and "we met elsewhere"."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from sqlmodel import col, select

from mentoring.actor import Actor
from mentoring.errors import NotFoundError
from mentoring.guards import duo_running
from mentoring.messages.base import Message
from mentoring.messages.meeting_answers import DuoClosed, ElsewhereNoted, MetElsewhereToo, MetLongAgo, MetNoted
from mentoring.sessions.asking import question_for
from mentoring.sessions.core import Attendee, Gathering, load_gathering, next_sessions
from mentoring.sessions.first_meeting import ask_after
from mentoring.sessions.local_time import written
from mentoring.sessions.met import can_change, settle_by_answers
from mentoring.sessions.planning import Moment, Spot, add_pair, new_session
from mentoring.sessions.sides import DuoSide, own_side
from mentoring.sessions.view import card_for, name_for
from mentoring.signals.signs import was_here
from mentoring.work import Work
from storage.tables import DuoSession
from storage.words import Answer, DuoState, Met, Place, SessionKind, SessionState

_A_DAY_AT_MOST = timedelta(hours=26)  # on the day on which the clocks are put back


@dataclass(frozen=True, slots=True)
class _Own:
    """The session with the actor's part in it."""

    gathering: Gathering
    part: Attendee


async def answer_met(actor: Actor, work: Work, session_id: int, met: Met) -> Message:
    """Whether the actor met the other; can be said otherwise for two weeks. Raises NotFoundError."""
    own = await _own(actor, work, session_id)
    if (closed := await _closed(work, own)) is not None:
        return closed
    session, side = own.gathering.session, own.part.side
    if met != Met.OPEN:
        is_late = not SessionState(session.state).is_open and session.settle_at is None
        side.met = met
        await settle_by_answers(work, own.gathering, late=is_late)
        await was_here(work, own.gathering.duo.id, actor.person.id)
        await ask_after(work, own.gathering, asking_now=actor.person.id)
    return await _noted(work, own)


async def ask_again(actor: Actor, work: Work, session_id: int) -> Message:
    """The question once more, to answer otherwise. Raises NotFoundError."""
    own = await _own(actor, work, session_id)
    return await _closed(work, own) or await question_for(work, own.gathering, own.part)


async def met_elsewhere(actor: Actor, work: Work, duo_id: int) -> Message:
    """The two met today, not as planned here: that counts, and the other is asked. Raises NotFoundError."""
    own = await own_side(actor, work, duo_id)
    name = await name_for(work, duo_id, actor.person.id)
    if not DuoState(own.duo.state).is_running:
        return DuoClosed()
    known = await _session_on(work, own, work.now.astimezone(own.zone).date())
    if known is not None:
        return await answer_met(actor, work, known, Met.ELSEWHERE)
    gathering = await _session_of_today(work, own)
    await settle_by_answers(work, gathering, late=True)
    await was_here(work, own.duo.id, actor.person.id)
    await _tell_other(work, gathering, own)
    await ask_after(work, gathering, asking_now=actor.person.id)
    return ElsewhereNoted(name=name, duo_id=await _plannable(work, gathering))


async def _own(actor: Actor, work: Work, session_id: int) -> _Own:
    gathering = await load_gathering(work, session_id)
    part = gathering.of(actor.person.id)
    if part.role.is_staff:
        raise NotFoundError
    return _Own(gathering, part)


async def _closed(work: Work, own: _Own) -> Message | None:
    """How it stands, where nothing is to be answered: it is still to come, was cancelled, or is long over."""
    session = own.gathering.session
    if session.state == SessionState.CANCELLED or session.starts_at > work.now:
        return await card_for(work, own.gathering, own.part.person)
    if not can_change(session, work.now):
        return MetLongAgo(duo_id=await _plannable(work, own.gathering))
    return None


async def _noted(work: Work, own: _Own) -> MetNoted:
    session = own.gathering.session
    return MetNoted(
        session_id=session.id,
        name=await name_for(work, own.gathering.duo.id, own.part.person.id),
        starts_at=session.starts_at,
        met=Met(own.part.side.met),
        duo_id=await _plannable(work, own.gathering),
        next_kind=SessionKind(session.kind),
    )


async def _plannable(work: Work, gathering: Gathering) -> int | None:
    """The duo, if it runs and has nothing planned."""
    runs = DuoState(gathering.duo.state).is_running
    return gathering.duo.id if runs and not await next_sessions(work, gathering.duo.id) else None


async def _session_on(work: Work, own: DuoSide, day: date) -> int | None:
    """The duo's session on that day of the actor's calendar, if it has begun: one day counts once."""
    statement = select(DuoSession).where(
        col(DuoSession.duo_id) == own.duo.id,
        col(DuoSession.state) != SessionState.CANCELLED,
        col(DuoSession.starts_at).between(work.now - _A_DAY_AT_MOST, work.now),
    )
    sessions = (await work.store.session.execute(statement.order_by(col(DuoSession.starts_at)))).scalars().all()
    return next((one.id for one in sessions if one.starts_at.astimezone(own.zone).date() == day), None)


async def _session_of_today(work: Work, own: DuoSide) -> Gathering:
    """A session of this moment without a length: it was not planned, so there is no card either."""
    local = work.now.astimezone(own.zone)
    moment = Moment(written(local.date(), local.hour * 60 + local.minute), own.zone.key, work.now)
    kind = SessionKind.FIRST if own.duo.met_at is None else SessionKind.REGULAR
    session = await new_session(work, own.duo, kind, moment, Spot(Place.IN_PERSON))
    session.planned_by, session.minutes = own.person.id, 0
    await add_pair(work, session, coming=None)
    gathering = await load_gathering(work, session.id)
    for attendee in gathering.pair:
        attendee.side.coming, attendee.side.reminder = Answer.YES, None
    gathering.of(own.person.id).side.met = Met.ELSEWHERE
    return gathering


async def _tell_other(work: Work, gathering: Gathering, own: DuoSide) -> None:
    other = gathering.partner_of(own.person.id)
    message = MetElsewhereToo(
        session_id=gathering.session.id,
        name=await name_for(work, own.duo.id, other.person.id),
        starts_at=gathering.session.starts_at,
    )
    await work.post(other.person.id, message, thread_id=other.side.thread_id, guard=duo_running(own.duo.id))
