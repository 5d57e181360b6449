"""An intake day through the sandbox: one draft for everyone, two mentors swapped, sent with one tap too many."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlmodel import select

from mentoring.taps_group_pairing import AskSendAll, DraftMentors, DraftPair, PairGroup, SendAll, TakeMentor
from mentoring.taps_pairing import AnswerProposal
from storage.tables import Organisation
from tests.e2e.journeys import accept, first_coordinator, join
from tests.e2e.town import Phone, Town

_MONDAY = datetime(2026, 10, 19, 7, tzinfo=UTC)


async def _asked(phone: Phone) -> int:
    """How many proposals this phone shows."""
    return sum(
        any((b.get("data") or "").startswith(f"{AnswerProposal.code}:") for row in message["buttons"] for b in row)
        for message in await phone.received()
    )


async def test_an_intake_day_is_paired_with_a_few_taps(tmp_path: Path) -> None:
    async with Town.open(tmp_path, start=_MONDAY) as town:
        sabine = await first_coordinator(town)
        async with town.demo.database.write() as store:
            for organisation in (await store.session.execute(select(Organisation))).scalars():
                organisation.mentor_points = []
        seekers = [await join(town, sabine, name, "seeker", "fr") for name in ("Amélie", "Basma", "Chloé")]
        mentors = [await join(town, sabine, name, "mentor", "nl", duos=1) for name in ("Jan", "Lien")]
        await sabine.says("/waiting")
        await sabine.presses(PairGroup)
        draft = await sabine.last()
        assert "Amélie" in draft["text"], "the draft came by itself"

        await sabine.presses(DraftPair, nth=0)
        await sabine.presses(DraftMentors)
        await sabine.presses(TakeMentor)
        assert [await _asked(phone) for phone in (*seekers, *mentors)] == [0] * 5
        await sabine.taps_data(draft["message_id"], _back(draft))
        await sabine.presses(AskSendAll)
        await sabine.presses(SendAll, times=2)
        assert [await _asked(phone) for phone in (*seekers, *mentors)] == [1, 1, 0, 1, 1]
        await accept(seekers[0], *mentors)
        assert len(await seekers[0].topics()) == 1


def _back(draft: dict[str, Any]) -> str:
    """The draft's first page, as its own Back leads to it."""
    organisation = next(b["data"].split(":")[1] for row in draft["buttons"] for b in row if b["data"].startswith("as:"))
    return f"ap:{organisation}:0"
