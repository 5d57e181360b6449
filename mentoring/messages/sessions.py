"""What Tandem says about a meeting that is planned: the card, the news to the other, the list."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from mentoring.messages.base import Message, declare
from storage.words import Answer, Place, SessionKind, SessionState


@dataclass(frozen=True)
class SessionFacts:
    """A meeting as one person reads of it. `name`: whom they meet. `where`: the address line, or the link.

    `starts_at` in UTC; `time_zone` is the zone it was agreed in. `other_zone`: the other's zone, where the clock shows
    another time there. `team`: who of the team comes along.
    """

    session_id: int
    duo_id: int
    sequence: int
    kind: SessionKind
    starts_at: datetime
    minutes: int
    time_zone: str
    place: Place
    where: str | None
    name: str
    other_zone: str | None = None
    team: str | None = None


@declare("session.card")
class SessionCard(Message):
    """The one message about a meeting that stays, edited as things change; also how it stands, when somebody asks.

    `own`: what the reader said. `waiting`: who has not answered, the reader left out. `series_id`: it is a weekly one
    that goes on. `can_repeat`: it could become one. `is_over`: nothing can be done about it any more. `is_listed`:
    there is a way back to the list, `for_team` to that of the team.
    """

    facts: SessionFacts
    state: SessionState
    own: Answer
    waiting: tuple[str, ...] = ()
    series_id: int | None = None
    can_repeat: bool = False
    is_over: bool = False
    is_listed: bool = False
    for_team: bool = False


@declare("session.suggested")
class SessionSuggested(Message):
    """Somebody planned a meeting: do you come? `by_team`: it was the team. `clash`: what else the reader has then."""

    facts: SessionFacts
    by: str
    by_team: bool = False
    clash: datetime | None = None
    clash_name: str | None = None


@declare("session.confirmed")
class SessionConfirmed(Message):
    """Everybody comes; with the calendar file. `by`: who said so last, None for the reader."""

    facts: SessionFacts
    changed_at: datetime
    by: str | None = None


@declare("session.you-come")
class YouCome(Message):
    """The reader said that they come; the others may still have to. `settled`: everybody does."""

    settled: bool


@declare("session.changed-meanwhile")
class ChangedMeanwhile(Message):
    """Somebody was faster, or the button is from before: how it stands is shown."""
