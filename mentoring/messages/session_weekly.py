"""What Tandem says about meetings that repeat every week."""

from __future__ import annotations

from datetime import datetime

from mentoring.messages.base import Message, declare
from mentoring.messages.sessions import SessionFacts


@declare("session.weekly")
class WeeklyStarted(Message):
    """The duo meets every week from now on. `by`: who wished it, None for the reader."""

    facts: SessionFacts
    series_id: int
    by: str | None


@declare("session.weekly-ended")
class WeeklyEnded(Message):
    """No more are made by themselves. `by`: None for the reader. `stays_at`: one is planned and stays."""

    name: str
    by: str | None
    stays_at: datetime | None = None
