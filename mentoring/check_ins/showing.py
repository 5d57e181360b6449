"""What a round looks like at this moment."""

from __future__ import annotations

from sqlalchemy import and_, func, or_
from sqlmodel import col, select

from mentoring.check_ins.rounds import Round
from mentoring.messages import check_ins as say
from mentoring.messages.base import Message
from mentoring.work import Work
from storage.tables import CheckIn, CheckInAnswer
from storage.words import Occasion, Question, Role


def asked(check_in: CheckIn, question: str, name: str) -> say.Asked:
    """That question of the round, with its place in it."""
    return say.Asked(
        check_in_id=check_in.id,
        role=Role(check_in.role),
        occasion=Occasion(check_in.occasion),
        question=Question(question),
        name=name,
        place=check_in.questions.index(question) + 1,
        total=len(check_in.questions),
    )


def question(round_: Round, which: Question) -> Message:
    return say.QuestionShown(asked=asked(round_.check_in, which, round_.partner))


def closed(round_: Round) -> Message:
    """It is over; what was answered stays."""
    answers = list(round_.answers.values())
    value = answers[0].value if len(round_.questions) == len(answers) == 1 else None
    return say.CheckInClosed(name=round_.partner, ended=round_.has_ended, value=value)


async def thanks(work: Work, round_: Round) -> Message:
    """What an answered round ends with: thanks, and something useful about the question that went worst."""
    which, lowest = min(round_.answers.items(), key=lambda item: item[1].value)
    return say.CheckInThanks(
        check_in_id=round_.check_in.id,
        thread_id=round_.thread.id,
        role=round_.role,
        question=which,
        value=lowest.value,
        total=len(round_.questions),
        tip=await _answered_before(work, round_, lowest),
        has_note=round_.check_in.note_sealed is not None,
    )


def answers(round_: Round) -> Message:
    """All its questions with the faces chosen so far."""
    given = [
        say.Given(which, round_.answers[which].value if which in round_.answers else None) for which in round_.questions
    ]
    return say.CheckInAnswers(check_in_id=round_.check_in.id, given=tuple(given))


async def as_it_stands(work: Work, round_: Round) -> Message:
    """The next question, or the thanks where none is open."""
    if round_.open_questions:
        return question(round_, round_.open_questions[0])
    return await thanks(work, round_)


async def _answered_before(work: Work, round_: Round, answer: CheckInAnswer) -> int:
    """How many answers this person gave to the same question before, over all duos."""
    earlier = or_(
        col(CheckInAnswer.answered_at) < answer.answered_at,
        and_(col(CheckInAnswer.answered_at) == answer.answered_at, col(CheckInAnswer.id) < answer.id),
    )
    statement = (
        select(func.count())
        .select_from(CheckInAnswer)
        .join(CheckIn, col(CheckIn.id) == col(CheckInAnswer.check_in_id))
        .where(
            col(CheckIn.person_id) == round_.check_in.person_id,
            col(CheckIn.role) == round_.check_in.role,
            col(CheckInAnswer.question) == answer.question,
            earlier,
        )
    )
    return int((await work.store.session.execute(statement)).scalar_one())
