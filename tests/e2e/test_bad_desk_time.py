"""Half a year at the desk: through both changes of the clocks, with somebody who waits and somebody who never joins."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from mentoring.messages.waiting_news import ErasedSoon
from mentoring.taps_takeovers import InvitePartner, PlanDone, PlanSince, SkipLabel
from tests.e2e import rough
from tests.e2e.journeys import first_coordinator, join
from tests.e2e.languages import strangers
from tests.e2e.meetings import sent_to
from tests.e2e.town import Town

_BEFORE_WINTER_TIME = datetime(2026, 10, 19, 7, tzinfo=UTC)
_BRUSSELS = ZoneInfo("Europe/Brussels")
_DAY = 86_400


@pytest.mark.slow
async def test_whoever_waits_for_half_a_year_is_erased_once_and_hears_nothing_any_more(tmp_path: Path) -> None:
    async with Town.open(tmp_path, start=_BEFORE_WINTER_TIME, topics=False) as town:
        sabine = await first_coordinator(town)
        amelie = await join(town, sabine, "Amélie", "seeker", "fr")
        noor = await join(town, sabine, "Noor", "seeker", "nl")
        amelies, noors = [row["id"] for row in await rough.rows(town, "membership") if row["role"] == "seeker"]
        await amelie.says("/team")
        await amelie.says("Bonjour ?")  # nobody ever answers
        await sabine.taps_data((await sabine.last())["message_id"], InvitePartner(noors).pack())
        await sabine.presses(SkipLabel)
        await sabine.presses(PlanSince, nth=0)
        await sabine.presses(PlanDone)  # the mentor never joins
        planned = len(await sabine.texts())
        begun, noors_own = len(await amelie.received()), len(await noor.received())

        for _ in range(8):
            await town.travel(23 * _DAY)

        heard = (await amelie.received())[begun:]
        hours = {datetime.fromisoformat(message["date"]).astimezone(_BRUSSELS).hour for message in heard[:-1]}
        assert len(hours) == 1, "the same hour there in summer and in winter"
        assert strangers([message["text"] for message in heard], "fr") == []
        assert amelies not in {row["id"] for row in await rough.rows(town, "membership")}
        assert "Amélie" not in str(await rough.rows(town, "person"))
        assert (await sent_to(town, sabine)).count(ErasedSoon.kind) == 1
        assert len([text for text in (await sabine.texts())[planned:] if "Noor" in text]) == 1, "a link ran out"
        assert noors in {row["id"] for row in await rough.rows(town, "membership")}, "who has a partner does not wait"
        assert len(await noor.received()) == noors_own

        await sabine.says("/people")
        assert "Amélie" not in (await sabine.texts())[-1]
        await town.travel(15 * _DAY)
        assert len(await amelie.received()) == begun + len(heard)
        assert await rough.trouble(town) == []
