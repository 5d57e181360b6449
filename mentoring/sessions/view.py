"""A meeting as one person reads of it."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from mentoring.messages.sessions import SessionCard, SessionFacts
from mentoring.people import name_of
from mentoring.sessions.core import Attendee, Gathering, attendee_name, is_to_come, threads_of
from mentoring.sessions.weekly import open_series
from mentoring.threads import sides_of
from mentoring.work import Work
from storage.tables import Person
from storage.words import Answer, DuoState, Place, SessionKind, SessionState


async def facts_for(work: Work, gathering: Gathering, reader: Person) -> SessionFacts:
    """What that person reads: the other's name as they know it; for the team, the names of both."""
    session = gathering.session
    team = next((one for one in gathering.attendees if one.role.is_staff and one.person.id != reader.id), None)
    return SessionFacts(
        session_id=session.id,
        duo_id=session.duo_id,
        sequence=session.sequence,
        kind=SessionKind(session.kind),
        starts_at=session.starts_at,
        minutes=session.minutes,
        time_zone=session.time_zone,
        place=Place(session.place),
        where=session.open(work.store.vault, "where"),
        name=await name_for(work, session.duo_id, reader.id),
        other_zone=_other_zone(gathering, reader),
        team=attendee_name(work, team) if team else None,
    )


async def name_for(work: Work, duo_id: int, person_id: int) -> str:
    """The partner, told apart from another of the same name; to the team, both of the duo."""
    for side in await sides_of(work, person_id):
        if side.duo.id == duo_id:
            return side.name
    return " + ".join(name_of(work.store.vault, person) for _, _, person in await threads_of(work, duo_id))


async def card_for(work: Work, gathering: Gathering, reader: Person, *, is_listed: bool = False) -> SessionCard:
    """How the meeting stands, with what that person can do. `is_listed`: it was opened from a list."""
    session = gathering.session
    own = next((one for one in gathering.attendees if one.person.id == reader.id), None)
    series = await open_series(work, session.duo_id)
    is_coming = is_to_come(session, work.now) and DuoState(gathering.duo.state).is_running
    settled = session.state == SessionState.CONFIRMED and session.kind == SessionKind.REGULAR
    return SessionCard(
        facts=await facts_for(work, gathering, reader),
        state=SessionState(session.state),
        own=Answer(own.side.coming) if own else Answer.YES,
        waiting=tuple(attendee_name(work, one) for one in unanswered(gathering) if one.person.id != reader.id),
        series_id=series.id if series and series.id == session.series_id else None,
        can_repeat=settled and series is None and is_coming,
        is_over=not is_coming,
        is_listed=is_listed,
        for_team=own is None or own.role.is_staff,
    )


def unanswered(gathering: Gathering) -> list[Attendee]:
    """Those of the pair who have not said whether they come."""
    return [one for one in gathering.pair if one.side.coming == Answer.OPEN]


def _other_zone(gathering: Gathering, reader: Person) -> str | None:
    """The zone of the other, if the clock shows another time there at that moment."""
    other = next((one for one in gathering.pair if one.person.id != reader.id), None)
    if other is None or _clock(other.zone, gathering) == _clock(ZoneInfo(reader.time_zone), gathering):
        return None
    return other.person.time_zone


def _clock(zone: ZoneInfo, gathering: Gathering) -> datetime:
    return gathering.session.starts_at.astimezone(zone).replace(tzinfo=None)
