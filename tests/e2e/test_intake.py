"""An organisation with three of a team takes over its duos by one file, and pairs an intake day with one draft."""

from __future__ import annotations

from pathlib import Path

from tests.e2e import rough
from tests.e2e.intake import Book, intake_day, settle_team, take_over
from tests.e2e.town import Town


async def test_an_organisation_takes_over_its_duos_and_holds_an_intake_day(tmp_path: Path) -> None:
    async with Town.open(tmp_path) as town:
        book = Book()
        place = await settle_team(town, book)
        taken_over = await take_over(place, duos=6)
        assert [len(await phone.topics()) for phone in taken_over.values()].count(0) == 0, "each wrote to their partner"
        kept_by = {row["coordinator_id"] for row in await rough.rows(town, "duo")}
        assert len(kept_by) == 3, "shared evenly"
        newcomers = await intake_day(place, mentees=4, mentors=2, others=taken_over.values())
        assert all([len(await phone.topics()) for phone in newcomers.values()])
        states = [row["state"] for row in await rough.rows(town, "duo")]
        assert states == ["active"] * 10
        assert book.texts["mentee"] == book.people["mentee"], "nobody types more than the tap on their link"
        assert book.texts["lead"] + book.texts["coordinator"] <= 12, "no one types a thing twice"
        assert await rough.trouble(town) == []
