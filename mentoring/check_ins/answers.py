"""What was answered: for progress cards, reports and signals."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import col, select

from mentoring.work import Work
from storage.tables import CheckIn, CheckInAnswer
from storage.words import Occasion, Question, Role


@dataclass(frozen=True, slots=True)
class RoundAnswer:
    """One face: in which round of which side, to what, how high (1 to 5), when it was first given."""

    check_in_id: int
    role: Role
    number: int
    occasion: Occasion
    question: Question
    value: int
    answered_at: datetime


async def answers_of(work: Work, duo_id: int) -> list[RoundAnswer]:
    """All answers of a duo, oldest first."""
    statement = (
        select(CheckIn, CheckInAnswer)
        .join(CheckInAnswer, col(CheckInAnswer.check_in_id) == col(CheckIn.id))
        .where(col(CheckIn.duo_id) == duo_id)
        .order_by(col(CheckInAnswer.answered_at), col(CheckInAnswer.id))
    )
    return [
        RoundAnswer(
            check_in_id=check_in.id,
            role=Role(check_in.role),
            number=check_in.number,
            occasion=Occasion(check_in.occasion),
            question=Question(answer.question),
            value=answer.value,
            answered_at=answer.answered_at,
        )
        for check_in, answer in (await work.store.session.execute(statement)).all()
    ]
