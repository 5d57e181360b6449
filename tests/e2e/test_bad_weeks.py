"""Between the planning and the reminder the world changes: zones, hours, languages, topics, an outage."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from mentoring.taps_menus import SwitchLanguage
from mentoring.taps_reminders import Coming
from mentoring.taps_sessions import ChooseDay, ChooseTime, ConfirmSession, MoveSession, WriteTime
from mentoring.taps_settings import SetQuietHours, SetZone, ShowQuietHours, ShowZones
from storage.words import Place
from tests.e2e import rough
from tests.e2e.journeys import accept, first_coordinator, join, propose
from tests.e2e.languages import strangers
from tests.e2e.meetings import (
    ask_where,
    calendars,
    cards,
    choose,
    duo_in,
    open_picker,
    plan_call,
    sent_to,
    topic_of,
)
from tests.e2e.town import Town

_MONDAY = datetime(2026, 10, 19, 7, tzinfo=UTC)  # nine o'clock in Brussels
_HOUR, _DAY = 3600, 86_400
_ARABIC = "أمل"


async def test_reminders_follow_zone_hours_and_language_over_an_outage(tmp_path: Path) -> None:
    async with Town.open(tmp_path, start=_MONDAY) as town:
        sabine = await first_coordinator(town)
        amelie = await join(town, sabine, rough.HTML, "seeker", "fr")
        bram = await join(town, sabine, f"\u202e{_ARABIC}", "mentor", "nl", duos=1)
        await propose(sabine)
        await accept(amelie, bram)
        await bram.says("/settings")
        await bram.presses(ShowZones)
        await bram.presses(SetZone("America/New_York"))
        await open_picker(bram)
        (duo,) = await rough.rows(town, "duo")
        for day in ("99991231", "00010101", "20261399", "1"):  # no button says that
            forged = ChooseTime(duo["id"], "regular", day, 1439, anyway=False)
            await bram.taps_data((await bram.last())["message_id"], forged.pack())
        await choose(bram, "20261025", 8 * 60)  # the clocks go back in Brussels that night, in New York a week later
        await ask_where(bram, Place.IN_PERSON)
        await bram.says("Rue <b>Haute</b> 5; 1000 & X", thread=await topic_of(bram))
        assert "13:00" in (await amelie.last())["text"]
        assert "08:00" in (await amelie.last())["text"]
        await amelie.presses(ConfirmSession)
        await bram.says("/language")
        await bram.presses(SwitchLanguage("de"))
        await amelie.says("/settings")
        await amelie.presses(ShowQuietHours)
        await amelie.presses(SetQuietHours(8 * 60, 16 * 60))  # she works at night now
        before = [len(await phone.received()) for phone in (amelie, bram)]

        await town.demo.restart(datetime(2026, 10, 24, 14, 30, tzinfo=UTC))  # his was due at 12:00, hers at 14:00
        await town.travel(60)
        hers, his = (await amelie.received())[before[0] :], (await bram.received())[before[1] :]
        await town.travel(2 * _DAY)

        assert ["13:00" in m["text"] for m in hers] == ["08:00" in m["text"] for m in his] == [True]
        assert strangers([his[0]["text"]], "de") == strangers([hers[0]["text"]], "fr") == []
        assert _ARABIC in hers[0]["text"]
        assert rough.HTML in his[0]["text"]
        for phone, partner in ((amelie, _ARABIC), (bram, rough.HTML)):
            kinds = await sent_to(town, phone)
            assert (kinds.count("reminders.session"), kinds.count("met.question")) == (1, 1)
            event = (await calendars(phone))[0].vevent
            assert event.dtstart.value.astimezone(UTC) == datetime(2026, 10, 25, 12, tzinfo=UTC)
            assert partner in event.summary.value
            assert event.location.value == "Rue <b>Haute</b> 5; 1000 & X"
        assert [line for line in await rough.trouble(town) if "getUpdates: 409" not in line] == []


async def test_a_meeting_finds_its_way_when_topics_are_deleted_and_switched_off(tmp_path: Path) -> None:
    async with Town.open(tmp_path, start=_MONDAY) as town:
        amelie, bram = await duo_in(town)
        await plan_call(amelie, "20261022", 18 * 60)
        await town.call("DELETE", f"people/{bram.id}/threads/{await topic_of(bram)}")
        await amelie.presses(MoveSession)
        await choose(amelie, "20261023", 18 * 60)
        (card,) = await cards(bram)
        assert (card["thread_id"], card["pinned"]) == (await topic_of(bram), True), "sent anew, into a new topic"
        await town.call("DELETE", f"people/{bram.id}/threads/{await topic_of(bram)}")
        await town.travel(3.5 * _DAY)
        reminder = await bram.last()
        assert reminder["thread_id"] == await topic_of(bram)
        await bram.presses(Coming)
        await bram.says("/sessions", thread=await topic_of(bram))
        await open_picker(bram)
        await bram.presses(ChooseDay, nth=3)
        await bram.presses(WriteTime)

        town.demo.sandbox.telegram.world.bot.has_topics_enabled = False
        heard = len(await amelie.received())
        await bram.says("18:30")  # where he was asked is gone: it is not the answer, and not lost
        assert (await bram.last())["buttons"]
        await plan_call(amelie, "20261029", 18 * 60)
        await bram.presses(ConfirmSession)
        await town.travel(10 * _DAY)
        for phone in (amelie, bram):
            kinds = await sent_to(town, phone)
            assert (kinds.count("reminders.session"), kinds.count("met.question")) == (2, 2), kinds
        assert len(await amelie.received()) > heard
        refused = [line for line in await rough.trouble(town) if "not found" not in line]
        assert refused == []
