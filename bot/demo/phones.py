"""The cast's hands: they write and tap on their phones in the sandbox, as anybody else would."""

from __future__ import annotations

from collections.abc import Iterator

from sandbox import Sandbox, phones
from sandbox.entities import as_typed
from sandbox.world import Content, Message

_HEARD_WITHIN = 60.0  # real seconds


class Hands:
    def __init__(self, sandbox: Sandbox) -> None:
        self._telegram = sandbox.telegram

    def write(self, user_id: int, text: str, thread_id: int | None = None) -> None:
        typed = as_typed(text)
        content = Content("text", typed.text, typed.entities)
        phones.write(self._telegram, self._telegram.world.people[user_id], [content], thread_id, None)

    def tap(self, user_id: int, message_id: int, data: str) -> None:
        phones.tap(self._telegram, self._telegram.world.people[user_id], message_id, data)

    def can_tap(self, user_id: int) -> bool:
        return not self._telegram.world.people[user_id].blocked

    def buttons(self, user_id: int, last: int) -> Iterator[tuple[Message, list[str]]]:
        """Of the `last` messages of the bot on that phone, newest first, what their buttons say."""
        person = self._telegram.world.people[user_id]
        shown = [one for one in self._telegram.world.messages_of(person) if one.from_bot and not one.is_service]
        for message in reversed(shown[-last:]):
            rows = (message.markup or {}).get("inline_keyboard", [])
            if found := [str(button["callback_data"]) for row in rows for button in row if "callback_data" in button]:
                yield message, found

    async def heard(self) -> None:
        """Waits until the bot has fetched all of it. Raises TimeoutError."""
        await self._telegram.updates.all_confirmed(_HEARD_WITHIN)
