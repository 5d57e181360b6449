"""How the demo's duos have been getting on: meetings behind them, goals, the next meeting, the weekly question."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlmodel import col, select

from bot.demo.cast import DUOS, DuoStory
from bot.demo.people import Settled
from mentoring.actor import load_actor
from mentoring.check_ins.begin import begin_check_ins
from mentoring.nudges.idle import refresh_idle
from mentoring.rest_days import is_rest_day
from mentoring.sessions.changing import confirm_session
from mentoring.sessions.core import threads_of
from mentoring.sessions.planning import Moment as LocalMoment
from mentoring.sessions.planning import Spot, moment_of, new_session, plan_session
from mentoring.sessions.series import start_series
from mentoring.work import Work
from storage.database import Database
from storage.ids import new_id
from storage.tables import Duo, DuoSession, Goal, SessionSide
from storage.words import Answer, DuoState, Met, Place, SessionKind, SessionState

_ZONE = ZoneInfo("Europe/Brussels")
_HOUR = 18
_REMEMBERED = 3  # meetings that the list shows


async def give_rhythm(database: Database, people: Mapping[str, Settled], now: datetime) -> None:
    """After the threads are open. Only for duos that run."""
    for number, story in enumerate(DUOS):
        if not DuoState(story.state).is_running:
            continue
        async with database.write() as store:
            work = Work(store, now, now, f"demo:rhythm:{number}", has_topics=True)
            duo = await _duo(work, people, story)
            if story.days >= 10:
                await _look_back(work, duo, story)
            if story.state is DuoState.ACTIVE and story.meets_in is not None:
                await _look_ahead(work, duo, people, story)
            await refresh_idle(work, duo)


async def _duo(work: Work, people: Mapping[str, Settled], story: DuoStory) -> Duo:
    seeker = people[story.seeker].membership.id
    found = await work.store.session.execute(select(Duo).where(col(Duo.seeker_id) == seeker))
    return found.scalars().one()


async def _look_back(work: Work, duo: Duo, story: DuoStory) -> None:
    """They have met, go on, and noted a goal; the last meetings are on the list."""
    first = work.now - timedelta(days=story.days - 6)
    duo.met_at, duo.under_way_since = first, first + timedelta(days=1)
    duo.seeker_goes_on = duo.mentor_goes_on = Answer.YES
    seeker = (await threads_of(work, duo.id))[0][2]
    if story.goal:
        goal = Goal(id=new_id(), duo_id=duo.id, noted_by=seeker.id, created_at=first)
        goal.seal(work.store.vault, "text", story.goal)
        work.store.session.add(goal)
    weeks = min(_REMEMBERED, max(1, (story.days - 6) // 7))
    for week in range(weeks, 0, -1):
        await _held(work, duo, work.now - timedelta(days=7 * week - 1))
    await work.store.session.flush()
    if duo.state == DuoState.ACTIVE:
        await begin_check_ins(work, duo)


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


async def _look_ahead(work: Work, duo: Duo, people: Mapping[str, Settled], story: DuoStory) -> None:
    """The mentor suggested the next meeting; the seeker may have said yes already, and some meet every week."""
    assert story.meets_in is not None
    mentor = await load_actor(work.store, people[story.mentor].user_id)
    seeker = await load_actor(work.store, people[story.seeker].user_id)
    assert mentor is not None
    assert seeker is not None
    day = (work.now + timedelta(days=story.meets_in)).astimezone(_ZONE).date()
    while is_rest_day(day):
        day += timedelta(days=1)
    moment = moment_of(mentor, work.now, day, story.meets_at * 60)
    spot = Spot(Place.IN_PERSON, "Café De Markten") if story.meets_in % 2 else Spot(Place.CALL)
    gathering = await plan_session(mentor, work, duo.id, SessionKind.REGULAR, moment, spot)
    if story.agreed:
        await confirm_session(seeker, work, gathering.session.id)
        if story.weekly:
            await start_series(mentor, work, gathering.session.id)
