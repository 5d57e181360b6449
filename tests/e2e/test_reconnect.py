"""A new phone through the sandbox: the thread goes on there, and not one message goes to the old account any more."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select

from mentoring.actor import load_actor
from mentoring.taps_reconnect import NewPhone, NotThem
from storage.tables import Organisation
from storage.words import Role
from tests.e2e.journeys import accept, first_coordinator, join, propose
from tests.e2e.meetings import cards, plan_call, topic_of
from tests.e2e.town import Phone, Town, payload

_MONDAY = datetime(2026, 10, 19, 7, tzinfo=UTC)


async def _duo(town: Town) -> tuple[Phone, Phone, Phone]:
    sabine = await first_coordinator(town)
    await _no_list(town)
    amelie = await join(town, sabine, "Amélie", "seeker", "fr")
    bram = await join(town, sabine, "Bram", "mentor", "nl", duos=1)
    await propose(sabine)
    await accept(amelie, bram)
    return sabine, amelie, bram


async def _no_list(town: Town) -> None:
    """The organisation asks nothing of new mentors: what is shown here is something else."""
    async with town.demo.database.write() as store:
        for organisation in (await store.session.execute(select(Organisation))).scalars():
            organisation.mentor_points = []


async def _link(sabine: Phone, of: Phone, role: Role) -> str:
    """The team makes the link; returns its payload."""
    async with sabine.town.demo.database.read() as store:
        actor = await load_actor(store, of.id)
    assert actor is not None
    (membership,) = [m for m in actor.memberships if m.role == role]
    await sabine.taps_data((await sabine.last())["message_id"], NewPhone(membership.id).pack())
    return await _shown(sabine)


async def _shown(sabine: Phone) -> str:
    """The payload of the newest link that she sees."""
    text = next(text for text in reversed(await sabine.texts()) if "start=" in text)
    return payload(next(word for word in text.split() if "start=" in word))


async def _calls_to(town: Town, phone: Phone, after: int) -> list[Any]:
    calls = (await town.calls())[after:]
    return [call for call in calls if str(phone.id) in {str(v) for v in call.get("params", call).values()}]


@pytest.mark.parametrize("topics", [True, False])
async def test_everything_goes_on_in_the_new_chat_and_nothing_in_the_old_one(tmp_path: Path, topics: bool) -> None:
    async with Town.open(tmp_path, start=_MONDAY, topics=topics) as town:
        sabine, amelie, bram = await _duo(town)
        await plan_call(amelie, "20261022", 18 * 60)
        await bram.says("Bonjour Amélie", thread=await topic_of(bram))
        link = await _link(sabine, amelie, Role.SEEKER)
        new = await town.person("Amélie bis", "fr")
        await new.says(f"/start {link}")
        before = len(await amelie.messages())
        made = len(await town.calls())
        await new.says("amelie")

        assert any("👋" in text and "Amélie" in text for text in await new.texts())
        assert ((await topic_of(new)) is not None) is topics, "the thread has a topic in the new chat"
        (card,) = await cards(new)
        assert card["pinned"]
        await bram.says("Toujours là ?", thread=await topic_of(bram))
        assert any("Toujours là ?" in text for text in await new.texts())
        await new.says("Oui, nouveau téléphone.", thread=await topic_of(new))
        assert any("Oui, nouveau téléphone." in text for text in await bram.texts())

        await town.travel(3 * 86_400)  # the reminder, and "did you meet?"
        assert len(await new.messages()) > 6
        assert len(await amelie.messages()) == before, "not one message goes to the old account"
        assert await _calls_to(town, amelie, made) == []
        await amelie.says("Allô ?")
        assert len(await amelie.messages()) == before + 2, "what they wrote, and one polite line"
        await amelie.says("Allô ?")
        assert len(await amelie.messages()) == before + 3


@pytest.mark.parametrize("topics", [True, False])
async def test_the_wrong_person_is_detached_and_hears_nothing_more(tmp_path: Path, topics: bool) -> None:
    async with Town.open(tmp_path, start=_MONDAY, topics=topics) as town:
        sabine, amelie, bram = await _duo(town)
        thief = await town.person("Someone", "fr")
        await thief.says(f"/start {await _link(sabine, amelie, Role.SEEKER)}")
        await thief.says("Amélie")
        await sabine.presses(NotThem)
        before = len(await thief.messages())
        await bram.says("Bonjour Amélie", thread=await topic_of(bram))
        await town.travel(3 * 86_400)
        assert len(await thief.messages()) == before

        new = await town.person("Amélie bis", "fr")
        await sabine.presses(NewPhone)
        await new.says(f"/start {await _shown(sabine)}")
        await new.says("Amélie")
        await bram.says("Encore moi", thread=await topic_of(bram))
        assert any("Encore moi" in text for text in await new.texts())
        assert len(await thief.messages()) == before


async def test_a_mentor_with_two_duos_keeps_both(tmp_path: Path) -> None:
    async with Town.open(tmp_path, start=_MONDAY) as town:
        sabine = await first_coordinator(town)
        await _no_list(town)
        bram = await join(town, sabine, "Bram", "mentor", "nl", duos=2)
        for name in ("Amélie", "Chloé"):
            phone = await join(town, sabine, name, "seeker", "fr")
            await propose(sabine)
            await accept(phone, bram)
        new = await town.person("Bram", "nl")
        await new.says(f"/start {await _link(sabine, bram, Role.MENTOR)}")
        await new.says("Bram")
        assert set(await new.topics()) == set(await bram.topics())
        assert len(await new.topics()) == 2
