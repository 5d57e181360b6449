"""How a method is found, and what it gets."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from sandbox.checks import Upload
from sandbox.errors import bad_request, forbidden
from sandbox.telegram import Telegram
from sandbox.world import Message, Person

Handler = Callable[["Call"], Awaitable[Any] | Any]
METHODS: dict[str, Handler] = {}


@dataclass
class Call:
    """One checked call. `uploads` are the attached files by name."""

    telegram: Telegram
    method: str
    params: dict[str, Any]
    uploads: dict[str, Upload] = field(default_factory=dict)

    def person(self, name: str = "chat_id") -> Person:
        """The chat that a parameter names. 400 when the bot does not know it."""
        person = self.telegram.world.people.get(self.params.get(name, 0))
        if person is None or not person.started:
            if person is not None and name == "chat_id":
                raise forbidden("bot can't initiate conversation with a user")
            raise bad_request("chat not found")
        return person

    def recipient(self) -> Person:
        """A person to whom the bot may write. 403 when not."""
        person = self.telegram.world.people.get(self.params["chat_id"])
        if person is not None and person.deactivated:
            raise forbidden("user is deactivated")
        person = self.person()
        if person.blocked:
            raise forbidden("bot was blocked by the user")
        return person

    def message(self, person: Person, missing: str) -> Message:
        """The message that `message_id` names, else 400 with the words of `missing`."""
        found = person.find(self.params["message_id"])
        if found is None:
            raise bad_request(missing)
        return found


def method(name: str) -> Callable[[Handler], Handler]:
    """Register the function that does a method."""

    def register(handler: Handler) -> Handler:
        METHODS[name] = handler
        return handler

    return register
