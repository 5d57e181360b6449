"""Steps of a job seeker: noted by either of the two, confirmed by the other, taken back within a day.

A step belongs to the job seeker and stays when another mentor takes over. Everything about the steps of a duo happens
under its lock, one after the other.
"""

from __future__ import annotations

from datetime import date, timedelta

from sqlmodel import col, select

from mentoring.actor import Actor
from mentoring.errors import NotFoundError, OutOfDateError
from mentoring.guards import duo_running
from mentoring.messages.base import Message
from mentoring.messages.progress import (
    OneStep,
    StepTakenBack,
    StepWithdrawn,
    Told,
    WhenWasStep,
    WhichStep,
    WriteStep,
    WriteTheStepDay,
)
from mentoring.milestones import FOUND_WORK, Milestone
from mentoring.nudges.congratulate import congratulate
from mentoring.nudges.rows import drop_nudges
from mentoring.progress.card import role_in, running_side, today_of
from mentoring.progress.rows import began_on, confirm_row, line_of, locked_step, same_step
from mentoring.progress.rules import can_undo, checked_day, cleaned_step, days_offered
from mentoring.sessions.sides import DuoSide, own_side
from mentoring.sessions.view import name_for
from mentoring.signals.review import touch
from mentoring.signals.signs import acted
from mentoring.threads import running, sides_of
from mentoring.work import Work
from storage.tables import Milestone as Step
from storage.tables import Nudge
from storage.words import NudgeState, Role

_ASKED_ONCE = timedelta(weeks=4)  # a job offer and the contract two weeks later are one piece of news


# -- the questions ----------------------------------------------------------------------------------------------------
async def which_step(actor: Actor, work: Work, duo_id: int) -> Message:
    """Raises NotFoundError, OutOfDateError where the duo has ended; so do all here."""
    side = await running_side(actor, work, duo_id)
    return WhichStep(duo_id=duo_id, name=side.name, to=role_in(side))


async def when_was(
    actor: Actor, work: Work, duo_id: int, milestone: Milestone, text: str | None = None, *, another: bool = False
) -> Message:
    """Today, or when? `text`: of a step in own words. `another`: neither today nor yesterday.

    Raises StepTooLongError, StepNotUsableError.
    """
    words = cleaned_step(text) if text is not None else None
    await running_side(actor, work, duo_id)
    today = today_of(actor, work)
    days = days_offered(today) if another else ()
    return WhenWasStep(duo_id=duo_id, milestone=milestone, today=today, days=days, text=words)


async def write_step(actor: Actor, work: Work, duo_id: int) -> Message:
    """Asks for a step in own words."""
    side = await running_side(actor, work, duo_id)
    return WriteStep(duo_id=side.duo.id)


async def write_day(actor: Actor, work: Work, duo_id: int, milestone: Milestone) -> Message:
    await running_side(actor, work, duo_id)
    return WriteTheStepDay(duo_id=duo_id, milestone=milestone)


async def step_done(
    actor: Actor, work: Work, duo_id: int, milestone: Milestone, day: date, text: str | None = None
) -> Message:
    """Notes it; own words that are not there are asked for first. Raises what `record_milestone` raises."""
    if milestone is not Milestone.OWN or text is not None:
        return await record_milestone(actor, work, duo_id, milestone, day, text)
    side = await running_side(actor, work, duo_id)
    checked_day(day, today_of(actor, work), await began_on(work, side.duo))
    return WriteStep(duo_id=duo_id)


# -- noting, confirming, taking back ----------------------------------------------------------------------------------
async def record_milestone(
    actor: Actor, work: Work, duo_id: int, milestone: Milestone, day: date, text: str | None = None
) -> OneStep:
    """Notes the step and has the other one told. `text`: of a step in own words, else None.

    The same step of the same day is there once: noted by both, it is confirmed. Raises NotFoundError, OutOfDateError,
    StepToComeError, StepTooLongAgoError, StepTooLongError, StepNotUsableError.
    """
    own = await _own(actor, work, duo_id)
    words = cleaned_step(text or "") if milestone is Milestone.OWN else None
    checked_day(day, today_of(actor, work), await began_on(work, own.duo))
    same = await same_step(work, own.duo.seeker_id, milestone, day, words)
    if same is not None:
        return await _noted_again(actor, work, own, same)
    step = Step(
        seeker_id=own.duo.seeker_id,
        duo_id=duo_id,
        kind=milestone,
        on_day=day.isoformat(),
        recorded_by=actor.person.id,
        recorded_at=work.now,
    )
    if words is not None:
        step.seal(work.store.vault, "text", words)
    work.store.session.add(step)
    await work.store.session.flush()
    await congratulate(work, own.duo, milestone, actor.person.id, step_id=step.id)
    await _counts(actor, work, own)
    return await _shown(actor, work, own, step, Told.NOTED, asks_on=await _asks_on(work, own, step))


async def confirm_milestone(actor: Actor, work: Work, step_id: int) -> Message:
    """By the one who did not note it. Raises NotFoundError, OutOfDateError."""
    own, step = await _own_step(actor, work, step_id)
    if step.recorded_by == actor.person.id:
        raise NotFoundError
    if step.undone_at is not None:
        return StepTakenBack(duo_id=own.duo.id)
    was_open = step.confirmed_at is None
    await confirm_row(work, step.id)
    if was_open:
        await _counts(actor, work, own)
    asks_on = was_open and await _asks_on(work, own, step)
    return await _shown(actor, work, own, step, Told.CONFIRMED, asks_on=asks_on)


async def undo_milestone(actor: Actor, work: Work, step_id: int) -> Message:
    """By whoever noted it, within a day; later it stands, and is shown so. Raises NotFoundError, OutOfDateError."""
    own, step = await _own_step(actor, work, step_id)
    if step.recorded_by != actor.person.id:
        raise NotFoundError
    if step.undone_at is not None:
        return StepTakenBack(duo_id=own.duo.id)
    if not can_undo(step.recorded_at, work.now):
        return await _shown(actor, work, own, step, Told.TOO_LATE)
    step.undone_at = work.now
    await work.store.session.flush()
    await _not_told_any_more(work, own, step)
    await _counts(actor, work, own)
    return StepTakenBack(duo_id=own.duo.id)


async def one_step(actor: Actor, work: Work, step_id: int) -> Message:
    """A step of the job seeker, of an earlier duo too, as it stands. Raises NotFoundError, OutOfDateError."""
    step = await work.store.session.get(Step, step_id)
    own = await _seekers_duo(actor, work, step) if step is not None else None
    if step is None or own is None:
        raise NotFoundError
    if step.undone_at is not None:
        return StepTakenBack(duo_id=own.duo.id)
    return await _shown(actor, work, own, step, Told.NOTHING)


# -- what they share --------------------------------------------------------------------------------------------------
async def _own(actor: Actor, work: Work, duo_id: int) -> DuoSide:
    own = await own_side(actor, work, duo_id)
    if not own.is_running:
        raise OutOfDateError
    return own


async def _counts(actor: Actor, work: Work, own: DuoSide) -> None:
    """As a sign of life, and for how the duo fares."""
    await acted(work, own.duo.id, actor.person.id)
    await touch(work, own.duo.id)


async def _own_step(actor: Actor, work: Work, step_id: int) -> tuple[DuoSide, Step]:
    """The step of a running duo of the actor's, locked after the duo."""
    found = await work.store.session.get(Step, step_id)
    if found is None:
        raise NotFoundError
    own = await _own(actor, work, found.duo_id)
    step = await locked_step(work, step_id)
    if step is None:
        raise NotFoundError
    return own, step


async def _seekers_duo(actor: Actor, work: Work, step: Step) -> DuoSide | None:
    """The actor's running duo with the one whose step it is, of which there is one at most."""
    for side in running(await sides_of(work, actor.person.id)):
        if side.duo.seeker_id == step.seeker_id:
            return DuoSide(side.duo, actor.person, side.thread, side.partner_thread.id)
    return None


async def _noted_again(actor: Actor, work: Work, own: DuoSide, step: Step) -> OneStep:
    """It is there: by the same person nothing changes, by the other one it is confirmed and needs no telling."""
    if step.recorded_by == actor.person.id or step.duo_id != own.duo.id or step.confirmed_at is not None:
        return await _shown(actor, work, own, step, Told.THERE)
    await confirm_row(work, step.id)
    await drop_nudges(work, [_nudge_key(step, own.thread.id)])
    await _counts(actor, work, own)
    return await _shown(actor, work, own, step, Told.CONFIRMED, asks_on=await _asks_on(work, own, step))


async def _not_told_any_more(work: Work, own: DuoSide, step: Step) -> None:
    """What waits to be told falls away; who has heard of the step hears that it was taken back."""
    key = _nudge_key(step, own.partner_thread_id)
    statement = select(Nudge.state).where(col(Nudge.dedupe_key) == key)
    state = (await work.store.session.execute(statement)).scalar_one_or_none()
    await drop_nudges(work, [key])
    if state != NudgeState.SENT and step.confirmed_at is None:
        return
    partner_id = own.thread.partner_person_id
    news = StepWithdrawn(
        name=await name_for(work, own.duo.id, partner_id),
        milestone=Milestone(step.kind),
        text=step.open(work.store.vault, "text"),
    )
    await work.post(partner_id, news, thread_id=own.partner_thread_id, guard=duo_running(own.duo.id))


def _nudge_key(step: Step, thread_id: int) -> str:
    """As `congratulate` names it."""
    return f"milestone:{step.id}:{thread_id}"


async def _asks_on(work: Work, own: DuoSide, step: Step) -> bool:
    """Whether the job seeker is asked how the duo goes on: once for what they found within four weeks."""
    if own.role is not Role.SEEKER or step.kind not in FOUND_WORK:
        return False
    statement = select(Step.id).where(
        col(Step.duo_id) == own.duo.id,
        col(Step.id) != step.id,
        col(Step.kind).in_(FOUND_WORK),
        col(Step.undone_at).is_(None),
        col(Step.recorded_at) > work.now - _ASKED_ONCE,
    )
    return (await work.store.session.execute(statement.limit(1))).first() is None


async def _shown(actor: Actor, work: Work, own: DuoSide, step: Step, told: Told, *, asks_on: bool = False) -> OneStep:
    is_mine, is_here = step.recorded_by == actor.person.id, step.duo_id == own.duo.id
    line = line_of(work, step, own.duo, is_seeker=own.role is Role.SEEKER, today=today_of(actor, work))
    return OneStep(
        duo_id=own.duo.id,
        name=await name_for(work, own.duo.id, actor.person.id),
        to=own.role,
        step=line,
        told=told,
        can_undo=is_mine and is_here and can_undo(step.recorded_at, work.now),
        can_confirm=not is_mine and is_here and step.confirmed_at is None,
        asks_on=asks_on,
    )
