"""Weekly questions through the sandbox: asked by the clock, answered on real buttons."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from sqlmodel import select

from mentoring.check_ins.begin import begin_check_ins
from mentoring.taps_check_ins import ChooseFace, SkipCheckIn, WriteNote
from mentoring.work import Work
from storage.tables import Duo
from storage.words import Question
from tests.e2e.journeys import accept, first_coordinator, join, press, propose
from tests.e2e.town import Phone, Town

_MONDAY = datetime(2026, 9, 7, 7, tzinfo=UTC)
_DAY = 86_400


async def _get_going(town: Town) -> None:
    """They have met, go on and have a goal."""
    now = town.demo.clock.now()
    async with town.demo.database.write() as store:
        duo = (await store.session.execute(select(Duo))).scalars().one()
        duo.under_way_since = now
        await begin_check_ins(Work(store, now, now, "test"), duo)


async def _with_faces(phone: Phone) -> list[dict]:
    """The messages that can be answered with a face."""
    return [message for message in await phone.received() if _has_faces(message)]


def _has_faces(message: dict) -> bool:
    return any((button.get("data") or "").startswith("cf:") for row in message["buttons"] for button in row)


async def test_two_weeks_of_questions(tmp_path: Path) -> None:
    async with Town.open(tmp_path, start=_MONDAY) as town:
        sabine = await first_coordinator(town)
        amina = await join(town, sabine, "Amina", "seeker", "fr")
        jan = await join(town, sabine, "Jan", "mentor", "nl", duos=1)
        await propose(sabine)
        await accept(amina, jan)
        await _get_going(town)
        await town.travel(5 * _DAY)  # over the question on Wednesday and its reminder on Friday

        hers, his = await _with_faces(amina), await _with_faces(jan)
        assert (len(hers), len(his)) == (2, 2)  # the question, and one reminder
        assert [message["thread_id"] for message in hers] == [*(await amina.topics()).values()] * 2
        assert "Amina" in his[0]["text"]

        for question in (question for question in Question if question is not Question.DUO):
            await press(amina, ChooseFace, f"cf:*:{question}:2")
        answered = await amina.again(hers[1])  # the reminder: tapped, so it is the one that changes
        assert answered["edited"]
        assert not _has_faces(answered)
        assert (await amina.again(hers[0]))["text"] == hers[0]["text"]
        await amina.presses(WriteNote)
        await amina.says("Merci.", thread=answered["thread_id"])
        await jan.presses(SkipCheckIn)
        await town.travel(7 * _DAY)

        again = await _with_faces(jan)
        assert [message for message in again if message["seq"] > his[-1]["seq"]]
        assert "Merci." not in await jan.texts()
