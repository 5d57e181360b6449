"""Whose turn it is where somebody has more duos than questions they may receive in a week."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, timedelta

from sqlalchemy import and_, func
from sqlmodel import col, select

from mentoring.contact import WEEKLY_LIMIT, begun_lately
from mentoring.work import Work
from storage.tables import CheckIn, Duo, Thread
from storage.words import DuoState

_OF_LATE = timedelta(weeks=8)
_SAME_WAVE = timedelta(days=1)  # what is due until then shares the places that are left
# What comes every week at the same hour leaves a moment after it, and an hour apart where the clocks change: last
# week's question is no reason to hold back this week's.
_SLACK = timedelta(hours=2)


@dataclass
class Turns:
    """`places`: how many messages may still begin, by person. `lines`: their threads, in turn."""

    places: dict[int, int]
    lines: dict[int, list[int]]

    def take(self, person_id: int, thread_id: int) -> bool:
        """Whether that thread is asked now: those who wait longer, and are due in the same wave, go first."""
        line = self.lines.get(person_id, [])
        before = line.index(thread_id) if thread_id in line else 0
        if thread_id in line:
            line.remove(thread_id)
        if before >= self.places[person_id]:
            return False
        self.places[person_id] -= 1
        return True


async def places_left(work: Work, person_ids: Collection[int]) -> dict[int, int]:
    """How many messages Tandem may still begin with each of them this week."""
    begun = await begun_lately(replace(work, now=work.now + _SLACK), person_ids)
    return {person_id: WEEKLY_LIMIT - count for person_id, count in begun.items()}


async def read_turns(work: Work, person_ids: Collection[int]) -> Turns:
    """Places and lines of these people.

    A line: whom they were asked about longest ago, by days, and of those of one day the one asked about least of late.
    """
    places = await places_left(work, person_ids)
    lately = and_(col(CheckIn.thread_id) == col(Thread.id), col(CheckIn.asked_at) > work.now - _OF_LATE)
    statement = (
        select(Thread.person_id, Thread.id, func.max(CheckIn.asked_at), func.count(col(CheckIn.id)))
        .join(Duo, col(Duo.id) == col(Thread.duo_id))
        .join(CheckIn, lately, isouter=True)
        .where(
            col(Thread.person_id).in_(list(person_ids)),
            col(Thread.next_check_in_at) <= work.now + _SAME_WAVE,
            col(Duo.state) == DuoState.ACTIVE,
            col(Duo.under_way_since).is_not(None),
        )
        .group_by(col(Thread.person_id), col(Thread.id))
    )
    waiting: dict[int, list[tuple[date, int, int]]] = {}
    for person_id, thread_id, last, count in (await work.store.session.execute(statement)).all():
        waiting.setdefault(person_id, []).append((last.date() if last else date.min, count, thread_id))
    lines = {person_id: [thread_id for *_, thread_id in sorted(threads)] for person_id, threads in waiting.items()}
    return Turns(places, lines)
