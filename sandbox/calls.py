"""The log of what the bot called."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from datetime import datetime
from typing import Any

KEPT = 50_000


class CallLog:
    """The latest calls. Empty getUpdates are not worth a line and do not come in."""

    def __init__(self, now: Callable[[], datetime], publish: Callable[[str, dict[str, Any]], None]) -> None:
        self._now = now
        self._publish = publish
        self._calls: deque[dict[str, Any]] = deque(maxlen=KEPT)
        self._last = 0

    def add(self, method: str, params: dict[str, Any], status: int, result: Any) -> None:
        """Note one call. `status` 0: the connection was cut before anything was done."""
        if method == "getUpdates" and status == 200 and result == []:
            return
        self._last += 1
        at = self._now().isoformat()
        call = {"n": self._last, "at": at, "method": method, "params": params, "status": status, "result": result}
        self._calls.append(call)
        self._publish("call", {"n": self._last})

    def after(self, number: int, method: str | None) -> list[dict[str, Any]]:
        """Calls with a number above `number`, oldest first."""
        wanted = method.lower() if method else None
        recent: list[dict[str, Any]] = []
        for call in reversed(self._calls):
            if call["n"] <= number:
                break
            if wanted is None or call["method"].lower() == wanted:
                recent.append(call)
        return recent[::-1]
