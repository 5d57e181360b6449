"""What Tandem asks while a meeting is planned or moved: day, time, place."""

from __future__ import annotations

from datetime import date, datetime

from mentoring.messages.base import Message, declare
from mentoring.messages.sessions import SessionFacts
from mentoring.sessions.aims import Aim
from storage.words import Place, Role


@declare("session.which-day")
class WhichDay(Message):
    """Two weeks of days, from `week` weeks after `today` on. `now_at`: when the meeting is, where one is moved."""

    aim: Aim
    name: str
    today: date
    week: int
    now_at: datetime | None = None


@declare("session.write-day")
class WriteTheDay(Message):
    """A day is asked for as a text."""

    aim: Aim


@declare("session.which-time")
class WhichTime(Message):
    """The usual times of this duo first, then the hours; both as minutes after midnight, those that passed left out."""

    aim: Aim
    name: str
    day: date
    usual: tuple[int, ...]
    hours: tuple[int, ...]
    in_own_time: bool = False


@declare("session.write-time")
class WriteTheTime(Message):
    """A time is asked for as a text."""

    aim: Aim
    day: date


@declare("session.overlap")
class Overlap(Message):
    """The mentor has another meeting then. `name`: with whom, only for that mentor and the team of that duo.

    `reader`: as what the person plans: seeker, mentor or coordinator.
    """

    aim: Aim
    day: date
    minute: int
    at: datetime
    name: str | None
    reader: Role


@declare("session.team-question")
class WithTheTeam(Message):
    """To the team: does somebody of us come to the first meeting?"""

    aim: Aim
    day: date
    minute: int


@declare("session.which-place")
class WhichPlace(Message):
    """`last_place` and `last_where`: where they met last time."""

    aim: Aim
    starts_at: datetime
    day: date
    minute: int
    name: str
    last_place: Place | None = None
    last_where: str | None = None


@declare("session.where")
class WhereExactly(Message):
    """An address line, or a link, as a text."""

    aim: Aim
    day: date
    minute: int
    place: Place


@declare("session.saved")
class SessionSaved(Message):
    """It is planned or moved. `asked`: who is asked now. `was_twice`: that night the time comes twice."""

    facts: SessionFacts
    asked: tuple[str, ...]
    is_move: bool = False
    was_twice: bool = False
    is_settled: bool = False


@declare("session.skipped-hour")
class SkippedHour(Message):
    """The clocks jump over that time."""


@declare("session.past")
class PastTime(Message):
    """That moment has passed."""


@declare("session.not-a-date")
class NotADate(Message):
    """No date, or one that no calendar has."""


@declare("session.not-a-time")
class NotATime(Message):
    """No time of day."""


@declare("session.too-long")
class TextTooLong(Message):
    """A longer text than is kept."""


@declare("session.not-a-link")
class NotALink(Message):
    """No http or https address."""


@declare("session.too-far")
class TooFarAhead(Message):
    """Meetings are planned for half a year at most."""
