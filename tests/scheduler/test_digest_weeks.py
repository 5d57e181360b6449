"""The Monday's picture on both databases: what it shows, and that everybody of the team gets it once."""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import col, update

from bot.clocks import StandingClock
from locales.rendering import load_all, render
from mentoring.chores import ClaimedChore, ComputingFailedError
from mentoring.digest.weeks import draw_week, week_picture
from mentoring.messages.morning import WeekShown
from mentoring.pictures import DRAWS, WeekPicture, from_payload
from mentoring.work import Work
from storage.database import Database
from storage.ids import new_id
from storage.tables import CheckIn, DuoSession, Organisation, Person, Thread, WeekFigures
from storage.words import CheckInState, ChoreKind, Level, SessionState
from tests.scheduler.duos import DAY
from tests.scheduler.mornings import Team

MONDAY = date(2026, 3, 9)
PNG = b"\x89PNG picture"


class Painter:
    """Remembers what it was to draw."""

    def __init__(self, *, breaks: bool = False) -> None:
        self.breaks = breaks
        self.drawn: list[tuple[WeekPicture, str]] = []

    async def fetch(self, file_id: str, limit: int) -> bytes:
        raise AssertionError("not asked for")

    async def compute(self, module: str, payload: Any) -> Any:
        assert module == DRAWS
        picture, language = from_payload(payload)
        assert isinstance(picture, WeekPicture)
        self.drawn.append((picture, language))
        if self.breaks:
            raise ComputingFailedError
        return {"png": b64encode(PNG).decode()}


@pytest.fixture
async def team(database: Database, clock: StandingClock) -> Team:
    """With one duo; on Monday the ninth of March the job has run."""
    load_all()
    team = Team(database, clock)
    await team.settle_in()
    await team.run()
    await team.duo_of(1, team.lena, level=Level.WATCH)
    await team.at(2026, 3, 9, 7, 30)
    return team


async def draw(team: Team, painter: Painter, attempts: int = 1) -> None:
    params = {"organisation_id": team.lena.organisation_id, "monday": MONDAY.isoformat()}
    chore = ClaimedChore(1, ChoreKind.DRAW_WEEK, team.lena.membership_id, params, attempts)

    @asynccontextmanager
    async def open_work(*, only_reads: bool = False) -> AsyncIterator[Work]:
        if only_reads:
            async with team.database.read() as store:
                yield Work(store, team.now, team.now, "test")
            return
        async with team.work() as work:
            yield work

    await draw_week(open_work, chore, painter)


async def picture_of(team: Team, monday: date = MONDAY) -> WeekPicture:
    async with team.database.read() as store:
        organisation = await store.session.get(Organisation, team.lena.organisation_id)
        assert organisation is not None
        return await week_picture(Work(store, team.now, team.now, "test"), organisation, monday)


async def meeting(team: Team, duo_id: int, at: datetime, state: SessionState = SessionState.HELD) -> None:
    common = {"time_zone": "UTC", "local_start": "2026-03-01T10:00", "created_at": at, "changed_at": at}
    await team.add(DuoSession(duo_id=duo_id, state=state, starts_at=at, **common))


async def question(team: Team, duo_id: int, at: datetime, *states: CheckInState) -> None:
    thread = Thread(
        id=new_id(),
        duo_id=duo_id,
        person_id=team.lena.person_id,
        membership_id=team.lena.membership_id,
        partner_person_id=team.els.person_id,
        created_at=at,
    )
    if not await team.all(Thread):
        await team.add(thread)
    (held,) = await team.all(Thread)
    for place, state in enumerate(states):
        number = int(at.timestamp()) % 10**6 * 10 + place
        own = {"thread_id": held.id, "duo_id": duo_id, "person_id": held.person_id, "role": "seeker"}
        await team.add(CheckIn(number=number, state=state, questions=["duo"], asked_at=at, **own))


async def test_weeks_are_counted_by_the_organisations_own_midnight_also_over_summer_time(team: Team) -> None:
    (duo,) = [one.id for one in await team.all_duos()]
    last_minute, first_minute = datetime(2026, 3, 29, 21, 59, tzinfo=UTC), datetime(2026, 3, 29, 22, 0, tzinfo=UTC)
    await meeting(team, duo, last_minute)
    await meeting(team, duo, first_minute)
    await meeting(team, duo, first_minute, SessionState.MISSED)
    await question(team, duo, last_minute, CheckInState.ANSWERED, CheckInState.SKIPPED, CheckInState.LAPSED)
    weeks = {week.monday: week for week in (await picture_of(team, date(2026, 4, 6))).weeks}
    before, after = weeks[date(2026, 3, 23)], weeks[date(2026, 3, 30)]
    assert (before.held, before.asked, before.answered) == (1, 3, 1)
    assert (after.held, after.asked, after.answered) == (1, 0, 0)


async def test_eight_weeks_are_shown_and_those_without_a_snapshot_have_no_levels(team: Team) -> None:
    (duo,) = [one.id for one in await team.all_duos()]
    await meeting(team, duo, datetime(2026, 1, 20, 10, tzinfo=UTC))
    figures = {"well": 3, "watch": 1, "at_risk": 0, "urgent": 0}
    await team.add(WeekFigures(organisation_id=team.lena.organisation_id, monday="2026-02-23", figures=figures))
    weeks = (await picture_of(team)).weeks
    assert [week.monday for week in weeks] == [date(2026, 1, 19) + timedelta(weeks=n) for n in range(8)]
    assert {week.monday: dict(week.levels) for week in weeks if week.levels} == {
        date(2026, 2, 23): {Level.WELL: 3, Level.WATCH: 1, Level.AT_RISK: 0, Level.URGENT: 0},
        MONDAY: {Level.WELL: 0, Level.WATCH: 1, Level.AT_RISK: 0, Level.URGENT: 0},
    }


async def test_before_there_was_anything_nothing_is_shown(team: Team) -> None:
    assert [week.monday for week in (await picture_of(team)).weeks] == [date(2026, 3, 2), MONDAY]


async def test_it_is_drawn_once_a_language_and_everybody_who_is_at_work_gets_it_once(team: Team) -> None:
    painter = Painter()
    await draw(team, painter)
    await draw(team, painter)  # a crash in the middle: the chore begins again
    assert [language for _, language in painter.drawn] == ["fr", "nl"] * 2
    for one in (team.lena, team.els):
        (shown,) = await team.said(one, WeekShown)
        assert b64decode(shown.png) == PNG
        assert (shown.monday, shown.levels) == (date(2026, 3, 2), ((Level.WATCH, 1),))


async def test_who_is_away_gets_none(team: Team) -> None:
    await team.away(team.lena, MONDAY, MONDAY + DAY)
    await draw(team, Painter())
    assert await team.said(team.lena, WeekShown) == []
    assert len(await team.said(team.els, WeekShown)) == 1


async def test_what_cannot_be_drawn_is_said_in_words_and_nobody_hears_of_an_error(team: Team) -> None:
    with pytest.raises(ComputingFailedError):
        await draw(team, Painter(breaks=True))
    assert await team.said(team.lena, WeekShown) == []
    await draw(team, Painter(breaks=True), attempts=2)
    (shown,) = await team.said(team.lena, WeekShown)
    rendered = render(shown, "en", team.zone)
    assert rendered.photo is None
    assert "1 duo runs today. Watch: 1" in rendered.text


async def test_a_person_who_chose_another_language_sees_the_caption_in_it_all_the_same(team: Team) -> None:
    await draw(team, Painter())
    async with team.database.write() as store:
        own = update(Person).where(col(Person.id) == team.lena.person_id)
        await store.session.execute(own.values(language="de"))
    (shown,) = await team.said(team.lena, WeekShown)
    assert render(shown, "de", team.zone).photo == PNG
