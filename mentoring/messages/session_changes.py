"""What Tandem says when a meeting is moved or cancelled."""

from __future__ import annotations

from datetime import datetime

from mentoring.messages.base import Message, declare
from mentoring.messages.sessions import SessionFacts


@declare("session.moved")
class SessionMoved(Message):
    """Another time or place: does that suit? `was` is how it stood. `has_file`: a calendar file goes with it."""

    facts: SessionFacts
    was: SessionFacts
    by: str
    by_team: bool
    changed_at: datetime
    has_file: bool


@declare("session.moved-file")
class MovedFile(Message):
    """The calendar file for the person who moved it, who had the one from before."""

    facts: SessionFacts
    changed_at: datetime


@declare("session.cancelled")
class SessionCancelled(Message):
    """It does not take place. `word`: what the other wrote to it. `next_at`: the weekly meeting after it.

    `by` is None for the person who cancelled, who gets it only for the calendar file (`has_file`).
    """

    facts: SessionFacts
    by: str | None
    by_team: bool
    word: str | None
    changed_at: datetime
    has_file: bool
    next_at: datetime | None = None


@declare("session.cancel-question")
class CancelQuestion(Message):
    """A word to the other? Written, or left out."""

    facts: SessionFacts


@declare("session.cancel-done")
class CancelDone(Message):
    """To the person who cancelled. `next_at`: of a weekly meeting, the next one."""

    facts: SessionFacts
    next_at: datetime | None = None
