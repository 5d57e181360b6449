"""Steps that the partner noted: told whatever the week holds, on both databases."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest

from bot.clocks import StandingClock
from mentoring.contact import begun_lately
from mentoring.messages.base import Message, from_params
from mentoring.messages.nudges import Congratulate, StepsReached, StepToTell
from mentoring.milestones import Milestone
from mentoring.nudges.congratulate import congratulate
from mentoring.nudges.sending import next_nudge, send_nudges
from storage.database import Database
from storage.tables import Outbox
from storage.words import DuoState, NudgeState, OutboxState, Role
from tests.handlers.people import Made
from tests.scheduler.duos import DAY, Asked, Pair, Town

HOUR = timedelta(hours=1)


@pytest.fixture
def town(database: Database, clock: StandingClock) -> Town:
    """On a Tuesday at noon in Brussels, the third of March."""
    return Town(database, clock)


async def note(town: Town, pair: Pair, *steps: Milestone, by: Made | None = None) -> None:
    duo, who = await town.duo(pair), by or pair.seeker
    for step in steps:
        async with town.work() as work:
            await congratulate(work, duo, step, who.person_id)


async def look(town: Town) -> int:
    """The job once, and what it wrote leaves."""
    async with town.work() as work:
        due = await send_nudges(work)
    await town.deliver()
    return due


async def hours_pass(town: Town, hours: int) -> None:
    for _ in range(hours):
        town.advance(HOUR)
        await look(town)


def said(town: Town, row: Outbox) -> Message:
    return from_params(row.kind, json.loads(row.open(town.database.vault, "params") or "{}"))


async def told(town: Town, who: Made) -> list[tuple[datetime | None, list[Milestone]]]:
    """When somebody was told, and of which steps."""
    found = []
    for row in await town.rows(who):
        message = said(town, row)
        if isinstance(message, Congratulate):
            found.append((row.done_at, [message.milestone]))
        elif isinstance(message, StepsReached):
            found.append((row.done_at, [step.milestone for step in message.steps]))
    return found


async def states(town: Town) -> set[str]:
    return {nudge.state for nudge in await town.nudges()}


async def test_a_mentor_with_three_duos_and_three_questions_a_week_hears_of_a_step_at_once(town: Town) -> None:
    pairs = [await town.pair(1)]
    pairs += [await town.pair(number, mentor=pairs[0].mentor) for number in (2, 3)]
    mentor = pairs[0].mentor
    for pair in pairs:
        await town.ask_on(pair, mentor, town.now + 6 * DAY)
        async with town.work() as work:
            await work.post(mentor.person_id, Asked())
    await town.deliver()

    await note(town, pairs[1], Milestone.CV_READY)
    await look(town)

    assert await told(town, mentor) == [(town.now, [Milestone.CV_READY])]
    async with town.work() as work:
        begun = await begun_lately(work, [mentor.person_id])
    assert begun == {mentor.person_id: 3}, "it takes no place of the week"


async def test_the_first_step_of_a_day_is_told_at_once_and_the_others_together_in_the_evening(town: Town) -> None:
    pair = await town.pair()
    noon = town.now
    await note(town, pair, Milestone.CV_READY)
    await look(town)
    await note(town, pair, Milestone.FIRST_APPLICATION)
    await hours_pass(town, 2)
    await note(town, pair, Milestone.ONLINE_PROFILE)
    await hours_pass(town, 22)

    evening = datetime(2026, 3, 3, 17, tzinfo=UTC)
    both = [Milestone.FIRST_APPLICATION, Milestone.ONLINE_PROFILE]
    assert await told(town, pair.mentor) == [(noon, [Milestone.CV_READY]), (evening, both)]


async def test_steps_noted_in_one_sitting_come_in_one_message(town: Town) -> None:
    pair = await town.pair()
    await note(town, pair, Milestone.CV_READY, Milestone.FIRST_APPLICATION)
    await look(town)

    (row,) = await town.rows(pair.mentor)
    steps = (StepToTell(Milestone.CV_READY), StepToTell(Milestone.FIRST_APPLICATION))
    own = (await town.nudges())[0].id
    assert said(town, row) == StepsReached(nudge_id=own, duo_id=pair.id, name="Amina1", to=Role.MENTOR, steps=steps)
    assert await states(town) == {NudgeState.SENT}


async def test_who_found_work_is_told_of_at_once_with_all_that_waits(town: Town) -> None:
    pair = await town.pair()
    noon = town.now
    await note(town, pair, Milestone.CV_READY)
    await look(town)
    await note(town, pair, Milestone.INTERVIEW)
    await hours_pass(town, 1)
    await note(town, pair, Milestone.CONTRACT_SIGNED)
    await look(town)

    good_news = [Milestone.INTERVIEW, Milestone.CONTRACT_SIGNED]
    assert await told(town, pair.mentor) == [(noon, [Milestone.CV_READY]), (noon + HOUR, good_news)]


async def test_late_in_the_evening_the_third_one_waits_for_the_morning(town: Town) -> None:
    pair = await town.pair()
    town.advance(6 * HOUR)  # 18:00
    await note(town, pair, Milestone.CV_READY)
    await look(town)
    await note(town, pair, Milestone.INTERVIEW)
    await look(town)
    async with town.database.read() as store:
        assert await next_nudge(store) == datetime(2026, 3, 4, 8, tzinfo=UTC)
    await hours_pass(town, 15)
    assert [steps for _, steps in await told(town, pair.mentor)] == [[Milestone.CV_READY], [Milestone.INTERVIEW]]


@pytest.mark.parametrize(
    ("noted", "arrives"),
    [
        (datetime(2026, 3, 3, 21, tzinfo=UTC), datetime(2026, 3, 4, 7, tzinfo=UTC)),  # at night
        (datetime(2026, 3, 8, 10, tzinfo=UTC), datetime(2026, 3, 9, 7, tzinfo=UTC)),  # a Sunday
        (datetime(2026, 4, 6, 10, tzinfo=UTC), datetime(2026, 4, 7, 6, tzinfo=UTC)),  # Easter Monday
    ],
)
async def test_good_news_arrives_with_the_next_waking_hour(town: Town, noted: datetime, arrives: datetime) -> None:
    pair = await town.pair()
    town.advance(noted - town.now)
    await note(town, pair, Milestone.CONTRACT_SIGNED)
    await look(town)
    await hours_pass(town, 24)
    assert await told(town, pair.mentor) == [(arrives, [Milestone.CONTRACT_SIGNED])]


async def test_two_duos_of_a_mentor_are_told_apart(town: Town) -> None:
    first = await town.pair(1)
    second = await town.pair(2, mentor=first.mentor)
    await note(town, first, Milestone.CV_READY)
    await note(town, second, Milestone.CV_READY)
    await look(town)
    assert [steps for _, steps in await told(town, first.mentor)] == [[Milestone.CV_READY]] * 2
    assert await told(town, first.seeker) == []


async def test_a_step_noted_in_a_pause_is_told_in_it(town: Town) -> None:
    pair = await town.pair()
    await town.change_duo(pair, state=DuoState.PAUSED)
    await note(town, pair, Milestone.CV_READY, by=pair.mentor)
    await look(town)
    assert await told(town, pair.seeker) == [(town.now, [Milestone.CV_READY])]


@pytest.mark.parametrize("state", [DuoState.ENDED, DuoState.COMPLETED])
async def test_after_the_end_nothing_is_told(town: Town, state: DuoState) -> None:
    pair = await town.pair()
    await note(town, pair, Milestone.CV_READY)
    await town.change_duo(pair, state=state)
    await look(town)
    assert await states(town) == {NudgeState.DROPPED}
    assert await town.rows(pair.mentor) == []


async def test_who_switched_hints_off_is_told_nothing(town: Town) -> None:
    pair = await town.pair()
    await town.change_person(pair.mentor, muted="check_ins nudges")
    await note(town, pair, Milestone.CV_READY)
    await look(town)
    assert await states(town) == {NudgeState.DROPPED}
    assert await town.rows(pair.mentor) == []


async def test_who_cannot_be_reached_hears_it_once_they_can(town: Town) -> None:
    pair = await town.pair()
    await town.change_person(pair.mentor, unreachable_since=town.now)
    await note(town, pair, Milestone.CV_READY)
    for _ in range(20):
        town.advance(DAY)
        await look(town)
    assert await town.rows(pair.mentor) == []
    await town.change_person(pair.mentor, unreachable_since=None)
    for _ in range(2):
        town.advance(DAY)
        await look(town)
    assert len(await told(town, pair.mentor)) == 1


async def test_a_row_of_another_version_keeps_no_step_back(town: Town) -> None:
    pair = await town.pair()
    duo = await town.duo(pair)
    async with town.work() as work:
        await congratulate(work, duo, Milestone.CV_READY, pair.seeker.person_id)
    (nudge,) = await town.nudges()
    async with town.database.write() as store:
        (await store.session.get_one(type(nudge), nudge.id)).about = "moon_landing"
    await note(town, pair, Milestone.INTERVIEW)
    await look(town)
    assert [steps for _, steps in await told(town, pair.mentor)] == [[Milestone.INTERVIEW]]
    assert [nudge.state for nudge in await town.nudges()] == [NudgeState.DROPPED, NudgeState.SENT]


async def test_it_waits_in_no_row_that_grows_old(town: Town) -> None:
    pair = await town.pair()
    await note(town, pair, Milestone.CV_READY)
    async with town.work() as work:
        await send_nudges(work)
    (row,) = await town.rows(pair.mentor)
    assert row.state == OutboxState.PENDING
    assert row.expires_at is None
    assert row.guard == f"duo-running:{pair.id}"
