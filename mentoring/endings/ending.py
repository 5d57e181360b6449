"""A duo ends, because its team says so: well finished, or early with a reason. Nothing ends by itself.

What was pending falls away without a word of its own: the goodbye is the news. Whoever decides about a meeting holds
its row first and the duo after, so that is our order as well.
"""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Table, update
from sqlmodel import col, select

from mentoring.actor import Actor
from mentoring.alerts.settling import see_to
from mentoring.check_ins.begin import end_check_ins
from mentoring.endings.duos import as_it_stands, lock_duo, note_deed, staff_duo
from mentoring.endings.goodbye import ask_last_questions, say_goodbye
from mentoring.endings.pausing import close_pause
from mentoring.errors import NotFoundError
from mentoring.guards import duo_active, session_stands
from mentoring.messages.base import Message
from mentoring.messages.endings import HowToEnd, ReallyEndDuo, ReallyFinishDuo, WhichOutcome, WhichReason
from mentoring.pairs import load_pair, lock_members
from mentoring.quiet import moment_of
from mentoring.room import close_room
from mentoring.sessions.core import OPEN_STATES, ends_at, load_gathering, next_sessions
from mentoring.sessions.planning import changed
from mentoring.threads import close_threads
from mentoring.waiting_news import after_months, begin_waiting, is_waiting
from mentoring.work import Work
from storage import outbox
from storage.tables import Duo, DuoSession, Membership, Nudge, Organisation, SessionSeries
from storage.words import Deed, DuoState, EndReason, MembershipState, NudgeState, Outcome, SessionState

LATER = 6  # months until the follow-up
_TEN = 10 * 60  # local minute after midnight
REASONS = tuple(reason for reason in EndReason if reason is not EndReason.HANDED_OVER)  # what the team chooses from
_nudge: Table = Nudge.__table__  # type: ignore[attr-defined]


# -- asking ------------------------------------------------------------------------------------------------------------
async def ask_how(actor: Actor, work: Work, duo_id: int) -> Message:
    """Well finished, early, or another mentor; of a duo that is over, its card. Raises NotFoundError."""
    duo, staff = await staff_duo(actor, work, duo_id)
    if not DuoState(duo.state).is_running:
        return await as_it_stands(actor, work, duo, staff)
    pair, vault = await load_pair(work, duo), work.store.vault
    return HowToEnd(duo_id=duo.id, seeker=pair.seeker.named(vault), mentor=pair.mentor.named(vault))


async def ask_outcome(actor: Actor, work: Work, duo_id: int) -> Message:
    duo, staff = await staff_duo(actor, work, duo_id)
    if not DuoState(duo.state).is_running:
        return await as_it_stands(actor, work, duo, staff)
    return WhichOutcome(duo_id=duo.id, seeker=(await load_pair(work, duo)).seeker.named(work.store.vault))


async def ask_reason(actor: Actor, work: Work, duo_id: int) -> Message:
    duo, staff = await staff_duo(actor, work, duo_id)
    if not DuoState(duo.state).is_running:
        return await as_it_stands(actor, work, duo, staff)
    pair, vault = await load_pair(work, duo), work.store.vault
    return WhichReason(duo_id=duo.id, seeker=pair.seeker.named(vault), mentor=pair.mentor.named(vault))


async def confirm_finish(actor: Actor, work: Work, duo_id: int, outcome: Outcome) -> Message:
    """What will happen, before it does. Raises NotFoundError."""
    duo, staff = await staff_duo(actor, work, duo_id)
    if not DuoState(duo.state).is_running:
        return await as_it_stands(actor, work, duo, staff)
    pair, vault = await load_pair(work, duo), work.store.vault
    return ReallyFinishDuo(
        duo_id=duo.id,
        seeker=pair.seeker.named(vault),
        mentor=pair.mentor.named(vault),
        outcome=outcome,
        meetings=len(await next_sessions(work, duo.id)),
    )


async def confirm_end(actor: Actor, work: Work, duo_id: int, reason: EndReason) -> Message:
    duo, staff = await staff_duo(actor, work, duo_id)
    if reason not in REASONS:
        raise NotFoundError
    if not DuoState(duo.state).is_running:
        return await as_it_stands(actor, work, duo, staff)
    pair, vault = await load_pair(work, duo), work.store.vault
    return ReallyEndDuo(
        duo_id=duo.id,
        seeker=pair.seeker.named(vault),
        mentor=pair.mentor.named(vault),
        reason=reason,
        meetings=len(await next_sessions(work, duo.id)),
    )


# -- ending ------------------------------------------------------------------------------------------------------------
async def complete_duo(actor: Actor, work: Work, duo_id: int, outcome: Outcome) -> Message:
    """Well finished: a goodbye for both, the six questions for the seeker. Twice is once. Gives the card.

    Raises NotFoundError.
    """
    _, staff = await staff_duo(actor, work, duo_id)
    duo = await lock_with_meetings(work, duo_id)
    if DuoState(duo.state).is_running:
        duo.outcome = outcome
        await close_duo(work, duo, staff, DuoState.COMPLETED, Deed.ENDED)
        await say_goodbye(work, duo, outcome)
        await close_talk(work, duo)
        await ask_last_questions(work, duo)
    return await as_it_stands(actor, work, duo, staff)


async def end_duo(actor: Actor, work: Work, duo_id: int, reason: EndReason) -> Message:
    """It ends early: a short goodbye for both that blames nobody. Twice is once. Gives the card.

    Raises NotFoundError.
    """
    _, staff = await staff_duo(actor, work, duo_id)
    if reason not in REASONS:
        raise NotFoundError
    duo = await lock_with_meetings(work, duo_id)
    if DuoState(duo.state).is_running:
        duo.end_reason = reason
        if reason is EndReason.MENTOR_NO_TIME:
            await _leave_in_peace(work, duo)
        await close_duo(work, duo, staff, DuoState.ENDED, Deed.ENDED)
        await say_goodbye(work, duo, None)
        await close_talk(work, duo)
    return await as_it_stands(actor, work, duo, staff)


async def _leave_in_peace(work: Work, duo: Duo) -> None:
    """Nobody is proposed to a mentor without time until the team or the mentor says that there is room again."""
    await lock_members(work, (duo.mentor_id,))
    mentor = (await load_pair(work, duo)).mentor.membership
    if mentor.state == MembershipState.READY:
        await close_room(work, mentor)


async def lock_with_meetings(work: Work, duo_id: int) -> Duo:
    """The meetings that are to come and the weekly ones, then the duo."""
    meetings = select(DuoSession.id).where(col(DuoSession.duo_id) == duo_id, col(DuoSession.state).in_(OPEN_STATES))
    await work.store.session.execute(meetings.order_by(col(DuoSession.id)).with_for_update())
    weekly = select(SessionSeries.id).where(col(SessionSeries.duo_id) == duo_id, col(SessionSeries.ended_at).is_(None))
    await work.store.session.execute(weekly.order_by(col(SessionSeries.id)).with_for_update())
    return await lock_duo(work, duo_id)


async def close_duo(work: Work, duo: Duo, by: Membership, state: DuoState, deed: Deed) -> None:
    """The locked duo is over: what was pending falls away. Saying goodbye and closing the threads follow."""
    duo.state, duo.closed_at = state, work.now
    duo.idle_at = duo.prompt_at = duo.prompt = duo.review_at = None
    if duo.end_reason != EndReason.HANDED_OVER:
        duo.follow_up_at = await _follow_up_at(work, duo)
    await close_pause(work, duo)
    await work.store.session.flush()
    await note_deed(work, duo, by, deed)
    await see_to(work, duo, by)
    await _call_off(work, duo)
    await _drop_nudges(work, duo)
    await outbox.cancel(work.store, work.now, guard=duo_active(duo.id))


async def close_talk(work: Work, duo: Duo) -> None:
    """After the goodbye: the threads and the weekly questions; the mentor is free for somebody else."""
    await close_threads(work, duo)
    await end_check_ins(work, duo)
    mentor = (await load_pair(work, duo)).mentor.membership
    if await is_waiting(work, mentor):
        await begin_waiting(work, mentor)


async def _follow_up_at(work: Work, duo: Duo) -> datetime:
    """Ten o'clock, a few minutes apart, of the same day six months later."""
    organisation = await work.store.session.get(Organisation, duo.organisation_id)
    assert organisation is not None, "a foreign key guards this"
    zone = ZoneInfo(organisation.time_zone)
    return moment_of(after_months(work.now.astimezone(zone).date(), LATER), _TEN + duo.id % 60, zone)


async def _call_off(work: Work, duo: Duo) -> None:
    """Meetings to come are off and say so on their cards; of one that is over it can still be told how it went."""
    series = update(SessionSeries).where(col(SessionSeries.duo_id) == duo.id, col(SessionSeries.ended_at).is_(None))
    await work.store.session.execute(series.values(ended_at=work.now, next_at=None))
    open_ones = select(DuoSession).where(col(DuoSession.duo_id) == duo.id, col(DuoSession.state).in_(OPEN_STATES))
    for session in (await work.store.session.execute(open_ones.order_by(col(DuoSession.id)))).scalars().all():
        if ends_at(session) <= work.now:
            continue
        await outbox.cancel(work.store, work.now, guard=session_stands(session.id, session.sequence))
        session.state, session.changed_at = SessionState.CANCELLED, work.now
        session.sequence += 1
        await work.store.session.flush()
        await changed(work, await load_gathering(work, session.id))


async def _drop_nudges(work: Work, duo: Duo) -> None:
    waiting = (_nudge.c.duo_id == duo.id, _nudge.c.state == NudgeState.WAITING)
    gone = update(_nudge).where(*waiting).values(state=NudgeState.DROPPED, closed_at=work.now)
    await work.store.session.execute(gone)
