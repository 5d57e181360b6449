"""The steps of stories about meetings, as taps on real buttons."""

from __future__ import annotations

from typing import Any

import aiohttp
import vobject
from sqlmodel import col, select

from mentoring.actor import load_actor
from mentoring.taps_sessions import ChooseDay, ChoosePlace, ChooseTime, PlanSession
from storage.tables import Outbox
from storage.words import OutboxState, Place
from tests.e2e.journeys import accept, first_coordinator, join, propose
from tests.e2e.town import Phone, Town


async def duo_in(town: Town) -> tuple[Phone, Phone]:
    """A mentee who reads French and a mentor who reads Dutch."""
    sabine = await first_coordinator(town)
    amelie = await join(town, sabine, "Amélie", "seeker", "fr")
    bram = await join(town, sabine, "Bram", "mentor", "nl", duos=1)
    await propose(sabine)
    await accept(amelie, bram)
    return amelie, bram


async def topic_of(phone: Phone) -> int | None:
    return next(iter((await phone.topics()).values()), None)


async def choose(phone: Phone, day: str, minute: int) -> None:
    """Day and time of the picker that is open."""
    subject = next(
        button["data"].split(":")[1:3]
        for message in reversed(await phone.received())
        for row in message["buttons"]
        for button in row
        if button["data"].startswith(f"{ChooseDay.code}:")
    )
    await phone.presses(ChooseDay(int(subject[0]), subject[1], day))
    await phone.presses(ChooseTime(int(subject[0]), subject[1], day, minute, anyway=False))


async def open_picker(phone: Phone, topic: int | None = None) -> None:
    await phone.says("/sessions", thread=topic or await topic_of(phone))
    await phone.presses(PlanSession)


async def plan_call(phone: Phone, day: str, minute: int, topic: int | None = None) -> None:
    """A call, planned with three taps."""
    await open_picker(phone, topic)
    await choose(phone, day, minute)
    await ask_where(phone, Place.CALL)


async def ask_where(phone: Phone, place: Place) -> None:
    """Taps that kind of place below the question that is open."""
    await phone.presses(ChoosePlace, nth=list(Place).index(place))


async def calendars(phone: Phone) -> list[Any]:
    """The calendar files that this phone has got, oldest first, read by another parser."""
    files = [m["media"] for m in await phone.received() if m.get("media", {}).get("filename", "").endswith(".ics")]
    found = []
    async with aiohttp.ClientSession() as http:
        for file in files:
            async with http.get(f"{phone.town.address}{file['url']}") as response:
                found.append(vobject.readOne((await response.read()).decode()))
    return found


async def cards(phone: Phone) -> list[dict[str, Any]]:
    return [message for message in await phone.received() if message.get("text", "").startswith("📅")]


async def sent_to(town: Town, phone: Phone) -> list[str]:
    """The kinds of all that Tandem sent to that person, oldest first."""
    async with town.demo.database.read() as store:
        actor = await load_actor(store, phone.id)
        assert actor is not None
        own = col(Outbox.person_id) == actor.person.id, col(Outbox.state) == OutboxState.SENT
        found = await store.session.execute(
            select(Outbox.kind).where(*own).order_by(col(Outbox.done_at), col(Outbox.id))
        )
        return list(found.scalars())
