"""The ladder speaks: one gentle question to one of a duo, its answer by one tap, and the alert to the team.

An urgent alert is a message of its own to whoever is in charge; what is at risk waits for the morning's digest.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from zlib import crc32
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
from mentoring.messages.probes import HowIsItGoing, Move, ProbeNoted, UrgentDeskAlert
from mentoring.pairs import Pair, load_pair
from mentoring.sessions.core import next_sessions
from mentoring.signals.facts import ANSWERS
from mentoring.signals.ladder import Deed
from mentoring.signals.reasons import Kind, Reason
from mentoring.signals.review import Todo, touch
from mentoring.taps_probes import ProbeAnswer
from mentoring.team_lines.waiting import working_days_after
from mentoring.threads import Side, sides_of
from mentoring.work import Work
from storage.tables import Alert, Duo, DuoEvent, Organisation, Person
from storage.words import AlertState, DuoState, Level, Noticed, Role

_LATELY = timedelta(days=14)  # of what Tandem has tried before an alert
_PRINT = 99_991  # four or five digits, so that they fit beside ids
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
    """To who has taken it, or is in charge: the help button at once, what else is urgent when the team is at work.

    Once a level. What is at risk is told by the next digest.
    """
    alert = await work.store.session.get(Alert, todo.alert_id) if todo.alert_id is not None else None
    if alert is None or todo.level is not Level.URGENT:
        return False
    there = await in_charge(work, duo.organisation_id, alert.taken_by or duo.coordinator_id)
    if there is None:
        return False
    pair, vault = await load_pair(work, duo), work.store.vault
    zone = ZoneInfo((await _organisation(work, duo)).time_zone)
    move, whom = next_move(todo.reasons)
    message = UrgentDeskAlert(
        duo_id=duo.id,
        alert_id=alert.id,
        seen=seen(alert),
        seeker=pair.seeker.named(vault),
        mentor=pair.mentor.named(vault),
        reasons=todo.reasons,
        asked=await asked_lately(work, duo.id, pair, zone),
        move=move,
        whom=whom,
    )
    at_once = any(reason.kind is Kind.HELP for reason in todo.reasons)
    said = await work.post(
        there.person_id,
        message,
        guard=duo_running(duo.id),
        key=f"alert:{todo.alert_id}:{todo.level}",
        due_at=work.now if at_once else working_days_after(work.now, 0, zone),
        hat=await hat_of(work, there),
    )
    return said is not None


async def asked_lately(
    work: Work, duo_id: int, pair: Pair, zone: ZoneInfo, before: datetime | None = None
) -> tuple[tuple[Role, date], ...]:
    """Whom Tandem has asked how it goes, and on which day, oldest first: from two weeks before that moment (now)."""
    people = {side.person.id: side.role for side in pair}
    asked = await _events(work, duo_id, None, [Noticed.NUDGED], (before or work.now) - _LATELY)
    return tuple((people[one.person_id], one.at.astimezone(zone).date()) for one in asked if one.person_id in people)


def seen(alert: Alert) -> int:
    """A short print of who has it and how it stands: a button made of another state changes nothing."""
    until = alert.next_at if alert.state == AlertState.SNOOZED else None
    return 1 + crc32(f"{alert.state}:{alert.taken_by}:{until}".encode()) % _PRINT


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
