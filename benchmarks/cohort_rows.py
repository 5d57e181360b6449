"""A cohort as rows of a real database: who is in a duo, and what the chats leave of a day that they lived."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta

from benchmarks.cohort_lives import Life
from mentoring.signals.review import touch
from mentoring.signals.signs import wrote
from mentoring.simulation.people import Event, Happened
from mentoring.work import Work
from storage.ids import new_id
from storage.tables import (
    CheckIn,
    CheckInAnswer,
    Duo,
    DuoSession,
    Membership,
    MessageMap,
    Organisation,
    Person,
    SessionSide,
    Thread,
)
from storage.words import Answer, CheckInState, DuoState, MembershipState, Met, Question, Role, SessionState

FIRST = datetime(2026, 1, 5, tzinfo=UTC)  # a Monday, as day 0 of the cohort
ASKED_BEFORE = 2  # days between a question and the day on which the cohort counts it as answered or not
_NOON = time(12)
_OLD = timedelta(days=60)


@dataclass
class Rowed:
    """A duo of the cohort and its rows. `rounds`: the open one of each side; `alerts` and `urgent` are days."""

    life: Life
    duo_id: int
    people: tuple[int, int]
    threads: tuple[int, int]
    rounds: dict[int, int] = field(default_factory=dict)
    numbers: list[int] = field(default_factory=lambda: [0, 0])
    has_met: bool = False
    alerts: list[int] = field(default_factory=list)
    urgent: list[int] = field(default_factory=list)


def moment(day: int, at: time = _NOON) -> datetime:
    return datetime.combine((FIRST + timedelta(days=day)).date(), at, UTC)


async def settle(work: Work, lives: list[Life]) -> list[Rowed]:
    """An organisation with a lead, and duos in their second week; the days before are not known."""
    organisation = Organisation(name="Cohort", time_zone="UTC", created_at=work.now - _OLD)
    work.store.session.add(organisation)
    await work.store.session.flush()
    await _member(work, organisation.id, Role.LEAD)
    return [await _duo(work, organisation.id, life) for life in lives]


async def _member(work: Work, organisation_id: int, role: Role) -> Membership:
    person = Person(id=new_id(), language="fr", time_zone="UTC", created_at=work.now - _OLD)
    person.user_lookup = work.store.vault.lookup("user", person.id)
    person.seal(work.store.vault, "user", str(person.id))
    person.seal(work.store.vault, "first_name", "Someone")
    work.store.session.add(person)
    await work.store.session.flush()
    membership = Membership(
        person_id=person.id,
        organisation_id=organisation_id,
        role=role,
        state=MembershipState.READY,
        capacity=1,
        created_at=work.now - _OLD,
    )
    work.store.session.add(membership)
    await work.store.session.flush()
    return membership


async def _duo(work: Work, organisation_id: int, life: Life) -> Rowed:
    sides = [await _member(work, organisation_id, role) for role in (Role.SEEKER, Role.MENTOR)]
    began = moment(life.duo.start + 6)
    duo = Duo(
        organisation_id=organisation_id,
        seeker_id=sides[0].id,
        mentor_id=sides[1].id,
        state=DuoState.ACTIVE,
        seeker_answer=Answer.YES,
        mentor_answer=Answer.YES,
        proposed_at=began,
        started_at=began,
        review_at=moment(life.duo.start + 8, time(6)),
    )
    work.store.session.add(duo)
    await work.store.session.flush()
    people = (sides[0].person_id, sides[1].person_id)
    threads = [
        Thread(
            duo_id=duo.id,
            person_id=own,
            membership_id=side.id,
            partner_person_id=other,
            next_check_in_at=began,  # a place in everybody's week is the weekly question's
            created_at=began,
        )
        for own, other, side in zip(people, people[::-1], sides, strict=True)
    ]
    work.store.session.add_all(threads)
    await work.store.session.flush()
    return Rowed(life, duo.id, people, (threads[0].id, threads[1].id))


async def live_a_day(work: Work, rowed: Rowed, day: int) -> None:
    """What happens to that duo on that day, as the chats write it down; `work.now` is its noon."""
    await _ask(work, rowed, day)
    happened = rowed.life.days.get(day, ())
    for one in happened:
        if one.event is Event.WROTE:
            await _write(work, rowed, one.side)
        elif one.event is Event.ROUND and one.value:
            face = next((x.value for x in happened if x.event is Event.FACE and x.side == one.side), 0)
            await _answer(work, rowed, one.side, face)
    for session, met in _meeting(happened):
        await _meet(work, rowed, session, met)


async def _write(work: Work, rowed: Rowed, side: int) -> None:
    row = MessageMap(
        conversation_id=rowed.duo_id,
        source_person_id=rowed.people[side],
        source_message_id=new_id(),
        copy_person_id=rowed.people[1 - side],
        outbox_id=new_id(),
        created_at=work.now,
    )
    work.store.session.add(row)
    await wrote(work, await _row(work, rowed))


async def _row(work: Work, rowed: Rowed) -> Duo:
    duo = await work.store.session.get(Duo, rowed.duo_id)
    assert duo is not None, "it was settled"
    return duo


async def _ask(work: Work, rowed: Rowed, day: int) -> None:
    """The question of which the cohort says in two days whether it was answered."""
    for one in rowed.life.days.get(day + ASKED_BEFORE, ()):
        if one.event is not Event.ROUND:
            continue
        rowed.numbers[one.side] += 1
        round_ = CheckIn(
            thread_id=rowed.threads[one.side],
            duo_id=rowed.duo_id,
            person_id=rowed.people[one.side],
            role=(Role.SEEKER, Role.MENTOR)[one.side],
            number=rowed.numbers[one.side],
            questions=[Question.DUO],
            state=CheckInState.ASKED,
            asked_at=work.now,
        )
        work.store.session.add(round_)
        rowed.rounds[one.side] = round_.id


async def _answer(work: Work, rowed: Rowed, side: int, face: int) -> None:
    round_ = await work.store.session.get(CheckIn, rowed.rounds[side])
    assert round_ is not None, "it was asked"
    round_.state, round_.answered_at = CheckInState.ANSWERED, work.now
    question, value = (Question.DUO, face) if face else (Question.SEARCH, 3)
    answer = CheckInAnswer(check_in_id=round_.id, question=question, value=value, answered_at=work.now)
    work.store.session.add(answer)
    await touch(work, rowed.duo_id)


def _meeting(happened: Sequence[Happened]) -> Iterator[tuple[SessionState, tuple[Met, Met]]]:
    """The day's meeting, as far as anybody told; a cancelled one with who called it off as the one who did not meet."""
    sides = {event: {one.side for one in happened if one.event is event} for event in Event}
    if any(one.event is Event.WEEK and one.value for one in happened):
        yield SessionState.HELD, _each(sides[Event.CONFIRMED], Met.YES, Met.OPEN)
    elif sides[Event.CANCELLED]:
        yield SessionState.CANCELLED, _each(sides[Event.CANCELLED], Met.NO, Met.OPEN)
    elif sides[Event.ABSENT]:
        yield SessionState.MISSED, _each(sides[Event.ABSENT], Met.OPEN, Met.NO)


def _each(sides: set[int], one: Met, other: Met) -> tuple[Met, Met]:
    return (one if 0 in sides else other), (one if 1 in sides else other)


async def _meet(work: Work, rowed: Rowed, state: SessionState, met: tuple[Met, Met]) -> None:
    session = DuoSession(
        duo_id=rowed.duo_id,
        state=state,
        local_start=f"{work.now:%Y-%m-%dT%H:%M}",
        time_zone="UTC",
        starts_at=work.now,
        created_at=work.now,
        changed_at=work.now,
    )
    work.store.session.add(session)
    await work.store.session.flush()
    called_off = state is SessionState.CANCELLED
    for person_id, role, own in zip(rowed.people, (Role.SEEKER, Role.MENTOR), met, strict=True):
        coming = Answer.NO if called_off and own is Met.NO else Answer.YES
        part = SessionSide(
            session_id=session.id, person_id=person_id, role=role, coming=coming, met=Met.OPEN if called_off else own
        )
        work.store.session.add(part)
    if state is SessionState.HELD and not rowed.has_met:
        duo, rowed.has_met = await _row(work, rowed), True
        duo.met_at = duo.under_way_since = work.now
    await touch(work, rowed.duo_id)
