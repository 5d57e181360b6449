"""Every call that the courier makes, against the sandbox, which refuses what Telegram refuses."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest

from bot.clocks import StandingClock
from bot.courier import Courier
from locales.rendering import load_all
from mentoring.messages.delivery import PartnerAway, SenderLabel
from sandbox import Sandbox
from storage.database import Database
from storage.tables import Person
from storage.words import Call, OutboxState, Role
from tests.courier.conftest import Stage
from tests.courier.telegram import Telegram
from tests.sandbox.client import TOKEN, Client, file, png


@pytest.fixture(params=[True, False], ids=["topics", "no topics"])
async def sandbox(request: pytest.FixtureRequest) -> AsyncIterator[Sandbox]:
    sandbox = Sandbox(token=TOKEN, limits=False, topics=request.param, page=False)
    await sandbox.start()
    yield sandbox
    await sandbox.stop()


@pytest.fixture
async def phones(sandbox: Sandbox) -> AsyncIterator[Client]:
    async with aiohttp.ClientSession(sandbox.url) as http:
        yield Client(http)


async def said_to(phones: Client, person: int) -> list[dict[str, Any]]:
    return [message for message in (await phones.chat(person))["messages"] if message["from"] == "bot"]


@pytest.fixture
async def scene(
    sandbox: Sandbox, phones: Client, sqlite_database: Database, clock: StandingClock, real_clock: StandingClock
) -> AsyncIterator[tuple[Stage, int, int]]:
    """A stage on the sandbox, the seeker and the mentor, who has a second line as well."""
    load_all()
    courier = Courier(
        sqlite_database,
        token=TOKEN,
        api_url=sandbox.url,
        clock=clock,
        real_clock=real_clock,
        messages_per_second=0,
        has_topics=(await phones.control("GET", "state"))["bot"]["has_topics_enabled"],
    )
    stage = Stage(sqlite_database, Telegram(), clock, real_clock, lambda: courier)
    seeker, mentor, third = [await phones.person(*who) for who in (("Amina", "fr"), ("Bart", "nl"), ("Dora", "fr"))]
    for user, name, role in ((seeker, "Amina", Role.SEEKER), (mentor, "Bart", Role.MENTOR), (third, "D", Role.SEEKER)):
        await stage.person_of(user, name, role, "fr")
    await stage.duo(third, mentor)
    stage.duo_id, stage.thread[seeker], stage.thread[mentor] = await stage.duo(seeker, mentor)
    yield stage, seeker, mentor
    await courier.close()


async def test_every_call_is_one_that_telegram_accepts(scene: tuple[Stage, int, int], phones: Client) -> None:
    stage, seeker, mentor = scene
    first = await phones.write(seeker, text="hello")
    photo = {"photo": file(png(), "a.png")}
    parts = await phones.write(seeker, album=[photo, photo])
    await stage.relay(seeker, mentor, first)
    await stage.pull_all()
    album = await stage.write(mentor, Call.ALBUM, {"message_ids": parts})
    await stage.map(album, seeker, mentor, parts)
    await stage.write(mentor, Call.EDIT, {"message_id": first, "text": "hello you", "entities": []})
    await stage.write(mentor, Call.REACTION, {"message_id": first, "emoji": "👍", "own": True})
    await stage.write(mentor, Call.COMMANDS, {"commands": ["help", "language", "privacy"]})
    await stage.write(mentor, Call.RENAME_TOPIC, {})
    await stage.post(mentor, SenderLabel(name="Amina", thread_id=1), thread_id=stage.thread[mentor])
    await stage.pull_all()
    await stage.write(mentor, Call.EDIT, {"message_id": parts[0], "caption": "us two", "entities": []})
    await stage.pull_all()
    copied = next(it["message_id"] for it in await said_to(phones, mentor) if it.get("text") == "hello you")
    unsent = [(row.call, row.state, row.error) for row in await stage.rows() if row.state != OutboxState.SENT]
    topics = stage.courier.has_topics
    assert unsent == ([] if topics else [(Call.RENAME_TOPIC, OutboxState.CANCELLED, "no topic")])
    copy = next(it for it in await said_to(phones, mentor) if it["message_id"] == copied)
    assert (copy["edited"], bool(copy["reaction"])) == (True, True)
    assert bool(copy.get("thread_id")) is topics
    assert bool(copy["buttons"]) is not topics


async def test_a_card_is_sent_once_then_edited_where_it_is_and_goes_up_and_down(
    scene: tuple[Stage, int, int], phones: Client
) -> None:
    stage, _, mentor = scene
    await stage.card(mentor, PartnerAway(name="Anna"))
    await stage.pin(mentor, pinned=True)
    await stage.pull_all()
    await stage.card(mentor, PartnerAway(name="Omar"))
    await stage.card(mentor, PartnerAway(name="Omar"))  # nothing new is no fault
    await stage.pull_all()
    [card] = await said_to(phones, mentor)
    assert ("Omar" in card["text"], card["edited"], card["pinned"]) == (True, True, True)
    await stage.pin(mentor, pinned=False)
    await stage.pin(mentor, pinned=False)  # already down
    await stage.pull_all()
    [card] = await said_to(phones, mentor)
    assert not card["pinned"]
    assert {row.state for row in await stage.rows()} <= {OutboxState.SENT, OutboxState.CANCELLED}


async def test_a_card_whose_message_is_gone_is_sent_anew(scene: tuple[Stage, int, int], phones: Client) -> None:
    stage, _, mentor = scene
    if not stage.courier.has_topics:
        pytest.skip("a topic takes its messages with it")
    await stage.card(mentor, PartnerAway(name="Anna"), thread_id=stage.thread[mentor])
    await stage.pull_all()
    [card] = [it for it in await said_to(phones, mentor) if it.get("text")]
    await phones.control("DELETE", f"people/{mentor}/threads/{card['thread_id']}")
    await stage.card(mentor, PartnerAway(name="Omar"), thread_id=stage.thread[mentor])
    await stage.pull_all()
    assert ["Omar" in it["text"] for it in await said_to(phones, mentor) if not it["deleted"] and it.get("text")] == [
        True
    ]


async def test_a_deleted_topic_is_made_anew(scene: tuple[Stage, int, int], phones: Client) -> None:
    stage, seeker, mentor = scene
    if not stage.courier.has_topics:
        pytest.skip("about topics")
    for text in ("one", "two"):
        message_id = await phones.write(seeker, text=text)
        await stage.relay(seeker, mentor, message_id)
        await stage.pull_all()
        if text == "one":
            [copy] = await said_to(phones, mentor)
            await phones.control("DELETE", f"people/{mentor}/threads/{copy['thread_id']}")
    assert [it["text"] for it in await said_to(phones, mentor) if not it["deleted"]] == ["two"]


async def test_somebody_who_blocked_the_bot_is_marked_and_the_sender_told(
    scene: tuple[Stage, int, int], phones: Client
) -> None:
    stage, seeker, mentor = scene
    await phones.control("PUT", f"people/{mentor}/block")
    message_id = await phones.write(seeker, text="one")
    await stage.relay(seeker, mentor, message_id)
    await stage.pull_all()
    assert (await stage.get(Person, stage.person[mentor])).unreachable_since is not None
    assert len(await said_to(phones, seeker)) == 1


async def test_an_answer_that_gets_lost_repeats_the_message_and_says_so(
    scene: tuple[Stage, int, int], phones: Client
) -> None:
    stage, seeker, _ = scene
    await phones.control("POST", "faults", {"method": "sendMessage", "kind": "drop_response", "times": 1})
    row_id = await stage.post(seeker, PartnerAway(name="Bart"))
    await stage.pull_all()
    stage.pass_real(2)
    await stage.pull_all()
    assert len(await said_to(phones, seeker)) == 2
    assert (await stage.row(row_id)).attempts == 2
