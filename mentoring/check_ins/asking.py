"""The weekly questions that are due: asked, or put off.

Every due thread gets its next moment at once: in a pause, after a mute or a full week its turn comes a week later.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import func
from sqlmodel import col, select

from mentoring.check_ins.parties import Party, read_parties
from mentoring.check_ins.rotation import occasion_of, questions_of, weeks_since
from mentoring.check_ins.rounds import close_open_rounds
from mentoring.check_ins.showing import asked
from mentoring.check_ins.times import following, when_late
from mentoring.check_ins.turns import Turns, read_turns
from mentoring.guards import check_in_open
from mentoring.messages.check_ins import WeeklyQuestion
from mentoring.threads import sides_of
from mentoring.work import Work
from storage.database import Store
from storage.tables import CheckIn, Thread
from storage.words import DuoState, Occasion

REMIND_AFTER = timedelta(hours=48)


async def ask_due(work: Work, limit: int = 100) -> int:
    """Asks what is due, `limit` threads at most; returns how many were due. Safe to run twice or late."""
    due = (
        select(Thread)
        .where(col(Thread.next_check_in_at) <= work.now)
        .order_by(col(Thread.next_check_in_at), col(Thread.id))
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    threads = (await work.store.session.execute(due)).scalars().all()
    if not threads:
        return 0
    ids = [thread.id for thread in threads]
    parties, past = await read_parties(work, ids), await _past_rounds(work, ids)
    turns = await read_turns(work, {thread.person_id for thread in threads})
    for thread in threads:
        thread.next_check_in_at = await _ask_or_put_off(work, parties[thread.id], turns, past[thread.id])
    return len(threads)


async def next_question(store: Store) -> datetime | None:
    """When the next thread is due."""
    statement = select(Thread.next_check_in_at).where(col(Thread.next_check_in_at).is_not(None))
    ordered = statement.order_by(col(Thread.next_check_in_at)).limit(1)
    return (await store.session.execute(ordered)).scalar_one_or_none()


async def _past_rounds(work: Work, thread_ids: Sequence[int]) -> dict[int, Counter[Occasion]]:
    """How many rounds of each occasion each thread had."""
    past = {thread_id: Counter[Occasion]() for thread_id in thread_ids}
    counted = select(CheckIn.thread_id, CheckIn.occasion, func.count()).where(col(CheckIn.thread_id).in_(thread_ids))
    grouped = counted.group_by(col(CheckIn.thread_id), col(CheckIn.occasion))
    for thread_id, occasion, count in (await work.store.session.execute(grouped)).all():
        past[thread_id][Occasion(occasion)] = count
    return past


async def _ask_or_put_off(work: Work, party: Party, turns: Turns, past: Counter[Occasion]) -> datetime | None:
    """Returns when this side is looked at again; None: never."""
    due = party.thread.next_check_in_at
    if due is None or not DuoState(party.duo.state).is_running or party.duo.under_way_since is None:
        return None
    if not party.can_be_asked:
        return following(party.slot, due, work.now)
    later = when_late(party.slot, due, work.now)
    if later is not None:
        return later
    if not turns.take(party.person.id, party.thread.id):
        return following(party.slot, due, work.now)
    await _ask(work, party, past)
    return following(party.slot, due, work.now, party.thread.check_in_weeks)


async def _ask(work: Work, party: Party, past: Counter[Occasion]) -> None:
    """Opens the next round and closes the one before."""
    await close_open_rounds(work, [party.thread.id])
    round_ = _next_round(work, party, past)
    work.store.session.add(round_)
    await work.store.session.flush()
    first = asked(round_, round_.questions[0], await partner_name(work, round_))
    await work.post(
        party.person.id,
        WeeklyQuestion(asked=first),
        thread_id=party.thread.id,
        guard=check_in_open(round_.id),
        key=f"check-in:{round_.id}",
    )


def _next_round(work: Work, party: Party, past: Counter[Occasion]) -> CheckIn:
    assert party.duo.under_way_since is not None, "nobody is asked before"
    week = weeks_since(party.duo.under_way_since + party.rested, work.now, party.zone)
    missed = weeks_since(party.duo.under_way_since, party.thread.created_at, party.zone)  # below 0 but for a takeover
    organisation = party.organisation
    occasion = occasion_of(party.role, past, week, organisation.midterm_week, organisation.closing_week, missed)
    party.thread.check_ins_asked += 1
    return CheckIn(
        thread_id=party.thread.id,
        duo_id=party.duo.id,
        person_id=party.person.id,
        role=party.role,
        number=party.thread.check_ins_asked,
        occasion=occasion,
        questions=list(questions_of(party.role, occasion, past[Occasion.WEEKLY])),
        asked_at=work.now,
        remind_at=work.now + REMIND_AFTER,
    )


async def partner_name(work: Work, round_: CheckIn) -> str:
    """What who is asked calls the other, told apart from partners of the same name."""
    sides = await sides_of(work, round_.person_id)
    return next(side.name for side in sides if side.thread.id == round_.thread_id)
