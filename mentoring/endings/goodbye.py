"""What both of a duo hear when it ends, in their thread and for the last time there."""

from __future__ import annotations

from sqlalchemy import func
from sqlmodel import col, select

from mentoring.check_ins.rotation import DIMENSIONS
from mentoring.desk.duo_rows import Meetings, meetings_of
from mentoring.messages.base import Message
from mentoring.messages.endings_goodbye import LastQuestions, StopsHere, WellFinished
from mentoring.milestones import Milestone
from mentoring.pairs import has_no_room
from mentoring.sessions.core import threads_of
from mentoring.sessions.view import name_for
from mentoring.work import Work
from storage.tables import CheckIn, Duo, Organisation, Person, Thread
from storage.tables import Milestone as Step
from storage.words import EndReason, Group, Occasion, Outcome, Role

_STEPS = 3  # named in a goodbye; the others are counted
# whom one tap to look for another mentor is offered: who has found something has what they came for
_LOOKS_ON = frozenset({Outcome.SEEKING, Outcome.OTHER})


async def say_goodbye(work: Work, duo: Duo, outcome: Outcome | None) -> None:
    """To both, before their threads close. `outcome`: of a duo that comes to a good end."""
    place = await work.store.session.get(Organisation, duo.organisation_id)
    assert place is not None, "a foreign key guards this"
    steps, total = await _steps(work, duo)
    held = (await meetings_of(work, [duo.id])).get(duo.id, Meetings()).held
    began = duo.started_at or duo.proposed_at
    for thread, membership, person in await threads_of(work, duo.id):
        role, name = Role(membership.role), await name_for(work, duo.id, person.id)
        may_look = role is Role.SEEKER and (outcome is None or outcome in _LOOKS_ON)
        own_id = duo.id if may_look else None
        closed = has_no_room(membership) and duo.end_reason == EndReason.MENTOR_NO_TIME
        message: Message = StopsHere(to=role, name=name, organisation=place.name, duo_id=own_id, has_no_room=closed)
        if outcome is not None:
            message = WellFinished(
                to=role,
                name=name,
                organisation=place.name,
                weeks=(work.now - began).days // 7,
                held=held,
                steps=steps,
                total_steps=total,
                outcome=outcome,
                duo_id=own_id,
            )
        await say_in_thread(work, duo, thread, message)


async def say_in_thread(work: Work, duo: Duo, thread: Thread, message: Message) -> None:
    """Once a duo, however often it is tried."""
    key = f"duo:{duo.id}:{message.kind}:{thread.person_id}"
    await work.post(thread.person_id, message, thread_id=thread.id, key=key)


async def _steps(work: Work, duo: Duo) -> tuple[tuple[Milestone, ...], int]:
    """The steps that the job seeker took in this duo: the latest that have a name, and how many there are."""
    own = (col(Step.duo_id) == duo.id, col(Step.undone_at).is_(None))
    total = (await work.store.session.execute(select(func.count(col(Step.id))).where(*own))).scalar_one()
    latest = (
        select(Step.kind)
        .where(*own, col(Step.kind) != Milestone.OWN)
        .order_by(col(Step.on_day).desc(), col(Step.id).desc())
        .limit(_STEPS)
    )
    kinds = (await work.store.session.execute(latest)).scalars().all()
    known = [Milestone(kind) for kind in reversed(kinds) if kind in set(Milestone)]
    return tuple(dict.fromkeys(known)), int(total)


async def ask_last_questions(work: Work, duo: Duo) -> None:
    """The six dimensions for the last time, to the seeker, unless that round was asked already.

    Offered in their chat, outside the thread, which is closed; the weekly questions have ended before.
    """
    statement = (
        select(Thread, Person)
        .join(Person, col(Person.id) == col(Thread.person_id))
        .where(col(Thread.duo_id) == duo.id, col(Thread.membership_id) == duo.seeker_id)
    )
    found = (await work.store.session.execute(statement.execution_options(populate_existing=True))).one_or_none()
    if found is None or duo.under_way_since is None:
        return
    thread, person = found
    asked = select(CheckIn.id).where(col(CheckIn.thread_id) == thread.id, col(CheckIn.occasion) == Occasion.END)
    muted = Group.CHECK_INS in (person.muted or "").split()
    if muted or (await work.store.session.execute(asked)).first() is not None:
        return
    thread.check_ins_asked += 1
    round_ = CheckIn(
        thread_id=thread.id,
        duo_id=duo.id,
        person_id=person.id,
        role=Role.SEEKER,
        number=thread.check_ins_asked,
        occasion=Occasion.END,
        questions=list(DIMENSIONS),
        asked_at=work.now,
    )
    work.store.session.add(round_)
    await work.store.session.flush()
    await work.post(person.id, LastQuestions(check_in_id=round_.id), key=f"check-in:{round_.id}")
