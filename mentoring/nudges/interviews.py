"""A seeker has a job interview: reminded of it, and the mentor thinks of them, if the seeker wants that."""

from __future__ import annotations

from datetime import date, timedelta
from zoneinfo import ZoneInfo

from mentoring.actor import Actor
from mentoring.errors import NotFoundError, OutOfDateError
from mentoring.messages.base import Message
from mentoring.messages.nudges import InterviewForgotten, InterviewNoted, TellOfInterview, WhichInterviewDay
from mentoring.nudges.rows import add_nudge, drop_nudges, read_day, write_day
from mentoring.quiet import moment_of
from mentoring.signals.signs import acted
from mentoring.threads import Side, sides_of
from mentoring.work import Work
from storage.words import NudgeKind

DAYS_AHEAD = 14  # today included
_EVENING_BEFORE = 17 * 60  # local minutes after midnight
_MORNING_AFTER = 10 * 60


async def which_day(actor: Actor, work: Work, duo_id: int, *, passed: bool = False) -> Message:
    """Asks for the day. Raises NotFoundError where the actor is not that duo's seeker, OutOfDateError."""
    side = await _seekers_side(actor, work, duo_id)
    today = _today(actor, work)
    days = tuple(today + timedelta(days=ahead) for ahead in range(DAYS_AHEAD))
    return WhichInterviewDay(duo_id=side.duo.id, days=days, passed=passed)


async def on_day(actor: Actor, work: Work, duo_id: int, day: str) -> Message:
    """Asks whether the mentor shall hear of it; for a day that has passed, again which day."""
    side = await _seekers_side(actor, work, duo_id)
    chosen = _day(actor, work, day)
    if chosen < _today(actor, work):
        return await which_day(actor, work, duo_id, passed=True)
    return TellOfInterview(duo_id=duo_id, day=chosen, mentor=side.name)


async def note_interview(actor: Actor, work: Work, duo_id: int, day: str, *, tells: bool) -> Message:
    """Notes it: the seeker is reminded the evening before; with `tells` the mentor hears of it then and the day after.

    The same day once more changes nothing but whether the mentor hears of it.
    """
    side = await _seekers_side(actor, work, duo_id)
    chosen = _day(actor, work, day)
    if chosen < _today(actor, work):
        return await which_day(actor, work, duo_id, passed=True)
    await _remind_seeker(actor, work, side, chosen)
    if tells:
        await _tell_mentor(work, side, chosen)
    else:
        await drop_nudges(work, _mentors_keys(duo_id, chosen))
    await acted(work, duo_id, actor.person.id)
    return InterviewNoted(duo_id=duo_id, day=chosen, mentor=side.name if tells else None)


async def forget_interview(actor: Actor, work: Work, duo_id: int, day: str) -> Message:
    """Nothing more is said about it. Raises NotFoundError, OutOfDateError."""
    await _seekers_side(actor, work, duo_id)
    try:
        chosen = read_day(day)
    except ValueError as error:
        raise NotFoundError from error
    await drop_nudges(work, [_own_key(duo_id, chosen), *_mentors_keys(duo_id, chosen)])
    await acted(work, duo_id, actor.person.id)
    return InterviewForgotten()


async def _remind_seeker(actor: Actor, work: Work, side: Side, day: date) -> None:
    """The evening before. Who tells it later than that knows it."""
    due = moment_of(day - timedelta(days=1), _EVENING_BEFORE, ZoneInfo(actor.person.time_zone))
    if due > work.now:
        own, key = actor.person.id, _own_key(side.duo.id, day)
        await add_nudge(work, side.duo, own, NudgeKind.INTERVIEW_SOON, due, about=write_day(day), key=key)


async def _tell_mentor(work: Work, side: Side, day: date) -> None:
    zone, about, (before, after) = (
        ZoneInfo(side.partner.time_zone),
        write_day(day),
        _mentors_keys(side.duo.id, day),
    )
    soon = max(work.now, moment_of(day - timedelta(days=1), _EVENING_BEFORE, zone))
    later = moment_of(day + timedelta(days=1), _MORNING_AFTER, zone)
    mentor = side.partner.id
    await add_nudge(work, side.duo, mentor, NudgeKind.INTERVIEW_SOON, soon, about=about, key=before)
    await add_nudge(work, side.duo, mentor, NudgeKind.AFTER_INTERVIEW, later, about=about, key=after)


def _own_key(duo_id: int, day: date) -> str:
    return f"interview:{duo_id}:{write_day(day)}:own"


def _mentors_keys(duo_id: int, day: date) -> tuple[str, str]:
    return f"interview:{duo_id}:{write_day(day)}:before", f"interview:{duo_id}:{write_day(day)}:after"


async def _seekers_side(actor: Actor, work: Work, duo_id: int) -> Side:
    side = next((side for side in await sides_of(work, actor.person.id) if side.duo.id == duo_id), None)
    if side is None or side.thread.membership_id != side.duo.seeker_id:
        raise NotFoundError
    if not side.is_running:
        raise OutOfDateError
    return side


def _today(actor: Actor, work: Work) -> date:
    return work.now.astimezone(ZoneInfo(actor.person.time_zone)).date()


def _day(actor: Actor, work: Work, text: str) -> date:
    """The day a button says, past ones too. Raises NotFoundError for what no button says."""
    try:
        day = read_day(text)
    except ValueError as error:
        raise NotFoundError from error
    if day >= _today(actor, work) + timedelta(days=DAYS_AHEAD):
        raise NotFoundError
    return day
