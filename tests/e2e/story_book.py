"""What everybody in a story did and saw, day by day, as a text that somebody read and approved.

`tests/e2e/approved/` holds the stories as they are; a play that differs fails and shows where. Whoever changed words on
purpose reads the difference and approves it: `make stories`.
"""

from __future__ import annotations

import difflib
import os
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_date

from mentoring.taps import Tap
from tests.e2e.journeys import press
from tests.e2e.meetings import topic_of
from tests.e2e.town import Phone, Town

APPROVED = Path(__file__).parent / "approved"
_BRUSSELS = ZoneInfo("Europe/Brussels")
_DAY = 86_400


class Book:
    """Follows these phones from now on."""

    def __init__(self, town: Town, language: str, phones: Sequence[Phone]) -> None:
        self._town, self._language = town, language
        self.phones = list(phones)
        self._seen: dict[tuple[int, int], tuple[str, tuple[str, ...]]] = {}
        self._upto: dict[int, int] = {}
        self._lines: list[str] = []
        self._day = ""

    @property
    def now(self) -> datetime:
        return self._town.demo.clock.now().astimezone(UTC)

    async def forget_what_was(self) -> None:
        """What was there before the story is no part of it."""
        for phone in self.phones:
            for message in await self._news(phone):
                self._seen[phone.id, message["message_id"]] = _looks(message)

    async def next_day(self, days: int = 1) -> None:
        """Into the next morning; the days in between are days of the story too."""
        for _ in range(days):
            await self._town.travel(_DAY)
            await self._note()

    async def taps(self, phone: Phone, kind: type[Tap], pattern: str = "") -> None:
        """Presses the newest such button; the book tells its words."""
        self._begin_day()
        label = await _label(phone, kind, pattern)
        self._lines.append(f"- {phone.name} 👆 [{label}]")
        await (press(phone, kind, pattern) if pattern else phone.presses(kind))
        await self._note()

    async def taps_label(self, phone: Phone, label: str) -> None:
        """The newest button with exactly these words."""
        self._begin_day()
        self._lines.append(f"- {phone.name} 👆 [{label}]")
        await phone.taps(label)
        await self._note()

    async def writes(self, phone: Phone, text: str, *, in_thread: bool = False) -> None:
        self._begin_day()
        self._lines.append(f"- {phone.name} ✍️ {text}")
        await phone.says(text, thread=await topic_of(phone) if in_thread else None)
        await self._note()

    async def does(self, what: str) -> None:
        """Something happened on purpose that no text tells, such as blocking the bot."""
        self._begin_day()
        self._lines.append(f"- {what}")
        await self._note()

    def text(self) -> str:
        return "\n".join(self._lines).strip() + "\n"

    async def _note(self) -> None:
        for phone in self.phones:
            for message in await self._news(phone):
                key, looks = (phone.id, message["message_id"]), _looks(message)
                if self._seen.get(key) != looks:
                    self._tell(phone, looks, is_new=key not in self._seen)
                    self._seen[key] = looks

    async def _news(self, phone: Phone) -> list[dict[str, Any]]:
        """What the bot has sent or changed there since the last look."""
        chat = await self._town.call("GET", f"people/{phone.id}/chat?after={self._upto.get(phone.id, 0)}")
        self._upto[phone.id] = chat["seq"]
        return [one for one in chat["messages"] if one["from"] == "bot" and not one.get("deleted")]

    def _tell(self, phone: Phone, looks: tuple[str, tuple[str, ...]], *, is_new: bool) -> None:
        self._begin_day()
        text, rows = looks
        body = [*text.splitlines(), *rows]
        mark = "📱" if is_new else "📱↻"
        self._lines.append(f"- {phone.name} {mark} {body[0] if body else ''}")
        self._lines += [f"  {line}".rstrip() for line in body[1:]]

    def _begin_day(self) -> None:
        day = format_date(self.now.astimezone(_BRUSSELS).date(), "full", locale=self._language)
        if day != self._day:
            self._day = day
            self._lines += ["", f"## {day}"]


def _looks(message: dict[str, Any]) -> tuple[str, tuple[str, ...]]:
    text = message.get("text") or message.get("caption") or ""
    if media := message.get("media"):
        text = f"({'🖼' if media['kind'] == 'photo' else media['filename']}) {text}"
    rows = tuple(" ".join(f"[{button['text']}]" for button in row) for row in message["buttons"])
    return text, rows


async def _label(phone: Phone, kind: type[Tap], pattern: str) -> str:
    wanted = pattern.split(":") if pattern else [kind.code]
    for message in reversed(await phone.messages()):
        for row in message["buttons"]:
            for button in row:
                values = (button.get("data") or "").split(":")
                fits = all(w in {"*", v} for w, v in zip(wanted, values, strict=False))
                if fits and (not pattern or len(values) == len(wanted)):
                    return str(button["text"])
    return "?"


def compare(name: str, played: str) -> None:
    """Fails where the play differs from what was approved; with TANDEM_APPROVE in the environment it is approved."""
    file = APPROVED / f"{name}.md"
    if os.environ.get("TANDEM_APPROVE"):
        file.write_text(played, encoding="utf-8")
    approved = file.read_text(encoding="utf-8") if file.exists() else ""
    if approved != played:
        lines = difflib.unified_diff(approved.splitlines(), played.splitlines(), "approved", "played", lineterm="", n=2)
        raise AssertionError("\n".join([f"{file.name} differs; `make stories` approves it:", *list(lines)[:80]]))
