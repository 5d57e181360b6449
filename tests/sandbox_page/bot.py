"""A bot that does what a test tells it, over HTTP as any bot would."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass
from typing import Any

import aiohttp

PATIENCE = 5.0  # seconds until an update must have come
KINDS = ["message", "edited_message", "callback_query", "message_reaction", "my_chat_member"]


@dataclass
class Bot:
    """`base` is the sandbox's address."""

    base: str
    token: str
    client: aiohttp.ClientSession
    offset: int = 0

    async def call(self, method: str, **params: Any) -> Any:
        """The result of a Bot API call; AssertionError with Telegram's words when it is refused."""
        form = {name: value if isinstance(value, bytes) else _text(value) for name, value in params.items()}
        async with self.client.post(f"{self.base}/bot{self.token}/{method}", data=_form(form)) as response:
            answer = await response.json()
        assert answer["ok"], answer
        return answer["result"]

    async def say(self, person: int, text: str, **more: Any) -> int:
        """Send a text in HTML; returns the message id."""
        sent = await self.call("sendMessage", chat_id=person, text=text, parse_mode="HTML", **more)
        return int(sent["message_id"])

    async def listen(self) -> None:
        """Ask for every kind of update; before that, Telegram keeps reactions to itself."""
        await self.call("getUpdates", timeout=0, allowed_updates=KINDS)

    async def hears(self, kind: str) -> dict[str, Any]:
        """The next update of this kind; others before it are passed over."""
        async with asyncio.timeout(PATIENCE):
            while True:
                updates = await self.call("getUpdates", offset=self.offset, timeout=int(PATIENCE), limit=1)
                for update in updates:
                    self.offset = update["update_id"] + 1
                    if kind in update:
                        return dict(update[kind])


def buttons(*rows: list[tuple[str, str]]) -> dict[str, Any]:
    """An inline keyboard of (label, data)."""
    return {"inline_keyboard": [[{"text": label, "callback_data": data} for label, data in row] for row in rows]}


def _text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def _form(fields: dict[str, str | bytes]) -> aiohttp.FormData:
    form = aiohttp.FormData(quote_fields=False)
    for name, value in fields.items():
        form.add_field(name, value, filename=FILENAMES.get(name, name) if isinstance(value, bytes) else None)
    return form


FILENAMES = {"photo": "picture.png", "document": "CV & lettre <1>.pdf", "voice": "voice.wav"}
