"""/sessions: what comes and what was."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import or_
from sqlmodel import col, select

from mentoring.actor import Actor, is_working_staff
from mentoring.errors import NotFoundError
from mentoring.messages.base import Message
from mentoring.messages.session_lists import DuoMeetings, Entry, SessionList, TeamList, Unmet
from mentoring.sessions.core import OPEN_STATES, attendee_name, is_to_come, read_gathering
from mentoring.sessions.planning import next_kind
from mentoring.sessions.view import name_for, unanswered
from mentoring.threads import Side, running, sides_of
from mentoring.work import Work
from storage.tables import Duo, DuoSession, Membership, Organisation, SessionSide
from storage.words import Answer, DuoState, MembershipState, Place, Role, SessionKind, SessionState

DUOS_A_PAGE = 3
LINES_A_PAGE = 8
_COMING, _PAST = 5, 3  # shown of one duo
_RUNNING = tuple(state for state in DuoState if state.is_running)


async def overview(actor: Actor, work: Work, topic_id: int | None) -> Message:
    """In a topic the meetings of that duo, else of all; for the team what waits for them."""
    sides = running(await sides_of(work, actor.person.id))
    here = [side for side in sides if topic_id is not None and side.thread.topic_id == topic_id]
    if here:
        return await own_list(actor, work, here[0].duo.id, 0)
    if actor.is_staff and not sides:
        return await team_list(actor, work, 0)
    return await own_list(actor, work, 0, 0)


async def own_list(actor: Actor, work: Work, duo_id: int, page: int) -> SessionList:
    """Of that duo alone, or of all running ones where it is 0. Raises NotFoundError."""
    sides = running(await sides_of(work, actor.person.id))
    if duo_id:
        sides = [side for side in sides if side.duo.id == duo_id]
        if not sides:
            raise NotFoundError
    pages = max(1, -(-len(sides) // DUOS_A_PAGE))
    page = min(page, pages - 1)
    shown = sides[page * DUOS_A_PAGE : (page + 1) * DUOS_A_PAGE]
    duos = [await _meetings(actor, work, side) for side in shown]
    return SessionList(duos=tuple(duos), only=len(sides) == 1, page=page, pages=pages, has_team=actor.is_staff)


async def team_list(actor: Actor, work: Work, page: int) -> TeamList:
    """Of all organisations where the actor works. Raises NotFoundError for who is not of a team."""
    actor.staff()
    unmet = await _unmet(actor, work)
    coming = await _with_the_team(actor, work)
    pages = max(1, -(-max(len(unmet), len(coming)) // LINES_A_PAGE))
    page = min(page, pages - 1)
    cut = slice(page * LINES_A_PAGE, (page + 1) * LINES_A_PAGE)
    has_own = bool(running(await sides_of(work, actor.person.id)))
    named = [
        Unmet(duo.id, await _team_name(actor, work, duo.id), duo.started_at or duo.proposed_at) for duo in unmet[cut]
    ]
    entries = [await _entry(actor, work, session) for session in coming[cut]]
    return TeamList(unmet=tuple(named), coming=tuple(entries), page=page, pages=pages, has_own=has_own)


async def _team_name(actor: Actor, work: Work, duo_id: int) -> str:
    """The duo as the actor knows it; with its organisation for somebody who works for several."""
    name, teams = await name_for(work, duo_id, actor.person.id), [m for m in actor.memberships if is_working_staff(m)]
    if len({membership.organisation_id for membership in teams}) < 2:
        return name
    statement = select(Organisation.name, Duo).join(Duo, col(Duo.organisation_id) == col(Organisation.id))
    found = (await work.store.session.execute(statement.where(col(Duo.id) == duo_id))).one()
    is_own = any(m.id in {found[1].seeker_id, found[1].mentor_id} for m in actor.memberships)
    return name if is_own else f"{name} ({found[0]})"


async def _meetings(actor: Actor, work: Work, side: Side) -> DuoMeetings:
    of_duo = select(DuoSession).where(col(DuoSession.duo_id) == side.duo.id)
    open_ones = of_duo.where(col(DuoSession.state).in_(OPEN_STATES)).order_by(col(DuoSession.starts_at))
    found = (await work.store.session.execute(open_ones)).scalars().all()
    coming = [session for session in found if is_to_come(session, work.now)][:_COMING]
    before = of_duo.where(col(DuoSession.starts_at) < work.now, col(DuoSession.state) != SessionState.CANCELLED)
    newest = before.order_by(col(DuoSession.starts_at).desc()).limit(_PAST + len(coming))
    past = [
        session for session in (await work.store.session.execute(newest)).scalars() if not is_to_come(session, work.now)
    ]
    return DuoMeetings(
        duo_id=side.duo.id,
        name=side.name,
        kind=await next_kind(work, side.duo),
        coming=tuple([await _entry(actor, work, session) for session in coming]),
        past=tuple([await _entry(actor, work, session) for session in past[:_PAST]]),
        is_seeker=side.duo.seeker_id == side.thread.membership_id,
    )


async def _entry(actor: Actor, work: Work, session: DuoSession) -> Entry:
    gathering = await read_gathering(work, session)
    own = next((one for one in gathering.attendees if one.person.id == actor.person.id), None)
    waiting = [attendee_name(work, one) for one in unanswered(gathering) if one.person.id != actor.person.id]
    return Entry(
        session_id=session.id,
        starts_at=session.starts_at,
        kind=SessionKind(session.kind),
        place=Place(session.place),
        where=session.open(work.store.vault, "where"),
        state=SessionState(session.state),
        name=await _team_name(actor, work, session.duo_id),
        own=Answer(own.side.coming) if own else Answer.YES,
        waiting=tuple(waiting),
    )


async def _unmet(actor: Actor, work: Work) -> Sequence[Duo]:
    """The actor's running duos without a first meeting, held or planned, longest first; those of nobody too."""
    teams = [membership for membership in actor.memberships if is_working_staff(membership)]
    working = select(Membership.id).where(
        col(Membership.role).in_((Role.COORDINATOR, Role.LEAD)), col(Membership.state) == MembershipState.READY
    )
    theirs = col(Duo.coordinator_id).in_([membership.id for membership in teams])
    planned = select(DuoSession.duo_id).where(
        col(DuoSession.kind) == SessionKind.FIRST, col(DuoSession.state).in_(OPEN_STATES)
    )
    statement = (
        select(Duo)
        .where(
            col(Duo.organisation_id).in_([membership.organisation_id for membership in teams]),
            col(Duo.state).in_(_RUNNING),
            col(Duo.met_at).is_(None),
            or_(theirs, col(Duo.coordinator_id).is_(None), col(Duo.coordinator_id).not_in(working)),
            col(Duo.id).not_in(planned),
        )
        .order_by(col(Duo.started_at), col(Duo.id))
    )
    return (await work.store.session.execute(statement)).scalars().all()


async def _with_the_team(actor: Actor, work: Work) -> Sequence[DuoSession]:
    """The meetings to come to which the actor comes along."""
    statement = (
        select(DuoSession)
        .join(SessionSide, col(SessionSide.session_id) == col(DuoSession.id))
        .where(
            col(SessionSide.person_id) == actor.person.id,
            col(SessionSide.thread_id).is_(None),
            col(DuoSession.state).in_(OPEN_STATES),
        )
        .order_by(col(DuoSession.starts_at), col(DuoSession.id))
    )
    found = (await work.store.session.execute(statement)).scalars().all()
    return [session for session in found if is_to_come(session, work.now)]
