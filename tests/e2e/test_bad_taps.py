"""Forged buttons about meetings, goals, weekly questions and nudges that are there: nothing changes, nothing leaks."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlmodel import select

from mentoring.milestones import Milestone
from mentoring.nudges.congratulate import congratulate
from mentoring.taps_check_ins import SetRhythm
from mentoring.taps_goals import GoOnTogether, NoteGoal
from mentoring.taps_reminders import AnswerMet
from mentoring.taps_sessions import ConfirmSession, RepeatWeekly
from mentoring.work import Work
from storage.tables import Duo
from storage.words import Met
from tests.e2e import forging, rough
from tests.e2e.journeys import accept, first_coordinator, join, press, propose, welcome
from tests.e2e.meetings import plan_call, topic_of
from tests.e2e.test_progress import note
from tests.e2e.town import Phone, Town

_MONDAY = datetime(2026, 10, 19, 7, tzinfo=UTC)
_DAY = 86_400
_OF_BOTH = {"sn", "sl", "gl", "gn"}  # what either of a duo may do


async def get_going(town: Town, seeker: Phone, mentor: Phone) -> None:
    """They meet, go on, have a goal, a weekly meeting, a weekly question, and a step to congratulate on."""
    await plan_call(seeker, "20261019", 18 * 60)
    await town.travel(_DAY)
    for phone in (seeker, mentor):
        await press(phone, AnswerMet, f"rm:*:{Met.YES}")
        await press(phone, GoOnTogether, "gy:*:1")
    await seeker.presses(NoteGoal)
    await seeker.says("Un stage", thread=await topic_of(seeker))
    await note(seeker, Milestone.TRAINING)
    await plan_call(seeker, "20261030", 18 * 60)
    await mentor.presses(ConfirmSession)
    await mentor.presses(RepeatWeekly)
    await town.travel(9 * _DAY)  # over the first question
    now = town.demo.clock.now()
    async with town.demo.database.write() as store:
        for duo in (await store.session.execute(select(Duo))).scalars():
            work = Work(store, now, now, f"test:{duo.id}")
            await congratulate(work, duo, next(iter(Milestone)), 0)
    await town.travel(_DAY)


def about(data: list[str], *codes: str) -> list[str]:
    return [one for one in data if one.startswith(codes)]


@pytest.mark.timeout(600)  # some 3000 taps, and more with each button: a busy machine takes minutes
async def test_no_button_of_a_running_duo_does_anything_for_somebody_it_is_not_meant_for(tmp_path: Path) -> None:
    async with Town.open(tmp_path, start=_MONDAY) as town:
        sabine = await first_coordinator(town)
        amelie = await join(town, sabine, "Amélie", "seeker", "fr")
        bram = await join(town, sabine, "Bram", "mentor", "nl", duos=2)
        await propose(sabine)
        await accept(amelie, bram)
        await get_going(town, amelie, bram)
        noor = await join(town, sabine, "Noor", "seeker", "de")  # of the same mentor, in another duo
        await propose(sabine)
        await accept(noor, bram)
        stranger = await town.person("Max", "de")
        await stranger.says("Hallo")
        dirk = await town.person("Dirk", "de")
        await dirk.says(f"/start {await rough.second_organisation(town)}")
        await welcome(dirk, "de", profile=False)
        of_noors = await forging.ids_in(town, "Duo Dijle", without=noor)
        everything = await forging.ids_in(town, "Duo Dijle")
        assert all(of_noors.get(name) for name in forging.OF_A_RUNNING_DUO), of_noors
        datas = {
            phone.id: [data for cls in forging.kinds() for data in forging.forged(cls, ids)]
            for phone, ids in ((noor, of_noors), (dirk, everything), (stranger, everything))
        }
        mine = [data for data in datas[dirk.id] if data[0] in "rgcn"]  # what is the two's alone, also for their team
        before = await rough.facts(town)
        seen = {phone.id: len(await phone.received()) for phone in (sabine, amelie, bram)}

        await asyncio.gather(*(rough.tap_all(phone, datas[phone.id]) for phone in (noor, dirk, stranger)))
        await rough.tap_all(sabine, mine)
        await rough.tap_all(noor, [data for cls in forging.kinds() for data in forging.nowhere(cls)])

        assert rough.changed(before, await rough.facts(town)) == []
        assert {phone.id: len(await phone.received()) for phone in (sabine, amelie, bram)} == seen
        await theirs_alone(town, amelie, bram)
        assert await rough.trouble(town) == []


async def theirs_alone(town: Town, seeker: Phone, mentor: Phone) -> None:
    """What only one of the two may do, tapped by the other with the very buttons of the first."""
    before = await rough.facts(town)
    for phone, other in ((seeker, mentor), (mentor, seeker)):
        shown = [b["data"] for m in await other.received() for row in m["buttons"] for b in row]
        await rough.tap_all(phone, [data for data in dict.fromkeys(shown) if data[0] in "cn" and data[:2] != "ni"])
    (thread,) = [row["id"] for row in before["thread"] if row["check_in_weeks"] and row["check_ins_asked"]][:1]
    await rough.tap_all(seeker, [SetRhythm(thread, 2).pack()])
    assert rough.changed(before, await rough.facts(town)) == []
