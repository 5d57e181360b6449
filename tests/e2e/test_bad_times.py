"""Days, times and places that cannot be, two who move at once, buttons of last month: a clear word, nothing lost."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from mentoring.taps_reminders import AnswerMet, MetElsewhere
from mentoring.taps_sessions import (
    AskToCancel,
    ChooseDay,
    ChoosePlace,
    ChooseTime,
    ConfirmSession,
    JustCancel,
    MoveSession,
    WriteDay,
    WriteTime,
)
from storage.words import Place
from tests.e2e import rough
from tests.e2e.languages import strangers
from tests.e2e.meetings import ask_where, calendars, choose, duo_in, open_picker, plan_call, sent_to, topic_of
from tests.e2e.town import Phone, Town

_BEFORE_SPRING = datetime(2027, 3, 22, 8, tzinfo=UTC)  # a Monday; the clocks go forward on the Sunday after
_BEFORE_AUTUMN = datetime(2026, 10, 19, 7, tzinfo=UTC)
_HOUR, _DAY = 3600, 86_400
NO_DAYS = ("30/2", "30 février 2028", "le 31/11", "21/03", "22.03.2026", "29/02/2027", "24/11/9999", "mardi 25")
NO_TIMES = ("25:00", "18h75", "2:30", "-1", "²", "le soir", "24:00")
NO_LINKS = (
    "javascript:alert(1)",
    "ftp://meet.example.org/x",
    "https://meet example.org/x",
    "https://",
    "https://[::1",
    "meet.example.org",
    "https://meet.example.org/" + "x" * 400,
    "😀",
)


async def pester(phone: Phone, partner: Phone, *texts: str) -> None:
    """Writes what the open question did not ask for: a line each, in their language; nothing changes, nobody hears."""
    topic, town = await topic_of(phone), phone.town
    before, heard, others = await rough.facts(town), len(await phone.texts()), len(await partner.received())
    contents = [{"text": text} for text in (*texts, rough.LONG, "/nonsense")] + list(rough.NOT_A_TEXT)
    for content in contents:
        await phone.says(thread=topic, **content)
    told = (await phone.texts())[heard:]
    assert len(told) == len(contents), told
    assert strangers(told, "fr") == []
    assert rough.changed(before, await rough.facts(town)) == []
    assert len(await partner.received()) == others


def lasting(changes: list[str]) -> list[str]:
    """Without what was being asked, which a button may leave."""
    return [line for line in changes if not line.startswith("dialogue_state")]


@pytest.mark.parametrize("topics", [True, False])
async def test_a_day_a_time_and_a_place_that_cannot_be_are_said_and_the_question_stays(
    tmp_path: Path, topics: bool
) -> None:
    async with Town.open(tmp_path, start=_BEFORE_SPRING, topics=topics) as town:
        amelie, bram = await duo_in(town)
        topic = await topic_of(amelie)
        await open_picker(amelie)
        await amelie.presses(WriteDay)
        await pester(amelie, bram, *NO_DAYS)
        await amelie.says("dimanche 28/3", thread=topic)
        await amelie.presses(WriteTime)
        await pester(amelie, bram, *NO_TIMES)
        await amelie.says("3h30", thread=topic)
        await ask_where(amelie, Place.ONLINE)
        await pester(amelie, bram, *NO_LINKS)
        await amelie.says("https://meet.example.org/<b>&'\"?a=1&amp;b=2", thread=topic)
        await bram.presses(ConfirmSession)

        (session,) = await rough.rows(town, "duo_session")
        assert session["starts_at"] == datetime(2027, 3, 28, 1, 30, tzinfo=UTC)
        (calendar,) = await calendars(bram)
        assert calendar.vevent.url.value == "https://meet.example.org/<b>&'\"?a=1&amp;b=2"
        assert calendar.vevent.dtstart.value.astimezone(UTC) == session["starts_at"]
        await bram.presses(AskToCancel)
        await bram.says("x" * 501, thread=await topic_of(bram))
        await bram.says(**rough.NOT_A_TEXT[1], thread=await topic_of(bram))
        await bram.says("/cancel", thread=await topic_of(bram))
        await bram.says("Tot dan!", thread=await topic_of(bram))
        assert [row["state"] for row in await rough.rows(town, "duo_session")] == ["confirmed"]
        assert (await amelie.last())["text"] == "Tot dan!"
        assert await rough.trouble(town) == []


async def test_a_time_that_comes_twice_is_the_first_and_reminded_of_once(tmp_path: Path) -> None:
    async with Town.open(tmp_path, start=_BEFORE_AUTUMN) as town:
        amelie, bram = await duo_in(town)
        await open_picker(amelie)
        await amelie.presses(ChooseDay, nth=6)
        await amelie.presses(WriteTime)
        await amelie.says("2h30", thread=await topic_of(amelie))
        await ask_where(amelie, Place.IN_PERSON)
        await amelie.says(rough.LONG[:4000], thread=await topic_of(amelie))
        await amelie.says("Café ; l'Étoile, 1\\2\n3e étage \u202egauche <b>", thread=await topic_of(amelie))
        await bram.presses(ConfirmSession)
        (session,) = await rough.rows(town, "duo_session")
        assert session["starts_at"] == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
        (calendar,) = await calendars(amelie)
        assert calendar.vevent.location.value == "Café ; l'Étoile, 1\\2 3e étage gauche <b>"
        assert calendar.vevent.dtstart.value.astimezone(UTC) == session["starts_at"]
        await town.travel(8 * _DAY)

        for phone in (amelie, bram):
            kinds = await sent_to(town, phone)
            assert kinds.count("reminders.session") == 1, kinds
            assert kinds.count("met.question") == 1, kinds
        assert await rough.trouble(town) == []


async def test_two_move_it_at_once_and_the_later_one_is_told_and_sees_how_it_stands(tmp_path: Path) -> None:
    async with Town.open(tmp_path, start=_BEFORE_AUTUMN) as town:
        amelie, bram = await duo_in(town)
        await plan_call(amelie, "20261022", 18 * 60)
        (session,) = await rough.rows(town, "duo_session")
        for phone in (amelie, bram):
            await phone.presses(MoveSession)
        taps = [ChooseTime(session["id"], "time-0", "20261023", hour * 60, anyway=False) for hour in (17, 19)]
        on = [(await phone.last())["message_id"] for phone in (amelie, bram)]
        await asyncio.gather(amelie.taps_data(on[0], taps[0].pack()), bram.taps_data(on[1], taps[1].pack()))

        (moved,) = await rough.rows(town, "duo_session")
        assert moved["sequence"] == 1
        first, later = (amelie, bram) if moved["starts_at"].hour == 15 else (bram, amelie)
        assert len(await later.notices()) == len(await first.notices()) + 1
        shown = next(m for m in await later.received() if m["message_id"] in on)
        assert ("19:00" if first is bram else "17:00") in shown["text"]
        assert any(
            button["data"] == ConfirmSession(moved["id"], 1).pack() for row in shown["buttons"] for button in row
        )

        assert await rough.trouble(town) == []


async def test_buttons_of_last_month_say_how_it_stands_and_change_nothing(tmp_path: Path) -> None:
    async with Town.open(tmp_path, start=_BEFORE_AUTUMN) as town:
        amelie, bram = await duo_in(town)
        await open_picker(amelie)
        await plan_call(bram, "20261022", 18 * 60)
        await town.travel(4 * _DAY)  # reminded of it, and asked whether they met
        await bram.presses(AnswerMet, nth=0)
        await town.travel(40 * _DAY)
        before = await rough.facts(town)

        for phone in (amelie, bram):
            for message in await phone.received():
                datas = [button["data"] for row in message["buttons"] for button in row]
                for data in [data for data in datas if data[0] in "sr" and not data.startswith(MetElsewhere.code)]:
                    await phone.taps_data(message["message_id"], data)
            assert strangers(await phone.texts(), "fr" if phone is amelie else "nl") == []
            assert strangers(await phone.notices(), "fr" if phone is amelie else "nl") == []
        assert lasting(rough.changed(before, await rough.facts(town))) == []
        assert await rough.trouble(town) == []


async def test_an_impatient_finger_has_one_effect_and_reads_one_answer(tmp_path: Path) -> None:
    async with Town.open(tmp_path, start=_BEFORE_AUTUMN) as town:
        amelie, bram = await duo_in(town)
        await open_picker(amelie)
        await choose(amelie, "20261022", 18 * 60)
        await amelie.presses(ChoosePlace, nth=1, times=3)
        await bram.presses(ConfirmSession, times=3)
        await bram.presses(MoveSession, times=2)
        await bram.presses(ChooseDay, nth=4)
        picker = await bram.last()
        await bram.presses(ChooseTime, nth=3, times=3)
        assert "10:00" in (await bram.again(picker))["text"]
        assert (await bram.again(picker))["buttons"][0][0]["data"].startswith("sc:"), "saved: not that it has changed"
        await amelie.presses(AskToCancel)
        asked = await amelie.last()
        await amelie.presses(JustCancel, times=3)
        assert "annulée" in (await amelie.again(asked))["text"]

        sessions, alerts = await rough.rows(town, "duo_session"), await amelie.notices()
        assert [(row["state"], row["sequence"]) for row in sessions] == [("cancelled", 2)]
        assert alerts == []
        for phone in (amelie, bram):
            assert [calendar.vevent.sequence.value for calendar in await calendars(phone)] == ["0", "1", "2"]
        assert (await sent_to(town, bram)).count("session.cancelled") == 1
        assert await rough.trouble(town) == []


async def test_a_clock_that_jumps_loses_nothing_and_doubles_nothing(tmp_path: Path) -> None:
    async with Town.open(tmp_path, start=_BEFORE_AUTUMN) as town:
        amelie, bram = await duo_in(town)
        for day in ("20261021", "20261023", "20261028", "20261030"):
            await plan_call(amelie, day, 18 * 60)
            await bram.presses(ConfirmSession)
        for hours in (33, 2, -2, 24, -24, 24, 4, -2):  # on Tuesday at six in the evening the first reminder is due
            town.demo.clock._now += timedelta(hours=hours)
            await town.travel(60)
        await town.travel(14 * _DAY)

        for phone in (amelie, bram):
            kinds = await sent_to(town, phone)
            reminded = kinds.count("reminders.session") + kinds.count("reminders.day")
            assert (reminded, kinds.count("met.question")) == (4, 4), kinds
        assert {row["state"] for row in await rough.rows(town, "duo_session")} == {"unknown"}
        assert await rough.trouble(town) == []
