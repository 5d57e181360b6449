"""24 months after its end only figures are left of a duo, on both databases: what goes, what stays, who is erased."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from bot.clocks import StandingClock
from mentoring.milestones import Milestone as Kind
from mentoring.reports.making import report_of
from mentoring.reports.periods import Period
from mentoring.reports.reading import read_period
from mentoring.waiting_end import end_waiting
from mentoring.work import Work
from scheduler import empty_duos
from scheduler.works import works_of
from storage.database import Database, Store
from storage.ids import new_id
from storage.tables import (
    Alert,
    CheckIn,
    CheckInAnswer,
    Duo,
    DuoEvent,
    DuoPause,
    DuoSession,
    Goal,
    Membership,
    MessageMap,
    Milestone,
    Nudge,
    Organisation,
    Person,
    Row,
    SessionSeries,
    SessionSide,
    TeamDeed,
    Thread,
)
from storage.words import CheckInState, DuoState, EndReason, MembershipState, Outcome, Question, Role, SessionState
from tests.handlers.people import Made, make_duo, make_organisation, make_person

AMINA, JAN, ELS, LENA = 501, 502, 503, 504
DAY = timedelta(days=1)


@dataclass
class Town:
    database: Database
    clock: StandingClock

    async def ended(self, seeker: Made, mentor: Made, *, follows: int | None = None, **values: Any) -> int:
        """A duo that began half a year ago and ends now, with everything that may hang on it; returns its id."""
        duo_id = await make_duo(self, seeker, mentor)
        async with self.database.write() as store:
            duo = await store.session.get(Duo, duo_id)
            assert duo is not None
            now = self.clock.now()
            duo.state, duo.closed_at, duo.end_reason = DuoState.COMPLETED, now, EndReason.WORK_FOUND
            duo.outcome, duo.started_at, duo.reasons = Outcome.WORK, now - 180 * DAY, ["language:fr"]
            duo.follows_id = follows
            for name, value in values.items():
                setattr(duo, name, value)
            await _hang_on(store, duo, seeker, mentor, now)
        return duo_id

    async def run(self, months: float = 24.5, at_once: int = 20) -> int:
        """So many months later."""
        self.clock.advance_to(self.clock.now() + months * 30.5 * DAY)
        works = works_of("duos.empty", self.database, self.clock, self.clock)
        return await empty_duos.run(works, self.clock.now(), at_once)

    async def row(self, kind: type[Any], id_: int) -> Any:
        async with self.database.read() as store:
            return await store.session.get(kind, id_)

    async def rows(self, kind: type[Any]) -> list[Any]:
        async with self.database.read() as store:
            return list((await store.session.execute(select(kind).order_by(kind.id))).scalars())

    async def count(self, kind: type[Row]) -> int:
        async with self.database.read() as store:
            return int((await store.session.execute(select(func.count()).select_from(kind))).scalar_one())


async def _hang_on(store: Store, duo: Duo, seeker: Made, mentor: Made, now: datetime) -> None:
    thread = Thread(
        id=new_id(),
        duo_id=duo.id,
        person_id=seeker.person_id,
        membership_id=seeker.membership_id,
        partner_person_id=mentor.person_id,
        created_at=now,
    )
    series = SessionSeries(
        id=new_id(),
        duo_id=duo.id,
        weekday=1,
        minute=600,
        time_zone="Europe/Brussels",
        last_date="2026-01-01",
        started_by=seeker.person_id,
        created_at=now,
    )
    alert = Alert(
        id=new_id(),
        duo_id=duo.id,
        organisation_id=duo.organisation_id,
        level="at_risk",
        reasons=[{"kind": "silence"}],
        opened_at=now,
        resolved_at=now,
    )
    meeting = DuoSession(
        id=new_id(),
        duo_id=duo.id,
        state=SessionState.HELD,
        local_start=f"{now - 40 * DAY:%Y-%m-%d}T18:00",
        time_zone="Europe/Brussels",
        starts_at=now - 40 * DAY,
        planned_by=seeker.person_id,
        series_id=series.id,
        created_at=now,
        changed_at=now,
    )
    step = Milestone(
        id=new_id(),
        seeker_id=seeker.membership_id,
        duo_id=duo.id,
        kind=Kind.OWN,
        on_day=f"{now - 30 * DAY:%Y-%m-%d}",
        recorded_by=seeker.person_id,
        recorded_at=now,
    )
    goal = Goal(id=new_id(), duo_id=duo.id, noted_by=seeker.person_id, created_at=now)
    deed = TeamDeed(id=new_id(), duo_id=duo.id, alert_id=alert.id, deed="called", at=now)
    for row, column in ((meeting, "where"), (step, "text"), (goal, "text"), (deed, "note")):
        row.seal(store.vault, column, "Rue Haute 5")
    store.session.add_all([thread, series, alert])
    await store.session.flush()
    store.session.add_all([meeting, step, goal, deed])
    await store.session.flush()
    about: dict[str, Any] = {"duo_id": duo.id}
    store.session.add_all(
        [
            SessionSide(session_id=meeting.id, person_id=seeker.person_id, role=Role.SEEKER),
            DuoEvent(**about, kind="stop", person_id=seeker.person_id, at=now),
            DuoPause(**about, begins_at=now),
            Nudge(**about, dedupe_key=f"n:{duo.id}", person_id=mentor.person_id, kind="x", due_at=now, created_at=now),
            MessageMap(
                conversation_id=duo.id,
                source_person_id=seeker.person_id,
                source_message_id=1,
                copy_person_id=mentor.person_id,
                outbox_id=1,
                created_at=now,
            ),
        ]
    )
    await _answer(store, duo, thread, seeker, now)


async def _answer(store: Store, duo: Duo, thread: Thread, seeker: Made, now: datetime) -> None:
    for number, value in enumerate((2, 5), 1):
        asked = CheckIn(
            id=new_id(),
            thread_id=thread.id,
            duo_id=duo.id,
            person_id=seeker.person_id,
            role=Role.SEEKER,
            number=number,
            questions=[Question.MOTIVATION],
            state=CheckInState.ANSWERED,
            asked_at=now - 50 * DAY + number * DAY,
        )
        asked.seal(store.vault, "note", "it is hard")
        store.session.add(asked)
        await store.session.flush()
        given: dict[str, Any] = {"check_in_id": asked.id, "question": Question.MOTIVATION, "value": value}
        store.session.add(CheckInAnswer(**given, answered_at=asked.asked_at))
        await store.session.flush()


@pytest.fixture
async def town(database: Database, clock: StandingClock) -> Town:
    town = Town(database, clock)
    await make_person(town, LENA, Role.COORDINATOR)
    return town


async def two(town: Town, mentor: int = JAN) -> tuple[Made, Made]:
    """A seeker who has finished, and a mentor who left."""
    amina = await make_person(town, AMINA, label="Amina D.", waiting_since=town.clock.now() - 200 * DAY)
    jan = await make_person(town, mentor, Role.MENTOR, label="Jan", state=MembershipState.LEFT)
    return amina, jan


async def test_nothing_goes_a_day_before_the_24_months_are_over(town: Town) -> None:
    duo_id = await town.ended(*await two(town))

    assert await town.run(months=23.9) == 0
    assert (await town.row(Duo, duo_id)).emptied_at is None
    assert await town.count(Goal) == 1


async def test_what_describes_the_people_goes_and_what_is_counted_stays(town: Town) -> None:
    duo_id = await town.ended(*await two(town))

    assert await town.run() == 1

    for kind in (Goal, Alert, TeamDeed, DuoEvent, DuoPause, Nudge, MessageMap, SessionSide, SessionSeries):
        assert await town.count(kind) == 0, kind.__name__
    (meeting,), (step,) = await town.rows(DuoSession), await town.rows(Milestone)
    assert (meeting.where_sealed, meeting.planned_by, meeting.state) == (None, None, SessionState.HELD)
    assert (step.text_sealed, step.kind) == (None, Kind.OWN)
    assert [row.note_sealed for row in await town.rows(CheckIn)] == [None, None]
    assert [row.value for row in await town.rows(CheckInAnswer)] == [2, 5]
    duo = await town.row(Duo, duo_id)
    assert (duo.state, duo.end_reason, duo.outcome) == (DuoState.COMPLETED, EndReason.WORK_FOUND, Outcome.WORK)
    assert (duo.reasons, duo.emptied_at) == ([], town.clock.now())


async def test_the_people_whom_nothing_else_keeps_are_erased(town: Town) -> None:
    amina, jan = await two(town)
    await town.ended(amina, jan)

    await town.run()

    for made in (amina, jan):
        person, membership = await town.row(Person, made.person_id), await town.row(Membership, made.membership_id)
        assert (person.user_sealed, person.user_lookup, person.first_name_sealed) == (None, None, None)
        assert (membership.state, membership.label_sealed) == (MembershipState.LEFT, None)


async def test_reports_of_past_periods_stay_as_they_were(town: Town) -> None:
    amina, jan = await two(town)
    await town.ended(amina, jan)
    today = town.clock.now().date()
    period = Period(today - 100 * DAY, today)
    place_id = amina.organisation_id

    async def figures(*, everywhere: bool) -> Any:
        async with town.database.read() as store:
            place = None if everywhere else await store.session.get(Organisation, place_id)
            return report_of(await read_period(store, place, period, town.clock.now()), is_shared=False).figures

    town.clock.advance_to(town.clock.now() + 800 * DAY)
    before = [await figures(everywhere=each) for each in (True, False)]
    assert await town.run(months=0) == 1

    assert [await figures(everywhere=each) for each in (True, False)] == before
    assert sum(bool(figure.value) for figure in before[1]) > 5


async def test_a_second_run_finds_nothing_and_then_nothing_is_due(town: Town) -> None:
    await town.ended(*await two(town))
    async with town.database.read() as store:
        assert await empty_duos.next_due(store) is not None
    await town.run()

    assert await town.run(months=1) == 0
    async with town.database.read() as store:
        assert await empty_duos.next_due(store) is None


async def test_many_go_in_small_batches(town: Town) -> None:
    for user in range(600, 610, 2):
        seeker = await make_person(town, user, waiting_since=town.clock.now() - 200 * DAY)
        await town.ended(seeker, await make_person(town, user + 1, Role.MENTOR, state=MembershipState.LEFT))

    assert await town.run(at_once=2) == 5
    assert all(duo.emptied_at for duo in await town.rows(Duo))


async def test_a_younger_duo_keeps_its_people_and_the_steps_in_their_words(town: Town) -> None:
    amina, jan = await two(town)
    els = await make_person(town, ELS, Role.MENTOR)
    old = await town.ended(amina, jan)
    town.clock.advance_to(town.clock.now() + 400 * DAY)
    await make_duo(town, amina, els)

    await town.run(months=15)

    assert (await town.row(Duo, old)).emptied_at is not None
    assert (await town.row(Person, amina.person_id)).first_name_sealed is not None
    assert [step.text_sealed is not None for step in await town.rows(Milestone)] == [True]
    assert (await town.row(Person, jan.person_id)).first_name_sealed is None


async def test_a_handover_keeps_the_duo_before_it_as_long_as_itself(town: Town) -> None:
    amina, jan = await two(town)
    els = await make_person(town, ELS, Role.MENTOR, state=MembershipState.LEFT)
    first = await town.ended(amina, jan, end_reason=EndReason.HANDED_OVER)
    town.clock.advance_to(town.clock.now() + 100 * DAY)
    await town.ended(amina, els, follows=first)

    assert await town.run(months=22) == 0
    assert await town.run(months=3) == 1
    assert await town.run(months=0) == 1
    assert all(duo.emptied_at for duo in await town.rows(Duo))


async def test_who_waits_for_another_duo_is_announced_to_the_team_first(town: Town) -> None:
    amina, jan = await two(town)
    els = await make_person(town, ELS, Role.MENTOR, label="Els")
    await town.ended(amina, els)
    assert jan

    await town.run()

    membership = await town.row(Membership, els.membership_id)
    assert membership.erase_at == town.clock.now()
    async with town.database.write() as store:
        await end_waiting(Work(store, town.clock.now(), town.clock.now(), "waiting"))
    membership = await town.row(Membership, els.membership_id)
    assert membership.label_sealed is not None
    assert membership.erase_at > town.clock.now() + 13 * DAY


async def test_a_role_elsewhere_keeps_the_person(town: Town) -> None:
    amina, jan = await two(town)
    elsewhere = await make_organisation(town, "Apides")
    await make_person(town, AMINA, Role.COORDINATOR, organisation=elsewhere)
    await town.ended(amina, jan)

    await town.run()

    assert (await town.row(Person, amina.person_id)).first_name_sealed is not None
    assert (await town.row(Membership, amina.membership_id)).label_sealed is None


async def test_proposals_that_began_nothing_go_altogether_and_keep_nobody(town: Town) -> None:
    amina = await make_person(town, AMINA)
    jan = await make_person(town, JAN, Role.MENTOR)
    duo_id = await make_duo(town, amina, jan, DuoState.DECLINED)
    async with town.database.write() as store:
        duo = await store.session.get(Duo, duo_id)
        assert duo is not None
        duo.closed_at = town.clock.now()
        store.session.add(DuoEvent(duo_id=duo_id, kind="x", at=town.clock.now()))

    assert await town.run() == 1

    assert await town.count(Duo) == await town.count(DuoEvent) == 0
    assert (await town.row(Person, amina.person_id)).first_name_sealed is not None


async def test_a_duo_that_runs_is_never_touched(town: Town) -> None:
    amina, jan = await two(town)
    await make_duo(town, amina, jan)

    assert await town.run(months=60) == 0
