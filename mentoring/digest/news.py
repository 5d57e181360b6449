"""What else a morning tells: who waits too long, good news since the last one, what comes up today."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import func, or_
from sqlmodel import col, select

from mentoring.digest.days import begin_of, end_of
from mentoring.digest.running import RunningDuo
from mentoring.endings.afterwards import is_done
from mentoring.messages.morning import Good, LongWait
from mentoring.messages.pairing import Named
from mentoring.milestones import Milestone
from mentoring.pairs import is_live
from mentoring.pauses import Calendar
from mentoring.people import name_of
from mentoring.sessions.core import OPEN_STATES
from mentoring.sessions.prompts import AHEAD, Prompt
from mentoring.takeovers import awaits_partner
from mentoring.thresholds import thresholds_of
from mentoring.waiting_news import after_working_days, mentee_looks_for_mentor, working_days_between
from mentoring.work import Work
from storage.tables import Duo, DuoSession, Membership, Organisation, Person, SessionSide
from storage.tables import Milestone as Step
from storage.words import DuoState, Outcome, Role, SessionKind

_MILESTONES = {milestone.value for milestone in Milestone}
_OF_NOTE = (SessionKind.FIRST, SessionKind.MIDTERM, SessionKind.CLOSING)


# -- who waits ---------------------------------------------------------------------------------------------------------
async def long_waits(work: Work, organisation: Organisation, calendar: Calendar) -> list[tuple[int | None, LongWait]]:
    """The mentees who have waited for too long, the longest first, each with who looks after them. One statement."""
    days, today = thresholds_of(organisation).waiting_alert_days, work.now.astimezone(calendar.zone).date()
    begun = func.coalesce(col(Membership.waiting_since), col(Membership.agreed_at), col(Membership.created_at))
    live = select(Duo.id).where(col(Duo.seeker_id) == col(Membership.id), is_live(work.now)).exists()
    statement = (
        select(Membership, Person)
        .join(Person, col(Person.id) == col(Membership.person_id))
        .where(
            col(Membership.organisation_id) == organisation.id,
            mentee_looks_for_mentor(),
            begun <= end_of(today, calendar.zone) - timedelta(days=days),  # working days take at least as long
            *(~live, ~awaits_partner(), ~is_done()),
        )
        .order_by(begun, col(Membership.id))
    )
    found = []
    for membership, person in (await work.store.session.execute(statement)).all():
        moment = membership.waiting_since or membership.agreed_at or membership.created_at
        since = moment.astimezone(calendar.zone).date()
        if after_working_days(since, days, calendar.pauses) > today:
            continue
        who = Named(name_of(work.store.vault, person), membership.open(work.store.vault, "label"))
        wait = LongWait(membership.id, who, since, working_days_between(since, today))
        found.append((membership.coordinator_id, wait))
    return found


# -- good news ---------------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class GladOf:
    """Good news of a duo, without its names."""

    duo_id: int
    about: Good
    at: datetime
    step: Milestone | None = None
    outcome: Outcome | None = None


async def good_news(work: Work, organisation_id: int, since: datetime) -> list[GladOf]:
    """Steps and good endings after that moment, the endings first. Two statements."""
    ended = select(Duo.id, Duo.outcome, Duo.closed_at).where(
        col(Duo.organisation_id) == organisation_id,
        col(Duo.state) == DuoState.COMPLETED,
        col(Duo.closed_at) > since,
    )
    steps = (
        select(Step.duo_id, Step.kind, Step.recorded_at)
        .join(Duo, col(Duo.id) == col(Step.duo_id))
        .where(
            col(Duo.organisation_id) == organisation_id,
            col(Step.recorded_at) > since,
            col(Step.undone_at).is_(None),
        )
    )
    endings = [
        GladOf(duo_id, Good.FINISHED, at, outcome=Outcome(outcome) if outcome is not None else None)
        for duo_id, outcome, at in (await work.store.session.execute(ended)).all()
    ]
    found = [
        GladOf(duo_id, Good.STEP, at, step=Milestone(kind))
        for duo_id, kind, at in (await work.store.session.execute(steps)).all()
        if kind in _MILESTONES
    ]
    return [*sorted(endings, key=_by_time), *sorted(found, key=_by_time)]


def _by_time(news: GladOf) -> tuple[datetime, int]:
    return news.at, news.duo_id


# -- today -------------------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Ahead:
    """Something of today, without names. `attending`: the people of the team who come along."""

    duo_id: int
    coordinator_id: int | None
    kind: SessionKind
    at: datetime | None = None
    with_team: bool = False
    attending: frozenset[int] = frozenset()


async def ahead_today(
    work: Work, organisation_id: int, duos: Sequence[RunningDuo], today: date, zone: ZoneInfo
) -> list[Ahead]:
    """Meetings with the team and those of note, then reviews and closing moments to plan. Two statements."""
    begins, ends = begin_of(today, zone), end_of(today, zone)
    statement = (
        select(  # type: ignore[call-overload]
            *(DuoSession.id, DuoSession.duo_id, DuoSession.kind, DuoSession.starts_at, DuoSession.with_team),
            Duo.coordinator_id,
        )
        .join(Duo, col(Duo.id) == col(DuoSession.duo_id))
        .where(
            col(Duo.organisation_id) == organisation_id,
            col(DuoSession.state).in_(OPEN_STATES),
            *(col(DuoSession.starts_at) >= begins, col(DuoSession.starts_at) < ends),
            or_(col(DuoSession.with_team).is_(True), col(DuoSession.kind).in_(_OF_NOTE)),
        )
        .order_by(col(DuoSession.starts_at), col(DuoSession.id))
    )
    rows = (await work.store.session.execute(statement)).all()
    attending = await _attending(work, [row[0] for row in rows if row[4]])
    meetings = [
        Ahead(duo_id, coordinator_id, SessionKind(kind), at, with_team, frozenset(attending.get(session_id, ())))
        for session_id, duo_id, kind, at, with_team, coordinator_id in rows
    ]
    planned = {(one.duo_id, one.kind) for one in meetings}
    prompts = [
        Ahead(duo.id, duo.coordinator_id, AHEAD[Prompt(duo.prompt)])
        for duo in duos
        if duo.prompt in AHEAD and duo.prompt_at is not None and begins <= duo.prompt_at < ends
    ]
    return [*meetings, *(one for one in prompts if (one.duo_id, one.kind) not in planned)]


async def _attending(work: Work, session_ids: Sequence[int]) -> dict[int, list[int]]:
    if not session_ids:
        return {}
    found: dict[int, list[int]] = {}
    statement = select(SessionSide.session_id, SessionSide.person_id).where(
        col(SessionSide.session_id).in_(list(session_ids)),
        col(SessionSide.role).in_([role for role in Role if role.is_staff]),
    )
    for session_id, person_id in (await work.store.session.execute(statement)).all():
        found.setdefault(session_id, []).append(person_id)
    return found
