"""The Monday's picture: how the duos of an organisation stood week by week, their meetings, and their answers.

The first digest of a week keeps the levels as they are at that moment (numbers only); meetings and answers are counted
from their rows when the picture is drawn.
"""

from __future__ import annotations

from base64 import b64encode
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import case, func
from sqlmodel import col, select

from mentoring.chores import ClaimedChore, ComputingFailedError, OpenWork, Tools, ask_for
from mentoring.digest.days import begin_of, first_working_day, monday_of
from mentoring.digest.findings import Findings
from mentoring.digest.roster import Colleague, read_roster
from mentoring.guards import on_team
from mentoring.messages.morning import WeekShown
from mentoring.pictures import Week, WeekPicture, draw
from mentoring.work import Work
from storage.tables import CheckIn, Duo, DuoSession, Organisation, Person, WeekFigures
from storage.words import CheckInState, ChoreKind, Level, SessionState

WEEKS = 8  # in the picture, the one that begins included
_PAUSED = "paused"  # beside the levels in a week's figures
_ATTEMPTS = 2  # to draw it
_WEEK = timedelta(days=7)


# -- on Monday ---------------------------------------------------------------------------------------------------------
async def begin_week(work: Work, found: Findings, due: date) -> bool:
    """Keeps the week's levels and has the picture drawn, with the first digest of the week; whether this was it.

    `due`: the local day on which this digest was, so that one that is late counts and a team's very first one, on a
    Thursday, does not. The caller holds the organisation's row. Nobody gets a picture of an organisation without a duo.
    """
    organisation, monday = found.organisation, monday_of(found.day)
    if due > first_working_day(monday):
        return False
    kept = select(WeekFigures.id).where(
        col(WeekFigures.organisation_id) == organisation.id, col(WeekFigures.monday) == monday.isoformat()
    )
    if (await work.store.session.execute(kept)).first() is not None:
        return False
    levels = Counter(duo.level for duo in found.duos if not duo.rests)
    figures = {level.value: levels[level] for level in Level} | {_PAUSED: sum(duo.rests for duo in found.duos)}
    row = WeekFigures(organisation_id=organisation.id, monday=monday.isoformat(), figures=figures)
    work.store.session.add(row)
    await work.store.session.flush()
    hearer = next(iter(found.roster.hearers), None)
    if found.duos and hearer is not None:
        params = {"organisation_id": organisation.id, "monday": monday.isoformat()}
        await ask_for(work, ChoreKind.DRAW_WEEK, hearer.membership_id, params)
    return True


# -- the picture -------------------------------------------------------------------------------------------------------
async def draw_week(open_work: OpenWork, chore: ClaimedChore, tools: Tools) -> None:
    """Draws the week that the chore names once a language, and sends it to everybody of the team who is at work."""
    organisation_id, monday = int(chore.params["organisation_id"]), date.fromisoformat(chore.params["monday"])
    async with open_work(only_reads=True) as work:
        organisation = await work.store.session.get(Organisation, organisation_id)
        assert organisation is not None, "organisations are never deleted"
        picture = await week_picture(work, organisation, monday)
        paused = await _paused(work, organisation_id, monday)
        languages = await _languages(work, (await read_roster(work, organisation_id)).hearers)
    drawn = {language: await _draw(tools, chore, picture, language) for language in sorted(set(languages.values()))}
    async with open_work() as work:
        for colleague in (await read_roster(work, organisation_id)).hearers:
            if colleague.person_id in languages:  # who came meanwhile sees the next one
                await _show(work, organisation_id, colleague, picture, paused, drawn[languages[colleague.person_id]])


async def _draw(tools: Tools, chore: ClaimedChore, picture: WeekPicture, language: str) -> str:
    """In base64. Nobody asked for it, so nobody is told that it could not be drawn: then the words go alone."""
    try:
        return b64encode(await draw(tools, picture, language)).decode()
    except ComputingFailedError:
        if chore.attempts < _ATTEMPTS:
            raise
        return ""


async def _show(work: Work, organisation_id: int, to: Colleague, picture: WeekPicture, paused: int, png: str) -> None:
    over, now = picture.weeks[-2], picture.weeks[-1]
    message = WeekShown(
        png=png,
        organisation=picture.organisation,
        monday=over.monday,
        held=over.held,
        asked=over.asked,
        answered=over.answered,
        levels=tuple((level, now.levels[level]) for level in Level if now.levels.get(level)),
        paused=paused,
    )
    key = f"week:{organisation_id}:{now.monday.isoformat()}:{to.membership_id}"
    await work.post(to.person_id, message, key=key, guard=on_team(to.membership_id))


async def _languages(work: Work, team: Iterable[Colleague]) -> dict[int, str]:
    statement = select(Person.id, Person.language).where(col(Person.id).in_([one.person_id for one in team]))
    return dict((await work.store.session.execute(statement)).all())


async def week_picture(work: Work, organisation: Organisation, monday: date) -> WeekPicture:
    """The weeks up to the one that begins on that Monday, of which only the levels are known yet. Three statements."""
    zone = ZoneInfo(organisation.time_zone)
    mondays = [monday - _WEEK * back for back in reversed(range(WEEKS))]
    begins = [begin_of(day, zone) for day in (*mondays, monday + _WEEK)]
    levels = await _levels(work, organisation.id, mondays)
    held, asked, answered = await _held(work, organisation.id, begins), *await _questions(work, organisation.id, begins)
    weeks = tuple(
        Week(day, levels.get(day, {}), held[place], asked[place], answered[place]) for place, day in enumerate(mondays)
    )
    return WeekPicture(organisation.name, _without_the_void(weeks))


def _without_the_void(weeks: tuple[Week, ...]) -> tuple[Week, ...]:
    """Nothing is shown of the time before an organisation had anything to show; two weeks at least stay."""
    known = next((n for n, week in enumerate(weeks) if week.levels or week.held or week.asked), len(weeks))
    return weeks[min(known, len(weeks) - 2) :]


async def _levels(work: Work, organisation_id: int, mondays: Collection[date]) -> dict[date, Mapping[Level, int]]:
    statement = select(WeekFigures).where(
        col(WeekFigures.organisation_id) == organisation_id,
        col(WeekFigures.monday).in_([day.isoformat() for day in mondays]),
    )
    rows = (await work.store.session.execute(statement)).scalars().all()
    return {
        date.fromisoformat(row.monday): {level: row.figures[level] for level in Level if level in row.figures}
        for row in rows
    }


async def _paused(work: Work, organisation_id: int, monday: date) -> int:
    """As it stood on that Monday; nobody, in figures that are older than this count."""
    statement = select(WeekFigures.figures).where(
        col(WeekFigures.organisation_id) == organisation_id, col(WeekFigures.monday) == monday.isoformat()
    )
    figures = (await work.store.session.execute(statement)).scalar_one_or_none()
    return int((figures or {}).get(_PAUSED, 0))


async def _held(work: Work, organisation_id: int, begins: list[datetime]) -> Counter[int]:
    """Meetings that took place, by the number of their week."""
    moment = col(DuoSession.starts_at)
    week = _week_of(moment, begins)
    statement = (
        select(week, func.count())
        .join(Duo, col(Duo.id) == col(DuoSession.duo_id))
        .where(
            col(Duo.organisation_id) == organisation_id,
            col(DuoSession.state) == SessionState.HELD,
            *(moment >= begins[0], moment < begins[-1]),
        )
        .group_by(week)
    )
    return Counter(dict((await work.store.session.execute(statement)).all()))


async def _questions(work: Work, organisation_id: int, begins: list[datetime]) -> tuple[Counter[int], Counter[int]]:
    """Weekly questions asked, with those at the start, half-way and at the end as a report counts them
    (mentoring/reports/reading.py), and those of them that were answered since; by the number of their week.
    """
    moment = col(CheckIn.asked_at)
    week = _week_of(moment, begins)
    statement = (
        select(week, func.count(), func.count(case((col(CheckIn.state) == CheckInState.ANSWERED, 1))))
        .join(Duo, col(Duo.id) == col(CheckIn.duo_id))
        .where(
            col(Duo.organisation_id) == organisation_id,
            *(moment >= begins[0], moment < begins[-1]),
        )
        .group_by(week)
    )
    rows = (await work.store.session.execute(statement)).all()
    return Counter({row[0]: row[1] for row in rows}), Counter({row[0]: row[2] for row in rows})


def _week_of(moment: Any, begins: list[datetime]) -> Any:
    """The number of the week in which that moment lies, the first is 0."""
    return case(*((moment < end, place) for place, end in enumerate(begins[1:])), else_=WEEKS)
