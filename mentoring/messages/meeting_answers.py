"""Whether people met: the question, what they answer, and "we met elsewhere"."""

from __future__ import annotations

from datetime import datetime, timedelta

from mentoring.messages.base import Message, Policy, declare
from storage.words import Group, Met, Priority, SessionKind

# It belongs to the session as its reminder does, but nobody needs it on a Sunday.
_QUESTION = Policy(
    priority=Priority.REMINDER,
    expires_after=timedelta(days=7),
    waits_for_morning=True,
    rests=True,
    group=Group.REMINDERS,
)


@declare("met.question", _QUESTION)
class DidYouMeet(Message):
    """After a session, to each of the two. `gap`: a reminder was due and could not be sent."""

    session_id: int
    name: str
    starts_at: datetime
    gap: bool = False


@declare("met.elsewhere-question", _QUESTION)
class MetElsewhereToo(Message):
    """The other one says that the two met, at a time or place that Tandem did not know of."""

    session_id: int
    name: str
    starts_at: datetime


@declare("met.noted")
class MetNoted(Message):
    """What somebody answered, with thanks.

    `duo_id`: a next meeting can be planned there; None where one is planned or the duo has ended. `next_kind`: what
    kind of meeting that would be.
    """

    session_id: int
    name: str
    starts_at: datetime
    met: Met
    duo_id: int | None
    next_kind: SessionKind = SessionKind.REGULAR


@declare("met.elsewhere-noted")
class ElsewhereNoted(Message):
    """To who said that the two met elsewhere. `duo_id` as above."""

    name: str
    duo_id: int | None


@declare("met.long-ago")
class MetLongAgo(Message):
    """A session of more than two weeks ago: nothing about it changes any more. `duo_id` as above."""

    duo_id: int | None


@declare("met.closed")
class DuoClosed(Message):
    """What a button offers needs a duo that runs, and this one has ended."""
