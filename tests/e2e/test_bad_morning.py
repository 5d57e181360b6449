"""A rude Monday through the sandbox: odd names in the digest, two coordinators at once, endless notes, old buttons."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from pathlib import Path

from sqlmodel import select

from mentoring.signals.review import touch
from mentoring.taps_alerts import LeaveNote, NoteContact, OpenAlert, SettleAlert, SnoozeAlert, TakeAlert
from mentoring.taps_endings import EndFor
from mentoring.taps_morning import WholeTeam
from mentoring.taps_progress import ShowPicture
from mentoring.work import Work
from storage.tables import Duo, DuoEvent, Membership
from storage.words import AlertState, Deed, EndReason, Noticed
from tests.e2e import rough
from tests.e2e.journeys import accept, first_coordinator, invite, join, propose, welcome
from tests.e2e.town import Phone, Town

_FRIDAY, _MONDAY = datetime(2026, 11, 20, 15, tzinfo=UTC), datetime(2026, 11, 23, 7, 31, tzinfo=UTC)


async def _unsure(town: Town) -> int:
    """The mentee is not sure about going on: an urgent alert. Returns the duo's id."""
    now = town.demo.clock.now()
    async with town.demo.database.write() as store:
        duo = (await store.session.execute(select(Duo))).scalars().one()
        seeker = await store.session.get(Membership, duo.seeker_id)
        assert seeker is not None
        store.session.add(DuoEvent(duo_id=duo.id, kind=Noticed.WANTS_TO_STOP, person_id=seeker.person_id, at=now))
        await store.session.flush()
        await touch(Work(store, now, now, "test"), duo.id)
        return duo.id


async def _on_card(phone: Phone, kind: type) -> tuple[int, str]:
    """That button of their newest message that has one: the message, and what it says."""
    for message in reversed(await phone.messages()):
        for row in message["buttons"]:
            for button in row:
                if (button.get("data") or "").startswith(f"{kind.code}:"):  # type: ignore[attr-defined]
                    return message["message_id"], button["data"]
    raise AssertionError(f"{phone.name} has no {kind.__name__}")


async def test_a_rude_monday_loses_nothing_and_does_nothing_twice(tmp_path: Path) -> None:
    async with Town.open(tmp_path, start=_FRIDAY, topics=False) as town:
        sabine = await first_coordinator(town)
        tom = await town.person("Tom", "nl")
        await tom.says(f"/start {await invite(sabine, 'coordinator', 'nl')}")
        await welcome(tom, "nl", profile=False)
        zoe = await join(town, sabine, rough.HTML, "seeker", "fr")
        nassim = await join(town, sabine, rough.BIDI, "mentor", "nl", duos=1)
        await propose(sabine)
        await accept(zoe, nassim)
        duo_id = await _unsure(town)
        await town.travel((_MONDAY - town.demo.clock.now()).total_seconds())
        (digest,) = [m for m in await sabine.received() if "1. <b>Zoë" in str(m["buttons"])]
        assert rough.HTML in digest["text"]  # read as words: no tag, nothing lost

        # both open it, both take it at the same moment
        await sabine.presses(OpenAlert)
        await tom.says("/today")
        await tom.presses(WholeTeam)
        await tom.presses(OpenAlert)
        both = [(phone, await _on_card(phone, TakeAlert)) for phone in (sabine, tom)]
        snooze = SnoozeAlert(int(both[0][1][1].split(":")[1]), 7, int(both[0][1][1].split(":")[2]))
        await asyncio.gather(*(phone.taps_data(*button) for phone, button in both))
        (alert,) = await rough.rows(town, "alert")
        assert alert["state"] == AlertState.TAKEN
        assert [deed["deed"] for deed in await rough.rows(town, "team_deed")] == [Deed.TOOK]

        # whose buttons they are not, and what is no longer so
        on = (await nassim.last())["message_id"]
        for data in (both[0][1][1], snooze.pack(), EndFor(duo_id, EndReason.OTHER).pack(), "xz:1:-7:0", "vn:1:1:well"):
            await nassim.taps_data(on, data)
        await rough.tap_all(
            zoe, [both[1][1][1], SettleAlert(alert["id"], 0).pack(), f"xa:{alert['id']}", "xm:1", "lr:1"]
        )
        await tom.taps_data(both[1][1][0], snooze.pack())
        for stranger in (zoe, nassim):
            for command in ("/today", "/report"):
                await stranger.says(command)
                assert "Sabine" not in (await stranger.last())["text"]
        assert await rough.rows(town, "alert") == [alert]

        # ten thousand characters, as a phone sends them; then the duo ends under the question
        await sabine.presses(NoteContact)
        heard = len(await sabine.received())
        for part in ("x" * 4096, "x" * 4096, "x" * 1808):
            await sabine.says(part)
        assert len(await sabine.received()) == heard + 1
        assert [deed["deed"] for deed in await rough.rows(town, "team_deed")] == [Deed.TOOK]
        await tom.taps_data(both[1][1][0], EndFor(duo_id, EndReason.OTHER).pack())
        await town.travel(60)
        await sabine.says(f"{rough.FAMILY} {rough.HTML}")
        notes = [deed["note_sealed"] for deed in await rough.rows(town, "team_deed") if deed["deed"] == Deed.NOTED]
        assert notes == [f"{rough.FAMILY} {rough.HTML}"]
        assert rough.HTML in (await sabine.last())["text"]

        # a month later
        before = await rough.rows(town, "team_deed")
        await town.travel(30 * 86_400)
        for phone, (message_id, data) in both:
            await phone.taps_data(message_id, data)
        await tom.taps_data(both[1][1][0], EndFor(duo_id, EndReason.SILENCE).pack())
        await zoe.taps_data((await zoe.last())["message_id"], ShowPicture(duo_id).pack())
        await sabine.taps_data((await sabine.last())["message_id"], LeaveNote(duo_id).pack())
        assert await rough.rows(town, "team_deed") == before
        assert [line for line in await rough.trouble(town) if "getUpdates: 409" not in line] == []
