"""Odd names, everything twice, too late, in the wrong place, and away in between: nothing breaks or gets lost."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from mentoring.taps_invitations import (
    InviteLanguage,
    InviteRole,
    InviteWithoutLabel,
)
from mentoring.taps_pairing import AnswerProposal, ChooseMentor, SendProposal, ShowProposal, ShowSeeker
from mentoring.taps_welcome import Agree, ChangeName, GoOn, OpenProfile, SpeakLanguage, TakeOfferedName
from tests.e2e import rough
from tests.e2e.journeys import (
    accept,
    first_coordinator,
    invite,
    join,
    press,
    propose,
    tick,
    welcome,
    welcome_again,
)
from tests.e2e.languages import strangers
from tests.e2e.town import Town, payload


@pytest.fixture
async def town(tmp_path: Path) -> AsyncIterator[Town]:
    async with Town.open(tmp_path) as town:
        yield town
        assert await rough.trouble(town) == []


@pytest.mark.parametrize("topics", [True, False])
async def test_odd_names_and_labels_are_shown_as_they_are_everywhere(tmp_path: Path, topics: bool) -> None:
    async with Town.open(tmp_path, topics=topics) as town:
        sabine = await first_coordinator(town, rough.HTML)
        label = "<b>&</b>\u202e\u2066" + "é" * 51
        first = await town.person("🙂" * 30, "fr")
        await first.says(f"/start {await invite(sabine, 'seeker', 'fr', label)}")
        await welcome(first, "fr", name="\u2067" + "W" * 40)
        zoe = await town.person(rough.BIDI, "nl")
        await zoe.says(f"/start {await invite(sabine, 'mentor', 'nl', rough.NUL)}")
        await welcome(zoe, "nl", name=rough.HTML, mentor_of=3)
        await tick(sabine)
        await propose(sabine)
        await accept(first, zoe)
        second = await join(town, sabine, rough.FAMILY, "seeker", "de")
        await propose(sabine)
        await sabine.presses(ShowProposal)
        await accept(zoe, second)

        threads = list((await zoe.topics()).items())
        of_first = next(iter((await first.topics()).values()), None)
        await first.says(rough.LONG, thread=of_first)
        await first.says(photo=rough.PICTURE, caption="c" * 1024, thread=of_first)
        at_zoe = (await zoe.received())[-2:]
        await zoe.says("Dag", **({"thread": threads[0][1]} if topics else {}))
        await zoe.says("/chats")
        await zoe.says("Voor wie?")
        await sabine.says("/waiting")
        await sabine.says("/invitations")

        assert [at_zoe[0]["text"], at_zoe[1]["caption"]] == [rough.LONG, "c" * 1024]
        said = "\n".join(await sabine.texts())
        assert rough.HTML in said
        assert "<b>&</b>" + "é" * 51 in said
        assert "Aïcha 👩\u200d👩\u200d👧" in said
        for texts in (said, "\n".join(await zoe.texts() + await first.texts() + await second.texts())):
            assert not {"\x00", "\x07", "\u202e", "\u2066", "\u2067"} & set(texts)
        assert rough.HTML in "\n".join(await first.texts())
        assert all(len(name) <= 128 for name, _ in threads)
        assert await rough.trouble(town) == []


async def test_doing_it_twice_or_at_once_has_one_effect(town: Town) -> None:
    sabine = await first_coordinator(town)
    await sabine.says("/invite")
    await press(sabine, InviteRole, "ir:*:seeker")
    await press(sabine, InviteLanguage, "ig:*:seeker:fr")
    await sabine.presses(InviteWithoutLabel, times=2)
    assert len(await rough.rows(town, "invitation")) == 2, "the one of the command line, and one"
    link = payload((await town.links())[-1]["url"])
    amelie, tom = await town.person("Amélie", "fr"), await town.person("Tom", "fr")
    await asyncio.gather(amelie.says(f"/start {link}"), tom.says(f"/start {link}"))
    came_first = [phone for phone in (amelie, tom) if (await phone.last())["buttons"]]
    assert len(came_first) == 1
    (amelie,) = came_first
    await press(amelie, SpeakLanguage, "wl:*:fr")
    await press(amelie, Agree, "wa:*:1")
    await amelie.presses(TakeOfferedName, times=3)
    for _ in range(3):
        await amelie.presses(GoOn)
    await amelie.presses(GoOn, times=3)
    assert len([row for row in await rough.rows(town, "membership") if row["state"] == "ready"]) == 2
    bram = await join(town, sabine, "Bram", "mentor", "nl", duos=1)
    await sabine.says("/waiting")
    await sabine.presses(ShowSeeker)
    await sabine.presses(ChooseMentor, times=2)
    await sabine.presses(SendProposal, times=3)
    assert len(await rough.rows(town, "duo")) == 1

    on = await bram.last()
    yes, no = [button["data"] for row in on["buttons"] for button in row]
    await asyncio.gather(
        bram.taps_data(on["message_id"], yes),
        bram.taps_data(on["message_id"], yes),
        press(amelie, AnswerProposal, "pa:*:1"),
    )
    await bram.taps_data(on["message_id"], no)
    await bram.taps_data(on["message_id"], yes)

    assert [row["state"] for row in await rough.rows(town, "duo")] == ["active"]
    assert len(await rough.rows(town, "thread")) == 2
    assert len(await amelie.topics()) == len(await bram.topics()) == 1
    (thread,) = (await amelie.topics()).values()
    heard = len(await bram.received())
    raw = rough.a_message(town, amelie, text="Bonjour", message_thread_id=thread, is_topic_message=True)
    raw["message_id"] = await amelie.says("Bonjour", thread=thread)
    for number, event in enumerate((raw, raw)):  # one repeated by Telegram, one whose answer got lost
        await rough.feed(town, {"update_id": rough.REPEATED + number, "message": event}, times=5)
    assert [m["text"] for m in (await bram.received())[heard:]] == ["Bonjour"]


async def test_a_proposal_of_yesterday_and_an_ended_duo_have_only_dead_buttons(town: Town) -> None:
    sabine = await first_coordinator(town)
    amelie = await join(town, sabine, "Amélie", "seeker", "fr")
    bram = await join(town, sabine, "Bram", "mentor", "nl", duos=1)
    await propose(sabine)
    await accept(amelie)
    late = await bram.last()
    rough.jump(town, timedelta(days=9))

    await press(bram, AnswerProposal, "pa:*:1")

    assert [row["state"] for row in await rough.rows(town, "duo")] == ["proposed"], "the job closes it, not the tap"
    assert strangers([(await bram.again(late))["text"]], "nl") == []
    await town.travel(60)
    await propose(sabine)
    await accept(amelie, bram)
    (thread,) = (await amelie.topics()).values()
    await amelie.says("Pour qui ?")
    asked = await amelie.last()
    await rough.end_duos(town)
    before, heard = await rough.facts(town), len(await bram.received())

    for message in (await amelie.received()) + (await bram.received()):
        phone = amelie if message in await amelie.received() else bram
        for button in [b for row in message["buttons"] for b in row if b["data"].split(":")[0] in rough.OF_A_DUO]:
            await phone.taps_data(message["message_id"], button["data"])
    await amelie.says("Encore là ?", thread=thread)

    assert asked["buttons"]
    assert rough.changed(before, await rough.facts(town)) == []
    assert len(await bram.received()) == heard
    assert "Bram" in (await amelie.texts())[-1]


async def test_who_blocks_in_the_middle_and_comes_back_finds_everything_again(town: Town) -> None:
    sabine = await first_coordinator(town)
    amelie = await town.person("Amélie", "fr")
    await amelie.says(f"/start {await invite(sabine, 'seeker', 'fr', 'Amélie')}")
    await press(amelie, SpeakLanguage, "wl:*:fr")
    await amelie.blocks()
    await amelie.unblocks()
    await amelie.says("/start")
    await press(amelie, Agree, "wa:*:1")
    await amelie.presses(TakeOfferedName)
    for _ in range(4):
        await amelie.presses(GoOn)
    bram = await join(town, sabine, "Bram", "mentor", "nl", duos=1)

    await amelie.blocks()
    await propose(sabine)  # she has not seen it
    await amelie.unblocks()
    await amelie.says("/start")
    await accept(amelie)
    await amelie.blocks()
    await accept(bram)  # she has not seen that it begins
    (thread,) = (await bram.topics()).values()
    await bram.says("Dag Amélie", thread=thread)
    told = (await bram.texts())[-1]
    await amelie.unblocks()
    await amelie.says("/start")
    await bram.says("Ben je er?", thread=thread)
    (theirs,) = (await amelie.topics()).values()
    await amelie.says("Oui !", thread=theirs)

    assert "Amélie" in told
    assert strangers([told], "nl") == []
    assert "Ben je er?" in await amelie.texts()
    assert (await bram.last())["text"] == "Oui !"


async def test_private_answers_are_never_passed_on_and_odd_messages_find_their_way(tmp_path: Path) -> None:
    async with Town.open(tmp_path, topics=False) as town:
        sabine = await first_coordinator(town)
        for role in ("mentor", "seeker", "coordinator"):  # the coordinator is everything at once
            await sabine.says(f"/start {await invite(sabine, role, 'de', role)}")
            await welcome_again(sabine)
        amelie = await join(town, sabine, "Amélie", "seeker", "fr")
        await sabine.says("/waiting")
        seekers = [b["data"] for row in (await sabine.last())["buttons"] for b in row if b["data"].startswith("ps:")]
        await sabine.presses(ShowSeeker, nth=0)
        own = [b["data"] for row in (await sabine.last())["buttons"] for b in row]
        assert len(seekers) == 2
        assert not [data for data in own if data.startswith("pm:")], "nobody is proposed to themselves"
        mentor, seeker = [
            row["id"] for row in await rough.rows(town, "membership") if row["role"] in {"mentor", "seeker"}
        ][:2]
        await rough.tap_all(sabine, [SendProposal(seeker, mentor).pack()])
        assert await rough.rows(town, "duo") == []
        await sabine.says("/Waiting@another_bot")
        await sabine.presses(ShowSeeker, nth=1)
        await sabine.presses(ChooseMentor)
        await tick(sabine)
        await sabine.says("/waiting")
        await sabine.presses(ShowSeeker, nth=1)
        await sabine.presses(ChooseMentor)
        await sabine.presses(SendProposal)
        await accept(sabine, amelie)
        heard = len(await amelie.received())

        await invite(sabine, "seeker", "fr", "ein privates Wort")
        await sabine.says("/profile")
        await sabine.presses(OpenProfile, nth=0)
        await sabine.presses(ChangeName)
        await sabine.says("Sabrina")
        assert len(await amelie.received()) == heard
        first = await sabine.says("Guten Tag")
        await sabine.edits(first, rough.LONG)
        await sabine.says("/nonsense")
        await sabine.says("/waiting")
        await sabine.says(document=rough.PAPER, caption="/help")

        seen = (await amelie.received())[heard:]
        assert [m.get("text") or m.get("caption") for m in seen] == [rough.LONG, "/help"]
        assert await rough.trouble(town) == []
