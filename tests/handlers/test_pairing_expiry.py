from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import update
from sqlmodel import col

from mentoring.messages.pairing import (
    NoAnswerInTime,
    Proposal,
    ProposalDeclined,
    ProposalExpired,
    ProposalRanOut,
)
from mentoring.messages.pairing_desk import WaitingList
from mentoring.pairing import expire_proposals
from mentoring.taps_pairing import (
    SendProposal,
)
from storage.tables import Membership, Organisation
from storage.words import Answer, DuoState, MembershipState, Role
from tests.handlers.house import AMINA, JAN, LENA, WEEK, House, open_house, says
from tests.handlers.people import make_person
from tests.handlers.scene import START, Scene


@pytest.fixture
async def house(scene: Scene) -> House:
    return await open_house(scene)


async def test_a_moment_before_the_end_an_answer_counts_and_at_the_end_it_does_not(house: House) -> None:
    duo = await house.propose()
    await house.arrives()
    house.scene.advance(WEEK - timedelta(seconds=1))
    await house.answer(AMINA, duo, yes=True)
    assert (await house.duo()).seeker_answer == Answer.YES

    house.scene.advance(timedelta(seconds=1))
    await house.answer(JAN, duo, yes=True)

    assert house.scene.edits() == says(house.scene, ProposalExpired(to=Role.MENTOR))
    late = await house.duo()
    assert (late.state, late.mentor_answer) == (DuoState.PROPOSED, Answer.OPEN)
    assert await house.clock_strikes() == 1


async def test_when_time_is_over_each_hears_what_fits_and_the_team_who_was_silent(house: House) -> None:
    duo = await house.propose()
    await house.arrives()
    await house.answer(AMINA, duo, yes=True)
    house.scene.advance(WEEK - timedelta(seconds=1))
    assert await house.clock_strikes() == 0
    house.scene.advance(timedelta(seconds=1))

    assert await house.clock_strikes() == 1
    assert await house.clock_strikes("job:proposals.expire:2") == 0

    assert (await house.duo()).state == DuoState.EXPIRED
    assert await house.scene.last(AMINA) == NoAnswerInTime(to=Role.SEEKER, partner="Jan")
    assert await house.scene.last(JAN) == ProposalExpired(to=Role.MENTOR)
    news = await house.scene.last(LENA)
    assert isinstance(news, ProposalRanOut)
    assert (news.seeker_silent, news.mentor_silent) == (False, True)
    await house.answer(JAN, duo, yes=True)
    assert house.scene.edits() == says(house.scene, ProposalExpired(to=Role.MENTOR))
    assert (await house.duo()).state == DuoState.EXPIRED


async def test_the_organisation_says_how_long_a_proposal_waits(house: House) -> None:
    async with house.scene.database.write() as store:
        await store.session.execute(update(Organisation).values(proposal_days=2))
    assert (await house.propose()).expires_at == START + timedelta(days=2) + (WEEK - timedelta(days=7))


async def test_proposals_run_out_in_batches(house: House) -> None:
    for number in range(3):
        mentor = await make_person(house.scene, 610 + number, Role.MENTOR)
        seeker = await make_person(house.scene, 620 + number)
        await house.scene.taps(LENA, SendProposal(seeker.membership_id, mentor.membership_id))
    house.scene.advance(WEEK)
    for expected in (2, 1, 0):
        async with house.scene.database.write() as store:
            assert await expire_proposals(house.scene.work(store), limit=2) == expected


async def test_before_the_job_has_run_an_expired_proposal_blocks_nobody(house: House) -> None:
    await house.propose()
    await house.arrives()
    house.scene.advance(WEEK)
    await house.scene.says(LENA, "/waiting")
    shown = await house.scene.last(LENA)
    assert isinstance(shown, WaitingList)
    assert ([s.who.name for s in shown.seekers], shown.free_places, shown.open_proposals) == (["Amina"], 1, 0)

    again = await house.propose()

    assert [duo.state for duo in await house.duos()] == [DuoState.EXPIRED, DuoState.PROPOSED]
    assert again.expires_at == START + WEEK + timedelta(days=7)
    await house.hears(JAN, ProposalExpired)


async def test_news_goes_to_a_colleague_where_the_coordinator_has_left(house: House) -> None:
    duo = await house.propose()
    async with house.scene.database.write() as store:
        gone = update(Membership).where(col(Membership.id) == house.lena.membership_id)
        await store.session.execute(gone.values(state=MembershipState.LEFT))
    await make_person(house.scene, 701, Role.LEAD)
    await house.answer(AMINA, duo, yes=False)
    assert isinstance(await house.scene.last(701), ProposalDeclined)
    await house.hears(LENA)


async def test_a_proposal_that_was_not_sent_in_time_is_pointless_from_the_moment_it_runs_out(house: House) -> None:
    duo = await house.propose()

    asked = [row for user in (AMINA, JAN) for row in await house.scene.rows(user) if row.kind == Proposal.kind]
    assert [row.expires_at for row in asked] == [duo.expires_at] * 2
    assert duo.expires_at == START + WEEK
