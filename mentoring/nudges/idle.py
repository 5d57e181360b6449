"""When it is too long since anything was planned."""

from __future__ import annotations

from mentoring.work import Work
from storage.tables import Duo


async def refresh_idle(work: Work, duo: Duo) -> None:
    """Sets `duo.idle_at` anew: call it whenever a session of the duo is planned, moved, cancelled or over."""
    del work, duo
