"""The federation's report through the sandbox: from the command line's link to the message and the two files."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bot.commands.invite import make_invitation
from bot.commands.organisation import add_organisation
from bot.commands.organisation_values import checked
from mentoring.reports.periods import When
from mentoring.reports.picture import FEDERATION
from mentoring.taps_reports import Form, ReportAs, ReportOn, Reports
from storage.words import Role
from tests.e2e import rough
from tests.e2e.journeys import first_coordinator, welcome
from tests.e2e.town import Phone, Town
from tests.handlers.people import make_organisation
from tests.handlers.test_reports import many_duos

_NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
_OCTOBER = datetime(2026, 10, 5, 9, tzinfo=UTC)


async def joined(town: Town) -> Phone:
    """Somebody of the federation's office, an organisation of its own without a team, past the welcome."""
    wanted = checked(FEDERATION, "privacy@example.org", "fr,nl,de", "Europe/Brussels")
    office = await add_organisation(town.demo.database, wanted, _NOW)
    made = await make_invitation(town.demo.database, office, Role.FEDERATION, "tandem_bot", town.demo.clock.now())
    phone = await town.person("Fien", "nl")
    await phone.says(f"/start {made.link.partition('start=')[2]}")
    await welcome(phone, "nl", profile=False)
    return phone


def files(messages: list[dict[str, Any]]) -> list[str]:
    return [media["filename"] for one in messages if (media := one.get("media")) and media["kind"] == "document"]


async def test_the_federation_gets_its_figures_as_a_message_with_a_picture_and_as_files(tmp_path: Path) -> None:
    async with Town.open(tmp_path, start=_NOW, topics=False) as town:
        sabine = await first_coordinator(town)
        for name, duos in (("Duo Dijle", 6), ("Samen Sterk", 3)):
            await many_duos(town.demo, duos, _OCTOBER, organisation=await make_organisation(town.demo, name))  # type: ignore[arg-type]
        fien = await joined(town)
        assert "/report" in (await fien.last())["text"]

        await fien.says("/report")
        assert FEDERATION in (await fien.last())["text"]
        await fien.presses(ReportOn(None, When.LAST_MONTH))
        await town.settle()
        made = await fien.last()
        assert made["media"]["kind"] == "photo"
        assert "Gestarte duo’s: 9 [0]" in made["caption"]
        for form in (Form.SHARED_XLSX, Form.SHARED_CSV):
            await fien.presses(ReportAs(None, "20261001", "20261031", form))
            await town.settle()
        assert files(await fien.received()) == [
            "tandem-federation-2026-10-01-2026-10-31.xlsx",
            "tandem-federation-2026-10-01-2026-10-31.csv",
        ]

        await sabine.says("/report")
        with_her_own = await sabine.buttons()
        assert FEDERATION not in with_her_own
        await sabine.taps_data((await sabine.last())["message_id"], Reports(None).pack())
        await sabine.taps_data((await sabine.last())["message_id"], ReportOn(None, When.LAST_MONTH).pack())
        await town.settle()
        assert not [one for one in await sabine.received() if FEDERATION in str(one)]
        assert await rough.trouble(town) == []
