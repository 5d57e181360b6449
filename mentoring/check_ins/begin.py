"""Where the weekly questions begin and end."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import update
from sqlmodel import col, select

from mentoring.check_ins.rounds import close_open_rounds
from mentoring.check_ins.times import first_slot, slot_for
from mentoring.work import Work
from storage.tables import Duo, Organisation, Thread


async def begin_check_ins(work: Work, duo: Duo, since: datetime | None = None) -> None:
    """From `duo.under_way_since` on both sides are asked: the first round is all six dimensions to the seeker.

    `since`: from then on instead, for a duo that ran before Tandem (check_ins/rotation.py says what is asked).
    Does nothing before the duo is under way, and to a side whose next question is set already.
    """
    if duo.under_way_since is None:
        return
    organisation = await work.store.session.get(Organisation, duo.organisation_id)
    assert organisation is not None, "a foreign key guards this"
    waiting = select(Thread).where(col(Thread.duo_id) == duo.id, col(Thread.next_check_in_at).is_(None))
    for thread in (await work.store.session.execute(waiting.with_for_update())).scalars().all():
        slot = slot_for(organisation, thread.id)
        thread.next_check_in_at = first_slot(slot, since or duo.under_way_since, work.now)


async def end_check_ins(work: Work, duo: Duo) -> None:
    """The duo has ended: nothing is asked any more, what is open lapses."""
    sides = update(Thread).where(col(Thread.duo_id) == duo.id).values(next_check_in_at=None)
    await work.store.session.execute(sides)
    await close_open_rounds(work, select(Thread.id).where(col(Thread.duo_id) == duo.id))
