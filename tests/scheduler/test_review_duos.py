"""`duos.review` and `duos.adopt`, on both databases."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select, update
from sqlmodel import col

from bot.clocks import StandingClock
from mentoring.signals.ladder import Deed
from mentoring.signals.reasons import from_json
from mentoring.signals.review import Todo, adopt, next_review, review_due, review_duos, touch
from mentoring.work import Work
from scheduler.runner import JobRunner
from scheduler.table import JOBS
from storage.database import Database
from storage.ids import new_id
from storage.tables import (
    Alert,
    CheckIn,
    CheckInAnswer,
    Duo,
    DuoEvent,
    DuoPause,
    MessageMap,
    Organisation,
    OrganisationPause,
    Person,
    Thread,
)
from storage.words import AlertState, CheckInState, DuoState, Level, Noticed, Question, Role, SessionState
from tests.handlers.people import Made
from tests.scheduler.duos import DAY, Pair, Town
from tests.storage.plans import plans

HOUR = timedelta(hours=1)
WEEKS_BEFORE = 9


@dataclass
class Desk:
    """Stands where nudges and alerts are said. `says` False: nobody can be nudged."""

    says: bool = True
    heard: list[Todo] = field(default_factory=list)

    async def tell(self, _work: Work, todo: Todo) -> bool:
        self.heard.append(todo)
        return self.says

    def of(self, deed: Deed) -> list[Todo]:
        return [todo for todo in self.heard if todo.deed is deed]


@pytest.fixture
def town(database: Database, clock: StandingClock) -> Town:
    """On a Tuesday at noon in Brussels, the third of March."""
    return Town(database, clock)


@pytest.fixture
def desk() -> Desk:
    return Desk()


async def review(town: Town, desk: Desk) -> int:
    """The job's work, until nothing is due."""
    total = 0
    while True:
        async with town.work() as work:
            found = await review_due(work, 2, desk.tell)
        if not found:
            return total
        total += found


async def lively_pair(town: Town, number: int = 1) -> Pair:
    """Both have met, written and answered every week for nine weeks, up to yesterday."""
    pair = await town.pair(number)
    start = town.now - WEEKS_BEFORE * 7 * DAY
    await town.change_duo(pair, started_at=start, met_at=start, under_way_since=start, review_at=town.now)
    async with town.database.write() as store:
        await store.session.execute(update(Thread).where(col(Thread.duo_id) == pair.id).values(created_at=start))
    for week in range(WEEKS_BEFORE):
        await live_a_week(town, pair, start + (7 * week + 1) * DAY)
    return pair


async def live_a_week(town: Town, pair: Pair, at: datetime, sides: Sequence[Role] = (Role.SEEKER, Role.MENTOR)) -> None:
    """They write and are asked on that day, answer where they are of `sides`, and meet the day after if both are."""
    for role, who, partner in _sides(pair):
        if role in sides:
            await write(town, pair, who, partner, at)
            await write(town, pair, who, partner, at + 3 * DAY)
        await ask(town, pair, role, who, at, face=4 if role in sides else 0)
    if len(sides) == 2:
        await town.meeting(pair, at + DAY, SessionState.HELD)


def _sides(pair: Pair) -> list[tuple[Role, Made, Made]]:
    return [(Role.SEEKER, pair.seeker, pair.mentor), (Role.MENTOR, pair.mentor, pair.seeker)]


async def write(town: Town, pair: Pair, who: Made, to: Made, at: datetime) -> None:
    async with town.database.write() as store:
        row = MessageMap(
            conversation_id=pair.id,
            source_person_id=who.person_id,
            source_message_id=new_id(),
            copy_person_id=to.person_id,
            outbox_id=new_id(),
            created_at=at,
        )
        store.session.add(row)


async def ask(town: Town, pair: Pair, role: Role, who: Made, at: datetime, *, face: int) -> None:
    async with town.database.write() as store:
        own = (col(Thread.duo_id) == pair.id, col(Thread.person_id) == who.person_id)
        thread = (await store.session.execute(select(Thread).where(*own))).scalars().one()
        thread.check_ins_asked += 1
        round_ = CheckIn(
            thread_id=thread.id,
            duo_id=pair.id,
            person_id=who.person_id,
            role=role,
            number=thread.check_ins_asked,
            questions=[Question.DUO],
            state=CheckInState.ANSWERED if face else CheckInState.LAPSED,
            asked_at=at,
        )
        store.session.add(round_)
        await store.session.flush()
        if face:
            answer = CheckInAnswer(check_in_id=round_.id, question=Question.DUO, value=face, answered_at=at + HOUR)
            store.session.add(answer)


async def notice(town: Town, pair: Pair, kind: Noticed, who: Made | None = None) -> None:
    """As whoever hears of it does: noted, and the duo touched."""
    async with town.work() as work:
        person_id = who.person_id if who else None
        work.store.session.add(DuoEvent(duo_id=pair.id, kind=kind, person_id=person_id, at=town.now))
        await touch(work, pair.id)


async def live(town: Town, desk: Desk, pair: Pair, weeks: int, sides: Sequence[Role] = ()) -> None:
    """So many weeks pass, reviewed every noon; only `sides` do anything."""
    for _ in range(weeks):
        await live_a_week(town, pair, town.now, sides)
        for _ in range(7):
            town.advance(DAY)
            await review(town, desk)


async def alerts(town: Town) -> list[Alert]:
    async with town.database.read() as store:
        return list((await store.session.execute(select(Alert).order_by(col(Alert.id)))).scalars())


async def change_alerts(town: Town, **values: object) -> None:
    """The team does something about all of them."""
    async with town.database.write() as store:
        await store.session.execute(update(Alert).values(**values))


# -- when --------------------------------------------------------------------------------------------------------------
async def test_a_running_duo_is_looked_at_the_morning_after_it_was_found(town: Town, desk: Desk) -> None:
    pair, paused = await town.pair(), await town.pair(2)
    await town.change_duo(paused, state=DuoState.PAUSED)
    for found in (1, 0):
        async with town.work() as work:
            assert await adopt(work) == found
    due = (await town.duo(pair)).review_at
    assert due is not None
    assert datetime(2026, 3, 4, 5, tzinfo=UTC) <= due < datetime(2026, 3, 4, 6, 30, tzinfo=UTC)
    assert (await town.duo(paused)).review_at is None
    assert await review(town, desk) == 0
    town.clock.advance_to(due)
    assert await review(town, desk) == 1
    assert desk.heard == []
    assert (await town.duo(pair)).level == Level.WELL


async def test_a_duo_that_goes_well_is_left_alone_for_days_unless_it_is_touched(town: Town, desk: Desk) -> None:
    pair = await lively_pair(town)
    assert await review(town, desk) == 1
    next_at = (await town.duo(pair)).review_at
    assert next_at is not None
    assert next_at >= town.now + DAY
    async with town.work() as work:
        await touch(work, pair.id)
    assert await review(town, desk) == 1
    assert (await town.duo(pair)).review_at == next_at


async def test_what_has_ended_is_not_touched_any_more_and_what_rests_waits_for_its_day(town: Town, desk: Desk) -> None:
    ended, rests = await lively_pair(town, 1), await lively_pair(town, 2)
    await town.change_duo(ended, state=DuoState.ENDED)
    until = town.now + 20 * DAY
    await town.change_duo(rests, state=DuoState.PAUSED, paused_until=until)
    assert await review(town, desk) == 2
    assert (await town.duo(ended)).review_at is None
    assert (await town.duo(rests)).review_at == until
    async with town.work() as work:
        await touch(work, ended.id)
        assert await next_review(work.store) == until


async def test_the_job_of_the_table_finds_and_reviews(town: Town, clock: StandingClock) -> None:
    pair = await town.pair()
    jobs = [job for job in JOBS if job.name in {"duos.adopt", "duos.review"}]
    runner = JobRunner(town.database, clock, jobs=jobs)
    clock.advance_to(town.now + DAY)
    assert await runner.run_due(town.now) == ["duos.adopt"]
    clock.advance_to(town.now + DAY)
    assert "duos.review" in await runner.run_due(town.now)
    duo = await town.duo(pair)
    assert duo.ladder is not None
    assert duo.review_at is not None
    assert duo.review_at > town.now


async def test_due_duos_are_found_by_their_index(town: Town) -> None:
    plan, *_ = await plans(town.database, lambda store: review_due(Work(store, town.now, town.now, "test")))
    if not town.database.is_postgres:  # PostgreSQL reads a table of a few rows as a whole, and is right to
        assert "ix_duo_review" in str(plan)


# -- the ladder --------------------------------------------------------------------------------------------------------
async def test_who_falls_silent_is_asked_then_the_partner_then_the_team_hears_once(town: Town, desk: Desk) -> None:
    pair = await lively_pair(town)
    await live(town, desk, pair, 5, [Role.MENTOR])
    nudged = [todo.side for todo in desk.of(Deed.NUDGE)]
    assert nudged[:2] == [Role.SEEKER, Role.MENTOR]
    (alerted,) = desk.of(Deed.ALERT)
    assert desk.heard[-1] is alerted
    (alert,) = await alerts(town)
    assert (alert.id, alert.duo_id, alert.level, alert.state) == (
        alerted.alert_id,
        pair.id,
        Level.AT_RISK,
        AlertState.OPEN,
    )
    assert from_json(alert.reasons) == alerted.reasons
    assert len({reason.kind for reason in alerted.reasons}) >= 2
    assert alert.next_at is not None
    assert timedelta(days=1) < alert.next_at - alert.opened_at < timedelta(days=5)
    duo = await town.duo(pair)
    assert (duo.level, duo.level_since) == (Level.AT_RISK, alert.opened_at)


@pytest.mark.parametrize("says", [True, False])
async def test_a_nudge_is_noted_only_where_it_was_said(town: Town, says: bool) -> None:
    desk = Desk(says=says)
    await live(town, desk, await lively_pair(town), 2, [Role.MENTOR])
    nudged = select(func.count()).select_from(DuoEvent).where(col(DuoEvent.kind) == Noticed.NUDGED)
    async with town.database.read() as store:
        noted = (await store.session.execute(nudged)).scalar_one()
    assert desk.of(Deed.NUDGE)
    assert noted == (len(desk.of(Deed.NUDGE)) if says else 0)


async def test_in_a_pause_of_the_organisation_nothing_is_done_and_nothing_gets_worse(town: Town, desk: Desk) -> None:
    pair = await lively_pair(town)
    await live(town, desk, pair, 2, [Role.MENTOR])
    before = await town.duo(pair)
    assert before.level == Level.WATCH
    desk.heard.clear()
    first = town.now.date() + DAY
    async with town.database.write() as store:
        row = OrganisationPause(
            organisation_id=before.organisation_id,
            first_day=first.isoformat(),
            last_day=(first + 20 * DAY).isoformat(),
            created_at=town.now,
        )
        store.session.add(row)
    for _ in range(21):
        town.advance(DAY)
        async with town.work() as work:
            await touch(work, pair.id)
        assert await review(town, desk) == 1
    assert desk.heard == []
    duo = await town.duo(pair)
    assert (duo.level, duo.level_since) == (before.level, before.level_since)
    assert duo.review_at is not None
    assert duo.review_at.date() == first + 21 * DAY


# -- alerts ------------------------------------------------------------------------------------------------------------
async def test_a_call_for_help_is_urgent_as_soon_as_it_is_touched_and_over_when_the_team_settles_it(
    town: Town, desk: Desk
) -> None:
    pair = await lively_pair(town)
    await review(town, desk)
    await notice(town, pair, Noticed.HELP, pair.seeker)
    await review(town, desk)
    (todo,) = desk.heard
    assert (todo.level, todo.deed) == (Level.URGENT, Deed.ALERT)
    assert (todo.reasons[0].kind, todo.reasons[0].side) == ("help", Role.SEEKER)
    assert (await town.duo(pair)).level == Level.URGENT
    town.advance(HOUR)
    await change_alerts(town, state=AlertState.RESOLVED, resolved_at=town.now)
    town.advance(DAY)
    await live(town, desk, pair, 1, [Role.SEEKER, Role.MENTOR])
    assert (await town.duo(pair)).level == Level.WELL
    await notice(town, pair, Noticed.HELP, pair.seeker)
    await review(town, desk)
    assert len(desk.of(Deed.ALERT)) == 2  # somebody asked again: that is no old reason


async def test_a_duo_that_comes_back_to_life_settles_its_alert_by_itself(town: Town, desk: Desk) -> None:
    pair = await lively_pair(town)
    await live(town, desk, pair, 4, [])
    assert [alert.state for alert in await alerts(town)] == [AlertState.OPEN]
    await live(town, desk, pair, 5, [Role.SEEKER, Role.MENTOR])
    (alert,) = await alerts(town)
    assert (alert.state, alert.by_itself, alert.next_at) == (AlertState.RESOLVED, True, None)
    assert (await town.duo(pair)).level == Level.WELL


async def test_what_was_settled_does_not_come_back_for_the_same_reason_within_two_weeks(town: Town, desk: Desk) -> None:
    pair = await lively_pair(town)
    await live(town, desk, pair, 4, [Role.MENTOR])
    assert len(await alerts(town)) == 1
    await change_alerts(town, state=AlertState.RESOLVED, resolved_at=town.now)
    settled = town.now
    before = len(desk.heard)
    while len(await alerts(town)) == 1:
        await live(town, desk, pair, 1, [Role.MENTOR])
    assert 14 * DAY <= (await alerts(town))[1].opened_at - settled < 16 * DAY
    assert [todo.deed for todo in desk.heard[before:]] == [Deed.ALERT]


async def test_but_it_comes_back_for_another_one(town: Town, desk: Desk) -> None:
    pair = await lively_pair(town)
    await live(town, desk, pair, 4, [Role.MENTOR])
    await change_alerts(town, state=AlertState.RESOLVED, resolved_at=town.now)
    town.advance(DAY)
    await town.change_person(pair.seeker, unreachable_since=town.now)
    await notice(town, pair, Noticed.BLOCKED, pair.seeker)
    await review(town, desk)
    assert [alert.state for alert in await alerts(town)] == [AlertState.RESOLVED, AlertState.OPEN]


async def test_a_snoozed_alert_that_becomes_urgent_is_heard_again(town: Town, desk: Desk) -> None:
    pair = await lively_pair(town)
    await live(town, desk, pair, 4, [Role.MENTOR])
    await change_alerts(town, state=AlertState.SNOOZED, next_at=town.now + 7 * DAY)
    await notice(town, pair, Noticed.WANTS_TO_STOP, pair.mentor)
    await review(town, desk)
    (alert,) = await alerts(town)
    assert (alert.state, alert.level) == (AlertState.OPEN, Level.URGENT)
    assert [todo.level for todo in desk.of(Deed.ALERT)] == [Level.AT_RISK, Level.URGENT]


async def test_a_pause_or_an_end_takes_the_alert_away_but_not_as_a_success(town: Town, desk: Desk) -> None:
    pair = await lively_pair(town)
    await live(town, desk, pair, 4, [])
    await town.change_duo(pair, state=DuoState.PAUSED)
    async with town.work() as work:
        work.store.session.add(DuoPause(duo_id=pair.id, begins_at=town.now))
        await review_duos(work, [pair.id], desk.tell)
    (alert,) = await alerts(town)
    assert (alert.state, alert.by_itself) == (AlertState.RESOLVED, False)
    assert (await town.duo(pair)).level == Level.WELL


async def test_they_meet_elsewhere_quiets_the_silence_for_six_weeks(town: Town, desk: Desk) -> None:
    pair = await lively_pair(town)
    await live(town, desk, pair, 3, [])
    await notice(town, pair, Noticed.ELSEWHERE)
    await notice(town, pair, Noticed.CLEARED)
    await review(town, desk)
    assert (await town.duo(pair)).level == Level.WELL


async def test_the_organisations_own_thresholds_decide(town: Town, desk: Desk) -> None:
    pair = await town.pair(under_way=False)
    await town.change_duo(pair, started_at=town.now, review_at=town.now + 5 * DAY)
    async with town.database.write() as store:
        await store.session.execute(update(Organisation).values(thresholds={"watch_first_session_days": 5}))
    town.advance(5 * DAY)
    await review(town, desk)
    assert (await town.duo(pair)).level == Level.WATCH


# -- at once -----------------------------------------------------------------------------------------------------------
async def test_two_that_review_at_once_do_not_wait_for_each_other_nor_open_two_alerts(
    postgres_database: Database, clock: StandingClock, desk: Desk
) -> None:
    town = Town(postgres_database, clock)
    pair = await lively_pair(town)
    async with town.database.write() as store:
        person = await store.session.get(Person, pair.seeker.person_id)
        assert person is not None
        person.unreachable_since = town.now
    async with town.work() as one:
        assert await review_due(one, 10, desk.tell) == 1
        async with town.work() as other:
            assert await review_due(other, 10, desk.tell) == 0
    assert len(await alerts(town)) == 1
    assert len(desk.heard) == 1


async def fail_after_review(town: Town, desk: Desk) -> None:
    async with town.work() as work:
        await review_due(work, 10, desk.tell)
        raise RuntimeError


async def test_a_batch_that_is_rolled_back_leaves_nothing(town: Town, desk: Desk) -> None:
    pair = await lively_pair(town)
    await town.change_person(pair.seeker, unreachable_since=town.now)
    with pytest.raises(RuntimeError):
        await fail_after_review(town, desk)
    assert await alerts(town) == []
    assert await review(town, desk) == 1
    assert len(await alerts(town)) == 1
    async with town.database.read() as store:
        duo = (await store.session.execute(select(Duo))).scalars().one()
    assert duo.level == Level.AT_RISK
