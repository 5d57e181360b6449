"""Buttons about the meetings of a duo: planning in three taps, the card, the list, weekly ones.

The picker keeps no state: each button carries what was chosen so far. `subject` and `way` say what it is about, see
`mentoring/sessions/aims.py`: a new meeting of a duo, or another time or place for a meeting that is planned.
`day` is written `20261124`, `minute` counts from local midnight, both in the zone of the person who taps.
"""

from __future__ import annotations

from mentoring.taps import Tap, tap
from storage.words import Place, SessionKind


# -- where planning begins --------------------------------------------------------------------------------------------
@tap("sn")
class PlanSession(Tap):
    """A new meeting of that duo: opens the picker."""

    duo_id: int
    kind: SessionKind


@tap("sm")
class MoveSession(Tap):
    """Another time for a meeting, as somebody saw it at that sequence: opens the picker."""

    session_id: int
    sequence: int


@tap("sc")
class ChangePlace(Tap):
    """Another place for it, at the same time."""

    session_id: int
    sequence: int


# -- the picker -------------------------------------------------------------------------------------------------------
@tap("sd")
class ShowDays(Tap):
    """Two weeks of days, so many weeks from now."""

    subject: int
    way: str
    week: int


@tap("sdw")
class WriteDay(Tap):
    """The day is written instead."""

    subject: int
    way: str


@tap("st")
class ChooseDay(Tap):
    """That day: now the time."""

    subject: int
    way: str
    day: str


@tap("stw")
class WriteTime(Tap):
    """The time is written instead."""

    subject: int
    way: str
    day: str


@tap("sp")
class ChooseTime(Tap):
    """That time: now the place. `anyway`: though the mentor has another meeting then."""

    subject: int
    way: str
    day: str
    minute: int
    anyway: bool


@tap("sps")
class SamePlace(Tap):
    """Where they met last time; nothing is left to ask."""

    subject: int
    way: str
    day: str
    minute: int


@tap("spc")
class ChoosePlace(Tap):
    """A call is planned with this tap; an address or a link is asked for first."""

    subject: int
    way: str
    day: str
    minute: int
    place: Place


@tap("spw")
class WithoutAddress(Tap):
    """In person or online, and where exactly is settled between them."""

    subject: int
    way: str
    day: str
    minute: int
    place: Place


# -- a meeting that is planned ----------------------------------------------------------------------------------------
@tap("sy")
class ConfirmSession(Tap):
    """I come, to the meeting as it was at that sequence."""

    session_id: int
    sequence: int


@tap("sx")
class AskToCancel(Tap):
    """Not possible: asks for a word to the other first."""

    session_id: int
    sequence: int


@tap("sxj")
class JustCancel(Tap):
    """Cancelled, without a word."""

    session_id: int
    sequence: int


@tap("sw")
class RepeatWeekly(Tap):
    """The duo meets at that weekday and time every week from now on."""

    session_id: int


@tap("swe")
class EndWeekly(Tap):
    """No more meetings are made from that series."""

    series_id: int


# -- the list ---------------------------------------------------------------------------------------------------------
@tap("sl")
class ListSessions(Tap):
    """The actor's list. `duo_id`: of that duo alone, 0 for all."""

    duo_id: int
    page: int


@tap("ss")
class ShowSession(Tap):
    """One meeting with what can be done about it, in place of the list; it also leaves a question that is open."""

    session_id: int


@tap("sg")
class ListTeamSessions(Tap):
    """What comes in the duos of the team, and who has not met yet."""

    page: int
