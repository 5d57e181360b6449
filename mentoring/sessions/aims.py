"""What the picker is about, small enough for a button: a new meeting of a duo, or another time or place for one.

`subject` is the duo or the session. `way` is the kind of a new meeting (`regular`; `first-team` and `first-alone` once
the team has said whether somebody comes along), or what changes and the sequence that was seen (`time-3`, `place-3`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime

from mentoring.errors import OutOfDateError
from storage.words import SessionKind

WEEKS_AHEAD = 26
DAYS_SHOWN = 14
_TEAM, _ALONE = "first-team", "first-alone"
_CHANGE = re.compile(r"(time|place)-([0-9]{1,9})", re.ASCII)
_DAY = "%Y%m%d"
_MINUTES = 24 * 60


@dataclass(frozen=True, slots=True)
class Aim:
    """Comes from buttons: a claim like all else. Use `read_aim` to have its form checked."""

    subject: int
    way: str

    @property
    def is_new(self) -> bool:
        return _CHANGE.fullmatch(self.way) is None

    @property
    def kind(self) -> SessionKind:
        """Of a new meeting."""
        return SessionKind.FIRST if self.way in {_TEAM, _ALONE} else SessionKind(self.way)

    @property
    def with_team(self) -> bool | None:
        """Whether somebody of the team comes along; None where nobody has said."""
        return {_TEAM: True, _ALONE: False}.get(self.way)

    @property
    def is_place(self) -> bool:
        """Only the place changes."""
        return self.way.startswith("place-")

    @property
    def sequence(self) -> int:
        """Of the meeting that changes, as it was seen."""
        change = _CHANGE.fullmatch(self.way)
        assert change is not None, "asked of a change only"
        return int(change[2])

    def told(self, *, with_team: bool) -> Aim:
        """The same, now that it is known whether the team comes along."""
        return Aim(self.subject, _TEAM if with_team else _ALONE)


def plan(duo_id: int, kind: SessionKind) -> Aim:
    return Aim(duo_id, kind.value)


def move(session_id: int, sequence: int) -> Aim:
    return Aim(session_id, f"time-{sequence}")


def other_place(session_id: int, sequence: int) -> Aim:
    return Aim(session_id, f"place-{sequence}")


def read_aim(subject: int, way: str) -> Aim:
    """Raises OutOfDateError for what no button of ours says."""
    if way not in {*SessionKind, _TEAM, _ALONE} and _CHANGE.fullmatch(way) is None:
        raise OutOfDateError
    return Aim(subject, way)


def written_day(day: date) -> str:
    """As a button carries it: `20261124`."""
    return day.strftime(_DAY)


def read_day(text: str) -> date:
    """The day of a button. Raises OutOfDateError for what no button of ours says."""
    try:
        day = datetime.strptime(text, _DAY).date()  # noqa: DTZ007 - a day has no zone
    except ValueError as error:
        raise OutOfDateError from error
    if written_day(day) != text:
        raise OutOfDateError
    return day


def checked_minute(minute: int) -> int:
    """A minute of a day, 0 to 1439. Raises OutOfDateError."""
    if not 0 <= minute < _MINUTES:
        raise OutOfDateError
    return minute
