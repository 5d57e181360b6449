"""`alerts.due`, and the lists of alerts, on both databases: who hears of what nobody takes, and what comes back."""

from __future__ import annotations

import asyncio
import json
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import event, update
from sqlmodel import col, select

from bot.clocks import StandingClock
from mentoring.actor import load_actor
from mentoring.alerts.contacts import set_elsewhere
from mentoring.alerts.deeds import snooze, take
from mentoring.alerts.due import next_due_alert, see_to_due_alerts
from mentoring.alerts.reading import open_alerts, settled_by_itself
from mentoring.digest.gather import find_now
from mentoring.leaving import hand_over
from mentoring.messages.alerts import NobodyTookIt
from mentoring.messages.base import from_params
from mentoring.messages.duos import DuoFacts
from mentoring.messages.pairing import Named
from mentoring.messages.probes import UrgentDeskAlert
from mentoring.signals.probes import seen, tell
from mentoring.signals.reasons import Kind, Reason
from mentoring.signals.review import review_due, touch
from scheduler import alerts as job
from storage.database import Database
from storage.tables import Absence, Alert, Duo, DuoEvent, Membership, OrganisationPause, TeamDeed
from storage.words import AlertState, Deed, Level, Noticed, Role
from tests.handlers.people import Made, make_organisation, make_person
from tests.scheduler.duos import DAY, Pair, Town
from tests.scheduler.reviews import Desk, alerts, live, lively_pair, review

REASON = Reason(Kind.SILENCE, Role.SEEKER, date(2026, 2, 10), {"days": 21})
HOUR = timedelta(hours=1)
THURSDAY = datetime(2026, 3, 5, 7, tzinfo=UTC)  # two working days after the clock's Tuesday, 8:00 in Brussels


@pytest.fixture
def town(database: Database, clock: StandingClock) -> Town:
    return Town(database, clock)


@pytest.fixture
async def sofie(town: Town) -> Made:
    """Looks after the duos."""
    return await make_person(town, 801, Role.COORDINATOR, language="en", name="Sofie")


@pytest.fixture
async def lies(town: Town) -> Made:
    return await make_person(town, 802, Role.LEAD, language="en", name="Lies")


async def alarm(town: Town, pair: Pair, level: Level = Level.AT_RISK, **changed: object) -> int:
    """An open alert, as a review leaves it on the Tuesday; returns its id."""
    async with town.database.write() as store:
        duo = await store.session.get(Duo, pair.id)
        assert duo is not None
        duo.level, duo.level_since = level, town.now
        plain = {"opened_at": town.now, "next_at": THURSDAY, "level": level, "reasons": [REASON.to_json()]}
        row = Alert(duo_id=pair.id, organisation_id=duo.organisation_id, **(plain | changed))
        store.session.add(row)
        return row.id


async def look_after(town: Town, pair: Pair, who: Made | None) -> None:
    await town.change_duo(pair, coordinator_id=who.membership_id if who else None)


async def tick(town: Town, at: datetime | None = None) -> int:
    if at is not None:
        town.clock.advance_to(at)
    async with town.work() as work:
        return await see_to_due_alerts(work)


async def told(town: Town, *people: Made) -> list[int]:
    return [len(await town.rows(who, NobodyTookIt)) for who in people]


async def do(town: Town, who: Made, function: object, alert_id: int, *values: object) -> None:
    async with town.work() as work:
        actor = await load_actor(work.store, who.user)
        alert = await work.store.session.get(Alert, alert_id)
        assert actor is not None
        assert alert is not None
        await function(actor, work, alert_id, *values, seen(alert))  # type: ignore[operator]


# -- nobody takes it ---------------------------------------------------------------------------------------------------
async def test_after_two_working_days_the_lead_hears_of_it_once(town: Town, sofie: Made, lies: Made) -> None:
    pair = await town.pair()
    await look_after(town, pair, sofie)
    await alarm(town, pair)
    async with town.database.read() as store:
        assert await next_due_alert(store) == THURSDAY
    assert await tick(town, THURSDAY - HOUR) == 0
    assert await tick(town, THURSDAY) == 1
    assert await tick(town, THURSDAY + 9 * DAY) == 0
    assert await told(town, sofie, lies) == [0, 1]
    (alert,) = await alerts(town)
    assert (alert.state, alert.escalated_at, alert.next_at) == (AlertState.OPEN, THURSDAY, None)


async def test_where_the_lead_is_in_charge_the_next_of_the_team_hears_of_it(
    town: Town, sofie: Made, lies: Made
) -> None:
    pair = await town.pair()
    await look_after(town, pair, lies)
    await alarm(town, pair)
    await tick(town, THURSDAY)
    assert await told(town, sofie, lies) == [1, 0]


async def test_a_lead_who_is_away_is_passed_over_while_somebody_else_is_there(
    town: Town, sofie: Made, lies: Made
) -> None:
    pair = await town.pair()
    await look_after(town, pair, sofie)
    tom = await make_person(town, 803, Role.COORDINATOR, name="Tom")
    async with town.database.write() as store:
        away = Absence(
            membership_id=lies.membership_id, first_day="2026-03-01", last_day="2026-03-20", created_at=town.now
        )
        store.session.add(away)
    await alarm(town, pair)
    await tick(town, THURSDAY)
    assert await told(town, sofie, lies, tom) == [0, 0, 1]


async def test_a_team_of_one_is_not_told_by_itself(town: Town, sofie: Made) -> None:
    await alarm(town, await town.pair())
    await tick(town, THURSDAY)
    (alert,) = await alerts(town)
    assert (alert.escalated_at, alert.next_at) == (None, None)
    assert await told(town, sofie) == [0]


async def test_what_somebody_took_goes_to_nobody_else(town: Town, sofie: Made, lies: Made) -> None:
    alert_id = await alarm(town, await town.pair())
    await do(town, sofie, take, alert_id)
    assert await tick(town, THURSDAY) == 0
    assert await told(town, sofie, lies) == [0, 0]


async def test_in_a_pause_of_the_organisation_the_lead_hears_of_it_afterwards(
    town: Town, sofie: Made, lies: Made
) -> None:
    pair = await town.pair()
    await look_after(town, pair, sofie)
    await alarm(town, pair)
    async with town.database.write() as store:
        pause = OrganisationPause(
            organisation_id=sofie.organisation_id, first_day="2026-03-04", last_day="2026-03-08", created_at=town.now
        )
        store.session.add(pause)
    await tick(town, THURSDAY)
    assert await told(town, lies) == [0]
    await tick(town, datetime(2026, 3, 9, 8, tzinfo=UTC))
    assert await told(town, lies) == [1]


async def test_what_somebody_took_goes_to_the_colleague_who_follows_them(town: Town, sofie: Made, lies: Made) -> None:
    mentor = await make_person(town, 900, Role.MENTOR, capacity=9)
    alert_ids = [await alarm(town, await town.pair(number, mentor=mentor)) for number in range(2)]
    for alert_id in alert_ids:
        await do(town, sofie, take, alert_id)
    async with town.database.write() as store:
        await store.session.execute(
            update(Alert).where(col(Alert.id) == alert_ids[0]).values(resolved_at=town.now, state=AlertState.RESOLVED)
        )
    async with town.work() as work:
        members = {one: await work.store.session.get(Membership, one.membership_id) for one in (sofie, lies)}
        await hand_over(work, [members[sofie]], members[lies])
    assert [alert.taken_by for alert in await alerts(town)] == [sofie.membership_id, lies.membership_id]


# -- snoozed -----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("first", "state"), [(None, AlertState.OPEN), (take, AlertState.TAKEN)])
async def test_a_snooze_that_is_over_opens_it_again(
    town: Town, sofie: Made, lies: Made, first: object, state: AlertState
) -> None:
    alert_id = await alarm(town, await town.pair())
    if first is not None:
        await do(town, sofie, first, alert_id)
    await do(town, sofie, snooze, alert_id, 3)
    assert await tick(town, THURSDAY) == 0
    assert await tick(town, datetime(2026, 3, 6, 7, tzinfo=UTC)) == 1
    (alert,) = await alerts(town)
    assert alert.state == state
    after = datetime(2026, 3, 10, 7, tzinfo=UTC) if state is AlertState.OPEN else None  # again two working days
    assert alert.next_at == after


async def test_a_duo_that_is_better_stays_quiet_until_it_is_worse_again(town: Town, sofie: Made) -> None:
    pair = await town.pair()
    alert_id = await alarm(town, pair)
    await do(town, sofie, snooze, alert_id, 3)
    await town.change_duo(pair, level=Level.WATCH)
    for day in (6, 7):
        await tick(town, datetime(2026, 3, day, 7, tzinfo=UTC))
        (alert,) = await alerts(town)
        assert (alert.state, alert.next_at) == (AlertState.SNOOZED, datetime(2026, 3, day + 1, 7, tzinfo=UTC))
    await town.change_duo(pair, level=Level.AT_RISK)
    await tick(town, datetime(2026, 3, 8, 7, tzinfo=UTC))
    (alert,) = await alerts(town)
    assert alert.state == AlertState.OPEN


# -- the job -----------------------------------------------------------------------------------------------------------
async def test_the_job_does_a_hundred_and_more_each_with_the_duo_locked_first(
    town: Town, sofie: Made, lies: Made
) -> None:
    mentor = await make_person(town, 900, Role.MENTOR, capacity=9)
    for number in range(3):
        await alarm(town, await town.pair(number, mentor=mentor))
    town.clock.advance_to(THURSDAY)
    assert await job.run(town.work, town.now) == 3
    assert await job.run(town.work, town.now) == 0
    assert sum(await told(town, sofie, lies)) == 3


async def test_two_workers_at_once_tell_the_lead_once(postgres_database: Database, clock: StandingClock) -> None:
    town = Town(postgres_database, clock)
    sofie = await make_person(town, 801, Role.COORDINATOR, name="Sofie")
    lies = await make_person(town, 802, Role.LEAD, name="Lies")
    pair = await town.pair()
    await look_after(town, pair, sofie)
    await alarm(town, pair)
    town.clock.advance_to(THURSDAY)
    async with town.work() as one:
        assert await see_to_due_alerts(one) == 1
        async with town.work() as other:
            assert await see_to_due_alerts(other) == 0
    assert await told(town, lies) == [1]


async def test_two_who_take_it_at_the_same_moment_are_one_after_the_other(
    postgres_database: Database, clock: StandingClock
) -> None:
    town = Town(postgres_database, clock)
    people = [await make_person(town, 810 + n, Role.COORDINATOR, name=name) for n, name in enumerate(("Sofie", "Tom"))]
    alert_id = await alarm(town, await town.pair())
    (alert,) = await alerts(town)

    async def takes(who: Made) -> DuoFacts:
        async with town.work() as work:
            actor = await load_actor(work.store, who.user)
            assert actor is not None
            return await take(actor, work, alert_id, seen(alert))

    cards = await asyncio.gather(*(takes(who) for who in people))
    assert sorted(card.changed_meanwhile for card in cards) == [False, True]
    assert sorted(card.alert.is_mine for card in cards if card.alert is not None) == [False, True]
    async with town.database.read() as store:
        deeds = (await store.session.execute(select(TeamDeed))).scalars().all()
    assert [deed.deed for deed in deeds] == [Deed.TOOK]


# -- urgent ------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("kind", "at"), [(Noticed.HELP, "2026-03-07 22:00"), (Noticed.WANTS_TO_STOP, "2026-03-09 08:00")]
)
async def test_help_is_told_at_once_and_a_doubt_on_the_next_working_day(
    town: Town, sofie: Made, kind: Noticed, at: str
) -> None:
    pair = await lively_pair(town)
    town.clock.advance_to(datetime(2026, 3, 7, 22, tzinfo=UTC))  # a Saturday evening
    async with town.work() as work:
        work.store.session.add(DuoEvent(duo_id=pair.id, kind=kind, person_id=pair.seeker.person_id, at=town.now))
        await touch(work, pair.id)
        await work.store.session.flush()
        await review_due(work, 10, tell)
    (row,) = await town.rows(sofie, UrgentDeskAlert)
    assert row.due_at == datetime.fromisoformat(at + "+00:00")


async def test_who_has_taken_it_hears_that_it_became_urgent(town: Town, sofie: Made) -> None:
    tom = await make_person(town, 803, Role.COORDINATOR, name="Tom")
    pair = await lively_pair(town)
    await look_after(town, pair, sofie)
    await do(town, tom, take, await alarm(town, pair))
    async with town.work() as work:
        event_ = DuoEvent(duo_id=pair.id, kind=Noticed.HELP, person_id=pair.seeker.person_id, at=town.now)
        work.store.session.add(event_)
        await work.store.session.flush()
        await review_due(work, 10, tell)
    assert [len(await town.rows(who, UrgentDeskAlert)) for who in (sofie, tom)] == [0, 1]
    (alert,) = await alerts(town)
    assert (alert.level, alert.state, alert.taken_by) == (Level.URGENT, AlertState.TAKEN, tom.membership_id)


async def test_what_is_at_risk_is_no_message_of_its_own(town: Town, sofie: Made) -> None:
    pair = await lively_pair(town)
    await town.change_person(pair.seeker, unreachable_since=town.now)
    async with town.work() as work:
        await review_due(work, 10, tell)
    assert [alert.level for alert in await alerts(town)] == [Level.AT_RISK]
    assert await town.rows(sofie) == []


# -- elsewhere ---------------------------------------------------------------------------------------------------------
async def test_that_they_meet_elsewhere_quiets_the_silence_but_not_unanswered_questions(
    town: Town, sofie: Made
) -> None:
    pair, desk = await lively_pair(town), Desk()
    await live(town, desk, pair, 4)
    async with town.work() as work:
        actor = await load_actor(work.store, sofie.user)
        assert actor is not None
        card = await set_elsewhere(actor, work, pair.id, is_so=True)
    assert card.signs is not None
    assert {reason.kind for reason in card.signs.reasons} == {Kind.UNANSWERED}
    assert card.alert is not None
    async with town.work() as work:
        (told,) = (await find_now(work, sofie.organisation_id)).alerts
    assert told.reasons == card.signs.reasons  # the morning gives no other reasons than the card
    lies = await make_person(town, 802, Role.LEAD, language="en", name="Lies")
    await look_after(town, pair, sofie)
    await tick(town, town.now + 7 * DAY)
    (row,) = await town.rows(lies, NobodyTookIt)
    untaken = from_params(row.kind, json.loads(row.open(town.database.vault, "params") or "{}"))
    assert isinstance(untaken, NobodyTookIt)
    assert {reason.kind for reason in untaken.reasons} == {Kind.UNANSWERED}


async def test_an_alert_of_silence_alone_is_settled_by_the_word_that_they_meet_elsewhere(
    town: Town, sofie: Made
) -> None:
    pair, desk = await lively_pair(town), Desk()
    for _ in range(35):
        town.advance(DAY)
        await review(town, desk)
    (alert,) = await alerts(town)
    assert alert.resolved_at is None
    async with town.work() as work:
        actor = await load_actor(work.store, sofie.user)
        assert actor is not None
        card = await set_elsewhere(actor, work, pair.id, is_so=True)
    assert (card.alert, card.signs) == (None, None)
    async with town.work() as work:
        found = await find_now(work, sofie.organisation_id)
    assert found.alerts == []
    assert [duo.level for duo in found.duos] == [Level.WELL]


# -- the lists ---------------------------------------------------------------------------------------------------------
async def test_the_open_alerts_of_an_organisation_come_the_worst_first_in_one_statement(
    town: Town, sofie: Made
) -> None:
    mentor = await make_person(town, 900, Role.MENTOR, name="Jan", capacity=9)
    pairs = [await town.pair(number, mentor=mentor) for number in range(5)]
    await look_after(town, pairs[0], sofie)
    first = await alarm(town, pairs[0])
    town.advance(HOUR)
    second = await alarm(town, pairs[1])
    urgent = await alarm(town, pairs[2], Level.URGENT)
    await alarm(town, pairs[3], resolved_at=town.now, state=AlertState.RESOLVED)
    await do(town, sofie, take, first)
    await do(town, sofie, snooze, second, 7)

    counted: list[str] = []
    engine = town.database.engine.sync_engine
    event.listen(engine, "before_cursor_execute", lambda *args: counted.append(args[2]))
    async with town.work() as work:
        counted.clear()
        found = await open_alerts(work, sofie.organisation_id)
        assert len([one for one in counted if one.lstrip().upper().startswith("SELECT")]) == 1

    assert [one.alert_id for one in found] == [urgent, first, second]
    mine, quiet = found[1], found[2]
    assert (mine.seeker, mine.mentor) == (Named("Amina0"), Named("Jan"))
    assert (mine.state, mine.taken_by_name, mine.coordinator_id) == (
        AlertState.TAKEN,
        "Sofie",
        sofie.membership_id,
    )
    assert (mine.reasons, mine.quiet_since, mine.snoozed_until) == ((REASON,), REASON.since, None)
    assert quiet.snoozed_until == datetime(2026, 3, 10, 7, tzinfo=UTC)
    assert mine.done_at == mine.taken_at == town.now


async def test_duos_that_came_back_to_life_are_listed_since_then(town: Town, sofie: Made) -> None:
    pairs = [await town.pair(number) for number in range(3)]
    await alarm(town, pairs[0], resolved_at=town.now - DAY, by_itself=True)
    back = await alarm(town, pairs[1], resolved_at=town.now, by_itself=True)
    await alarm(town, pairs[2], resolved_at=town.now, by_itself=False)
    other = await make_organisation(town, "Samen Sterk")
    async with town.work() as work:
        found = await settled_by_itself(work, sofie.organisation_id, town.now - HOUR)
        assert await settled_by_itself(work, other, town.now - HOUR) == []
        assert await open_alerts(work, other) == []
    assert [(one.alert_id, one.seeker) for one in found] == [(back, Named("Amina1"))]
