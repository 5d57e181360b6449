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
from storage.tables import Duo, Outbox, Person, Thread
from storage.words import DuoState, Group, OutboxState

WEEKLY_LIMIT = 3  # programme, "How much a person may receive"
WEEK = timedelta(days=7)

_outbox: Table = Outbox.__table__  # type: ignore[attr-defined]
_thread: Table = Thread.__table__  # type: ignore[attr-defined]
_duo: Table = Duo.__table__  # type: ignore[attr-defined]
_person: Table = Person.__table__  # type: ignore[attr-defined]
_LOCK = 0x7A6D_3B07  # PostgreSQL's advisory lock of those who count before they write; any number nobody else uses


async def begun_lately(work: Work, person_ids: Collection[int]) -> dict[int, int]:
    """How many messages Tandem began with each of them in the past seven days, those that wait included.

    What was sent counts from the moment it left, what waits (for a morning, for its due time) counts until it has left
    or fallen away. What never left does not count. Until the commit nobody else counts, so that two jobs at once do not
    both find the last place.
    """
    kinds = list(_counting())
    if work.store.is_postgres and person_ids and kinds:
        await work.store.session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
    return await _count(work, person_ids, kinds)


async def _count(work: Work, person_ids: Collection[int], kinds: Collection[str]) -> dict[int, int]:
    counts = dict.fromkeys(person_ids, 0)
    waits = _outbox.c.state.in_([OutboxState.PENDING, OutboxState.SENDING])
    left = and_(_outbox.c.state == OutboxState.SENT, _outbox.c.done_at > work.now - WEEK)
    statement = (
        select(_outbox.c.person_id, func.count())
        .where(_outbox.c.person_id.in_(list(counts)), _outbox.c.kind.in_(list(kinds)), or_(waits, left))
        .group_by(_outbox.c.person_id)
    )
    if counts and kinds:
        counts.update(dict((await work.store.session.execute(statement)).all()))
    return counts


def _counting() -> dict[str, Group | None]:
    """The kinds that count, each with the group that it is switched off with."""
    return {kind: message.policy.group for kind, message in declared().items() if message.policy.counts}


def has_room(begun: int) -> bool:
    """Whether one more fits into the week of somebody with whom so many were begun."""
    return begun < WEEKLY_LIMIT


async def places_beside_questions(work: Work, person_ids: Collection[int]) -> dict[int, int]:
    """How many more of what is less urgent than the weekly question fit into each of their weeks; 0 or less: none.

    Beside what was begun in the past seven days, and beside the questions of the coming seven days: those take the
    places of this week's, so nothing that is sent now holds one of them back.
    """
    begun = await begun_lately(work, person_ids)
    others = await _count(work, person_ids, [kind for kind, group in _counting().items() if group != Group.CHECK_INS])
    ahead = await _questions_ahead(work, person_ids)
    return {
        person_id: WEEKLY_LIMIT - max(begun[person_id], others[person_id] + ahead[person_id]) for person_id in begun
    }


async def _questions_ahead(work: Work, person_ids: Collection[int]) -> dict[int, int]:
    statement = (
        select(_thread.c.person_id, func.count())
        .join(_duo, _duo.c.id == _thread.c.duo_id)
        .join(_person, _person.c.id == _thread.c.person_id)
        .where(
            _thread.c.person_id.in_(list(person_ids)),
            _thread.c.next_check_in_at <= work.now + WEEK,
            _duo.c.state == DuoState.ACTIVE,
            func.coalesce(_person.c.muted, "").not_like(f"%{Group.CHECK_INS}%"),
        )
        .group_by(_thread.c.person_id)
    )
    found: dict[int, int] = dict((await work.store.session.execute(statement)).all())
    return {person_id: found.get(person_id, 0) for person_id in person_ids}


async def may_begin(work: Work, person_id: int) -> bool:
    """Whether one more fits into that person's week."""
    return has_room((await begun_lately(work, [person_id]))[person_id])
