"""The only source of time. Two clocks: programme time, which travels in the sandbox, and real time."""

from __future__ import annotations

from datetime import UTC, datetime


class RealClock:
    """Real time: leases, limits, back-off; and programme time outside the sandbox."""

    def now(self) -> datetime:
        return datetime.now(UTC)  # noqa: TID251 - here it comes from


class StandingClock:
    """Programme time that moves only when told: for the sandbox and for tests."""

    def __init__(self, start: datetime) -> None:
        self._now = start

    def now(self) -> datetime:
        return self._now

    def advance_to(self, moment: datetime) -> None:
        """Moves forward; a moment that has passed leaves the clock where it is."""
        self._now = max(self._now, moment)
