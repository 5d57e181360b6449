"""How often a mentor is asked: every week, or every two weeks."""

from __future__ import annotations

from sqlmodel import col, select

from mentoring.actor import Actor
from mentoring.check_ins.times import following, slot_for
from mentoring.errors import NotFoundError, OutOfDateError
from mentoring.messages.check_ins import CheckInRhythm
from mentoring.signals.signs import was_here
from mentoring.threads import Side, sides_of
from mentoring.work import Work
from storage.tables import CheckIn, Membership, Organisation, Thread
from storage.words import Role

WEEKS = (1, 2)


async def check_in_rhythm(actor: Actor, work: Work, thread_id: int) -> CheckInRhythm:
    """How often that is now. Raises NotFoundError where it is not their thread, OutOfDateError where they are no
    mentor in it or the duo has ended.
    """
    side = await _own_side(actor, work, thread_id)
    return CheckInRhythm(thread_id=side.thread.id, name=side.name, weeks=side.thread.check_in_weeks)


async def set_check_in_weeks(actor: Actor, work: Work, thread_id: int, weeks: int) -> CheckInRhythm:
    """Every so many weeks from now on, counted from the last question. Raises NotFoundError, OutOfDateError."""
    if weeks not in WEEKS:
        raise NotFoundError
    side = await _own_side(actor, work, thread_id)
    found = select(Thread).where(col(Thread.id) == thread_id).with_for_update()
    thread = (await work.store.session.execute(found.execution_options(populate_existing=True))).scalar_one()
    thread.check_in_weeks = weeks
    await _count_anew(work, side, thread)
    await was_here(work, side.duo.id, actor.person.id)
    return CheckInRhythm(thread_id=thread.id, name=side.name, weeks=weeks)


async def _count_anew(work: Work, side: Side, thread: Thread) -> None:
    last = select(CheckIn.asked_at).where(
        col(CheckIn.thread_id) == thread.id, col(CheckIn.number) == thread.check_ins_asked
    )
    asked_at = (await work.store.session.execute(last)).scalar_one_or_none()
    if asked_at is None or thread.next_check_in_at is None:
        return
    organisation = await work.store.session.get(Organisation, side.duo.organisation_id)
    assert organisation is not None, "a foreign key guards this"
    slot = slot_for(organisation, thread.id)
    thread.next_check_in_at = following(slot, asked_at, work.now, thread.check_in_weeks)


async def _own_side(actor: Actor, work: Work, thread_id: int) -> Side:
    own = (side for side in await sides_of(work, actor.person.id) if side.thread.id == thread_id)
    side = next(own, None)
    if side is None:
        raise NotFoundError
    membership = await work.store.session.get(Membership, side.thread.membership_id)
    if not side.is_running or membership is None or membership.role != Role.MENTOR:
        raise OutOfDateError
    return side
