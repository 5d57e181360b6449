"""A round of questions as use cases need it: loaded, locked, with its thread and duo."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import case, func, update
from sqlmodel import col, select

from mentoring.actor import Actor
from mentoring.errors import NotFoundError
from mentoring.threads import sides_of
from mentoring.work import Work
from storage.tables import CheckIn, CheckInAnswer, Duo, Thread
from storage.words import CheckInState, DuoState, Occasion, Question, Role


@dataclass(frozen=True, slots=True)
class Round:
    """One round. `answers` are those given so far, in the order in which the questions are asked."""

    check_in: CheckIn
    thread: Thread
    duo: Duo
    partner: str
    answers: dict[Question, CheckInAnswer]

    @property
    def role(self) -> Role:
        return Role(self.check_in.role)

    @property
    def questions(self) -> tuple[Question, ...]:
        return tuple(Question(word) for word in self.check_in.questions)

    @property
    def is_newest(self) -> bool:
        """No later round was asked: answers can still be given and changed."""
        return self.check_in.number == self.thread.check_ins_asked

    @property
    def has_ended(self) -> bool:
        """The last six questions come with the goodbye and are answered after it."""
        is_last = self.check_in.occasion == Occasion.END and self.duo.state == DuoState.COMPLETED
        return not DuoState(self.duo.state).is_running and not is_last

    @property
    def open_questions(self) -> tuple[Question, ...]:
        return tuple(question for question in self.questions if question not in self.answers)


async def own_round(actor: Actor, work: Work, check_in_id: int) -> Round:
    """The round, locked, if the actor is who was asked. Raises NotFoundError."""
    found = select(CheckIn).where(col(CheckIn.id) == check_in_id).with_for_update()
    check_in = (await work.store.session.execute(found)).scalar_one_or_none()
    if check_in is None or check_in.person_id != actor.person.id:
        raise NotFoundError
    side = next(side for side in await sides_of(work, actor.person.id) if side.thread.id == check_in.thread_id)
    answers = await answers_in(work, check_in)
    return Round(check_in, side.thread, side.duo, side.name, answers)


async def answers_in(work: Work, check_in: CheckIn) -> dict[Question, CheckInAnswer]:
    """The answers of a round so far, in the order of its questions."""
    given = select(CheckInAnswer).where(col(CheckInAnswer.check_in_id) == check_in.id)
    found = {row.question: row for row in (await work.store.session.execute(given)).scalars()}
    return {Question(word): found[word] for word in check_in.questions if word in found}


async def close_open_rounds(work: Work, thread_ids: Any) -> None:
    """The open rounds of these threads (ids, or a query of them) are over: answered where any answer came, else
    lapsed.
    """
    given = select(func.max(CheckInAnswer.answered_at)).where(col(CheckInAnswer.check_in_id) == col(CheckIn.id))
    last = given.correlate(CheckIn).scalar_subquery()
    state = case((last.is_(None), CheckInState.LAPSED), else_=CheckInState.ANSWERED)
    closed = (
        update(CheckIn)
        .where(col(CheckIn.thread_id).in_(thread_ids), col(CheckIn.state) == CheckInState.ASKED)
        .values(state=state, remind_at=None, answered_at=last)
    )
    await work.store.session.execute(closed.execution_options(synchronize_session=False))
