"""How the demo's duos have been getting on: meetings behind them, goals, the next meeting, the weekly question."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlmodel import col, select

from bot.demo.cast import CLOSED_DAYS, DuoStory
from bot.demo.people import Settled
from mentoring.actor import Actor, load_actor
from mentoring.check_ins.begin import begin_check_ins
from mentoring.check_ins.rotation import occasion_of, questions_of
from mentoring.nudges.idle import refresh_idle
from mentoring.rest_days import is_rest_day
from mentoring.sessions.changing import confirm_session
from mentoring.sessions.core import threads_of
from mentoring.sessions.planning import Moment as LocalMoment
from mentoring.sessions.planning import Spot, moment_of, new_session, plan_session
from mentoring.sessions.series import start_series
from mentoring.work import Work
from storage.ids import new_id
from storage.tables import CheckIn, CheckInAnswer, Duo, DuoSession, Goal, Organisation, SessionSide, Thread
from storage.words import Answer, CheckInState, DuoState, Met, Occasion, Place, Role, SessionKind, SessionState

_ZONE = ZoneInfo("Europe/Brussels")
_HOUR = 18


async def duo_of(work: Work, people: Mapping[str, Settled], story: DuoStory) -> Duo:
    seeker = people[story.seeker].membership.id
    found = await work.store.session.execute(select(Duo).where(col(Duo.seeker_id) == seeker))
    return found.scalars().one()


async def actor_of(work: Work, settled: Settled) -> Actor:
    actor = await load_actor(work.store, settled.user_id)
    assert actor is not None, "the cast is known"
    return actor


async def look_back(work: Work, duo: Duo, story: DuoStory, now: datetime) -> None:
    """They have met every week, go on, noted a goal, and answered the weekly question until a week ago.

    Rows of the past, without their messages: phones show the last days. `now`: when the demo opens.
    """
    first = now - timedelta(days=story.days - 6)
    duo.met_at, duo.under_way_since = first, first + timedelta(days=1)
    duo.seeker_goes_on = duo.mentor_goes_on = Answer.YES
    sides = await threads_of(work, duo.id)
    if story.goal:
        goal = Goal(id=new_id(), duo_id=duo.id, noted_by=sides[0][2].id, created_at=first)
        goal.seal(work.store.vault, "text", story.goal)
        work.store.session.add(goal)
    for day in _weekly(first, now - timedelta(days=max(story.silent_days, _last_day(story)))):
        await _held(work, duo, day)
    await work.store.session.flush()
    for place, (thread, membership, _) in enumerate(sides):
        await _asked_before(work, duo, thread, Role(membership.role), story, story.faces[place], now)
    if duo.state == DuoState.ACTIVE:
        await begin_check_ins(work, duo)


def _last_day(story: DuoStory) -> int:
    """How many days ago the last meeting was, at least."""
    return CLOSED_DAYS + 4 if story.state is DuoState.COMPLETED else 1


def _weekly(first: datetime, last: datetime) -> Iterator[datetime]:
    """A day a week from the first to the last, none of them a day of rest."""
    day = first
    while day <= last:
        yield day + timedelta(days=1) if is_rest_day(day.astimezone(_ZONE).date()) else day
        day += timedelta(days=7)


async def _asked_before(
    work: Work, duo: Duo, thread: Thread, role: Role, story: DuoStory, face: int, now: datetime
) -> None:
    """The rounds of the weeks before the last, as the rotation asks them; who is silent left the latest unanswered."""
    assert duo.under_way_since is not None
    organisation = await work.store.session.get(Organisation, duo.organisation_id)
    assert organisation is not None
    past: Counter[Occasion] = Counter()
    moments = list(_weekly(duo.under_way_since + timedelta(days=2), now - timedelta(days=7)))
    for week, at in enumerate(moments):
        occasion = occasion_of(role, past, week, organisation.midterm_week, organisation.closing_week)
        questions = questions_of(role, occasion, past[Occasion.WEEKLY])
        past[occasion] += 1
        is_silent = at > now - timedelta(days=max(story.silent_days, 1))
        check_in = CheckIn(
            id=new_id(),
            thread_id=thread.id,
            duo_id=duo.id,
            person_id=thread.person_id,
            role=role,
            number=week + 1,
            occasion=occasion,
            questions=list(questions),
            state=CheckInState.LAPSED if is_silent else CheckInState.ANSWERED,
            asked_at=at,
            answered_at=None if is_silent else at + timedelta(hours=2),
        )
        work.store.session.add(check_in)
        await work.store.session.flush()
        if not is_silent:
            answered = at + timedelta(hours=2)
            work.store.session.add_all(
                CheckInAnswer(check_in_id=check_in.id, question=one, value=face, answered_at=answered)
                for one in questions
            )
    thread.check_ins_asked = len(moments)


async def _held(work: Work, duo: Duo, day: datetime) -> DuoSession:
    local = day.astimezone(_ZONE).replace(hour=_HOUR, minute=0, second=0, microsecond=0)
    moment = LocalMoment(local.strftime("%Y-%m-%dT%H:%M"), _ZONE.key, local.astimezone(work.now.tzinfo))
    session = await new_session(work, duo, SessionKind.REGULAR, moment, Spot(Place.IN_PERSON, "Café De Markten"))
    session.state = SessionState.HELD
    for thread, membership, person in await threads_of(work, duo.id):
        side = SessionSide(
            session_id=session.id,
            person_id=person.id,
            role=membership.role,
            thread_id=thread.id,
            coming=Answer.YES,
            met=Met.YES,
            reminder=None,
        )
        work.store.session.add(side)
    return session


async def look_ahead(work: Work, duo: Duo, people: Mapping[str, Settled], story: DuoStory, now: datetime) -> None:
    """The mentor suggested the next meeting; the seeker may have said yes already, and some meet every week."""
    if story.meets_in is not None:
        mentor = await actor_of(work, people[story.mentor])
        day = (now + timedelta(days=story.meets_in)).astimezone(_ZONE).date()
        while is_rest_day(day):
            day += timedelta(days=1)
        moment = moment_of(mentor, work.now, day, story.meets_at * 60)
        spot = Spot(Place.IN_PERSON, "Café De Markten") if story.meets_in % 2 else Spot(Place.CALL)
        gathering = await plan_session(mentor, work, duo.id, SessionKind.REGULAR, moment, spot)
        if story.agreed:
            await confirm_session(await actor_of(work, people[story.seeker]), work, gathering.session.id)
            if story.weekly:
                await start_series(mentor, work, gathering.session.id)
    await refresh_idle(work, duo)
