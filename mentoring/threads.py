"""The private threads: two sides of a duo, each in its own chat with the bot."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol, TypeVar

from sqlalchemy import and_
from sqlalchemy.orm import aliased
from sqlmodel import col, select

from mentoring.called import Called, told_apart, with_places
from mentoring.guards import duo_running
from mentoring.menus import refresh_menu
from mentoring.messages.takeovers import TakenOver
from mentoring.messages.thread import AnotherLine, HowItWorks, ThreadClosed, ThreadOpened
from mentoring.people import name_of
from mentoring.portrait import portrait_of
from mentoring.profile import read_profile
from mentoring.team_lines.sides import team_side
from mentoring.work import Work
from storage import outbox
from storage.tables import Duo, Membership, Organisation, Outbox, Person, Thread
from storage.words import Call, DuoState, OutboxState, Priority

_RUNNING = tuple(state for state in DuoState if state.is_running)


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a thread, seen by the person whose it is. `name` is what their partner is called here."""

    thread: Thread
    duo: Duo
    partner: Person
    partner_thread: Thread
    name: str

    @property
    def id(self) -> int:
        return self.thread.id

    @property
    def conversation_id(self) -> int:
        return self.duo.id

    @property
    def opens_by_tap(self) -> bool:
        return False

    @property
    def topic_id(self) -> int | None:
        return self.thread.topic_id

    @property
    def is_running(self) -> bool:
        return DuoState(self.duo.state).is_running


async def sides_of(work: Work, person_id: int) -> list[Side]:
    """All threads of that person, those of ended duos too, oldest first."""
    other = aliased(Thread)
    statement = (
        select(Thread, Duo, Person, other, Organisation.name)  # type: ignore[call-overload]  # sqlmodel types four
        .join(Duo, col(Duo.id) == col(Thread.duo_id))
        .join(Organisation, col(Organisation.id) == col(Duo.organisation_id))
        .join(Person, col(Person.id) == col(Thread.partner_person_id))
        .join(other, and_(col(other.duo_id) == Thread.duo_id, col(other.person_id) == Thread.partner_person_id))
        .where(col(Thread.person_id) == person_id)
        .order_by(col(Thread.id))
    )
    rows = (await work.store.session.execute(statement)).all()
    named = [
        (thread.id, name_of(work.store.vault, partner), _runs(duo), place) for thread, duo, partner, _, place in rows
    ]
    names = told_apart(with_places(named))
    return [Side(thread, duo, partner, theirs, names[thread.id]) for thread, duo, partner, theirs, _ in rows]


class Runs(Protocol):
    """A conversation, as far as it matters whether it carries messages."""

    @property
    def is_running(self) -> bool: ...


S = TypeVar("S", bound=Runs)


def running(sides: Iterable[S]) -> list[S]:
    return [side for side in sides if side.is_running]


async def running_threads(work: Work, person_id: int) -> list[Thread]:
    """The threads of that person which carry messages, oldest first."""
    return [side.thread for side in running(await sides_of(work, person_id))]


async def open_threads(work: Work, duo: Duo, *, taken_over: bool = False) -> None:
    """Both sides of a duo that begins: their threads, their topics or the open line, and the greetings.

    `taken_over`: it ran before Tandem, and the two are greeted as people who know each other.
    """
    seeker = await _member(work, duo.seeker_id)
    mentor = await _member(work, duo.mentor_id)
    await _lock(work, seeker[1], mentor[1])
    mine = Thread(
        duo_id=duo.id,
        person_id=seeker[1].id,
        membership_id=seeker[0].id,
        partner_person_id=mentor[1].id,
        created_at=work.now,
    )
    theirs = Thread(
        duo_id=duo.id,
        person_id=mentor[1].id,
        membership_id=mentor[0].id,
        partner_person_id=seeker[1].id,
        created_at=work.now,
    )
    work.store.session.add_all([mine, theirs])
    await work.store.session.flush()
    await _begin(work, mine, seeker, mentor, taken_over=taken_over)
    await _begin(work, theirs, mentor, seeker, taken_over=taken_over)


async def greet_again(work: Work, person_id: int) -> None:
    """Greets in the running threads whose greeting never arrived: that person could not be reached when they began."""
    for side in running(await sides_of(work, person_id)):
        greeted = select(Outbox.state, Outbox.kind).where(
            col(Outbox.person_id) == person_id,
            col(Outbox.thread_id) == side.thread.id,
            col(Outbox.kind).in_((ThreadOpened.kind, TakenOver.kind)),
        )
        rows = (await work.store.session.execute(greeted)).all()
        states, taken_over = {row.state for row in rows}, any(row.kind == TakenOver.kind for row in rows)
        if states and states <= {OutboxState.FAILED, OutboxState.CANCELLED}:  # none: so long ago that its row is gone
            own = await _member(work, side.thread.membership_id)
            other = await _member(work, side.partner_thread.membership_id)
            await _greet(work, side.thread, own, other, again=f":{work.cause}", taken_over=taken_over)


async def close_threads(work: Work, duo: Duo) -> None:
    """Both sides of a duo that has ended: the lines close, what is pending falls away, both are told so."""
    await outbox.cancel(work.store, work.now, guard=duo_running(duo.id))
    statement = select(Thread, Person).join(Person, col(Person.id) == col(Thread.person_id))
    for thread, person in (await work.store.session.execute(statement.where(col(Thread.duo_id) == duo.id))).all():
        if person.open_thread_id == thread.id:
            person.open_thread_id = None
        partner = await work.store.session.get(Person, thread.partner_person_id)
        assert partner is not None, "a foreign key guards this"
        closed = ThreadClosed(name=name_of(work.store.vault, partner))
        await work.post(person.id, closed, thread_id=thread.id, key=f"thread:{thread.id}:closed")
        await refresh_menu(work, person.id)


async def ensure_topic(work: Work, thread: Thread) -> None:
    """Has the thread's topic made where the bot has topics and this thread has none yet."""
    if not work.has_topics or thread.topic_id is not None:
        return
    await outbox.add(work.store, outbox.topic_row(thread.id, thread.person_id, duo_running(thread.duo_id), work.now))


async def rename_topics(work: Work, person_id: int) -> None:
    """Somebody has another name: their partners' topics get it, those of other partners too, who may share a name.

    Each topic is named when the row is sent, as its person sees the partner then.
    """
    if not work.has_topics:
        return
    partners = select(Thread.partner_person_id).join(Duo, col(Duo.id) == col(Thread.duo_id))
    theirs = partners.where(col(Thread.person_id) == person_id, col(Duo.state).in_(_RUNNING)).distinct()
    for partner_id in (await work.store.session.execute(theirs)).scalars().all():
        for thread in await running_threads(work, partner_id):
            if thread.topic_id is not None:
                await outbox.add(work.store, _renaming(work, thread))


def _renaming(work: Work, thread: Thread) -> outbox.NewRow:
    return outbox.NewRow(
        dedupe_key=f"thread:{thread.id}:rename:{work.cause}",
        call=Call.RENAME_TOPIC,
        priority=Priority.REPLY,
        due_at=work.now,
        params={},
        person_id=thread.person_id,
        thread_id=thread.id,
        guard=duo_running(thread.duo_id),
        created_at=work.now,
    )


async def _member(work: Work, membership_id: int) -> tuple[Membership, Person]:
    statement = select(Membership, Person).join(Person, col(Person.id) == col(Membership.person_id))
    membership, person = (await work.store.session.execute(statement.where(col(Membership.id) == membership_id))).one()
    return membership, person


async def _lock(work: Work, *people: Person) -> None:
    """Whose line is open is decided for one duo of a person after the other, also where two begin at once."""
    statement = select(Person).where(col(Person.id).in_([person.id for person in people])).order_by(col(Person.id))
    statement = statement.with_for_update(key_share=True).execution_options(populate_existing=True)
    await work.store.session.execute(statement)


async def _begin(
    work: Work, thread: Thread, own: tuple[Membership, Person], other: tuple[Membership, Person], *, taken_over: bool
) -> None:
    await ensure_topic(work, thread)
    await _greet(work, thread, own, other, taken_over=taken_over)
    await refresh_menu(work, thread.person_id)


async def _greet(
    work: Work,
    thread: Thread,
    own: tuple[Membership, Person],
    other: tuple[Membership, Person],
    again: str = "",
    *,
    taken_over: bool = False,
) -> None:
    vault = work.store.vault
    portrait = portrait_of(vault, other[1], other[0], seen_by=read_profile(vault, own[0]))
    how = await _how(work, thread, own[1])
    for message in (_known_already(how, thread),) if taken_over else (ThreadOpened(portrait=portrait), how):
        key = f"thread:{thread.id}:{message.kind}{again}"
        await work.post(thread.person_id, message, thread_id=thread.id, guard=duo_running(thread.duo_id), key=key)


async def _how(work: Work, thread: Thread, person: Person) -> HowItWorks | AnotherLine:
    """How the new thread works; without topics, opens its line unless another one is open."""
    sides = {side.thread.id: side for side in running(await sides_of(work, person.id))}
    name = sides[thread.id].name
    if work.has_topics or person.open_thread_id == thread.id:
        return HowItWorks(name=name, duo_id=thread.duo_id)
    open_name = await _open_name(work, person, sides)
    if open_name is not None:
        return AnotherLine(name=name, open_name=open_name, thread_id=thread.id, duo_id=thread.duo_id)
    person.open_thread_id = thread.id
    return HowItWorks(name=name, duo_id=thread.duo_id)


def _known_already(how: HowItWorks | AnotherLine, thread: Thread) -> TakenOver:
    """The same to somebody who has known the other for long."""
    open_name = how.open_name if isinstance(how, AnotherLine) else None
    return TakenOver(name=how.name, duo_id=thread.duo_id, thread_id=thread.id, open_name=open_name)


async def _open_name(work: Work, person: Person, sides: Mapping[int, Side]) -> Called | None:
    """To whom that person writes now: another partner, or the team."""
    if person.open_thread_id is None:
        return None
    if person.open_thread_id in sides:
        return sides[person.open_thread_id].name
    line = await team_side(work, person.id, person.open_thread_id)
    return line.name if line is not None and line.is_running else None


def _runs(duo: Duo) -> bool:
    return DuoState(duo.state).is_running
