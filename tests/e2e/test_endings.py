"""A duo rests, goes on, ends well and is asked half a year later, on real buttons; another is handed over."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from sqlmodel import select

from mentoring.check_ins.begin import begin_check_ins
from mentoring.taps_check_ins import AnswerAgain, ChooseFace
from mentoring.taps_duos import OpenDuo
from mentoring.taps_endings import (
    DoHandOver,
    EndDuo,
    FinishDuo,
    HandOver,
    HandOverTo,
    LookAgain,
    PauseDuo,
    ResumeDuo,
    WritePauseDay,
)
from mentoring.work import Work
from storage.tables import Duo
from storage.words import DuoState, Outcome, Question
from tests.e2e.journeys import accept, first_coordinator, join, press, propose
from tests.e2e.town import Phone, Town

_MONDAY = datetime(2026, 9, 7, 7, tzinfo=UTC)
_DAY = 86_400


async def _duo(town: Town) -> tuple[Phone, Phone, Phone]:
    """A team of one, and a duo of hers under way."""
    sabine = await first_coordinator(town)
    amina = await join(town, sabine, "Amina", "seeker", "fr")
    jan = await join(town, sabine, "Jan", "mentor", "nl", duos=1)
    await propose(sabine)
    await accept(amina, jan)
    now = town.demo.clock.now()
    async with town.demo.database.write() as store:
        duo = (await store.session.execute(select(Duo))).scalars().one()
        duo.met_at = duo.under_way_since = now
        await begin_check_ins(Work(store, now, now, "test"), duo)
    return sabine, amina, jan


async def _duos(town: Town) -> list[Duo]:
    async with town.demo.database.read() as store:
        return list((await store.session.execute(select(Duo).order_by(Duo.id))).scalars())


async def _open_card(sabine: Phone) -> None:
    await sabine.says("/duos")
    await sabine.presses(OpenDuo)


def _questions(messages: list[dict]) -> int:
    return sum(
        any((button.get("data") or "").startswith("cf:") for row in message["buttons"] for button in row)
        for message in messages
    )


async def test_a_duo_rests_goes_on_and_ends_well(tmp_path: Path) -> None:
    async with Town.open(tmp_path, start=_MONDAY) as town:
        sabine, amina, jan = await _duo(town)
        await _open_card(sabine)
        await sabine.presses(PauseDuo)
        await sabine.presses(WritePauseDay)
        await sabine.says("28.9.")
        before = _questions(await amina.received())
        await town.travel(20 * _DAY)
        assert (await _duos(town))[0].state == DuoState.PAUSED
        assert _questions(await amina.received()) == before
        await town.travel(2 * _DAY)
        assert (await _duos(town))[0].state == DuoState.ACTIVE
        await town.travel(7 * _DAY)
        assert _questions(await amina.received()) > before

        await _open_card(sabine)
        await sabine.presses(EndDuo)
        await sabine.presses(FinishDuo)
        await press(sabine, object, f"zg:*:{Outcome.SEEKING}")
        await press(sabine, object, f"zo:*:{Outcome.SEEKING}")
        (duo,) = await _duos(town)
        assert (duo.state, duo.outcome) == (DuoState.COMPLETED, Outcome.SEEKING)

        await amina.presses(AnswerAgain)
        for question in (question for question in Question if question is not Question.DUO):
            await press(amina, ChooseFace, f"cf:*:{question}:4")
        topic = next(iter((await jan.topics()).values()), None)
        heard = len(await amina.received())
        await jan.says("Hallo?", thread=topic)
        assert len(await amina.received()) == heard
        await town.travel(60 * _DAY)
        assert len(await amina.received()) == heard  # nothing is begun any more

        await town.travel(130 * _DAY)
        await press(amina, object, f"zw:*:{Outcome.WORK}")
        assert (await _duos(town))[0].outcome_later == Outcome.WORK
        await amina.presses(LookAgain)
        assert "Amina" in (await sabine.last())["text"]


async def test_another_mentor_goes_on(tmp_path: Path) -> None:
    async with Town.open(tmp_path, start=_MONDAY) as town:
        sabine, amina, jan = await _duo(town)
        els = await join(town, sabine, "Els", "mentor", "nl", duos=1)
        await _open_card(sabine)
        await sabine.presses(EndDuo)
        await sabine.presses(HandOver)
        await sabine.presses(HandOverTo)
        await sabine.presses(DoHandOver)
        old, new = await _duos(town)
        assert (old.state, new.state, new.follows_id) == (DuoState.ENDED, DuoState.PROPOSED, old.id)
        await accept(amina, els)
        _, new = await _duos(town)
        assert new.state == DuoState.ACTIVE
        topic = next(iter((await els.topics()).values()), None)
        await els.says("Dag Amina!", thread=topic)
        assert "Dag Amina!" in await amina.texts()
        assert "Dag Amina!" not in await jan.texts()


async def test_the_team_takes_a_paused_duo_on_by_hand(tmp_path: Path) -> None:
    async with Town.open(tmp_path, start=_MONDAY) as town:
        sabine, amina, _ = await _duo(town)
        await _open_card(sabine)
        await sabine.presses(PauseDuo)
        await press(sabine, object, "zu:*:*:0")
        await sabine.presses(ResumeDuo)
        (duo,) = await _duos(town)
        assert (duo.state, duo.paused_until) == (DuoState.ACTIVE, None)
        heard = len(await amina.received())
        await town.travel(_DAY)
        assert len(await amina.received()) == heard
