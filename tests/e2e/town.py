"""People with phones around a running demo, driven through the sandbox's control calls as anybody else would.

async with Town.open(tmp_path) as town:
    anna = await town.person("Anna", "fr")
    await anna.says("/start abc")
    await anna.taps("Oui")
    assert "Bonjour" in (await anna.last())["text"]
"""

from __future__ import annotations

import asyncio
import base64
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlparse

import aiohttp

from bot.demo import Demo
from mentoring.pictures import DRAWS
from mentoring.taps import Tap
from tests.databases import no_waiting_for_the_disk

PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGNgYPj/HwADAgH/p9s1xQAAAABJRU5ErkJggg=="
)


class Town:
    """A demo in this process and an HTTP client to its sandbox."""

    def __init__(self, demo: Demo, address: str, http: aiohttp.ClientSession) -> None:
        self.demo = demo
        self.address = address
        self.http = http

    @classmethod
    @asynccontextmanager
    async def open(
        cls,
        folder: Path,
        *,
        topics: bool = True,
        empty: bool = True,
        url: str = "",
        start: datetime | None = None,
        draws: bool = False,
    ) -> AsyncIterator[Town]:
        """`start`: the programme moment at which it opens; now, unless told. Pictures are a pixel unless it `draws`."""
        demo = Demo(
            url or f"sqlite:///{folder}/town.db",
            limits=False,
            page=False,
            topics=topics,
            start=start,
            computed_here={} if draws else {DRAWS: _a_pixel},
        )
        if not demo.database.is_postgres:
            no_waiting_for_the_disk(demo.database)
        async with aiohttp.ClientSession() as http:
            try:
                address = await demo.start()
                await demo.fill(empty=empty)
                yield cls(demo, address, http)
            finally:
                await demo.stop()

    async def call(self, method: str, path: str, body: Any = None, *, expect: int = 200) -> Any:
        async with self.http.request(method, f"{self.address}/sandbox/{path}", json=body) as response:
            answer = await response.json()
            assert response.status == expect, (method, path, response.status, answer)
            return answer

    async def settle(self) -> None:
        await self.call("POST", "settle", {"timeout": 30})

    async def travel(self, seconds: float) -> None:
        await self.call("POST", "clock", {"advance": seconds})

    async def person(self, first_name: str, language: str, **more: Any) -> Phone:
        made = await self.call("POST", "people", {"first_name": first_name, "language_code": language, **more})
        return Phone(self, made["id"], first_name)

    async def links(self) -> list[dict[str, str]]:
        return list((await self.call("GET", "state"))["links"])

    async def newest_payload(self) -> str:
        """What stands behind `?start=` in the newest link that somebody got outside Telegram."""
        return payload((await self.links())[-1]["url"])

    async def calls(self, method: str = "") -> list[dict[str, Any]]:
        return list((await self.call("GET", f"calls?after=0&method={method}"))["calls"])


@dataclass
class Phone:
    """One person. Every action waits until everything that follows from it has happened."""

    town: Town
    id: int
    name: str

    async def says(self, text: str | None = None, *, thread: int | None = None, **content: Any) -> int:
        body = ({"text": text} if text is not None else {}) | content | ({"thread_id": thread} if thread else {})
        sent = await self.town.call("POST", f"people/{self.id}/messages", body)
        await self.town.settle()
        return int(sent.get("message_id") or sent["message_ids"][0])

    async def edits(self, message_id: int, text: str) -> None:
        await self.town.call("PATCH", f"people/{self.id}/messages/{message_id}", {"text": text})
        await self.town.settle()

    async def reacts(self, message_id: int, emoji: str) -> None:
        await self.town.call("PUT", f"people/{self.id}/messages/{message_id}/reaction", {"emoji": emoji})
        await self.town.settle()

    async def taps(self, label: str, *, message_id: int | None = None) -> None:
        """Presses the newest button whose text has `label` in it (or is matched by it as a pattern)."""
        for message in reversed(await self.messages()):
            if message_id not in {None, message["message_id"]}:
                continue
            for row, buttons in enumerate(message["buttons"]):
                for column, button in enumerate(buttons):
                    if label in button["text"] or re.fullmatch(label, button["text"]):
                        body = {"message_id": message["message_id"], "row": row, "column": column}
                        await self.town.call("POST", f"people/{self.id}/taps", body)
                        await self.town.settle()
                        return
        raise AssertionError(f"{self.name} has no button {label!r} but {await self.buttons()}")

    async def presses(self, tap: Tap | type[Tap], *, nth: int = 0, times: int = 1) -> None:
        """Presses the newest button that says this tap; of a kind, the nth of the newest message that has one.

        `times` at once, as an impatient finger does.
        """
        wanted = tap.pack() if isinstance(tap, Tap) else tap.code
        for message in reversed(await self.messages()):
            found = [b["data"] for row in message["buttons"] for b in row if _says(b.get("data"), wanted)]
            if found:
                taps = [self.taps_data(message["message_id"], found[nth]) for _ in range(times)]
                await asyncio.gather(*taps)
                return
        raise AssertionError(f"{self.name} has no button for {wanted!r} but {await self.buttons()}")

    async def taps_data(self, message_id: int, data: str) -> None:
        await self.town.call("POST", f"people/{self.id}/taps", {"message_id": message_id, "data": data})
        await self.town.settle()

    async def blocks(self) -> None:
        await self.town.call("PUT", f"people/{self.id}/block")
        await self.town.settle()

    async def unblocks(self) -> None:
        await self.town.call("DELETE", f"people/{self.id}/block")
        await self.town.settle()

    async def chat(self) -> dict[str, Any]:
        return dict(await self.town.call("GET", f"people/{self.id}/chat?after=0"))

    async def messages(self) -> list[dict[str, Any]]:
        return [message for message in (await self.chat())["messages"] if not message.get("deleted")]

    async def received(self) -> list[dict[str, Any]]:
        return [message for message in await self.messages() if message["from"] == "bot"]

    async def again(self, message: dict[str, Any]) -> dict[str, Any]:
        """That message as it is now."""
        return next(other for other in await self.messages() if other["message_id"] == message["message_id"])

    async def last(self) -> dict[str, Any]:
        return (await self.received())[-1]

    async def texts(self) -> list[str]:
        return [message.get("text") or message.get("caption") or "" for message in await self.received()]

    async def buttons(self) -> list[str]:
        found = await self.messages()
        return [button["text"] for message in found for row in message["buttons"] for button in row]

    async def notices(self) -> list[str]:
        return [notice["text"] for notice in (await self.chat())["notices"]]

    async def topics(self) -> dict[str, int]:
        return {thread["name"]: thread["thread_id"] for thread in (await self.chat())["threads"]}


async def _a_pixel(_payload: Any) -> dict[str, str]:
    """A real drawing takes two seconds, each Monday of a story."""
    return {"png": base64.b64encode(PIXEL).decode()}


def _says(data: str | None, wanted: str) -> bool:
    return data is not None and (data == wanted or (":" not in wanted and data.split(":")[0] == wanted))


def payload(url: str) -> str:
    return parse_qs(urlparse(url).query)["start"][0]
