"""People who tap what is not theirs and write what was not asked: nothing breaks, nothing changes, nothing leaks."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from mentoring.taps_invitations import (
    AskRevoke,
    InvitationCard,
    InviteLanguage,
    InviteRole,
    Revoke,
)
from mentoring.taps_welcome import Agree, SpeakLanguage
from tests.e2e import forging, rough
from tests.e2e.journeys import accept, first_coordinator, invite, join, press, propose, welcome
from tests.e2e.languages import strangers
from tests.e2e.town import Phone, Town

HOUR = timedelta(hours=1)


@pytest.fixture
async def town(tmp_path: Path) -> AsyncIterator[Town]:
    async with Town.open(tmp_path) as town:
        yield town
        assert await rough.trouble(town) == []


async def test_every_link_that_does_not_work_gets_the_same_answer_and_guessing_is_slowed_down(town: Town) -> None:
    sabine = await first_coordinator(town)
    used, revoked, expired = [await invite(sabine, "seeker", "fr", label) for label in ("used", "revoked", "expired")]
    tom = await town.person("Tom", "fr")
    await tom.says(f"/start {used}")
    await sabine.says("/invitations")
    await sabine.presses(InvitationCard, nth=0)
    await sabine.presses(AskRevoke)
    await sabine.presses(Revoke)
    rough.jump(town, timedelta(days=31))
    before = await rough.facts(town)
    eva = await town.person("Eva", "fr")

    for link in (used, revoked, expired, "A" * 32, "-"):
        await eva.says(f"/start {link}")
    answers = await eva.texts()
    await eva.says(f"/start {'B' * 32}")
    told = (await eva.texts())[len(answers) :]
    fresh = await invite(sabine, "seeker", "fr", "fresh")
    for link in (fresh, "C" * 32, fresh):
        await eva.says(f"/start {link}")
    silent = await eva.texts()
    rough.jump(town, HOUR)
    await eva.says(f"/start {fresh}")

    assert len(answers) == 5
    assert len(set(answers)) == 1
    assert strangers(answers, "fr") == []
    assert len(told) == 1
    assert told[0] not in answers
    assert len(silent) == 6, "told once, then silence"
    assert len(await eva.texts()) == 7
    assert (await eva.last())["buttons"], "after the hour the right link works"
    after = await rough.facts(town)
    assert before["membership"][0] in after["membership"]
    assert len(after["membership"]) == len(before["membership"]) + 1


async def test_a_stranger_gets_one_message_ever(town: Town) -> None:
    await first_coordinator(town)
    before = await rough.facts(town)
    max_, lea = await town.person("Max", "de"), await town.person("Léa", "xx-nonsense")

    for text in ("Hallo", "/start", "/help", "/invite", "/waiting", "/cancel", "/xyz", rough.LONG, rough.NUL):
        await max_.says(text)
    await max_.says(location={"latitude": 50.0, "longitude": 4.0})
    first = await max_.says("Hallo noch einmal")
    await max_.edits(first, "geändert")
    await max_.reacts((await max_.last())["message_id"], "👍")
    await rough.tap_all(max_, ["iv", "x", "pa:1:1"])
    await max_.blocks()
    await max_.unblocks()
    rough.jump(town, timedelta(days=100))
    await max_.says("Und jetzt?")
    await lea.says("Bonjour")

    assert len(await max_.texts()) == 1
    assert len(await lea.texts()) == 1
    assert strangers(await max_.texts(), "de") == []
    assert strangers(await lea.texts(), "fr") == []
    after = await rough.facts(town)
    assert {name: rows for name, rows in after.items() if name != "visitor"} == {
        name: rows for name, rows in before.items() if name != "visitor"
    }


async def test_no_button_does_anything_for_somebody_it_is_not_meant_for(town: Town) -> None:
    sabine = await first_coordinator(town)
    amelie = await join(town, sabine, "Amélie", "seeker", "fr")
    bram = await join(town, sabine, "Bram", "mentor", "nl", duos=1)
    await propose(sabine)
    await accept(amelie, bram)
    hanna = await join(town, sabine, "Hanna", "seeker", "de")
    sofie = await join(town, sabine, "Sofie", "mentor", "nl", duos=2)
    await propose(sabine)
    ida = await join(town, sabine, "Ida", "seeker", "de")  # she waits, Sofie has room
    await invite(sabine, "mentor", "fr", "open")
    tom = await town.person("Tom", "fr")  # in the middle of the welcome
    await tom.says(f"/start {await invite(sabine, 'mentor', 'fr', 'Tom')}")
    stranger = await town.person("Max", "de")
    await stranger.says("Hallo")
    dirk = await town.person("Dirk", "de")
    await dirk.says(f"/start {await rough.second_organisation(town)}")
    await welcome(dirk, "de", profile=False)
    await dirk.says("/waiting")
    nina = await join(town, dirk, "Nina", "seeker", "de")
    others = (sabine, amelie, hanna, sofie, ida, tom)
    own, theirs = await forging.ids_in(town, "Duo Dijle", without=bram), await forging.ids_in(town, "Duo Dijle")
    before, seen = await rough.facts(town), [len(await phone.received()) for phone in others]

    await asyncio.gather(
        rough.tap_all(stranger, [data for cls in forging.kinds() for data in forging.forged(cls, theirs)[:1]]),
        rough.tap_all(dirk, [data for cls in forging.kinds() for data in forging.forged(cls, theirs)]),
        rough.tap_all(bram, [data for cls in forging.kinds() for data in forging.forged(cls, own)]),
        rough.tap_all(nina, [data for cls in forging.kinds() for data in forging.nowhere(cls)] + forging.noise(60)),
    )

    assert rough.changed(before, await rough.facts(town)) == []
    assert [len(await phone.received()) for phone in others] == seen


async def test_what_a_question_did_not_ask_for_is_said_kindly_and_changes_nothing(town: Town) -> None:
    sabine = await first_coordinator(town)
    link, other = [await invite(sabine, role, "fr", role) for role in ("seeker", "mentor")]
    zoe = await town.person("Zoé", "fr")
    await zoe.says(f"/start {link}")
    answers = []

    async def pester(phone: Phone, *texts: str) -> None:
        """Everything that the open question does not ask for; nothing may come of it but one kind line each."""
        before, heard = await rough.facts(town), len(await phone.texts())
        for content in ({"text": text} for text in ("/nonsense", rough.LONG, *texts)):
            await phone.says(**content)
        for content in rough.NOT_A_TEXT:
            await phone.says(**content)
        await phone.edits(await phone.says("/nonsense"), "Zoé")
        assert rough.changed(before, await rough.facts(town)) == []
        heard_now = (await phone.texts())[heard:]
        assert len(heard_now) == 3 + len(texts) + len(rough.NOT_A_TEXT)
        answers.append((phone, heard_now))

    await pester(zoe, "Français", "/invite", "/waiting", "fr")
    await press(zoe, SpeakLanguage, "wl:*:fr")
    await pester(zoe, "Oui", "/chats")
    await zoe.says(f"/start {other}")  # a second link in the middle of the first welcome
    await zoe.says("/start")
    await press(zoe, Agree, "wa:*:1")
    await pester(zoe, *rough.BLANKS, "x" * 41)
    await zoe.says(rough.NUL)
    await pester(zoe, "français")
    await sabine.says("/invite")
    await pester(sabine, "Mentee")
    await press(sabine, InviteRole, "ir:*:seeker")
    await press(sabine, InviteLanguage, "ig:*:seeker:fr")
    await pester(sabine, "x" * 61, "\u200b\u200d", "\u202e", "\ufeff\u2066")

    for phone, texts in answers:
        assert strangers(texts, "de" if phone is sabine else "fr") == []


async def test_updates_that_no_person_sends_are_passed_over_and_stop_nothing(tmp_path: Path) -> None:
    async with Town.open(tmp_path) as town:
        await send_what_nobody_sends(town)
        found = await rough.trouble(town)
        assert [line for line in found if "is skipped after 1" not in line] == []


async def send_what_nobody_sends(town: Town) -> None:
    sabine = await first_coordinator(town)
    amelie = await town.person("Amélie", "fr")
    before, heard = await rough.facts(town), len(await sabine.received())
    message = rough.a_message(town, sabine, text="/invite")
    group = {"id": -100123, "type": "supergroup", "title": "Everybody"}
    query = {"id": "77", "from": message["from"], "chat_instance": "1", "data": "iv"}
    nobody = {name: value for name, value in message.items() if name != "from"}

    rough.queue(town, sabine, message=message | {"chat": group})
    rough.queue(town, sabine, channel_post=message | {"chat": group | {"type": "channel"}})
    rough.queue(town, sabine, message=nobody)
    rough.queue(town, sabine, message=message | {"from": message["from"] | {"is_bot": True}})
    rough.queue(town, sabine, callback_query=query)
    rough.queue(town, sabine, callback_query=query | {"inline_message_id": "abc"})
    rough.queue(town, sabine, callback_query=query | {"message": {"chat": group, "message_id": 1, "date": 0}})
    telegram = town.demo.sandbox.telegram
    unread = telegram.world.new_query(telegram.world.people[sabine.id], telegram.monotonic())
    rough.queue(town, amelie, callback_query={"id": unread.id, "from": "nobody"})
    rough.queue(town, sabine, telepathy={"from": message["from"]})
    rough.queue(town, sabine)
    rough.queue(town, sabine, poll={"id": "1"}, chat_member=None)
    for broken in ([], "x", {"chat": 5}, {"chat": {"id": "abc"}}, {"chat": {"id": [1]}}, {"chat": None, "from": "me"}):
        rough.queue(town, amelie, message=broken)
        rough.queue(town, amelie, callback_query={"message": broken, "from": broken})
        rough.queue(town, amelie, my_chat_member=broken, message_reaction=broken)
    await town.settle()
    await sabine.says("/privacy")

    assert rough.changed(before, await rough.facts(town)) == []
    assert len(await sabine.received()) == heard + 1
    assert await amelie.received() == []
