"""The line between a mentee and the team, through the sandbox: asked, answered by two of the team, waited for."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlmodel import col, select

from mentoring.messages.team_line import LineWaits
from mentoring.taps_team_line import AnsweredElsewhere, AskTeamOfDuo, PassToTeam, WriteTo
from storage.tables import Membership, Organisation, Outbox, Person
from tests.e2e import rough
from tests.e2e.journeys import accept, first_coordinator, invite, join, propose, welcome
from tests.e2e.town import Phone, Town

_TUESDAY = datetime(2026, 10, 20, 8, tzinfo=UTC)  # 10:00 in Brussels
_DAY = 86_400.0


async def _colleague(town: Town, sabine: Phone) -> Phone:
    tom = await town.person("Tom", "nl")
    await tom.says(f"/start {await invite(sabine, 'coordinator', 'nl')}")
    await welcome(tom, "nl", profile=False)
    return tom


async def _no_list(town: Town) -> None:
    """The organisation asks nothing of new mentors: what is shown here is something else."""
    async with town.demo.database.write() as store:
        for organisation in (await store.session.execute(select(Organisation))).scalars():
            organisation.mentor_points = []


async def _reminders(town: Town) -> int:
    async with town.demo.database.read() as store:
        found = await store.session.execute(select(Outbox.id).where(col(Outbox.kind) == LineWaits.kind))
        return len(found.all())


async def _membership(town: Town, name: str) -> int:
    async with town.demo.database.read() as store:
        found = await store.session.execute(select(Membership, Person).join(Person))
        return next(m.id for m, person in found if person.open(store.vault, "first_name") == name)


async def _topic(phone: Phone, word: str) -> int:
    return next(number for name, number in (await phone.topics()).items() if word in name)


async def test_somebody_who_waits_writes_with_the_team_in_one_chat(tmp_path: Path) -> None:
    async with Town.open(tmp_path, topics=False, start=_TUESDAY) as town:
        sabine = await first_coordinator(town)
        amelie = await join(town, sabine, "Amélie", "seeker", "fr")

        await amelie.says("Quand est-ce que je commence ?")
        await amelie.presses(PassToTeam)
        asked = (await sabine.received())[-1]
        assert asked["text"] == "Quand est-ce que je commence ?"
        await sabine.says("Nächste Woche!", reply_to=asked["message_id"])
        assert (await amelie.received())[-1]["text"] == "Nächste Woche!"
        await amelie.says(photo=rough.PICTURE, caption="Mon CV")
        assert (await sabine.received())[-1]["caption"] == "Mon CV"
        wrong = await amelie.says("Mecri")
        await amelie.edits(wrong, "Merci")
        assert (await sabine.received())[-1]["text"] == "Merci"
        await sabine.reacts((await sabine.received())[-1]["message_id"], "👍")
        reacted = next(message for message in await amelie.messages() if message["message_id"] == wrong)
        assert "👍" in str(reacted)
        assert await rough.trouble(town) == []


async def test_with_topics_two_of_the_team_answer_and_the_partner_sees_nothing(tmp_path: Path) -> None:
    async with Town.open(tmp_path, start=_TUESDAY) as town:
        sabine = await first_coordinator(town)
        await _no_list(town)
        tom = await _colleague(town, sabine)
        amelie = await join(town, sabine, "Amélie", "seeker", "fr")
        bram = await join(town, sabine, "Bram", "mentor", "nl", duos=1)
        await propose(sabine)
        await accept(amelie, bram)
        before = len(await bram.messages())

        await amelie.presses(AskTeamOfDuo)
        topic = await _topic(amelie, "Duo")
        await amelie.says("Une question", thread=topic)
        at_sabine = await _topic(sabine, "Amélie")
        await sabine.says("Ja?", thread=at_sabine)
        write = WriteTo(await _membership(town, "Amélie"))
        await tom.taps_data((await tom.last())["message_id"], write.pack())
        await tom.says("Ik help ook", thread=await _topic(tom, "Amélie"))

        texts = await amelie.texts()
        assert [text for text in texts if text in {"Ja?", "Ik help ook"}] == ["Ja?", "Ik help ook"]
        assert "Ik help ook" in await sabine.texts()
        assert "Sabine" in texts[texts.index("Ja?") - 1]
        assert "Tom" in texts[texts.index("Ik help ook") - 1]
        assert len(await bram.messages()) == before
        assert await rough.trouble(town) == []


@pytest.mark.parametrize("answered", [True, False])
async def test_who_waits_is_not_forgotten(tmp_path: Path, answered: bool) -> None:
    async with Town.open(tmp_path, start=_TUESDAY) as town:
        sabine = await first_coordinator(town)
        amelie = await join(town, sabine, "Amélie", "seeker", "fr")
        await amelie.says("/team")
        await amelie.says("Vous êtes là ?", thread=await _topic(amelie, "Duo"))

        await town.travel(_DAY + 600)
        await town.settle()
        if answered:
            await sabine.presses(AnsweredElsewhere)
        await town.travel(_DAY)
        await town.settle()

        assert await _reminders(town) == (1 if answered else 2)
        assert await rough.trouble(town) == []
