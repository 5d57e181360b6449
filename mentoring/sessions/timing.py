"""When what about a session is due: reminders, "did you meet?", settling."""

from __future__ import annotations

from mentoring.sessions.core import Gathering
from mentoring.work import Work


async def schedule(work: Work, gathering: Gathering) -> None:
    """Sets every due moment of the session anew from how it stands: call it after each change to it or its people."""
    del work, gathering
