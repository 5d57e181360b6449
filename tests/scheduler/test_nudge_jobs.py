"""`duos.idle` and `nudges.send`, on both databases."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlmodel import col

from bot.clocks import StandingClock
from mentoring.actor import load_actor
from mentoring.messages.nudges import AfterInterview, Congratulate, InterviewSoon, NothingPlanned, OwnInterview
from mentoring.milestones import Milestone
from mentoring.nudges.congratulate import congratulate
from mentoring.nudges.idle import all_is_well, find_idle, next_idle, refresh_idle
from mentoring.nudges.interviews import forget_interview, note_interview
from mentoring.nudges.rows import add_nudge, write_day
from mentoring.nudges.sending import next_nudge, send_nudges
from mentoring.work import Work
from scheduler.runner import JobRunner
from scheduler.table import JOBS
from storage.database import Database
from storage.tables import Duo, Outbox
from storage.words import DuoState, Group, NudgeKind, NudgeState, OutboxState, SessionState
from tests.handlers.people import Made
from tests.scheduler.duos import DAY, Asked, Begun, Pair, Town
from tests.storage.plans import plans

HOUR = timedelta(hours=1)
CAP = 3


@pytest.fixture
def town(database: Database, clock: StandingClock) -> Town:
    """On a Tuesday at noon in Brussels, the third of March."""
    return Town(database, clock)


async def refresh(town: Town, pair: Pair) -> None:
    async with town.work() as work:
        duo = await work.store.session.get(Duo, pair.id)
        assert duo is not None
        await refresh_idle(work, duo)


async def look(town: Town) -> int:
    """Both jobs once; returns how many nudges were due."""
    async with town.work() as work:
        await find_idle(work)
    async with town.work() as work:
        return await send_nudges(work)


async def live(town: Town, days: int) -> None:
    """Lets so many days pass, looking every day at this hour."""
    for _ in range(days):
        town.advance(DAY)
        await look(town)
        await town.deliver()


async def add(town: Town, pair: Pair, kind: NudgeKind, about: str = "", *, to: Made | None = None) -> None:
    duo, who = await town.duo(pair), to or pair.mentor
    async with town.work() as work:
        await add_nudge(work, duo, who.person_id, kind, town.now, about=about, key=f"test:{pair.id}:{kind}:{about}")


async def add_hint(town: Town, pair: Pair) -> None:
    """What Tandem says to the mentor by itself: the seeker had an interview today."""
    await add(town, pair, NudgeKind.AFTER_INTERVIEW, write_day(town.now.date()))


async def begin(town: Town, who: Made, times: int) -> None:
    """So many other messages that count were sent to them just now."""
    for _ in range(times):
        async with town.work() as work:
            await work.post(who.person_id, Begun())
    await town.deliver()


async def states(town: Town) -> list[str]:
    return [nudge.state for nudge in await town.nudges()]


# -- nothing planned ---------------------------------------------------------------------------------------------------
async def test_ten_days_after_the_last_meeting_the_mentor_is_nudged_and_nobody_else(town: Town) -> None:
    pair = await town.pair()
    await town.meeting(pair, town.now - 3 * DAY, SessionState.HELD)
    await refresh(town, pair)
    await live(town, 9)
    assert await town.rows(pair.mentor) == []

    await live(town, 1)  # it got under way today: that counts, not the meeting before

    (row,) = await town.rows(pair.mentor, NothingPlanned)
    assert row.thread_id is not None
    assert row.guard == f"duo-active:{pair.id}"
    assert await town.rows(pair.seeker) == []


async def test_the_ten_days_begin_with_the_end_of_the_last_meeting(town: Town) -> None:
    pair = await town.pair()
    await town.change_duo(pair, under_way_since=town.now - 30 * DAY)
    ended = town.now - 4 * DAY + HOUR
    await town.meeting(pair, ended - HOUR, SessionState.HELD)
    await refresh(town, pair)

    assert (await town.duo(pair)).idle_at == ended + 10 * DAY


@pytest.mark.parametrize("state", [SessionState.PLANNED, SessionState.CONFIRMED])
async def test_nothing_is_said_while_a_meeting_is_planned_and_for_ten_days_after_it(
    town: Town, state: SessionState
) -> None:
    pair = await town.pair()
    start = town.now + 13 * DAY
    await town.meeting(pair, start, state)
    await refresh(town, pair)
    await live(town, 23)
    assert await town.nudges() == []
    await live(town, 1)
    assert len(await town.nudges()) == 1


async def test_a_meeting_planned_without_telling_is_seen_before_anything_is_said(town: Town) -> None:
    pair = await town.pair()
    await refresh(town, pair)
    await town.meeting(pair, town.now + 12 * DAY)
    await live(town, 12)
    assert await town.nudges() == []
    assert (await town.duo(pair)).idle_at == datetime(2026, 3, 25, 12, tzinfo=UTC)


async def test_a_cancelled_meeting_counts_for_nothing_but_gives_two_days(town: Town) -> None:
    pair = await town.pair()
    await town.change_duo(pair, under_way_since=town.now - 30 * DAY)
    await town.meeting(pair, town.now + DAY, SessionState.CANCELLED)
    await refresh(town, pair)

    assert (await town.duo(pair)).idle_at == town.now + 2 * DAY


async def test_it_is_said_twice_at_most_until_something_happens(town: Town) -> None:
    pair = await town.pair()
    await refresh(town, pair)
    await live(town, 60)
    assert len(await town.rows(pair.mentor, NothingPlanned)) == 2
    assert (await town.duo(pair)).idle_at is None

    await town.meeting(pair, town.now - DAY, SessionState.HELD)
    await refresh(town, pair)
    await live(town, 60)
    assert len(await town.rows(pair.mentor, NothingPlanned)) == 4


async def test_before_the_duo_is_under_way_nothing_is_said(town: Town) -> None:
    pair = await town.pair(under_way=False)
    await refresh(town, pair)
    await live(town, 30)
    assert await town.nudges() == []


@pytest.mark.parametrize("state", [DuoState.PAUSED, DuoState.ENDED, DuoState.COMPLETED])
async def test_a_duo_with_a_pause_or_an_end_is_left_alone(town: Town, state: DuoState) -> None:
    pair = await town.pair()
    await refresh(town, pair)
    await town.change_duo(pair, state=state)
    await live(town, 30)
    assert await town.nudges() == []
    assert (await town.duo(pair)).idle_at is None


async def test_all_is_well_gives_two_weeks(town: Town) -> None:
    pair = await town.pair()
    await refresh(town, pair)
    await live(town, 10)
    async with town.work() as work:
        mentor = await load_actor(work.store, pair.mentor.user)
        assert mentor is not None
        await all_is_well(mentor, work, pair.id)
    await live(town, 13)
    assert len(await town.rows(pair.mentor, NothingPlanned)) == 1
    await live(town, 2)
    assert len(await town.rows(pair.mentor, NothingPlanned)) == 2


async def test_what_was_planned_between_the_two_jobs_is_seen(town: Town) -> None:
    pair = await town.pair()
    await refresh(town, pair)
    town.advance(10 * DAY)
    async with town.work() as work:
        assert await find_idle(work) == 1
    await town.meeting(pair, town.now + DAY)
    async with town.work() as work:
        assert await send_nudges(work) == 1

    assert await states(town) == [NudgeState.DROPPED]
    assert await town.rows(pair.mentor) == []


# -- when, and whether -------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("values", "waits_until"),
    [
        ({"quiet_from": 11 * 60, "quiet_to": 15 * 60}, datetime(2026, 3, 3, 14, tzinfo=UTC)),
        ({"time_zone": "America/New_York"}, datetime(2026, 3, 3, 13, tzinfo=UTC)),  # 06:00 there, quiet until 08:00
    ],
)
async def test_quiet_hours_are_waited_for_in_the_persons_own_zone(
    town: Town, values: dict[str, object], waits_until: datetime
) -> None:
    pair = await town.pair()
    await town.change_person(pair.mentor, **values)
    await add_hint(town, pair)
    await look(town)
    assert await town.rows(pair.mentor) == []
    (nudge,) = await town.nudges()
    assert nudge.due_at == waits_until

    town.advance(waits_until - town.now)
    await look(town)
    assert len(await town.rows(pair.mentor, AfterInterview)) == 1


async def test_nothing_is_said_on_a_sunday(town: Town) -> None:
    town.advance(5 * DAY)  # the eighth of March
    pair = await town.pair()
    await add_hint(town, pair)
    await look(town)

    (nudge,) = await town.nudges()
    assert nudge.due_at == datetime(2026, 3, 9, 7, tzinfo=UTC)
    assert await town.rows(pair.mentor) == []


async def test_a_nudge_leaves_a_place_for_the_coming_question_and_waits_for_room(town: Town) -> None:
    pair = await town.pair()
    await begin(town, pair.mentor, 2)
    town.advance(4 * DAY)
    await town.ask_on(pair, pair.mentor, town.now + 4 * DAY)
    await add_hint(town, pair)
    await look(town)
    (nudge,) = await town.nudges()
    assert nudge.due_at == datetime(2026, 3, 8, 8, tzinfo=UTC)  # 09:00 the next morning

    await live(town, 3)  # a Sunday, then Tuesday the tenth: the two are a week old
    assert await states(town) == [NudgeState.SENT]
    assert len(await town.rows(pair.mentor, AfterInterview)) == 1


@pytest.mark.parametrize(
    ("days", "values", "state", "sent"),
    [
        (4, {}, DuoState.ACTIVE, 0),
        (8, {}, DuoState.ACTIVE, 1),  # comes every two weeks
        (4, {"muted": "check_ins"}, DuoState.ACTIVE, 1),  # no question comes
        (4, {}, DuoState.ENDED, 1),
    ],
)
async def test_only_a_question_that_comes_within_a_week_needs_a_place(
    town: Town, days: int, values: dict[str, object], state: DuoState, sent: int
) -> None:
    pair = await town.pair(1)
    other = await town.pair(2, mentor=pair.mentor)
    await town.ask_on(other, pair.mentor, town.now + days * DAY)
    await town.ask_on(other, other.seeker, town.now + DAY)  # somebody else's
    await town.change_duo(other, state=state)
    await town.change_person(pair.mentor, **{"muted": None, **values})
    await begin(town, pair.mentor, 2)
    await add_hint(town, pair)
    await look(town)
    assert len(await town.rows(pair.mentor, AfterInterview)) == sent


async def test_this_weeks_question_and_the_next_one_need_one_place_and_not_two(town: Town) -> None:
    pairs = [await town.pair(1)]
    pairs.append(await town.pair(2, mentor=pairs[0].mentor))
    for pair in pairs:
        await town.ask_on(pair, pair.mentor, town.now + 6 * DAY)
        async with town.work() as work:
            await work.post(pair.mentor.person_id, Asked())
    await town.deliver()
    await add_hint(town, pairs[0])
    await look(town)
    assert len(await town.rows(pairs[0].mentor, AfterInterview)) == 1


async def test_three_questions_this_week_are_three_also_where_none_follows(town: Town) -> None:
    pair = await town.pair()
    for _ in range(CAP):
        async with town.work() as work:
            await work.post(pair.mentor.person_id, Asked())
    await town.deliver()
    await add_hint(town, pair)
    await look(town)
    assert await states(town) == [NudgeState.WAITING]


async def test_after_five_days_without_room_it_is_dropped(town: Town) -> None:
    pair = await town.pair()
    await begin(town, pair.mentor, CAP)
    await add_hint(town, pair)
    await look(town)
    assert await states(town) == [NudgeState.WAITING]
    await live(town, 5)
    assert await states(town) == [NudgeState.DROPPED]
    await live(town, 5)
    assert await town.rows(pair.mentor, AfterInterview) == []


async def test_in_one_batch_too_nobody_gets_more_than_there_is_room_for(town: Town) -> None:
    first = await town.pair(1)
    second = await town.pair(2, mentor=first.mentor)
    await town.ask_on(first, first.mentor, town.now + DAY)
    for pair in (first, second):
        for day in ("20260303", "20260304"):
            await add(town, pair, NudgeKind.AFTER_INTERVIEW, day)
    assert await look(town) == 4

    assert len(await town.rows(first.mentor, AfterInterview)) == CAP - 1
    assert sorted(await states(town)) == [*[NudgeState.SENT] * 2, *[NudgeState.WAITING] * 2]


@pytest.mark.parametrize(
    "values", [{"muted": "check_ins nudges"}, {"unreachable_since": datetime(2026, 3, 1, tzinfo=UTC)}]
)
async def test_who_switched_them_off_or_cannot_be_reached_gets_none(town: Town, values: dict[str, object]) -> None:
    pair = await town.pair()
    await town.change_person(pair.mentor, **values)
    await add_hint(town, pair)
    await look(town)
    assert await states(town) == [NudgeState.DROPPED]
    assert await town.rows(pair.mentor) == []


async def test_other_groups_switched_off_change_nothing(town: Town) -> None:
    pair = await town.pair()
    await town.change_person(pair.mentor, muted=f"{Group.CHECK_INS} {Group.REMINDERS}")
    await add_hint(town, pair)
    await look(town)
    assert await states(town) == [NudgeState.SENT]


async def test_a_row_of_another_version_stops_no_other(town: Town) -> None:
    pair = await town.pair()
    await add(town, pair, NudgeKind.CONGRATULATE, "moon_landing")
    await add(town, pair, NudgeKind.INTERVIEW_SOON, "20260230")
    await add(town, pair, NudgeKind.CONGRATULATE, Milestone.CV_READY)
    await look(town)
    assert sorted(await states(town)) == [NudgeState.DROPPED, NudgeState.DROPPED, NudgeState.SENT]


async def test_the_same_reason_nudges_once(town: Town) -> None:
    pair = await town.pair()
    duo = await town.duo(pair)
    for _ in range(2):
        async with town.work() as work:
            await congratulate(work, duo, Milestone.CV_READY, pair.seeker.person_id)
        await look(town)
        await town.deliver()

    assert len(await town.rows(pair.mentor, Congratulate)) == 1
    assert await town.rows(pair.seeker) == []
    assert await states(town) == [NudgeState.SENT]


async def test_who_recorded_a_step_is_not_told_of_it_and_the_other_is(town: Town) -> None:
    pair = await town.pair()
    duo = await town.duo(pair)
    async with town.work() as work:
        await congratulate(work, duo, Milestone.CV_READY, pair.mentor.person_id)
    await look(town)
    assert len(await town.rows(pair.seeker, Congratulate)) == 1
    assert await town.rows(pair.mentor) == []


# -- an interview ------------------------------------------------------------------------------------------------------
async def note(town: Town, pair: Pair, day: str, *, tells: bool) -> None:
    async with town.work() as work:
        seeker = await load_actor(work.store, pair.seeker.user)
        assert seeker is not None
        await note_interview(seeker, work, pair.id, day, tells=tells)


async def forget(town: Town, pair: Pair, day: str) -> None:
    async with town.work() as work:
        seeker = await load_actor(work.store, pair.seeker.user)
        assert seeker is not None
        await forget_interview(seeker, work, pair.id, day)


async def hourly(town: Town, hours: int) -> dict[str, datetime]:
    """Looks every hour; the kinds that were sent with the moment of each."""
    seen: dict[str, datetime] = {}
    for _ in range(hours):
        town.advance(HOUR)
        async with town.work() as work:
            await send_nudges(work)
        for row in await _all_rows(town):
            seen.setdefault(f"{row[0]}:{row[1]}", town.now)
    return seen


async def _all_rows(town: Town) -> list[tuple[int | None, str]]:
    async with town.database.read() as store:
        rows = (await store.session.execute(select(Outbox).order_by(col(Outbox.id)))).scalars().all()
    return [(row.person_id, row.kind) for row in rows]


async def test_the_mentor_hears_of_an_interview_the_evening_before_and_the_morning_after(town: Town) -> None:
    pair = await town.pair()
    await note(town, pair, "20260305", tells=True)
    sent = await hourly(town, 96)

    assert sent == {
        f"{pair.seeker.person_id}:{OwnInterview.kind}": datetime(2026, 3, 4, 16, tzinfo=UTC),
        f"{pair.mentor.person_id}:{InterviewSoon.kind}": datetime(2026, 3, 4, 16, tzinfo=UTC),
        f"{pair.mentor.person_id}:{AfterInterview.kind}": datetime(2026, 3, 6, 9, tzinfo=UTC),
    }


async def test_where_the_evening_before_is_a_sunday_the_mentor_hears_of_it_in_the_morning(town: Town) -> None:
    pair = await town.pair()
    await note(town, pair, "20260309", tells=True)  # Monday
    sent = await hourly(town, 24 * 7)

    assert sent[f"{pair.seeker.person_id}:{OwnInterview.kind}"] == datetime(2026, 3, 8, 16, tzinfo=UTC)
    assert sent[f"{pair.mentor.person_id}:{InterviewSoon.kind}"] == datetime(2026, 3, 9, 7, tzinfo=UTC)


async def test_who_tells_it_on_the_day_itself_is_not_reminded_but_the_mentor_hears_it(town: Town) -> None:
    pair = await town.pair()
    await note(town, pair, "20260303", tells=True)
    sent = await hourly(town, 1)
    assert list(sent) == [f"{pair.mentor.person_id}:{InterviewSoon.kind}"]


async def test_luck_is_not_wished_after_the_interview(town: Town) -> None:
    pair = await town.pair()
    await begin(town, pair.mentor, CAP)
    await note(town, pair, "20260304", tells=True)
    sent = await hourly(town, 48)
    assert f"{pair.mentor.person_id}:{InterviewSoon.kind}" not in sent
    assert NudgeState.DROPPED in await states(town)


async def test_the_mentor_hears_nothing_where_the_seeker_does_not_want_it(town: Town) -> None:
    pair = await town.pair()
    await note(town, pair, "20260305", tells=False)
    assert list(await hourly(town, 96)) == [f"{pair.seeker.person_id}:{OwnInterview.kind}"]


async def test_a_change_of_mind_counts_in_both_directions(town: Town) -> None:
    pair = await town.pair()
    await note(town, pair, "20260305", tells=True)
    await forget(town, pair, "20260305")
    assert set(await states(town)) == {NudgeState.DROPPED}
    await note(town, pair, "20260305", tells=True)
    await note(town, pair, "20260305", tells=False)
    assert sorted(await states(town)) == [NudgeState.DROPPED, NudgeState.DROPPED, NudgeState.WAITING]
    await note(town, pair, "20260305", tells=True)
    assert len(await hourly(town, 96)) == 3


async def test_reminders_switched_off_silence_the_own_one_alone(town: Town) -> None:
    pair = await town.pair()
    await town.change_person(pair.seeker, muted=Group.REMINDERS.value)
    await note(town, pair, "20260305", tells=True)
    assert set(await hourly(town, 96)) == {
        f"{pair.mentor.person_id}:{InterviewSoon.kind}",
        f"{pair.mentor.person_id}:{AfterInterview.kind}",
    }


# -- the jobs ----------------------------------------------------------------------------------------------------------
async def test_the_table_of_jobs_nudges_and_only_looks_where_something_is_due(town: Town) -> None:
    pair = await town.pair()
    await refresh(town, pair)
    runner = JobRunner(
        town.database, town.clock, jobs=[job for job in JOBS if job.name in {"duos.idle", "nudges.send"}]
    )
    fired: list[datetime] = []
    end = town.now + 18 * DAY
    while (firing := await runner.next_firing(town.now)) is not None and firing <= end:
        town.clock.advance_to(firing)
        await runner.run_due(firing)
        fired.append(firing)

    assert fired == [datetime(2026, 3, 13, 11, tzinfo=UTC), datetime(2026, 3, 13, 11, 5, tzinfo=UTC)]
    (row,) = await town.rows(pair.mentor, NothingPlanned)
    assert row.state == OutboxState.PENDING


async def test_twenty_duos_that_fell_silent_in_the_same_hour_are_all_found_and_found_once(town: Town) -> None:
    pairs = [await town.pair(number) for number in range(1, 21)]
    for pair in pairs:
        await refresh(town, pair)
    town.advance(10 * DAY)
    found = []
    for _ in range(4):
        async with town.work() as work:
            found.append(await find_idle(work, 7))
    assert found == [7, 7, 6, 0]
    async with town.work() as work:
        assert await send_nudges(work, 100) == 20
    for pair in pairs:
        assert len(await town.rows(pair.mentor, NothingPlanned)) == 1


async def test_looking_for_what_is_due_reads_only_what_waits(town: Town) -> None:
    for ask, index in (
        (next_nudge, "ix_nudge_due"),
        (next_idle, "ix_duo_idle"),
        (lambda store: send_nudges(Work(store, town.now, town.now, "test")), "ix_nudge_due"),
        (lambda store: find_idle(Work(store, town.now, town.now, "test")), "ix_duo_idle"),
    ):
        plan, *_ = await plans(town.database, ask)
        if not town.database.is_postgres:  # PostgreSQL reads a table of a few rows as a whole, and is right to
            assert index in str(plan), plan
