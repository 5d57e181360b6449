"""Buttons of an alert and of what the team does about a duo; codes begin with x.

`seen`: a short print of how the alert stood when the button was made (mentoring/signals/probes.py).
"""

from __future__ import annotations

from enum import StrEnum

from mentoring.desk.groups import DuoGroup
from mentoring.taps import Tap, tap


@tap("xa")
class OpenAlert(Tap):
    """The duo's card with its open alert and what can be done, as a new message."""

    alert_id: int


# -- the alert ---------------------------------------------------------------------------------------------------------
@tap("xt")
class TakeAlert(Tap):
    """From now on whoever taps looks after it; from a card that names a colleague, in that colleague's place."""

    alert_id: int
    seen: int


@tap("xz")
class SnoozeAlert(Tap):
    """It is quiet for so many days from now."""

    alert_id: int
    days: int
    seen: int


@tap("xs")
class SettleAlert(Tap):
    """All is well."""

    alert_id: int
    seen: int


# -- the duo -----------------------------------------------------------------------------------------------------------
@tap("xr")
class MoreOfDuo(Tap):
    """The same card with what is done less often; the rest as in OpenDuo."""

    duo_id: int
    group: DuoGroup
    page: int
    text: str


class Reached(StrEnum):
    """How a call went."""

    TALKED = "t"
    NO_ANSWER = "n"


@tap("xn")
class NoteContact(Tap):
    """Asks what was talked about."""

    duo_id: int


@tap("xq")
class NoteCall(Tap):
    """A call without words; `asked`: when the question was shown, in seconds since 1970."""

    duo_id: int
    how: Reached
    asked: int


@tap("xb")
class LeaveNote(Tap):
    """Back to the card, without a note."""

    duo_id: int


@tap("xw")
class MeetElsewhere(Tap):
    """They mostly meet and talk elsewhere, or no longer so."""

    duo_id: int
    is_so: bool


@tap("xh")
class ShowDeeds(Tap):
    """What the team did about the duo, with its notes, a page at a time."""

    duo_id: int
    page: int
