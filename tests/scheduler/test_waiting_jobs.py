"""`waiting.news`, `waiting.alert` and `waiting.erase` on both databases."""

from __future__ import annotations

import asyncio
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import update
from sqlmodel import col, select

from bot.clocks import StandingClock
from mentoring.actor import load_actor
from mentoring.answering import answer_proposal
from mentoring.desk.removing import KEPT_AFTER, remove_person
from mentoring.digest.news import long_waits
from mentoring.invitations import issue, redeem
from mentoring.messages.base import Message, from_params
from mentoring.messages.waiting_news import Erased, ErasedSoon, KeptLonger, StillLooking, WaitsLong, WaitsNoLonger
from mentoring.pairing import propose_duo, withdraw_proposal
from mentoring.pauses import read_pauses
from mentoring.waiting_end import keep_longer
from mentoring.waiting_news import begin_waiting
from mentoring.welcome import agree, choose_language, finish_welcome, give_name, refuse
from scheduler import erase_waiting, flag_waiting, tell_waiting
from scheduler.runner import JobRunner
from scheduler.table import JOBS
from storage.database import Database
from storage.tables import Membership, Organisation, Outbox, Person
from storage.words import MembershipState, OutboxState, Role
from tests.handlers.people import Made, make_organisation, make_person
from tests.scheduler.duos import DAY, Town

OURS = {"waiting.news", "waiting.alert", "waiting.erase"}
LENA = 903


class Waiting(Town):
    """A town in which people wait, and the clock's jobs about it."""

    lena: Made
    runner: JobRunner

    async def somebody(self, user: int, role: Role = Role.SEEKER, **fields: Any) -> Made:
        """Ready since now, in no duo."""
        made = await make_person(self, user, role, **fields)
        async with self.work() as work:
            membership = await work.store.session.get(Membership, made.membership_id)
            assert membership is not None
            await begin_waiting(work, membership)
        return made

    async def arrives(self, user: int, role: Role = Role.SEEKER) -> Made:
        """Has followed a link of the team, chosen a language, and answered nothing else."""
        async with self.work() as work:
            place = await work.store.session.get(Organisation, self.lena.organisation_id)
            assert place is not None
            issued = await issue(work, place, role, label="Dossier 12", invited_by=self.lena.membership_id)
            actor, membership = await redeem(work, issued.token, user, "fr")
            await choose_language(actor, work, membership.id, "fr")
            return Made(user, actor.person.id, membership.id, place.id)

    async def membership(self, who: Made) -> Membership | None:
        async with self.database.read() as store:
            return await store.session.get(Membership, who.membership_id)

    async def until(self, moment: datetime) -> list[str]:
        """Travels from firing to firing, as the demo does; what is due for sending leaves."""
        ran: list[str] = []
        while (firing := await self.runner.next_firing(self.now)) is not None and firing <= moment:
            self.clock.advance_to(firing)
            ran += await self.runner.run_due(firing)
            await self.deliver()
        self.clock.advance_to(moment)
        return ran

    async def said(self, kind: type[Message]) -> list[Any]:
        async with self.database.read() as store:
            statement = select(Outbox).where(col(Outbox.kind) == kind.kind).order_by(col(Outbox.id))
            rows = (await store.session.execute(statement)).scalars().all()
        vault = self.database.vault
        return [from_params(row.kind, json.loads(row.open(vault, "params") or "{}")) for row in rows]

    async def does(self, user: int, use_case: Any, *values: Any) -> Any:
        async with self.work() as work:
            actor = await load_actor(work.store, user)
            assert actor is not None
            return await use_case(actor, work, *values)


@pytest.fixture
async def town(database: Database, clock: StandingClock) -> Waiting:
    town = Waiting(database, clock)
    await make_organisation(town)
    town.lena = await make_person(town, LENA, Role.COORDINATOR)
    town.runner = JobRunner(database, clock, jobs=[job for job in JOBS if job.name in OURS])
    return town


# -- news --------------------------------------------------------------------------------------------------------------
async def test_every_ten_working_days_whoever_waits_hears_that_nobody_is_forgotten(town: Waiting) -> None:
    amina = await town.somebody(501)
    jan = await town.somebody(601, Role.MENTOR)
    start = town.now  # a Tuesday
    await town.until(start + 13 * DAY)
    assert await town.said(StillLooking) == []
    await town.until(start + 56 * DAY)
    news = [(one.to, one.turn) for one in await town.said(StillLooking)]
    for role in (Role.SEEKER, Role.MENTOR):  # Easter Monday lies between
        assert [turn for to, turn in news if to is role] == [0, 1, 2]
    assert len(await town.rows(amina, StillLooking)) == len(await town.rows(jan, StillLooking)) == 3


async def test_half_a_year_of_waiting_takes_few_steps_and_fits_the_weekly_limit(town: Waiting) -> None:
    amina = await town.somebody(501)
    ran = await town.until(town.now + 150 * DAY)
    assert ran.count("waiting.news") == len(await town.rows(amina, StillLooking)) == 10
    assert await town.most_in_a_week(amina) == 1


async def test_an_open_proposal_holds_news_and_word_back_and_its_end_lets_them_go_on(town: Waiting) -> None:
    amina, jan = await town.somebody(501), await town.somebody(601, Role.MENTOR)
    start = town.now
    await town.until(start + 13 * DAY)
    sent = await town.does(LENA, propose_duo, amina.membership_id, jan.membership_id)
    await town.until(start + 18 * DAY)
    assert await town.said(StillLooking) == await town.said(WaitsLong) == []
    await town.does(LENA, withdraw_proposal, sent.duo_id)
    await town.until(start + 22 * DAY)
    assert {one.to for one in await town.said(StillLooking)} == {Role.SEEKER, Role.MENTOR}


async def test_a_duo_that_begins_ends_the_waiting_for_both(town: Waiting) -> None:
    amina, jan = await town.somebody(501), await town.somebody(601, Role.MENTOR)
    sent = await town.does(LENA, propose_duo, amina.membership_id, jan.membership_id)
    for user in (501, 601):
        await town.does(user, answer_proposal, sent.duo_id, True)
    for who in (amina, jan):
        membership = await town.membership(who)
        assert membership is not None
        assert (membership.news_at, membership.waits_long_at, membership.erase_at) == (None, None, None)
    assert await town.until(town.now + 300 * DAY) == []


async def test_news_that_waits_is_overtaken_by_a_proposal(town: Waiting) -> None:
    amina, jan = await town.somebody(501), await town.somebody(601, Role.MENTOR)
    async with town.database.write() as store:
        await store.session.execute(
            update(Membership).where(col(Membership.news_at).is_not(None)).values(news_at=town.now)
        )
    assert await tell_waiting.run(town.work, town.now) == 2
    await town.does(LENA, propose_duo, amina.membership_id, jan.membership_id)
    assert {row.state for who in (amina, jan) for row in await town.rows(who, StillLooking)} == {OutboxState.CANCELLED}


async def test_who_cannot_be_reached_is_tried_again_on_the_next_working_day(town: Waiting) -> None:
    amina = await town.somebody(501)
    await town.change_person(amina, unreachable_since=town.now)
    start = town.now
    await town.until(start + 16 * DAY)
    assert await town.rows(amina, StillLooking) == []
    await town.change_person(amina, unreachable_since=None)
    await town.until(start + 20 * DAY)
    assert len(await town.rows(amina, StillLooking)) == 1


async def test_who_left_meanwhile_hears_nothing(town: Waiting) -> None:
    amina = await town.somebody(501)
    async with town.database.write() as store:
        left = update(Membership).where(col(Membership.id) == amina.membership_id)
        await store.session.execute(left.values(state=MembershipState.LEFT))
    await town.until(town.now + 300 * DAY)
    assert await town.rows(amina) == await town.rows(town.lena) == []


async def test_many_at_once_are_told_in_batches_and_twice_at_once_told_once(town: Waiting) -> None:
    people = [await town.somebody(501 + n) for n in range(5)]
    town.advance(15 * DAY)
    done = await asyncio.gather(*(tell_waiting.run(town.work, town.now) for _ in range(2)))
    assert sum(done) == 5
    assert [len(await town.rows(who, StillLooking)) for who in people] == [1] * 5
    assert await tell_waiting.run(town.work, town.now) == 0


# -- word for the team -------------------------------------------------------------------------------------------------
async def test_after_twenty_working_days_the_team_hears_of_a_mentee_and_every_ten_after(town: Waiting) -> None:
    amina = await town.somebody(501, name="Amina", label="Dossier 12")
    await town.somebody(601, Role.MENTOR)
    start = town.now
    await town.until(start + 27 * DAY)
    assert await town.said(WaitsLong) == []
    await town.until(start + 56 * DAY)
    alerts = await town.said(WaitsLong)
    assert [(one.seeker_id, one.who.label, one.working_days, one.times) for one in alerts] == [
        (amina.membership_id, "Dossier 12", 20, 1),
        (amina.membership_id, "Dossier 12", 30, 2),
    ]
    assert len(await town.rows(town.lena, WaitsLong)) == 2


async def test_the_alert_goes_to_whoever_looks_after_the_mentee(town: Waiting) -> None:
    mia = await make_person(town, 904, Role.COORDINATOR)
    amina = await town.somebody(501)
    async with town.database.write() as store:
        hers = update(Membership).where(col(Membership.id) == amina.membership_id)
        await store.session.execute(hers.values(coordinator_id=mia.membership_id))
    town.advance(30 * DAY)
    assert await flag_waiting.run(town.work, town.now) == 1
    assert (len(await town.rows(mia, WaitsLong)), await town.rows(town.lena, WaitsLong)) == (1, [])


# -- the end -----------------------------------------------------------------------------------------------------------
async def test_after_six_months_the_team_is_told_two_weeks_before_and_then_the_person_is_erased(town: Waiting) -> None:
    amina = await town.somebody(501, name="Amina", label="Dossier 12", language="nl")
    start = town.now  # 3 March
    await town.until(datetime(2026, 8, 19, tzinfo=UTC))
    assert await town.said(ErasedSoon) == []
    await town.until(datetime(2026, 8, 22, tzinfo=UTC))
    (warning,) = await town.said(ErasedSoon)
    assert (warning.who.label, warning.on.isoformat(), warning.months) == ("Dossier 12", "2026-09-03", 5)
    await town.until(datetime(2026, 9, 3, 12, tzinfo=UTC))
    assert await town.membership(amina) is not None

    await town.until(datetime(2026, 9, 4, 12, tzinfo=UTC))

    assert await town.membership(amina) is None
    (goodbye,) = await town.said(Erased)
    assert (goodbye.to, goodbye.months) == (Role.SEEKER, 6)
    assert start < town.now
    async with town.database.read() as store:
        lookup = town.database.vault.lookup("user", 501)
        found = (await store.session.execute(select(Person.id).where(col(Person.user_lookup) == lookup))).first()
        row = (await store.session.execute(select(Outbox).where(col(Outbox.kind) == Erased.kind))).scalar_one()
    assert found is None
    assert (row.person_id, row.language) == (None, "nl")


async def test_the_team_keeps_somebody_for_three_more_months_once(town: Waiting) -> None:
    amina = await town.somebody(501)
    await town.until(datetime(2026, 8, 25, tzinfo=UTC))
    for _ in range(2):
        kept = await town.does(LENA, keep_longer, amina.membership_id)
        assert isinstance(kept, KeptLonger)
        assert kept.until.isoformat() == "2026-11-25"
    await town.until(datetime(2026, 11, 20, tzinfo=UTC))
    assert len(await town.said(ErasedSoon)) == 2
    await town.until(datetime(2026, 11, 27, tzinfo=UTC))
    assert await town.membership(amina) is None


async def test_nobody_is_erased_of_whom_the_team_did_not_hear_however_late_the_job_is(town: Waiting) -> None:
    amina = await town.somebody(501)
    town.advance(300 * DAY)
    assert await erase_waiting.run(town.work, town.now) == 1
    assert await erase_waiting.run(town.work, town.now) == 0
    town.advance(13 * DAY)
    assert await erase_waiting.run(town.work, town.now) == 0
    assert await town.membership(amina) is not None
    town.advance(2 * DAY)
    assert await erase_waiting.run(town.work, town.now) == 1
    assert await town.membership(amina) is None


async def test_who_was_removed_without_ever_having_a_duo_is_erased_after_a_month(town: Waiting) -> None:
    amina = await town.somebody(11)
    async with town.work() as work:
        actor = await load_actor(work.store, LENA)
        assert actor is not None
        await remove_person(actor, work, amina.membership_id)
    left = await town.membership(amina)
    assert left is not None
    assert left.state == MembershipState.LEFT
    await town.until(town.now + KEPT_AFTER - DAY)
    assert await town.membership(amina) is not None
    await town.until(town.now + 2 * DAY)
    assert await town.membership(amina) is None


async def test_who_is_asked_or_in_a_duo_is_not_erased(town: Waiting) -> None:
    amina, jan = await town.somebody(501), await town.somebody(601, Role.MENTOR)
    await town.until(datetime(2026, 9, 1, 12, tzinfo=UTC))
    sent = await town.does(LENA, propose_duo, amina.membership_id, jan.membership_id)
    await town.until(datetime(2026, 9, 7, 12, tzinfo=UTC))
    assert await town.membership(amina) is not None
    for user in (501, 601):
        await town.does(user, answer_proposal, sent.duo_id, True)
    await town.until(datetime(2027, 2, 1, tzinfo=UTC))
    assert await town.membership(jan) is not None
    assert isinstance(await town.does(LENA, keep_longer, amina.membership_id), WaitsNoLonger)


async def test_many_are_looked_at_in_batches_that_leave_nobody_out(town: Waiting) -> None:
    people = [await town.somebody(501 + n) for n in range(5)]
    town.advance(timedelta(days=200))
    assert await erase_waiting.run(town.work, town.now, at_once=2) == 5
    town.advance(15 * DAY)
    assert await erase_waiting.run(town.work, town.now, at_once=2) == 5
    assert [await town.membership(who) for who in people] == [None] * 5


async def test_somebody_whom_the_team_removed_goes_on_the_day_that_was_set_without_another_word(town: Waiting) -> None:
    amina = await town.somebody(501)
    async with town.database.write() as store:
        hers = update(Membership).where(col(Membership.id) == amina.membership_id)
        await store.session.execute(hers.values(state=MembershipState.LEFT, erase_at=town.now + 30 * DAY, news_at=None))
    await town.until(town.now + 29 * DAY)
    assert await town.membership(amina) is not None
    await town.until(town.now + 3 * DAY)
    assert await town.membership(amina) is None
    assert await town.said(Erased) == await town.said(ErasedSoon) == []


# -- by phone, and in the middle of the welcome ------------------------------------------------------------------------
async def test_who_goes_by_phone_is_seen_by_the_team_and_gets_no_news(town: Waiting) -> None:
    amina = await town.arrives(501)
    await town.does(501, refuse, amina.membership_id)
    await town.until(town.now + 35 * DAY)
    assert await town.said(StillLooking) == []
    (alert,) = await town.said(WaitsLong)
    assert (alert.by_phone, alert.who.label, alert.working_days) == (True, "Dossier 12", 20)
    async with town.work() as work:
        organisation = await work.store.session.get(Organisation, amina.organisation_id)
        assert organisation is not None
        calendar = (await read_pauses(work, [organisation.id]))[organisation.id]
        assert [wait.who.label for _, wait in await long_waits(work, organisation, calendar)] == ["Dossier 12"]


@pytest.mark.parametrize("role", [Role.SEEKER, Role.MENTOR])
@pytest.mark.parametrize("refuses", [True, False])
async def test_by_phone_or_never_past_the_welcome_is_erased_after_six_months_as_others_are(
    town: Waiting, role: Role, refuses: bool
) -> None:
    who = await town.arrives(501, role)
    if refuses:
        await town.does(501, refuse, who.membership_id)
    await town.until(datetime(2026, 8, 22, tzinfo=UTC))
    (warning,) = await town.said(ErasedSoon)
    state = MembershipState.BY_PHONE if refuses else MembershipState.WELCOMING
    assert (warning.state, warning.on.isoformat()) == (state, "2026-09-03")
    await town.until(datetime(2026, 9, 5, 12, tzinfo=UTC))
    assert await town.membership(who) is None
    assert await town.said(Erased) == []


async def test_who_agreed_and_stopped_in_the_welcome_hears_that_their_data_are_erased(town: Waiting) -> None:
    who = await town.arrives(501)
    async with town.database.write() as store:
        theirs = update(Membership).where(col(Membership.id) == who.membership_id)
        await store.session.execute(theirs.values(agreed_at=town.now))
    await town.until(datetime(2026, 9, 5, 12, tzinfo=UTC))
    (goodbye,) = await town.said(Erased)
    assert goodbye.was_welcomed is False


async def test_who_came_before_the_clock_was_set_on_arrival_is_found_in_batches(town: Waiting) -> None:
    people = [await make_person(town, 501 + n, state=MembershipState.BY_PHONE) for n in range(3)]
    people += [await make_person(town, 601, Role.MENTOR, state=MembershipState.WELCOMING)]
    came = town.now
    town.advance(40 * DAY)
    assert await erase_waiting.find_new(town.work, town.now, at_once=2) == 4
    assert await erase_waiting.find_new(town.work, town.now, at_once=2) == 0
    for who in people:
        found = await town.membership(who)
        assert found is not None
        assert found.erase_at is not None
        assert found.erase_at.date().isoformat() == "2026-09-03"
        is_mentee = found.role == Role.SEEKER
        assert (found.waiting_since == came, found.waits_long_at is not None) == (is_mentee, is_mentee)


async def test_agreeing_after_all_keeps_the_place_in_the_queue(town: Waiting) -> None:
    amina, came = await town.arrives(501), town.now
    await town.does(501, refuse, amina.membership_id)
    town.advance(30 * DAY)
    await town.does(501, agree, amina.membership_id)
    await town.does(501, give_name, amina.membership_id, "Amina")
    await town.does(501, finish_welcome, amina.membership_id)
    found = await town.membership(amina)
    assert found is not None
    assert (found.state, found.waiting_since) == (MembershipState.READY, came)
    assert found.news_at is not None


async def test_somebody_who_comes_back_begins_anew(town: Waiting) -> None:
    amina = await town.arrives(501)
    await town.does(LENA, remove_person, amina.membership_id)
    town.advance(20 * DAY)
    await town.arrives(501)
    await town.until(town.now + 40 * DAY)
    found = await town.membership(amina)
    assert found is not None
    assert found.state == MembershipState.WELCOMING
