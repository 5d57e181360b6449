"""The ladder speaks: one gentle question to one of a duo, its answer by one tap, and the alert to the team.

Until the morning's digest tells of alerts, each is a message of its own to whoever is in charge.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlmodel import col, select

from mentoring.actor import Actor
from mentoring.contact import places_beside_questions
from mentoring.errors import NotFoundError
from mentoring.guards import duo_active, duo_running
from mentoring.hats import hat_of
from mentoring.in_charge import in_charge
from mentoring.messages.base import Message
from mentoring.messages.meeting_answers import DuoClosed
from mentoring.messages.probes import DeskAlert, HowIsItGoing, Move, ProbeNoted, UrgentDeskAlert
from mentoring.pairs import load_pair
from mentoring.quiet import moment_of
from mentoring.rest_days import is_working_day
from mentoring.sessions.core import next_sessions
from mentoring.signals.facts import ANSWERS
from mentoring.signals.ladder import Deed
from mentoring.signals.reasons import Kind, Reason
from mentoring.signals.review import Todo, touch
from mentoring.taps_probes import ProbeAnswer
from mentoring.threads import Side, sides_of
from mentoring.work import Work
from storage.tables import Duo, DuoEvent, Organisation, Person
from storage.words import DuoState, Level, Noticed, Role

_LATELY = timedelta(days=14)  # of what Tandem has tried before an alert
_MORNING = 8 * 60  # local minutes after midnight, of a working day
_NOTICED = {
    ProbeAnswer.WELL: Noticed.NUDGE_WELL,
    ProbeAnswer.MET: Noticed.NUDGE_MET,
    ProbeAnswer.NO_TIME: Noticed.NUDGE_NO_TIME,
    ProbeAnswer.NO_CONTACT: Noticed.NUDGE_NO_CONTACT,
    ProbeAnswer.TEAM: Noticed.NUDGE_TEAM,
}
_SAID = {noticed: answer for answer, noticed in _NOTICED.items()}
_MOVES = {
    Kind.CONTRADICTION: Move.ASK_BOTH,
    Kind.MISSED_MEETINGS: Move.ASK_BOTH,
    Kind.NO_MEETING: Move.PLAN,
    Kind.FIRST_MEETING_LATE: Move.PLAN,
    Kind.NOTHING_PLANNED: Move.PLAN,
}


async def tell(work: Work, todo: Todo) -> bool:
    """Says what a review found to say, in its transaction; of a question: whether it is on its way."""
    duo = await work.store.session.get(Duo, todo.duo_id)
    if duo is None:
        return False
    if todo.deed is Deed.NUDGE and todo.side is not None:
        return await _ask(work, duo, todo.side)
    return todo.deed is Deed.ALERT and await _alert(work, duo, todo)


# -- the question ------------------------------------------------------------------------------------------------------
async def _ask(work: Work, duo: Duo, role: Role) -> bool:
    """Not in a pause, not to whoever switched such questions off or cannot be reached, not into a full week."""
    pair = await load_pair(work, duo)
    person = pair.of(role).person
    side = next((one for one in await sides_of(work, person.id) if one.duo.id == duo.id), None)
    if side is None or duo.state != DuoState.ACTIVE or not _can_be_asked(person):
        return False
    if (await places_beside_questions(work, [person.id]))[person.id] <= 0:
        return False
    message = HowIsItGoing(
        duo_id=duo.id,
        to=role,
        name=side.name,
        asked=int(work.now.timestamp()),
        turn=len(await _events(work, duo.id, person.id, [Noticed.NUDGED])),
        nothing_planned=not await next_sessions(work, duo.id),
    )
    day = work.now.astimezone(ZoneInfo(person.time_zone)).date().isoformat()
    key = f"probe:{duo.id}:{role}:{day}"
    said = await work.post(person.id, message, thread_id=side.thread.id, guard=duo_active(duo.id), key=key)
    return said is not None


def _can_be_asked(person: Person) -> bool:
    return person.unreachable_since is None and HowIsItGoing.policy.group not in (person.muted or "").split()


async def answer(actor: Actor, work: Work, duo_id: int, asked: int, said: ProbeAnswer) -> Message:
    """Notes what the actor says, once for each time they were asked; gives the thanks, or how it stands.

    Raises NotFoundError.
    """
    side = next((one for one in await sides_of(work, actor.person.id) if one.duo.id == duo_id), None)
    if side is None or not 0 < asked <= work.now.timestamp():
        raise NotFoundError
    if not side.is_running:
        return DuoClosed()
    await _lock(work, duo_id)
    since = datetime.fromtimestamp(asked, UTC)
    before = await _events(work, duo_id, actor.person.id, list(ANSWERS), since)
    if before:
        return await _noted(work, side, _SAID[Noticed(before[-1].kind)])
    event = DuoEvent(duo_id=duo_id, kind=_NOTICED[said], person_id=actor.person.id, at=work.now)
    work.store.session.add(event)
    await work.store.session.flush()
    await touch(work, duo_id)
    return await _noted(work, side, said)


async def _lock(work: Work, duo_id: int) -> None:
    """Two taps at once are one after the other."""
    await work.store.session.execute(select(Duo.id).where(col(Duo.id) == duo_id).with_for_update(key_share=True))


async def _noted(work: Work, side: Side, said: ProbeAnswer) -> ProbeNoted:
    organisation = await _organisation(work, side.duo)
    return ProbeNoted(
        duo_id=side.duo.id,
        to=Role.MENTOR if side.thread.membership_id == side.duo.mentor_id else Role.SEEKER,
        name=side.name,
        organisation=organisation.name,
        answer=said,
        can_plan=not await next_sessions(work, side.duo.id),
    )


# -- the alert ---------------------------------------------------------------------------------------------------------
async def _alert(work: Work, duo: Duo, todo: Todo) -> bool:
    """To whoever is in charge today: what is urgent at once, the rest when the team is at work. Once a level."""
    there = await in_charge(work, duo.organisation_id, duo.coordinator_id)
    if there is None:
        return False
    pair, vault = await load_pair(work, duo), work.store.vault
    zone = ZoneInfo((await _organisation(work, duo)).time_zone)
    people = {pair.of(role).person.id: role for role in (Role.SEEKER, Role.MENTOR)}
    tried = await _events(work, duo.id, None, [Noticed.NUDGED], work.now - _LATELY)
    move, whom = next_move(todo.reasons)
    is_urgent = todo.level is Level.URGENT
    kind = UrgentDeskAlert if is_urgent else DeskAlert
    message = kind(
        duo_id=duo.id,
        seeker=pair.seeker.named(vault),
        mentor=pair.mentor.named(vault),
        reasons=todo.reasons,
        asked=tuple(
            (people[one.person_id], one.at.astimezone(zone).date()) for one in tried if one.person_id in people
        ),
        move=move,
        whom=whom,
    )
    said = await work.post(
        there.person_id,
        message,
        guard=duo_running(duo.id) if is_urgent else duo_active(duo.id),
        key=f"alert:{todo.alert_id}:{todo.level}",
        due_at=work.now if is_urgent else _at_work(work.now, zone),
        hat=await hat_of(work, there),
    )
    return said is not None


def next_move(reasons: Sequence[Reason]) -> tuple[Move, Role | None]:
    """What the team could do next, and with whom, by what weighs most; None for both."""
    if not reasons:
        return Move.ASK_BOTH, None
    first = reasons[0]
    if first.kind is Kind.WORRIED and "team" not in first.numbers:
        return (Move.OFFER_PAUSE, first.side) if "no_time" in first.numbers else (Move.ASK_BOTH, None)
    if first.side is not None:
        return Move.CALL, first.side
    return _MOVES.get(first.kind, Move.ASK_BOTH), None


def _at_work(now: datetime, zone: ZoneInfo) -> datetime:
    """Now, or the morning of the next working day; quiet hours come on top, see the message's policy."""
    today = day = now.astimezone(zone).date()
    while not is_working_day(day):
        day += timedelta(days=1)
    return now if day == today else moment_of(day, _MORNING, zone)


async def _organisation(work: Work, duo: Duo) -> Organisation:
    organisation = await work.store.session.get(Organisation, duo.organisation_id)
    assert organisation is not None, "a foreign key guards this"
    return organisation


async def _events(
    work: Work, duo_id: int, person_id: int | None, kinds: Sequence[Noticed], since: datetime | None = None
) -> Sequence[DuoEvent]:
    """Oldest first. `person_id`: None for both."""
    statement = select(DuoEvent).where(col(DuoEvent.duo_id) == duo_id, col(DuoEvent.kind).in_(kinds))
    if person_id is not None:
        statement = statement.where(col(DuoEvent.person_id) == person_id)
    if since is not None:
        statement = statement.where(col(DuoEvent.at) >= since)
    return (await work.store.session.execute(statement.order_by(col(DuoEvent.at), col(DuoEvent.id)))).scalars().all()
