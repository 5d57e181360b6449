"""The weekly questions as the clock asks them, on both databases."""

from __future__ import annotations

import asyncio
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import update
from sqlmodel import col, select

from bot.clocks import StandingClock
from mentoring.check_ins.answers import answers_of
from mentoring.check_ins.asking import ask_due
from mentoring.check_ins.begin import begin_check_ins, end_check_ins
from mentoring.check_ins.reminding import remind_due
from mentoring.guards import check_in_open
from mentoring.messages.check_ins import Asked, CheckInReminder, WeeklyQuestion
from mentoring.rest_days import is_rest_day
from mentoring.work import Work
from scheduler.runner import JobRunner
from scheduler.table import JOBS
from storage.database import Database
from storage.tables import CheckIn, CheckInAnswer, Duo, DuoPause, Organisation, Outbox, Person, Thread
from storage.words import CheckInState, DuoState, Group, Occasion, OutboxState, Priority, Question, Role
from tests.databases import no_waiting_for_the_disk
from tests.handlers.people import Made, make_duo, make_organisation, make_person

BRUSSELS = ZoneInfo("Europe/Brussels")
MONDAY = datetime(2026, 9, 7, 9, tzinfo=UTC)
_JOBS = [job for job in JOBS if job.name.startswith("checkins.")]


@dataclass
class House:
    """One organisation that asks on Wednesdays from 17:00 on, spread over an hour; and a clock."""

    database: Database
    clock: StandingClock
    users: int = 500

    async def person(self, role: Role) -> Made:
        self.users += 1
        return await make_person(self, self.users, role, capacity=9)

    async def duo(self, mentor: Made | None = None, *, begins: bool = True) -> int:
        """A duo with its threads; its questions begin now."""
        seeker, mentor = await self.person(Role.SEEKER), mentor or await self.person(Role.MENTOR)
        duo_id = await make_duo(self, seeker, mentor)
        async with self.database.write() as store:
            for own, other in ((seeker, mentor), (mentor, seeker)):
                store.session.add(
                    Thread(
                        duo_id=duo_id,
                        person_id=own.person_id,
                        membership_id=own.membership_id,
                        partner_person_id=other.person_id,
                        created_at=self.clock.now(),
                    )
                )
            duo = await store.session.get(Duo, duo_id)
            assert duo is not None
            duo.under_way_since = self.clock.now() if begins else None
            await begin_check_ins(self.work(store), duo)
        return duo_id

    def work(self, store: Any, cause: str = "test") -> Work:
        return Work(store, self.clock.now(), self.clock.now(), cause)

    async def ask(self, limit: int = 100) -> int:
        async with self.database.write() as store:
            return await ask_due(self.work(store, f"job:checkins.ask:{self.clock.now()}"), limit)

    async def remind(self, limit: int = 100) -> int:
        async with self.database.write() as store:
            return await remind_due(self.work(store, f"job:checkins.remind:{self.clock.now()}"), limit)

    async def at(self, moment: datetime) -> int:
        """The clock comes to that moment and asks; what was asked is sent a little later. How many were asked."""
        self.clock.advance_to(moment)
        before = len(await self.rounds())
        await self.ask()
        await self.send()
        return len(await self.rounds()) - before

    async def send(self) -> None:
        done_at = self.clock.now() + timedelta(seconds=20)
        pending = update(Outbox).where(col(Outbox.state) == OutboxState.PENDING)
        async with self.database.write() as store:
            await store.session.execute(pending.values(state=OutboxState.SENT, done_at=done_at))

    async def travel(self, until: datetime) -> None:
        """As the demo does: from firing to firing, everything sent at once."""
        runner = JobRunner(self.database, self.clock, jobs=_JOBS)
        while (firing := await runner.next_firing(self.clock.now())) is not None and firing <= until:
            self.clock.advance_to(firing)
            await runner.run_due(firing)
            await self.send()
        self.clock.advance_to(until)

    async def rows(self, kind: str = "") -> list[Outbox]:
        statement = select(Outbox).where(col(Outbox.kind).startswith(kind or "check-in")).order_by(col(Outbox.id))
        async with self.database.read() as store:
            return list((await store.session.execute(statement)).scalars().all())

    async def rounds(self, role: Role | None = None, *, duo_id: int | None = None) -> list[CheckIn]:
        statement = select(CheckIn).order_by(col(CheckIn.asked_at), col(CheckIn.id))
        if role is not None:
            statement = statement.where(col(CheckIn.role) == role)
        if duo_id is not None:
            statement = statement.where(col(CheckIn.duo_id) == duo_id)
        async with self.database.read() as store:
            return list((await store.session.execute(statement)).scalars().all())

    async def both(self) -> tuple[CheckIn, CheckIn]:
        """The only round of the seeker, and the mentor's."""
        (hers,), (his,) = await self.rounds(Role.SEEKER), await self.rounds(Role.MENTOR)
        return hers, his

    async def threads(self, duo_id: int) -> list[Thread]:
        """The seeker's, the mentor's."""
        statement = select(Thread).where(col(Thread.duo_id) == duo_id).order_by(col(Thread.id))
        async with self.database.read() as store:
            return list((await store.session.execute(statement)).scalars().all())

    async def next_ones(self, duo_id: int) -> list[datetime]:
        return [moment for thread in await self.threads(duo_id) if (moment := thread.next_check_in_at) is not None]

    async def asks_on(self, weekday: int) -> None:
        async with self.database.write() as store:
            await store.session.execute(update(Organisation).values(check_in_weekday=weekday))

    async def fill_week(self, person_id: int) -> None:
        """Two more messages that Tandem began with them."""
        async with self.database.write() as store:
            for number in range(2):
                asked = Asked(1, Role.SEEKER, Occasion.WEEKLY, Question.DUO, "x")
                await self.work(store, f"fill:{person_id}:{number}").post(person_id, WeeklyQuestion(asked=asked))

    async def set(self, table: Any, row_id: int, **values: Any) -> None:
        async with self.database.write() as store:
            await store.session.execute(update(table).where(table.id == row_id).values(**values))

    async def answer(self, round_: CheckIn, *questions: Question) -> None:
        async with self.database.write() as store:
            for question in questions:
                store.session.add(
                    CheckInAnswer(check_in_id=round_.id, question=question, value=4, answered_at=self.clock.now())
                )


@pytest.fixture
def house(database: Database) -> House:
    if not database.is_postgres:
        no_waiting_for_the_disk(database)
    return House(database, StandingClock(MONDAY))


@pytest.fixture
def light_house(sqlite_database: Database) -> House:
    """On SQLite alone: for rules whose queries another test runs on both."""
    no_waiting_for_the_disk(sqlite_database)
    return House(sqlite_database, StandingClock(MONDAY))


def day_of(moment: datetime) -> str:
    return moment.astimezone(BRUSSELS).strftime("%a %d %b")


# -- beginning and ending ----------------------------------------------------------------------------------------------
async def test_both_sides_are_asked_at_the_organisations_hour_two_days_after_the_start_at_the_soonest(
    house: House,
) -> None:
    duo_id = await house.duo()  # on Monday: Wednesday 17:00 is more than two days away
    tuesday = StandingClock(MONDAY + timedelta(days=1))
    later = await House(house.database, tuesday, users=700).duo()

    for moment in await house.next_ones(duo_id):
        assert day_of(moment) == "Wed 09 Sep"
        assert moment.astimezone(BRUSSELS).hour == 17
    assert {day_of(moment) for moment in await house.next_ones(later)} == {"Wed 16 Sep"}


async def test_nothing_begins_before_a_duo_is_under_way_and_beginning_twice_moves_nothing(house: House) -> None:
    duo_id = await house.duo(begins=False)
    assert await house.next_ones(duo_id) == []
    await house.set(Duo, duo_id, under_way_since=MONDAY)
    for day in (0, 3):
        house.clock.advance_to(MONDAY + timedelta(days=day))
        async with house.database.write() as store:
            duo = await store.session.get(Duo, duo_id)
            assert duo is not None
            await begin_check_ins(house.work(store), duo)

    assert {day_of(moment) for moment in await house.next_ones(duo_id)} == {"Wed 09 Sep"}


async def test_an_ended_duo_is_asked_nothing_and_what_was_open_lapses(house: House) -> None:
    duo_id = await house.duo()
    await house.travel(MONDAY + timedelta(days=3))
    async with house.database.write() as store:
        duo = await store.session.get(Duo, duo_id)
        assert duo is not None
        await end_check_ins(house.work(store), duo)

    assert await house.next_ones(duo_id) == []
    assert [(round_.state, round_.remind_at) for round_ in await house.rounds()] == [(CheckInState.LAPSED, None)] * 2
    await house.travel(MONDAY + timedelta(days=30))
    assert len(await house.rows()) == 2


async def test_a_duo_that_ended_without_telling_the_questions_is_let_go(house: House) -> None:
    duo_id = await house.duo()
    await house.set(Duo, duo_id, state=DuoState.ENDED)
    await house.travel(MONDAY + timedelta(days=3))

    assert (await house.next_ones(duo_id), await house.rows()) == ([], [])


# -- asking ------------------------------------------------------------------------------------------------------------
async def test_a_question_is_asked_once_and_travels_as_its_policy_says(house: House) -> None:
    duo_id = await house.duo()
    when = max(await house.next_ones(duo_id))
    house.clock.advance_to(when)
    assert await house.ask() == 2
    assert await house.ask() == 0

    hers, his = await house.both()
    assert (hers.role, hers.number, hers.occasion, len(hers.questions)) == (Role.SEEKER, 1, Occasion.START, 6)
    assert (his.role, his.number, his.occasion, his.questions) == (Role.MENTOR, 1, Occasion.WEEKLY, [Question.DUO])
    assert his.remind_at == when + timedelta(hours=48)
    for round_ in (hers, his):
        (row,) = [row for row in await house.rows() if row.dedupe_key == f"check-in:{round_.id}"]
        assert row.guard == check_in_open(round_.id)
        assert (row.person_id, row.thread_id) == (round_.person_id, round_.thread_id)
        assert (row.priority, row.expires_at) == (Priority.CHECK_IN, when + timedelta(days=3))
    policy = WeeklyQuestion.policy
    assert (policy.waits_for_morning, policy.rests, policy.counts, policy.group) == (True, True, True, Group.CHECK_INS)


async def test_what_a_duo_has_rested_puts_off_the_rounds_of_the_middle_and_the_end(house: House) -> None:
    duo_id = await house.duo()
    async with house.database.write() as store:
        before = MONDAY - timedelta(days=25)  # before it got under way: that counts for nothing
        store.session.add(DuoPause(duo_id=duo_id, begins_at=before, ends_at=before + timedelta(weeks=3)))
        store.session.add(DuoPause(duo_id=duo_id, begins_at=MONDAY, ends_at=MONDAY + timedelta(weeks=1)))
    await house.travel(MONDAY + timedelta(weeks=18))
    rounds = await house.rounds(Role.SEEKER, duo_id=duo_id)
    assert {r.number for r in rounds if r.occasion == Occasion.MIDTERM} == {14}


async def test_half_a_year_of_two_duos_has_a_question_a_week_for_everybody(house: House) -> None:
    duos = [await house.duo(), await house.duo()]
    await house.travel(MONDAY + timedelta(weeks=28))

    for duo_id in duos:
        rounds = await house.rounds(Role.SEEKER, duo_id=duo_id)
        assert [round_.number for round_ in rounds] == list(range(1, len(rounds) + 1))
        assert len(rounds) == 28
        special = {round_.number: round_.occasion for round_ in rounds if round_.occasion != Occasion.WEEKLY}
        assert special == {1: Occasion.START, 13: Occasion.MIDTERM, 27: Occasion.END}
        assert [round_.questions[0] for round_ in rounds if round_.occasion == Occasion.WEEKLY][:4] == [
            *(Question.DUO, Question.MOTIVATION, Question.DUO, Question.CONFIDENCE)
        ]
        assert {tuple(r.questions) for r in await house.rounds(Role.MENTOR, duo_id=duo_id)} == {(Question.DUO,)}
        assert all(round_.state == CheckInState.LAPSED for round_ in rounds[:-1])
    days = [round_.asked_at.astimezone(BRUSSELS) for round_ in await house.rounds()]
    assert not any(is_rest_day(day.date()) for day in days)
    assert {day.hour for day in days} == {17}
    reminders = Counter(row.dedupe_key for row in await house.rows(CheckInReminder.kind))
    assert set(reminders.values()) == {1}
    assert len(reminders) >= len(days) - 8  # none of this week's, none so late that the next question is near


async def test_two_processes_at_once_ask_once(house: House) -> None:
    duos = [await house.duo() for _ in range(3)]
    house.clock.advance_to(max([moment for duo_id in duos for moment in await house.next_ones(duo_id)]))
    counts = await asyncio.gather(house.ask(), house.ask(), house.ask())

    assert sum(counts) == 6
    assert len(await house.rows()) == len(await house.rounds()) == 6


async def test_a_wave_is_asked_in_batches(house: House) -> None:
    duos = [await house.duo() for _ in range(3)]
    house.clock.advance_to(max([moment for duo_id in duos for moment in await house.next_ones(duo_id)]))

    assert [await house.ask(limit=4), await house.ask(limit=4), await house.ask(limit=4)] == [4, 2, 0]


async def test_the_open_round_lapses_when_the_next_is_asked_and_counts_as_answered_where_an_answer_came(
    house: House,
) -> None:
    await house.duo()
    await house.travel(MONDAY + timedelta(days=3))
    (hers,) = await house.rounds(Role.SEEKER)
    await house.answer(hers, Question.MOTIVATION, Question.NETWORK)
    answered_at = house.clock.now()
    await house.travel(MONDAY + timedelta(days=10))

    first, second = await house.rounds(Role.SEEKER)
    assert (first.state, first.answered_at, first.remind_at) == (CheckInState.ANSWERED, answered_at, None)
    assert second.state == CheckInState.ASKED
    assert [round_.state for round_ in await house.rounds(Role.MENTOR)] == [CheckInState.LAPSED, CheckInState.ASKED]


async def test_answers_can_be_looked_up_by_duo(house: House) -> None:
    duo_id, other = await house.duo(), await house.duo()
    await house.travel(MONDAY + timedelta(days=3))
    for role in (Role.SEEKER, Role.MENTOR):
        (round_,) = await house.rounds(role, duo_id=duo_id)
        await house.answer(round_, Question(round_.questions[0]))
    async with house.database.read() as store:
        found = await answers_of(house.work(store), duo_id)
        assert await answers_of(house.work(store), other) == []

    assert [(answer.role, answer.number, answer.occasion, answer.question, answer.value) for answer in found] == [
        (Role.SEEKER, 1, Occasion.START, Question.MOTIVATION, 4),
        (Role.MENTOR, 1, Occasion.WEEKLY, Question.DUO, 4),
    ]


# -- who is left alone -------------------------------------------------------------------------------------------------
async def test_a_pause_skips_its_weeks_and_the_rhythm_goes_on_after_it(house: House) -> None:
    duo_id = await house.duo()
    await house.set(Duo, duo_id, state=DuoState.PAUSED)
    await house.travel(MONDAY + timedelta(days=12))
    assert await house.rounds() == []
    assert {day_of(moment) for moment in await house.next_ones(duo_id)} == {"Wed 23 Sep"}
    await house.set(Duo, duo_id, state=DuoState.ACTIVE)
    await house.travel(MONDAY + timedelta(days=18))

    assert len(await house.rounds()) == 2


@pytest.mark.parametrize(
    "values",
    [
        {"muted": "nudges check_ins"},
        {"unreachable_since": MONDAY},
    ],
)
async def test_who_switched_it_off_or_is_away_is_not_asked_and_the_partner_is(
    light_house: House, values: dict[str, Any]
) -> None:
    house = light_house
    duo_id = await house.duo()
    seeker, _ = await house.threads(duo_id)
    await house.set(Person, seeker.person_id, **values)
    await house.travel(MONDAY + timedelta(days=10))

    assert [round_.role for round_ in await house.rounds()] == [Role.MENTOR] * 2
    assert {day_of(moment) for moment in await house.next_ones(duo_id)} == {"Wed 23 Sep"}


async def test_other_groups_that_are_switched_off_do_not_matter(light_house: House) -> None:
    duo_id = await light_house.duo()
    seeker, _ = await light_house.threads(duo_id)
    await light_house.set(Person, seeker.person_id, muted="reminders nudges")
    await light_house.travel(MONDAY + timedelta(days=3))

    assert len(await light_house.rounds()) == 2


async def test_a_mentor_of_four_duos_gets_three_questions_a_week_and_each_duo_has_its_turn(house: House) -> None:
    mentor = await house.person(Role.MENTOR)
    duos = [await house.duo(mentor) for _ in range(4)]
    await house.travel(MONDAY + timedelta(weeks=8))

    asked = await house.rounds(Role.MENTOR)
    by_week = Counter(round_.asked_at.isocalendar().week for round_ in asked)
    assert set(by_week.values()) == {3}
    by_duo = Counter(round_.duo_id for round_ in asked)
    assert [by_duo[duo_id] for duo_id in duos] == [6] * 4
    assert len(await house.rounds(Role.SEEKER)) == 4 * 8


async def test_a_wave_that_comes_all_at_once_has_no_more_places_than_one_that_is_spread(light_house: House) -> None:
    house = light_house
    mentor = await house.person(Role.MENTOR)
    for _ in range(4):
        await house.duo(mentor)
    await house.at(MONDAY.replace(day=9, hour=16))

    assert len(await house.rounds(Role.MENTOR)) == 3
    assert await house.at(MONDAY.replace(day=9, hour=17)) == 0


async def test_a_mentor_of_three_duos_is_asked_about_each_every_week_over_the_change_of_the_clocks(
    house: House,
) -> None:
    """A question leaves some seconds after its hour: a week later it is no reason to hold back the next."""
    house.clock.advance_to(datetime(2027, 3, 1, 9, tzinfo=UTC))
    mentor = await house.person(Role.MENTOR)
    for _ in range(3):
        await house.duo(mentor)
    await house.travel(datetime(2027, 4, 9, 9, tzinfo=UTC))

    assert len(await house.rounds(Role.MENTOR)) == 3 * 6


async def test_every_two_weeks_leaves_out_every_other_one(light_house: House) -> None:
    house = light_house
    _, his = await house.threads(await house.duo())
    await house.set(Thread, his.id, check_in_weeks=2)
    await house.travel(MONDAY + timedelta(weeks=8))

    assert [day_of(round_.asked_at) for round_ in await house.rounds(Role.MENTOR)] == [
        *("Wed 09 Sep", "Wed 23 Sep", "Wed 07 Oct", "Wed 21 Oct")
    ]
    assert len(await house.rounds(Role.SEEKER)) == 8


# -- being late --------------------------------------------------------------------------------------------------------
async def test_after_an_outage_everybody_is_asked_once_at_a_good_hour(light_house: House) -> None:
    house = light_house
    duo_id = await house.duo()
    assert await house.at(MONDAY.replace(day=9, hour=17, minute=59)) == 2  # 19:59 in Brussels
    assert {day_of(moment) for moment in await house.next_ones(duo_id)} == {"Wed 16 Sep"}
    assert await house.at(MONDAY.replace(day=16, hour=18)) == 0  # 20:00
    assert {day_of(moment) for moment in await house.next_ones(duo_id)} == {"Thu 17 Sep"}
    assert await house.at(MONDAY.replace(day=17, hour=16)) == 2
    assert {day_of(moment) for moment in await house.next_ones(duo_id)} == {"Wed 23 Sep"}

    assert await house.at(datetime(2026, 10, 15, 8, tzinfo=UTC)) == 0  # three weeks of silence
    assert {day_of(moment) for moment in await house.next_ones(duo_id)} == {"Thu 15 Oct"}
    assert await house.at(datetime(2026, 10, 15, 16, tzinfo=UTC)) == 2
    assert [round_.number for round_ in await house.rounds(Role.SEEKER)] == [1, 2, 3]


@pytest.mark.parametrize("jump", [timedelta(hours=2), timedelta(days=1)])
async def test_a_clock_that_jumps_ahead_and_back_doubles_nothing(light_house: House, jump: timedelta) -> None:
    house = light_house
    await house.duo()
    noon = datetime(2026, 9, 9, 15, 30, tzinfo=UTC)  # 17:30, in the middle of the wave
    await house.at(noon)
    await house.at(noon + jump)
    house.clock = StandingClock(noon)  # set right again
    for minutes in range(0, 60, 5):
        await house.at(noon + timedelta(minutes=minutes))
    await house.at(noon + timedelta(days=1, hours=1))

    assert Counter(round_.role for round_ in await house.rounds()) == {Role.SEEKER: 1, Role.MENTOR: 1}


# -- reminding ---------------------------------------------------------------------------------------------------------
async def test_one_reminder_after_48_hours_to_who_has_not_answered(house: House) -> None:
    duo_id = await house.duo()
    await house.travel(MONDAY.replace(day=9, hour=16))
    hers, his = await house.both()
    await house.set(CheckIn, his.id, state=CheckInState.ANSWERED)
    await house.travel(MONDAY.replace(day=11, hour=14, minute=59))
    assert await house.rows(CheckInReminder.kind) == []
    await house.travel(MONDAY.replace(day=16, hour=9))

    (row,) = await house.rows(CheckInReminder.kind)
    assert (row.dedupe_key, row.guard) == (f"check-in:{hers.id}:reminder", check_in_open(hers.id))
    assert (row.person_id, row.thread_id) == (hers.person_id, (await house.threads(duo_id))[0].id)
    assert row.due_at - hers.asked_at == timedelta(hours=48)
    assert CheckInReminder.policy.rests
    assert CheckInReminder.policy.counts


async def test_a_reminder_due_on_a_holiday_comes_the_day_after_at_its_hour(light_house: House) -> None:
    house = light_house
    # Thursday the 6th is Ascension Day
    await make_organisation(house)
    await house.asks_on(1)
    house.clock.advance_to(datetime(2027, 5, 1, 9, tzinfo=UTC))
    await house.duo()
    await house.travel(datetime(2027, 5, 10, 9, tzinfo=UTC))

    asked = {day_of(round_.asked_at) for round_ in await house.rounds()}
    reminded = {day_of(row.due_at) for row in await house.rows(CheckInReminder.kind)}
    assert (asked, reminded) == ({"Tue 04 May"}, {"Fri 07 May"})


@pytest.mark.parametrize("why", ["paused", "muted", "ended", "full"])
async def test_who_is_left_alone_is_not_reminded(light_house: House, why: str) -> None:
    house = light_house
    duo_id = await house.duo()
    await house.travel(MONDAY.replace(day=9, hour=16))
    if why in {"paused", "ended"}:
        await house.set(Duo, duo_id, state=DuoState(why))
    for thread in await house.threads(duo_id):
        if why == "muted":
            await house.set(Person, thread.person_id, muted="check_ins")
        if why == "full":
            await house.fill_week(thread.person_id)
    house.clock.advance_to(MONDAY.replace(day=11, hour=16))
    assert await house.remind() == 2

    assert await house.rows(CheckInReminder.kind) == []
    assert await house.remind() == 0


async def test_a_reminder_that_is_so_late_that_the_next_question_is_near_is_left_out(light_house: House) -> None:
    house = light_house
    await house.duo()
    await house.travel(MONDAY.replace(day=9, hour=16))
    house.clock.advance_to(MONDAY.replace(day=15, hour=9))
    assert await house.remind() == 2

    assert await house.rows(CheckInReminder.kind) == []


async def test_reminders_go_in_batches_and_two_processes_at_once_remind_once(house: House) -> None:
    for _ in range(2):
        await house.duo()
    await house.travel(MONDAY.replace(day=9, hour=16))
    house.clock.advance_to(MONDAY.replace(day=11, hour=16))
    assert await house.remind(limit=1) == 1
    counts = await asyncio.gather(house.remind(), house.remind())

    assert sum(counts) == 3
    assert len(await house.rows(CheckInReminder.kind)) == 4
