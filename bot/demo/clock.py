"""The demo's programme clock: the past of its people is played before anybody can look."""

from __future__ import annotations

from datetime import datetime

from bot.clocks import StandingClock


class DemoClock(StandingClock):
    """Stands still unless moved, and may begin anew further back as long as nobody lives by it yet."""

    def begin_at(self, moment: datetime) -> None:
        self._now = moment
