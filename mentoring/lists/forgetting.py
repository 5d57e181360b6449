"""Lists that nobody carried out are forgotten: what they say of people is not kept for a day that may never come."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import ColumnElement
from sqlmodel import col, select

from mentoring.lists.desk import KEPT, drop
from mentoring.work import Work
from storage.tables import IntakeList
from storage.words import ListState

FORGOTTEN_AFTER = KEPT + timedelta(days=1)  # one that is being carried out at the last moment gets to its end


def is_open() -> ColumnElement[bool]:
    """Neither done nor left: the dry run is looked at, or the file is being read or carried out, or that failed."""
    return col(IntakeList.state).in_((ListState.CHECKED, ListState.WORKING))


async def forget_lists(work: Work, most: int) -> int:
    """Forgets the oldest that are due; how many there were."""
    due = (
        select(IntakeList)
        .where(is_open(), col(IntakeList.created_at) <= work.now - FORGOTTEN_AFTER)
        .order_by(col(IntakeList.created_at))
        .limit(most)
    )
    found = (await work.store.session.execute(due.with_for_update(skip_locked=True))).scalars().all()
    for row in found:
        drop(work, row)
    await work.store.session.flush()
    return len(found)
