"""Beside the chats: reads the organisation's duos, has them played in a process of its own, says what came of it."""

from __future__ import annotations

import asyncio
from base64 import b64encode
from dataclasses import dataclass

from mentoring.chores import ClaimedChore, ComputingFailedError, OpenWork, Tools
from mentoring.in_charge import at_work
from mentoring.messages.simulation import Comparison, Outcome, TrialPicture, TrialResult
from mentoring.pictures import Curve, SimulationPicture, draw
from mentoring.simulation.desk import UNDONE, trials_of
from mentoring.simulation.figures import ENOUGH, Figures
from mentoring.simulation.past import End
from mentoring.simulation.people import BASE
from mentoring.simulation.playing import Answer, Found, MadeUp, Order, curve_of, order_payload, read_answer
from mentoring.simulation.reading import read_pasts
from mentoring.simulation.trials import read, written
from mentoring.thresholds import Thresholds, thresholds_of
from storage.tables import Chore, Organisation, Person
from storage.words import Role

MODULE = "mentoring.simulation"
SECONDS = 90.0  # for all of it; a process of its own has two minutes (bot/chores.py)
_DUOS, _SEED = 100, 1  # the made-up cohort beside too few duos: as many as half a minute allows where nothing else runs
_LOOKS_SECONDS = 2.0  # how soon a tap on "Stop" is seen


@dataclass(frozen=True)
class _Asked:
    organisation_id: int
    today: Thresholds
    tried: Thresholds
    language: str
    running: int  # its duos


async def simulate(open_work: OpenWork, chore: ClaimedChore, tools: Tools) -> None:
    """To who asked, while they work there and still want to know."""
    async with open_work(only_reads=True) as work:
        member = await at_work(work, chore.membership_id)
        organisation = await work.store.session.get(Organisation, int(chore.params["organisation_id"]))
        if member is None or organisation is None or member.organisation_id != organisation.id:
            return
        person = await work.store.session.get(Person, member.person_id)
        assert person is not None, "a foreign key guards this"
        today = thresholds_of(organisation)
        pasts = await read_pasts(work, organisation.id)
        running = sum(past.end is End.RUNNING for past in pasts)
        asked = _Asked(organisation.id, today, read(str(chore.params["tried"]), today), person.language, running)
    is_enough = sum(past.end is not End.RUNNING for past in pasts) >= ENOUGH
    order = Order(
        thresholds=(asked.today, asked.tried, *curve_of(asked.today, asked.tried)),
        pasts=tuple(pasts),
        made_up=None if is_enough else MadeUp(_DUOS, _SEED, BASE),
        seconds=SECONDS,
    )
    answer = await _unless_stopped(open_work, chore, tools, order)
    if answer is not None:
        await _tell(open_work, chore, asked, answer, await _picture(tools, asked, answer))


async def _unless_stopped(open_work: OpenWork, chore: ClaimedChore, tools: Tools, order: Order) -> Answer | None:
    """What came of it; None where it is not wanted any more."""
    found: list[Answer] = []

    async def compute() -> None:
        found.append(read_answer(await tools.compute(MODULE, order_payload(order))))
        looking.cancel()

    async def look() -> None:
        while True:
            await asyncio.sleep(_LOOKS_SECONDS)
            if not await _is_wanted(open_work, chore):
                computing.cancel()
                return

    async with asyncio.TaskGroup() as group:
        computing, looking = group.create_task(compute()), group.create_task(look())
    return found[0] if found else None


async def _is_wanted(open_work: OpenWork, chore: ClaimedChore) -> bool:
    async with open_work(only_reads=True) as work:
        row = await work.store.session.get(Chore, chore.id)
        return row is not None and row.state in UNDONE


async def _tell(open_work: OpenWork, chore: ClaimedChore, asked: _Asked, answer: Answer, picture: str) -> None:
    async with open_work() as work:
        row = await work.store.session.get(Chore, chore.id, with_for_update=True)
        member = await at_work(work, chore.membership_id)
        if row is None or row.state not in UNDONE or member is None:
            return
        result = TrialResult(
            organisation_id=asked.organisation_id,
            trials=tuple(one for one in trials_of(asked.today, asked.tried) if one.differs),
            tried=written(asked.tried),
            own=_comparison(answer.own),
            made_up=_comparison(answer.made_up),
            enough=ENOUGH,
            running=asked.running,
            leads=member.role == Role.LEAD,
        )
        if picture:
            shown = TrialPicture(png=picture, made_up=answer.made_up is not None)
            await work.post(member.person_id, shown, key=f"chore:{chore.id}:picture")
        await work.post(member.person_id, result, key=f"chore:{chore.id}:result")


def _comparison(found: Found | None) -> Comparison | None:
    if found is None:
        return None
    today, tried = found.figures[:2]
    outcomes = (_outcome(today), _outcome(tried))
    return Comparison(found.duos, found.played, today.ended, today.dropouts, *outcomes)


def _outcome(figures: Figures) -> Outcome:
    return Outcome(
        alerts_a_week=figures.alerts_a_week,
        false_alarms_a_week=figures.false_alarms_a_week,
        urgent_a_week=figures.urgent_a_week,
        seen=len(figures.leads),
        lead_days=figures.lead_days,
    )


# -- the picture -------------------------------------------------------------------------------------------------------
async def _picture(tools: Tools, asked: _Asked, answer: Answer) -> str:
    """In base64; empty where nothing can be drawn: the numbers are told all the same."""
    found = answer.made_up or answer.own
    if found is None or not found.figures[0].dropouts:
        return ""
    try:
        return b64encode(await draw(tools, picture_of(found), asked.language)).decode()
    except ComputingFailedError:
        return ""


def picture_of(found: Found) -> SimulationPicture:
    """Today's thresholds, those tried, and how false alarms and dropouts seen go together."""
    today, tried = found.figures[:2]
    curve = {(round(each.false_alarms_a_week, 2), round(each.seen_percent, 1)) for each in found.figures}
    return SimulationPicture((_row(today, is_current=True), _row(tried, is_current=False)), tuple(sorted(curve)))


def _row(figures: Figures, *, is_current: bool) -> Curve:
    return Curve(
        is_current=is_current,
        alerts_a_week=figures.alerts_a_week,
        false_alarms_a_week=figures.false_alarms_a_week,
        seen_percent=figures.seen_percent,
        lead_days=figures.lead_days,
    )
