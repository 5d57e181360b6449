"""`digests.send` on both databases: when, to whom, once, and at what cost."""

from __future__ import annotations

import asyncio
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import event, update
from sqlmodel import col

from bot.clocks import StandingClock
from mentoring.digest.sending import send_due
from mentoring.guards import holds, read_facts, read_guard
from mentoring.messages.morning import ContactPoint, Digest, Good
from scheduler.runner import JobRunner
from scheduler.table import JOBS
from storage.database import Database
from storage.ids import new_id
from storage.tables import (
    Chore,
    Duo,
    DuoSession,
    Membership,
    Milestone,
    Organisation,
    TeamDeed,
    TeamLine,
    Thread,
    WeekFigures,
)
from storage.words import AlertState, ChoreKind, Deed, DuoState, Level, MembershipState, Outcome, Role, SessionKind
from tests.handlers.people import make_duo, make_organisation, make_person
from tests.scheduler.duos import DAY
from tests.scheduler.mornings import Team

WEEKDAYS = 5


@pytest.fixture
async def team(database: Database, clock: StandingClock) -> Team:
    """On Tuesday the third of March at noon in Brussels; the job has run."""
    team = Team(database, clock)
    await team.settle_in()
    await team.run()
    return team


# -- when --------------------------------------------------------------------------------------------------------------
async def test_the_first_morning_is_the_next_one_and_tells_nothing_of_the_past(team: Team) -> None:
    await team.alert(await team.duo_of(1, team.lena))
    assert await team.digest_at() == datetime(2026, 3, 4, 7, 30, tzinfo=UTC)
    assert await team.at(2026, 3, 4, 7, 29) == 0
    assert await team.digests(team.lena) == []
    assert await team.at(2026, 3, 4, 7, 30) == 1
    (digest,) = await team.digests(team.lena)
    assert [line.seeker.name for line in digest.facts.alerts] == ["Amina1"]
    assert await team.digest_at() == datetime(2026, 3, 5, 7, 30, tzinfo=UTC)


async def test_an_organisation_that_is_made_later_gets_its_morning_too(team: Team) -> None:
    await team.at(2026, 3, 4, 8, 0)
    await make_organisation(team, "Samen Sterk")
    runner = JobRunner(team.database, team.clock, jobs=[job for job in JOBS if job.name == "digests.send"])
    assert await runner.next_firing(team.now) == team.now + timedelta(minutes=1)
    await team.run()
    assert [one.digest_at for one in await team.all(Organisation)] == [datetime(2026, 3, 5, 7, 30, tzinfo=UTC)] * 2


async def test_half_past_eight_stays_half_past_eight_when_summer_begins(team: Team) -> None:
    await team.alert(await team.duo_of(1, team.lena))
    await team.at(2026, 3, 27, 7, 30)  # a Friday in winter time
    assert await team.digest_at() == datetime(2026, 3, 30, 6, 30, tzinfo=UTC)  # the Monday, in summer time
    assert await team.at(2026, 3, 30, 6, 30) == 1
    assert [digest.facts.day for digest in await team.digests(team.lena)] == [date(2026, 3, 27), date(2026, 3, 30)]


async def test_an_organisation_elsewhere_has_its_own_half_past_eight(team: Team) -> None:
    async with team.database.write() as store:
        await store.session.execute(update(Organisation).values(time_zone="America/Martinique", digest_at=None))
    await team.run()
    assert await team.digest_at() == datetime(2026, 3, 3, 12, 30, tzinfo=UTC)


async def test_nothing_on_week_ends_and_public_holidays(team: Team) -> None:
    await team.alert(await team.duo_of(1, team.lena))
    runner = JobRunner(team.database, team.clock, jobs=[job for job in JOBS if job.name == "digests.send"])
    while (firing := await runner.next_firing(team.now)) is not None and firing < datetime(2026, 4, 8, tzinfo=UTC):
        team.clock.advance_to(firing)
        await runner.run_due(firing)
    days = [digest.facts.day for digest in await team.digests(team.lena)]
    assert len(days) == len(set(days)) == 24
    assert {day.weekday() for day in days} == set(range(WEEKDAYS))
    assert date(2026, 4, 6) not in days  # Easter Monday


async def test_after_an_outage_there_is_one_digest_of_today_and_the_good_news_of_all_days(team: Team) -> None:
    duo = await team.duo_of(1, team.lena)
    await team.alert(duo)
    team.advance(DAY)
    steps = Milestone(
        seeker_id=(await team.all(Duo))[0].seeker_id,
        duo_id=duo,
        kind="cv_ready",
        on_day="2026-03-04",
        recorded_by=1,
        recorded_at=team.now,
    )
    await team.add(steps)
    assert await team.at(2026, 3, 10, 13, 0) == 1
    assert await team.run() == 0
    (digest,) = await team.digests(team.lena)
    assert digest.facts.day == date(2026, 3, 10)
    assert [(one.about, one.step) for one in digest.facts.good] == [(Good.STEP, "cv_ready")]
    assert await team.digest_at() == datetime(2026, 3, 11, 7, 30, tzinfo=UTC)
    assert await team.at(2026, 3, 11, 7, 30) == 1
    assert (await team.digests(team.lena))[-1].facts.good == ()


async def test_what_was_due_before_a_week_end_is_not_sent_on_saturday(team: Team) -> None:
    await team.alert(await team.duo_of(1, team.lena))
    assert await team.at(2026, 3, 7, 9, 0) == 1
    assert await team.digests(team.lena) == []
    assert await team.digest_at() == datetime(2026, 3, 9, 7, 30, tzinfo=UTC)


async def test_a_digest_is_of_its_day_and_pointless_afterwards(team: Team) -> None:
    await team.alert(await team.duo_of(1, team.lena))
    await team.at(2026, 3, 4, 7, 30)
    (row,) = await team.rows(team.lena, Digest)
    assert row.expires_at == datetime(2026, 3, 4, 23, 0, tzinfo=UTC)  # midnight in Brussels
    assert Digest.policy.waits_for_morning


# -- to whom -----------------------------------------------------------------------------------------------------------
async def test_nothing_to_say_nothing_sent(team: Team) -> None:
    await team.duo_of(1, team.lena)
    assert await team.at(2026, 3, 4, 7, 30) == 1
    assert await team.rows(team.lena, Digest) == await team.rows(team.els, Digest) == []


async def test_each_hears_of_their_own_duos_and_the_lead_of_those_that_nobody_looks_after(team: Team) -> None:
    await team.alert(await team.duo_of(1, team.lena))
    await team.alert(await team.duo_of(2, None), Level.URGENT)
    await team.alert(await team.duo_of(3, team.els))
    await team.at(2026, 3, 4, 7, 30)
    (lenas,), (leads,) = await team.digests(team.lena), await team.digests(team.els)
    assert [line.seeker.name for line in lenas.facts.alerts] == ["Amina1"]
    assert [line.seeker.name for line in leads.facts.alerts] == ["Amina2", "Amina3"]
    assert (lenas.name, leads.name) == ("Lena", "Els")


async def test_a_deputy_hears_of_the_duos_of_who_is_away_and_who_is_away_of_nothing(team: Team) -> None:
    joris = await make_person(team, 903, Role.COORDINATOR, name="Joris")
    async with team.database.write() as store:
        own = col(Membership.id) == team.lena.membership_id
        await store.session.execute(update(Membership).where(own).values(deputy_id=joris.membership_id))
    await team.alert(await team.duo_of(1, team.lena))
    await team.away(team.lena, date(2026, 3, 4), date(2026, 3, 5))
    await team.at(2026, 3, 4, 7, 30)
    assert await team.digests(team.lena) == await team.digests(team.els) == []
    assert [line.seeker.name for line in (await team.digests(joris))[0].facts.alerts] == ["Amina1"]
    await team.at(2026, 3, 6, 7, 30)
    assert len(await team.digests(team.lena)) == 1


async def test_where_all_are_away_whoever_is_in_charge_hears_it_all_the_same(team: Team) -> None:
    await team.alert(await team.duo_of(1, team.lena))
    for one in (team.lena, team.els):
        await team.away(one, date(2026, 3, 4), date(2026, 3, 5))
    await team.at(2026, 3, 4, 7, 30)
    assert len(await team.digests(team.lena)) == 1


async def test_another_organisation_sees_nothing_of_it(team: Team) -> None:
    other = await make_organisation(team, "Samen Sterk")
    mo = await make_person(team, 904, Role.LEAD, organisation=other)
    await team.run()
    await team.alert(await team.duo_of(1, None))
    assert await team.at(2026, 3, 4, 7, 30) == 2
    assert await team.digests(mo) == []


async def test_who_works_for_two_organisations_sees_which_one_it_is_about(team: Team) -> None:
    other = await make_organisation(team, "Samen Sterk")
    await make_person(team, team.lena.user, Role.COORDINATOR, organisation=other)
    await team.alert(await team.duo_of(1, team.lena))
    await team.at(2026, 3, 4, 7, 30)
    (row,) = await team.rows(team.lena, Digest)
    assert team._params(row)["_hat"] == "Duo Dijle"


# -- what --------------------------------------------------------------------------------------------------------------
async def test_the_worst_first_ten_at_most_and_what_is_taken_or_asleep(team: Team) -> None:
    for number in range(1, 13):
        await team.alert(await team.duo_of(number, team.lena), opened_at=team.now + timedelta(minutes=number))
    taken = {"state": AlertState.TAKEN, "taken_by": team.els.membership_id, "taken_at": team.now}
    await team.alert(await team.duo_of(13, team.lena), Level.URGENT, **taken)
    await team.alert(await team.duo_of(14, team.lena), Level.URGENT)
    later = {"state": AlertState.SNOOZED, "next_at": team.now + 7 * DAY}
    await team.alert(await team.duo_of(15, team.lena), Level.URGENT, **later)
    await team.at(2026, 3, 4, 7, 30)
    facts = (await team.digests(team.lena))[0].facts
    names = [line.seeker.name for line in facts.alerts]
    assert names == ["Amina14", "Amina13", *(f"Amina{number}" for number in range(1, 9))]
    assert facts.alert_totals == ((Level.URGENT, 2), (Level.AT_RISK, 12))
    assert facts.alerts[1].taken_by == "Els"
    (els,) = await team.digests(team.els) or [None]
    assert els is None  # all she has is what she has taken: no news


async def test_an_alert_that_somebody_took_is_no_news_until_nothing_was_done_for_a_week(team: Team) -> None:
    taken = {"state": AlertState.TAKEN, "taken_by": team.lena.membership_id, "taken_at": team.now}
    await team.alert(await team.duo_of(1, team.lena), **taken)
    days = []
    for day in range(1, 15):
        await team.at(2026, 3, 3 + day, 7, 30)
        days.append(len(await team.digests(team.lena)))
    assert days[-1] == 1
    (digest,) = await team.digests(team.lena)
    assert (digest.facts.day, digest.facts.alerts[0].rests) == (date(2026, 3, 10), True)


async def test_the_lead_hears_of_what_a_colleague_did_not_take_for_days(team: Team) -> None:
    duo = await team.duo_of(1, team.lena)
    await team.alert(duo)
    await team.alert(await team.duo_of(2, team.lena), escalated_at=team.now)
    await team.at(2026, 3, 4, 7, 30)
    facts = (await team.digests(team.els))[0].facts
    assert [(line.seeker.name, line.keeper) for line in facts.unowned] == [("Amina2", "Lena")]
    assert facts.alerts == ()


async def test_the_monday_keeps_the_levels_of_open_alerts(team: Team) -> None:
    duo = await team.duo_of(1, team.lena)
    await team.alert(duo, Level.URGENT)
    await team.change(duo, level=Level.AT_RISK)
    await team.at(2026, 3, 9, 7, 30)
    (kept,) = await team.all(WeekFigures)
    assert (kept.figures["urgent"], kept.figures["at_risk"]) == (1, 0)


async def test_what_is_snoozed_is_no_time_to_get_in_touch_either(team: Team) -> None:
    later = {"state": AlertState.SNOOZED, "next_at": team.now + 7 * DAY}
    duo = await team.duo_of(1, team.lena, started_at=team.now - 14 * DAY)
    await team.alert(duo, **later)
    await team.at(2026, 3, 4, 7, 30)
    assert await team.digests(team.lena) == []


async def test_who_waits_for_an_answer_comes_up_for_the_lead_on_the_day_of_her_return(team: Team) -> None:
    writer = await make_person(team, 700, name="Naima")
    async with team.database.write() as store:
        own = update(Membership).where(col(Membership.id) == writer.membership_id)
        await store.session.execute(own.values(coordinator_id=team.els.membership_id))
    await team.away(team.els, date(2026, 3, 1), date(2026, 3, 5))
    await team.add(
        TeamLine(
            organisation_id=writer.organisation_id,
            person_id=writer.person_id,
            waits_since=team.now,
            reminded=1,
            created_at=team.now,
        )
    )
    await team.at(2026, 3, 5, 7, 30)
    (lena,) = await team.digests(team.lena)
    assert [(one.who.name, one.keeper) for one in lena.facts.unanswered] == [("Naima", None)]
    assert await team.digests(team.els) == []
    await team.at(2026, 3, 6, 7, 30)
    (els,) = await team.digests(team.els)
    assert [(one.membership_id, one.keeper) for one in els.facts.unanswered] == [(writer.membership_id, None)]
    async with team.database.write() as store:
        await store.session.execute(update(TeamLine).values(waits_since=None, reminded=0))
    await team.at(2026, 3, 9, 7, 30)
    assert len(await team.digests(team.els)) == 1


async def test_the_lead_reads_also_whom_a_colleague_did_not_answer_for_two_days(team: Team) -> None:
    writer = await make_person(team, 700, name="Naima")
    mentor = await make_person(team, 701, Role.MENTOR, name="Bart")
    await make_duo(team, writer, mentor, coordinator=team.lena)
    line = TeamLine(
        organisation_id=writer.organisation_id,
        person_id=writer.person_id,
        waits_since=team.now,
        reminded=2,
        created_at=team.now,
    )
    await team.add(line)
    await team.at(2026, 3, 5, 7, 30)
    for reader, keeper in ((team.lena, None), (team.els, "Lena")):
        (digest,) = await team.digests(reader)
        assert [one.keeper for one in digest.facts.unanswered] == [keeper]


async def test_good_endings_steps_and_what_comes_today_are_told(team: Team) -> None:
    over = await team.duo_of(1, team.lena, state=DuoState.COMPLETED, outcome=Outcome.WORK, closed_at=team.now)
    running = await team.duo_of(2, team.lena)
    at = datetime(2026, 3, 4, 13, 0, tzinfo=UTC)
    common = {"time_zone": "Europe/Brussels", "created_at": team.now, "changed_at": team.now}
    await team.add(
        DuoSession(duo_id=running, kind=SessionKind.FIRST, local_start="2026-03-04T14:00", starts_at=at, **common),
        DuoSession(duo_id=running, local_start="2026-03-04T16:00", starts_at=at + timedelta(hours=2), **common),
    )
    await team.at(2026, 3, 4, 7, 30)
    facts = (await team.digests(team.lena))[0].facts
    assert [(one.about, one.duo_id, one.outcome) for one in facts.good] == [(Good.FINISHED, over, Outcome.WORK)]
    assert [(one.kind, one.duo_id, one.at) for one in facts.today] == [(SessionKind.FIRST, running, at)]


async def test_whoever_waits_too_long_is_told_with_the_days(team: Team) -> None:
    since = team.now - 60 * DAY
    sofiane = await make_person(team, 700, name="Sofiane", waiting_since=since)
    await make_person(team, 701, name="Zoe", waiting_since=team.now - 10 * DAY)
    await team.at(2026, 3, 4, 7, 30)
    facts = (await team.digests(team.els))[0].facts
    assert [(one.seeker_id, one.since) for one in facts.waiting] == [(sofiane.membership_id, since.date())]
    assert facts.waiting[0].working_days == 43


# -- staff contacts ----------------------------------------------------------------------------------------------------
async def _here(team: Team, duo_id: int, since: datetime) -> None:
    duo = next(one for one in await team.all(Duo) if one.id == duo_id)
    member = next(one for one in await team.all(Membership) if one.id == duo.seeker_id)
    people = {"person_id": member.person_id, "partner_person_id": member.person_id}
    await team.add(Thread(id=new_id(), duo_id=duo_id, membership_id=member.id, created_at=since, **people))


async def test_a_contact_is_due_in_the_second_week_until_somebody_calls(team: Team) -> None:
    since = team.now - 13 * DAY
    duo = await team.duo_of(1, team.lena, started_at=since)
    await _here(team, duo, since)
    await team.at(2026, 3, 4, 7, 30)
    due = (await team.digests(team.lena))[0].facts.contacts
    assert [(one.duo_id, one.point, one.on_day) for one in due] == [(duo, ContactPoint.WEEK_2, date(2026, 3, 4))]
    await team.add(TeamDeed(duo_id=duo, membership_id=team.lena.membership_id, deed=Deed.CALLED, at=team.now))
    await team.at(2026, 3, 5, 7, 30)
    assert len(await team.digests(team.lena)) == 1
    await team.at(2026, 3, 20, 7, 30)
    assert (await team.digests(team.lena))[-1].facts.contacts[0].point is ContactPoint.DAY_30


async def test_duos_from_before_tandem_are_due_from_their_next_point_on(team: Team) -> None:
    since = team.now - 15 * DAY
    duo = await team.duo_of(1, team.lena, started_at=since, under_way_since=since)
    await _here(team, duo, team.now - DAY)
    await team.at(2026, 3, 4, 7, 30)
    assert await team.digests(team.lena) == []
    await team.at(2026, 3, 18, 7, 30)
    assert (await team.digests(team.lena))[0].facts.contacts[0].point is ContactPoint.DAY_30


# -- Mondays -----------------------------------------------------------------------------------------------------------
async def test_the_first_digest_of_a_week_keeps_the_levels_and_asks_for_the_picture_once(team: Team) -> None:
    await team.duo_of(1, team.lena)
    await team.duo_of(2, team.lena, level=Level.WATCH)
    await team.duo_of(3, team.lena, state=DuoState.PAUSED)
    await team.at(2026, 3, 9, 7, 30)
    await team.at(2026, 3, 10, 7, 30)
    (figures,), (chore,) = await team.all(WeekFigures), await team.all(Chore)
    kept = {"well": 1, "watch": 1, "at_risk": 0, "urgent": 0, "paused": 1}
    assert (figures.monday, figures.figures) == ("2026-03-09", kept)
    assert chore.kind == ChoreKind.DRAW_WEEK


async def test_a_team_that_begins_in_the_middle_of_a_week_gets_its_first_picture_on_monday(team: Team) -> None:
    await team.duo_of(1, team.lena)
    await team.at(2026, 3, 4, 7, 30)  # its first digest, a Wednesday
    assert await team.all(WeekFigures) == await team.all(Chore) == []


async def test_a_picture_that_is_late_comes_all_the_same(team: Team) -> None:
    await team.duo_of(1, team.lena)
    await team.at(2026, 3, 6, 7, 30)
    await team.at(2026, 3, 11, 12, 0)  # nobody ran on Monday and Tuesday
    assert [one.monday for one in await team.all(WeekFigures)] == ["2026-03-09"]


async def test_after_a_holiday_on_monday_the_week_begins_on_tuesday(team: Team) -> None:
    await team.duo_of(1, team.lena)
    await team.at(2026, 4, 3, 6, 30)
    await team.at(2026, 4, 7, 6, 30)
    assert [one.monday for one in await team.all(WeekFigures)][-1:] == ["2026-04-06"]


async def test_an_organisation_without_a_duo_gets_no_picture(team: Team) -> None:
    await team.at(2026, 3, 9, 7, 30)
    assert await team.all(Chore) == []


# -- once --------------------------------------------------------------------------------------------------------------
async def test_two_workers_at_the_same_moment_send_one_digest_each(team: Team) -> None:
    await team.alert(await team.duo_of(1, team.lena))
    await team.alert(await team.duo_of(2, team.els))
    team.clock.advance_to(datetime(2026, 3, 4, 7, 30, tzinfo=UTC))
    sent = await asyncio.gather(*(team.run() for _ in range(4)))
    assert sum(sent) == 1
    assert len(await team.digests(team.lena)) == len(await team.digests(team.els)) == 1


async def test_what_failed_before_the_commit_is_sent_once_by_the_next_run(team: Team) -> None:
    await team.alert(await team.duo_of(1, team.lena))
    team.clock.advance_to(datetime(2026, 3, 4, 7, 30, tzinfo=UTC))

    async def breaks(*_: Any) -> None:
        raise ConnectionError

    with pytest.raises(ConnectionError):
        await team.does(lambda work: send_due(work, 1, breaks))
    assert await team.digests(team.lena) == []
    assert await team.run() == 1
    assert len(await team.digests(team.lena)) == 1


async def test_a_digest_of_that_day_is_never_written_again(team: Team) -> None:
    await team.alert(await team.duo_of(1, team.lena))
    await team.at(2026, 3, 4, 7, 30)
    async with team.database.write() as store:  # a backup from before is restored, or somebody sets it back
        await store.session.execute(update(Organisation).values(digest_at=team.now))
    assert await team.run() == 1
    assert len(await team.digests(team.lena)) == 1


async def test_the_group_is_told_in_the_same_transaction_and_only_of_news(team: Team) -> None:
    heard: list[int] = []

    async def tell(_work: Any, _organisation: Any, facts: Any) -> None:
        heard.append(len(facts.alerts))

    await team.alert(await team.duo_of(1, team.lena))
    await team.alert(await team.duo_of(2, team.els))
    team.clock.advance_to(datetime(2026, 3, 4, 7, 30, tzinfo=UTC))
    await team.does(lambda work: send_due(work, 1, tell))
    assert heard == [2]


# -- cost --------------------------------------------------------------------------------------------------------------
async def test_a_morning_of_many_duos_takes_as_many_statements_as_one_of_few(team: Team) -> None:
    counts, mornings = [], {2: 4, 4: 5, 40: 6}
    for number in range(1, 41):
        await team.alert(await team.duo_of(number, (team.lena, team.els)[number % 2]))
        if number in mornings:
            team.clock.advance_to(datetime(2026, 3, mornings[number], 7, 30, tzinfo=UTC))
            counts.append(await _statements(team))
    assert counts[0] == counts[1] == counts[2] < 34  # reasons of today are looked at for all alerts together


async def _statements(team: Team) -> int:
    seen: list[str] = []
    engine = team.database.engine.sync_engine

    def note(_conn: Any, _cursor: Any, statement: str, *_: Any) -> None:
        seen.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        await team.does(lambda work: send_due(work, 1))
    finally:
        event.remove(engine, "before_cursor_execute", note)
    return len(seen)


async def test_who_left_the_team_during_their_quiet_hours_gets_nothing_any_more(team: Team) -> None:
    await team.alert(await team.duo_of(1, team.lena))
    await team.at(2026, 3, 4, 7, 30)
    (row,) = await team.rows(team.lena, Digest)
    guard = read_guard(row.guard)
    assert guard is not None
    async with team.database.read() as store:
        assert holds(guard, await read_facts(store, [guard]), team.now)
    async with team.database.write() as store:
        own = col(Membership.id) == team.lena.membership_id
        await store.session.execute(update(Membership).where(own).values(state=MembershipState.LEFT))
    async with team.database.read() as store:
        assert not holds(guard, await read_facts(store, [guard]), team.now)
