"""What people do with the weekly question: choose a face, change it, skip it.

A use case returns what the tapped message becomes. A round is open until the next one is asked; in a pause nothing
changes (DuoPausedError), later it is said kindly how it stands.
"""

from __future__ import annotations

from mentoring.actor import Actor
from mentoring.check_ins import showing
from mentoring.check_ins.rounds import Round, own_round
from mentoring.errors import DuoPausedError, NotFoundError
from mentoring.messages.base import Message
from mentoring.messages.check_ins import CheckInSkipped
from mentoring.signals.review import touch
from mentoring.signals.signs import note, was_here
from mentoring.work import Work
from storage.tables import CheckInAnswer
from storage.words import CheckInState, DuoState, Noticed, Question

FACES = (5, 4, 3, 2, 1)  # as they are shown: 5 is the highest
LOWEST = min(FACES)


async def answer_check_in(actor: Actor, work: Work, check_in_id: int, question: Question, value: int) -> Message:
    """A face for one question of the round: the first one, or another one instead.

    Raises NotFoundError, DuoPausedError.
    """
    round_ = await own_round(actor, work, check_in_id)
    if question not in round_.questions or value not in FACES:
        raise NotFoundError
    if not _is_open(round_):
        return showing.closed(round_)
    await _note_answer(work, round_, question, value)
    await touch(work, round_.duo.id)
    return await showing.as_it_stands(work, round_)


async def _note_answer(work: Work, round_: Round, question: Question, value: int) -> None:
    """A face that is changed keeps its first moment: it is the same week's answer."""
    before = round_.answers.get(question)
    if question == Question.DUO and value == LOWEST and (before is None or before.value != LOWEST):
        await note(work, round_.duo.id, Noticed.LOWEST_FACE, round_.check_in.person_id)
    if question in round_.answers:
        round_.answers[question].value = value
        await was_here(work, round_.duo.id, round_.check_in.person_id)
    else:
        row = CheckInAnswer(check_in_id=round_.check_in.id, question=question, value=value, answered_at=work.now)
        work.store.session.add(row)
        await work.store.session.flush()
        round_.answers[question] = row
    if round_.open_questions:
        round_.check_in.state = CheckInState.ASKED
    elif round_.check_in.state != CheckInState.ANSWERED:
        _close(work, round_, CheckInState.ANSWERED)


async def skip_check_in(actor: Actor, work: Work, check_in_id: int) -> Message:
    """Not this week; answering takes it back. What was answered stays. Raises NotFoundError, DuoPausedError."""
    round_ = await own_round(actor, work, check_in_id)
    if not _is_open(round_):
        return showing.closed(round_)
    if not round_.open_questions:
        return await showing.thanks(work, round_)
    _close(work, round_, CheckInState.ANSWERED if round_.answers else CheckInState.SKIPPED)
    await work.store.session.flush()
    await was_here(work, round_.duo.id, actor.person.id)
    await touch(work, round_.duo.id)
    return CheckInSkipped(check_in_id=round_.check_in.id)


async def show_again(actor: Actor, work: Work, check_in_id: int) -> Message:
    """The open question; where all are answered the one there was, or of several which to change.

    Raises NotFoundError, DuoPausedError.
    """
    round_ = await own_round(actor, work, check_in_id)
    if not _is_open(round_):
        return showing.closed(round_)
    if round_.open_questions:
        return showing.question(round_, round_.open_questions[0])
    return showing.question(round_, round_.questions[0]) if len(round_.questions) == 1 else showing.answers(round_)


async def ask_again(actor: Actor, work: Work, check_in_id: int, question: Question) -> Message:
    """That question of the round. Raises NotFoundError, DuoPausedError."""
    round_ = await own_round(actor, work, check_in_id)
    if question not in round_.questions:
        raise NotFoundError
    return showing.question(round_, question) if _is_open(round_) else showing.closed(round_)


async def show_thanks(actor: Actor, work: Work, check_in_id: int) -> Message:
    """How the round stands; nothing changes, so that a pause is no obstacle. Raises NotFoundError."""
    round_ = await own_round(actor, work, check_in_id)
    if round_.has_ended or not round_.is_newest:
        return showing.closed(round_)
    return await showing.as_it_stands(work, round_)


def _is_open(round_: Round) -> bool:
    if round_.duo.state == DuoState.PAUSED:
        raise DuoPausedError
    return round_.is_newest and not round_.has_ended


def _close(work: Work, round_: Round, state: CheckInState) -> None:
    round_.check_in.state = state
    round_.check_in.remind_at = None
    round_.check_in.answered_at = work.now if state is CheckInState.ANSWERED else None
