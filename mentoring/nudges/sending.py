"""Sends nudges when their moment comes: only what is still needed, and only into a week that has room for it.

Steps that the partner noted are no nudges of Tandem's: they are told as mentoring/nudges/telling.py says.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import func, literal_column
from sqlmodel import col, select

from mentoring.contact import places_beside_questions
from mentoring.guards import duo_active, duo_running
from mentoring.messages.base import Message
from mentoring.messages.nudges import AfterInterview, InterviewSoon, NothingPlanned, OwnInterview
from mentoring.nudges.idle import nothing_is_planned
from mentoring.nudges.rows import read_day
from mentoring.nudges.telling import tell_steps
from mentoring.pauses import Calendar, read_pauses
from mentoring.quiet import moment_of
from mentoring.rest_days import next_allowed
from mentoring.threads import Side, sides_of
from mentoring.work import Work
from storage.database import Store
from storage.tables import Duo, Nudge, Person
from storage.words import DuoState, NudgeKind, NudgeState, Role

PATIENCE = timedelta(days=5)  # how long a nudge may wait for room in somebody's week
_MORNING = 9 * 60  # local minutes after midnight: when a full week is looked at again
# written into the statement, so that both databases see that the partial index covers it
_WAITING = literal_column("nudge.state") == literal_column(f"'{NudgeState.WAITING}'")


@dataclass(frozen=True, slots=True)
class _Due:
    """A nudge with whom it is for, their side of the duo, and what would be said."""

    nudge: Nudge
    person: Person
    side: Side
    message: Message

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.person.time_zone)


async def send_nudges(work: Work, limit: int = 100) -> int:
    """Sends, postpones or drops the nudges that are due, `limit` at most; returns how many were."""
    statement = select(Nudge).where(_WAITING, col(Nudge.due_at) <= work.now).order_by(col(Nudge.due_at), col(Nudge.id))
    found = await work.store.session.execute(statement.limit(limit).with_for_update(skip_locked=True))
    due_now = found.scalars().all()
    nudges = [nudge for nudge in due_now if nudge.kind != NudgeKind.CONGRATULATE]
    await tell_steps(work, [nudge for nudge in due_now if nudge.kind == NudgeKind.CONGRATULATE])
    places = await places_beside_questions(work, {nudge.person_id for nudge in nudges})
    prepared = [(nudge, await _prepared(work, nudge)) for nudge in nudges]
    calendars = await read_pauses(work, {due.side.duo.organisation_id for _, due in prepared if due is not None})
    for nudge, due in prepared:
        if due is None or not await _is_needed(work, due, calendars[due.side.duo.organisation_id]):
            _close(work, nudge, NudgeState.DROPPED)
        else:
            await _send_or_wait(work, due, places, calendars[due.side.duo.organisation_id])
    return len(due_now)


async def next_nudge(store: Store) -> datetime | None:
    """When the next nudge is due."""
    return (await store.session.execute(select(func.min(Nudge.due_at)).where(_WAITING))).scalar_one_or_none()


async def _prepared(work: Work, nudge: Nudge) -> _Due | None:
    person = await work.store.session.get(Person, nudge.person_id)
    sides = [side for side in await sides_of(work, nudge.person_id) if side.duo.id == nudge.duo_id]
    if person is None or not sides:
        return None
    try:
        message = _words(nudge, sides[0])
    except ValueError:  # a kind or a day of another version: one such row must not stop the others
        return None
    return _Due(nudge, person, sides[0], message)


def _words(nudge: Nudge, side: Side) -> Message:
    """What is said. The evening before an interview each of the two hears something else."""
    role = Role.MENTOR if side.thread.membership_id == side.duo.mentor_id else Role.SEEKER
    match NudgeKind(nudge.kind):
        case NudgeKind.NOTHING_PLANNED:
            return NothingPlanned(duo_id=side.duo.id, name=side.name)
        case NudgeKind.INTERVIEW_SOON if role is Role.SEEKER:
            return OwnInterview(day=read_day(nudge.about))
        case NudgeKind.INTERVIEW_SOON:
            return InterviewSoon(nudge_id=nudge.id, name=side.name, day=read_day(nudge.about))
        case NudgeKind.AFTER_INTERVIEW:
            return AfterInterview(name=side.name, day=read_day(nudge.about))
        case NudgeKind.CONGRATULATE:
            raise ValueError(nudge.kind)  # not said here: mentoring/nudges/telling.py


async def _is_needed(work: Work, due: _Due, calendar: Calendar) -> bool:
    duo, group = due.side.duo, due.message.policy.group
    runs = duo.state == DuoState.ACTIVE if due.message.policy.counts else due.side.is_running
    if not runs or due.person.unreachable_since is not None or group in (due.person.muted or "").split():
        return False
    if due.nudge.kind == NudgeKind.NOTHING_PLANNED and not await nothing_is_planned(work, duo):
        return False
    return work.now < _latest(due, calendar)


async def _send_or_wait(work: Work, due: _Due, places: dict[int, int], calendar: Calendar) -> None:
    moment = _moment(work.now, due, places, calendar)
    if moment >= _latest(due, calendar):
        _close(work, due.nudge, NudgeState.DROPPED)
    elif moment > work.now:
        due.nudge.due_at = moment
    else:
        await _send(work, due, _latest(due, calendar))
        _close(work, due.nudge, NudgeState.SENT)
        places[due.person.id] -= due.message.policy.counts


def _moment(now: datetime, due: _Due, places: Mapping[int, int], calendar: Calendar) -> datetime:
    """Now, or when to look again: after quiet hours and rest days, the next morning where the week is full.

    In a pause of the organisation on the morning after it, unless it is what somebody asked to be reminded of.
    """
    person, policy = due.person, due.message.policy
    if policy.counts and calendar.rests(now):
        return calendar.after(now, _MORNING)
    moment = next_allowed(now, due.zone, person.quiet_from, person.quiet_to, rests=policy.rests)
    if moment > now or not policy.counts or places[person.id] > 0:
        return moment
    return moment_of(now.astimezone(due.zone).date() + timedelta(days=1), _MORNING, due.zone)


def _latest(due: _Due, calendar: Calendar) -> datetime:
    """From when on it makes no sense any more: wishing luck after the interview, news that are old, pauses aside."""
    kind = NudgeKind(due.nudge.kind)
    if kind is NudgeKind.INTERVIEW_SOON:
        return moment_of(read_day(due.nudge.about) + timedelta(days=1), 0, due.zone)
    if kind is NudgeKind.AFTER_INTERVIEW:
        return moment_of(read_day(due.nudge.about) + timedelta(days=1) + PATIENCE, 0, due.zone)
    return calendar.counted(due.nudge.created_at, PATIENCE)


async def _send(work: Work, due: _Due, latest: datetime) -> None:
    duo: Duo = due.side.duo
    guard = duo_active(duo.id) if due.message.policy.counts else duo_running(duo.id)
    await work.post(
        due.person.id,
        due.message,
        thread_id=due.side.thread.id,
        guard=guard,
        key=f"nudge:{due.nudge.id}",
        expires_at=min(latest, work.now + (due.message.policy.expires_after or PATIENCE)),
    )


def _close(work: Work, nudge: Nudge, state: NudgeState) -> None:
    nudge.state, nudge.closed_at = state, work.now
