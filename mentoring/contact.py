"""How much a person may receive: three messages a week that Tandem begins, over all kinds and duos.

What counts says its policy (`mentoring/messages/base.py`). The week is a rolling one, and the limit is checked where a
row is written: docs/decisions/how-much-a-person-receives.md tells why three is then never exceeded.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta

from sqlalchemy import Table, and_, func, or_, select, text

from mentoring.messages.base import declared
from mentoring.work import Work
from storage.tables import Outbox
from storage.words import OutboxState

WEEKLY_LIMIT = 3  # programme, "How much a person may receive"
WEEK = timedelta(days=7)
ROOM_FOR_A_QUESTION = 1  # what nudges leave free, so that they never displace the weekly question

_outbox: Table = Outbox.__table__  # type: ignore[attr-defined]
_LOCK = 0x7A6D_3B07  # PostgreSQL's advisory lock of those who count before they write; any number nobody else uses


async def begun_lately(work: Work, person_ids: Collection[int]) -> dict[int, int]:
    """How many messages Tandem began with each of them in the past seven days, those that wait included.

    What was sent counts from the moment it left, what waits (for a morning, for its due time) counts until it has left
    or fallen away. What never left does not count. Until the commit nobody else counts, so that two jobs at once do not
    both find the last place.
    """
    counts = dict.fromkeys(person_ids, 0)
    kinds = [kind for kind, message in declared().items() if message.policy.counts]
    if not counts or not kinds:
        return counts
    if work.store.is_postgres:
        await work.store.session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
    waits = _outbox.c.state.in_([OutboxState.PENDING, OutboxState.SENDING])
    left = and_(_outbox.c.state == OutboxState.SENT, _outbox.c.done_at > work.now - WEEK)
    statement = (
        select(_outbox.c.person_id, func.count())
        .where(_outbox.c.person_id.in_(list(counts)), _outbox.c.kind.in_(kinds), or_(waits, left))
        .group_by(_outbox.c.person_id)
    )
    for person_id, count in await work.store.session.execute(statement):
        counts[person_id] = count
    return counts


def has_room(begun: int, *, leaving: int = 0) -> bool:
    """Whether one more fits into the week of somebody with whom so many were begun, with so many places left free."""
    return begun + leaving < WEEKLY_LIMIT


async def may_begin(work: Work, person_id: int, *, leaving: int = 0) -> bool:
    """The same for one person."""
    return has_room((await begun_lately(work, [person_id]))[person_id], leaving=leaving)
