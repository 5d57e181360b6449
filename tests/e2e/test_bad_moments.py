"""What happens while a question about a meeting waits, or before its reminder comes: the world changes meanwhile."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlmodel import select

from mentoring.taps_check_ins import ChooseFace, WriteNote
from mentoring.taps_goals import NoteGoal, ShowGoals
from mentoring.taps_sessions import AskToCancel, ChooseDay, ConfirmSession, MoveSession, WriteDay, WriteTime
from mentoring.taps_settings import ShowZones, WriteZone
from storage.tables import Duo
from storage.words import DuoState, Place
from tests.e2e import rough
from tests.e2e.journeys import accept, first_coordinator, join, press, propose
from tests.e2e.languages import strangers
from tests.e2e.meetings import ask_where, cards, choose, duo_in, open_picker, plan_call, sent_to, topic_of
from tests.e2e.test_bad_taps import get_going
from tests.e2e.town import Phone, Town

_MONDAY = datetime(2026, 10, 19, 7, tzinfo=UTC)  # nine o'clock in Brussels
_HOUR, _DAY = 3600, 86_400


_STILL = ("rm:", "swe:")  # whether they met can be said afterwards, and what repeats can be stopped


async def turn(town: Town, state: DuoState) -> None:
    """The only duo goes on in that state."""
    async with town.demo.database.write() as store:
        (await store.session.execute(select(Duo))).scalars().one().state = state


async def waiting(town: Town) -> list[str]:
    return [row["state"] for row in await rough.rows(town, "dialogue_state") if row["state"] is not None]


async def ask(phone: Phone, question: str) -> None:
    """Leaves that question open."""
    if question == "word":
        await plan_call(phone, "20261022", 18 * 60)
        await phone.presses(AskToCancel)
        return
    await open_picker(phone)
    if question == "day":
        await phone.presses(WriteDay)
        return
    if question == "time":
        await phone.presses(ChooseDay, nth=0)
        await phone.presses(WriteTime)
        return
    await choose(phone, "20261019", 12 * 60)
    await ask_where(phone, Place.IN_PERSON)


@pytest.mark.parametrize("question", ["day", "time", "where", "word"])
async def test_when_the_duo_has_ended_meanwhile_nothing_more_is_asked(tmp_path: Path, question: str) -> None:
    async with Town.open(tmp_path, start=_MONDAY, topics=False) as town:
        amelie, _ = await duo_in(town)
        await ask(amelie, question)
        await rough.end_duos(town)

        answer = {"day": "24/10", "time": "18:30", "where": "Rue Haute 5", "word": "Désolée"}[question]
        await amelie.says(answer)
        told = (await amelie.texts())[-1]

        assert await waiting(town) == []
        assert strangers([told], "fr") == []
        assert await rough.trouble(town) == []


@pytest.mark.parametrize("question", ["time", "where"])
async def test_when_the_day_has_passed_meanwhile_nothing_more_is_asked(tmp_path: Path, question: str) -> None:
    async with Town.open(tmp_path, start=_MONDAY) as town:
        amelie, bram = await duo_in(town)
        topic = await topic_of(amelie)
        await ask(amelie, question)
        rough.jump(town, timedelta(days=1))
        await amelie.says("18:30", thread=topic)
        told = (await amelie.texts())[-1]

        assert await waiting(town) == []
        assert strangers([told], "fr") == []
        await amelie.says("À demain !", thread=topic)
        assert (await bram.last())["text"] == "À demain !"
        assert await rough.trouble(town) == []


async def test_an_old_button_of_a_meeting_that_was_moved_asks_for_nothing(tmp_path: Path) -> None:
    async with Town.open(tmp_path, start=_MONDAY) as town:
        amelie, bram = await duo_in(town)
        await plan_call(amelie, "20261022", 18 * 60)
        await bram.presses(ConfirmSession)
        await bram.presses(MoveSession)
        picker = await bram.last()
        await amelie.presses(MoveSession)
        await choose(amelie, "20261023", 18 * 60)
        with_file = next(m for m in reversed(await bram.received()) if m.get("media") and m["buttons"])
        await amelie.presses(MoveSession)
        await choose(amelie, "20261024", 18 * 60)
        (session,) = await rough.rows(town, "duo_session")

        for tap in (WriteDay(session["id"], "time-0"), WriteTime(session["id"], "time-0", "20261022")):
            await bram.taps_data(picker["message_id"], tap.pack())
            assert await waiting(town) == []
        await bram.says("Welke dag past je?", thread=await topic_of(bram))
        assert (await amelie.last())["text"] == "Welke dag past je?"
        await bram.taps_data(with_file["message_id"], with_file["buttons"][0][0]["data"])
        shown = await bram.last()
        assert "24 oktober" in shown["text"]
        assert shown["thread_id"] == await topic_of(bram), "in place of the file, and not somewhere else"
        assert [row["state"] for row in await rough.rows(town, "duo_session")] == ["planned"]
        assert await rough.trouble(town) == []


@pytest.mark.parametrize("topics", [True, False])
async def test_who_cannot_be_reached_finds_everything_when_they_come_back(tmp_path: Path, topics: bool) -> None:
    async with Town.open(tmp_path, start=_MONDAY, topics=topics) as town:
        amelie, bram = await duo_in(town)
        await plan_call(amelie, "20261022", 18 * 60)
        await bram.blocks()
        await amelie.presses(AskToCancel)
        await amelie.says("Désolée", thread=await topic_of(amelie))
        assert any("Bram" in text and "/help" in text for text in (await amelie.texts())[-2:])
        heard = len(await amelie.texts())
        await plan_call(amelie, "20261023", 18 * 60)
        assert any("Bram" in text and "/help" in text for text in (await amelie.texts())[heard:])
        heard = len(await amelie.texts())
        await bram.unblocks()
        await bram.says("/start")

        off, on = await cards(bram)
        assert ("22 oktober" in off["text"], off["buttons"], off["pinned"]) == (True, [], False)
        assert ("23 oktober" in on["text"], on["pinned"]) == (True, True)
        await bram.presses(ConfirmSession)
        assert any("Bram" in text for text in (await amelie.texts())[heard:])
        await bram.blocks()
        await town.travel(4 * _DAY)  # the reminder cannot be sent
        await bram.unblocks()
        assert [row["state"] for row in await rough.rows(town, "duo_session")] == ["cancelled", "confirmed"]
        assert (await sent_to(town, amelie)).count("reminders.session") == 1
        assert await rough.trouble(town) == []


async def test_words_to_another_partner_go_there_while_a_question_waits(tmp_path: Path) -> None:
    async with Town.open(tmp_path, start=_MONDAY) as town:
        sabine = await first_coordinator(town)
        amelie = await join(town, sabine, "Amélie", "seeker", "fr")
        bram = await join(town, sabine, "Bram", "mentor", "nl", duos=2)
        await propose(sabine)
        await accept(amelie, bram)
        noor = await join(town, sabine, "Noor", "seeker", "de")
        await propose(sabine)
        await accept(noor, bram)
        with_amelie, with_noor = (await bram.topics()).values()
        await open_picker(bram, with_amelie)
        await choose(bram, "20261022", 18 * 60)
        await ask_where(bram, Place.IN_PERSON)
        heard = [len(await phone.received()) for phone in (amelie, noor)]

        await bram.says("Dag Noor", thread=with_noor)
        await bram.says(**rough.NOT_A_TEXT[1], thread=with_noor)
        await bram.says(**rough.NOT_A_TEXT[3], thread=with_noor)
        assert [len(await phone.received()) for phone in (amelie, noor)] == [heard[0], heard[1] + 3]
        for command in ("/help", "/privacy", "/chats", "/settings", "/profile", "/nonsense", "/invite"):
            await bram.says(command, thread=with_amelie)
        await town.demo.restart(_MONDAY + timedelta(hours=5))
        await bram.says("Rue Haute 5", thread=with_amelie)
        assert "Rue Haute 5" in (await amelie.last())["text"] + (await amelie.received())[-2]["text"]
        assert len(await noor.received()) == heard[1] + 3


async def test_in_a_pause_what_is_planned_stays_and_after_the_end_every_button_says_so(tmp_path: Path) -> None:
    async with Town.open(tmp_path, start=_MONDAY) as town:
        amelie, bram = await duo_in(town)
        await get_going(town, amelie, bram)
        await press(amelie, ChooseFace, "cf:*:*:2")
        await turn(town, DuoState.PAUSED)
        await press(amelie, ChooseFace, "cf:*:*:3")
        assert strangers((await amelie.notices())[-1:], "fr") == []
        await plan_call(bram, "20261102", 18 * 60)
        await amelie.presses(ConfirmSession)
        heard = len(await sent_to(town, bram))
        await town.travel(6 * _DAY)
        assert set((await sent_to(town, bram))[heard:]) == {"reminders.session", "met.question", "session.card", ""}

        await turn(town, DuoState.ACTIVE)
        await rough.end_duos(town)
        before = await rough.facts(town)
        for phone in (amelie, bram):
            heard = len(await phone.notices())
            for message in await phone.received():
                for data in [button["data"] for row in message["buttons"] for button in row]:
                    if data[0] in "srgcn" and not data.startswith(_STILL):
                        await phone.taps_data(message["message_id"], data)
            language = "fr" if phone is amelie else "nl"
            assert strangers((await phone.notices())[heard:], language) == []
            assert strangers(await phone.texts(), language) == []
        assert await waiting(town) == []
        assert [line for line in rough.changed(before, await rough.facts(town)) if "dialogue_state" not in line] == []
        assert await rough.trouble(town) == []


async def test_a_word_of_the_next_day_cancels_nothing_before_it_was_asked_again(tmp_path: Path) -> None:
    async with Town.open(tmp_path, start=_MONDAY) as town:
        amelie, _ = await duo_in(town)
        topic = await topic_of(amelie)
        await ask(amelie, "word")
        asked = (await amelie.last())["text"]
        rough.jump(town, timedelta(days=1))

        await amelie.says("À jeudi, j'apporte mon CV !", thread=topic)
        assert (await amelie.last())["text"] == asked
        assert [row["state"] for row in await rough.rows(town, "duo_session")] == ["planned"]
        await amelie.says("Désolée, mon fils est malade.", thread=topic)
        assert [row["state"] for row in await rough.rows(town, "duo_session")] == ["cancelled"]
        assert await waiting(town) == []
        assert await rough.trouble(town) == []


async def test_every_other_question_of_a_running_duo_is_left_and_answered_kindly(tmp_path: Path) -> None:
    async with Town.open(tmp_path, start=_MONDAY) as town:
        amelie, bram = await duo_in(town)
        await get_going(town, amelie, bram)
        topic = await topic_of(amelie)
        await amelie.says("/sessions", thread=topic)
        await amelie.presses(ShowGoals)
        for face in range(6):
            await press(amelie, ChooseFace, f"cf:*:*:{face % 5 + 1}")
        for tap, too_long in ((NoteGoal, "x" * 201), (WriteNote, "x" * 501), (WriteZone, "x" * 65)):
            if tap is WriteZone:
                await amelie.says("/settings", thread=topic)
                await amelie.presses(ShowZones)
            await amelie.presses(tap)
            assert len(await waiting(town)) == 1
            before, heard, others = await rough.facts(town), len(await amelie.texts()), len(await bram.received())
            contents = [{"text": text} for text in (too_long, rough.LONG, "/nonsense")] + list(rough.NOT_A_TEXT)
            for content in contents:
                await amelie.says(thread=topic, **content)
            told = (await amelie.texts())[heard:]
            assert len(told) == len(contents)
            assert strangers(told, "fr") == []
            assert rough.changed(before, await rough.facts(town)) == []
            for command in ("/help", "/language", "/profile", "/chats"):
                await amelie.says(command, thread=topic)
            assert len(await waiting(town)) == 1, "general commands leave it open"
            await amelie.says("/cancel", thread=topic)
            assert len(await bram.received()) == others
            await amelie.says(f"Salut {tap.code}", thread=topic)
            assert (await bram.last())["text"] == f"Salut {tap.code}"
        assert await rough.trouble(town) == []
