"""Questions that are open and whose message is in the old chat: they come again in the new one.

The weekly question and "did you meet?" only; proposals and the welcome are asked again by the handler, as after /start.
"""

from __future__ import annotations

from sqlmodel import col, select

from mentoring.check_ins.asking import partner_name
from mentoring.check_ins.rounds import answers_in
from mentoring.check_ins.showing import asked
from mentoring.guards import check_in_open, session_stands
from mentoring.messages.check_ins import QuestionShown
from mentoring.sessions.asking import question_for
from mentoring.sessions.core import OPEN_STATES, load_gathering
from mentoring.work import Work
from storage.tables import CheckIn, Duo, DuoSession, Outbox, SessionSide
from storage.words import CheckInState, DuoState, Met, OutboxState, Role


async def ask_again(work: Work, person_id: int) -> None:
    """What is still on its way comes by itself and is not asked twice."""
    await _check_ins(work, person_id)
    await _did_you_meet(work, person_id)


async def _check_ins(work: Work, person_id: int) -> None:
    statement = (
        select(CheckIn)
        .join(Duo, col(Duo.id) == col(CheckIn.duo_id))
        .where(
            col(CheckIn.person_id) == person_id,
            col(CheckIn.state) == CheckInState.ASKED,
            col(Duo.state) == DuoState.ACTIVE,
        )
        .order_by(col(CheckIn.id))
    )
    for round_ in (await work.store.session.execute(statement)).scalars().all():
        guard = check_in_open(round_.id)
        given = await answers_in(work, round_)
        left = [question for question in round_.questions if question not in given]
        if left and not await _is_coming(work, person_id, guard):
            shown = QuestionShown(asked=asked(round_, left[0], await partner_name(work, round_)))
            await work.post(person_id, shown, thread_id=round_.thread_id, guard=guard)


async def _did_you_meet(work: Work, person_id: int) -> None:
    statement = (
        select(DuoSession.id)
        .join(SessionSide, col(SessionSide.session_id) == col(DuoSession.id))
        .join(Duo, col(Duo.id) == col(DuoSession.duo_id))
        .where(
            col(SessionSide.person_id) == person_id,
            col(SessionSide.role).in_([Role.SEEKER, Role.MENTOR]),
            col(SessionSide.met) == Met.OPEN,
            col(DuoSession.state).in_(OPEN_STATES),
            col(DuoSession.settle_at).is_not(None),  # both were asked
            col(Duo.state).in_([state for state in DuoState if state.is_running]),
        )
        .order_by(col(DuoSession.id))
    )
    for session_id in (await work.store.session.execute(statement)).scalars().all():
        gathering = await load_gathering(work, session_id)
        guard = session_stands(session_id, gathering.session.sequence)
        if not await _is_coming(work, person_id, guard):
            own = gathering.of(person_id)
            question = await question_for(work, gathering, own)
            await work.post(person_id, question, thread_id=own.side.thread_id, guard=guard)


async def _is_coming(work: Work, person_id: int, guard: str) -> bool:
    """Something that hangs on the same reason waits to be sent to them."""
    statement = select(Outbox.id).where(
        col(Outbox.person_id) == person_id, col(Outbox.guard) == guard, col(Outbox.state) == OutboxState.PENDING
    )
    return (await work.store.session.execute(statement.limit(1))).first() is not None
