"""What both see of a session: one card each, edited as things change; the next one is pinned."""

from __future__ import annotations

from mentoring.sessions.core import Gathering
from mentoring.work import Work


def anchor_of(session_id: int) -> str:
    return f"session:{session_id}"


async def show(work: Work, gathering: Gathering) -> None:
    """Brings the cards of everybody who takes part up to date, and pins what is next."""
    del work, gathering
