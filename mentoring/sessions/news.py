"""What the others hear when somebody plans, confirms, moves or cancels a meeting: messages in their thread."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlmodel import col, select

from mentoring.actor import Actor
from mentoring.guards import session_stands
from mentoring.messages.base import Message
from mentoring.messages.session_changes import MovedFile, SessionCancelled, SessionMoved
from mentoring.messages.sessions import SessionConfirmed, SessionFacts, SessionSuggested
from mentoring.people import name_of
from mentoring.sessions.core import Gathering
from mentoring.sessions.overlaps import overlap_of
from mentoring.sessions.view import facts_for, name_for
from mentoring.work import Work
from storage.tables import Membership, Outbox, Person
from storage.words import MembershipState, Role, SessionState


async def suggest(work: Work, gathering: Gathering, actor: Actor) -> None:
    """The others are asked whether they come; a mentor also hears what else is planned for them then."""
    for reader in _others(gathering, actor.person.id):
        clash = await _clash_of(work, gathering, reader)
        message = SessionSuggested(
            facts=await facts_for(work, gathering, reader),
            by=await _name(work, gathering, actor, reader),
            by_team=_is_team(gathering, actor),
            clash=clash[0] if clash else None,
            clash_name=clash[1] if clash else None,
        )
        await _post(work, gathering, reader, message, guarded=True)


async def confirmed(work: Work, gathering: Gathering, actor: Actor) -> None:
    """Everybody comes: each gets the calendar file, and who planned it for the two hears it too."""
    for reader in await _everybody(work, gathering):
        own = reader.id == actor.person.id
        message = SessionConfirmed(
            facts=await facts_for(work, gathering, reader),
            changed_at=gathering.session.changed_at,
            by=None if own else await _name(work, gathering, actor, reader),
        )
        await _post(work, gathering, reader, message, guarded=True)


async def moved(work: Work, gathering: Gathering, actor: Actor, was: dict[int, SessionFacts], filed: set[int]) -> None:
    """`was`: how each of them knew it, by person; `filed`: who has its calendar file."""
    for reader in await _everybody(work, gathering):
        facts = await facts_for(work, gathering, reader)
        if reader.id == actor.person.id:
            if reader.id in filed:
                file = MovedFile(facts=facts, changed_at=gathering.session.changed_at)
                await _post(work, gathering, reader, file, guarded=True)
            continue
        message = SessionMoved(
            facts=facts,
            was=was.get(reader.id, facts),
            by=await _name(work, gathering, actor, reader),
            by_team=_is_team(gathering, actor),
            changed_at=gathering.session.changed_at,
            has_file=reader.id in filed,
        )
        await _post(work, gathering, reader, message, guarded=True)


async def cancelled(
    work: Work, gathering: Gathering, actor: Actor, word: str | None, filed: set[int], next_at: datetime | None
) -> None:
    """The others hear it, and who has the calendar file gets the one that takes it out again.

    The word is between the two: somebody of the team who comes along does not read it.
    """
    for reader in await _everybody(work, gathering):
        own = reader.id == actor.person.id
        if own and reader.id not in filed:
            continue
        message = SessionCancelled(
            facts=await facts_for(work, gathering, reader),
            by=None if own else await _name(work, gathering, actor, reader),
            by_team=_is_team(gathering, actor),
            word=word if _is_one_of_them(gathering, reader.id) and not own else None,
            changed_at=gathering.session.changed_at,
            has_file=reader.id in filed,
            next_at=next_at,
        )
        await _post(work, gathering, reader, message, guarded=False)


async def people_with_file(work: Work, gathering: Gathering) -> set[int]:
    """Who got the calendar file: everybody of a confirmed meeting, and who was sent one before it was moved."""
    session, everybody = gathering.session, {reader.id for reader in await _everybody(work, gathering)}
    if session.state == SessionState.CONFIRMED:
        return everybody
    keys = {
        _key(session.id, sequence, SessionConfirmed.kind, person_id): person_id
        for sequence in range(session.sequence + 1)
        for person_id in everybody
    }
    statement = select(Outbox.dedupe_key).where(col(Outbox.dedupe_key).in_(keys))
    return {keys[key] for key in (await work.store.session.execute(statement)).scalars()}


async def _post(work: Work, gathering: Gathering, reader: Person, message: Message, *, guarded: bool) -> None:
    session = gathering.session
    await work.post(
        reader.id,
        message,
        thread_id=_thread_of(gathering, reader.id),
        guard=session_stands(session.id, session.sequence) if guarded else "",
        key=_key(session.id, session.sequence, message.kind, reader.id),
    )


def _key(session_id: int, sequence: int, kind: str, person_id: int) -> str:
    return f"session:{session_id}:{sequence}:{kind}:{person_id}"


def _thread_of(gathering: Gathering, person_id: int) -> int | None:
    return next((one.side.thread_id for one in gathering.attendees if one.person.id == person_id), None)


def _others(gathering: Gathering, person_id: int) -> Iterable[Person]:
    return [one.person for one in gathering.attendees if one.person.id != person_id]


async def _everybody(work: Work, gathering: Gathering) -> list[Person]:
    """Who takes part, and who planned it for them, as long as that person is of the team."""
    people = [one.person for one in gathering.attendees]
    planner = gathering.session.planned_by
    if planner is None or any(person.id == planner for person in people):
        return people
    in_team = (
        select(Person)
        .join(Membership, col(Membership.person_id) == col(Person.id))
        .where(
            col(Person.id) == planner,
            col(Membership.organisation_id) == gathering.duo.organisation_id,
            col(Membership.role).in_((Role.COORDINATOR, Role.LEAD)),
            col(Membership.state) == MembershipState.READY,
        )
    )
    return people + list((await work.store.session.execute(in_team.limit(1))).scalars())


def _is_team(gathering: Gathering, actor: Actor) -> bool:
    return not _is_one_of_them(gathering, actor.person.id)


def _is_one_of_them(gathering: Gathering, person_id: int) -> bool:
    return any(one.person.id == person_id for one in gathering.pair)


async def _name(work: Work, gathering: Gathering, actor: Actor, reader: Person) -> str:
    """The acting person as the reader knows them."""
    if _is_team(gathering, actor) or not _is_one_of_them(gathering, reader.id):
        return name_of(work.store.vault, actor.person)
    return await name_for(work, gathering.duo.id, reader.id)


async def _clash_of(work: Work, gathering: Gathering, reader: Person) -> tuple[datetime, str] | None:
    """What else a mentor has then, and with whom."""
    is_mentor = any(one.person.id == reader.id and one.role is Role.MENTOR for one in gathering.pair)
    session = gathering.session
    other = await overlap_of(work, reader.id, session.starts_at, session.minutes, but=session.id) if is_mentor else None
    return (other.session.starts_at, await name_for(work, other.duo.id, reader.id)) if other else None
