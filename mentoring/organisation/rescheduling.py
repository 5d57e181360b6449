"""What follows when an organisation's hours, weeks or days change: the next question of a duo, the next news.

Only what is still to come moves; what is due already is left to its job. Doing it twice changes nothing more.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Table, and_, bindparam, or_, select, update
from sqlmodel import col

from mentoring.check_ins.times import first_slot, following, slot_for
from mentoring.endings.rested import rested_by_duo
from mentoring.sessions.prompts import Prompt, closing_prompt_at, midterm_prompt_at
from mentoring.waiting_news import after_months, begin_waiting, end_of_day_in, waits_since
from mentoring.work import Work
from storage.tables import CheckIn, Duo, Membership, Organisation, Thread
from storage.words import DuoState

_duo: Table = Duo.__table__  # type: ignore[attr-defined]
_thread: Table = Thread.__table__  # type: ignore[attr-defined]
_check_in: Table = CheckIn.__table__  # type: ignore[attr-defined]
_CHUNK = 500
_RUNNING = [state for state in DuoState if state.is_running]


async def move_questions(work: Work, organisation: Organisation) -> datetime | None:
    """Sets the next weekly question of every side anew, as if the hour had always been this one.

    As with a new rhythm of a mentor, it is counted from the last question: four days at least lie in between. Returns
    the soonest new moment; None where nobody is asked.
    """
    last = and_(_check_in.c.thread_id == _thread.c.id, _check_in.c.number == _thread.c.check_ins_asked)
    statement = (
        select(_thread.c.id, _thread.c.check_in_weeks, _duo.c.under_way_since, _check_in.c.asked_at)
        .join(_duo, _duo.c.id == _thread.c.duo_id)
        .join(_check_in, last, isouter=True)
        .where(
            _duo.c.organisation_id == organisation.id,
            _duo.c.state.in_(_RUNNING),
            _duo.c.under_way_since.is_not(None),
            _thread.c.next_check_in_at > work.now,
        )
    )
    moved = []
    for row in (await work.store.session.execute(statement)).all():
        slot = slot_for(organisation, row.id)
        if row.asked_at is None:
            at = first_slot(slot, row.under_way_since, work.now)
        else:
            at = following(slot, row.asked_at, work.now, row.check_in_weeks)
        moved.append({"row_id": row.id, "at": at})
    own = update(_thread).where(_thread.c.id == bindparam("row_id"))
    await _write(work, own.values(next_check_in_at=bindparam("at")), moved)
    return min((row["at"] for row in moved), default=None)


async def move_prompts(work: Work, organisation: Organisation) -> None:
    """Sets the reminder of the mid-term review or of the closing moment anew; one that would have passed stays."""
    statement = select(_duo.c.id, _duo.c.prompt, _duo.c.under_way_since).where(
        _duo.c.organisation_id == organisation.id,
        _duo.c.state.in_(_RUNNING),
        _duo.c.under_way_since.is_not(None),
        _duo.c.prompt.in_([Prompt.MIDTERM, Prompt.CLOSING]),
        _duo.c.prompt_at > work.now,
    )
    rested = await rested_by_duo(work, select(_duo.c.id).where(_duo.c.organisation_id == organisation.id))
    moved = []
    for row in (await work.store.session.execute(statement)).all():
        moment_of_prompt = midterm_prompt_at if row.prompt == Prompt.MIDTERM else closing_prompt_at
        at = moment_of_prompt(row.under_way_since + rested.get(row.id, timedelta()), organisation)
        if at > work.now:
            moved.append({"row_id": row.id, "at": at})
    own = update(_duo).where(_duo.c.id == bindparam("row_id"))
    await _write(work, own.values(prompt_at=bindparam("at")), moved)


async def move_waiting(work: Work, organisation: Organisation, erased_after: int) -> None:
    """Sets news, word to the team and erasure anew for whoever waits: as if it had always been so many days.

    `erased_after`: the months before the change. Whom the team keeps longer stays as long as it said; nobody is erased
    without the two weeks' notice of mentoring/waiting_end.py, however early the day is now.
    """
    membership = col(Membership.organisation_id) == organisation.id
    waiting = or_(col(Membership.news_at).is_not(None), col(Membership.erase_at).is_not(None))
    zone = ZoneInfo(organisation.time_zone)
    found = await work.store.session.execute(select(Membership).where(membership, waiting))
    for each in found.scalars().all():
        day, kept = waits_since(each).astimezone(zone).date(), each.erase_at
        await begin_waiting(work, each, waits_since(each))
        if kept != end_of_day_in(after_months(day, erased_after), zone):
            each.erase_at = kept


async def _write(work: Work, statement: Any, rows: Sequence[dict[str, Any]]) -> None:
    """Core statements in chunks: 5,000 duos take under a second (docs/decisions/pauses.md)."""
    connection = await work.store.session.connection()
    for place in range(0, len(rows), _CHUNK):
        await connection.execute(statement, rows[place : place + _CHUNK])
