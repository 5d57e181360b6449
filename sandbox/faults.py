"""Trouble on purpose: what the network and Telegram do to a bot on a bad day."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from typing import Any

from sandbox.errors import ApiError, bad_request, forbidden, too_many_requests

KINDS = ("429", "500", "drop_response", "reset", "delay", "blocked", "deactivated", "thread_not_found")
ABOUT_A_CHAT = frozenset({"blocked", "deactivated", "thread_not_found"})


@dataclass
class Fault:
    """One rule. Without `method` it hits every call except getUpdates, without `times` it stays until removed."""

    kind: str
    method: str | None = None
    chat_id: int | None = None
    retry_after: int = 1  # seconds, for 429
    seconds: float = 1.0  # for delay
    times: int | None = None
    probability: float = 1.0

    def matches(self, method: str, chat_id: int | None) -> bool:
        """Whether this call is meant."""
        if self.method is None and method == "getUpdates":
            return False
        if self.method is not None and self.method.lower() != method.lower():
            return False
        if self.kind in ABOUT_A_CHAT and chat_id is None:
            return False
        return self.chat_id is None or self.chat_id == chat_id

    def error(self) -> ApiError | None:
        """What Telegram would say, for the kinds where it says something."""
        match self.kind:
            case "429":
                return too_many_requests(self.retry_after)
            case "500":
                return ApiError(500, "Internal Server Error")
            case "blocked":
                return forbidden("bot was blocked by the user")
            case "deactivated":
                return forbidden("user is deactivated")
            case "thread_not_found":
                return bad_request("message thread not found")
        return None


@dataclass
class Faults:
    """The rules in force, in the order they were made; the first that matches and fires, acts."""

    chance: Callable[[], float] = field(default_factory=lambda: random.Random(7).random)
    rules: list[Fault] = field(default_factory=list)

    def draw(self, method: str, chat_id: int | None) -> Fault | None:
        """The fault for this call, if any; its `times` goes down."""
        for rule in self.rules:
            if rule.matches(method, chat_id) and self.chance() < rule.probability:
                if rule.times is not None:
                    rule.times -= 1
                    if rule.times <= 0:
                        self.rules.remove(rule)
                return rule
        return None

    def listing(self) -> list[dict[str, Any]]:
        """As JSON objects."""
        return [{key: value for key, value in asdict(rule).items() if value is not None} for rule in self.rules]
