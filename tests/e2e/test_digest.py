"""A team's Monday through the sandbox: the digest at half past eight, one tap to a duo, the picture of the weeks."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlmodel import select

from mentoring.signals.review import touch
from mentoring.taps_alerts import OpenAlert
from mentoring.taps_morning import Today, WholeTeam
from mentoring.work import Work
from storage.tables import Duo, DuoEvent, Membership
from storage.words import Noticed
from tests.e2e.journeys import accept, first_coordinator, join, propose
from tests.e2e.town import Town

_THURSDAY = datetime(2026, 11, 19, 15, tzinfo=UTC)
_FRIDAY, _MONDAY = datetime(2026, 11, 20, 7, 30, tzinfo=UTC), datetime(2026, 11, 23, 7, 30, tzinfo=UTC)
_HOUR = 3_600


async def _to(town: Town, moment: datetime) -> None:
    await town.travel((moment - town.demo.clock.now()).total_seconds())


def _pictures(messages: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [one for one in messages if (one.get("media") or {}).get("kind") == "photo"]


async def _unsure(town: Town) -> None:
    """The mentee is not sure about going on: for the team, an urgent alert."""
    now = town.demo.clock.now()
    async with town.demo.database.write() as store:
        duo = (await store.session.execute(select(Duo))).scalars().one()
        seeker = await store.session.get(Membership, duo.seeker_id)
        assert seeker is not None
        store.session.add(DuoEvent(duo_id=duo.id, kind=Noticed.WANTS_TO_STOP, person_id=seeker.person_id, at=now))
        await store.session.flush()
        await touch(Work(store, now, now, "test"), duo.id)


async def test_a_team_hears_each_morning_whom_to_call_and_on_mondays_sees_its_weeks(tmp_path: Path) -> None:
    async with Town.open(tmp_path, start=_THURSDAY, topics=False) as town:
        sabine = await first_coordinator(town)
        amina = await join(town, sabine, "Amina", "seeker", "fr")
        jan = await join(town, sabine, "Jan", "mentor", "nl", duos=1)
        await propose(sabine)
        await accept(amina, jan)

        before = len(await sabine.received())
        await _to(town, _FRIDAY)
        assert len(await sabine.received()) == before  # nothing to say, nothing sent

        await _unsure(town)
        await _to(town, _MONDAY)
        told = (await sabine.received())[before:]
        (digest,) = [m for m in told if any("1. Amina + Jan" in b["text"] for row in m["buttons"] for b in row)]
        assert "Amina" in digest["text"]
        (picture,) = _pictures(told)
        assert "16. November" in picture["caption"]

        await sabine.presses(OpenAlert)
        assert "Amina" in (await sabine.last())["text"]
        await sabine.says("/today")
        assert "Amina" in (await sabine.last())["text"]
        await sabine.presses(WholeTeam)
        assert "Sabine" in (await sabine.last())["text"]
        await sabine.presses(Today)

        await _to(town, datetime(2026, 11, 23, 20, tzinfo=UTC))
        assert len(_pictures((await sabine.received())[before:])) == 1
        for quiet in (amina, jan):
            assert _pictures(await quiet.received()) == []
