"""What stands behind the Bot API: the world and everything that watches over it, in one hand."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sandbox import wire
from sandbox.calls import CallLog
from sandbox.events import Events
from sandbox.faults import Faults
from sandbox.files import FileStore
from sandbox.limits import FloodLimits
from sandbox.updates import UpdateQueue
from sandbox.webhook import Answer, Webhook
from sandbox.world import BotProfile, Message, Person, World


@dataclass
class Telegram:
    """One bot's Telegram. `monotonic` gives the real seconds by which taps grow too old."""

    token: str
    world: World
    now: Callable[[], datetime]
    updates: UpdateQueue
    webhook: Webhook
    limits: FloodLimits
    calls: CallLog
    events: Events
    faults: Faults = field(default_factory=Faults)
    files: FileStore = field(default_factory=FileStore)
    monotonic: Callable[[], float] = time.monotonic

    @classmethod
    def build(
        cls, token: str, username: str, now: Callable[[], datetime], answer: Answer, *, limits: bool, topics: bool
    ) -> Telegram:
        """A fresh one, without people. Raises ValueError for a token that Telegram would never give out."""
        number, _, secret = token.partition(":")
        if not (number.isascii() and number.isdigit() and secret):
            raise ValueError("a bot token looks like 123456:ABC-DEF")
        bot = BotProfile(int(number), username, "Tandem", topics)
        events = Events()
        updates = UpdateQueue(now)
        return cls(
            token=token,
            world=World(bot, events.publish),
            now=now,
            updates=updates,
            webhook=Webhook(updates, now, answer),
            limits=FloodLimits(limits),
            calls=CallLog(now, events.publish),
            events=events,
        )

    def emit(self, kind: str, payload: dict[str, Any], person: Person) -> int | None:
        """An update for the bot."""
        return self.updates.add(kind, payload, person.id)

    def emit_message(self, message: Message, kind: str = "message") -> int | None:
        """A message, or an edited one, as an update."""
        return self.emit(kind, wire.message(self.world, message), self.world.people[message.person_id])
