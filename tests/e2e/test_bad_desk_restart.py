"""The bot stops in the middle of what the desk asked for, and starts again: it goes on, once, and nothing is lost."""

from __future__ import annotations

import asyncio
import base64
from datetime import UTC, datetime
from pathlib import Path

from sqlmodel import select

from mentoring.messages.lists import FILE_LINES
from mentoring.taps_lists import DoList
from mentoring.taps_takeovers import PlanDone, PlanSince, SkipLabel, TakeOverNew
from storage.tables import IntakeList
from tests.e2e import rough
from tests.e2e.journeys import first_coordinator, join
from tests.e2e.town import Phone, Town

_STOPPED = "getUpdates: 409"  # who was stopped while it waited for updates
_TUESDAY = datetime(2026, 11, 24, 9, tzinfo=UTC)
LINES = 2400  # several steps: see mentoring/lists/carrying.py


async def tap_without_waiting(phone: Phone, tap: type) -> None:
    for message in reversed(await phone.messages()):
        for data in [b.get("data") or "" for row in message["buttons"] for b in row]:
            if data.startswith(f"{tap.code}:"):  # type: ignore[attr-defined]
                body = {"message_id": message["message_id"], "data": data}
                await phone.town.call("POST", f"people/{phone.id}/taps", body)
                return
    raise AssertionError(await phone.buttons())


async def begun(town: Town) -> int:
    """How many lines of the list are done; waits until there are some."""
    async with asyncio.timeout(30):
        while True:
            async with town.demo.database.read() as store:
                done = (await store.session.execute(select(IntakeList.done))).scalars().one()
            if done:
                return done
            await asyncio.sleep(0.01)


async def test_a_list_and_a_question_go_on_after_a_restart(tmp_path: Path) -> None:
    async with Town.open(tmp_path, topics=False) as town:
        sabine = await first_coordinator(town)
        rows = ["role;label;language;reference;partner;started"]
        rows += [f"mentee;Mentee {number};fr;S{number};;" for number in range(LINES)]
        content = base64.b64encode("\n".join(rows).encode("utf-8-sig")).decode()
        await sabine.says(document={"filename": "people.csv", "mime_type": "text/csv", "base64": content})
        await tap_without_waiting(sabine, DoList)
        assert await begun(town) < LINES
        await town.demo.restart(town.demo.clock.now())
        await town.settle()

        (row,) = await rough.rows(town, "intake_list")
        invited = [one for one in await rough.rows(town, "invitation") if one["role"] == "seeker"]
        assert (row["state"], row["done"], len(invited)) == ("done", LINES, LINES)
        assert len({one["label_sealed"] for one in invited}) == LINES
        assert len([message for message in await sabine.received() if "media" in message]) == -(-LINES // FILE_LINES)

        (place,) = [row["id"] for row in await rough.rows(town, "organisation")]
        await sabine.taps_data((await sabine.last())["message_id"], TakeOverNew(place).pack())
        await town.demo.restart(town.demo.clock.now())
        await sabine.presses(SkipLabel)
        await sabine.says("Bram")
        await town.demo.restart(town.demo.clock.now())
        await sabine.presses(PlanSince, nth=0)
        await town.demo.restart(town.demo.clock.now())
        await sabine.presses(PlanDone, times=2)
        assert len(await rough.rows(town, "takeover")) == 1
        assert len(await rough.rows(town, "invitation")) == 1 + LINES + 2
        assert [line for line in await rough.trouble(town) if not line.startswith(_STOPPED)] == []


async def test_a_line_with_the_team_goes_on_when_topics_come_and_go(tmp_path: Path) -> None:
    async with Town.open(tmp_path, start=_TUESDAY) as town:
        sabine = await first_coordinator(town)
        amelie = await join(town, sabine, "Amélie", "seeker", "fr")
        await amelie.says("/team")
        await amelie.says("Un", thread=next(iter((await amelie.topics()).values())))
        await sabine.says("Eins", thread=next(iter((await sabine.topics()).values())))

        await switch_topics(town, enabled=False)
        await amelie.says("/team")
        await amelie.says("Deux")
        at_sabine = await sabine.last()
        assert at_sabine["text"] == "Deux"
        await sabine.says("Zwei", reply_to=at_sabine["message_id"])
        assert (await amelie.last())["text"] == "Zwei"

        await switch_topics(town, enabled=True)
        await amelie.says("/team")
        await amelie.says("Trois", thread=max((await amelie.topics()).values()))
        await sabine.says("Drei", thread=max((await sabine.topics()).values()))
        assert "Trois" in await sabine.texts()
        assert (await amelie.last())["text"] == "Drei"
        (line,) = await rough.rows(town, "team_line")
        assert line["waits_since"] is None
        assert len(await rough.rows(town, "line_side")) == 2
        assert [line for line in await rough.trouble(town) if not line.startswith(_STOPPED)] == []


async def switch_topics(town: Town, *, enabled: bool) -> None:
    """Somebody changes that with BotFather; the bot sees it when it starts."""
    await town.call("PUT", "topics", {"enabled": enabled})
    await town.demo.restart(town.demo.clock.now())
    await town.settle()
