"""One reminder of a round that stayed open, 48 hours later: if it is still of use and still allowed."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlmodel import col, select

from mentoring.check_ins.asking import partner_name
from mentoring.check_ins.parties import Party, read_parties
from mentoring.check_ins.rounds import answers_in
from mentoring.check_ins.showing import asked
from mentoring.check_ins.times import off_rest_days
from mentoring.check_ins.turns import places_left
from mentoring.guards import check_in_open
from mentoring.messages.check_ins import CheckInReminder
from mentoring.work import Work
from storage.database import Store
from storage.tables import CheckIn
from storage.words import CheckInState

_TOO_NEAR = timedelta(days=2)  # to the next question: then that one is reminder enough


async def remind_due(work: Work, limit: int = 100) -> int:
    """Reminds of what is due, `limit` rounds at most; returns how many were due. Safe to run twice or late."""
    due = (
        select(CheckIn)
        .where(col(CheckIn.remind_at) <= work.now)
        .order_by(col(CheckIn.remind_at), col(CheckIn.id))
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    rounds = (await work.store.session.execute(due)).scalars().all()
    if not rounds:
        return 0
    parties = await read_parties(work, {round_.thread_id for round_ in rounds})
    places = await places_left(work, {round_.person_id for round_ in rounds})
    for round_ in rounds:
        party = parties[round_.thread_id]
        if (later := _after_rest(work, round_, party)) is not None:
            round_.remind_at = later
            continue
        round_.remind_at = None
        if _is_of_use(work, round_, party) and places[round_.person_id] > 0:
            places[round_.person_id] -= 1
            await _remind(work, round_)
    return len(rounds)


async def next_reminder(store: Store) -> datetime | None:
    """When the next reminder is due."""
    statement = select(CheckIn.remind_at).where(col(CheckIn.remind_at).is_not(None))
    return (await store.session.execute(statement.order_by(col(CheckIn.remind_at)).limit(1))).scalar_one_or_none()


def _after_rest(work: Work, round_: CheckIn, party: Party) -> datetime | None:
    assert round_.remind_at is not None, "it is due"
    return off_rest_days(round_.remind_at, work.now, party.zone)


def _is_of_use(work: Work, round_: CheckIn, party: Party) -> bool:
    following = party.thread.next_check_in_at
    too_near = following is not None and following - work.now < _TOO_NEAR
    return round_.state == CheckInState.ASKED and party.can_be_asked and not too_near


async def _remind(work: Work, round_: CheckIn) -> None:
    answers = await answers_in(work, round_)
    question = next(question for question in round_.questions if question not in answers)
    await work.post(
        round_.person_id,
        CheckInReminder(asked=asked(round_, question, await partner_name(work, round_))),
        thread_id=round_.thread_id,
        guard=check_in_open(round_.id),
        key=f"check-in:{round_.id}:reminder",
    )
