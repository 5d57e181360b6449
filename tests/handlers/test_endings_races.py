"""Endings and pauses while somebody else does something at the same moment, on both databases."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlmodel import col, select

from bot.clocks import StandingClock
from mentoring.check_ins.asking import ask_due
from mentoring.endings.ending import complete_duo, end_duo
from mentoring.endings.handover import hand_over, pair_again
from mentoring.endings.pausing import pause_duo, resume_due
from mentoring.sessions.changing import confirm_session
from mentoring.threads import open_threads
from storage.database import Database
from storage.tables import Duo, DuoPause, DuoSession, Outbox, TeamDeed, Thread
from storage.words import DuoState, EndReason, Outcome, Role, SessionState
from tests.handlers.gatherings import make_session
from tests.handlers.people import Made, make_duo, make_organisation
from tests.handlers.test_desk_races import LENA, MAX, Town, desk

ROUNDS = 3


@pytest.fixture
async def town(database: Database, clock: StandingClock) -> Town:
    town = Town(database, clock)
    await make_organisation(town)
    await desk(town)
    return town


async def duo(town: Town) -> tuple[int, Made, Made]:
    """A duo with open threads, both of whom are due for the question of the week."""
    seeker, mentor = await town.somebody(Role.SEEKER), await town.somebody(Role.MENTOR)
    duo_id = await make_duo(town, seeker, mentor)
    async with town.database.write() as store:
        row = await store.session.get(Duo, duo_id)
        assert row is not None
        await open_threads(town.work(store, f"open:{duo_id}"), row)
        row.met_at = row.under_way_since = town.clock.now()
        for thread in (await store.session.execute(select(Thread).where(col(Thread.duo_id) == duo_id))).scalars():
            thread.next_check_in_at = town.clock.now()
    return duo_id, seeker, mentor


async def rows(town: Town, table: Any) -> list[Any]:
    async with town.database.read() as store:
        return list((await store.session.execute(select(table).order_by(table.id))).scalars().all())


def day(town: Town, weeks: int) -> Any:
    now: datetime = town.clock.now()
    return now.date() + timedelta(weeks=weeks)


def unharmed(results: list[Any]) -> None:
    assert not [result for result in results if isinstance(result, BaseException)]


async def test_two_end_one_duo_and_the_first_one_counts(town: Town) -> None:
    for turn in range(ROUNDS):
        duo_id, seeker, _ = await duo(town)
        unharmed(
            await town.at_once(
                town.act(LENA, lambda actor, work, one=duo_id: complete_duo(actor, work, one, Outcome.WORK)),
                town.act(MAX, lambda actor, work, one=duo_id: end_duo(actor, work, one, EndReason.SILENCE)),
            )
        )
        goodbyes = [
            row.kind
            for row in await rows(town, Outbox)
            if row.person_id == seeker.person_id and row.kind in {"endings.well-done", "endings.stops-here"}
        ]
        assert len(goodbyes) == 1
        assert len(await rows(town, TeamDeed)) == turn + 1


async def test_two_pause_one_duo_and_there_is_one_pause(town: Town) -> None:
    for turn in range(ROUNDS):
        duo_id, *_ = await duo(town)
        unharmed(
            await town.at_once(
                town.act(LENA, lambda actor, work, one=duo_id: pause_duo(actor, work, one, day(town, 1), 0)),
                town.act(MAX, lambda actor, work, one=duo_id: pause_duo(actor, work, one, day(town, 2), 0)),
            )
        )
        assert len(await rows(town, DuoPause)) == turn + 1


async def test_two_hand_one_mentee_over_and_there_is_one_proposal(town: Town) -> None:
    for _ in range(ROUNDS):
        duo_id, seeker, _ = await duo(town)
        new = [await town.somebody(Role.MENTOR) for _ in range(2)]
        unharmed(
            await town.at_once(
                *(
                    town.act(
                        user,
                        lambda actor, work, one=duo_id, to=to.membership_id: hand_over(actor, work, one, to),
                    )
                    for user, to in zip((LENA, MAX), new, strict=True)
                )
            )
        )
        live = [one for one in await rows(town, Duo) if one.seeker_id == seeker.membership_id and one.follows_id]
        assert len(live) == 1


async def test_two_pair_the_same_two_again_and_there_is_one_proposal(town: Town) -> None:
    for _ in range(ROUNDS):
        duo_id, seeker, _ = await duo(town)
        await town.act(LENA, lambda actor, work, one=duo_id: end_duo(actor, work, one, EndReason.OTHER))
        unharmed(
            await town.at_once(
                town.act(LENA, lambda actor, work, one=duo_id: pair_again(actor, work, one)),
                town.act(MAX, lambda actor, work, one=duo_id: pair_again(actor, work, one)),
            )
        )
        live = [one for one in await rows(town, Duo) if one.seeker_id == seeker.membership_id and one.follows_id]
        assert len(live) == 1


async def test_a_duo_ends_while_its_meeting_is_confirmed_and_its_question_asked(town: Town) -> None:
    async def ask() -> None:
        async with town.database.write() as store:
            await ask_due(town.work(store, f"ask:{town.clock.now().isoformat()}"))

    for _ in range(ROUNDS):
        duo_id, seeker, _ = await duo(town)
        session_id = await make_session(town, duo_id, town.clock.now() + timedelta(days=2))
        results = await town.at_once(
            town.act(LENA, lambda actor, work, one=duo_id: end_duo(actor, work, one, EndReason.OTHER)),
            town.act(seeker.user, lambda actor, work, one=session_id: confirm_session(actor, work, one)),
            ask(),
        )
        assert not isinstance(results[0], BaseException)
        assert not isinstance(results[2], BaseException)
        (ended,) = [one for one in await rows(town, Duo) if one.id == duo_id]
        assert ended.state == DuoState.ENDED
        (session,) = [one for one in await rows(town, DuoSession) if one.id == session_id]
        assert session.state == SessionState.CANCELLED
        threads = [thread for thread in await rows(town, Thread) if thread.duo_id == duo_id]
        assert all(thread.next_check_in_at is None for thread in threads)


async def test_a_pause_is_over_and_the_duo_ends_at_the_same_moment(town: Town) -> None:
    async def go_on() -> None:
        async with town.database.write() as store:
            await resume_due(town.work(store, f"resume:{town.clock.now().isoformat()}"))

    duo_id, *_ = await duo(town)
    await town.act(LENA, lambda actor, work: pause_duo(actor, work, duo_id, day(town, 1), 0))
    town.clock.advance_to(town.clock.now() + timedelta(weeks=1))
    unharmed(
        await town.at_once(
            town.act(LENA, lambda actor, work: end_duo(actor, work, duo_id, EndReason.OTHER)), go_on(), go_on()
        )
    )
    (ended,) = await rows(town, Duo)
    assert (ended.state, ended.paused_until) == (DuoState.ENDED, None)
    (pause,) = await rows(town, DuoPause)
    assert pause.ends_at is not None
