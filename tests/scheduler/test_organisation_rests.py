"""Pauses and new hours of an organisation, as the clock's jobs see them, on both databases."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import event
from sqlmodel import col, select

from bot.clocks import StandingClock
from mentoring.actor import load_actor
from mentoring.check_ins.asking import ask_due
from mentoring.check_ins.begin import begin_check_ins
from mentoring.messages.base import Message
from mentoring.messages.check_ins import CheckInReminder, WeeklyQuestion
from mentoring.messages.first_meeting import PromptMidterm
from mentoring.messages.nudges import Congratulate, NothingPlanned, OwnInterview
from mentoring.messages.waiting_news import StillLooking
from mentoring.nudges.idle import refresh_idle
from mentoring.nudges.rows import add_nudge
from mentoring.organisation.numbers import Setting
from mentoring.organisation.rescheduling import move_prompts, move_questions, move_waiting
from mentoring.organisation.settings import set_number
from mentoring.sessions.prompts import Prompt
from mentoring.waiting_news import begin_waiting
from scheduler.runner import JobRunner
from scheduler.table import JOBS, Job
from storage.database import Database
from storage.tables import Duo, DuoPause, Membership, Organisation, OrganisationPause, Outbox, Thread
from storage.words import NudgeKind, Role
from tests.handlers.people import Made, make_organisation, make_person
from tests.scheduler.duos import DAY, Pair, Town

BRUSSELS = ZoneInfo("Europe/Brussels")
_NAMES = {"checkins.ask", "checkins.remind", "duos.idle", "nudges.send", "duos.prompt"}
_JOBS = [job for job in JOBS if job.name in _NAMES]


@pytest.fixture
def town(database: Database, clock: StandingClock) -> Town:
    """On a Tuesday at noon in Brussels, the third of March 2026."""
    return Town(database, clock)


async def pause(town: Town, first: date, last: date, name: str = "Duo Dijle") -> None:
    own = await make_organisation(town, name)
    async with town.database.write() as store:
        days = {"first_day": first.isoformat(), "last_day": last.isoformat()}
        store.session.add(OrganisationPause(organisation_id=own, created_at=town.now, **days))


async def questions(town: Town, *pairs: Pair) -> None:
    for pair in pairs:
        async with town.work() as work:
            await begin_check_ins(work, await work.store.session.get_one(Duo, pair.id))


async def threads(town: Town, pair: Pair) -> list[Thread]:
    async with town.database.read() as store:
        own = select(Thread).where(col(Thread.duo_id) == pair.id).order_by(col(Thread.id))
        return list((await store.session.execute(own)).scalars().all())


async def live(town: Town, days: int, jobs: Sequence[Job] = _JOBS) -> None:
    """Lets days pass: every job that has something to do runs at its firing, and what is due leaves."""
    runner, until = JobRunner(town.database, town.clock, jobs=jobs), town.now + days * DAY
    while (firing := await runner.next_firing(town.now)) is not None and firing <= until:
        town.clock.advance_to(firing)
        await runner.run_due(firing)
        await town.deliver()
    town.clock.advance_to(until)


async def said_on(town: Town, pair: Pair, *kinds: type) -> list[date]:
    rows = [*await town.rows(pair.seeker), *await town.rows(pair.mentor)]
    return sorted({row.due_at.astimezone(BRUSSELS).date() for row in rows if row.kind in {k.kind for k in kinds}})


async def test_in_a_pause_nobody_is_asked_and_afterwards_the_week_goes_on(town: Town) -> None:
    pair = await town.pair()
    await questions(town, pair)
    await pause(town, date(2026, 3, 9), date(2026, 3, 22))
    await live(town, 30)
    assert await said_on(town, pair, WeeklyQuestion) == [date(2026, 3, 25), date(2026, 4, 1)]


async def test_a_reminder_that_falls_into_a_pause_is_dropped(town: Town) -> None:
    pair = await town.pair()
    await questions(town, pair)
    await pause(town, date(2026, 3, 13), date(2026, 3, 22))
    await live(town, 28)
    assert date(2026, 3, 11) in await said_on(town, pair, WeeklyQuestion)
    assert await said_on(town, pair, CheckInReminder) == [date(2026, 3, 27)]


async def test_a_pause_of_another_organisation_changes_nothing(town: Town) -> None:
    pair = await town.pair()
    await questions(town, pair)
    await pause(town, date(2026, 3, 9), date(2026, 3, 22), name="FMDO")
    await live(town, 20)
    assert await said_on(town, pair, WeeklyQuestion) == [date(2026, 3, 11), date(2026, 3, 18)]


async def test_days_of_a_pause_do_not_make_a_duo_idle(town: Town) -> None:
    """Ten days after the third of March would be the thirteenth."""
    pair = await town.pair()
    async with town.work() as work:
        await refresh_idle(work, await work.store.session.get_one(Duo, pair.id))
    await pause(town, date(2026, 3, 9), date(2026, 3, 22))
    await live(town, 30)
    assert await said_on(town, pair, NothingPlanned) == [date(2026, 3, 27)]


async def test_a_nudge_waits_for_the_end_of_the_pause_but_not_what_somebody_asked_for(town: Town) -> None:
    """Nor what the partner has noted: in a pause people write to each other as well."""
    pair = await town.pair()
    await town.change_duo(pair, under_way_since=town.now - 20 * DAY)
    await pause(town, date(2026, 3, 3), date(2026, 3, 15))
    async with town.work() as work:
        duo, mentor = await work.store.session.get_one(Duo, pair.id), pair.mentor.person_id
        await add_nudge(work, duo, mentor, NudgeKind.CONGRATULATE, town.now, about="cv_ready", key="milestone:x")
        await add_nudge(work, duo, mentor, NudgeKind.NOTHING_PLANNED, town.now, key="idle:x")
        soon, own = town.now + 2 * DAY, pair.seeker.person_id
        await add_nudge(work, duo, own, NudgeKind.INTERVIEW_SOON, soon, about="20260306", key="interview:x")
    await live(town, 15)
    assert await said_on(town, pair, OwnInterview) == [date(2026, 3, 5)]
    assert await said_on(town, pair, Congratulate) == [date(2026, 3, 3)]
    assert await said_on(town, pair, NothingPlanned) == [date(2026, 3, 16)]


async def test_the_review_at_mid_term_is_spoken_of_after_the_pause(town: Town) -> None:
    pair = await town.pair()
    await town.change_duo(pair, prompt=Prompt.MIDTERM, prompt_at=town.now + DAY)
    await pause(town, date(2026, 3, 3), date(2026, 3, 15))
    await live(town, 14)
    assert await said_on(town, pair, PromptMidterm) == [date(2026, 3, 16)]


async def test_pauses_are_read_once_for_a_batch(town: Town) -> None:
    pairs = [await town.pair(number) for number in range(8)]
    await questions(town, *pairs)
    town.clock.advance_to(datetime(2026, 3, 11, 17, 30, tzinfo=UTC))
    asked: list[str] = []
    engine = town.database.engine.sync_engine
    event.listen(engine, "before_cursor_execute", lambda *call: asked.append(call[2]))
    async with town.work() as work:
        assert await ask_due(work) == 16
    assert sum("FROM organisation_pause" in statement for statement in asked) == 1


# -- new hours ---------------------------------------------------------------------------------------------------------
async def change(town: Town, **values: object) -> datetime | None:
    own = await make_organisation(town)
    async with town.work() as work:
        organisation = await work.store.session.get_one(Organisation, own)
        for name, value in values.items():
            setattr(organisation, name, value)
        moved = await move_questions(work, organisation)
        await move_prompts(work, organisation)
    return moved


async def test_a_new_hour_moves_what_is_to_come_and_twice_is_once(town: Town) -> None:
    asked, fresh = await town.pair(1), await town.pair(2)
    await questions(town, asked)
    town.clock.advance_to(datetime(2026, 3, 11, 17, 30, tzinfo=UTC))
    async with town.work() as work:
        assert await ask_due(work) == 2
    await town.change_duo(fresh, under_way_since=town.now)
    await questions(town, fresh)

    first = await change(town, check_in_weekday=0, check_in_minute=9 * 60, check_in_spread=30)
    moments = [t.next_check_in_at for pair in (asked, fresh) for t in await threads(town, pair)]
    again = await change(town)

    assert first == again == min(m for m in moments if m is not None)
    assert {m.astimezone(BRUSSELS).date() for m in moments if m is not None} == {date(2026, 3, 16)}
    assert [t.next_check_in_at for pair in (asked, fresh) for t in await threads(town, pair)] == moments


async def test_what_is_due_is_left_to_its_job_and_what_never_began_stays(town: Town) -> None:
    due, new = await town.pair(1), await town.pair(2, under_way=False)
    await town.ask_on(due, due.seeker, town.now - timedelta(minutes=1))
    await change(town, check_in_weekday=5)
    assert [t.next_check_in_at for t in await threads(town, due)] == [town.now - timedelta(minutes=1), None]
    assert [t.next_check_in_at for t in await threads(town, new)] == [None, None]


async def test_another_organisation_keeps_its_hour(town: Town) -> None:
    pair = await town.pair()
    await questions(town, pair)
    before = [t.next_check_in_at for t in await threads(town, pair)]
    other = await make_organisation(town, "FMDO")
    async with town.work() as work:
        organisation = await work.store.session.get_one(Organisation, other)
        organisation.check_in_weekday = 5
        assert await move_questions(work, organisation) is None
    assert [t.next_check_in_at for t in await threads(town, pair)] == before


async def test_the_review_follows_its_week_unless_it_would_have_passed(town: Town) -> None:
    pair = await town.pair()
    await town.change_duo(pair, prompt=Prompt.MIDTERM, prompt_at=town.now + 84 * DAY)
    await change(town, midterm_week=8)
    assert (await town.duo(pair)).prompt_at == datetime(2026, 4, 28, 8, tzinfo=UTC)

    town.advance(56 * DAY - timedelta(hours=10))
    await change(town, midterm_week=6)
    assert (await town.duo(pair)).prompt_at == datetime(2026, 4, 28, 8, tzinfo=UTC)


async def test_the_review_keeps_what_the_duo_has_rested(town: Town) -> None:
    pair = await town.pair()
    async with town.work() as work:
        work.store.session.add(DuoPause(duo_id=pair.id, begins_at=town.now, ends_at=town.now + 7 * DAY))
    await town.change_duo(pair, prompt=Prompt.MIDTERM, prompt_at=town.now + 91 * DAY)
    await change(town, midterm_week=8)
    assert (await town.duo(pair)).prompt_at == datetime(2026, 5, 5, 8, tzinfo=UTC)


# -- waiting -----------------------------------------------------------------------------------------------------------
_WAITING = [job for job in JOBS if job.name in {"waiting.news", "waiting.alert"}]


async def waits(town: Town) -> Made:
    """Somebody who is ready since the third of March, a Tuesday, and the team that hears of it."""
    await make_person(town, 903, Role.COORDINATOR)
    amina = await make_person(town, 501, Role.SEEKER)
    async with town.work() as work:
        await begin_waiting(work, await work.store.session.get_one(Membership, amina.membership_id))
    return amina


async def heard_on(town: Town, kind: type[Message]) -> list[date]:
    async with town.database.read() as store:
        due = select(Outbox.due_at).where(col(Outbox.kind) == kind.kind).order_by(col(Outbox.due_at))
        return [moment.astimezone(BRUSSELS).date() for moment in (await store.session.execute(due)).scalars()]


async def test_working_days_of_a_pause_do_not_count_for_whoever_waits(town: Town) -> None:
    await pause(town, date(2026, 3, 9), date(2026, 3, 22))
    await waits(town)
    await live(town, 40, _WAITING)
    assert await heard_on(town, StillLooking) == [date(2026, 3, 31)]


async def test_in_a_pause_that_came_later_news_waits_for_its_end(town: Town) -> None:
    await waits(town)
    await pause(town, date(2026, 3, 16), date(2026, 3, 22))
    await live(town, 30, _WAITING)
    assert await heard_on(town, StillLooking) == [date(2026, 3, 23)]


async def change_number(town: Town, setting: Setting, value: int) -> None:
    lead = await make_person(town, 904, Role.LEAD)
    async with town.work() as work:
        actor = await load_actor(work.store, lead.user)
        assert actor is not None
        await set_number(actor, work, lead.organisation_id, setting, value)


async def test_other_days_count_for_whoever_waits_already(town: Town) -> None:
    await waits(town)
    await change_number(town, Setting.WAITING_NEWS, 5)
    await live(town, 16, _WAITING)
    assert await heard_on(town, StillLooking) == [date(2026, 3, 10), date(2026, 3, 17)]


async def test_other_months_move_the_erasure_but_not_of_whom_the_team_keeps_longer(town: Town) -> None:
    amina = await waits(town)
    await change_number(town, Setting.ERASE, 3)
    async with town.work() as work:
        membership = await work.store.session.get_one(Membership, amina.membership_id)
        assert membership.erase_at is not None
        assert membership.erase_at.astimezone(BRUSSELS).date() == date(2026, 6, 3)
        membership.erase_at += 90 * DAY
        kept = membership.erase_at
    async with town.work() as work:
        organisation = await work.store.session.get_one(Organisation, amina.organisation_id)
        organisation.thresholds = {"erase_months": 4}
        await move_waiting(work, organisation, erased_after=3)
    async with town.database.read() as store:
        assert (await store.session.get_one(Membership, amina.membership_id)).erase_at == kept
