"""Five duos of one coordinator over eight weeks: one fades, one blocks, one contradicts itself, one finds
a job, one is handed over.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlmodel import select

from mentoring.check_ins.begin import begin_check_ins
from mentoring.milestones import Milestone
from mentoring.taps_alerts import MoreOfDuo, NoteCall, NoteContact, Reached, TakeAlert
from mentoring.taps_check_ins import ChooseFace
from mentoring.taps_endings import (
    DoHandOver,
    EndDuo,
    EndEarly,
    FinishDuo,
    HandOver,
    HandOverTo,
)
from mentoring.taps_pairing import AnswerProposal
from mentoring.taps_probes import AnswerProbe, ProbeAnswer
from mentoring.taps_progress import AfterFoundWork, ConfirmStep, NoteStep, StepDay, StepDone
from mentoring.taps_reminders import AnswerMet
from mentoring.taps_sessions import ConfirmSession
from mentoring.work import Work
from storage.tables import Duo
from storage.words import EndReason, Met, Outcome
from tests.e2e.journeys import accept, first_coordinator, join, propose
from tests.e2e.meetings import plan_call
from tests.e2e.story_book import Book
from tests.e2e.town import Phone, Town

MONDAY = datetime(2026, 9, 7, 7, 30, tzinfo=UTC)  # half past nine in Brussels: the morning's digest has gone out
_EVENING = 18 * 60


@dataclass
class Cast:
    """The coordinator, the two of each duo, and a mentor who is free."""

    sabine: Phone
    duos: dict[str, tuple[Phone, Phone]]
    free: Phone


_PAIRS = (("Amina", "Jan"), ("Bintou", "Thomas"), ("Dawit", "Els"), ("Fatma", "Lotte"), ("Marek", "Greet"))


async def gather(town: Town, language: str) -> Cast:
    """All of them read that language; their duos have met and are under way."""
    sabine = await first_coordinator(town, language=language)
    duos = {}
    for seeker_name, mentor_name in _PAIRS:
        seeker = await join(town, sabine, seeker_name, "seeker", language)
        mentor = await join(town, sabine, mentor_name, "mentor", language, duos=1)
        await propose(sabine, mentor=mentor_name)
        await accept(seeker, mentor)
        duos[seeker_name] = (seeker, mentor)
    free = await join(town, sabine, "An", "mentor", language, duos=1)
    now = town.demo.clock.now()
    async with town.demo.database.write() as store:
        for duo in (await store.session.execute(select(Duo))).scalars().all():
            duo.met_at = duo.under_way_since = now
            await begin_check_ins(Work(store, now, now, "test"), duo)
    return Cast(sabine, duos, free)


async def told(folder: Path, language: str) -> str:
    """The whole story as its people saw it. A file each language, so that the workers share them."""
    async with Town.open(folder, start=MONDAY) as town:
        cast = await gather(town, language)
        book = Book(town, language, [cast.sabine, *(phone for pair in cast.duos.values() for phone in pair), cast.free])
        await book.forget_what_was()
        await Story(town, cast, book).play()
        return book.text()


class Story:
    """The weeks of the five duos; `n` of a week counts from 1."""

    def __init__(self, town: Town, cast: Cast, book: Book) -> None:
        self.town, self.cast, self.book = town, cast, book
        self.week = 0

    async def play(self) -> None:
        """Eight weeks, day by day."""
        await self._first_week()
        await self._second_week()
        await self._third_week()
        await self._fourth_week()
        await self._fifth_week()
        await self._sixth_week()
        await self._to_the_end()

    # -- the weeks -----------------------------------------------------------------------------------------------------
    async def _first_week(self) -> None:
        """All is well."""
        everybody = list(self.cast.duos)
        await self._plan(everybody)
        await self._until_thursday()
        await self._answer_questions(everybody)
        await self.book.next_day()
        for seeker in everybody:
            await self._tell(seeker, Met.YES, Met.YES)
        await self._weekend()

    async def _second_week(self) -> None:
        """Amina stays away and says no more. Dawit says that they met, Els does not. Fatma's CV is ready."""
        await self._plan(["Amina", "Dawit", "Fatma", "Marek", "Bintou"])
        await self.note_step("Fatma", Milestone.CV_READY)
        await self._until_thursday()
        await self.book.taps(self.cast.duos["Fatma"][1], ConfirmStep)
        await self._answer_questions(["Bintou", "Dawit", "Fatma", "Marek"])
        await self._answer(self.cast.duos["Amina"][1])
        await self.book.next_day()
        for seeker in ("Fatma", "Marek", "Bintou"):
            await self._tell(seeker, Met.YES, Met.YES)
        await self._tell("Dawit", Met.YES, Met.NO)
        await self._tell("Amina", None, Met.NO)
        await self._weekend()

    async def _third_week(self) -> None:
        """Bintou blocks the bot. Dawit and Els contradict each other again."""
        await self._plan(["Dawit", "Fatma", "Marek"])
        await self.book.next_day()
        await self.cast.duos["Bintou"][0].blocks()
        await self.book.does("Bintou 🚫")
        await self.book.next_day(2)
        await self._answer_questions(["Dawit", "Fatma", "Marek"])
        await self.book.next_day()
        for seeker in ("Fatma", "Marek"):
            await self._tell(seeker, Met.YES, Met.YES)
        await self._tell("Dawit", Met.NO, Met.YES)
        await self._weekend()

    async def _fourth_week(self) -> None:
        """The team looks after Bintou and Dawit; Fatma signs a contract; Greet has no time any more."""
        await self.look_after("Dawit")
        await self.note_step("Fatma", Milestone.CONTRACT_SIGNED)
        await self.book.next_day()
        await self.book.taps(self.cast.duos["Fatma"][0], AfterFoundWork, "yg:*:1")
        await self.cast.duos["Bintou"][0].unblocks()
        await self.book.does("Bintou ✅")
        await self.book.writes(self.cast.duos["Bintou"][0], "☀️", in_thread=True)
        await self.hand_over("Marek")
        await self.book.taps(self.cast.free, AnswerProposal, "pa:*:1")
        await self.book.taps(self.cast.duos["Marek"][0], AnswerProposal, "pa:*:1")
        await self.book.next_day(2)
        await self._answer_questions(["Bintou", "Dawit", "Fatma"])
        await self.book.next_day()
        await self._weekend()

    async def _fifth_week(self) -> None:
        """Jan is asked how it goes: he gets no answer."""
        await self.book.next_day(3)
        await self._answer_questions(["Bintou", "Dawit", "Fatma"])
        await self.probe_answer(self.cast.duos["Amina"][1], ProbeAnswer.NO_CONTACT)
        await self.book.next_day()
        await self._weekend()

    async def _sixth_week(self) -> None:
        """Sabine calls Amina, and ends the duo."""
        await self.look_after("Amina")
        await self.book.next_day(2)
        await self.end_early("Amina", EndReason.SILENCE)
        await self.book.next_day(5)

    async def _to_the_end(self) -> None:
        """Fatma's four weeks are over: both are thanked. (Half a year later she is asked: test_endings.py.)"""
        await self.book.next_day(7)
        await self.complete("Fatma", Outcome.WORK)
        await self.book.next_day()

    # -- what people do ------------------------------------------------------------------------------------------------
    async def _plan(self, seekers: list[str]) -> None:
        thursday = self._thursday()
        for name in seekers:
            seeker, mentor = self.cast.duos[name]
            await plan_call(seeker, f"{thursday:%Y%m%d}", _EVENING)
            await self.book.taps(mentor, ConfirmSession)

    def _thursday(self) -> date:
        today = self.book.now.date()
        return today + timedelta(days=(3 - today.weekday()) % 7)

    async def _until_thursday(self) -> None:
        await self.book.next_day(3)

    async def _weekend(self) -> None:
        """Friday to Monday morning."""
        await self.book.next_day(3)

    async def _tell(self, name: str, seeker_says: Met | None, mentor_says: Met | None) -> None:
        for phone, said in zip(self.cast.duos[name], (seeker_says, mentor_says), strict=True):
            if said is not None:
                await self.book.taps(phone, AnswerMet, f"rm:*:{said}")

    async def _answer_questions(self, seekers: list[str]) -> None:
        for name in seekers:
            for phone in self.cast.duos[name]:
                await self._answer(phone)

    async def _answer(self, phone: Phone) -> None:
        """All questions of the week's message, with the same face."""
        asked = [message for message in await phone.received() if _has_faces(message)]
        while asked and _has_faces(await phone.again(asked[-1])):
            await self.book.taps(phone, ChooseFace, "cf:*:*:4")

    async def note_step(self, name: str, milestone: Milestone) -> None:
        seeker = self.cast.duos[name][0]
        await self.book.writes(seeker, "/progress", in_thread=True)
        await self.book.taps(seeker, NoteStep)
        await self.book.taps(seeker, StepDay, f"yw:*:{milestone}")
        await self.book.taps(seeker, StepDone, f"yd:*:{milestone}:*")

    async def probe_answer(self, phone: Phone, answer: ProbeAnswer) -> None:
        await self.book.taps(phone, AnswerProbe, f"vn:*:*:{answer}")

    # -- what the coordinator does -------------------------------------------------------------------------------------
    async def open_card(self, name: str) -> None:
        """From the duos' list, by the number beside the names."""
        await self.book.writes(self.cast.sabine, "/duos")
        label = next(text for text in reversed(await self.cast.sabine.buttons()) if name in text)
        await self.book.taps_label(self.cast.sabine, label)

    async def open_endings(self, name: str) -> None:
        """Below an alert that is behind "More"."""
        await self.open_card(name)
        newest = (await self.cast.sabine.received())[-1]
        if not any(button["data"].startswith(f"{EndDuo.code}:") for row in newest["buttons"] for button in row):
            await self.book.taps(self.cast.sabine, MoreOfDuo)
        await self.book.taps(self.cast.sabine, EndDuo)

    async def look_after(self, name: str) -> None:
        """Today's overview, the duo, take it, a call that was talked about, settled."""
        sabine = self.cast.sabine
        await self.book.writes(sabine, "/today")
        label = next(text for text in reversed(await sabine.buttons()) if name in text)
        await self.book.taps_label(sabine, label)
        await self.book.taps(sabine, TakeAlert)
        await self.book.taps(sabine, NoteContact)
        await self.book.taps(sabine, NoteCall, f"xq:*:{Reached.TALKED}:*")

    async def hand_over(self, name: str) -> None:
        await self.open_endings(name)
        for kind in (HandOver, HandOverTo, DoHandOver):
            await self.book.taps(self.cast.sabine, kind)

    async def end_early(self, name: str, reason: EndReason) -> None:
        await self.open_endings(name)
        for kind, pattern in ((EndEarly, ""), (object, f"zy:*:{reason}"), (object, f"zd:*:{reason}")):
            await self.book.taps(self.cast.sabine, kind, pattern)

    async def complete(self, name: str, outcome: Outcome) -> None:
        await self.open_endings(name)
        for kind, pattern in ((FinishDuo, ""), (object, f"zg:*:{outcome}"), (object, f"zo:*:{outcome}")):
            await self.book.taps(self.cast.sabine, kind, pattern)


def _has_faces(message: dict[str, Any]) -> bool:
    return any((button.get("data") or "").startswith("cf:") for row in message["buttons"] for button in row)
