"""A duo that follows another one keeps what was reached: the goals; the same two are not strangers again."""

from __future__ import annotations

from sqlmodel import col, select

from mentoring.sessions.first_meeting import begin_if_ready
from mentoring.work import Work
from storage.ids import new_id
from storage.tables import Duo, Goal
from storage.words import Answer


async def carry_on(work: Work, duo: Duo) -> None:
    """Call it when a duo has begun and its threads are open. The steps are the seeker's own and need no copy."""
    before = await work.store.session.get(Duo, duo.follows_id) if duo.follows_id is not None else None
    if before is None:
        return
    await _copy_goals(work, before, duo)
    if before.mentor_id != duo.mentor_id or before.met_at is None:
        return
    duo.met_at = before.met_at
    duo.seeker_goes_on = duo.mentor_goes_on = Answer.YES  # they have just said so
    await work.store.session.flush()
    await begin_if_ready(work, duo)


async def _copy_goals(work: Work, before: Duo, duo: Duo) -> None:
    statement = select(Goal).where(col(Goal.duo_id) == before.id).order_by(col(Goal.id))
    for goal in (await work.store.session.execute(statement)).scalars().all():
        text = goal.open(work.store.vault, "text")
        if text is None:
            continue  # erased with who wrote it
        copy = Goal(id=new_id(), duo_id=duo.id, noted_by=goal.noted_by, created_at=goal.created_at)
        copy.seal(work.store.vault, "text", text)
        work.store.session.add(copy)
    await work.store.session.flush()
