"""Steps that one of a duo noted, told to the other: the partner's word, carried like a message of theirs.

It takes no place of the week and is not dropped for want of one. The first of a day is told at once, the others of that
day together in the evening; who found something is told of at once, with all that waits. Nights, Sundays and holidays
are waited for, pauses are not: in them people write to each other as well.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlmodel import col, select

from mentoring.guards import duo_running
from mentoring.messages.base import Message
from mentoring.messages.nudges import Congratulate, StepsReached, StepToTell
from mentoring.milestones import FOUND_WORK, Milestone
from mentoring.nudges.congratulate import read_step
from mentoring.quiet import moment_of
from mentoring.rest_days import next_allowed
from mentoring.threads import Side, sides_of
from mentoring.work import Work
from storage.tables import Milestone as Step
from storage.tables import Nudge, Person
from storage.words import NudgeKind, NudgeState, Role

_MORNING = 9 * 60  # local minutes after midnight
_EVENING = 18 * 60  # when the other steps of a day are told together


@dataclass(frozen=True, slots=True)
class _News:
    """A step that waits to be told, as it stands."""

    nudge: Nudge
    milestone: Milestone
    step_id: int | None  # where it waits for a yes
    text: str | None


async def tell_steps(work: Work, nudges: Collection[Nudge]) -> None:
    """Tells the steps that are due, those of a duo together, or sets when they are.

    What nobody is to hear falls away: the duo is over, the step was taken back, they switched such messages off.
    """
    for person_id, duo_id in dict.fromkeys((nudge.person_id, nudge.duo_id) for nudge in nudges):
        await _tell(work, person_id, duo_id)


async def _tell(work: Work, person_id: int, duo_id: int) -> None:
    waiting = await _waiting(work, person_id, duo_id)
    person = await work.store.session.get(Person, person_id)
    side = next((side for side in await sides_of(work, person_id) if side.duo.id == duo_id), None)
    if person is None or side is None or not _may_hear(person, side):
        _close(work, waiting, NudgeState.DROPPED)
        return
    found = [(nudge, await _news(work, nudge)) for nudge in waiting]
    _close(work, [nudge for nudge, news in found if news is None], NudgeState.DROPPED)
    steps = [news for _, news in found if news is not None]
    if not steps:
        return
    moment = await _moment(work, person, duo_id, steps)
    if moment > work.now:
        for news in steps:
            news.nudge.due_at = moment
        return
    key = f"nudge:{steps[0].nudge.id}"
    await work.post(person_id, _words(side, steps), thread_id=side.thread.id, guard=duo_running(duo_id), key=key)
    _close(work, [news.nudge for news in steps], NudgeState.SENT)


async def _waiting(work: Work, person_id: int, duo_id: int) -> Sequence[Nudge]:
    """Also those whose moment has not come: they are told with the others."""
    own = (col(Nudge.duo_id) == duo_id, col(Nudge.person_id) == person_id)
    waits = (col(Nudge.kind) == NudgeKind.CONGRATULATE, col(Nudge.state) == NudgeState.WAITING)
    statement = select(Nudge).where(*own, *waits).order_by(col(Nudge.id)).with_for_update(skip_locked=True)
    return (await work.store.session.execute(statement)).scalars().all()


def _may_hear(person: Person, side: Side) -> bool:
    return side.is_running and Congratulate.policy.group not in (person.muted or "").split()


async def _news(work: Work, nudge: Nudge) -> _News | None:
    """With its own words, and whether it waits for a yes; None if it was taken back or nobody knows it here."""
    try:
        milestone, step_id = read_step(nudge.about)
    except ValueError:  # of another version: one such row must not stop the others
        return None
    if step_id is None:
        return _News(nudge, milestone, None, None)
    step = await work.store.session.get(Step, step_id)
    if step is None or step.undone_at is not None:
        return None
    open_id = step.id if step.confirmed_at is None else None
    return _News(nudge, milestone, open_id, step.open(work.store.vault, "text"))


async def _moment(work: Work, person: Person, duo_id: int, steps: Sequence[_News]) -> datetime:
    """Now, or when to look again: after the night and rest days, in the evening, once they can be reached."""
    zone = ZoneInfo(person.time_zone)
    today = work.now.astimezone(zone).date()
    tomorrow, evening = moment_of(today + timedelta(days=1), _MORNING, zone), moment_of(today, _EVENING, zone)
    if person.unreachable_since is not None:
        return tomorrow
    moment = next_allowed(work.now, zone, person.quiet_from, person.quiet_to, rests=True)
    if moment > work.now or any(news.milestone in FOUND_WORK for news in steps):
        return moment
    since = evening if work.now >= evening else moment_of(today, 0, zone)
    if not await _heard_since(work, person.id, duo_id, since):
        return work.now
    return evening if work.now < evening else tomorrow


async def _heard_since(work: Work, person_id: int, duo_id: int, since: datetime) -> bool:
    own = (col(Nudge.duo_id) == duo_id, col(Nudge.person_id) == person_id, col(Nudge.kind) == NudgeKind.CONGRATULATE)
    told = (col(Nudge.state) == NudgeState.SENT, col(Nudge.closed_at) >= since)
    return (await work.store.session.execute(select(Nudge.id).where(*own, *told).limit(1))).first() is not None


def _words(side: Side, steps: Sequence[_News]) -> Message:
    to = Role.MENTOR if side.thread.membership_id == side.duo.mentor_id else Role.SEEKER
    first = steps[0]
    if len(steps) == 1:
        return Congratulate(
            nudge_id=first.nudge.id,
            name=side.name,
            milestone=first.milestone,
            to=to,
            step_id=first.step_id,
            text=first.text,
        )
    told = tuple(StepToTell(news.milestone, news.text) for news in steps)
    return StepsReached(nudge_id=first.nudge.id, duo_id=side.duo.id, name=side.name, to=to, steps=told)


def _close(work: Work, nudges: Collection[Nudge], state: NudgeState) -> None:
    for nudge in nudges:
        nudge.state, nudge.closed_at = state, work.now
