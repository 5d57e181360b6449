"""A step through the sandbox, on real buttons: noted, told, congratulated on, seen by both and the team; and a job."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlmodel import select

from mentoring.milestones import Milestone
from mentoring.taps_duos import DuoCard
from mentoring.taps_nudges import SendWarmWord
from mentoring.taps_progress import AfterFoundWork, ConfirmStep, NoteStep, ShowSteps, StepDay, StepDone
from storage.tables import Milestone as Step
from tests.e2e.journeys import accept, first_coordinator, join, press, propose
from tests.e2e.meetings import topic_of
from tests.e2e.town import Phone, Town

_TUESDAY = datetime(2026, 10, 20, 7, tzinfo=UTC)
_HOUR, _DAY = 3_600, 86_400


async def note(phone: Phone, milestone: Milestone) -> None:
    """Two taps below /progress; the third says that it was today."""
    await phone.says("/progress", thread=await topic_of(phone))
    await phone.presses(NoteStep)
    await press(phone, StepDay, f"yw:*:{milestone}")
    await press(phone, StepDone, f"yd:*:{milestone}:*")


@pytest.mark.parametrize("topics", [True, False])
async def test_a_step_and_a_contract(tmp_path: Path, topics: bool) -> None:
    async with Town.open(tmp_path, start=_TUESDAY, topics=topics) as town:
        sabine = await first_coordinator(town)
        amelie = await join(town, sabine, "Amélie", "seeker", "fr")
        bram = await join(town, sabine, "Bram", "mentor", "nl", duos=1)
        await propose(sabine)
        await accept(amelie, bram)
        await note(amelie, Milestone.CV_READY)
        await town.travel(_HOUR)
        told = await bram.last()
        assert "Amélie" in told["text"]
        assert told.get("thread_id") == await topic_of(bram)
        await bram.presses(SendWarmWord)
        assert "Bram" in (await amelie.last())["text"]

        await note(bram, Milestone.CONTRACT_SIGNED)
        await town.travel(_HOUR)
        await amelie.presses(ConfirmStep)
        await press(amelie, AfterFoundWork, "yg:*:1")
        await town.travel(_DAY)
        assert "Amélie" in (await sabine.last())["text"]
        await sabine.presses(DuoCard)

        await amelie.says("/progress", thread=await topic_of(amelie))
        await amelie.presses(ShowSteps)
        assert (await amelie.last())["text"].count("✓") >= 2
        async with town.demo.database.read() as store:
            steps = (await store.session.execute(select(Step))).scalars().all()
        assert [(step.kind, step.confirmed_at is not None) for step in steps] == [
            (Milestone.CV_READY, True),
            (Milestone.CONTRACT_SIGNED, True),
        ]
