"""An organisation takes over the duos it has and holds an intake day: the story, with every tap and text counted.

Used by the test (a small organisation); benchmarks/intake.py plays the whole one and prints the counts.
"""

from __future__ import annotations

import asyncio
import base64
import csv
import io
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from mentoring.taps_group_pairing import AskSendAll, PairGroup, SendAll
from mentoring.taps_lists import EVENLY, DoList, ListFor
from mentoring.taps_mentor_points import MentorPoints, TickAll
from mentoring.taps_pairing import AnswerProposal
from tests.e2e.journeys import first_coordinator, invite, press, welcome
from tests.e2e.town import Phone, Town, payload

LANGUAGES = ("fr", "nl", "de")
AT_ONCE = 8  # people who are at their phones at the same time


@dataclass
class Book:
    """What people of each role did, and how many of them there are."""

    people: Counter[str] = field(default_factory=Counter)
    taps: Counter[str] = field(default_factory=Counter)
    texts: Counter[str] = field(default_factory=Counter)

    def hand(self, phone: Phone, role: str) -> Counted:
        """The same phone, counted from now on."""
        self.people[role] += 1
        return Counted(phone.town, phone.id, phone.name, role, self)

    def lines(self) -> list[str]:
        return [
            f"{role}: {people} people, {self.taps[role]} taps ({self.taps[role] / people:.1f} each), "
            f"{self.texts[role]} texts and files ({self.texts[role] / people:.1f} each)"
            for role, people in self.people.items()
        ]


@dataclass
class Counted(Phone):
    """A phone whose taps and texts are counted by the role of whoever holds it."""

    role: str = ""
    book: Book = field(default_factory=Book)
    seen_to: set[str] = field(default_factory=set)  # buttons of news that were dealt with

    async def says(self, text: str | None = None, *, thread: int | None = None, **content: Any) -> int:
        self.book.texts[self.role] += 1
        return await super().says(text, thread=thread, **content)

    async def taps_data(self, message_id: int, data: str) -> None:
        self.book.taps[self.role] += 1
        await super().taps_data(message_id, data)


@dataclass(frozen=True)
class Organisation:
    """Its team: a lead and two coordinators."""

    town: Town
    book: Book
    lead: Counted
    colleagues: Sequence[Counted]


async def settle_team(town: Town, book: Book) -> Organisation:
    """The lead follows the first link and invites two colleagues."""
    lead = book.hand(await first_coordinator(town, "Sabine", "de"), "lead")
    colleagues = []
    for name, language in (("Claire", "fr"), ("Tom", "nl")):
        link = await invite(lead, "coordinator", language, name)
        colleague = book.hand(await town.person(name, language), "coordinator")
        await colleague.says(f"/start {link}")
        await welcome(colleague, language, profile=False)
        colleagues.append(colleague)
    return Organisation(town, book, lead, colleagues)


# -- duos that already run ---------------------------------------------------------------------------------------------
async def take_over(place: Organisation, duos: int) -> dict[str, Counted]:
    """One file with everybody, shared evenly among the team; then everybody follows their link. By reference."""
    mentors = max(1, duos * 2 // 3)
    began = place.town.demo.clock.now()
    rows = ["role;label;language;reference;partner;started"]
    rows += [f"mentor;Mentor {number};{LANGUAGES[number % 3]};M{number};;" for number in range(mentors)]
    for number in range(duos):
        day = (began - timedelta(days=20 + number % 150)).date().isoformat()
        rows.append(f"mentee;Mentee {number};{LANGUAGES[number % 3]};S{number};M{number % mentors};{day}")
    links = await send_list(place.lead, rows, evenly=True)
    return await everybody_joins(place, links, duos_each=-(-duos // mentors))


async def send_list(staff: Counted, rows: Iterable[str], *, evenly: bool = False) -> list[dict[str, str]]:
    """The file goes to the bot, the good lines are carried out, the links come back."""
    content = "\n".join(rows).encode()
    await staff.says(document=_document("liste.csv", content))
    if evenly:
        await press(staff, ListFor, f"bf:*:{EVENLY}")
    await staff.presses(DoList)
    message = next(each for each in reversed(await staff.received()) if "media" in each)
    async with staff.town.http.get(staff.town.address + message["media"]["url"]) as response:
        text = (await response.read()).decode("utf-8-sig")
    read = csv.reader(io.StringIO(text, newline=""), delimiter=";")
    next(read)  # the heads are in the language of whoever asked; the order is always the same
    names = ("role", "label", "language", "reference", "partner", "started", "link", "text")
    return [dict(zip(names, row, strict=False)) for row in read]


def _document(name: str, content: bytes) -> dict[str, Any]:
    return {"filename": name, "mime_type": "text/csv", "base64": base64.b64encode(content).decode()}


async def everybody_joins(
    place: Organisation, links: Sequence[dict[str, str]], *, duos_each: int
) -> dict[str, Counted]:
    """Each on their own phone, in their own language, several at a time."""
    joined: dict[str, Counted] = {}
    free = asyncio.Semaphore(AT_ONCE)

    async def join(row: dict[str, str]) -> None:
        async with free:
            is_mentor = row["reference"].lstrip("'").startswith("M")
            phone = await place.town.person(row["label"], row["language"])
            counted = place.book.hand(phone, "mentor" if is_mentor else "mentee")
            await counted.says(f"/start {payload(row['link'])}")
            await welcome(counted, row["language"], mentor_of=min(3, duos_each) if is_mentor else 0)
            joined[row["reference"]] = counted

    async with asyncio.TaskGroup() as group:
        for row in links:
            group.create_task(join(row))
    return joined


# -- the intake day ----------------------------------------------------------------------------------------------------
async def intake_day(
    place: Organisation, mentees: int, mentors: int, *, others: Iterable[Counted] = ()
) -> dict[str, Counted]:
    """One coordinator's file, everybody joins, the mentors' points are ticked, one draft is sent, everybody says yes.

    `others`: who is here already; mentors among them who have room get proposals as well.
    """
    staff = place.colleagues[0]
    rows = ["role;label;language;reference;partner;started"]
    rows += [f"mentor;New mentor {n};{LANGUAGES[n % 3]};MN{n};;" for n in range(mentors)]
    rows += [f"mentee;New mentee {n};{LANGUAGES[n % 3]};SN{n};;" for n in range(mentees)]
    links = await send_list(staff, rows)
    joined = await everybody_joins(place, links, duos_each=-(-mentees // mentors))
    for _ in range(mentors):
        await _tick_next(staff)
    await staff.says("/waiting")
    await staff.presses(PairGroup)
    await staff.presses(AskSendAll)
    await staff.presses(SendAll)
    await _everybody_says_yes([*joined.values(), *others])
    return joined


async def _tick_next(staff: Counted) -> None:
    """The newest mentor with open points, from the news of their joining."""
    for message in reversed(await staff.received()):
        for data in (b.get("data") or "" for row in message["buttons"] for b in row):
            if data.startswith(f"{MentorPoints.code}:") and data not in staff.seen_to:
                staff.seen_to.add(data)
                await staff.taps_data(message["message_id"], data)
                await staff.presses(TickAll)
                return
    raise AssertionError(f"no mentor to tick: {(await staff.buttons())[-12:]}")


async def _everybody_says_yes(phones: Iterable[Counted]) -> None:
    free = asyncio.Semaphore(AT_ONCE)

    async def answer(phone: Counted) -> None:
        async with free:
            for message in await phone.received():
                for data in (b.get("data") or "" for row in message["buttons"] for b in row):
                    if data.startswith(f"{AnswerProposal.code}:") and data.endswith(":1"):
                        await phone.taps_data(message["message_id"], data)

    async with asyncio.TaskGroup() as group:
        for phone in phones:
            group.create_task(answer(phone))
