"""What becomes of a meeting that is planned: confirmed, moved, cancelled."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from mentoring.actor import Actor
from mentoring.errors import ChangedMeanwhileError, OutOfDateError, TextTooLongError
from mentoring.people import has_letters, one_line
from mentoring.sessions import news
from mentoring.sessions.core import Gathering, is_to_come, own_gathering
from mentoring.sessions.planning import Moment, Spot, changed
from mentoring.sessions.series import make_following
from mentoring.sessions.view import facts_for, unanswered
from mentoring.signals.signs import acted, was_here
from mentoring.work import Work
from storage.words import Answer, DuoState, Place, SessionState

LONGEST_WORD = 500  # characters of what is written to the other when a meeting is cancelled


async def confirm_session(actor: Actor, work: Work, session_id: int, sequence: int | None = None) -> Gathering:
    """The actor comes; when both do, everybody gets the calendar file. Saying so twice changes nothing.

    `sequence`: as the actor saw it. Raises NotFoundError, ChangedMeanwhileError; OutOfDateError where the duo ended.
    """
    gathering = await own_gathering(actor, work, session_id)
    _check(work, gathering, sequence)
    side = gathering.of(actor.person.id).side
    if side.coming == Answer.YES:
        return gathering
    side.coming = Answer.YES
    session = gathering.session
    if not unanswered(gathering):
        session.state, session.changed_at = SessionState.CONFIRMED, work.now
        await news.confirmed(work, gathering, actor)
    await changed(work, gathering)
    await _acted(work, gathering, actor)
    return gathering


async def move_session(actor: Actor, work: Work, session_id: int, sequence: int, moment: Moment) -> Gathering:
    """Another time; the place stays, and the others are asked again.

    Raises NotFoundError; ChangedMeanwhileError where somebody changed it since it was at that sequence; OutOfDateError
    where the duo ended.
    """

    def to_that_moment(gathering: Gathering) -> None:
        session = gathering.session
        session.local_start, session.time_zone = moment.local_start, moment.time_zone
        session.starts_at = moment.instant

    gathering = await own_gathering(actor, work, session_id)
    if gathering.session.starts_at == moment.instant and is_to_come(gathering.session, work.now):
        return gathering
    return await _change(actor, work, gathering, sequence, to_that_moment)


async def change_place(actor: Actor, work: Work, session_id: int, sequence: int, spot: Spot) -> Gathering:
    """Another place at the same time; the others are asked again. Raises as `move_session`."""

    def to_that_spot(gathering: Gathering) -> None:
        gathering.session.place = spot.place
        gathering.session.seal(work.store.vault, "where", spot.where)

    gathering = await own_gathering(actor, work, session_id)
    here = Spot(Place(gathering.session.place), gathering.session.open(work.store.vault, "where"))
    if here == spot and is_to_come(gathering.session, work.now):
        return gathering
    return await _change(actor, work, gathering, sequence, to_that_spot)


async def cancel_session(
    actor: Actor, work: Work, session_id: int, word: str | None = None, sequence: int | None = None
) -> tuple[Gathering, datetime | None]:
    """It does not take place. Of a weekly meeting, the next one is made at once; when that is, comes back.

    `word`: what the actor writes to the others about it, at most LONGEST_WORD characters. `sequence`: as the actor
    saw it. Raises NotFoundError, OutOfDateError, ChangedMeanwhileError, TextTooLongError.
    """
    gathering = await own_gathering(actor, work, session_id)
    _check(work, gathering, sequence)
    said = cleaned_word(word)
    session = gathering.session
    filed = await news.people_with_file(work, gathering)
    session.state, session.changed_at = SessionState.CANCELLED, work.now
    session.sequence += 1
    for one in gathering.attendees:
        if one.person.id == actor.person.id:
            one.side.coming = Answer.NO
    following = await make_following(work, gathering)
    await news.cancelled(work, gathering, actor, said, filed, following)
    await changed(work, gathering)
    if _is_of_pair(gathering, actor):  # that it is called off weighs by itself
        await was_here(work, gathering.duo.id, actor.person.id)
    return gathering, following


def was_just_moved_by(actor: Actor, gathering: Gathering, sequence: int, local_start: str) -> bool:
    """Since they saw it at that sequence it was moved once, to that wall clock of theirs, and they come: a finger that
    taps twice.
    """
    session = gathering.session
    is_that = session.sequence == sequence + 1 and session.local_start == local_start
    return is_that and session.time_zone == actor.person.time_zone and _answered(actor, gathering, Answer.YES)


def was_just_cancelled_by(actor: Actor, gathering: Gathering, sequence: int) -> bool:
    """It was called off as they saw it at that sequence, and by them: a finger that taps twice."""
    session = gathering.session
    is_that = session.sequence == sequence + 1 and session.state == SessionState.CANCELLED
    return is_that and _answered(actor, gathering, Answer.NO)


def _answered(actor: Actor, gathering: Gathering, answer: Answer) -> bool:
    return any(one.person.id == actor.person.id and one.side.coming == answer for one in gathering.pair)


def cleaned_word(word: str | None) -> str | None:
    """A word to the other, tidy; None where there is nothing to read in it. Raises TextTooLongError."""
    said = one_line(word or "")
    if len(said) > LONGEST_WORD:
        raise TextTooLongError
    return said if has_letters(said) else None


async def _change(
    actor: Actor, work: Work, gathering: Gathering, sequence: int, apply: Callable[[Gathering], None]
) -> Gathering:
    _check(work, gathering, sequence)
    session = gathering.session
    was = {one.person.id: await facts_for(work, gathering, one.person) for one in gathering.attendees}
    filed = await news.people_with_file(work, gathering)
    apply(gathering)
    session.sequence += 1
    session.state, session.changed_at = SessionState.PLANNED, work.now
    for one in gathering.attendees:
        one.side.coming = Answer.YES if one.person.id == actor.person.id or one.role.is_staff else Answer.OPEN
    await news.moved(work, gathering, actor, was, filed)
    await changed(work, gathering)
    await _acted(work, gathering, actor)
    return gathering


async def _acted(work: Work, gathering: Gathering, actor: Actor) -> None:
    if _is_of_pair(gathering, actor):
        await acted(work, gathering.duo.id, actor.person.id)


def _is_of_pair(gathering: Gathering, actor: Actor) -> bool:
    return any(one.person.id == actor.person.id for one in gathering.pair)


def _check(work: Work, gathering: Gathering, sequence: int | None) -> None:
    if not DuoState(gathering.duo.state).is_running:
        raise OutOfDateError
    if not is_to_come(gathering.session, work.now) or sequence not in {None, gathering.session.sequence}:
        raise ChangedMeanwhileError
