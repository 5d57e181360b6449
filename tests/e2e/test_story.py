"""The whole story through the sandbox: a German coordinator, a French seeker, a Dutch mentor."""

from __future__ import annotations

import base64
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from mentoring.taps_thread import OpenLine, PassOn
from tests.e2e.journeys import accept, first_coordinator, join, propose
from tests.e2e.languages import strangers
from tests.e2e.town import PIXEL, Phone, Town

PICTURE = {"filename": "cv.png", "mime_type": "image/png", "base64": base64.b64encode(PIXEL).decode()}
VOICE = {"filename": "voice.ogg", "mime_type": "audio/ogg", "base64": base64.b64encode(b"OggS" * 20).decode()}
PAPER = {"filename": "cv.pdf", "mime_type": "application/pdf", "base64": base64.b64encode(b"%PDF-1.4").decode()}


@pytest.fixture
async def town(tmp_path: Path) -> AsyncIterator[Town]:
    async with Town.open(tmp_path) as town:
        yield town


@pytest.fixture
async def plain_town(tmp_path: Path) -> AsyncIterator[Town]:
    async with Town.open(tmp_path, topics=False) as town:
        yield town


async def duo_in(town: Town) -> tuple[Phone, Phone, Phone]:
    """Coordinator, seeker and mentor of a duo that both accepted."""
    sabine = await first_coordinator(town)
    amelie = await join(town, sabine, "Amélie", "seeker", "fr")
    bram = await join(town, sabine, "Bram", "mentor", "nl", duos=1)
    await propose(sabine)
    await accept(amelie, bram)
    return sabine, amelie, bram


async def test_from_an_invitation_to_a_private_thread_each_in_their_own_language(town: Town) -> None:
    sabine, amelie, bram = await duo_in(town)
    (topic_of_amelie,) = (await amelie.topics()).values()
    (topic_of_bram,) = (await bram.topics()).values()
    before = {phone.name: len(await phone.received()) for phone in (sabine, amelie, bram)}

    written = await amelie.says("Bonjour Bram !", thread=topic_of_amelie)
    at_bram = await bram.last()
    await bram.says("Dag Amélie", thread=topic_of_bram, reply_to=at_bram["message_id"])
    at_amelie = await amelie.last()
    await amelie.edits(written, "Bonjour Bram, enchantée !")
    await bram.reacts(at_bram["message_id"], "👍")

    assert (at_bram["text"], at_bram["thread_id"]) == ("Bonjour Bram !", topic_of_bram)
    assert (at_amelie["text"], at_amelie["thread_id"]) == ("Dag Amélie", topic_of_amelie)
    assert at_amelie["reply_to"] == written or at_amelie["reply_to"]["message_id"] == written
    by_id = {message["message_id"]: message for message in await bram.messages()}
    assert by_id[at_bram["message_id"]]["text"] == "Bonjour Bram, enchantée !"
    assert by_id[at_bram["message_id"]]["edited"]
    reacted = next(message for message in await amelie.messages() if message["message_id"] == written)
    assert reacted["reaction"]
    assert len(await sabine.received()) == before["Sabine"], "the coordinator sees nothing of a thread"
    for phone, language in ((sabine, "de"), (amelie, "fr"), (bram, "nl")):
        said = (await phone.texts())[: before[phone.name]]
        forwarded = [text for text in said if "t.me/" in text]  # in the invitee's language
        assert len(said) > 4
        assert strangers([text for text in said if text not in forwarded], language) == []


async def test_the_same_story_on_postgresql(tmp_path: Path, postgres_url: str) -> None:
    async with Town.open(tmp_path, url=postgres_url) as town:
        sabine, amelie, bram = await duo_in(town)
        (thread,) = (await amelie.topics()).values()
        seen = len(await sabine.received())

        await amelie.says("Bonjour Bram !", thread=thread)

        assert (await bram.last())["text"] == "Bonjour Bram !"
        assert len(await sabine.received()) == seen


async def test_menus_follow_role_and_language(town: Town) -> None:
    sabine, amelie, bram = await duo_in(town)

    shown = {p.name: await town.call("GET", f"people/{p.id}/commands") for p in (sabine, amelie, bram)}

    words = {name: {c["command"] for c in menu["commands"]} for name, menu in shown.items()}
    assert {"invite", "invitations", "waiting", "help", "language", "privacy"} <= words["Sabine"]
    assert "invite" not in words["Amélie"] | words["Bram"]
    assert {"profile", "help", "language", "privacy"} <= words["Amélie"]
    for name, language in (("Sabine", "de"), ("Amélie", "fr"), ("Bram", "nl")):
        assert strangers([c["description"] for c in shown[name]["commands"]], language) == []


@pytest.mark.parametrize("topics", [True, False])
async def test_every_kind_of_content_arrives(tmp_path: Path, topics: bool) -> None:
    async with Town.open(tmp_path, topics=topics) as town:
        _, amelie, bram = await duo_in(town)
        thread = next(iter((await amelie.topics()).values()), None)
        seen = len(await bram.received())

        await amelie.says(photo=PICTURE, caption="Mon CV", thread=thread)
        await amelie.says(voice=VOICE, thread=thread)
        await amelie.says(document=PAPER, thread=thread)
        await amelie.says(location={"latitude": 50.85, "longitude": 4.35}, thread=thread)
        await amelie.says(album=[{"photo": PICTURE}, {"photo": PICTURE, "caption": "deux"}], thread=thread)

        arrived = (await bram.received())[seen:]
        kinds = ["location" if "location" in message else message["media"]["kind"] for message in arrived]
        assert kinds == ["photo", "voice", "document", "location", "photo", "photo"]
        assert arrived[0]["caption"] == "Mon CV"
        copies = [call["method"] for call in await town.calls() if call["method"].startswith("copyMessage")]
        assert copies == ["copyMessage"] * 4 + ["copyMessages"]


async def test_what_cannot_be_carried_is_said_at_once(town: Town) -> None:
    _, amelie, bram = await duo_in(town)
    (thread,) = (await amelie.topics()).values()
    seen = len(await bram.received())

    await amelie.says(contact={"phone_number": "+32470000000", "first_name": "X"}, thread=thread)
    await amelie.says(poll={"question": "Oui ?", "options": ["a", "b"]}, thread=thread)

    assert len(await bram.received()) == seen
    told = (await amelie.texts())[-2:]
    assert len(set(told)) == 2
    assert strangers(told, "fr") == []


async def test_without_topics_a_line_is_open_and_a_reply_to_tandem_is_not_passed_on(plain_town: Town) -> None:
    _, amelie, bram = await duo_in(plain_town)
    seen = len(await bram.received())

    await amelie.says("Bonjour !")
    assert (await bram.last())["text"] == "Bonjour !"
    question = (await amelie.received())[0]
    await amelie.says("C'est pour vous", reply_to=question["message_id"])

    assert len(await bram.received()) == seen + 1, "a reply to Tandem's own message is asked about"
    await amelie.presses(PassOn)
    assert (await bram.last())["text"] == "C'est pour vous"


async def test_a_mentor_of_three_duos_always_knows_whose_line_is_open(plain_town: Town) -> None:
    town = plain_town
    sabine = await first_coordinator(town)
    bram = await join(town, sabine, "Bram", "mentor", "nl", duos=3)
    seekers = []
    for name, language in (("Amélie", "fr"), ("Hanna", "de"), ("Tom", "nl")):
        seeker = await join(town, sabine, name, "seeker", language)
        await propose(sabine)
        await accept(seeker, bram)
        seekers.append(seeker)
    amelie, hanna, tom = seekers

    await hanna.says("Guten Tag")
    copy = await bram.last()
    label = [b for row in copy["buttons"] for b in row]
    await bram.taps_data(copy["message_id"], label[0]["data"])
    await bram.says("Dag Hanna")

    assert copy["text"] == "Guten Tag"
    assert "Hanna" in label[0]["text"]
    assert (await hanna.last())["text"] == "Dag Hanna"
    assert "Dag Hanna" not in await amelie.texts() + await tom.texts()
    await tom.says("Hallo Bram")
    await bram.presses(OpenLine)
    await bram.says("Dag Tom")
    assert (await tom.last())["text"] == "Dag Tom"
    assert "Dag Tom" not in await hanna.texts() + await amelie.texts()


async def test_a_partner_who_blocks_the_bot_is_told_to_the_sender_gently(town: Town) -> None:
    _, amelie, bram = await duo_in(town)
    (thread,) = (await amelie.topics()).values()

    await bram.blocks()
    await amelie.says("Vous êtes là ?", thread=thread)

    told = (await amelie.texts())[-1]
    assert "Bram" in told
    assert strangers([told], "fr") == []
    await bram.unblocks()
    await amelie.says("Rebonjour", thread=thread)
    assert (await bram.last())["text"] == "Rebonjour"


async def test_a_deleted_topic_is_made_anew(town: Town) -> None:
    _, amelie, bram = await duo_in(town)
    (of_amelie,) = (await amelie.topics()).values()
    (of_bram,) = (await bram.topics()).values()

    await town.call("DELETE", f"people/{bram.id}/threads/{of_bram}")
    await amelie.says("Toujours là ?", thread=of_amelie)

    last = await bram.last()
    assert last["text"] == "Toujours là ?"
    assert last["thread_id"] not in {None, of_bram}


async def test_a_proposal_that_nobody_answers_expires_and_a_late_yes_changes_nothing(town: Town) -> None:
    sabine = await first_coordinator(town)
    amelie = await join(town, sabine, "Amélie", "seeker", "fr")
    bram = await join(town, sabine, "Bram", "mentor", "nl", duos=1)
    await propose(sabine)
    await accept(amelie)
    late = next(m for m in reversed(await bram.messages()) if m["buttons"])
    yes = next(b["data"] for row in late["buttons"] for b in row if b["data"].endswith(":1"))

    await town.travel(8 * 86400)
    await bram.taps_data(late["message_id"], yes)

    assert (await bram.topics()) == {}
    assert strangers(await bram.notices(), "nl") == []
    assert "Bram" in "".join(await sabine.texts())
